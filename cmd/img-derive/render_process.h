/* SPDX-License-Identifier: MIT */
/*
 * Rendering in processes of their own, one for each worker, after walls: a
 * decoder that dies or hangs costs one picture. A process is kept for the next
 * picture, and another one started when it has died.
 */
#ifndef IMG_RENDER_PROCESS_H
#define IMG_RENDER_PROCESS_H

#include "render.h"

/* The process that starts the others: it has no threads and reads nothing. */
struct render_starter;

/*
 * To be called before there are threads, and before files are open that
 * somebody waits for. `settings` must be complete.
 */
struct render_starter *render_starter_new(
    const struct settings *settings, const char *program);

/* After all its processes were freed. */
void render_starter_free(struct render_starter *starter);

struct render_process;

/* One worker's own; no process is started before it is needed. */
struct render_process *render_process_new(struct render_starter *starter);
void render_process_free(struct render_process *process);

struct tiff_pages;

struct render_request {
	int source; /* descriptors */
	int existing[NSIZES]; /* of files to be used as they are, or -1 */
	bool look_ahead; /* render_look_ahead() instead of render() */
	bool want_md5; /* of the source */
	uint32_t page; /* of a TIFF, from 1; 0 as the settings say */
	/* Only to list them here, as look_pages() does, and to render nothing:
	 * none of files that are no TIFF, whatever is built like one. */
	struct tiff_pages *pages;
};

/*
 * As render() of a loaded source: NULL, a code, or render_fault. The MD5 is
 * empty if it was not wanted. What is in `rendered` is valid until the next
 * call.
 */
const char *render_process_run(struct render_process *process,
    const struct render_request *request, struct rendered rendered[NSIZES],
    char md5[MD5_SIZE], struct buf *why);

#endif
