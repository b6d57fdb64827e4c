/* SPDX-License-Identifier: MIT */
/*
 * Walks over the Huffman codes of a sequential JPEG scan (ITU T.81 annex F.2)
 * without computing what they stand for, two at a step where they are short:
 * about twice as fast as decoding them.
 */
#ifndef IMG_HUFFMAN_H
#define IMG_HUFFMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bits that are looked up at once. */
enum { HUFFMAN_LOOK = 11 };

struct huffman_table {
	uint32_t entries[1 << HUFFMAN_LOOK];
	/* Codes of each length: the first, how many, their place in values. */
	uint32_t first[17];
	uint16_t count[17], place[17];
	uint8_t values[256];
	bool dc;
};

/*
 * From a DHT segment: how many codes of each length 1 to 16, and their values.
 * False if that is no table that baseline or extended JPEG can have.
 */
bool huffman_make(struct huffman_table *table, bool dc,
    const uint8_t counts[17], const uint8_t values[256]);

enum { HUFFMAN_BLOCKS = 10 };

struct huffman_scan {
	const struct huffman_table *dc[HUFFMAN_BLOCKS], *ac[HUFFMAN_BLOCKS];
	unsigned blocks; /* of an MCU */
	unsigned restart; /* MCUs between restart markers, 0 for none */
	uint64_t units; /* MCUs of the scan */
	bool endless; /* the input ends with it, without an end marker */
};

struct huffman_input {
	const uint8_t *at, *end;
	/* The next bytes to *at; 0 at the end. */
	size_t (*more)(void *context, const uint8_t **at);
	void *context;
};

enum huffman_result {
	HUFFMAN_GOOD, /* nothing missing, nothing over, then the end */
	HUFFMAN_DOUBT, /* something is odd: let a full decoder say what */
	HUFFMAN_OVERRUN /* a block has more than 64 values: damage */
};

/* Walks to the end; *unit is the MCU where something was found. */
enum huffman_result huffman_walk(const struct huffman_scan *scan,
    struct huffman_input *input, uint64_t *unit);

#endif
