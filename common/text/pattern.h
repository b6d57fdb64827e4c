/* SPDX-License-Identifier: MIT */
/*
 * Patterns as a portal's image profile holds them; the only door to PCRE2.
 *
 * A pattern that begins with "/" is read as PHP does: up to the last "/",
 * then flags (i m s x u U A D J n). Any other is taken as it is. Matching is
 * by characters of UTF-8; letters and digits beyond ASCII only with flag u.
 */
#ifndef IMG_PATTERN_H
#define IMG_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

struct pattern;

/* What one thread needs to match with a pattern. */
struct pattern_state;

enum pattern_found {
	PATTERN_NO,
	PATTERN_YES,
	PATTERN_RUNAWAY /* given up: it would have taken too long */
};

struct pattern_groups {
	struct slice number; /* group `catalogNumber`, or the first */
	struct slice sequence; /* group `seq`, or the second; or SLICE_NONE */
	size_t end; /* of the number, in the text */
};

/*
 * Compiles; dies with the place of what is wrong, and if there is no group
 * although one is needed. `option` is for messages: "--pattern".
 */
struct pattern *pattern_new(
    const char *text, const char *option, bool needs_group);
void pattern_free(struct pattern *pattern);

struct pattern_state *pattern_state_new(const struct pattern *pattern);
void pattern_state_free(struct pattern_state *state);

/* An empty number is none. The text must be valid UTF-8. */
enum pattern_found pattern_match(struct pattern_state *state, struct slice text,
    struct pattern_groups *groups);

/*
 * Appends the text with every match replaced, as PHP's preg_replace does:
 * $1, ${1} and \1 stand for groups (0 to 99), \\ for a backslash.
 */
enum pattern_found pattern_replace(struct pattern_state *state,
    struct slice text, struct slice with, struct buf *out);

#endif
