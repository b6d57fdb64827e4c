/* SPDX-License-Identifier: MIT */
/*
 * The registry of columns: the stream's names, what spreadsheets and archives
 * call them, where they go in a portal and how long they may be there.
 *
 * Lengths are in characters, from the portal's schemas as shipped (3.0 to 3.4);
 * a real portal may be wider, so with an export its schema.tsv decides.
 */
#ifndef IMG_COLUMN_H
#define IMG_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* What a value is in the portal's table. */
enum column_kind { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_MD5 };

struct column {
	const char *name; /* the stream's column */
	const char *aliases; /* further names, normalised, or NULL */
	const char *media; /* the column of `media` (3.2 and later), or NULL */
	const char *images; /* the column of `images` (3.0, 3.1), or NULL */
	uint16_t most; /* characters that the portal holds; 0: no text */
	enum column_kind kind;
	bool defaults; /* --defaults may fill it: what people say */
	/* Of what describes a picture: the further names that only a sheet
	 * about pictures has for it, letters in lower case, or ""; NULL for
	 * others. */
	const char *of_picture;
	/* Local names of terms that are read from an archive, in lower case,
	 * the preferred one first; NULL: none. */
	const char *terms;
	/* The terms it is written as in an archive, "dcterms:format": in
	 * Audiovisual Core, and in GBIF's Simple Multimedia; NULL: in none. */
	const char *audiovisual, *multimedia;
};

/* No more columns than this describe a picture. */
enum { COLUMN_OF_PICTURE_MOST = 16 };

/* All of them, in the order of the manual; the count goes to *n. */
const struct column *column_all(size_t *n);

/* By the stream's exact name; NULL if it is not registered. */
const struct column *column_find(struct slice name);

/*
 * By any name a header may give it: letter case, blanks, `_ - .`, a prefix up
 * to a colon ("dwc:") and a term URI's path are ignored; NULL if unknown.
 */
const struct column *column_by_header(struct slice header);

/*
 * Which of several headers for the same column counts: the one with the lowest
 * rank. 0 is the column's own name, then come its aliases in their order;
 * COLUMN_UNKNOWN if it does not go by that name.
 */
#define COLUMN_UNKNOWN ((size_t)-1)
size_t column_rank(const struct column *column, struct slice header);

#endif
