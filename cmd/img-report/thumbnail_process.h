/* SPDX-License-Identifier: MIT */
/*
 * Processes within walls that make thumbnails of what strangers have made: one
 * that crashes or hangs costs one thumbnail.
 */
#ifndef IMG_THUMBNAIL_PROCESS_H
#define IMG_THUMBNAIL_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"

/* Zero-initialise; a process is started when it is needed. */
struct thumbnail_process {
	pid_t pid;
	int socket;
	bool busy;
};

/* Hands it a file to read; false if that cannot be. The descriptor stays the
 * caller's. */
bool thumbnail_process_ask(struct thumbnail_process *process, int fd);

/*
 * Takes the answer of a busy one, to be called when its socket can be read, or
 * when it has been waited for long enough, which ends the process. False if
 * there is no thumbnail.
 */
bool thumbnail_process_take(
    struct thumbnail_process *process, bool waited, struct buf *jpeg);

void thumbnail_process_end(struct thumbnail_process *process);

#endif
