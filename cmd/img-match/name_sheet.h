/* SPDX-License-Identifier: MIT */
/* The sheet "file name = number" of --names. */
#ifndef IMG_NAME_SHEET_H
#define IMG_NAME_SHEET_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "registry/column.h"
#include "sheet/number_check.h"
#include "sheet/sheet_options.h"

/* What a number of the sheet is, by the column it is in. */
enum named_kind {
	NAMED_NUMBER,
	NAMED_OCCURRENCE,
	NAMED_OCCID,
	NAMED_NOTHING /* no number, only what else the sheet says */
};

/* Doubts about a number: codes of the registry of problems. */
enum { NAMED_DOUBTS = NUMBER_CHECK_MOST + 3 };

struct named {
	struct slice number;
	struct slice ends[2]; /* a prefix and a suffix in other columns */
	enum named_kind kind;
	const char *doubts[NAMED_DOUBTS]; /* those after the last are NULL */
	uint64_t line; /* of the sheet */
};

struct name_sheet;

/*
 * Reads an img-stream or a sheet with a column `name` and one or more of
 * catalogNumber, otherCatalogNumbers, occurrenceID, occid; the first that is
 * not empty counts, and each number of a list in it. Columns that describe a
 * picture are kept; with one of them a number may be missing. Dies if the
 * columns are not there. Rows that cannot be read are left out and counted.
 * Holds all of it.
 */
struct name_sheet *name_sheet_read(
    const char *file, const struct sheet_options *options);
void name_sheet_free(struct name_sheet *names);

/*
 * The numbers of a picture's name, each once, in byte order; *n may be 0. A
 * name of the sheet is found as it is spelled; if it is not there, in another
 * letter case, provided the sheet has that in one spelling only; then all this
 * without the picture's extension. If the sheet has the name in several
 * folders, that of `place` (the picture's path or URL) decides. `scratch` is
 * overwritten. Safe to call from several threads.
 */
const struct named *name_sheet_find(const struct name_sheet *names,
    struct slice name, struct slice place, struct buf *scratch, size_t *n);

/* The stream's columns that the sheet describes pictures by, and what a row of
 * it has there, "" for nothing. */
enum { NAMED_EXTRAS = COLUMN_OF_PICTURE_MOST };

size_t name_sheet_extras(
    const struct name_sheet *names, const char *columns[NAMED_EXTRAS]);
struct slice name_sheet_extra(
    const struct name_sheet *names, const struct named *named, size_t extra);

/*
 * When all pictures have been looked for: calls `take` for each row of the
 * sheet whose name no picture had, by lines. Returns how many there are, and
 * the number of rows in all by *nrows.
 */
size_t name_sheet_unused(const struct name_sheet *names, size_t *nrows,
    void (*take)(void *context, struct slice name, const struct named *named),
    void *context);

/* How many names of the sheet were found for pictures in different places,
 * and the first of them. */
size_t name_sheet_shared(const struct name_sheet *names, struct slice *first);

#endif
