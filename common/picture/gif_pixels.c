/* SPDX-License-Identifier: MIT */
/*
 * The LZW codes of every frame of a GIF (GIF89a appendix F). What a code
 * stands for is not computed, only how many pixels: a code that stands for
 * nothing yet is damage, which many decoders pass over.
 */
#include "picture/gif_pixels.h"

enum { CODES = 4096, NONE = -1, PIECE = 4096, LEAD_MOST = 11 };

struct gif {
	picture_reader *reader;
	void *context;
	uint64_t offset; /* in the file, of the piece to come */
	const char *why;
	uint8_t piece[PIECE];
	size_t at, n;
	size_t block; /* bytes left of the sub-block */
	bool ended; /* no sub-block is left */
	bool eof;
	uint64_t frames; /* that are whole */
	uint32_t bits;
	unsigned nbits;
	/* How many pixels each code stands for. */
	uint32_t lengths[CODES];
};

static int
take(struct gif *gif)
{
	if (gif->at == gif->n) {
		gif->at = 0;
		gif->n =
		    gif->reader(gif->context, gif->offset, gif->piece, PIECE);
		gif->offset += gif->n;
	}
	gif->eof = gif->at == gif->n;
	return gif->eof ? NONE : gif->piece[gif->at++];
}

static bool
take_all(struct gif *gif, uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int byte = take(gif);

		if (byte == NONE)
			return false;
		bytes[i] = (uint8_t)byte;
	}
	return true;
}

static bool
pass(struct gif *gif, size_t n)
{
	while (n-- > 0)
		if (take(gif) == NONE)
			return false;
	return true;
}

static bool
pass_colours(struct gif *gif, uint8_t flags)
{
	return (flags & 0x80) == 0 || pass(gif, (size_t)3 << ((flags & 7) + 1));
}

/* The rest of a sub-block, and those after it to the empty one. */
static bool
pass_blocks(struct gif *gif)
{
	while (!gif->ended) {
		int n;

		if (!pass(gif, gif->block) || (n = take(gif)) == NONE)
			return false;
		gif->block = (size_t)n;
		gif->ended = n == 0;
	}
	return true;
}

/* A byte of the sub-blocks' data. */
static int
take_data(struct gif *gif)
{
	while (gif->block == 0 && !gif->ended) {
		int n = take(gif);

		gif->block = n > 0 ? (size_t)n : 0;
		gif->ended = n <= 0;
	}
	if (gif->ended)
		return NONE;
	gif->block--;
	return take(gif);
}

static int
take_code(struct gif *gif, unsigned width)
{
	int code;

	while (gif->nbits < width) {
		int byte = take_data(gif);

		if (byte == NONE)
			return NONE;
		gif->bits |= (uint32_t)byte << gif->nbits;
		gif->nbits += 8;
	}
	code = (int)(gif->bits & ((1u << width) - 1));
	gif->bits >>= width;
	gif->nbits -= width;
	return code;
}

/* NULL once all pixels are there, or what is wrong with the codes. */
static const char *
walk(struct gif *gif, unsigned lead, uint64_t pixels)
{
	const int clear = 1 << lead;
	int next = clear + 2, last = NONE;
	unsigned width = lead + 1;

	for (int i = 0; i < clear; i++)
		gif->lengths[i] = 1;
	while (pixels > 0) {
		int code = take_code(gif, width);
		uint32_t n;

		if (code == NONE || code == clear + 1)
			return "its codes end before its pixels do";
		if (code == clear) {
			next = clear + 2;
			last = NONE;
			width = lead + 1;
			continue;
		}
		if (last == NONE
			? code > clear
			: code > next || (code == next && next == CODES))
			return "a code without a meaning";
		n = last != NONE && code == next ? gif->lengths[last] + 1
						 : gif->lengths[code];
		if (last != NONE && next < CODES) {
			gif->lengths[next++] = gif->lengths[last] + 1;
			if (next == 1 << width && width < 12)
				width++;
		}
		last = code;
		pixels -= n < pixels ? n : pixels;
	}
	return NULL;
}

static enum gif_pixels_state
read_image(struct gif *gif, uint64_t *most)
{
	uint8_t b[9];
	const char *why;
	uint64_t pixels;
	int lead;

	if (!take_all(gif, b, sizeof b) || !pass_colours(gif, b[8]) ||
	    (lead = take(gif)) == NONE)
		return GIF_PIXELS_BROKEN;
	pixels = (uint64_t)(b[4] | b[5] << 8) * (uint64_t)(b[6] | b[7] << 8);
	if (pixels > *most || lead < 1 || lead > LEAD_MOST)
		return GIF_PIXELS_UNKNOWN;
	*most -= pixels;
	gif->block = 0;
	gif->ended = false;
	gif->bits = gif->nbits = 0;
	why = walk(gif, (unsigned)lead, pixels);
	if (why != NULL) {
		gif->why = why;
		return GIF_PIXELS_BROKEN;
	}
	gif->frames++;
	return pass_blocks(gif) ? GIF_PIXELS_WHOLE : GIF_PIXELS_BROKEN;
}

static enum gif_pixels_state
read_extension(struct gif *gif)
{
	gif->block = 0;
	gif->ended = false;
	return take(gif) != NONE && pass_blocks(gif) ? GIF_PIXELS_WHOLE
						     : GIF_PIXELS_BROKEN;
}

/* To the trailer; where a record is of no type there is a terminator too
 * many. */
static enum gif_pixels_state
read_records(struct gif *gif, uint64_t most)
{
	enum gif_pixels_state result = GIF_PIXELS_WHOLE;

	while (result == GIF_PIXELS_WHOLE)
		switch (take(gif)) {
		case ',': result = read_image(gif, &most); break;
		case '!': result = read_extension(gif); break;
		case 0: break;
		case ';': return GIF_PIXELS_WHOLE;
		default: result = GIF_PIXELS_BROKEN;
		}
	return result;
}

struct gif_pixels
gif_pixels_look(picture_reader *reader, void *context, uint64_t most)
{
	struct gif gif = {.reader = reader, .context = context};
	uint8_t screen[13];
	enum gif_pixels_state state = GIF_PIXELS_BROKEN;

	gif.why = "cannot be decoded";
	if (take_all(&gif, screen, sizeof screen) &&
	    pass_colours(&gif, screen[10]))
		state = read_records(&gif, most);
	/* What is cut off after the first frame is no part of the picture. */
	if (state == GIF_PIXELS_BROKEN && gif.eof && gif.frames > 0)
		state = GIF_PIXELS_WHOLE;
	return (struct gif_pixels){state, gif.why, gif.frames > 0};
}
