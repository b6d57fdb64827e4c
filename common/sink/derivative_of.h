/* SPDX-License-Identifier: MIT */
/*
 * For sinks: rows that are another file (web picture, thumbnail) of a picture
 * that an earlier row has for the same record, by the names of both. While no
 * file has the ending of a smaller one, 8 bytes on disk for each picture; then
 * a place of a base/table.
 */
#ifndef IMG_DERIVATIVE_OF_H
#define IMG_DERIVATIVE_OF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/table.h"
#include "file/number_file.h"
#include "registry/derivative_name.h"

/* What the URL says of a file; picture 0 if it says nothing. */
struct derivative_mark {
	uint64_t picture;
	uint32_t rank; /* the larger the smaller the file */
};

/* `scratch` is overwritten. */
struct derivative_mark derivative_mark(struct slice url, struct buf *scratch);

/* The same of a URL in comparable form and without a query. */
struct derivative_mark derivative_mark_comparable(struct slice url);

/* What the marks of a folder's files have in common; key 0: nothing. */
struct derivative_folder {
	uint64_t key;
	enum derivative_role role;
};

/* Of a URL up to its last "/", with it, in comparable form without a query. */
struct derivative_folder derivative_folder(struct slice folder);

/* The same as derivative_mark_comparable() of both. */
struct derivative_mark derivative_mark_in(
    const struct derivative_folder *folder, struct slice name);

/* Zero-initialise. */
struct derivatives {
	struct number_file plain; /* keys of pictures, not looked up yet */
	bool looks_up;
	struct table pictures;
	uint64_t late;
};

/*
 * True if the file is smaller than one that was given before for the same
 * record. Where the larger one comes later it is counted.
 */
bool derivatives_add(struct derivatives *derivatives,
    struct derivative_mark mark, uint64_t record);

/* Says that this one will be added soon. */
void derivatives_expect(const struct derivatives *derivatives,
    struct derivative_mark mark, uint64_t record);

/* Says how many came before their picture; true if there are any. */
bool derivatives_finish(struct derivatives *derivatives);

#endif
