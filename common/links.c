/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "links.h"

/* No scheme in use is longer. */
enum { SCHEME_MOST = 16 };

static bool
separates(char c)
{
	static const bool set[256] = {['|'] = true,
	    [';'] = true,
	    [','] = true,
	    [' '] = true,
	    ['\t'] = true,
	    ['\n'] = true,
	    ['\r'] = true};

	return set[(unsigned char)c];
}

static bool
begins_with(struct slice s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && strncasecmp(s.at, word, n) == 0;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
begins_link(struct slice s)
{
	size_t n = 0;

	if (s.n == 0 || !is_letter(*s.at))
		return false;
	while (n < s.n && n < SCHEME_MOST &&
	    (is_letter(s.at[n]) || (s.at[n] >= '0' && s.at[n] <= '9') ||
		s.at[n] == '+' || s.at[n] == '-' || s.at[n] == '.'))
		n++;
	if (begins_with((struct slice){s.at + n, s.n - n}, "://"))
		return true;
	return begins_with(s, "urn:") || begins_with(s, "ark:") ||
	    begins_with(s, "doi:") || begins_with(s, "data:");
}

/* How many separators stand at s. */
static size_t
separators(struct slice s)
{
	size_t n = 0;

	while (n < s.n && separates(s.at[n]))
		n++;
	return n;
}

/* Goes on to the next separator; *end becomes that unless at it already. */
static size_t
plain_run(struct slice s, size_t at, size_t *end)
{
	size_t start = at;

	while (at < s.n && !separates(s.at[at]))
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
		if (run.at[i] != ' ' && run.at[i] != '\t')
			return true;
	return false;
}

bool
links_next(struct slice *cell, struct slice *link, struct slice *separator)
{
	size_t at = 0, end = 0, run = 0;
	bool first;

	*cell = slice_from(*cell, separators(*cell));
	if (cell->n == 0)
		return false;
	first = begins_link(*cell);
	while (at < cell->n) {
		at = plain_run(*cell, at, &end);
		run = separators(slice_from(*cell, at));
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

size_t
links_count(struct slice cell)
{
	struct slice link, separator;
	size_t n = 0;

	while (links_next(&cell, &link, &separator))
		n++;
	return n;
}
