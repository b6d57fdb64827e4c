/* SPDX-License-Identifier: MIT */
/*
 * The names taken in this run, each by one source, and the order in which
 * rows take them: that of the stream, whatever the number of workers. A name
 * costs 43 to 86 bytes.
 */
#ifndef IMG_NAME_REGISTRY_H
#define IMG_NAME_REGISTRY_H

#include <stddef.h>
#include <stdint.h>

struct name_registry;

struct claim_key {
	uint8_t bytes[16]; /* of a digest: what is equal is the same */
};

struct name_registry *name_registry_new(void);
void name_registry_free(struct name_registry *claims);

/*
 * Waits until the rows before `first` have had their turn. Then this thread
 * may use name_registry_take(), until name_registry_pass() gives the turn to
 * row `next`.
 */
void name_registry_wait(struct name_registry *claims, uint64_t first);
void name_registry_pass(struct name_registry *claims, uint64_t next);

enum claim { CLAIM_NEW, CLAIM_AGAIN, CLAIM_REFUSED };

/* The name is the owner's, from now on or already, or another one's. */
enum claim name_registry_take(struct name_registry *claims,
    struct claim_key name, struct claim_key owner);

#endif
