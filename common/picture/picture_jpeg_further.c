/* SPDX-License-Identifier: MIT */
/* What follows the image of a JPEG: images, gain maps, videos. */
#include "base/ascii.h"
#include "picture/picture_jpeg.h"

static uint32_t
number(const uint8_t *b, size_t n, bool big)
{
	if (n == 2)
		return big ? be16(b) : le16(b);
	return big ? be32(b) : le32(b);
}

uint64_t
picture_jpeg_index_end(const struct jpeg *j)
{
	const uint8_t *b = (const uint8_t *)j->mpf.at;
	bool big = j->mpf.n >= 8 && b[0] == 'M';
	uint64_t ifd, entries = 0, n = 0, end = 0;

	if (j->mpf.n < 10)
		return 0;
	ifd = number(b + 4, 4, big);
	if (ifd + 2 > j->mpf.n)
		return 0;
	for (uint64_t i = 0; i < number(b + ifd, 2, big); i++) {
		const uint8_t *e = b + ifd + 2 + 12 * i;

		if (ifd + 2 + 12 * i + 12 > j->mpf.n)
			return 0;
		if (number(e, 2, big) == 0xB002) {
			n = number(e + 4, 4, big) / 16;
			entries = number(e + 8, 4, big);
		}
	}
	for (uint64_t i = 0; i < n && entries + 16 * i + 16 <= j->mpf.n; i++) {
		const uint8_t *e = b + entries + 16 * i;
		uint64_t offset = number(e + 8, 4, big);
		uint64_t size = number(e + 4, 4, big);

		if (offset > 0 && j->mpf_base + offset + size > end)
			end = j->mpf_base + offset + size;
	}
	return end;
}

/* An MP4 file, at once or within Samsung's blocks of what is no picture. */
static bool
is_video(const struct buf *others)
{
	return (others->n >= 8 && memcmp(others->at + 4, "ftyp", 4) == 0) ||
	    slice_contains(buf_slice(others), "MotionPhoto_Data");
}

void
picture_jpeg_see_further(struct picture *p)
{
	struct jpeg *j = &p->jpeg;

	p->facts.video |= is_video(&j->rest);
	p->facts.gain_map |=
	    slice_contains(buf_slice(&j->about), "HDRGainMap") ||
	    slice_contains(buf_slice(&j->about), "/hdr-gain-map/");
}
