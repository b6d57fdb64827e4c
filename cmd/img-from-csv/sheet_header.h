/* SPDX-License-Identifier: MIT */
/*
 * What the columns of a sheet become in the stream: by -m, by the names that
 * portals and standards have for them, or else as they are called. Dies when
 * that cannot be decided, with a message that names the columns.
 */
#ifndef IMG_SHEET_HEADER_H
#define IMG_SHEET_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "sheet/csv.h"
#include "sheet/number_parts.h"
#include "peek.h"

#define HEADER_NONE ((size_t)-1)

/* The columns with URLs, the first that of the picture itself, and the one of
 * its file's name. */
enum {
	LINK_ORIGINAL,
	LINK_WEB,
	LINK_THUMBNAIL,
	LINK_ARCHIVE,
	LINK_SOURCE,
	LINK_REFERENCE,
	NURLS,
	LINK_NAME = NURLS,
	NLINKS
};

/* What -m said: "source=target"; an empty target leaves the column out. */
struct mappings {
	size_t n;
	struct mapping *all;
	bool no_pictures; /* the sheet need not have any */
};

struct mapping {
	char *source;
	char *target;
	bool used;
};

/* Adds one; false if the text has no "=" or the target is no column. */
bool mappings_add(struct mappings *mappings, const char *text);
void mappings_free(struct mappings *mappings);

/* Further columns that stand in where the first has nothing. */
enum { FALLBACKS = 3 };

/* A column of the stream. */
struct sheet_column {
	char *name; /* not escaped */
	char *header; /* what the sheet calls it, for messages, or NULL */
	size_t cell; /* its cell in the sheet's row, or HEADER_NONE */
	bool known; /* registered, not just passed through */
	size_t nfallbacks;
	size_t fallbacks[FALLBACKS]; /* their cells */
};

/* One of the columns with URLs of a kind, or names, in the sheet's order. */
struct url_column {
	size_t cell;
	char *view; /* what its heading says of the picture, maybe nothing */
};

struct header {
	size_t n;
	struct sheet_column
	    *columns; /* registered ones first, in their order */
	/* Indexes of columns; HEADER_NONE where there is none. */
	size_t links[NLINKS]; /* that of names is always there */
	struct url_column
	    *urls[NLINKS]; /* at least one where there is a link */
	size_t nurls[NLINKS];
	size_t catalog_number;
	size_t other_numbers;
	size_t occurrence_id;
	size_t occid;
	size_t view;
	size_t problems; /* always there */
	struct number_parts parts; /* cells of the sheet */
};

/* Reads the header row of the file named, and what the first rows tell. */
void header_read(struct header *header, const char *file,
    const struct peek *peek, struct mappings *mappings);
void header_free(struct header *header);

/* Appends the stream's header line with its LF. */
void header_put(const struct header *header, struct buf *out);

/*
 * Brings the columns of a further file into the first one's order; dies if
 * they are not the same.
 */
void header_follow(
    struct header *header, const struct header *first, const char *file);

#endif
