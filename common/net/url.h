/* SPDX-License-Identifier: MIT */
/* Uniform Resource Identifiers as in RFC 3986: parse, encode, compare. */
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
 * Returns NULL, or what stands at `wrong` that makes the text no legal
 * reference ("a blank"): characters outside RFC 3986, a "%" that is not
 * followed by two hexadecimal digits, a host or port that cannot be one, no
 * host in http and https. A literal; the parts are set in both cases.
 */
const char *url_parse(struct slice text, struct url *url);

/* True for "http://" and "https://", in any letter case, with a host. */
bool url_is_web(struct slice text);

/*
 * Appends a file-system path as a URL path: every byte but unreserved
 * characters (RFC 3986 section 2.3) and "/" becomes %XX. A "%" in a name
 * becomes %25: what goes in is a name, never an encoded one.
 */
void url_put_path(struct buf *out, struct slice path);

/*
 * Appends the file name a picture goes by: the last segment of the path,
 * percent-decoded unless that would give "/", NUL or invalid UTF-8. Empty if
 * the path ends in "/" or in a dot segment.
 */
void url_put_name(struct buf *out, struct slice text);

/* The same for a web URL; false, and nothing is appended, if it is none. */
bool url_put_web_name(struct buf *out, struct slice text);

/*
 * Appends `reference` resolved against `base`, RFC 3986 section 5.2 (strict).
 * The base may itself be relative. What is illegal in the reference stays.
 */
void url_resolve(struct buf *out, struct slice base, struct slice reference);

/*
 * Appends the form in which URLs are compared, RFC 3986 section 6.2.2 and
 * 6.2.3: scheme and host in lower case, percent-encoded unreserved characters
 * decoded, other %xx in upper case, dot segments removed (of an absolute
 * path), the default port and an empty port dropped, an empty path "/" behind
 * a host. What is illegal is percent-encoded, a stray "%" too. The fragment
 * stays. Normal of normal is the same.
 */
void url_put_normal(struct buf *out, struct slice text);

/*
 * True if the URL holds something secret: userinfo, or in the query or the
 * fragment a signature, a password, a key or the like with a value
 * (X-Amz-Signature, sig, token, access_token, key, apikey, password, …).
 */
bool url_is_secret(struct slice text);

/* Appends the URL with userinfo and secret values as "…", for messages. */
void url_put_redacted(struct buf *out, struct slice text);

#endif
