/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "ascii_checks.h"
#include "literal.h"

static void
put_plain(struct buf *out, struct slice text)
{
	if (text.n == 0) {
		buf_put(out, "NULL", 4);
		return;
	}
	buf_put_char(out, '\'');
	buf_put_slice(out, text);
	buf_put_char(out, '\'');
}

void
literal_next_plain(struct buf *out, struct slice text)
{
	char *at;

	if (text.n == 0) {
		buf_put(out, ", NULL", 6);
		return;
	}
	if (out->room - out->n < text.n + 4)
		buf_room(out, text.n + 4);
	at = out->at + out->n;
	memcpy(at, ", '", 3);
	memcpy(at + 3, text.at, text.n);
	at[text.n + 3] = '\'';
	out->n += text.n + 4;
}

void
literal_put(struct buf *out, enum dialect dialect, struct slice text)
{
	/* A TAB is plain in a row, but clients may show or expand it. */
	if (bytes_are_plain(text) &&
	    (text.n == 0 || memchr(text.at, '\t', text.n) == NULL)) {
		put_plain(out, text);
		return;
	}
	buf_put_string(
	    out, dialect == DIALECT_MARIADB ? "_utf8mb4 X'" : "CAST(X'");
	buf_put_hex(out, (const unsigned char *)text.at, text.n);
	buf_put_string(out, dialect == DIALECT_MARIADB ? "'" : "' AS TEXT)");
}

/* What Windows-1252 has besides Latin-1, sorted. */
static bool
in_windows_1252(uint32_t code)
{
	static const uint16_t more[] = {0x0152, 0x0153, 0x0160, 0x0161, 0x0178,
	    0x017D, 0x017E, 0x0192, 0x02C6, 0x02DC, 0x2013, 0x2014, 0x2018,
	    0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2020, 0x2021, 0x2022,
	    0x2026, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122};

	if (code < 0x80 || (code >= 0xA0 && code <= 0xFF))
		return true;
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (more[i] == code)
			return true;
	return false;
}

static bool
can_hold(enum repertoire repertoire, uint32_t code)
{
	switch (repertoire) {
	case REPERTOIRE_ALL: return true;
	case REPERTOIRE_BMP: return code <= 0xFFFF;
	case REPERTOIRE_LATIN1: return in_windows_1252(code);
	case REPERTOIRE_ASCII: break;
	}
	return code < 0x80;
}

enum fit
literal_fit(const struct limit *limit, struct slice text)
{
	size_t n = 0;

	if (text.n <= limit->most || limit->most == 0) {
		if (utf8_ascii(text))
			return FIT_GOOD;
	}
	for (; text.n > 0; n++)
		if (!can_hold(limit->repertoire, utf8_take(&text)))
			return FIT_CHARSET;
	return limit->most > 0 && n > limit->most ? FIT_TOO_LONG : FIT_GOOD;
}

void
literal_comment(struct buf *out, struct slice text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789 .,:_+@/-";

	for (size_t i = 0; i < text.n; i++)
		if (text.at[i] != '\0' && strchr(safe, text.at[i]) != NULL)
			buf_put_char(out, text.at[i]);
		else
			buf_printf(out, "=%02X", (unsigned char)text.at[i]);
}
