/* SPDX-License-Identifier: MIT */
/*
 * The names taken in this run, each by one source, and the order in which
 * rows take them: that of the stream, whatever the number of workers. A name
 * costs 43 to 86 bytes.
 */
#ifndef IMG_CLAIMS_H
#define IMG_CLAIMS_H

#include <stddef.h>
#include <stdint.h>

struct claims;

struct claim_key {
	uint8_t bytes[16]; /* of a digest: what is equal is the same */
};

struct claims *claims_new(void);
void claims_free(struct claims *claims);

/*
 * Waits until the rows before `first` have had their turn. Then this thread
 * may use claims_take(), until claims_pass() gives the turn to row `next`.
 */
void claims_wait(struct claims *claims, uint64_t first);
void claims_pass(struct claims *claims, uint64_t next);

enum claim { CLAIM_NEW, CLAIM_AGAIN, CLAIM_REFUSED };

/* The name is the owner's, from now on or already, or another one's. */
enum claim claims_take(
    struct claims *claims, struct claim_key name, struct claim_key owner);

#endif
