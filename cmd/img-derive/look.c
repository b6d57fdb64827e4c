/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "look.h"

enum { CHUNKS_MOST = 10000, ENTRIES_MOST = 4096 };

static uint64_t
number(const uint8_t *b, size_t n, bool big)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value |= (uint64_t)b[i] << 8 * (big ? n - 1 - i : i);
	return value;
}

/* W3C PNG 3, 11.3.2.6. */
static void
look_at_cicp(struct look *look, const uint8_t *b)
{
	enum { LINEAR = 8, GAMMA_22 = 4, GAMMA_28 = 5 };

	look->primaries = b[0];
	look->transfer = b[1];
	look->gamma = b[1] == LINEAR ? 1
	    : b[1] == GAMMA_22	     ? 1 / 2.2
	    : b[1] == GAMMA_28	     ? 1 / 2.8
				     : 0;
}

/* Chunks to the first that has pixels: W3C PNG 11.3.2. */
static void
look_at_png(struct look *look, const struct byte_source *view)
{
	uint64_t at = 8;
	uint8_t b[12];
	bool named = false;

	if (byte_source_read(view, 16, b, 8) == 8) {
		look->across = number(b, 4, true);
		look->down = number(b + 4, 4, true);
	}

	for (int i = 0; i < CHUNKS_MOST; i++) {
		if (byte_source_read(view, at, b, sizeof b) < sizeof b ||
		    memcmp(b + 4, "IDAT", 4) == 0)
			return;
		/* It comes before all others that tell of colours. */
		if (memcmp(b + 4, "cICP", 4) == 0) {
			look_at_cicp(look, b + 8);
			return;
		}
		if (memcmp(b + 4, "iCCP", 4) == 0 ||
		    memcmp(b + 4, "sRGB", 4) == 0) {
			look->gamma = 0;
			named = true;
		}
		if (memcmp(b + 4, "gAMA", 4) == 0 && !named)
			look->gamma = (double)number(b + 8, 4, true) / 100000;
		at += 12 + number(b, 4, true);
	}
}

static bool
pass_blocks(const struct byte_source *view, uint64_t *at)
{
	uint8_t n;

	do {
		if (byte_source_read(view, (*at)++, &n, 1) < 1)
			return false;
		*at += n;
	} while (n > 0);
	return true;
}

static void
look_at_gif(struct look *look, const struct byte_source *view)
{
	uint8_t b[13];
	uint64_t at = sizeof b, width, height;

	if (byte_source_read(view, 0, b, sizeof b) < sizeof b)
		return;
	width = number(b + 6, 2, false);
	height = number(b + 8, 2, false);
	if ((b[10] & 0x80) != 0)
		at += (uint64_t)3 << ((b[10] & 7) + 1);
	for (int i = 0; i < CHUNKS_MOST; i++) {
		if (byte_source_read(view, at, b, 9) < 9)
			return;
		if (b[0] == ',')
			break;
		at += b[0] == '!' ? 2 : 1;
		if (b[0] == '!' && !pass_blocks(view, &at))
			return;
	}
	look->left = (uint32_t)number(b + 1, 2, false);
	look->top = (uint32_t)number(b + 3, 2, false);
	look->width = (uint32_t)number(b + 5, 2, false);
	look->height = (uint32_t)number(b + 7, 2, false);
	look->framed = b[0] == ',' && width > 0 && height > 0 &&
	    (look->left > 0 || look->top > 0 || look->width < width ||
		look->height < height);
}

struct tiff {
	const struct byte_source *view;
	bool big, wide;
};

static uint64_t
at_offset(const struct tiff *t, uint64_t offset, size_t n)
{
	uint8_t b[8] = {0};

	byte_source_read(t->view, offset, b, n);
	return number(b, n, t->big);
}

static size_t
size_of(uint64_t type)
{
	static const uint8_t sizes[] = {
	    0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

	return type < sizeof sizes ? sizes[type] : 0;
}

/* What the directory says of strips and tiles. */
struct layout {
	uint64_t width, height, rows, tile_width, tile_height;
};

static void
look_at_extra(struct look *look, const struct tiff *t, uint64_t at,
    uint64_t count, size_t size)
{
	for (uint64_t i = 0; i < count && i < 64; i++) {
		uint64_t extra = at_offset(t, at + i * size, size);

		if ((extra == 1 || extra == 2) && look->alpha < 0) {
			look->alpha = (int)i; /* among the extra ones */
			look->premultiplied = extra == 1;
		}
		look->unspecified |= extra == 0;
	}
}

static void
take(struct look *look, struct layout *layout, const struct tiff *t,
    uint64_t entry)
{
	size_t pointer = t->wide ? 8 : 4;
	uint64_t tag = at_offset(t, entry, 2);
	size_t size = size_of(at_offset(t, entry + 2, 2));
	uint64_t count = at_offset(t, entry + 4, pointer);
	uint64_t at = entry + 4 + pointer, first;

	if (size == 0 || count == 0)
		return;
	if (count > pointer / size)
		at = at_offset(t, at, pointer);
	first = at_offset(t, at, size);
	switch (tag) {
	case 254: look->reduced |= (first & 5) != 0; break;
	case 255: look->reduced |= first == 2; break;
	case 256: layout->width = first; break;
	case 257: layout->height = first; break;
	case 258: look->bits = (uint16_t)first; break;
	case 259: look->compression = (uint16_t)first; break;
	case 262: look->photometric = (uint16_t)first; break;
	case 274: look->orientation = first <= 8 ? (int)first : 0; break;
	case 277: look->samples = (uint16_t)first; break;
	case 278: layout->rows = first; break;
	case 322: layout->tile_width = first; break;
	case 323: layout->tile_height = first; break;
	case 284: look->planar = (uint16_t)first; break;
	case 339: look->format = (uint16_t)first; break;
	case 338: look_at_extra(look, t, at, count, size); break;
	default: break;
	}
}

static unsigned
colours_of(const struct look *look)
{
	switch (look->photometric) {
	case 2: /* RGB */
	case 6: /* YCbCr */
	case 8: /* Lab */
	case 9:
	case 10: return 3;
	case 5: return 4; /* inks */
	default: return 1;
	}
}

static void
look_at_page(struct look *look, const struct tiff *t, uint64_t at)
{
	struct layout layout = {.rows = UINT32_MAX};
	size_t step = t->wide ? 20 : 12;
	uint64_t n = at_offset(t, at, t->wide ? 8 : 2);

	look->tiff = true;
	look->bits = look->samples = look->compression = 1;
	look->format = look->planar = 1;
	look->photometric = PHOTOMETRIC_NONE;
	for (uint64_t i = 0; i < n && i < ENTRIES_MOST; i++)
		take(look, &layout, t, at + (t->wide ? 8 : 2) + i * step);
	look->across = layout.width;
	look->down = layout.height;
	if (layout.rows > layout.height)
		layout.rows = layout.height;
	look->tiled = layout.tile_width > 0;
	if (layout.tile_width > 0) {
		layout.width = layout.tile_width * 2;
		layout.rows = layout.tile_height;
	}
	look->part = layout.width > UINT32_MAX || layout.rows > UINT32_MAX
	    ? UINT64_MAX
	    : layout.width * layout.rows / 8 * look->bits * look->samples;
	if (look->alpha >= 0)
		look->alpha += (int)colours_of(look);
}

/* The offset of the first page; 0 if there is none. */
static uint64_t
first_page(struct tiff *t, const struct byte_source *view, bool big)
{
	*t = (struct tiff){.view = view, .big = big};
	t->wide = at_offset(t, 2, 2) == 43;
	return at_offset(t, t->wide ? 8 : 4, t->wide ? 8 : 4);
}

/* False if the directory cannot be one. */
static bool
next_page(const struct tiff *t, uint64_t *at)
{
	uint64_t n = at_offset(t, *at, t->wide ? 8 : 2);

	if (n > ENTRIES_MOST)
		return false;
	*at = at_offset(
	    t, *at + (t->wide ? 8 + 20 * n : 2 + 12 * n), t->wide ? 8 : 4);
	return true;
}

/* The offset of a SubIFD of the directory, 0 if there is none. */
static uint64_t
sub_directory(const struct tiff *t, uint64_t at, uint32_t sub)
{
	enum { SUB_IFDS = 330 };
	size_t step = t->wide ? 20 : 12, pointer = t->wide ? 8 : 4;
	uint64_t n = at_offset(t, at, t->wide ? 8 : 2);

	for (uint64_t i = 0; i < n && i < ENTRIES_MOST; i++) {
		uint64_t entry = at + (t->wide ? 8 : 2) + i * step;
		size_t size = size_of(at_offset(t, entry + 2, 2));
		uint64_t count = at_offset(t, entry + 4, pointer);
		uint64_t list = entry + 4 + pointer;

		if (at_offset(t, entry, 2) != SUB_IFDS || size < 4 ||
		    count < sub)
			continue;
		if (count > pointer / size)
			list = at_offset(t, list, pointer);
		return at_offset(t, list + (sub - 1) * size, size);
	}
	return 0;
}

static void
look_at_tiff(struct look *look, const struct byte_source *view,
    struct tiff_part part, bool big)
{
	struct tiff t;
	uint64_t at = first_page(&t, view, big);

	for (uint32_t i = 0; i < part.page && i < TIFF_PAGES_MOST && at != 0;
	     i++)
		if (!next_page(&t, &at))
			return;
	if (at != 0 && part.sub > 0)
		at = sub_directory(&t, at, part.sub);
	look->no_page = at == 0 && part.page > 0;
	if (at != 0)
		look_at_page(look, &t, at);
}

bool
look_is_tiff(const void *bytes, size_t n)
{
	return n >= 4 &&
	    (memcmp(bytes, "II*\0", 4) == 0 || memcmp(bytes, "II+\0", 4) == 0 ||
		memcmp(bytes, "MM\0*", 4) == 0 ||
		memcmp(bytes, "MM\0+", 4) == 0);
}

/* Half of it, however it was rounded. */
static bool
is_half(uint64_t of, uint64_t half)
{
	return half == of / 2 || half == (of + 1) / 2;
}

/* Pyramids whose levels are not said to be such: each page is half of the one
 * before it. Two alone may be two pages at two resolutions. */
static bool
is_next_level(const struct look *page, const struct look *next)
{
	return is_half(page->across, next->across) &&
	    is_half(page->down, next->down);
}

/* A chain that leads back to itself would never end. */
static bool
was_there(const uint64_t before[], uint32_t n, uint64_t at)
{
	for (uint32_t i = 0; i < n; i++)
		if (before[i] == at)
			return true;
	return false;
}

bool
look_pages(struct tiff_pages *pages, const struct byte_source *view)
{
	uint64_t before[TIFF_PAGES_MOST], at;
	struct look two[2] = {{0}, {0}}; /* the last page, and this one */
	bool pyramid = true;
	uint8_t b[4] = {0};
	struct tiff t;

	pages->n = 0;
	byte_source_read(view, 0, b, sizeof b);
	if (!look_is_tiff(b, sizeof b))
		return true;
	at = first_page(&t, view, b[0] == 'M');
	for (uint16_t i = 0; at != 0 && !was_there(before, i, at); i++) {
		struct look *page = &two[1];

		if (i == TIFF_PAGES_MOST)
			return false;
		before[i] = at;
		*page = (struct look){.alpha = -1};
		look_at_page(page, &t, at);
		if (!page->reduced && page->across > 0 && page->down > 0) {
			pyramid = pages->n == 0 ||
			    (pyramid && is_next_level(&two[0], page));
			pages->at[pages->n++] = (uint16_t)(i + 1);
			two[0] = *page;
		}
		if (!next_page(&t, &at))
			break;
	}
	if (pyramid && pages->n > 2)
		pages->n = 1;
	return true;
}

void
look_at(
    struct look *look, const struct byte_source *view, struct tiff_part part)
{
	uint8_t b[8] = {0};

	*look = (struct look){.alpha = -1};
	byte_source_read(view, 0, b, sizeof b);
	if (memcmp(b, "\x89PNG", 4) == 0)
		look_at_png(look, view);
	else if (memcmp(b, "GIF8", 4) == 0)
		look_at_gif(look, view);
	else if (look_is_tiff(b, sizeof b))
		look_at_tiff(look, view, part, b[0] == 'M');
}
