/* SPDX-License-Identifier: MIT */
/* Fujifilm's raw files: a JPEG with the metadata, and the sensor's data. */
#include "picture/picture_parse.h"

enum {
	JPEG_AT = 84,
	HEADER_AT = 92,
	DATA_AT = 100,
	HEADER = 108,
	SIZE = 0x100
};

static picture_step head;

static void
head(struct picture *p, const uint8_t *b)
{
	(void)b;
	p->settled = true;
	picture_look(p, picture_rest);
}

static void
begin(struct picture *p)
{
	picture_expect(p, 16, head);
	picture_pass(p, HEADER - 16, NULL);
}

static void
read_size(struct picture *p, uint64_t offset)
{
	uint8_t records[2048];
	size_t n = p->reader(p->context, offset, records, sizeof records);

	for (size_t at = 4; at + 8 <= n; at += 4 + be16(records + at + 2))
		if (be16(records + at) == SIZE)
			picture_enlarge(
			    p, be16(records + at + 6), be16(records + at + 4));
}

static void
read_exif(struct picture *p, uint64_t offset)
{
	uint8_t b[12];
	size_t n;
	struct buf *exif = &p->facts.exif;

	if (p->reader(p->context, offset, b, sizeof b) < sizeof b ||
	    be32(b) != 0xFFD8FFE1 || be16(b + 4) < 8 ||
	    memcmp(b + 6, "Exif\0", 5) != 0)
		return;
	n = be16(b + 4) - 8;
	buf_room(exif, n);
	exif->n = p->reader(p->context, offset + 12, exif->at, n);
}

static void
end(struct picture *p)
{
	uint64_t last = 0;

	if (p->nhead < HEADER || p->facts.why != NULL)
		return;
	for (size_t at = JPEG_AT; at <= DATA_AT; at += 8) {
		uint64_t after =
		    (uint64_t)be32(p->head + at) + be32(p->head + at + 4);

		if (after > last)
			last = after;
	}
	if (p->reader != NULL) {
		read_size(p, be32(p->head + HEADER_AT));
		read_exif(p, be32(p->head + JPEG_AT));
	}
	p->at = p->size;
	p->complete = last <= p->size;
	p->ended = p->size;
	if (!p->complete)
		picture_fail(
		    p, PICTURE_TRUNCATED, "shorter than its header says");
}

const struct picture_parser picture_raf = {begin, end, NULL};
