/* SPDX-License-Identifier: MIT */
/* What was compressed by brotli (RFC 7932). The only door to libbrotlidec. */
#ifndef IMG_UNBROTLI_H
#define IMG_UNBROTLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

/* All of it; false if it is broken, or is more than `most` bytes. */
bool unbrotli(struct slice in, size_t most, struct buf *out);

#endif
