/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 (RFC 3629): validity, code points, display.
 */
#ifndef IMG_UTF8_H
#define IMG_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * The length of the longest valid beginning of the n bytes at s: n if all is
 * valid. Valid is RFC 3629: no surrogates, nothing above U+10FFFF, no
 * overlong forms. NUL is valid here.
 */
size_t utf8_span(const char *s, size_t n);

static inline bool
utf8_valid(struct slice s)
{
	return utf8_span(s.at, s.n) == s.n;
}

/* The length of the beginning without bytes above 0x7F. */
size_t utf8_ascii_span(const char *s, size_t n);

/* True if no byte is above 0x7F. */
bool utf8_ascii(struct slice s);

/*
 * Decodes the code point at the beginning of s, which must be valid and not
 * empty, and takes it off.
 */
uint32_t utf8_take(struct slice *s);

/* Appends the code point, which must be valid. */
void utf8_put(struct buf *buf, uint32_t code);

/* The code point of a byte in Windows-1252, which holds all of Latin-1's
 * letters; U+FFFD where it has none. */
uint32_t utf8_of_windows(unsigned char byte);

/* The number of code points in valid UTF-8. */
size_t utf8_length(struct slice s);

/* Appends s with control characters and invalid bytes as \xNN. */
void utf8_show(struct buf *buf, struct slice s);

#endif
