/* SPDX-License-Identifier: MIT */
/* Icons of Windows: a list of images, each a BMP or a PNG, and where they are.
 */
#include "picture/picture_parse.h"

enum { HEAD = 6, ENTRY = 16 };

static void
entry(struct picture *p, const uint8_t *b)
{
	struct ico *ico = &p->ico;
	uint64_t end = (uint64_t)le32(b + 8) + le32(b + 12);

	if (end > ico->end)
		ico->end = end;
	picture_enlarge(p, b[0] > 0 ? b[0] : 256, b[1] > 0 ? b[1] : 256);
	if (--ico->left > 0) {
		picture_expect(p, ENTRY, entry);
		return;
	}
	p->settled = true;
	picture_look(p, picture_rest);
}

static void
head(struct picture *p, const uint8_t *b)
{
	p->ico.left = le16(b + 4);
	picture_expect(p, ENTRY, entry);
}

static void
begin(struct picture *p)
{
	p->ico = (struct ico){0};
	picture_expect(p, HEAD, head);
}

static void
end(struct picture *p)
{
	const struct ico *ico = &p->ico;

	if (p->facts.why != NULL)
		return;
	if (ico->left > 0 || ico->end > p->size) {
		p->at = p->size;
		picture_fail(
		    p, PICTURE_TRUNCATED, "fewer bytes than its images need");
		return;
	}
	p->complete = true;
	p->ended = p->size;
}

const struct picture_parser picture_ico = {begin, end, NULL};
