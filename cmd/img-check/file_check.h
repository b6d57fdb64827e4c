/* SPDX-License-Identifier: MIT */
/* Brings a local file's bytes to the judge. */
#ifndef IMG_FILE_CHECK_H
#define IMG_FILE_CHECK_H

#include "judge.h"

struct file_facts {
	bool known; /* it is there, and these are its facts */
	bool read; /* nothing kept it from being read */
	uint64_t bytes;
	int64_t modified; /* seconds since 1970 */
	const char *error; /* why it could not be read, in words */
};

struct file;

/* A reader of files, one after the other; it has the buffer. */
struct file *file_new(bool quick);
void file_free(struct file *file);

/*
 * Judges the file, from judge_begin() to judge_end(). Never waits for a FIFO
 * nor opens a device. Dies when the process has too few descriptors.
 */
struct file_facts file_check(
    struct file *file, const char *path, struct judge *judge);

#endif
