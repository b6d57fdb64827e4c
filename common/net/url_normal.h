/* SPDX-License-Identifier: MIT */
/* URLs resolved, and the forms in which they are compared. */
#ifndef IMG_URL_NORMAL_H
#define IMG_URL_NORMAL_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends `reference` resolved against `base`, RFC 3986 section 5.2 (strict).
 * The base may itself be relative. What is illegal in the reference stays.
 */
void url_resolve(struct buf *out, struct slice base, struct slice reference);

/*
 * Appends the form in which URLs are compared, RFC 3986 section 6.2.2 and
 * 6.2.3: scheme and host in lower case, percent-encoded unreserved characters
 * decoded, other %xx in upper case, dot segments removed (of an absolute
 * path), the default port and an empty port dropped, an empty path "/" after
 * a host. What is illegal is percent-encoded, a stray "%" too. The fragment
 * stays. Normal of normal is the same.
 */
void url_put_normal(struct buf *out, struct slice text);

/*
 * Appends the form in which the URLs of one picture are alike: the normal form
 * with https for http and for none, without blanks around it, the account, a
 * dot after the host, zeros before the port and the fragment, the host as
 * url_host_put_comparable() has it, and with everything percent-encoded in the
 * path but unreserved characters and the "/" that was not. So what servers take
 * for the same file is the same, however it is written; a "%2F" is no "/", and
 * in the query "&", "+", ";" and "=" are not their encoded forms. A path
 * without a host is put after `domain`
 * ("https://portal.example.org"), if that is not empty. Comparable of
 * comparable is the same.
 */
void url_put_comparable(
    struct buf *out, struct slice text, struct slice domain);

#endif
