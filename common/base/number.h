/* SPDX-License-Identifier: MIT */
/* Decimal numbers from text: digits alone, no sign, no blanks. */
#ifndef IMG_NUMBER_H
#define IMG_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* True if the text is digits and nothing else. */
static inline bool
number_is(struct slice text)
{
	size_t i = 0;

	while (i < text.n && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	return i > 0 && i == text.n;
}

/*
 * Takes the digits at the beginning of the text off as a number. False, and
 * the text as it was, if there are none or they are more than `most`.
 */
static inline bool
number_take(struct slice *text, uint64_t most, uint64_t *number)
{
	enum { FIT = 19 }; /* so many digits always do */

	if (text->n == 0)
		return false;

	const char *at = text->at, *end = at + (text->n < FIT ? text->n : FIT);
	uint64_t value = 0;
	unsigned digit;
	size_t i;

	while (at < end && (digit = (unsigned char)*at - (unsigned)'0') <= 9) {
		value = value * 10 + digit;
		at++;
	}
	for (i = (size_t)(at - text->at); i >= FIT && i < text->n; i++) {
		digit = (unsigned char)text->at[i] - (unsigned)'0';
		if (digit > 9)
			break;
		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	if (i == 0 || value > most)
		return false;
	*number = value;
	*text = slice_from(*text, i);
	return true;
}

/* The whole text as a number. False, and 0, if it is none or above `most`. */
static inline bool
number_read(struct slice text, uint64_t most, uint64_t *number)
{
	*number = 0;
	if (!number_take(&text, most, number))
		return false;
	if (text.n > 0)
		*number = 0;
	return text.n == 0;
}

/* number_read() for those who do not need the number: it waits for none. */
static inline bool
number_fits(struct slice text, uint64_t most)
{
	enum { FIT = 9, LEAST = 999999999 };
	uint64_t number;
	bool good = true;

	if (text.n == 0 || text.n > FIT || most < LEAST)
		return number_read(text, most, &number);
	for (size_t i = 0; i < text.n; i++)
		good &= (unsigned char)text.at[i] - (unsigned)'0' <= 9;
	return good;
}

/* Takes exactly n digits off as a number; false if they are not there. */
static inline bool
number_take_digits(struct slice *text, size_t n, int *number)
{
	struct slice digits = {text->at, n};
	uint64_t value;

	*number = 0;
	if (text->n < n || !number_read(digits, INT32_MAX, &value))
		return false;
	*number = (int)value;
	*text = slice_from(*text, n);
	return true;
}

#endif
