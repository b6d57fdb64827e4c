/* SPDX-License-Identifier: MIT */
/* What the file system tells about a file. */
#ifndef IMG_FILE_STAT_H
#define IMG_FILE_STAT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct file_stat {
	mode_t mode;
	uint64_t bytes;
	int64_t seconds; /* since 1970, of the last change */
};

/* False with errno if it cannot be looked at. Nothing is opened. */
bool file_stat_at(
    int fd, const char *name, bool follow, struct file_stat *sight);

/* True if it may still be in work: last changed less than min_age seconds
 * from now, whichever clock is ahead. */
bool file_stat_young(const struct file_stat *sight, uint64_t min_age);

#endif
