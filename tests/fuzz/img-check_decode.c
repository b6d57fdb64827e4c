/* SPDX-License-Identifier: MIT */
/* The decoders, whatever they are given. */
#include "../../cmd/img-check/decode.h"
#include "shared.h"

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
	return 0;
}
