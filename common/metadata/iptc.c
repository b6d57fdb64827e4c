/* SPDX-License-Identifier: MIT */
#include "metadata/clean_text.h"
#include "metadata/iptc.h"
#include "metadata/taken.h"

enum { RESOURCE_IIM = 0x0404, MARKER = 0x1C };

/* Record and dataset. */
enum {
	CODED_CHARACTER_SET = 1 << 8 | 90,
	OBJECT_NAME = 2 << 8 | 5,
	KEYWORD = 2 << 8 | 25,
	DATE_CREATED = 2 << 8 | 55,
	TIME_CREATED = 2 << 8 | 60,
	BY_LINE = 2 << 8 | 80,
	HEADLINE = 2 << 8 | 105,
	COPYRIGHT_NOTICE = 2 << 8 | 116,
	CAPTION = 2 << 8 | 120
};
enum { VALUE_MOST = 4000, COPY_MOST = 16 << 10 };

static unsigned
number(const char *at, size_t n)
{
	unsigned value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

/* A resource: 8BIM, its number, a name of even length, its size, its bytes. */
static struct slice
find_records(struct slice s)
{
	if (s.n > 0 && s.at[0] == MARKER)
		return s;
	while (s.n >= 12 && memcmp(s.at, "8BIM", 4) == 0) {
		unsigned id = number(s.at + 4, 2);
		size_t name = ((unsigned char)s.at[6] | 1u) + 1u, size;

		if (s.n < 6 + name + 4)
			break;
		size = number(s.at + 6 + name, 4);
		s = slice_from(s, 6 + name + 4);
		if (size > s.n)
			break;
		if (id == RESOURCE_IIM)
			return (struct slice){s.at, size};
		size += size & 1 && size < s.n;
		s = slice_from(s, size);
	}
	return SLICE("");
}

/* The next record, whole and as its value. Lengths above 32767 are in as many
 * bytes as the two say; nothing of ours is so long. */
static bool
next_record(struct slice *s, unsigned *dataset, struct slice *whole,
    struct slice *value)
{
	unsigned length;

	if (s->n < 5 || s->at[0] != MARKER)
		return false;
	length = number(s->at + 3, 2);
	if (length >= 0x8000 || length > s->n - 5)
		return false;
	*dataset = number(s->at + 1, 2);
	*whole = (struct slice){s->at, 5 + length};
	*value = (struct slice){s->at + 5, length};
	*s = slice_from(*s, 5 + length);
	return true;
}

/* By ISO 2022: the escape sequences that IPTC-IIM's appendix C names. */
static enum charset
charset_of(struct slice s)
{
	static const struct {
		struct slice escape;
		enum charset charset;
	} known[] = {
	    {SLICE_INIT("\x1B%G"), CHARSET_UTF_8},
	    {SLICE_INIT("\x1B%/G"), CHARSET_UTF_8},
	    {SLICE_INIT("\x1B%/H"), CHARSET_UTF_8},
	    {SLICE_INIT("\x1B%/I"), CHARSET_UTF_8},
	    {SLICE_INIT("\x1B-A"), CHARSET_LATIN_1},
	    {SLICE_INIT("\x1B.A"), CHARSET_LATIN_1},
	    {SLICE_INIT("\x1B-B"), CHARSET_LATIN_2},
	    {SLICE_INIT("\x1B.B"), CHARSET_LATIN_2},
	    {SLICE_INIT("\x1B-L"), CHARSET_CYRILLIC},
	    {SLICE_INIT("\x1B-M"), CHARSET_LATIN_5},
	    {SLICE_INIT("\x1B.M"), CHARSET_LATIN_5},
	    {SLICE_INIT("\x1B-b"), CHARSET_LATIN_9},
	    {SLICE_INIT("\x1B.b"), CHARSET_LATIN_9},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (slice_equal(s, known[i].escape))
			return known[i].charset;
	return s.n > 0 ? CHARSET_OTHER : CHARSET_UNKNOWN;
}

/* Lists have all, others the first. */
static void
keep(struct iptc *iptc, struct buf *value, struct slice text,
    enum charset charset, bool list)
{
	size_t before = value->n;

	while (text.n > 0 && text.at[text.n - 1] == '\0')
		text.n--;
	if (before > 0 && !list)
		return;
	if (before + text.n > VALUE_MOST) {
		iptc->cut = true;
		return;
	}
	if (!clean_text_put_as(value, text, charset))
		iptc->unclear = true;
	else if (list && value->n > before)
		buf_put_char(value, '\n');
}

static struct buf *
place_of(struct iptc *iptc, unsigned dataset)
{
	switch (dataset) {
	case OBJECT_NAME: return &iptc->title;
	case KEYWORD: return &iptc->keywords;
	case DATE_CREATED: return &iptc->day;
	case TIME_CREATED: return &iptc->time;
	case BY_LINE: return &iptc->creators;
	case HEADLINE: return &iptc->headline;
	case COPYRIGHT_NOTICE: return &iptc->copyright;
	case CAPTION: return &iptc->caption;
	default: return NULL;
	}
}

static void
clear(struct iptc *iptc)
{
	buf_clear(&iptc->creators);
	buf_clear(&iptc->keywords);
	buf_clear(&iptc->copyright);
	buf_clear(&iptc->caption);
	buf_clear(&iptc->title);
	buf_clear(&iptc->headline);
	buf_clear(&iptc->date);
	buf_clear(&iptc->day);
	buf_clear(&iptc->time);
	iptc->unclear = iptc->cut = false;
}

void
iptc_read(struct iptc *iptc, struct slice payload)
{
	struct slice records = find_records(payload), whole, value;
	enum charset charset = CHARSET_UNKNOWN;
	unsigned dataset;

	clear(iptc);
	while (next_record(&records, &dataset, &whole, &value)) {
		struct buf *place = place_of(iptc, dataset);

		if (dataset == CODED_CHARACTER_SET)
			charset = charset_of(value);
		else if (place != NULL)
			keep(iptc, place, value, charset,
			    dataset == KEYWORD || dataset == BY_LINE);
	}
	taken_put_iptc(
	    &iptc->date, buf_slice(&iptc->day), buf_slice(&iptc->time));
}

static void
put_size(struct buf *out, size_t at)
{
	size_t n = out->n - at - 4;

	for (size_t i = 0; i < 4; i++)
		out->at[at + i] = (char)(n >> 8 * (3 - i));
	if (n & 1)
		buf_put_char(out, '\0');
}

void
iptc_copy(struct buf *out, struct slice payload)
{
	struct slice records = find_records(payload), whole, value;
	struct iptc unused = {.unclear = false};
	size_t start = out->n, begin;
	unsigned dataset;
	bool any = false;

	buf_put(out, "8BIM\4\4\0\0\0\0\0\0", 12);
	begin = out->n;
	while (next_record(&records, &dataset, &whole, &value)) {
		bool ours = place_of(&unused, dataset) != NULL;

		if ((!ours && dataset != CODED_CHARACTER_SET) ||
		    whole.n > VALUE_MOST + 5 ||
		    out->n - start + whole.n > COPY_MOST)
			continue;
		any |= ours;
		buf_put_slice(out, whole);
	}
	if (any)
		put_size(out, begin - 4);
	else
		out->n = start;
}

void
iptc_free(struct iptc *iptc)
{
	buf_free(&iptc->creators);
	buf_free(&iptc->keywords);
	buf_free(&iptc->copyright);
	buf_free(&iptc->caption);
	buf_free(&iptc->title);
	buf_free(&iptc->headline);
	buf_free(&iptc->date);
	buf_free(&iptc->day);
	buf_free(&iptc->time);
}
