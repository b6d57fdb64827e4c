/* SPDX-License-Identifier: MIT */
/*
 * Decodes a picture completely, to see whether it can be. Nothing of it is
 * kept: memory and time are bounded, whatever the picture claims.
 */
#ifndef IMG_DECODE_H
#define IMG_DECODE_H

#include "picture/picture.h"

enum decode_result {
	DECODE_GOOD,
	DECODE_CORRUPT,
	DECODE_LEFT_OUT /* no decoder for it, or it would take too much */
};

/* At most this for one picture, besides what is fixed. */
#define DECODE_MEMORY ((uint64_t)512 << 20)

/* What a decoder reads from, and what it says. */
struct decode_source {
	picture_reader *reader;
	void *context;
	uint64_t size, at;
	uint64_t until; /* its data ends here */
	uint64_t pixels; /* at most so many, over all frames */
	bool fits; /* the pixels fit a checksum of their own */
	bool misfits; /* that is there, and they do not */
	char why[200]; /* what is wrong with it, in words */
};

/* Reads the next bytes, as many as there are up to n. */
size_t decode_read(struct decode_source *source, void *bytes, size_t n);

struct decoder;

struct decoder *decode_new(void);
void decode_free(struct decoder *decoder);

enum decode_result decode(struct decoder *decoder,
    const struct picture_facts *facts, struct decode_source *source);

/* The decoders: each the only door to its library. */
struct jpeg_decoder;

struct jpeg_decoder *jpeg_decoder_new(void);
void jpeg_decoder_free(struct jpeg_decoder *decoder);
enum decode_result decode_jpeg(
    struct jpeg_decoder *decoder, struct decode_source *source);
enum decode_result decode_png(struct decode_source *source);
enum decode_result decode_webp(struct decode_source *source);

#endif
