/* SPDX-License-Identifier: MIT */
/* One picture's way into the store: where to, whether needed, made, noted. */
#ifndef IMG_DERIVE_H
#define IMG_DERIVE_H

#include "derive_settings.h"
#include "name_registry.h"
#include "render_process.h"
#include "store.h"

/* What all workers share. */
struct derive;

/* Dies if the store cannot be opened, or made. */
struct derive *derive_new(
    const struct settings *settings, struct render_starter *starter);
void derive_free(struct derive *derive);

/* One worker's own. */
struct deriver;

struct deriver *deriver_new(struct derive *derive);
void deriver_free(struct deriver *deriver);

struct picture_row {
	struct slice path; /* without NUL */
	struct slice name; /* what it goes by */
	struct slice number; /* the specimen's */
	struct slice md5; /* of the path's bytes, hexadecimal, or empty */
	struct slice by; /* what its files are named by, or empty: its name */
	uint32_t slot; /* which of the pictures named so; 0 and 1: the first */
	uint32_t order; /* what sortOccurrence says, or UINT32_MAX */
	uint32_t page; /* that the row is of a TIFF, or 0: its pictures */
	uint64_t row; /* of the stream */
};

enum derive_action {
	DERIVE_NOTHING, /* something is wrong with the picture: see problem */
	DERIVE_KEPT, /* all is there and up to date */
	DERIVE_MADE,
	DERIVE_MADE_AGAIN,
	DERIVE_EXISTING /* it is another picture's derivative itself */
};

struct derived {
	enum derive_action action;
	const char *problem; /* NULL, or the code */
	bool blank; /* one colour all over */
	uint32_t page; /* of the TIFF, or 0 */
	char folder[NAME_SIZE];
	struct derivative files[NSIZES];
};

/*
 * Finds which pages of the row's file are each a picture: to be called before
 * its name is claimed. NULL, or the code of what is wrong with the file, or
 * render_fault as render_process_run().
 */
const char *derive_pages(
    struct deriver *deriver, const struct picture_row *row, struct buf *why);

/*
 * Claims the names of the row's pictures, in the order of the stream: waits
 * until all rows before it have had theirs. For rows without a picture there is
 * derive_skip(); each row must have one of the two, in any thread. Returns how
 * many pictures there are.
 */
size_t derive_claim(struct deriver *deriver, const struct picture_row *row);
void derive_skip(struct derive *derive, uint64_t row);

/* Where a picture would go, whatever its slot: the same for all pictures of one
 * number. */
struct claim_key derive_place_key(
    struct deriver *deriver, const struct picture_row *row);

/* Whose the place of a picture's slot is, by what earlier runs have left. */
enum derive_place { PLACE_FREE, PLACE_MINE, PLACE_TAKEN };

enum derive_place derive_place(
    struct deriver *deriver, const struct picture_row *row);

/*
 * Makes what is needed of one of the pictures claimed last. The text for people
 * is appended to `why`, empty if there is nothing to say. Returns 0, or the
 * errno value of a failure that ends the run: ENOMEM if the system lacks what
 * decoding takes, as `why` says, else of writing.
 */
int derive_picture(struct deriver *deriver, const struct picture_row *row,
    size_t picture, struct derived *derived, struct buf *why);

#endif
