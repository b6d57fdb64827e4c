/* SPDX-License-Identifier: MIT */
/* Bytes that belong to somebody else: a pointer and a length, no NUL. */
#ifndef IMG_SLICE_H
#define IMG_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* at NULL means "no value", which is not the same as an empty value. */
struct slice {
	const char *at;
	size_t n;
};

#define SLICE(literal) ((struct slice){"" literal, sizeof(literal) - 1})
/* The same as an initialiser of static objects. */
#define SLICE_INIT(literal) \
	{ \
		"" literal, sizeof(literal) - 1 \
	}
#define SLICE_NONE ((struct slice){NULL, 0})
/* For printf's "%.*s". */
#define SLICE_ARG(s) (int)(s).n, (s).n > 0 ? (s).at : ""

static inline struct slice
slice_of(const char *string)
{
	return (struct slice){string, strlen(string)};
}

static inline bool
slice_equal(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

/* Bytewise order, the shorter first where one begins the other. */
static inline int
slice_compare(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n > 0 ? memcmp(a.at, b.at, n) : 0;

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

/* What is left after the first n bytes; s has so many. */
static inline struct slice
slice_from(struct slice s, size_t n)
{
	return (struct slice){s.at + n, s.n - n};
}

static inline bool
slice_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without blanks, TAB, CR and LF at both ends. */
static inline struct slice
slice_trim(struct slice s)
{
	while (s.n > 0 && slice_is_space(*s.at))
		s = slice_from(s, 1);
	while (s.n > 0 && slice_is_space(s.at[s.n - 1]))
		s.n--;
	return s;
}

/* Without blanks alone at both ends. */
static inline struct slice
slice_trim_blanks(struct slice s)
{
	while (s.n > 0 && *s.at == ' ')
		s = slice_from(s, 1);
	while (s.n > 0 && s.at[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* True if it has characters, and none but these. */
static inline bool
slice_is_of(struct slice s, const char *characters)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(characters, s.at[i]) == NULL)
			return false;
	return s.n > 0;
}

/* What databases write where there is no value. */
static inline bool
slice_is_null(struct slice s)
{
	return slice_equal(s, SLICE("NULL")) || slice_equal(s, SLICE("\\N"));
}

/*
 * Takes the next word off a list of words separated by single characters of
 * the kind given; empty words are passed over. False when none is left.
 */
static inline bool
slice_word(struct slice *list, char separator, struct slice *word)
{
	while (list->n > 0 && *list->at == separator) {
		list->at++;
		list->n--;
	}
	if (list->n == 0)
		return false;
	const char *end = memchr(list->at, separator, list->n);

	word->at = list->at;
	word->n = end != NULL ? (size_t)(end - list->at) : list->n;
	list->at += word->n;
	list->n -= word->n;
	return true;
}

static inline size_t
slice_count_words(struct slice list, char separator)
{
	struct slice word;
	size_t n = 0;

	while (slice_word(&list, separator, &word))
		n++;
	return n;
}

static inline bool
slice_has_word(struct slice list, char separator, struct slice word)
{
	struct slice each;

	while (slice_word(&list, separator, &each))
		if (slice_equal(each, word))
			return true;
	return false;
}

#endif
