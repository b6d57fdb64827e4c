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

/* Masks are shorter than these, with the literals in them. */
enum {
	NUMBER_FORMAT_MASK = 96,
	NUMBER_FORMAT_TEXT = 48,
	NUMBER_FORMAT_SECTIONS = 96
};

/* The places of a mask: a digit that is always shown ('0'), one that may be
 * left out ('#', '?', 'General'), the point with what follows it, a text. */
#define NUMBER_FORMAT_DIGIT '\1'
#define NUMBER_FORMAT_OPTIONAL '\2'
#define NUMBER_FORMAT_POINT '\3'
#define NUMBER_FORMAT_WHOLE '\4'

/* A number format, as far as it matters here. */
struct number_format {
	bool date;
	bool time;
	char elapsed; /* 'h', 'm' or 's' of a duration: not within a day */
	bool percent; /* a hundredfold is shown */
	unsigned char places; /* of digits in the mask; 0 if it has none */
	unsigned char decimals; /* that are always shown */
	char mask[NUMBER_FORMAT_MASK]; /* places and literals */
	char text[NUMBER_FORMAT_TEXT]; /* of cells with text; may be empty */
	/* The code, where it has several sections or a fraction; or empty. */
	char sections[NUMBER_FORMAT_SECTIONS];
	bool choosing; /* they are not only for numbers up to 0 */
};

/* A built-in format by its number (ECMA-376 part 1, 18.8.30). */
struct number_format number_format_builtin(unsigned id);

/* A format by its code, "yyyy-mm-dd". */
struct number_format number_format_parse(struct slice code);

/*
 * Appends the number, given as the workbook holds it, as the format shows it.
 * What is no number is appended as it is. `from1904` is the workbook's
 * calendar. Whole numbers whose digits after the 15th are zeros, as spreadsheet
 * programs keep longer ones, get a power of ten.
 */
void number_format_put(struct buf *out, struct slice number,
    const struct number_format *format, bool from1904);

/* Appends a text with what the format shows around it. */
void number_format_put_text(
    struct buf *out, struct slice text, const struct number_format *format);

#endif
