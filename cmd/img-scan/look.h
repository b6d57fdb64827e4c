/* SPDX-License-Identifier: MIT */
/* What the file system tells about a file. */
#ifndef SCAN_LOOK_H
#define SCAN_LOOK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct sight {
	mode_t mode;
	uint64_t bytes;
	int64_t seconds; /* since 1970, of the last change */
};

/* False with errno if it cannot be looked at. Nothing is opened. */
bool look_at(int fd, const char *name, bool follow, struct sight *sight);

/* True if it may still be in work: last changed less than min_age seconds
 * from now, whichever clock is ahead. */
bool look_young(const struct sight *sight, uint64_t min_age);

#endif
