/* SPDX-License-Identifier: MIT */
/*
 * The further numbers of a new record, "Acc: 500; Field: 8/2020": in the
 * portal's table each has a row and a name of its own.
 */
#ifndef IMG_IDENTIFIERS_H
#define IMG_IDENTIFIERS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

enum { IDENTIFIERS_MOST = 64, IDENTIFIER_NAME_MOST = 45 };

/* The name is empty where it has none. */
struct identifier {
	struct slice name, value;
};

/* Cuts a cell; none is there twice to the portal. Returns how many. */
size_t identifiers_split(
    struct slice cell, struct identifier all[IDENTIFIERS_MOST]);

/* Appends "|Acc: 500|Field: 8/2020|". */
void identifiers_put(struct buf *out, const struct identifier all[], size_t n);

#endif
