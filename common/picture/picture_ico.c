/* SPDX-License-Identifier: MIT */
/* Icons of Windows: a list of images, each a BMP or a PNG, and where they are.
 */
#include "picture/picture_parse.h"

enum { HEAD = 6, ENTRY = 16 };

/* Browsers draw the largest image, of those the one with most colours. */
static void
take(struct ico *ico, const uint8_t *b)
{
	uint32_t width = b[0] > 0 ? b[0] : 256, height = b[1] > 0 ? b[1] : 256;
	uint32_t bits = le16(b + 6);

	if (width * height < ico->width * ico->height ||
	    (width * height == ico->width * ico->height && bits <= ico->bits))
		return;
	ico->width = width;
	ico->height = height;
	ico->bits = bits;
	ico->at = le32(b + 12);
}

static void
entry(struct picture *p, const uint8_t *b)
{
	struct ico *ico = &p->ico;
	uint64_t end = (uint64_t)le32(b + 8) + le32(b + 12);

	if (end > ico->end)
		ico->end = end;
	take(ico, b);
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

/* A PNG of the size that the list says, or a BMP without its file's header. */
static bool
is_image(struct picture *p)
{
	const struct ico *ico = &p->ico;
	uint8_t b[24];

	if (p->reader == NULL)
		return true;
	if (p->reader(p->context, ico->at, b, sizeof b) < sizeof b)
		return false;
	if (memcmp(b, "\x89PNG", 4) == 0)
		return be32(b + 16) == ico->width &&
		    be32(b + 20) == ico->height;
	return le32(b) == 12 || (le32(b) >= 40 && le32(b) <= 124);
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
	if (!is_image(p)) {
		picture_fail(p, PICTURE_CORRUPT,
		    "an image that is none, or of another size");
		return;
	}
	p->complete = true;
	p->ended = p->size;
}

const struct picture_parser picture_ico = {begin, end, NULL};
