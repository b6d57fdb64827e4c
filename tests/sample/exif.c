/* SPDX-License-Identifier: MIT */
#include "exif.h"

#include <err.h>
#include <string.h>

enum type { ASCII = 2, SHORT = 3, LONG = 4, RATIONAL = 5, BYTES = 7 };

/* Tags that hold an offset. */
enum { SUB = 0x8769, INTEROP = 0xa005, THUMBNAIL = 0x0201 };

enum { ENTRIES_MOST = 40, NUMBERS_MOST = 8, HEAD = 6, NOTE_BYTES = 4000 };

struct entry {
	uint16_t tag;
	enum type type;
	uint32_t count;
	const void *bytes; /* NULL: numbers */
	uint32_t numbers[NUMBERS_MOST];
};

struct directory {
	struct entry entries[ENTRIES_MOST];
	size_t n;
};

static void
put(uint8_t *at, uint32_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static struct entry *
add(struct directory *d, uint16_t tag, enum type type, size_t count)
{
	struct entry *entry = &d->entries[d->n++];

	*entry =
	    (struct entry){.tag = tag, .type = type, .count = (uint32_t)count};
	return entry;
}

static void
add_text(struct directory *d, uint16_t tag, const char *text)
{
	if (text != NULL)
		add(d, tag, ASCII, strlen(text) + 1)->bytes = text;
}

static void
add_bytes(struct directory *d, uint16_t tag, const void *bytes, size_t n)
{
	add(d, tag, BYTES, n)->bytes = bytes;
}

static void
add_number(struct directory *d, uint16_t tag, enum type type, uint32_t number)
{
	add(d, tag, type, 1)->numbers[0] = number;
}

static void
add_ratio(struct directory *d, uint16_t tag, uint32_t over, uint32_t under)
{
	struct entry *entry = add(d, tag, RATIONAL, 1);

	entry->numbers[0] = over;
	entry->numbers[1] = under;
}

static size_t
bytes(const struct directory *d)
{
	return 2 + 12 * d->n + 4;
}

static void
put_value(uint8_t *at, const struct entry *e)
{
	size_t n = e->type == RATIONAL ? 2 * e->count : e->count;

	if (e->bytes != NULL)
		memcpy(at, e->bytes, e->count);
	else
		for (size_t i = 0; i < n; i++)
			put(at + i * (e->type == SHORT ? 2 : 4), e->numbers[i],
			    e->type == SHORT ? 2 : 4);
}

/*
 * Writes the directory at `at`, its longer values at *free; offsets count from
 * the start of the block, after "Exif".
 */
static void
write_directory(uint8_t *block, size_t at, const struct directory *d,
    size_t next, size_t *free)
{
	static const size_t sizes[] = {
	    [ASCII] = 1, [SHORT] = 2, [LONG] = 4, [RATIONAL] = 8, [BYTES] = 1};
	uint8_t *p = block + at;

	put(p, (uint32_t)d->n, 2);
	p += 2;
	for (const struct entry *e = d->entries; e < d->entries + d->n; e++) {
		size_t size = sizes[e->type] * e->count;

		put(p, e->tag, 2);
		put(p + 2, e->type, 2);
		put(p + 4, e->count, 4);
		if (size <= 4) {
			put_value(p + 8, e);
		} else {
			if (*free + size + 1 > EXIF_MOST - HEAD)
				errx(2, "too long for EXIF: tag %x", e->tag);
			put_value(block + *free, e);
			put(p + 8, (uint32_t)*free, 4);
			*free += size + size % 2;
		}
		p += 12;
	}
	put(p, (uint32_t)next, 4);
}

/* The tags of a directory stand in the order of their numbers. */
static void
fill_main(struct directory *d, const struct exif *exif)
{
	const char *make = exif->make, *model = exif->model;

	if (exif->camera && make == NULL && model == NULL) {
		make = "Example Imaging";
		model = "EX-5000 Mark II";
	}
	add_text(d, 0x010f, make);
	add_text(d, 0x0110, model);
	if (exif->orientation != 0)
		add_number(d, 0x0112, SHORT, exif->orientation);
	if (exif->camera) {
		add_ratio(d, 0x011a, 72, 1);
		add_ratio(d, 0x011b, 72, 1);
		add_number(d, 0x0128, SHORT, 2);
		add_text(d, 0x0131, "Firmware Version 1.0.2");
		add_text(d, 0x0132, exif->date);
	}
	add_text(d, 0x013b, exif->artist);
	if (exif->camera)
		add_number(d, 0x0213, SHORT, 2);
	add_text(d, 0x8298, exif->copyright);
	add_number(d, SUB, LONG, 0);
}

static void
fill_exposure(struct directory *d, const struct exif *exif)
{
	add_ratio(d, 0x829a, 1, 125);
	add_ratio(d, 0x829d, 8, 1);
	add_number(d, 0x8822, SHORT, 3);
	add_number(d, 0x8827, SHORT, 100);
	add_number(d, 0x8830, SHORT, 2);
	add_bytes(d, 0x9000, "0230", 4);
	add_text(d, 0x9003, exif->date);
	add_text(d, 0x9004, exif->date);
	add_bytes(d, 0x9101, "\1\2\3", 4);
	add_ratio(d, 0x9202, 6, 1);
	add_ratio(d, 0x9205, 3, 1);
	add_number(d, 0x9207, SHORT, 5);
	add_number(d, 0x9208, SHORT, 0);
	add_number(d, 0x9209, SHORT, 16);
	add_ratio(d, 0x920a, 60, 1);
}

static void
fill_lens(struct directory *d)
{
	struct entry *range = add(d, 0xa432, RATIONAL, 4);

	memcpy(range->numbers,
	    (uint32_t[NUMBERS_MOST]){60, 1, 60, 1, 28, 10, 28, 10},
	    sizeof range->numbers);
	add_text(d, 0xa434, "Example Macro 60mm f/2.8");
	add_text(d, 0xa435, "0000012345");
}

static const uint8_t *
maker_note(void)
{
	static uint8_t note[NOTE_BYTES];
	uint32_t random = 1;

	for (size_t i = 0; i < sizeof note; i++) {
		random = random * 1103515245 + 12345;
		note[i] = (uint8_t)(random >> 16);
	}
	return note;
}

static void
fill_sub(struct directory *d, const struct exif *exif)
{
	if (!exif->camera) {
		add_text(d, 0x9003, exif->date);
		return;
	}
	fill_exposure(d, exif);
	add_bytes(d, 0x927c, maker_note(), NOTE_BYTES);
	add_bytes(d, 0x9286, (const char[44]){"ASCII"}, 44);
	add_text(d, 0x9290, "42");
	add_text(d, 0x9291, "42");
	add_text(d, 0x9292, "42");
	add_bytes(d, 0xa000, "0100", 4);
	add_number(d, 0xa001, SHORT, 1);
	add_number(d, 0xa002, LONG, exif->width);
	add_number(d, 0xa003, LONG, exif->height);
	add_number(d, INTEROP, LONG, 0);
	add_number(d, 0xa217, SHORT, 2);
	add_number(d, 0xa401, SHORT, 0);
	add_number(d, 0xa402, SHORT, 0);
	add_number(d, 0xa403, SHORT, 0);
	add_number(d, 0xa406, SHORT, 0);
	fill_lens(d);
}

static void
fill_interop(struct directory *d)
{
	add_text(d, 0x0001, "R98");
	add_bytes(d, 0x0002, "0100", 4);
}

static void
fill_thumbnail(struct directory *d, const struct exif *exif)
{
	add_number(d, 0x0103, SHORT, 6);
	add_ratio(d, 0x011a, 72, 1);
	add_ratio(d, 0x011b, 72, 1);
	add_number(d, 0x0128, SHORT, 2);
	add_number(d, THUMBNAIL, LONG, 0);
	add_number(d, 0x0202, LONG, (uint32_t)exif->thumbnail_bytes);
}

static void
point(struct directory *d, uint16_t tag, size_t to)
{
	for (struct entry *e = d->entries; e < d->entries + d->n; e++)
		if (e->tag == tag)
			e->numbers[0] = (uint32_t)to;
}

/* The thumbnail with its directory; `at` is the room for that. */
static void
write_thumbnail(
    uint8_t *block, size_t at, const struct exif *exif, size_t *free)
{
	struct directory d = {.n = 0};

	fill_thumbnail(&d, exif);
	if (*free + exif->thumbnail_bytes > EXIF_MOST - HEAD)
		errx(2, "the thumbnail is too long for EXIF");
	memcpy(block + *free, exif->thumbnail, exif->thumbnail_bytes);
	point(&d, THUMBNAIL, *free);
	*free += exif->thumbnail_bytes + exif->thumbnail_bytes % 2;
	write_directory(block, at, &d, 0, free);
}

size_t
exif_build(uint8_t out[EXIF_MOST], const struct exif *exif)
{
	struct directory main = {.n = 0}, sub = {.n = 0}, interop = {.n = 0};
	struct directory thumbnail = {.n = 0};
	uint8_t *block = out + HEAD;
	size_t at = 8, at_sub, at_interop, at_thumbnail, free;

	memset(out, 0, EXIF_MOST);
	memcpy(out, "Exif\0", HEAD);
	memcpy(block, "II*\0\10", 5);
	fill_main(&main, exif);
	fill_sub(&sub, exif);
	fill_interop(&interop);
	fill_thumbnail(&thumbnail, exif);
	at_sub = at + bytes(&main);
	at_interop = at_sub + bytes(&sub);
	at_thumbnail = at_interop + bytes(&interop);
	point(&main, SUB, at_sub);
	point(&sub, INTEROP, at_interop);
	free = exif->camera ? at_thumbnail + bytes(&thumbnail) : at_interop;
	write_directory(
	    block, at, &main, exif->camera ? at_thumbnail : 0, &free);
	write_directory(block, at_sub, &sub, 0, &free);
	if (exif->camera) {
		write_directory(block, at_interop, &interop, 0, &free);
		write_thumbnail(block, at_thumbnail, exif, &free);
	}
	return HEAD + free;
}
