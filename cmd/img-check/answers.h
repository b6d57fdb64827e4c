/* SPDX-License-Identifier: MIT */
/* What an answer means: its problem code, and what is to be done next. */
#ifndef IMG_CHECK_ANSWERS_H
#define IMG_CHECK_ANSWERS_H

#include <stdbool.h>

#include "buf.h"
#include "flight.h"
#include "slice.h"
#include "transfer.h"

/* A picture, or a part of it, has come. */
bool answer_is_good(const struct transfer_answer *answer);

/* A status by which servers say that they do not like HEAD. */
bool answer_refuses_head(const struct transfer_answer *answer);

/* For answers that are not good: the registered code. */
const char *answer_code(const struct transfer_answer *answer);
enum flight_next answer_next(const struct transfer_answer *answer);

/* Content-Type without parameters, in lower case, replacing what is in out. */
struct slice answer_type(const struct transfer_answer *answer, struct buf *out);

/*
 * Appends what a server said as text that cannot hurt: the URL after redirects
 * with all that is not ASCII encoded, and the ETag, if it is plain.
 */
struct slice answer_put_url(
    const struct transfer_answer *answer, struct buf *out);
struct slice answer_etag(const struct transfer_answer *answer);

#endif
