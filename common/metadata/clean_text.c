/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include "base/utf8.h"
#include "metadata/clean_text.h"

static bool
is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
	    code == 0x2029 || code == 0xFFFD;
}

/* Text before it is cleaned may be long; what is kept of it is not. */
struct cleaner {
	struct buf *out;
	size_t start;
	bool blank;
};

static void
put_code(struct cleaner *c, uint32_t code)
{
	if (code == ' ' || is_control(code)) {
		c->blank = true;
		return;
	}
	if (c->blank && c->out->n > c->start)
		buf_put_char(c->out, ' ');
	c->blank = false;
	utf8_put(c->out, code);
}

static void
put_utf8(struct buf *out, struct slice text)
{
	struct cleaner c = {.out = out, .start = out->n};

	while (text.n > 0)
		put_code(&c, utf8_take(&text));
}

static bool
is_ascii_letter(unsigned char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static unsigned char
at(struct slice s, size_t i)
{
	return i < s.n ? (unsigned char)s.at[i] : ' ';
}

static bool
is_any(unsigned char c, const char *bytes)
{
	return c != '\0' && strchr(bytes, (char)c) != NULL;
}

/* The same letters in Windows-1252 and -1250, ISO 8859-1, -2, -9 and -15. */
static bool
is_shared_letter(unsigned char c)
{
	return is_any(c,
	    "\xC1\xC2\xC4\xC7\xC9\xCB\xCD\xCE\xD3\xD4\xD6\xDA\xDC\xDF"
	    "\xE1\xE2\xE4\xE7\xE9\xEB\xED\xEE\xF3\xF4\xF6\xFA\xFC");
}

/* Letters of the West whose other meaning no language writes there. */
static bool
is_western(struct slice s, size_t i)
{
	unsigned char c = at(s, i), next = at(s, i + 1);
	bool first = i == 0 || !is_ascii_letter(at(s, i - 1));

	if (c == 0xD1 || c == 0xF1)
		return is_any(next, "aeiouAEIOU\xE1\xE9\xED\xF3\xFA");
	if (c == 0xC3 || c == 0xE3)
		return is_any(next, "oeOE");
	if (c == 0xD5 || c == 0xF5)
		return is_any(next, "eE");
	return c == 0xC5 && first && next >= 'a' && next <= 'z';
}

/* Signs that the code pages of Windows share. */
static bool
is_sign(unsigned char c)
{
	return is_any(c,
	    "\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\x99"
	    "\xA0\xA7\xA9\xAB\xAE\xB0\xB1\xB5\xB6\xB7\xBB");
}

/* Between letters a sign would be a letter of another code page; but for the
 * apostrophe of a genitive. */
static bool
is_good_sign(struct slice s, size_t i)
{
	if (i == 0 || !is_ascii_letter(at(s, i - 1)) ||
	    !is_ascii_letter(at(s, i + 1)))
		return true;
	return at(s, i) == 0x92 && at(s, i + 1) == 's' &&
	    !is_ascii_letter(at(s, i + 2));
}

/* What a word is made of. */
struct word {
	size_t upper, lower; /* ASCII letters */
	size_t high_upper, high_lower; /* others */
	bool mixed; /* a capital follows a small letter */
};

static void
add_letter(struct word *word, unsigned char c)
{
	bool lower = c >= 0x80 ? c >= 0xDF : c >= 'a';

	if (!lower && word->lower + word->high_lower > 0 && c >= 0x80)
		word->mixed = true;
	if (c >= 0x80)
		*(lower ? &word->high_lower : &word->high_upper) += 1;
	else
		*(lower ? &word->lower : &word->upper) += 1;
}

/* Cyrillic and Greek are words without a letter of ASCII's; DOS and the old
 * Macintosh show in capitals among small letters, and the reverse. */
static bool
is_plausible(const struct word *word)
{
	size_t high = word->high_upper + word->high_lower;

	if (high == 0)
		return true;
	return !word->mixed && word->upper + word->lower >= high &&
	    !(word->high_lower > 0 && word->lower == 0 && word->upper > 1);
}

static bool
is_certain(struct slice s)
{
	struct word word = {0};

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (is_ascii_letter(c) || is_shared_letter(c) ||
		    is_western(s, i)) {
			add_letter(&word, c);
			continue;
		}
		if (c >= 0x80 && !(is_sign(c) && is_good_sign(s, i)))
			return false;
		if (!is_plausible(&word))
			return false;
		word = (struct word){0};
	}
	return is_plausible(&word);
}

static uint32_t
of_latin_2(unsigned char c)
{
	/* From A0 on. */
	static const uint16_t codes[96] = {0xA0, 0x104, 0x2D8, 0x141, 0xA4,
	    0x13D, 0x15A, 0xA7, 0xA8, 0x160, 0x15E, 0x164, 0x179, 0xAD, 0x17D,
	    0x17B, 0xB0, 0x105, 0x2DB, 0x142, 0xB4, 0x13E, 0x15B, 0x2C7, 0xB8,
	    0x161, 0x15F, 0x165, 0x17A, 0x2DD, 0x17E, 0x17C, 0x154, 0xC1, 0xC2,
	    0x102, 0xC4, 0x139, 0x106, 0xC7, 0x10C, 0xC9, 0x118, 0xCB, 0x11A,
	    0xCD, 0xCE, 0x10E, 0x110, 0x143, 0x147, 0xD3, 0xD4, 0x150, 0xD6,
	    0xD7, 0x158, 0x16E, 0xDA, 0x170, 0xDC, 0xDD, 0x162, 0xDF, 0x155,
	    0xE1, 0xE2, 0x103, 0xE4, 0x13A, 0x107, 0xE7, 0x10D, 0xE9, 0x119,
	    0xEB, 0x11B, 0xED, 0xEE, 0x10F, 0x111, 0x144, 0x148, 0xF3, 0xF4,
	    0x151, 0xF6, 0xF7, 0x159, 0x16F, 0xFA, 0x171, 0xFC, 0xFD, 0x163,
	    0x2D9};

	return c < 0xA0 ? c : codes[c - 0xA0];
}

static uint32_t
of_cyrillic(unsigned char c)
{
	if (c <= 0xA0 || c == 0xAD)
		return c;
	return c == 0xF0 ? 0x2116 : c == 0xFD ? 0xA7 : 0x400u + c - 0xA0;
}

/* Latin-5 and Latin-9 are Latin-1 but for these. */
static uint32_t
of_changed(unsigned char c, enum charset charset)
{
	static const struct {
		enum charset charset;
		unsigned char byte;
		uint16_t code;
	} changes[] = {{CHARSET_LATIN_5, 0xD0, 0x11E},
	    {CHARSET_LATIN_5, 0xDD, 0x130}, {CHARSET_LATIN_5, 0xDE, 0x15E},
	    {CHARSET_LATIN_5, 0xF0, 0x11F}, {CHARSET_LATIN_5, 0xFD, 0x131},
	    {CHARSET_LATIN_5, 0xFE, 0x15F}, {CHARSET_LATIN_9, 0xA4, 0x20AC},
	    {CHARSET_LATIN_9, 0xA6, 0x160}, {CHARSET_LATIN_9, 0xA8, 0x161},
	    {CHARSET_LATIN_9, 0xB4, 0x17D}, {CHARSET_LATIN_9, 0xB8, 0x17E},
	    {CHARSET_LATIN_9, 0xBC, 0x152}, {CHARSET_LATIN_9, 0xBD, 0x153},
	    {CHARSET_LATIN_9, 0xBE, 0x178}};

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		if (changes[i].charset == charset && changes[i].byte == c)
			return changes[i].code;
	return c;
}

static uint32_t
code_of(unsigned char c, enum charset charset)
{
	switch (charset) {
	case CHARSET_UNKNOWN: return utf8_of_windows(c);
	case CHARSET_LATIN_2: return of_latin_2(c);
	case CHARSET_CYRILLIC: return of_cyrillic(c);
	default: return of_changed(c, charset);
	}
}

static void
put_bytes(struct buf *out, struct slice text, enum charset charset)
{
	struct cleaner c = {.out = out, .start = out->n};

	for (size_t i = 0; i < text.n; i++)
		put_code(&c, code_of((unsigned char)text.at[i], charset));
}

bool
clean_text_put(struct buf *out, struct slice text)
{
	return clean_text_put_as(out, text, CHARSET_UNKNOWN);
}

bool
clean_text_put_as(struct buf *out, struct slice text, enum charset charset)
{
	bool guess = charset == CHARSET_UNKNOWN;

	if (utf8_ascii(text) ||
	    ((guess || charset == CHARSET_UTF_8) && utf8_valid(text))) {
		put_utf8(out, text);
		return true;
	}
	if (charset == CHARSET_UTF_8 || charset == CHARSET_OTHER ||
	    (guess && !is_certain(text)))
		return false;
	put_bytes(out, text, charset);
	return true;
}
