/* SPDX-License-Identifier: MIT */
/*
 * What spreadsheets do to numbers that are names, and people to letters: each
 * doubt is a problem code. The value itself is never changed.
 */
#ifndef IMG_NUMBER_CHECK_H
#define IMG_NUMBER_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * The doubts about a value, into `codes`; returns how many there are.
 * It was a number or text and became an exponent ("1.23E+05"), a date
 * ("12-Mar"), a decimal fraction ("123.0") or what a formula shows that has
 * failed ("#N/A"); it has blanks that are no ordinary blank, a line break, or
 * letters and dashes that look like ASCII and are not (Cyrillic, Greek,
 * fullwidth); or it says that there is no number ("-", "n/a", "s.n.", "0"), or
 * is a file's name, a path, TRUE or FALSE, an identifier (a UUID, urn:, http:)
 * or text of a web page ("&amp;"), or somebody was not sure of it ("1003?",
 * "ca. 1003", "[1003]", "-5").
 */
enum { NUMBER_CHECK_MOST = 2 };
size_t number_check(struct slice value, const char *codes[NUMBER_CHECK_MOST]);

/* True for digits that do not begin with a zero. */
bool number_check_digits(struct slice value);

/*
 * Lost zeros show only against the neighbours: a value of digits that is
 * shorter than one that begins with a zero. Rows before the first such value
 * wait, at most ZEROS_WAIT of them, so that they can still be marked.
 */
enum { ZEROS_WAIT = 256 };

struct zeros {
	size_t width; /* of the last value that began with a zero, or 0 */
	size_t first; /* of the first one, if it was among the first rows */
	size_t rows;
};

/* Takes note of the next row's value. */
void zeros_see(struct zeros *zeros, struct slice value);

/* True if the value lacks zeros by what has been seen so far. */
bool zeros_lost(const struct zeros *zeros, struct slice value);

/* True as long as rows should wait for a value with a zero. */
bool zeros_wait(const struct zeros *zeros);

#endif
