/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "listing_facts.h"
#include "robots.h"

struct robots_rule {
	struct slice pattern; /* in memory of its own */
	bool allow;
};

enum { RULES_MOST = 4096, PATTERN_MOST = 1024 };

static const char agent[] = "img-scan";

/* A line ends in CR, LF or both. */
static size_t
line_length(struct slice text)
{
	size_t n = 0;

	while (n < text.n && text.at[n] != '\n' && text.at[n] != '\r')
		n++;
	return n;
}

/*
 * The form in which paths are compared (RFC 9309, 2.2.2): %XX of unreserved
 * characters decoded, of others in upper case, and what is not ASCII encoded.
 * In a path the characters that are special in patterns are encoded too.
 */
static void
put_comparable(struct buf *out, struct slice path, bool pattern)
{
	for (size_t i = 0; i < path.n; i++) {
		bool coded = path.at[i] == '%' && i + 2 < path.n &&
		    ascii_hex(path.at[i + 1]) >= 0 &&
		    ascii_hex(path.at[i + 2]) >= 0;
		unsigned char c = coded
		    ? (unsigned char)(ascii_hex(path.at[i + 1]) * 16 +
			  ascii_hex(path.at[i + 2]))
		    : (unsigned char)path.at[i];
		bool plain = ascii_is_letter((char)c) ||
		    ascii_is_digit((char)c) ||
		    (c != '\0' && strchr("-._~", c) != NULL);
		bool special = c == '*' || c == '$';

		if (plain ||
		    (!coded && c > ' ' && c < 0x7f && (pattern || !special)))
			buf_put_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
		i += coded ? 2 : 0;
	}
}

/* The next line with a colon, without its comment. */
static bool
next_line(struct slice *text, struct slice *name, struct slice *value)
{
	while (text->n > 0) {
		size_t n = line_length(*text);
		bool end = n < text->n;
		struct slice line = {text->at, n};
		const char *mark = n > 0 ? memchr(line.at, '#', n) : NULL;
		const char *colon;

		text->at += n + end;
		text->n -= n + end;
		if (mark != NULL)
			line.n = (size_t)(mark - line.at);
		colon = line.n > 0 ? memchr(line.at, ':', line.n) : NULL;
		if (colon == NULL)
			continue;
		n = (size_t)(colon - line.at);
		*name = slice_trim((struct slice){line.at, n});
		*value = slice_trim((struct slice){colon + 1, line.n - n - 1});
		return true;
	}
	return false;
}

static void
add(struct robots *robots, struct slice text, bool allow)
{
	struct buf comparable = {0};
	struct slice pattern;

	put_comparable(&comparable, text, true);
	pattern = buf_slice(&comparable);
	if (pattern.n == 0 || pattern.n > PATTERN_MOST ||
	    robots->n == RULES_MOST) {
		buf_free(&comparable);
		return;
	}
	if (robots->n == robots->room) {
		robots->room = robots->room > 0 ? 2 * robots->room : 16;
		robots->rules = mem_resize(
		    robots->rules, robots->room, sizeof *robots->rules);
	}
	robots->rules[robots->n++] = (struct robots_rule){pattern, allow};
}

static void
set_delay(struct robots *robots, struct slice value)
{
	uint64_t seconds;
	const char *point = memchr(value.at, '.', value.n);

	if (point != NULL)
		value.n = (size_t)(point - value.at);
	if (value.n > 0 && !number_read(value, INT64_MAX, &seconds))
		return;
	seconds = value.n > 0 ? seconds : 0;
	if (point != NULL)
		seconds++;
	robots->delay = (seconds < 60 ? seconds : 60) * 1000;
}

/* "img-scan/1.0" names img-scan, "* (all)" everybody. */
static bool
is_named(struct slice value, const char *who)
{
	size_t n = 0;

	if (strcmp(who, "*") == 0)
		return value.n > 0 && *value.at == '*' &&
		    (value.n == 1 || value.at[1] == ' ' || value.at[1] == '\t');
	while (n < value.n &&
	    (ascii_is_letter(value.at[n]) || value.at[n] == '-' ||
		value.at[n] == '_'))
		n++;
	value.n = n;
	return ascii_equal(value, who);
}

/*
 * The groups that name `who`; false if there is none. Only a rule ends the list
 * of those whom a group is for: a Sitemap between them does not.
 */
static bool
read_groups(struct robots *robots, struct slice text, const char *who)
{
	struct slice name, value;
	bool ours = false, rules = true, found = false;

	while (next_line(&text, &name, &value)) {
		bool allow = ascii_equal(name, "Allow");

		if (ascii_equal(name, "User-agent")) {
			ours = (ours && !rules) || is_named(value, who);
			rules = false;
			found |= ours;
			continue;
		}
		rules |= allow || ascii_equal(name, "Disallow");
		if (ours && (allow || ascii_equal(name, "Disallow")))
			add(robots, value, allow);
		else if (ours && ascii_equal(name, "Crawl-delay") &&
		    value.n > 0)
			set_delay(robots, value);
	}
	return found;
}

void
robots_read(struct robots *robots, struct slice text)
{
	if (text.n > ROBOTS_MOST)
		text.n = ROBOTS_MOST;
	if (text.n >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0)
		text = (struct slice){text.at + 3, text.n - 3};
	if (!read_groups(robots, text, agent))
		read_groups(robots, text, "*");
}

/* "*" is any text, "$" at the end the end. The last "*" alone is tried again,
 * so the work is bounded by the product of both lengths. */
static bool
matches(struct slice pattern, struct slice path)
{
	bool whole = pattern.n > 0 && pattern.at[pattern.n - 1] == '$';
	size_t p = 0, at = 0, star = SIZE_MAX, from = 0;

	pattern.n -= whole;
	while (p < pattern.n || (whole && at < path.n)) {
		if (p < pattern.n && pattern.at[p] == '*') {
			star = p++;
			from = at;
		} else if (p < pattern.n && at < path.n &&
		    pattern.at[p] == path.at[at]) {
			p++;
			at++;
		} else if (star != SIZE_MAX && from < path.n) {
			p = star + 1;
			at = ++from;
		} else {
			return false;
		}
	}
	return true;
}

bool
robots_allow(const struct robots *robots, struct slice path)
{
	struct buf comparable = {0};
	size_t longest = 0;
	bool allow = true;

	put_comparable(&comparable, path, false);
	path = buf_slice(&comparable);
	for (size_t i = 0; i < robots->n; i++) {
		const struct robots_rule *rule = &robots->rules[i];

		if (rule->pattern.n < longest || !matches(rule->pattern, path))
			continue;
		/* Of two as long, the one that allows. */
		allow = rule->allow ||
		    (allow && rule->pattern.n == longest && longest > 0);
		longest = rule->pattern.n;
	}
	buf_free(&comparable);
	return allow;
}

void
robots_free(struct robots *robots)
{
	for (size_t i = 0; i < robots->n; i++)
		free((void *)(uintptr_t)robots->rules[i].pattern.at);
	free(robots->rules);
	*robots = (struct robots){0};
}
