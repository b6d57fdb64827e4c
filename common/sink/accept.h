/* SPDX-License-Identifier: MIT */
/*
 * The one rule of all sinks: which rows are taken, of what numbers records are
 * made, which URLs are fit, and what a URL serves.
 */
#ifndef IMG_ACCEPT_H
#define IMG_ACCEPT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "registry/column.h"
#include "registry/media_type.h"
#include "registry/reject_reason.h"

/* By the column verdict; empty, "ok" and "warn" are taken. */
enum reject_reason accept_verdict(struct slice verdict);

/*
 * By the columns match and occid. With `create` rows that matched none are
 * taken, too; "no-occid" is a settled record that is known by its number only,
 * for sinks that need the occid. Sets `column` if a value is wrong, and
 * `record` (which may be NULL) to the occid of a row that is taken for it.
 */
enum reject_reason accept_record(struct slice match, struct slice occid,
    bool create, uint32_t *record, const char **column);

/*
 * The number of a record that is to be made: the row's own, or else the one
 * that was looked up (`key`). Words that sheets write for nothing count as
 * empty. Refused are rows without a number; numbers that have no digit, are
 * only zeros or a list; and rows whose problems doubt the number: number-...,
 * name-disagrees, name-two-numbers.
 */
struct accept_number {
	struct slice number, other; /* at least one is not empty */
};

enum reject_reason accept_new_number(struct slice number, struct slice other,
    struct slice key, struct slice problems, struct accept_number *made,
    const char **column);

/*
 * The URL, or an empty one for a word that portals put where none is ("empty",
 * "bad url", "processing 2026-01-01").
 */
struct slice accept_url_value(struct slice url);

/*
 * A URL that is not empty: legal, http or https with a host, without a secret;
 * with `own_path`, also a portal's own path that begins with "/".
 */
enum reject_reason accept_url(struct slice url, bool own_path);

/*
 * By the columns verdict, path and httpStatus: true if the row's best URL was
 * asked for and serves a picture. What was found in a file says nothing of it.
 */
bool accept_is_served(
    struct slice verdict, struct slice path, struct slice http_status);

/*
 * "page-not-picture" for a URL that by its host and path is a page about a
 * picture, unless it is `served`. For the columns whose URL is shown as the
 * picture.
 */
enum reject_reason accept_page(struct slice url, bool served);

/*
 * True if the URL's path ends in the file, so that it is what is served.
 * `scratch` is overwritten.
 */
bool accept_serves(struct slice url, struct slice file, struct buf *scratch);

/*
 * What the URL serves, by the row's format, or else by the URL's extension.
 * `format` is the MIME type to be written, empty if it is not known; it may be
 * in `scratch`, which is overwritten. `by_url` is true where the extension
 * decided.
 */
struct accept_type {
	struct media_meaning meaning;
	struct slice format;
	bool by_url;
};

void accept_find_type(struct slice format, struct slice url,
    struct accept_type *type, struct buf *scratch);

/*
 * Whether one of the takers takes the type; `unknown`: also one that is not
 * known.
 */
enum reject_reason accept_type(
    const struct accept_type *type, unsigned takers, bool unknown);

/*
 * True if dcterms:type or the problem other-media says that the row is no
 * picture. Where its format is known, that counts instead.
 */
bool accept_is_other_media(const struct accept_type *type,
    struct slice dcterms_type, struct slice problems);

/*
 * A value for the portal's column, as it is shipped: a number, an MD5, or a
 * text of so many characters. Empty ones are taken, and all for no column
 * (NULL).
 */
enum reject_reason accept_value(
    const struct column *column, struct slice value);

/* False for a column mediaType that says something else than a picture. */
bool accept_says_picture(struct slice media_type);

#endif
