/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "ascii_checks.h"

enum { WIDTH = 16 };

/* The compilers' vectors: these become whatever the processor has. */
typedef uint8_t vector __attribute__((vector_size(WIDTH)));
typedef int8_t signs __attribute__((vector_size(WIDTH)));
typedef uint64_t halves __attribute__((vector_size(WIDTH)));

static vector
load(const char *at)
{
	vector v;

	memcpy(&v, at, sizeof v);
	return v;
}

/*
 * The last bytes of a text: with some again that came before, or else filled
 * up with one that every test accepts.
 */
static vector
load_last(struct slice s)
{
	char last[WIDTH];

	if (s.n >= WIDTH)
		return load(s.at + s.n - WIDTH);
	memset(last, 'a', sizeof last);
	if (s.n > 0)
		memcpy(last, s.at, s.n);
	return load(last);
}

static bool
is_zero(vector v)
{
	halves h = (halves)v;

	return (h[0] | h[1]) == 0;
}

static vector
within(vector v, uint8_t first, uint8_t last)
{
	return (vector)(v - first <= (vector){0} + (uint8_t)(last - first));
}

static vector
is_not_plain(vector v)
{
	/* Bytes from 0x80 on are negative. */
	vector low = (vector)((signs)v < ' ') & ~(vector)(v == '\t');

	return low | (vector)(v == 0x7F) | (vector)(v == '\'') |
	    (vector)(v == '\\');
}

static vector
is_not_simple(vector v)
{
	return ~(within(v | 0x20, 'a', 'z') | within(v, '-', '9') |
	    (vector)(v == '_') | (vector)(v == '~'));
}

static vector
is_not_hex(vector v)
{
	return ~(within(v, '0', '9') | within(v | 0x20, 'a', 'f'));
}

bool
bytes_are_plain(struct slice s)
{
	vector odd = is_not_plain(load_last(s));

	for (size_t at = 0; s.n - at > WIDTH; at += WIDTH)
		odd |= is_not_plain(load(s.at + at));
	return is_zero(odd);
}

bool
bytes_are_simple(struct slice s)
{
	vector odd = is_not_simple(load_last(s));

	for (size_t at = 0; s.n - at > WIDTH; at += WIDTH)
		odd |= is_not_simple(load(s.at + at));
	return is_zero(odd);
}

bool
bytes_lower_md5(const char from[32], char to[32])
{
	vector a = load(from), b = load(from + WIDTH);
	vector odd = is_not_hex(a) | is_not_hex(b);

	/* The bit that makes letters small is set in digits. */
	a |= 0x20;
	b |= 0x20;
	memcpy(to, &a, WIDTH);
	memcpy(to + WIDTH, &b, WIDTH);
	return is_zero(odd);
}
