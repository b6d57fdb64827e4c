/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "sheet/url_list.h"

/* No scheme in use is longer. */
enum { SCHEME_MOST = 16 };

/*
 * Text that was copied from web pages and word processors has blanks that
 * nobody sees: U+00A0, U+200B, U+FEFF.
 */
static const char *const odd[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};

enum { NODD = sizeof odd / sizeof *odd };

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
    [0xEF] = 3};

/* The length of a separator at s, 0 if there is none. */
static size_t
separates(struct slice s, bool quotes)
{
	size_t n = lengths[(unsigned char)*s.at];

	if (n <= 1)
		return *s.at == '"' && !quotes ? 0 : n;
	for (size_t i = 0; i < NODD && n <= s.n; i++)
		if (strlen(odd[i]) == n && memcmp(s.at, odd[i], n) == 0)
			return n;
	return 0;
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

/* Takes a blank that nobody sees off either end; false if there is none. */
static bool
take_odd(struct slice *s)
{
	/* None of them has a byte of ASCII; most links have no others. */
	if (s->n == 0 || ((*s->at | s->at[s->n - 1]) & 0x80) == 0)
		return false;
	for (size_t i = 0; i < NODD; i++) {
		size_t n = strlen(odd[i]);

		if (s->n < n)
			continue;
		if (memcmp(s->at, odd[i], n) == 0)
			s->at += n;
		else if (memcmp(s->at + s->n - n, odd[i], n) != 0)
			continue;
		s->n -= n;
		return true;
	}
	return false;
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
