/* SPDX-License-Identifier: MIT */
/* What an answer means: its problem code, and what is to be done next. */
#ifndef IMG_HTTP_OUTCOME_H
#define IMG_HTTP_OUTCOME_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "net/flight.h"
#include "net/transfer.h"

/* A picture, or a part of it, has come. */
bool outcome_is_good(const struct transfer_answer *answer);

/* A status by which servers say that they do not like HEAD. */
bool outcome_refuses_head(const struct transfer_answer *answer);

/* For answers that are not good: the registered code. */
const char *outcome_code(const struct transfer_answer *answer);
enum flight_next outcome_next(const struct transfer_answer *answer);

/* Content-Type without parameters, in lower case, replacing what is in out. */
struct slice outcome_type(
    const struct transfer_answer *answer, struct buf *out);

/*
 * Appends what a server said as text that cannot hurt: the URL after redirects
 * with all that is not ASCII encoded, and the ETag, if it is plain.
 */
struct slice outcome_put_url(
    const struct transfer_answer *answer, struct buf *out);
struct slice outcome_etag(const struct transfer_answer *answer);

#endif
