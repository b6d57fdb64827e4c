/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

static bool
continues(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* The length of the valid sequence at s, 0 if it is not one. */
static size_t
sequence(const unsigned char *s, size_t n)
{
	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xC2 && s[0] <= 0xDF)
		return n >= 2 && continues(s[1]) ? 2 : 0;
	if (s[0] >= 0xE0 && s[0] <= 0xEF) {
		if (n < 3 || !continues(s[1]) || !continues(s[2]))
			return 0;
		if (s[0] == 0xE0 && s[1] < 0xA0)
			return 0;
		return s[0] == 0xED && s[1] > 0x9F ? 0 : 3;
	}
	if (s[0] >= 0xF0 && s[0] <= 0xF4) {
		if (n < 4 || !continues(s[1]) || !continues(s[2]) ||
		    !continues(s[3]))
			return 0;
		if (s[0] == 0xF0 && s[1] < 0x90)
			return 0;
		return s[0] == 0xF4 && s[1] > 0x8F ? 0 : 4;
	}
	return 0;
}

/* The length of the ASCII beginning, rounded down to eight bytes. */
static size_t
ascii_words(const char *s, size_t n)
{
	size_t at = 0;
	uint64_t word;

	while (n - at >= 4 * sizeof word) {
		uint64_t words[4];

		memcpy(words, s + at, sizeof words);
		if (((words[0] | words[1] | words[2] | words[3]) &
			0x8080808080808080u) != 0)
			break;
		at += sizeof words;
	}
	while (n - at >= sizeof word) {
		memcpy(&word, s + at, sizeof word);
		if ((word & 0x8080808080808080u) != 0)
			break;
		at += sizeof word;
	}
	return at;
}

size_t
utf8_span(const char *s, size_t n)
{
	size_t at = 0;

	while (at < n) {
		size_t step = ascii_words(s + at, n - at);

		if (step == 0) {
			step = sequence((const unsigned char *)s + at, n - at);
			if (step == 0)
				return at;
		}
		at += step;
	}
	return n;
}

size_t
utf8_ascii_span(const char *s, size_t n)
{
	size_t at = ascii_words(s, n);

	while (at < n && (unsigned char)s[at] < 0x80)
		at++;
	return at;
}

bool
utf8_ascii(struct slice s)
{
	return utf8_ascii_span(s.at, s.n) == s.n;
}

uint32_t
utf8_take(struct slice *s)
{
	const unsigned char *p = (const unsigned char *)s->at;
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	uint32_t code = n == 1 ? p[0] : p[0] & (0x7Fu >> n);

	for (size_t i = 1; i < n; i++)
		code = code << 6 | (p[i] & 0x3Fu);
	s->at += n;
	s->n -= n;
	return code;
}

void
utf8_put(struct buf *buf, uint32_t code)
{
	char *to = buf_room(buf, 4);

	if (code < 0x80) {
		to[0] = (char)code;
		buf->n += 1;
	} else if (code < 0x800) {
		to[0] = (char)(0xC0 | code >> 6);
		to[1] = (char)(0x80 | (code & 0x3F));
		buf->n += 2;
	} else if (code < 0x10000) {
		to[0] = (char)(0xE0 | code >> 12);
		to[1] = (char)(0x80 | (code >> 6 & 0x3F));
		to[2] = (char)(0x80 | (code & 0x3F));
		buf->n += 3;
	} else {
		to[0] = (char)(0xF0 | code >> 18);
		to[1] = (char)(0x80 | (code >> 12 & 0x3F));
		to[2] = (char)(0x80 | (code >> 6 & 0x3F));
		to[3] = (char)(0x80 | (code & 0x3F));
		buf->n += 4;
	}
}

uint32_t
utf8_of_windows(unsigned char byte)
{
	static const uint16_t upper[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192,
	    0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
	    0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C,
	    0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
	    0x0153, 0xFFFD, 0x017E, 0x0178};

	return byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80] : byte;
}

size_t
utf8_length(struct slice s)
{
	size_t length = 0;

	for (size_t i = 0; i < s.n; i++)
		length += !continues((unsigned char)s.at[i]);
	return length;
}

/* C0, DEL and C1: what a terminal could take for a command. */
static bool
controls(struct slice s)
{
	uint32_t code = utf8_take(&s);

	return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

void
utf8_show(struct buf *buf, struct slice s)
{
	while (s.n > 0) {
		size_t n = sequence((const unsigned char *)s.at, s.n);
		bool bare = n > 0 && !controls(s);

		if (n == 0)
			n = 1;
		if (bare)
			buf_put(buf, s.at, n);
		for (size_t i = 0; !bare && i < n; i++)
			buf_printf(buf, "\\x%02X", (unsigned char)s.at[i]);
		s.at += n;
		s.n -= n;
	}
}
