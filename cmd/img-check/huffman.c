/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "huffman.h"

enum { EOI = 0xD9, RST0 = 0xD0, NO_MARKER = 0xFF /* the end of input */ };

/*
 * An entry, for the bits that were looked up: how many bits the first code
 * takes with its value's bits, how many places it goes on, and the same for
 * it and the next one together. 0: the code is longer.
 */
enum {
	ONE_BITS = 0,
	ONE_PLACES = 5,
	TWO_BITS = 12,
	TWO_PLACES = 18,
	ONE_ENDS = 25, /* the first ends the block */
	TWO_ENDS = 26,
	IS_TWO = 27
};

struct symbol {
	unsigned length; /* of its code; 0: longer than looked up */
	unsigned bits; /* of the code and its value */
	unsigned places;
	bool ends;
};

static struct symbol
symbol_of(const struct huffman_table *t, unsigned length, uint8_t value)
{
	struct symbol s = {.length = length};
	unsigned size = value & 15, run = value >> 4;

	if (t->dc) {
		s.bits = length + value;
		s.places = 1;
		return s;
	}
	s.bits = length + size;
	s.places = run + 1;
	s.ends = size == 0 && run != 15;
	return s;
}

/* The symbol at the head of `n` bits, which are the upper ones of `look`. */
static struct symbol
look_up(const struct huffman_table *t, uint32_t look, unsigned n)
{
	for (unsigned length = 1; length <= n && length <= 16; length++) {
		uint32_t code = look >> (32 - length);

		if (code >= t->first[length] &&
		    code - t->first[length] < t->count[length])
			return symbol_of(t, length,
			    t->values[t->place[length] + code -
				t->first[length]]);
	}
	return (struct symbol){0};
}

static uint32_t
entry_of(const struct huffman_table *t, uint32_t index)
{
	uint32_t look = index << (32 - HUFFMAN_LOOK), entry;
	struct symbol one = look_up(t, look, HUFFMAN_LOOK), two;

	if (one.length == 0)
		return 0;
	entry = one.bits << ONE_BITS | one.places << ONE_PLACES |
	    (uint32_t)one.ends << ONE_ENDS;
	if (t->dc || one.ends || one.bits >= HUFFMAN_LOOK)
		return entry;
	two = look_up(t, look << one.bits, HUFFMAN_LOOK - one.bits);
	if (two.length == 0)
		return entry;
	return entry | (one.bits + two.bits) << TWO_BITS |
	    (one.places + (two.ends ? 0 : two.places)) << TWO_PLACES |
	    (uint32_t)two.ends << TWO_ENDS | 1u << IS_TWO;
}

bool
huffman_make(struct huffman_table *t, bool dc, const uint8_t counts[17],
    const uint8_t values[256])
{
	uint32_t code = 0;
	unsigned n = 0;

	t->dc = dc;
	for (unsigned length = 1; length <= 16; length++) {
		t->first[length] = code;
		t->count[length] = counts[length];
		t->place[length] = (uint16_t)n;
		n += counts[length];
		code += counts[length];
		if (n > 256 || code > 1u << length)
			return false;
		code <<= 1;
	}
	memcpy(t->values, values, sizeof t->values);
	for (unsigned i = 0; i < n; i++)
		if (dc ? values[i] > 11 : (values[i] & 15) > 10)
			return false;
	for (uint32_t i = 0; i < 1u << HUFFMAN_LOOK; i++)
		t->entries[i] = entry_of(t, i);
	return true;
}

/* Bits of the scan, the next one uppermost. */
struct bits {
	uint64_t ahead;
	int n; /* of which so many are there; below 0: too many were taken */
	uint8_t marker; /* that was met, or 0 */
	struct huffman_input *input;
};

static bool
next_byte(struct huffman_input *in, uint8_t *byte)
{
	if (in->at == in->end) {
		size_t n = in->more(in->context, &in->at);

		in->end = in->at + n;
		if (n == 0)
			return false;
	}
	*byte = *in->at++;
	return true;
}

/* Byte by byte, up to a marker: FF 00 is a byte FF. */
static void
fill_slowly(struct bits *b)
{
	uint8_t byte, code;

	while (b->n <= 56 && b->marker == 0) {
		if (!next_byte(b->input, &byte)) {
			b->marker = NO_MARKER;
			return;
		}
		if (byte == 0xFF) {
			do
				if (!next_byte(b->input, &code))
					code = 0xFE;
			while (code == 0xFF);
			if (code != 0) {
				b->marker = code;
				return;
			}
		}
		b->ahead |= (uint64_t)byte << (56 - b->n);
		b->n += 8;
	}
}

static uint64_t
load(const uint8_t *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	value = __builtin_bswap64(value);
#endif
	return value;
}

static bool
has_ff(uint64_t eight)
{
	const uint64_t ones = UINT64_MAX / 0xFF;

	return ((~eight - ones) & eight & ones << 7) != 0;
}

/* Enough for any code with its value; bits are put there in place of b's. */
static inline void
fill(struct bits *b, uint64_t *ahead, int *n)
{
	struct huffman_input *in = b->input;
	uint64_t eight;

	if (*n >= 32 || b->marker != 0)
		return;
	if (in->end - in->at >= 8 && !has_ff(eight = load(in->at))) {
		int bytes = (64 - *n) >> 3;

		/* What is beyond n is the same when it is put there again. */
		*ahead |= eight >> *n;
		in->at += bytes;
		*n += bytes * 8;
		return;
	}
	b->ahead = *ahead;
	b->n = *n;
	fill_slowly(b);
	*ahead = b->ahead;
	*n = b->n;
}

/* How far a code and its value lead: the bits, and the place in the block. */
static inline unsigned
step(uint32_t entry, unsigned at, unsigned *bits)
{
	unsigned beyond = at + (entry >> TWO_PLACES & 127);
	bool ends = (entry >> TWO_ENDS & 1) != 0;

	if ((entry >> IS_TWO & 1) != 0 && beyond + ends <= 64) {
		*bits = entry >> TWO_BITS & 63;
		return ends ? 64 : beyond;
	}
	*bits = entry >> ONE_BITS & 31;
	return (entry >> ONE_ENDS & 1) != 0 ? 64
					    : at + (entry >> ONE_PLACES & 127);
}

/*
 * The values of a block from `at` up to `end`. Bits that are not there are
 * zeros, and missed at the end of the block.
 */
static inline enum huffman_result
walk_values(
    struct bits *b, const struct huffman_table *t, unsigned at, unsigned end)
{
	uint64_t ahead = b->ahead;
	int n = b->n;

	while (at < end) {
		unsigned bits;
		uint32_t entry;

		fill(b, &ahead, &n);
		entry = t->entries[ahead >> (64 - HUFFMAN_LOOK)];
		if (entry != 0) {
			at = step(entry, at, &bits);
		} else {
			struct symbol one =
			    look_up(t, (uint32_t)(ahead >> 32), 16);

			if (one.length == 0)
				return HUFFMAN_DOUBT;
			at = one.ends ? 64 : at + one.places;
			bits = one.bits;
		}
		ahead <<= bits;
		n -= (int)bits;
	}
	b->ahead = ahead;
	b->n = n;
	if (n < 0)
		return HUFFMAN_DOUBT;
	return at > 64 ? HUFFMAN_OVERRUN : HUFFMAN_GOOD;
}

static enum huffman_result
walk_unit(struct bits *b, const struct huffman_scan *scan)
{
	for (unsigned i = 0; i < scan->blocks; i++) {
		enum huffman_result result = walk_values(b, scan->dc[i], 0, 1);

		if (result == HUFFMAN_GOOD)
			result = walk_values(b, scan->ac[i], 1, 64);
		if (result != HUFFMAN_GOOD)
			return result;
	}
	return HUFFMAN_GOOD;
}

/* Less than a byte may be left before the marker. */
static bool
meets(struct bits *b, uint8_t marker)
{
	if (b->n >= 8)
		return false;
	fill_slowly(b);
	if (b->n >= 8 || b->marker != marker)
		return false;
	*b = (struct bits){.input = b->input};
	return true;
}

enum huffman_result
huffman_walk(const struct huffman_scan *scan, struct huffman_input *input,
    uint64_t *unit)
{
	struct bits b = {.input = input};
	uint64_t intervals = 0, left = scan->restart;

	for (*unit = 0; *unit < scan->units; ++*unit) {
		enum huffman_result result;

		if (scan->restart > 0 && left == 0) {
			if (!meets(&b, (uint8_t)(RST0 + (intervals++ & 7))))
				return HUFFMAN_DOUBT;
			left = scan->restart;
		}
		left--;
		result = walk_unit(&b, scan);
		if (result != HUFFMAN_GOOD)
			return result;
	}
	return meets(&b, scan->endless ? NO_MARKER : EOI) ? HUFFMAN_GOOD
							  : HUFFMAN_DOUBT;
}
