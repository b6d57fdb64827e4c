/* SPDX-License-Identifier: MIT */
#include "metadata/exif.h"
#include "metadata/iptc.h"

enum { RESOURCE_IIM = 0x0404, MARKER = 0x1C, APPLICATION = 2 };
enum { BY_LINE = 80, COPYRIGHT_NOTICE = 116, CAPTION = 120 };
enum { VALUE_MOST = 4000 };

static unsigned
number(const char *at, size_t n)
{
	unsigned value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

static void
keep(struct buf *value, struct slice text, bool list)
{
	size_t before = value->n;

	if ((before > 0 && !list) || before + text.n > VALUE_MOST)
		return;
	if (before > 0)
		buf_put_string(value, "; ");
	size_t start = value->n;
	exif_put_text(value, text);
	if (value->n == start)
		value->n = before;
}

static void
record(struct iptc *iptc, unsigned dataset, struct slice text)
{
	while (text.n > 0 && text.at[text.n - 1] == '\0')
		text.n--;
	switch (dataset) {
	case BY_LINE: keep(&iptc->creator, text, true); break;
	case COPYRIGHT_NOTICE: keep(&iptc->copyright, text, false); break;
	case CAPTION: keep(&iptc->caption, text, false); break;
	}
}

/* Lengths above 32767 are in as many bytes as the two say; nothing of ours is
 * so long. */
static void
records(struct iptc *iptc, struct slice s)
{
	while (s.n >= 5 && s.at[0] == MARKER) {
		unsigned length = number(s.at + 3, 2);

		if (length >= 0x8000 || length > s.n - 5)
			return;
		if (s.at[1] == APPLICATION)
			record(iptc, (unsigned char)s.at[2],
			    (struct slice){s.at + 5, length});
		s.at += 5 + length;
		s.n -= 5 + length;
	}
}

/* A resource: 8BIM, its number, a name of even length, its size, its bytes. */
static void
resources(struct iptc *iptc, struct slice s)
{
	while (s.n >= 12 && memcmp(s.at, "8BIM", 4) == 0) {
		unsigned id = number(s.at + 4, 2);
		size_t name = ((unsigned char)s.at[6] | 1u) + 1u, size;

		if (s.n < 6 + name + 4)
			return;
		size = number(s.at + 6 + name, 4);
		s.at += 6 + name + 4;
		s.n -= 6 + name + 4;
		if (size > s.n)
			return;
		if (id == RESOURCE_IIM)
			records(iptc, (struct slice){s.at, size});
		size += size & 1 && size < s.n;
		s.at += size;
		s.n -= size;
	}
}

void
iptc_read(struct iptc *iptc, struct slice payload)
{
	buf_clear(&iptc->creator);
	buf_clear(&iptc->copyright);
	buf_clear(&iptc->caption);
	if (payload.n > 0 && payload.at[0] == MARKER)
		records(iptc, payload);
	else
		resources(iptc, payload);
}

void
iptc_free(struct iptc *iptc)
{
	buf_free(&iptc->creator);
	buf_free(&iptc->copyright);
	buf_free(&iptc->caption);
}
