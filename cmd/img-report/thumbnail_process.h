/* SPDX-License-Identifier: MIT */
/*
 * Processes in a sandbox that make thumbnails of what strangers have made: one
 * that crashes or hangs costs one thumbnail.
 */
#ifndef IMG_THUMBNAIL_PROCESS_H
#define IMG_THUMBNAIL_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "run/starter.h"
#include "thumbnail.h"

/* What starts them, to be made before there are threads. */
struct starter *thumbnail_starter_new(void);

/* Zero-initialise but for the starter; a process is started when it is
 * needed. Without one the program ends. */
struct thumbnail_process {
	struct starter *starter;
	pid_t pid;
	int socket;
	bool busy;
};

/* Hands it a file to read; false if it has died. The descriptor stays the
 * caller's. */
bool thumbnail_process_ask(struct thumbnail_process *process, int fd,
    const struct thumbnail_part *part);

/*
 * Takes the answer of a busy one, to be called when its socket can be read, or
 * when it has been waited for long enough. False if there is no thumbnail; the
 * process has ended then, for another may have the memory that it lacked.
 */
bool thumbnail_process_take(
    struct thumbnail_process *process, bool waited, struct buf *jpeg);

void thumbnail_process_end(struct thumbnail_process *process);

#endif
