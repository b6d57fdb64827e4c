/* SPDX-License-Identifier: MIT */
/* What can be said of a picture's URL without asking for it. */
#ifndef IMG_URL_RULES_H
#define IMG_URL_RULES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * What is wrong with the URL, as a set for the two functions below.
 *
 * url-placeholder: a word that portals put where no URL is ("empty", "bad url",
 * "processing …"). url-scheme: not http or https. url-illegal: not by
 * RFC 3986; or a "#", which cuts off what follows; or a "?" that was meant as
 * a character of the name, for what follows ends like a picture's name and is
 * no query; or encoded twice (%2520; not %252F and the like, which stand in
 * IIIF identifiers on purpose). url-relative: a path on the portal's own host,
 * which its tables may hold. url-too-long: more characters than a portal
 * holds. not-https. page-not-picture: see net/picture_page.h.
 */
enum { URL_RULES_RELATIVE = 32, URL_RULES_PAGE = 64 };

unsigned url_rules_find(struct slice url);

/* Whether the URL can be asked for. */
bool url_rules_allow(unsigned found);

/* Appends the problem codes, space-separated. */
void url_rules_put(unsigned found, struct buf *codes);

/*
 * Appends the URL with what is illegal percent-encoded, that of a picture for
 * that of its page where this is certain; false, with nothing
 * appended, if that does not make it legal. Blanks around it are dropped,
 * backslashes become slashes.
 */
bool url_rules_repair(struct slice url, struct buf *out);

bool url_rules_is_http(struct slice url);

/* Appends the https form of an http URL. */
void url_rules_put_https(struct slice url, struct buf *out);

#endif
