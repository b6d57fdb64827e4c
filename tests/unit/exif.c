/* SPDX-License-Identifier: MIT */
/* What EXIF says, from payloads made here. */
#include <stdio.h>

#include "metadata/exif.h"
#include "tap.h"

struct tag {
	unsigned ifd, tag, type;
	struct slice value;
};

static void
put(struct buf *out, unsigned value, size_t n, bool big)
{
	for (size_t i = 0; i < n; i++)
		buf_put_char(
		    out, (char)(value >> 8 * (big ? n - 1 - i : i) & 0xFF));
}

static unsigned
count(const struct tag *tags, size_t n, unsigned ifd)
{
	unsigned found = 0;

	for (size_t i = 0; i < n; i++)
		found += tags[i].ifd == ifd;
	return found;
}

/* Two directories, 0 and 1, of the tags given; values after them. */
static void
make(struct buf *out, const struct tag *tags, size_t n, bool big)
{
	unsigned n0 = count(tags, n, 0) + 1, n1 = count(tags, n, 1);
	unsigned second = 8 + 2 + 12 * n0 + 4;
	unsigned after = second + 2 + 12 * n1 + 4;
	struct buf values = {0};

	buf_put(out, big ? "MM" : "II", 2);
	put(out, 42, 2, big);
	put(out, 8, 4, big);
	for (unsigned ifd = 0; ifd < 2; ifd++) {
		put(out, ifd == 0 ? n0 : n1, 2, big);
		for (size_t i = 0; i < n; i++) {
			const struct tag *t = &tags[i];
			unsigned size = t->type == 3 ? 2 : 1;

			if (t->ifd != ifd)
				continue;
			put(out, t->tag, 2, big);
			put(out, t->type, 2, big);
			put(out, (unsigned)t->value.n / size, 4, big);
			if (t->value.n > 4) {
				put(out, after + (unsigned)values.n, 4, big);
				buf_put_slice(&values, t->value);
			} else {
				buf_put_slice(out, t->value);
				put(out, 0, 4 - t->value.n, big);
			}
		}
		if (ifd == 0) {
			put(out, 0x8769, 2, big);
			put(out, 4, 2, big);
			put(out, 1, 4, big);
			put(out, second, 4, big);
		}
		put(out, 0, 4, big);
	}
	buf_put_slice(out, buf_slice(&values));
	buf_free(&values);
}

static struct buf payload;

static struct exif_facts
read_tags(struct exif *exif, const struct tag *tags, size_t n, bool big)
{
	buf_clear(&payload);
	make(&payload, tags, n, big);
	return exif_read(exif, payload.at, payload.n);
}

#define TEXT(ifd, tag, text) \
	{ \
		ifd, tag, 2, \
		{ \
			"" text, sizeof(text) \
		} \
	}
#define DATE(text) TEXT(1, 0x9003, text)

static void
test_all(struct exif *exif)
{
	const struct tag tags[] = {{0, 0x0112, 3, {"\6\0", 2}},
	    TEXT(0, 0x013B, "  J. Tanaka   "),
	    TEXT(0, 0x8298, "CC BY\0 University"), DATE("2019:04:12 10:15:00"),
	    TEXT(1, 0x9011, "+02:00")};
	struct exif_facts f = read_tags(exif, tags, 5, false);

	ok(f.orientation == 6 && !f.corrupt && !f.bad_date, "little-endian");
	is_slice(f.artist, SLICE("J. Tanaka"), "artist, trimmed");
	is_slice(f.copyright, SLICE("CC BY; University"),
	    "photographer's and editor's copyright");
	is_slice(
	    f.date, SLICE("2019-04-12T10:15:00+02:00"), "date with its offset");
}

static void
test_big(struct exif *exif)
{
	const struct tag tags[] = {{0, 0x0112, 3, {"\0\3", 2}},
	    TEXT(0, 0x8298, "\0 Editor"), DATE("2016:02:29 00:00:00")};
	struct exif_facts f = read_tags(exif, tags, 3, true);

	ok(f.orientation == 3, "big-endian");
	is_slice(f.artist, SLICE(""), "nothing is invented");
	is_slice(f.copyright, SLICE("Editor"), "only the editor's copyright");
	is_slice(f.date, SLICE("2016-02-29T00:00:00"), "a leap day, no offset");
}

static void
test_dates(struct exif *exif)
{
	static const struct {
		const char *text, *date;
		bool bad;
	} dates[] = {
	    {"2019-04-12T10:15:00", "2019-04-12T10:15:00", false},
	    {"    :  :     :  :  ", "", false},
	    {"                   ", "", false},
	    {"0000:00:00 00:00:00", "", true},
	    {"2019:02:29 10:00:00", "", true},
	    {"2019:04:31 10:00:00", "", true},
	    {"2019:13:01 10:00:00", "", true},
	    {"2019:04:12 24:00:00", "", true},
	    {"05.10.2009 11:16   ", "", true},
	    {"2019:04:12         ", "", true},
	    {"1800:04:12 10:15:00", "", true},
	};

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct tag tag = {1, 0x9003, 2, {dates[i].text, 20}};
		struct exif_facts f = read_tags(exif, &tag, 1, false);

		is_slice(f.date, slice_of(dates[i].date), dates[i].text);
		ok(f.bad_date == dates[i].bad, "marked or not");
	}
}

static void
test_offsets(struct exif *exif)
{
	static const struct {
		struct slice text, date;
	} offsets[] = {
	    {{"-03:30", 7}, {"2019-04-12T10:15:00-03:30", 25}},
	    {{"Z", 2}, {"2019-04-12T10:15:00Z", 20}},
	    {{"+02\0"
	      "00",
		 7},
		{"2019-04-12T10:15:00", 19}},
	    {{"+99:00", 7}, {"2019-04-12T10:15:00", 19}},
	    {{"      ", 7}, {"2019-04-12T10:15:00", 19}},
	};

	for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
		const struct tag tags[] = {DATE("2019:04:12 10:15:00"),
		    {1, 0x9011, 2, offsets[i].text}};

		is_slice(read_tags(exif, tags, 2, false).date, offsets[i].date,
		    "an offset");
	}
}

static void
test_text(struct exif *exif)
{
	static const struct {
		struct slice text, clean;
	} texts[] = {
	    {{"\xC3\x85sa Lindqvist", 14}, {"\xC3\x85sa Lindqvist", 14}},
	    {{"\xC5sa Lindqvist", 13}, {"\xC3\x85sa Lindqvist", 14}},
	    {{"\x93quoted\x94 \x80", 10},
		{"\xE2\x80\x9Cquoted\xE2\x80\x9D \xE2\x82\xAC", 16}},
	    {{"two\r\nlines\tand \33[31mred", 23},
		{"two lines and [31mred", 21}},
	    {{"\x81odd", 4}, {"", 0}},
	    {{"\xC2\x85next", 6}, {"next", 4}},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct tag tag = {0, 0x013B, 2, texts[i].text};
		struct exif_facts f = read_tags(exif, &tag, 1, false);

		is_slice(f.artist, texts[i].clean, "clean text");
	}
}

static void
test_damage(struct exif *exif)
{
	const struct tag tags[] = {
	    TEXT(0, 0x013B, "A. Curator"), DATE("2019:04:12 10:15:00")};
	struct exif_facts f = read_tags(exif, tags, 2, false);
	size_t n = payload.n;

	is_slice(f.artist, SLICE("A. Curator"), "sound");
	f = exif_read(exif, payload.at, 20);
	ok(f.corrupt, "cut: corruption is said");
	for (size_t i = 0; i < n; i++)
		exif_read(exif, payload.at, i);
	f = exif_read(exif, "no TIFF at all, by no means", 27);
	ok(f.corrupt && f.orientation == 0, "noise");
}

int
main(void)
{
	struct exif *exif = exif_new();

	test_all(exif);
	test_big(exif);
	test_dates(exif);
	test_offsets(exif);
	test_text(exif);
	test_damage(exif);
	exif_free(exif);
	buf_free(&payload);
	return done_testing();
}
