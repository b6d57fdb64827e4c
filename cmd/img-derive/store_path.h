/* SPDX-License-Identifier: MIT */
/*
 * Where a picture's derivatives go in the store: a folder made of the
 * specimen's number as the portal makes it, and a file name made of the
 * picture's. What comes out is ASCII letters, digits and "_-." only, never
 * begins with "." or "-", is no name that a file system reserves, and stays
 * below STORE_PATH_MOST: whatever goes in, it is a name inside the store.
 */
#ifndef IMG_STORE_PATH_H
#define IMG_STORE_PATH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/* Bytes of a folder, and of a file's base. */
enum { STORE_PATH_FOLDER_MOST = 64, STORE_PATH_BASE_MOST = 96 };

/* What portals do with the number, as of 3.4. */
enum store_path_layout {
	STORE_PATH_BATCH, /* the batch loader of folders */
	STORE_PATH_WEB /* the upload form and the thumbnail builder */
};

/*
 * Appends the folder for a number. Numbers of which the portal's rule makes
 * nothing, and none at all, go to "00000" (the portal: the month of the day,
 * which would be another one tomorrow).
 */
void store_path_folder(
    struct buf *out, enum store_path_layout layout, struct slice number);

/*
 * Appends the base for a file name: its extension taken off, blanks and what
 * is not allowed replaced by "_", parentheses removed. A base that ends like
 * one of the n suffixes gets a "_", if one of the suffixes is empty: no two
 * bases then make the same file.
 */
void store_path_base(
    struct buf *out, struct slice name, const char *const suffixes[], size_t n);

/* The same for a number, in which a "." begins no extension. */
void store_path_number_base(struct buf *out, struct slice number,
    const char *const suffixes[], size_t n);

/* True if it is empty, or "_" or "-" and 1 to 15 ASCII letters or digits. */
bool store_path_suffix_allowed(const char *suffix);

/* The name without its extension (what follows its last "."). */
struct slice store_path_stem(struct slice name);

/* True if the stem ends in the suffix, in any letter case, and is longer. */
bool store_path_ends_in(struct slice stem, const char *suffix);

#endif
