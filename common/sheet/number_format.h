/* SPDX-License-Identifier: MIT */
/* What the number in a cell of a workbook looks like to a person. */
#ifndef IMG_NUMBER_FORMAT_H
#define IMG_NUMBER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* The value of up to ten digits; UINT64_MAX for anything else. */
uint64_t number_format_read(struct slice digits);

/* Literals of a format are shorter than this. */
enum { NUMBER_FORMAT_LITERAL = 32 };

/* A number format, as far as it matters here. */
struct number_format {
	bool date;
	bool time;
	size_t zeros; /* digits to fill up to, 0 for none */
	char before[NUMBER_FORMAT_LITERAL]; /* literals around them */
	char after[NUMBER_FORMAT_LITERAL];
};

/* A built-in format by its number (ECMA-376 part 1, 18.8.30). */
struct number_format number_format_builtin(unsigned id);

/* A format by its code, "yyyy-mm-dd". */
struct number_format number_format_parse(struct slice code);

/*
 * Appends the number, given as the workbook holds it, as the format shows it.
 * What is no number is appended as it is. `from1904` is the workbook's
 * calendar.
 */
void number_format_put(struct buf *out, struct slice number,
    const struct number_format *format, bool from1904);

#endif
