/* SPDX-License-Identifier: MIT */
/* The column `before`: old values as NAME=VALUE, separated by "; ". */
#ifndef IMG_CHANGE_H
#define IMG_CHANGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

#define CHANGE_BEFORE "before"

/* Appends an old value to the cell. */
void change_put(struct buf *before, const char *name, struct slice value);

/*
 * Takes the next entry off the cell `rest`; false at its end. What has no NAME=
 * before its value is one without a name.
 */
bool change_next(struct slice *rest, struct slice *name, struct slice *value);

#endif
