/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "listing_facts.h"
#include "robots.h"

struct robots_rule {
	struct slice pattern;
	bool allow;
};

enum { RULES_MOST = 4096, PATTERN_MOST = 1024 };

static const char agent[] = "img-scan";

/* The next line with a colon, without its comment. */
static bool
next_line(struct slice *text, struct slice *name, struct slice *value)
{
	while (text->n > 0) {
		const char *end = memchr(text->at, '\n', text->n);
		size_t n = end != NULL ? (size_t)(end - text->at) : text->n;
		struct slice line = {text->at, n};
		const char *mark = n > 0 ? memchr(line.at, '#', n) : NULL;
		const char *colon;

		text->at += n + (end != NULL);
		text->n -= n + (end != NULL);
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
add(struct robots *robots, struct slice pattern, bool allow)
{
	if (pattern.n == 0 || pattern.n > PATTERN_MOST ||
	    robots->n == RULES_MOST)
		return;
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

/* The groups that name `who`; false if there is none. */
static bool
read_groups(struct robots *robots, struct slice text, const char *who)
{
	struct slice name, value;
	bool ours = false, agents = false, found = false;

	while (next_line(&text, &name, &value)) {
		bool is_agent = ascii_equal(name, "User-agent");

		if (is_agent && !agents)
			ours = false;
		agents = is_agent;
		if (is_agent)
			ours |= ascii_equal(value, who);
		found |= ours;
		if (!ours)
			continue;
		if (ascii_equal(name, "Allow"))
			add(robots, value, true);
		else if (ascii_equal(name, "Disallow"))
			add(robots, value, false);
		else if (ascii_equal(name, "Crawl-delay") && value.n > 0)
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
	size_t longest = 0;
	bool allow = true;

	for (size_t i = 0; i < robots->n; i++) {
		const struct robots_rule *rule = &robots->rules[i];

		if (rule->pattern.n < longest || !matches(rule->pattern, path))
			continue;
		/* Of two as long, the one that allows. */
		allow = rule->allow ||
		    (allow && rule->pattern.n == longest && longest > 0);
		longest = rule->pattern.n;
	}
	return allow;
}

void
robots_free(struct robots *robots)
{
	free(robots->rules);
	*robots = (struct robots){0};
}
