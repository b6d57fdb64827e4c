/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "picture/gif_pixels.h"
#include "picture/jxl.h"
#include "decode.h"

struct decoder {
	struct jpeg_decoder *jpeg;
};

struct decoder *
decode_new(void)
{
	struct decoder *decoder = mem_alloc(sizeof *decoder);

	decoder->jpeg = jpeg_decoder_new();
	return decoder;
}

void
decode_free(struct decoder *decoder)
{
	if (decoder == NULL)
		return;
	jpeg_decoder_free(decoder->jpeg);
	free(decoder);
}

size_t
decode_read(struct decode_source *source, void *bytes, size_t n)
{
	uint64_t left = source->until - source->at;
	size_t got = source->at >= source->until
	    ? 0
	    : source->reader(source->context, source->at, bytes,
		  left < n ? (size_t)left : n);

	source->at += got;
	return got;
}

static enum decode_result
decode_jxl(struct decode_source *source)
{
	switch (jxl_walk(source->reader, source->context, DECODE_MEMORY)) {
	case JXL_WHOLE: return DECODE_GOOD;
	case JXL_UNKNOWN: return DECODE_LEFT_OUT;
	case JXL_CUT:
	case JXL_BROKEN: break;
	}
	snprintf(source->why, sizeof source->why, "cannot be decoded");
	return DECODE_CORRUPT;
}

static enum decode_result
decode_gif(struct decode_source *source)
{
	struct gif_pixels pixels =
	    gif_pixels_look(source->reader, source->context, source->pixels);

	if (pixels.state == GIF_PIXELS_BROKEN)
		snprintf(source->why, sizeof source->why, "%s", pixels.why);
	return pixels.state == GIF_PIXELS_WHOLE	 ? DECODE_GOOD
	    : pixels.state == GIF_PIXELS_UNKNOWN ? DECODE_LEFT_OUT
						 : DECODE_CORRUPT;
}

/* Without the zeros, or the bits of an end marker, that it ends with. */
static uint64_t
data_end(struct decode_source *source)
{
	uint8_t piece[4096];
	uint64_t end = source->size;

	while (end > 0) {
		size_t n = end < sizeof piece ? (size_t)end : sizeof piece;

		if (source->reader(source->context, end - n, piece, n) < n)
			return source->size;
		while (n > 0 && (piece[n - 1] == 0 || piece[n - 1] == 0xFF)) {
			n--;
			end--;
		}
		if (n > 0)
			break;
	}
	return end;
}

enum decode_result
decode(struct decoder *decoder, const struct picture_facts *facts,
    struct decode_source *source)
{
	const char *mime = facts->kind->mime;
	uint64_t pixels = (uint64_t)facts->width * facts->height;

	source->at = 0;
	source->why[0] = '\0';
	if (pixels > source->pixels || source->reader == NULL)
		return DECODE_LEFT_OUT;
	source->until = UINT64_MAX;
	if (strcmp(mime, "image/jpeg") == 0) {
		if (facts->doubtful)
			source->until = data_end(source);
		return decode_jpeg(decoder->jpeg, source);
	}
	if (strcmp(mime, "image/png") == 0)
		return decode_png(source);
	if (strcmp(mime, "image/gif") == 0)
		return decode_gif(source);
	if (strcmp(mime, "image/webp") == 0)
		return decode_webp(source);
	if (strcmp(mime, "image/jxl") == 0)
		return decode_jxl(source);
	return DECODE_LEFT_OUT;
}
