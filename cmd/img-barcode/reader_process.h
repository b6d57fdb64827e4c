/* SPDX-License-Identifier: MIT */
/*
 * Reading in processes of their own, one for each worker, in a sandbox: a
 * library that aborts or hangs costs one picture. A process is kept for the
 * next picture, and another one started when it has died.
 */
#ifndef IMG_READER_PROCESS_H
#define IMG_READER_PROCESS_H

#include "run/starter.h"
#include "search.h"

/* To be called before there are threads. */
struct starter *reader_starter_new(unsigned *symbologies);

struct reader_process;

/* One worker's own; no process is started before it is needed. */
struct reader_process *reader_process_new(struct starter *starter);
void reader_process_free(struct reader_process *process);

/* Reads the picture; false, with `why`, if there is none, or if the reader
 * died of it: twice, for it may have lacked memory. Without a reader the
 * program ends. */
bool reader_process_run(struct reader_process *process, int fd,
    struct finding *finding, struct buf *why);

#endif
