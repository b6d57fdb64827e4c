/* SPDX-License-Identifier: MIT */
/* Which file a row means: its name below the root, and the MD5 it should have.
 */
#ifndef IMG_PUT_NAMES_H
#define IMG_PUT_NAMES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "put_settings.h"

/* Zero-initialise but for settings, derived and root. */
struct put_names {
	const struct settings *settings;
	bool derived; /* names are relative to the store */
	int root; /* -1 until the first file */
	struct buf store; /* the root as the rows name it */
	struct buf name; /* what put_names_file() has found */
	struct buf trouble; /* why the root cannot be opened; else empty */
};

/*
 * Opens the root when the first row says which one it is. NULL, or a code for a
 * row of another root; `trouble` is filled if the run cannot go on.
 */
const char *put_names_root(struct put_names *names, const char *store);

/* NULL, or a code; the path below the root goes to names->name. */
const char *put_names_file(struct put_names *names, struct slice given);

/* 32 digits in lower case; false if it is no MD5. */
bool put_names_md5(struct slice field, char md5[33]);

void put_names_free(struct put_names *names);

#endif
