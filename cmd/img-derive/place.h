/* SPDX-License-Identifier: MIT */
/*
 * Where a picture's derivatives go in the store: a folder made of the
 * specimen's number as the portal makes it, and a file name made of the
 * picture's. What comes out is ASCII letters, digits and "_-." only, never
 * begins with "." or "-", is no name that a file system reserves, and stays
 * below PLACE_MOST: whatever goes in, it is a name inside the store.
 */
#ifndef IMG_PLACE_H
#define IMG_PLACE_H

#include <stdbool.h>

#include "buf.h"
#include "slice.h"

/* Bytes of a folder, and of a file's base. */
enum { PLACE_FOLDER_MOST = 64, PLACE_BASE_MOST = 96 };

/* What portals do with the number, as of 3.4. */
enum place_layout {
	PLACE_BATCH, /* the batch loader of folders */
	PLACE_WEB /* the upload form and the thumbnail builder */
};

/*
 * Appends the folder for a number. Numbers of which the portal's rule makes
 * nothing, and none at all, go to "00000" (the portal: the month of the day,
 * which would be another one tomorrow).
 */
void place_folder(
    struct buf *out, enum place_layout layout, struct slice number);

/*
 * Appends the base for a file name: its extension taken off, blanks and what
 * is not allowed replaced by "_", parentheses removed. A base that ends like
 * one of the n suffixes gets a "_", if one of the suffixes is empty: no two
 * bases then make the same file.
 */
void place_base(
    struct buf *out, struct slice name, const char *const suffixes[], size_t n);

/* True if it is empty, or "_" or "-" and 1 to 15 ASCII letters or digits. */
bool place_suffix_allowed(const char *suffix);

/* The name without its extension (what follows its last "."). */
struct slice place_stem(struct slice name);

/* True if the stem ends in the suffix, in any letter case, and is longer. */
bool place_ends_in(struct slice stem, const char *suffix);

#endif
