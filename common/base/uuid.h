/* SPDX-License-Identifier: MIT */
/* UUIDs as text: 36 characters of lower-case hexadecimal digits and hyphens. */
#ifndef IMG_UUID_H
#define IMG_UUID_H

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/slice.h"

enum { UUID_BYTES = 16, UUID_TEXT = 36 };

/* Computed, not looked up, so that compilers do many at once. */
static inline char
uuid_digit(int nibble)
{
	return (char)(nibble + '0' + (nibble > 9 ? 'a' - '9' - 1 : 0));
}

static inline void
uuid_write(char text[UUID_TEXT], const unsigned char bytes[UUID_BYTES])
{
	char digits[2 * UUID_BYTES];

	for (int i = 0; i < UUID_BYTES; i++) {
		digits[2 * i] = uuid_digit(bytes[i] >> 4);
		digits[2 * i + 1] = uuid_digit(bytes[i] & 15);
	}
	memcpy(text, digits, 8);
	memcpy(text + 9, digits + 8, 4);
	memcpy(text + 14, digits + 12, 4);
	memcpy(text + 19, digits + 16, 4);
	memcpy(text + 24, digits + 20, 12);
	text[8] = text[13] = text[18] = text[23] = '-';
}

static inline int
uuid_nibble(unsigned char digit)
{
	return (digit & 15) + (digit >> 6) * 9;
}

/* True for one in any letter case. */
static inline bool
uuid_is(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23
			? text.at[i] != '-'
			: ascii_hex(text.at[i]) < 0)
			return false;
	return text.n == UUID_TEXT;
}

/* False if the text is not as uuid_write() writes it. */
static inline bool
uuid_read(unsigned char bytes[UUID_BYTES], struct slice text)
{
	unsigned char digits[2 * UUID_BYTES];
	char again[UUID_TEXT];

	if (text.n != UUID_TEXT)
		return false;
	memcpy(digits, text.at, 8);
	memcpy(digits + 8, text.at + 9, 4);
	memcpy(digits + 12, text.at + 14, 4);
	memcpy(digits + 16, text.at + 19, 4);
	memcpy(digits + 20, text.at + 24, 12);
	for (int i = 0; i < UUID_BYTES; i++)
		bytes[i] = (unsigned char)(uuid_nibble(digits[2 * i]) << 4 |
		    uuid_nibble(digits[2 * i + 1]));
	uuid_write(again, bytes);
	return memcmp(again, text.at, UUID_TEXT) == 0;
}

#endif
