/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "registry/derivative_name.h"

const char *const derivative_role_names[DERIVATIVE_ROLES] = {
    [ROLE_LARGE] = "large",
    [ROLE_WEB] = "web",
    [ROLE_THUMBNAIL] = "thumbnail",
    [ROLE_PAGE] = "page",
};

const struct derivative_patterns derivative_defaults = {
    .of =
	{
	    [ROLE_LARGE] = "*_lg,*_large",
	    [ROLE_WEB] = "*_web,*_med,*_medium",
	    [ROLE_THUMBNAIL] = "*_tn,*_thumb,*_thumbnail",
	},
    .folders =
	{
	    [ROLE_LARGE] = "large,lg",
	    [ROLE_WEB] = "web,med,medium",
	    [ROLE_THUMBNAIL] = "thumbnails,thumbnail,thumbs,thumb,tn",
	},
};

enum {
	ENDS = 1 << ('b' - 'a') | 1 << ('d' - 'a') | 1 << ('e' - 'a') |
	    1 << ('g' - 'a') | 1 << ('l' - 'a') | 1 << ('m' - 'a') |
	    1 << ('n' - 'a')
};

/* False if no default pattern ends in this character: of most names. */
static bool
defaults_end_in(char c)
{
	char lower = ascii_lower(c);

	return lower >= 'a' && lower <= 'z' && (ENDS >> (lower - 'a') & 1) != 0;
}

static size_t
count(struct slice text, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += text.at[i] == c;
	return n;
}

bool
derivative_pattern_allowed(enum derivative_role role, struct slice pattern)
{
	return count(pattern, '*') == 1 && pattern.n > 1 &&
	    count(pattern, '/') == 0 &&
	    count(pattern, '#') == (role == ROLE_PAGE);
}

/* Takes what a pattern has before or after its "*" off the name. */
static bool
take_part(struct slice *name, struct slice part, bool end)
{
	struct slice there;

	if (name->n < part.n)
		return false;
	there = (struct slice){
	    end ? name->at + name->n - part.n : name->at, part.n};
	if (!ascii_equal_slices(there, part))
		return false;
	name->n -= part.n;
	name->at += end ? 0 : part.n;
	return true;
}

/* Takes the digits at one end of the name off. */
static bool
take_page(struct slice *name, bool end, uint64_t *page)
{
	if (end) {
		struct slice digits;
		size_t n = name->n;

		while (n > 0 && ascii_is_digit(name->at[n - 1]))
			n--;
		digits = slice_from(*name, n);
		name->n = n;
		return number_read(digits, UINT32_MAX, page);
	}
	return number_take(name, UINT32_MAX, page);
}

/* One side of the pattern, from its outer end to the "*". */
static bool
take_side(struct slice *name, struct slice side, bool end, uint64_t *page)
{
	const char *number = side.n > 0 ? memchr(side.at, '#', side.n) : NULL;
	struct slice before = side, after;

	if (number == NULL)
		return take_part(name, side, end);
	before.n = (size_t)(number - side.at);
	after = slice_from(side, before.n + 1);
	return take_part(name, end ? after : before, end) &&
	    take_page(name, end, page) &&
	    take_part(name, end ? before : after, end);
}

static bool
fits(struct slice pattern, struct derivative_name *name)
{
	struct slice stem = name->stem, before = pattern, after;
	const char *star = memchr(pattern.at, '*', pattern.n);
	char last = pattern.at[pattern.n - 1];

	/* Most names end otherwise. */
	if (last != '*' && last != '#' &&
	    (stem.n == 0 ||
		ascii_lower(stem.at[stem.n - 1]) != ascii_lower(last)))
		return false;
	before.n = (size_t)(star - pattern.at);
	after = slice_from(pattern, before.n + 1);
	if (!take_side(&stem, after, true, &name->page) ||
	    !take_side(&stem, before, false, &name->page) || stem.n == 0)
		return false;
	name->stem = stem;
	return true;
}

/* The longest name of a default folder, and what they begin with. */
enum { FOLDER_MOST = sizeof "thumbnails" - 1 };

static bool
begins_default(char c)
{
	char lower = ascii_lower(c);

	return lower == 'l' || lower == 'm' || lower == 't' || lower == 'w';
}

static bool
may_be_default(struct slice segment)
{
	return segment.n > 1 && segment.n <= FOLDER_MOST &&
	    begins_default(*segment.at);
}

static enum derivative_role
role_of_folder(const struct derivative_patterns *patterns, struct slice segment)
{
	for (int role = 0; role < ROLE_PAGE; role++) {
		const char *folders = patterns->folders[role];
		struct slice list, name;

		if (folders == NULL ||
		    (folders == derivative_defaults.folders[role] &&
			!may_be_default(segment)))
			continue;
		list = slice_of(folders);
		while (slice_word(&list, ',', &name))
			if (ascii_equal_slices(name, segment))
				return (enum derivative_role)role;
	}
	return ROLE_PLAIN;
}

/* False for most places: no folder begins as those of the defaults do. */
static bool
may_have_default(struct slice place)
{
	while (place.n > 1) {
		const char *slash;

		if (begins_default(*place.at))
			return true;
		slash = memchr(place.at, '/', place.n);
		if (slash == NULL)
			return false;
		place = slice_from(place, (size_t)(slash - place.at) + 1);
	}
	return false;
}

/* The first folder that says what is in it; its files may be of other roles by
 * their names. */
static void
look_at_place(const struct derivative_patterns *patterns, struct slice place,
    struct derivative_name *found)
{
	struct slice rest = place, segment;

	while (slice_word(&rest, '/', &segment)) {
		enum derivative_role role = role_of_folder(patterns, segment);

		if (role == ROLE_PLAIN)
			continue;
		found->role = role;
		found->before.n = (size_t)(segment.at - place.at);
		found->after = slice_from(place, found->before.n + segment.n);
		if (found->after.n > 0)
			found->after = slice_from(found->after, 1);
		return;
	}
}

static void
look_at_name(
    const struct derivative_patterns *patterns, struct derivative_name *found)
{
	for (int role = 0; role < ROLE_PLAIN; role++) {
		struct slice list, pattern;

		if (patterns->of[role] == NULL)
			continue;
		list = slice_of(patterns->of[role]);
		while (slice_word(&list, ',', &pattern)) {
			if (!fits(pattern, found))
				continue;
			found->role = (enum derivative_role)role;
			return;
		}
	}
}

struct derivative_name
derivative_place(const struct derivative_patterns *patterns, struct slice place)
{
	struct derivative_name found = {.role = ROLE_PLAIN,
	    .stem = SLICE(""),
	    .before = place,
	    .after = SLICE("")};

	if (patterns != &derivative_defaults || may_have_default(place))
		look_at_place(patterns, place, &found);
	return found;
}

void
derivative_take_name(const struct derivative_patterns *patterns,
    struct slice name, struct derivative_name *found)
{
	found->stem = name;
	if (patterns != &derivative_defaults || name.n == 0 ||
	    defaults_end_in(name.at[name.n - 1]))
		look_at_name(patterns, found);
}

struct derivative_name
derivative_name(const struct derivative_patterns *patterns, struct slice place,
    struct slice name)
{
	struct derivative_name found = derivative_place(patterns, place);

	derivative_take_name(patterns, name, &found);
	return found;
}
