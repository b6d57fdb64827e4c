/* SPDX-License-Identifier: MIT */
/* What an answer of the target, or of the public server, comes to. */
#ifndef IMG_PUT_REPLY_H
#define IMG_PUT_REPLY_H

#include "buf.h"
#include "flight.h"
#include "target.h"
#include "transfer.h"

enum reply {
	REPLY_DONE,
	REPLY_ABSENT, /* there is no such file, or no folder for it */
	REPLY_UNSUPPORTED, /* the server does not know the method */
	REPLY_REFUSED, /* it will not: not this file */
	REPLY_LOCKED_OUT, /* it will not: nobody, no login, no trust */
	REPLY_FULL, /* it has no room */
	REPLY_LATER /* a temporary failure, see reply_next() */
};

enum reply reply_of(
    const struct target *target, const struct transfer_answer *answer);

/* How a temporary failure goes on. */
enum flight_next reply_next(const struct transfer_answer *answer);

/* True if its answers have HTTP's statuses. */
bool reply_is_http(const struct target *target);

/*
 * The MD5 that S3's ETag is for objects that were put in one piece and are not
 * encrypted by a key of the user's; false if it cannot be one.
 */
bool reply_md5(const struct target *target,
    const struct transfer_answer *answer, char md5[33]);

/*
 * Adds "CODE: MESSAGE" of an error document of S3's (Amazon S3 API, "Error
 * responses"), whole or cut off; false if it is none.
 */
bool reply_put_error(struct buf *out, struct slice document);

#endif
