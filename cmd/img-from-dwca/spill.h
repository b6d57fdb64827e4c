/* SPDX-License-Identifier: MIT */
/*
 * Bytes that are written once and looked up by offset: in memory up to
 * SPILL_MEMORY, in a temporary file beyond.
 */
#ifndef IMG_SPILL_H
#define IMG_SPILL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

#define SPILL_MEMORY ((size_t)192 << 20)

/* Zero-initialise but for fd = -1. */
struct spill {
	struct buf bytes; /* all, or those not yet in the file */
	int fd;
	uint64_t written; /* bytes in the file */
	struct buf window; /* of the file, from `from` on */
	uint64_t from;
};

/* To append: put to `bytes`, and call this when a piece is whole. */
void spill_settle(struct spill *spill);

/* Valid until the next call. What was not written is empty. */
struct slice spill_read(struct spill *spill, uint64_t offset, size_t n);

/* Says that these bytes will be read soon. */
void spill_expect(const struct spill *spill, uint64_t offset);

/* Replaces one byte. */
void spill_patch(struct spill *spill, uint64_t offset, char byte);
void spill_free(struct spill *spill);

#endif
