/* SPDX-License-Identifier: MIT */
/*
 * How people and machines name pictures: what of a name can be a catalogue
 * number, and what may stand after it. All texts are in comparable form
 * (text/collation.h), so letters are upper case.
 */
#ifndef IMG_KNOWN_NUMBER_H
#define IMG_KNOWN_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* What is after a number: "_2", "-b_front", " (3)", "_lg". */
struct suffix {
	uint64_t sequence; /* a letter counts as its place */
	char part; /* how a sequence is written: 'D' a separator and
		    * digits, 'L' a separator and a letter, 'B' a bare
		    * letter; 0 if there is none */
	size_t part_at; /* where the first one begins */
	size_t part_n; /* its bytes, the separator among them */
	bool glued; /* begins with a letter that may be a mistyped digit */
	size_t plain; /* where nothing but sizes ("_lg") follows */
};

/* False if there is anything in it but sequences, views and sizes. */
bool number_suffix(struct slice rest, struct suffix *suffix);

/* The name without its extensions; the name itself if it has none. */
struct slice number_stem(struct slice name);

/* The stem without what portals append: "_lg", "_web", "_tn", and a time of
 * upload before these ("_1438624022_lg"). */
struct slice number_without_size(struct slice stem);

bool number_has_letter(struct slice text);
bool number_has_digit(struct slice text);

/* True for names that cameras, phones, scanners and programs give. */
bool number_is_camera(struct slice stem);

/*
 * The end of the next beginning of the text, from `at` on, that could be a
 * number with something after it; 0 if there is none.
 */
size_t number_next_end(struct slice text, size_t at);

/*
 * If a number ends in what could be a sequence ("ABC12-3", "ABC12b"): appends
 * the text under which it is known as one of several parts.
 */
bool number_put_family(struct buf *out, struct slice number);

#endif
