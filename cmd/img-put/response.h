/* SPDX-License-Identifier: MIT */
/* What an answer of the target, or of the public server, comes to. */
#ifndef IMG_RESPONSE_H
#define IMG_RESPONSE_H

#include "base/buf.h"
#include "net/flight.h"
#include "net/transfer.h"
#include "target.h"

enum response {
	RESPONSE_DONE,
	RESPONSE_ABSENT, /* there is no such file, or no folder for it */
	RESPONSE_UNSUPPORTED, /* the server does not know the method */
	RESPONSE_REFUSED, /* it will not: not this file */
	RESPONSE_LOCKED_OUT, /* it will not: nobody, no login, no trust */
	RESPONSE_FULL, /* it has no room */
	RESPONSE_LATER /* a temporary failure, see response_next() */
};

enum response response_of(
    const struct target *target, const struct transfer_answer *answer);

/* How a temporary failure goes on. */
enum flight_next response_next(const struct transfer_answer *answer);

/* True if its answers have HTTP's statuses. */
bool response_is_http(const struct target *target);

/*
 * The MD5 that S3's ETag is for objects that were put in one piece and are not
 * encrypted by a key of the user's; false if it cannot be one.
 */
bool response_md5(const struct target *target,
    const struct transfer_answer *answer, char md5[33]);

/*
 * Adds "CODE: MESSAGE" of an error document of S3's (Amazon S3 API, "Error
 * responses"), whole or cut off; false if it is none.
 */
bool response_put_error(struct buf *out, struct slice document);

#endif
