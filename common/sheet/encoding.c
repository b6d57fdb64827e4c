/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "sheet/encoding.h"

/*
 * Bytes looked at for UTF-16 without a byte order mark, and from the first
 * byte on that is not ASCII; and of a survey at once.
 */
enum { HEAD_MOST = 1 << 12, SIGHT = 1 << 16, SURVEY_BLOCK = 1 << 16 };

enum { NAME_MOST = 64 };

/* So few of them tell nothing. */
enum { CROWD = 3 };

#define NO_ICONV ((iconv_t)-1)

enum state { AT_START, IN_ASCII, IN_UTF8, IN_ICONV };

/* What speaks for and against UTF-8 and Windows-1252. */
struct votes {
	uint64_t sequences; /* characters that are UTF-8 beyond ASCII */
	uint64_t strays; /* bytes that are not */
	uint64_t controls; /* strays that are controls in ISO-8859-1 */
	uint64_t crowded; /* strays with one before them */
	uint64_t run;
};

struct decoder {
	enum state state;
	bool lenient;
	bool guessed;
	bool unknown;
	bool begun; /* something was appended: a mark is no mark any more */
	int fd;
	iconv_t iconv;
	size_t unit; /* bytes of the smallest character */
	uint64_t mended;
	struct votes votes; /* of a guess that could not be surveyed */
	char name[NAME_MOST];
	char trouble[192];
};

static bool
use_iconv(struct decoder *d, const char *name, size_t unit)
{
	d->iconv = iconv_open("UTF-8", name);
	d->state = IN_ICONV;
	d->unit = unit;
	snprintf(d->name, sizeof d->name, "%s", name);
	return d->iconv != NO_ICONV;
}

static void
use_utf8(struct decoder *d)
{
	d->state = IN_UTF8;
	snprintf(d->name, sizeof d->name, "UTF-8");
}

struct decoder *
decoder_new(const char *encoding, bool lenient, int fd)
{
	struct decoder *d = mem_array(1, sizeof *d);
	bool wide;

	d->lenient = lenient;
	d->fd = fd;
	d->iconv = NO_ICONV;
	snprintf(d->name, sizeof d->name, "ASCII");
	if (encoding == NULL)
		return d;
	if (strcasecmp(encoding, "UTF-8") == 0 ||
	    strcasecmp(encoding, "UTF8") == 0) {
		use_utf8(d);
		return d;
	}
	wide = strncasecmp(encoding, "UTF-16", 6) == 0 ||
	    strncasecmp(encoding, "UCS-2", 5) == 0;
	if (!use_iconv(d, encoding, wide ? 2 : 1)) {
		decoder_free(d);
		return NULL;
	}
	return d;
}

void
decoder_free(struct decoder *d)
{
	if (d == NULL)
		return;
	if (d->iconv != NO_ICONV)
		iconv_close(d->iconv);
	free(d);
}

/* The length of the valid character at s. */
static size_t
character(struct slice s)
{
	for (size_t n = 2; n <= 4 && n <= s.n; n++)
		if (utf8_span(s.at, n) == n)
			return n;
	return 0;
}

/* True if what is left may be the beginning of a character. */
static bool
unfinished(struct slice s)
{
	unsigned char c = (unsigned char)s.at[0];
	size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;

	if (c < 0xC2 || c > 0xF4 || s.n >= need)
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (((unsigned char)s.at[i] & 0xC0) != 0x80)
			return false;
	return true;
}

/* Counts; returns what was looked at, less a cut character at the end. */
static size_t
count(struct votes *votes, struct slice s)
{
	size_t at = 0;

	while (at < s.n) {
		struct slice rest = {s.at + at, s.n - at};
		unsigned char c = (unsigned char)s.at[at];
		size_t n = 1;

		if (c < 0x80) {
			votes->run = 0;
		} else if ((n = character(rest)) > 0) {
			votes->sequences++;
		} else if (unfinished(rest)) {
			break;
		} else {
			n = 1;
			votes->strays++;
			votes->controls += c < 0xA0;
			votes->crowded += ++votes->run > 1;
		}
		at += n;
	}
	return at;
}

/* Goes through the rest of the file after what has been read. */
static void
survey(const struct decoder *d, struct votes *votes)
{
	off_t at = d->fd >= 0 ? lseek(d->fd, 0, SEEK_CUR) : -1;
	char *block = mem_alloc(SURVEY_BLOCK);
	ssize_t n;

	while (at >= 0 &&
	    (n = io_read_at(d->fd, block, SURVEY_BLOCK, (uint64_t)at)) > 0) {
		size_t used = count(votes, (struct slice){block, (size_t)n});

		if (used == 0)
			break;
		at += (off_t)used;
	}
	free(block);
}

/* At the first byte that is not ASCII. False if more bytes are needed. */
static bool
decide(struct decoder *d, struct slice raw, bool last)
{
	struct votes votes = {0};
	bool crowded;

	if (!last && raw.n < SIGHT)
		return false;
	count(&votes, (struct slice){raw.at, raw.n < SIGHT ? raw.n : SIGHT});
	if (votes.strays > 0)
		survey(d, &votes);
	crowded = votes.crowded > CROWD && votes.crowded * 2 > votes.strays;
	if (votes.sequences > votes.strays ||
	    (votes.strays == 0 && votes.sequences > 0)) {
		use_utf8(d);
	} else if (crowded && !d->lenient) {
		snprintf(d->trouble, sizeof d->trouble,
		    "byte 0x%02X: neither UTF-8 nor a Western European "
		    "encoding: give its name with --encoding",
		    (unsigned char)raw.at[0]);
	} else {
		d->guessed = true;
		d->unknown = crowded;
		use_iconv(d, "WINDOWS-1252", 1);
		snprintf(d->name, sizeof d->name, "%s",
		    votes.controls > 0 ? "Windows-1252" : "ISO-8859-1");
	}
	return true;
}

/*
 * UTF-16 by the zero bytes of its Latin letters, digits and delimiters. Few
 * of them and nothing else beyond ASCII is a text with NUL characters in it.
 */
static const char *
wide_without_mark(struct slice raw)
{
	size_t n = (raw.n < HEAD_MOST ? raw.n : HEAD_MOST) & ~(size_t)1;
	size_t zeros[2] = {0}, upper = 0, low;

	for (size_t i = 0; i < n; i++) {
		zeros[i % 2] += raw.at[i] == '\0';
		upper += (unsigned char)raw.at[i] >= 0x80;
	}
	low = zeros[1] > zeros[0];
	if (n < 4 || zeros[low] * 20 < n || zeros[!low] * 20 >= zeros[low])
		return NULL;
	if (zeros[low] * 4 < n && upper == 0)
		return NULL;
	return low ? "UTF-16LE" : "UTF-16BE";
}

/* Looks for a byte order mark; returns its length. */
static size_t
start(struct decoder *d, struct slice raw)
{
	static const struct {
		const char *name;
		size_t unit;
		struct slice mark;
	} marks[] = {
	    {"UTF-32LE", 4, {"\xFF\xFE\0\0", 4}},
	    {"UTF-32BE", 4, {"\0\0\xFE\xFF", 4}},
	    {"UTF-16LE", 2, {"\xFF\xFE", 2}},
	    {"UTF-16BE", 2, {"\xFE\xFF", 2}},
	};
	const char *wide;

	if (raw.n >= 3 && memcmp(raw.at, "\xEF\xBB\xBF", 3) == 0) {
		use_utf8(d);
		return 3;
	}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct slice mark = marks[i].mark;

		if (raw.n < mark.n || memcmp(raw.at, mark.at, mark.n) != 0)
			continue;
		use_iconv(d, marks[i].name, marks[i].unit);
		return mark.n;
	}
	wide = wide_without_mark(raw);
	if (wide != NULL)
		use_iconv(d, wide, 2);
	else
		d->state = IN_ASCII;
	return 0;
}

/* The bytes at s are not of the encoding: how many are done with. */
static size_t
misfit(struct decoder *d, struct slice s, struct buf *text)
{
	unsigned char c = (unsigned char)s.at[0];

	if (!d->lenient) {
		snprintf(d->trouble, sizeof d->trouble,
		    d->state == IN_UTF8 ? "byte 0x%02X is not %s"
					: "byte 0x%02X has no meaning in %s",
		    c, d->name);
		return 0;
	}
	d->mended++;
	if (d->state == IN_UTF8 || d->guessed)
		utf8_put(text, utf8_of_windows(c));
	else
		utf8_put(text, 0xFFFD);
	return d->unit > s.n ? s.n : d->unit > 0 ? d->unit : 1;
}

static size_t
take_utf8(struct decoder *d, struct slice raw, bool last, struct buf *text)
{
	size_t at = 0;

	while (at < raw.n && d->trouble[0] == '\0') {
		struct slice rest = {raw.at + at, raw.n - at};
		size_t n = utf8_span(rest.at, rest.n);

		buf_put(text, rest.at, n);
		at += n;
		rest = (struct slice){raw.at + at, raw.n - at};
		if (rest.n == 0 || (!last && unfinished(rest)))
			break;
		at += misfit(d, rest, text);
	}
	return at;
}

/* True if a guess is belied by what comes later. */
static bool
belied(struct decoder *d, struct slice raw)
{
	if (!d->guessed || d->lenient)
		return false;
	count(&d->votes, raw);
	if (d->votes.sequences <= 2 * d->votes.strays)
		return false;
	snprintf(d->trouble, sizeof d->trouble,
	    "partly UTF-8, but read as %s so far; give the name of the "
	    "encoding with --encoding",
	    d->name);
	return true;
}

static size_t
take_iconv(struct decoder *d, struct slice raw, bool last, struct buf *text)
{
	char *from = (char *)(uintptr_t)raw.at;
	size_t left = raw.n;

	if (belied(d, raw))
		return 0;
	while (left > 0 && d->trouble[0] == '\0') {
		size_t room = left * 2 + 64;
		char *to = buf_room(text, room);
		char *end = to;
		size_t n = iconv(d->iconv, &from, &left, &end, &room);

		text->n += (size_t)(end - to);
		if (n != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL && !last)
			break;
		n = misfit(d, (struct slice){from, left}, text);
		from += n;
		left -= n;
	}
	return raw.n - left;
}

/* The ASCII beginning, and then what the first other byte decides. */
static size_t
take_ascii(struct decoder *d, struct slice raw, bool last, struct buf *text)
{
	size_t n = utf8_ascii_span(raw.at, raw.n);

	buf_put(text, raw.at, n);
	raw.at += n;
	raw.n -= n;
	if (raw.n == 0 || !decide(d, raw, last))
		return n;
	if (d->trouble[0] != '\0')
		return n;
	return n +
	    (d->state == IN_UTF8 ? take_utf8(d, raw, last, text)
				 : take_iconv(d, raw, last, text));
}

/* NUL ends the text, or is left out. */
static void
drop_nul(struct decoder *d, size_t from, struct buf *text)
{
	char *to = memchr(text->at + from, '\0', text->n - from);

	if (to == NULL)
		return;
	if (!d->lenient) {
		snprintf(d->trouble, sizeof d->trouble, "a NUL character");
		text->n = (size_t)(to - text->at);
		return;
	}
	for (const char *at = to; at < text->at + text->n; at++)
		if (*at != '\0')
			*to++ = *at;
	d->mended += text->n - (size_t)(to - text->at);
	text->n = (size_t)(to - text->at);
}

static void
drop_mark(struct decoder *d, size_t from, struct buf *text)
{
	bool first = !d->begun;

	d->begun = true;
	if (first && text->n - from >= 3 &&
	    memcmp(text->at + from, "\xEF\xBB\xBF", 3) == 0) {
		memmove(
		    text->at + from, text->at + from + 3, text->n - from - 3);
		text->n -= 3;
	}
}

size_t
decoder_take(struct decoder *d, struct slice raw, bool last, struct buf *text)
{
	size_t from = text->n, used = 0;

	if (d->trouble[0] != '\0' ||
	    (d->state == AT_START && raw.n < HEAD_MOST && !last))
		return 0;
	if (d->state == AT_START)
		used = start(d, raw);
	raw.at += used;
	raw.n -= used;
	if (raw.n == 0)
		return used;
	if (d->state == IN_ASCII)
		used += take_ascii(d, raw, last, text);
	else if (d->state == IN_UTF8)
		used += take_utf8(d, raw, last, text);
	else
		used += take_iconv(d, raw, last, text);
	if (text->n > from) {
		drop_mark(d, from, text);
		drop_nul(d, from, text);
	}
	return used;
}

const char *
decoder_trouble(const struct decoder *d)
{
	return d->trouble[0] != '\0' ? d->trouble : NULL;
}

const char *
decoder_encoding(const struct decoder *d)
{
	return d->name;
}

bool
decoder_guessed(const struct decoder *d)
{
	return d->guessed;
}

bool
decoder_unknown(const struct decoder *d)
{
	return d->unknown;
}

uint64_t
decoder_mended(const struct decoder *d)
{
	return d->mended;
}
