/* SPDX-License-Identifier: MIT */
/* An engine's program as a process of its own. */
#ifndef IMG_ENGINE_EXEC_H
#define IMG_ENGINE_EXEC_H

#include <sys/types.h>

#include "base/buf.h"

/* As shells have it of a program that is not there. */
enum { ENGINE_NOT_FOUND = 127 };

/*
 * Starts the words, each with its NUL, in the folder, with these descriptors
 * for input, output and messages; its messages are in English. Its process, or
 * -1. It takes signals as programs do.
 */
pid_t engine_exec(
    const struct buf *words, const char *folder, const int streams[3]);

/* The status of waitpid(2), or -1. */
int engine_exec_wait(pid_t pid);

#endif
