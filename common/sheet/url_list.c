/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "sheet/url_list.h"

/* No scheme in use is longer. */
enum { SCHEME_MOST = 16 };

/*
 * Text that was copied from web pages and word processors has blanks that are
 * none of ASCII, and marks that nobody sees: U+00A0, U+2000 to U+200F, U+202A
 * to U+202F, U+205F, U+2060, U+3000, U+FEFF. The length of one at s, or 0.
 */
static size_t
odd_blank(struct slice s)
{
	unsigned char c;

	if (slice_begins(s, "\xC2\xA0"))
		return 2;
	if (slice_begins(s, "\xEF\xBB\xBF") ||
	    slice_begins(s, "\xE3\x80\x80") ||
	    slice_begins(s, "\xE2\x81\x9F") || slice_begins(s, "\xE2\x81\xA0"))
		return 3;
	if (s.n < 3 || !slice_begins(s, "\xE2\x80"))
		return 0;
	c = (unsigned char)s.at[2];
	return c <= 0x8F || (c >= 0xAA && c <= 0xAF) ? 3 : 0;
}

/* Of separators, by their first byte; 0 for what begins none. */
static const unsigned char lengths[256] = {['|'] = 1,
    [';'] = 1,
    [','] = 1,
    [' '] = 1,
    ['\t'] = 1,
    ['\n'] = 1,
    ['\r'] = 1,
    ['"'] = 1,
    [0xC2] = 2,
    [0xE2] = 3,
    [0xE3] = 3,
    [0xEF] = 3};

/* The length of a separator at s, 0 if there is none. */
static size_t
separates(struct slice s, bool quotes)
{
	size_t n = lengths[(unsigned char)*s.at];

	if (n <= 1)
		return *s.at == '"' && !quotes ? 0 : n;
	return odd_blank(s);
}

static bool
begins_link(struct slice s)
{
	size_t n = 0;

	if (s.n == 0 || !ascii_is_letter(*s.at))
		return false;
	while (n < s.n && n < SCHEME_MOST &&
	    (ascii_is_letter(s.at[n]) || (s.at[n] >= '0' && s.at[n] <= '9') ||
		s.at[n] == '+' || s.at[n] == '-' || s.at[n] == '.'))
		n++;
	if (ascii_begins((struct slice){s.at + n, s.n - n}, "://"))
		return true;
	return ascii_begins(s, "urn:") || ascii_begins(s, "ark:") ||
	    ascii_begins(s, "doi:") || ascii_begins(s, "data:");
}

/* How many separators stand at s. */
static size_t
separators(struct slice s, bool quotes)
{
	size_t n = 0, one;

	while (n < s.n && (one = separates(slice_from(s, n), quotes)) > 0)
		n += one;
	return n;
}

/* "and" and the like before the next link, with the blanks after it; 0 if there
 * is none. */
static size_t
joining_word(struct slice s, bool quotes)
{
	static const char *const words[] = {
	    "and", "&", "+", "y", "e", "et", "und", "en"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct slice after;
		size_t blanks;

		if (!ascii_begins(s, words[i]))
			continue;
		after = slice_from(s, strlen(words[i]));
		blanks = separators(after, quotes);
		if (blanks > 0 && begins_link(slice_from(after, blanks)))
			return strlen(words[i]) + blanks;
	}
	return 0;
}

/* Goes on to the next separator; *end becomes that unless at it already. */
static size_t
plain_run(struct slice s, size_t at, bool quotes, size_t *end)
{
	size_t start = at;

	while (at < s.n &&
	    (lengths[(unsigned char)s.at[at]] == 0 ||
		separates(slice_from(s, at), quotes) == 0))
		at++;
	if (at > start)
		*end = at;
	return at;
}

/* Blanks alone part only what is a URL on both sides. */
static bool
parts(struct slice run)
{
	for (size_t i = 0; i < run.n; i++)
		if (strchr("|;,\r\n", run.at[i]) != NULL)
			return true;
	return false;
}

/* Takes the brackets of a list as JSON writes it off: ["a","b"]. */
static bool
unwrap(struct slice *cell)
{
	struct slice list = slice_trim(*cell);

	if (list.n < 2 || *list.at != '[' || list.at[list.n - 1] != ']')
		return false;
	list = slice_trim((struct slice){list.at + 1, list.n - 2});
	if (list.n == 0 || *list.at != '"')
		return false;
	*cell = list;
	return true;
}

bool
url_list_next(struct slice *cell, struct slice *link, struct slice *separator)
{
	size_t at = 0, end = 0, run = 0;
	bool json = unwrap(cell);
	bool first = begins_link(slice_from(*cell, separators(*cell, true)));
	/* In other text they are its own. */
	bool quotes = json || first;

	*cell = slice_from(*cell, separators(*cell, quotes));
	if (cell->n == 0)
		return false;
	while (at < cell->n) {
		at = plain_run(*cell, at, quotes, &end);
		run = separators(slice_from(*cell, at), quotes);
		if (run > 0 && first)
			run +=
			    joining_word(slice_from(*cell, at + run), quotes);
		if (begins_link(slice_from(*cell, at + run)) &&
		    (first || parts((struct slice){cell->at + at, run})))
			break;
		else
			at += run;
	}
	if (at == cell->n)
		run = 0;
	*link = (struct slice){cell->at, end};
	*separator = (struct slice){cell->at + end, run};
	*cell = slice_from(*cell, run > 0 ? end + run : at);
	return true;
}

/* The length of such a blank at the end, or 0. */
static size_t
odd_blank_at_end(struct slice s)
{
	for (size_t n = 2; n <= 3 && n <= s.n; n++)
		if (odd_blank(slice_from(s, s.n - n)) == n)
			return n;
	return 0;
}

/* Takes a blank that is none of ASCII off either end; false if there is none.
 */
static bool
take_odd(struct slice *s)
{
	size_t n;

	/* None of them has a byte of ASCII; most links have no others. */
	if (s->n == 0 || ((*s->at | s->at[s->n - 1]) & 0x80) == 0)
		return false;
	n = odd_blank(*s);
	if (n > 0) {
		*s = slice_from(*s, n);
		return true;
	}
	n = odd_blank_at_end(*s);
	s->n -= n;
	return n > 0;
}

struct slice
url_list_trim(struct slice link)
{
	do
		link = slice_trim(link);
	while (take_odd(&link));
	return slice_is_null(link) ? SLICE("") : link;
}

size_t
url_list_count(struct slice cell)
{
	struct slice link, separator;
	size_t n = 0;

	while (url_list_next(&cell, &link, &separator))
		n++;
	return n;
}

/* "https://" and the beginning of a host. */
static bool
is_web(struct slice link)
{
	size_t n = ascii_begins(link, "https://") ? sizeof "https://" - 1
	    : ascii_begins(link, "http://")	  ? sizeof "http://" - 1
						  : 0;

	if (n == 0 || link.n == n)
		return false;
	link = slice_from(link, n);
	return strchr("/.:-\"' <>", *link.at) == NULL &&
	    !ascii_begins(link, "http:") && !ascii_begins(link, "https:");
}

const char *
url_list_check(struct slice link)
{
	if (slice_contains(link, "&amp;"))
		return "url-entity";
	if (is_web(link) || ascii_begins(link, "urn:") ||
	    ascii_begins(link, "ark:") || ascii_begins(link, "doi:") ||
	    ascii_begins(link, "data:") ||
	    (link.n > 1 && *link.at == '/' && link.at[1] != '/'))
		return NULL;
	return "url-scheme";
}
