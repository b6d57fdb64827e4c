/* SPDX-License-Identifier: MIT */
/* What a server said, as text for the stream. */
#ifndef IMG_HTTP_OUTCOME_H
#define IMG_HTTP_OUTCOME_H

#include "base/buf.h"
#include "base/slice.h"
#include "net/transfer.h"

/* Content-Type without parameters, in lower case, replacing what is in out. */
struct slice outcome_type(
    const struct transfer_answer *answer, struct buf *out);

/*
 * Appends what a server said as text that cannot hurt: the URL after redirects
 * without a login and with all that is not ASCII encoded, and the ETag, if it
 * is plain.
 */
struct slice outcome_put_url(
    const struct transfer_answer *answer, struct buf *out);
struct slice outcome_etag(const struct transfer_answer *answer);

#endif
