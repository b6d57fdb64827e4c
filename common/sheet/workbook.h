/* SPDX-License-Identifier: MIT */
/* What a workbook (.xlsx) keeps outside its sheets. */
#ifndef IMG_WORKBOOK_H
#define IMG_WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "sheet/number_format.h"

/*
 * The namespace of a part: that of its outermost element. What extensions put
 * between, in theirs, may have the same names and mean something else.
 */
struct workbook_space {
	struct buf uri;
	bool known;
};

/* True if the element is of the part's namespace; the first one always is. */
bool workbook_space_has(struct workbook_space *space, struct slice uri);
void workbook_space_free(struct workbook_space *space);

struct workbook {
	struct buf sheet_path; /* of the chosen sheet, in the archive */
	struct buf sheet_name;
	/* The other sheets with cells that a person sees, as a list for a
	 * message; empty if the sheet was asked for. */
	struct buf unread;
	bool from1904;
	/* Shared strings, one after the other; string_ends[i] ends the i-th.
	 */
	struct buf strings;
	size_t *string_ends;
	size_t nstrings;
	size_t strings_room;
	struct number_format *formats; /* of the cell styles */
	size_t nformats;
	size_t formats_room;
	struct buf failure; /* empty if all is well */
};

/* Reads it all but the sheet; `sheet` as in xlsx_open(). */
void workbook_read(struct workbook *book, int fd, const char *sheet);
void workbook_free(struct workbook *book);

/*
 * What a part is related to: each is given to `see` with its id, the end of
 * its type, and its target as it is there.
 */
typedef void workbook_relation(
    void *state, struct slice id, struct slice type, struct slice target);
void workbook_relations(struct workbook *book, int fd, struct slice path,
    workbook_relation *see, void *state);

/*
 * Is the archive's member the part of this name? Letter case and "./" or "/"
 * before it do not count.
 */
bool workbook_is_part(struct slice member, struct slice name);

/* The value of an attribute that is true or false; not there, it is false. */
bool workbook_is_true(struct slice attribute);

/*
 * Replaces what is in strings for characters that XML cannot hold, such as
 * "_x000D_", in place; returns what is left of n bytes.
 */
size_t workbook_unescape(char *text, size_t n);

/* The format of a style; the general one if there is no such style. */
const struct number_format *workbook_format(
    const struct workbook *book, uint64_t style);

/* Where a shared string is in `strings`; false if there is none. */
bool workbook_string(
    const struct workbook *book, uint64_t i, size_t *start, size_t *n);

#endif
