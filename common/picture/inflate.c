/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/mem.h"
#include "picture/inflate.h"

struct inflater {
	z_stream z;
	enum inflate_state state;
};

static voidpf
take(voidpf context, uInt n, uInt size)
{
	(void)context;
	return mem_array(n, size);
}

static void
give_back(voidpf context, voidpf at)
{
	(void)context;
	free(at);
}

/* Cannot fail: there is memory, or the program ends. */
static struct inflater *
open_inflater(int bits)
{
	struct inflater *inflater = mem_array(1, sizeof *inflater);

	inflater->z.zalloc = take;
	inflater->z.zfree = give_back;
	inflateInit2(&inflater->z, bits);
	return inflater;
}

struct inflater *
inflater_new(void)
{
	return open_inflater(MAX_WBITS);
}

void
inflater_free(struct inflater *inflater)
{
	inflateEnd(&inflater->z);
	free(inflater);
}

static uInt
part(size_t n)
{
	return n < (1u << 30) ? (uInt)n : 1u << 30;
}

static enum inflate_state
state_of(const z_stream *z, int status)
{
	switch (status) {
	case Z_OK:
	case Z_BUF_ERROR: return INFLATE_MORE;
	case Z_STREAM_END: return INFLATE_END;
	default: break;
	}
	return z->msg != NULL && strcmp(z->msg, "incorrect data check") == 0
	    ? INFLATE_MISFIT
	    : INFLATE_BROKEN;
}

enum inflate_state
inflater_run(struct inflater *inflater, struct slice *in, void *out, size_t *n)
{
	z_stream *z = &inflater->z;
	uInt given = part(in->n), room = part(*n);
	int status;

	*n = 0;
	if (inflater->state != INFLATE_MORE)
		return inflater->state;
	z->next_in = (Bytef *)(uintptr_t)in->at;
	z->avail_in = given;
	z->next_out = out;
	z->avail_out = room;
	status = inflate(z, Z_NO_FLUSH);
	*in = slice_from(*in, given - z->avail_in);
	*n = room - z->avail_out;
	inflater->state = state_of(z, status);
	return inflater->state;
}

/* Frees the inflater. */
static bool
run_all(
    struct inflater *inflater, struct slice in, size_t most, struct buf *out)
{
	enum { ROOM = 64 << 10 };
	enum inflate_state state = INFLATE_MORE;
	size_t n = 1;

	while (state == INFLATE_MORE && n > 0 && out->n < most) {
		n = ROOM;
		buf_room(out, n);
		state = inflater_run(inflater, &in, out->at + out->n, &n);
		out->n += n;
	}
	inflater_free(inflater);
	return state == INFLATE_END;
}

bool
inflate_all(struct slice in, size_t most, struct buf *out)
{
	return run_all(inflater_new(), in, most, out);
}

bool
inflate_gzip(struct slice in, size_t most, struct buf *out)
{
	enum { GZIP = 16 };

	return run_all(open_inflater(MAX_WBITS + GZIP), in, most, out);
}

uint32_t
inflate_crc(uint32_t crc, const void *bytes, size_t n)
{
	const Bytef *at = bytes;

	while (n > 0) {
		uInt some = part(n);

		crc = (uint32_t)crc32(crc, at, some);
		at += some;
		n -= some;
	}
	return crc;
}
