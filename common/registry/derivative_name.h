/* SPDX-License-Identifier: MIT */
/* What a file is of its picture, by the pattern of its name, or by its folder.
 */
#ifndef IMG_DERIVATIVE_NAME_H
#define IMG_DERIVATIVE_NAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum derivative_role {
	ROLE_LARGE,
	ROLE_WEB,
	ROLE_THUMBNAIL,
	ROLE_PAGE, /* a page of several; only where asked for */
	ROLE_PLAIN, /* nothing in the name says what it is */
	DERIVATIVE_ROLES
};

/* "large", "web", "thumbnail", "page"; NULL for ROLE_PLAIN. */
extern const char *const derivative_role_names[DERIVATIVE_ROLES];

/*
 * The patterns of each role, separated by commas: "*" is the stem of the
 * picture, "#" the number of a page; and the names of folders whose files have
 * the role, without one for pages. Letter case does not matter. NULL: none.
 */
struct derivative_patterns {
	const char *of[DERIVATIVE_ROLES];
	const char *folders[DERIVATIVE_ROLES];
};

/* The portal's own endings, TORCH's and those of img-derive; the words for
 * folders of these files. */
extern const struct derivative_patterns derivative_defaults;

struct derivative_name {
	enum derivative_role role;
	struct slice stem; /* of the name */
	uint64_t page; /* of ROLE_PAGE */
	/* What comes before and after a folder of files of a role, if there is
	 * one: the place that the picture's files have in common. */
	struct slice before, after;
};

/*
 * `place` is a folder with its last "/", `name` is without its extension. The
 * stem is never empty where the name was not. What the name says counts more
 * than its folder.
 */
struct derivative_name derivative_name(
    const struct derivative_patterns *patterns, struct slice place,
    struct slice name);

/*
 * The same in two halves, for many names in one folder: what the folder says,
 * and then what each name does, in a copy of it.
 */
struct derivative_name derivative_place(
    const struct derivative_patterns *patterns, struct slice place);
void derivative_take_name(const struct derivative_patterns *patterns,
    struct slice name, struct derivative_name *found);

/* True if there is one "*", and "#" once more where it is a page. */
bool derivative_pattern_allowed(
    enum derivative_role role, struct slice pattern);

#endif
