/* SPDX-License-Identifier: MIT */
/* Whether files are in a folder, by whatever name and through whatever link. */
#ifndef IMG_WITHIN_H
#define IMG_WITHIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* Zero-initialise; the last folder that was looked at. */
struct within {
	struct buf asked;
	bool known, was;
};

/*
 * True if the file is in `folder`, as realpath(3) gives it, or below it. False
 * where the file's folder, or `folder` (NULL), is not there.
 */
bool within_folder(
    struct within *within, const char *folder, struct slice path);
void within_free(struct within *within);

#endif
