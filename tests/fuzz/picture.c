/* SPDX-License-Identifier: MIT */
/* picture: any bytes in any pieces; the pieces must make no difference. */
#include "picture/picture.h"
#include "shared.h"

static void
look(struct picture *p, struct slice s, size_t piece)
{
	picture_begin(p);
	for (size_t at = 0; at < s.n; at += piece)
		picture_push(p, s.at + at, piece < s.n - at ? piece : s.n - at);
	picture_end(p, s.n, read_memory, &s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct picture *p, *q;
	struct slice s = {(const char *)data, size};
	const struct picture_facts *a, *b;

	if (p == NULL) {
		p = picture_new();
		q = picture_new();
	}
	look(p, s, size + 1);
	look(q, s, size > 0 ? data[size - 1] % 61 + 1u : 1);
	a = picture_facts(p);
	b = picture_facts(q);
	if (a->kind != b->kind || a->width != b->width ||
	    a->height != b->height || a->state != b->state ||
	    a->where != b->where || a->trailing != b->trailing ||
	    !slice_equal(buf_slice(&a->exif), buf_slice(&b->exif)) ||
	    !slice_equal(buf_slice(&a->xmp), buf_slice(&b->xmp)) ||
	    a->exif.n > PICTURE_PAYLOAD_MOST || a->xmp.n > PICTURE_PAYLOAD_MOST)
		abort();
	picture_begin(p);
	picture_push(p, data, size / 2);
	picture_end(p, size, read_memory, &s);
	return 0;
}
