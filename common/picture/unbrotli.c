/* SPDX-License-Identifier: MIT */
#include <stdint.h>

#include <brotli/decode.h>

#include "picture/unbrotli.h"

bool
unbrotli(struct slice in, size_t most, struct buf *out)
{
	size_t n = most;

	buf_clear(out);
	buf_room(out, most + 1);
	if (BrotliDecoderDecompress(in.n, (const uint8_t *)in.at, &n,
		(uint8_t *)out->at) != BROTLI_DECODER_RESULT_SUCCESS)
		return false;
	out->n = n;
	return true;
}
