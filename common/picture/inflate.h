/* SPDX-License-Identifier: MIT */
/* Deflated bytes in zlib's form (RFC 1950), and its checksum of chunks. The
 * only door to zlib. */
#ifndef IMG_INFLATE_H
#define IMG_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

enum inflate_state {
	INFLATE_MORE, /* it wants more bytes, or more room */
	INFLATE_END, /* the stream has ended, and fits its checksum */
	INFLATE_MISFIT, /* it has ended, and does not */
	INFLATE_BROKEN
};

struct inflater;

struct inflater *inflater_new(void);
void inflater_free(struct inflater *inflater);

/* Takes bytes from the front of *in; what they stand for goes to `out`, *n
 * bytes at most, which is set to how many it was. */
enum inflate_state inflater_run(
    struct inflater *inflater, struct slice *in, void *out, size_t *n);

/* A whole stream; false if it is none, or gives more than `most`. */
bool inflate_all(struct slice in, size_t most, struct buf *out);

/* The same of a file as gzip(1) writes it (RFC 1952), its first member. */
bool inflate_gzip(struct slice in, size_t most, struct buf *out);

/* The CRC of what came before, and these bytes; 0 at the beginning. */
uint32_t inflate_crc(uint32_t crc, const void *bytes, size_t n);

#endif
