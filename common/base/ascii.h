/* SPDX-License-Identifier: MIT */
/*
 * Texts against words of ASCII, independent of the locale. The letter case of
 * A to Z does not matter in what is called ascii_...; other bytes must be
 * equal. Words are strings that end in NUL.
 */
#ifndef IMG_ASCII_H
#define IMG_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/slice.h"

static inline bool
ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
ascii_has_digit(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_digit(s.at[i]))
			return true;
	return false;
}

static inline bool
ascii_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char
ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* The value of a hexadecimal digit, -1 for any other character. */
static inline int
ascii_hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* n bytes; most texts differ in the first. */
static inline bool
ascii_same(const char *a, const char *b, size_t n)
{
	return n == 0 ||
	    (ascii_lower(*a) == ascii_lower(*b) && strncasecmp(a, b, n) == 0);
}

static inline bool
ascii_equal(struct slice s, const char *word)
{
	return s.n == strlen(word) && ascii_same(s.at, word, s.n);
}

static inline bool
ascii_equal_slices(struct slice a, struct slice b)
{
	return a.n == b.n && ascii_same(a.at, b.at, a.n);
}

static inline bool
ascii_begins(struct slice s, const char *word)
{
	size_t n = strlen(word);

	/* Mostly in the word's own case, which is seen fast. */
	return s.n >= n &&
	    (memcmp(s.at, word, n) == 0 || ascii_same(s.at, word, n));
}

static inline bool
ascii_ends(struct slice s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && ascii_same(s.at + s.n - n, word, n);
}

/* The same with letter case. */
static inline bool
slice_is(struct slice s, const char *word)
{
	return s.n == strlen(word) &&
	    (s.n == 0 || memcmp(s.at, word, s.n) == 0);
}

static inline bool
slice_begins(struct slice s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && (n == 0 || memcmp(s.at, word, n) == 0);
}

static inline bool
slice_ends(struct slice s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && (n == 0 || memcmp(s.at + s.n - n, word, n) == 0);
}

static inline bool
slice_contains(struct slice s, const char *word)
{
	size_t n = strlen(word);
	const char *at;

	/* memmem(3) takes longer to begin than most texts are long. */
	while (s.n >= n && n > 0) {
		at = memchr(s.at, *word, s.n - n + 1);
		if (at == NULL || memcmp(at, word, n) == 0)
			return at != NULL;
		s = slice_from(s, (size_t)(at - s.at) + 1);
	}
	return n == 0;
}

/* True if there is nothing but blanks, TABs, CRs and LFs. */
static inline bool
slice_is_blank(struct slice s)
{
	return slice_trim(s).n == 0;
}

static inline bool
ascii_contains(struct slice s, const char *word)
{
	for (; s.n > 0; s = slice_from(s, 1))
		if (ascii_begins(s, word))
			return true;
	return false;
}

#endif
