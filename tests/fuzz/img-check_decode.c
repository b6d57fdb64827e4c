/* SPDX-License-Identifier: MIT */
/* The decoders, whatever they are given; a mended PNG is a good one. */
#include "../../cmd/img-check/decode.h"
#include "picture/png_pixels.h"
#include "shared.h"

static void
mend(struct slice s)
{
	struct buf out = {0};
	struct slice whole;
	struct png_pixels pixels;

	if (png_pixels_bytes(read_memory, &s) < 1 << 24 &&
	    png_pixels_mend(read_memory, &s, &out)) {
		whole = buf_slice(&out);
		pixels = png_pixels_look(read_memory, &whole);
		must(pixels.why == NULL && pixels.fits);
	}
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct decoder *decoder;
	static struct picture *picture;
	struct slice s = {(const char *)data, size};
	struct decode_source source = {.reader = read_memory,
	    .context = &s,
	    .size = size,
	    .pixels = 1 << 20};
	const struct picture_facts *facts;

	if (decoder == NULL) {
		decoder = decode_new();
		picture = picture_new();
	}
	picture_begin(picture);
	picture_push(picture, data, size);
	picture_end(picture, size, read_memory, &s);
	facts = picture_facts(picture);
	if (facts->kind != NULL)
		decode(decoder, facts, &source);
	if (facts->kind != NULL && strcmp(facts->kind->mime, "image/png") == 0)
		mend(s);
	return 0;
}
