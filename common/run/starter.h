/* SPDX-License-Identifier: MIT */
/*
 * A process that starts others. It has no threads and reads nothing, so that
 * forking is safe whatever the program's threads are doing; what it starts
 * shares the libraries that it has made ready, and is in a sandbox: no file, no
 * network, no terminal, only the descriptors that it is given.
 */
#ifndef IMG_STARTER_H
#define IMG_STARTER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "run/message.h"

struct starter;

/* What its processes do. */
struct starter_job {
	void (*prepare)(void *context); /* once, before the first; or NULL */
	/* Never returns; the descriptors are its own. */
	void (*serve)(void *context, const int fds[], size_t nfds);
	void *context;
};

/* How a process was started, or ended. */
struct starter_report {
	pid_t pid; /* -1 on failure */
	int error;
	int status; /* of waitpid(2) */
};

/*
 * To be called before there are threads, and before files are open that
 * somebody waits for. What `job` refers to must be complete.
 */
struct starter *starter_new(const struct starter_job *job);

/* After all its processes were ended. */
void starter_free(struct starter *starter);

/*
 * Starts a process at the other end of *socket, for messages. It gets that end
 * and copies of the descriptors, fewer than MESSAGE_FDS. The socket is the
 * caller's; there is none on failure.
 */
struct starter_report starter_begin(
    struct starter *starter, const int fds[], size_t nfds, int *socket);

/* Why there is none, in words. */
const char *starter_explain(const struct starter_report *report);

/* Ends one; what has died already keeps the signal that it died of. */
struct starter_report starter_end(struct starter *starter, pid_t pid);

#endif
