/* SPDX-License-Identifier: MIT */
/* Uniform Resource Identifiers as in RFC 3986: parse and encode. */
#ifndef IMG_URL_H
#define IMG_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

/* Parts without their delimiters, slices of the text that was parsed. */
struct url {
	struct slice scheme; /* at NULL: a relative reference */
	struct slice userinfo; /* at NULL where there is none */
	struct slice host; /* at NULL without authority; [::1] with brackets */
	struct slice port; /* at NULL without ":" */
	struct slice path; /* never NULL */
	struct slice query; /* at NULL where there is none */
	struct slice fragment;
	size_t wrong; /* offset of the byte that makes it illegal */
};

/*
 * Splits by RFC 3986 section 3; a text before the first ":" that is not
 * written like a scheme belongs to the path. Userinfo ends at the last "@" of
 * the authority, as clients read it.
 *
 * Returns NULL, or what is at `wrong` that makes the text no legal
 * reference ("a blank"): characters outside RFC 3986, a "%" that is not
 * followed by two hexadecimal digits, a host or port that cannot be one, no
 * host in http and https. A literal; the parts are set in both cases.
 */
const char *url_parse(struct slice text, struct url *url);

/*
 * True for a word that portals put where no URL is: "empty", "bad url",
 * "processing 2026-01-01".
 */
bool url_is_placeholder(struct slice text);

/* True for "http://" and "https://", in any letter case, with a host. */
bool url_is_web(struct slice text);

/* True for a path from the root of a portal's own host: "/imglib/1.jpg". */
static inline bool
url_is_own_path(struct slice text)
{
	return text.n > 1 && text.at[0] == '/' && text.at[1] != '/';
}

/*
 * Appends a file-system path as a URL path: every byte but unreserved
 * characters (RFC 3986 section 2.3) and "/" becomes %XX. A "%" in a name
 * becomes %25: what goes in is a name, never an encoded one.
 */
void url_put_path(struct buf *out, struct slice path);

/*
 * Appends the file name a picture goes by: the last segment of the path,
 * percent-decoded unless that would give "/", NUL or invalid UTF-8. Empty if
 * the path ends in "/" or in a dot segment. Of a picture by the IIIF Image API
 * (".../ID/full/max/0/default.jpg"), and of a description of one
 * (".../ID/info.json"), it is the last segment of its identifier.
 */
void url_put_name(struct buf *out, struct slice text);

/* The same without regard to IIIF: the name that ends in the type. */
void url_put_file_name(struct buf *out, struct slice text);

/* The same for a web URL; false, and nothing is appended, if it is none. */
bool url_put_web_name(struct buf *out, struct slice text);

#endif
