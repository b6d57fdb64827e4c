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

/* A row of digits is shorter than this with the literals in it. */
enum { NUMBER_FORMAT_MASK = 96 };
#define NUMBER_FORMAT_DIGIT '\1'

/* A number format, as far as it matters here. */
struct number_format {
	bool date;
	bool time;
	char elapsed; /* 'h', 'm' or 's' of a duration: not within a day */
	size_t zeros; /* digits to fill up to, 0 for none */
	/* Literals, and NUMBER_FORMAT_DIGIT for each of them. */
	char mask[NUMBER_FORMAT_MASK];
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
