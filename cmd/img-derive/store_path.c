/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "store_path.h"

struct slice
store_path_stem(struct slice name)
{
	for (size_t i = name.n; i > 1; i--)
		if (name.at[i - 1] == '.')
			return (struct slice){name.at, i - 1};
	return name;
}

bool
store_path_ends_in(struct slice stem, const char *suffix)
{
	size_t n = strlen(suffix);

	return n > 0 && stem.n > n &&
	    strncasecmp(stem.at + stem.n - n, suffix, n) == 0;
}

bool
store_path_suffix_allowed(const char *suffix)
{
	size_t n = strlen(suffix);

	if (n == 0)
		return true;
	if (n < 2 || n > 16 || (*suffix != '_' && *suffix != '-'))
		return false;
	for (const char *c = suffix + 1; *c != '\0'; c++)
		if (!ascii_is_digit(*c) && !ascii_is_letter(*c))
			return false;
	return true;
}

/* FNV-1a of 64 bits, folded to 32: eight hexadecimal digits. */
static void
put_tag(struct buf *out, struct slice s)
{
	uint64_t hash = 0xcbf29ce484222325U;

	for (size_t i = 0; i < s.n; i++)
		hash = (hash ^ (unsigned char)s.at[i]) * 0x100000001b3U;
	buf_printf(out, "%08" PRIx32, (uint32_t)(hash ^ hash >> 32));
}

/* Names that Windows takes for devices, whatever their extension. */
static bool
is_reserved(const char *name, size_t n)
{
	static const char *const devices[] = {"con", "prn", "aux", "nul"};

	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (n == 3 && strncasecmp(name, devices[i], 3) == 0)
			return true;
	return n == 4 && ascii_is_digit(name[3]) &&
	    (strncasecmp(name, "com", 3) == 0 ||
		strncasecmp(name, "lpt", 3) == 0);
}

/*
 * Makes what is after `start` a name of at most `most` bytes; a longer
 * one is cut and told from others by a digest of what it was made of.
 */
static void
finish(struct buf *out, size_t start, size_t most, struct slice from)
{
	while (out->n > start && out->at[out->n - 1] == '.')
		out->n--;
	if (out->n > start && strchr(".-", out->at[start]) != NULL)
		out->at[start] = '_';
	if (out->n - start > most) {
		out->n = start + most - 9;
		buf_put_char(out, '_');
		put_tag(out, from);
	}
	if (is_reserved(out->at + start, out->n - start))
		buf_put_char(out, '_');
}

static void
put_clean(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];

		if (c == '(' || c == ')')
			continue;
		/* One "_" for a character, however many bytes it has. */
		if (((unsigned char)c & 0xC0) == 0x80)
			continue;
		if (!ascii_is_digit(c) && !ascii_is_letter(c) &&
		    strchr("-.", c) == NULL)
			c = '_';
		buf_put_char(out, c == '\0' ? '_' : c);
	}
}

static void
put_base(struct buf *out, struct slice stem, struct slice name,
    const char *const suffixes[], size_t n)
{
	size_t start = out->n;
	bool bare = false, confused = false;

	put_clean(out, stem);
	finish(out, start, STORE_PATH_BASE_MOST - 1, name);
	if (out->n == start)
		buf_put_string(out, "picture");
	for (size_t i = 0; i < n; i++) {
		struct slice base = {out->at + start, out->n - start};

		bare |= *suffixes[i] == '\0';
		confused |= store_path_ends_in(base, suffixes[i]);
	}
	if (bare && confused)
		buf_put_char(out, '_');
}

void
store_path_base(
    struct buf *out, struct slice name, const char *const suffixes[], size_t n)
{
	put_base(out, store_path_stem(name), name, suffixes, n);
}

void
store_path_number_base(struct buf *out, struct slice number,
    const char *const suffixes[], size_t n)
{
	put_base(out, number, number, suffixes, n);
}

/* The length of leading characters that are no digits, and digits. */
static size_t
lead(struct slice s, size_t *others)
{
	size_t n = 0;

	while (n < s.n && !ascii_is_digit(s.at[n]))
		n++;
	*others = n;
	while (n < s.n && ascii_is_digit(s.at[n]))
		n++;
	return n;
}

static void
put_without(struct buf *out, struct slice s, const char *dropped)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] == '\0' || strchr(dropped, s.at[i]) == NULL)
			buf_put_char(out, s.at[i]);
}

static void
put_batch(struct buf *out, struct slice number)
{
	size_t others;

	if (number.n <= 3)
		return;
	size_t n = lead(number, &others);

	/* The portal's pattern needs a digit, and something after it. */
	if (n > others && n < number.n)
		number.n = n;
	number.n -= number.n < 3 ? number.n : 3;
	put_without(out, number, ".\\/# ");
}

static void
put_web(struct buf *out, struct slice number)
{
	size_t start = out->n, others, n;

	put_without(out, number, "/\\ ");
	n = lead((struct slice){out->at + start, out->n - start}, &others);
	out->n = start + (others <= 8 && n - others >= 4 ? n - 3 : 0);
}

/* Replaces what is not allowed, in place. */
static void
clean(struct buf *out, size_t start)
{
	struct buf raw = {0};

	buf_put(&raw, out->at + start, out->n - start);
	out->n = start;
	put_clean(out, buf_slice(&raw));
	buf_free(&raw);
}

void
store_path_folder(
    struct buf *out, enum store_path_layout layout, struct slice number)
{
	size_t start = out->n, short_of;

	buf_room(out, 1);
	if (layout == STORE_PATH_BATCH)
		put_batch(out, number);
	else
		put_web(out, number);
	clean(out, start);
	short_of = 5 - (out->n - start < 5 ? out->n - start : 5);
	if (out->n == start ||
	    (ascii_is_digit(out->at[start]) && short_of > 0)) {
		buf_room(out, short_of);
		memmove(out->at + start + short_of, out->at + start,
		    out->n - start);
		memset(out->at + start, '0', short_of);
		out->n += short_of;
	}
	finish(out, start, STORE_PATH_FOLDER_MOST - 1, number);
}
