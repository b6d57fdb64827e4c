/* SPDX-License-Identifier: MIT */
/* Passwords, tokens and signatures in URLs. */
#ifndef IMG_URL_SECRET_H
#define IMG_URL_SECRET_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * True if the URL holds something secret: userinfo, or in the query or the
 * fragment a signature, a password, a key or the like with a value
 * (X-Amz-Signature, sig, token, access_token, key, apikey, password, …).
 */
bool url_is_secret(struct slice text);

/* Appends the URL with userinfo and secret values as "…", for messages. */
void url_put_redacted(struct buf *out, struct slice text);

#endif
