/* SPDX-License-Identifier: MIT */
#include "exif.h"

#include <err.h>
#include <string.h>

enum { ASCII = 2, SHORT = 3, LONG = 4, ENTRIES_MOST = 8, HEAD = 6 };

struct entry {
	uint16_t tag, type;
	const char *text;
	uint32_t number;
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

static void
add_text(struct directory *d, uint16_t tag, const char *text)
{
	if (text != NULL)
		d->entries[d->n++] = (struct entry){tag, ASCII, text, 0};
}

static void
add_number(struct directory *d, uint16_t tag, uint16_t type, uint32_t number)
{
	d->entries[d->n++] = (struct entry){tag, type, NULL, number};
}

static size_t
bytes(const struct directory *d)
{
	return 2 + 12 * d->n + 4;
}

/*
 * Writes the directory at `at`, its texts at *free; offsets count from the
 * start of the block, behind "Exif".
 */
static void
write_directory(
    uint8_t *block, size_t at, const struct directory *d, size_t *free)
{
	uint8_t *p = block + at;

	put(p, (uint32_t)d->n, 2);
	p += 2;
	for (const struct entry *e = d->entries; e < d->entries + d->n; e++) {
		size_t count = e->text == NULL ? 1 : strlen(e->text) + 1;

		put(p, e->tag, 2);
		put(p + 2, e->type, 2);
		put(p + 4, (uint32_t)count, 4);
		if (e->text == NULL) {
			put(p + 8, e->number, e->type == SHORT ? 2 : 4);
		} else if (count <= 4) {
			memcpy(p + 8, e->text, count);
		} else {
			if (*free + count + 1 > EXIF_MOST - HEAD)
				errx(2, "too long for EXIF: %s", e->text);
			memcpy(block + *free, e->text, count);
			put(p + 8, (uint32_t)*free, 4);
			*free += count + count % 2;
		}
		p += 12;
	}
}

size_t
exif_build(uint8_t out[EXIF_MOST], const struct exif *exif)
{
	struct directory main = {.n = 0}, sub = {.n = 0};
	uint8_t *block = out + HEAD;
	size_t at = 8, free;

	memset(out, 0, EXIF_MOST);
	memcpy(out, "Exif\0", HEAD);
	memcpy(block, "II*\0\10", 5);
	add_text(&sub, 0x9003, exif->date);
	add_text(&main, 0x010f, exif->make);
	add_text(&main, 0x0110, exif->model);
	if (exif->orientation != 0)
		add_number(&main, 0x0112, SHORT, exif->orientation);
	add_text(&main, 0x013b, exif->artist);
	add_text(&main, 0x8298, exif->copyright);
	add_number(&main, 0x8769, LONG, 0);
	main.entries[main.n - 1].number = (uint32_t)(at + bytes(&main));
	free = at + bytes(&main) + bytes(&sub);
	write_directory(block, at, &main, &free);
	write_directory(block, at + bytes(&main), &sub, &free);
	return HEAD + free;
}
