/* SPDX-License-Identifier: MIT */
/* What a file is of its picture, by the pattern of its name. */
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
	NROLES
};

/* "large", "web", "thumbnail", "page"; NULL for ROLE_PLAIN. */
extern const char *const derivative_role_names[NROLES];

/*
 * The patterns of each role, separated by commas: "*" is the stem of the
 * picture, "#" the number of a page. Letter case of the rest does not matter.
 */
struct derivative_patterns {
	const char *of[NROLES]; /* NULL: none */
};

/* The portal's own endings, TORCH's and those of img-derive. */
extern const struct derivative_patterns derivative_defaults;

/* False if no default pattern ends in this character: of most names. */
bool derivative_defaults_end_in(char c);

struct derivative_name {
	enum derivative_role role;
	struct slice stem; /* of the name */
	uint64_t page; /* of ROLE_PAGE */
};

/* `name` is without its extension. The stem is never empty where it was not. */
struct derivative_name derivative_name(
    const struct derivative_patterns *patterns, struct slice name);

/* True if there is one "*", and "#" once more where it is a page. */
bool derivative_pattern_allowed(
    enum derivative_role role, struct slice pattern);

#endif
