/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "metadata/clean_text.h"
#include "metadata/iptc.h"
#include "metadata/licence.h"
#include "metadata/metadata.h"
#include "metadata/taken.h"

struct metadata {
	struct exif *exif;
	struct xmp xmp;
	struct iptc iptc;
	struct buf uri, other;
	struct buf creator, owner, keywords, date;
};

struct metadata *
metadata_new(void)
{
	struct metadata *m = mem_array(1, sizeof *m);

	m->exif = exif_new();
	return m;
}

void
metadata_free(struct metadata *m)
{
	if (m == NULL)
		return;
	exif_free(m->exif);
	xmp_free(&m->xmp);
	iptc_free(&m->iptc);
	buf_free(&m->uri);
	buf_free(&m->other);
	buf_free(&m->creator);
	buf_free(&m->owner);
	buf_free(&m->keywords);
	buf_free(&m->date);
	free(m);
}

static struct slice
first(struct slice a, struct slice b, struct slice c)
{
	if (a.n > 0)
		return a;
	return b.n > 0 ? b : c;
}

/* Texts that cameras and phones write for want of a caption, in lower case. */
static const char *const camera_texts[] = {"sony dsc", "olympus digital camera",
    "minolta digital camera", "konica minolta digital camera",
    "samsung digital camera", "pentax digital camera", "ricoh digital camera",
    "sanyo digital camera", "casio digital camera", "nikon digital camera",
    "kodak digital still camera", "kodak digital camera", "digital camera",
    "digital stillcamera", "digital still camera", "maginon digital camera",
    "medion digital camera", "benq digital camera", "praktica digital camera",
    "rollei digital camera", "vivitar digital camera", "polaroid camera",
    "exif_jpeg", "exif_jpeg_picture", "exif_jpeg_420", "exif_jpeg_422",
    "exif jpeg", "jpeg", "samsung", "kodak", "dcim", "untitled", "default",
    "image description", "dsc", "dav", "cof", "hdr", "hdrpl", "mde", "sdr",
    "ptr", "nor", "oznor", "oznorco", "edf", "bty", "bsh", "cuva", "_cuva"};

static bool
starts(struct slice s, const char *lead)
{
	size_t n = strlen(lead);

	return s.n >= n && memcmp(s.at, lead, n) == 0;
}

/* DCIM\100MEDIA\DJI_0001.JPG, <KENOX S1050  / Samsung S1050>, DSC_0123. */
static bool
is_device_name(struct slice lower)
{
	static const char *const leads[] = {"dcim\\", "dcim/"};
	static const char *const counters[] = {"dsc", "dsc_", "dscn", "dscf",
	    "img_", "imgp", "imag", "pict", "dji_", "sdc"};
	size_t i;

	for (i = 0; i < sizeof leads / sizeof *leads; i++)
		if (starts(lower, leads[i]))
			return true;
	if (lower.n > 2 && lower.at[0] == '<' && lower.at[lower.n - 1] == '>')
		return true;
	for (i = 0; i < sizeof counters / sizeof *counters; i++) {
		struct slice rest = lower;
		size_t digits = 0;

		if (!starts(lower, counters[i]))
			continue;
		rest = slice_from(rest, strlen(counters[i]));
		while (digits < rest.n && rest.at[digits] >= '0' &&
		    rest.at[digits] <= '9')
			digits++;
		if (digits >= 3 &&
		    (digits == rest.n || rest.at[digits] == '.') &&
		    rest.n - digits <= 5)
			return true;
	}
	return false;
}

/* Only as a whole: a person's caption may begin in the same way. */
static bool
is_caption(struct slice text)
{
	char lower[64];

	if (text.n >= sizeof lower)
		return true;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];

		lower[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	text.at = lower;
	for (size_t i = 0; i < sizeof camera_texts / sizeof *camera_texts; i++)
		if (slice_equal(text, slice_of(camera_texts[i])))
			return false;
	return !is_device_name(text);
}

static struct slice
caption_of(struct slice text)
{
	return is_caption(text) ? text : SLICE("");
}

/* A field that is for licences alone speaks of one whatever is in it; two
 * that name different ones leave it open. */
static enum licence
add_licence(
    struct metadata *m, enum licence so_far, struct slice text, bool own)
{
	enum licence one;

	buf_clear(&m->other);
	one = licence_find(text, &m->other);
	if (one == LICENCE_NONE && own && text.n > 0)
		one = LICENCE_UNCLEAR;
	if (one != LICENCE_CLEAR)
		return one > so_far ? one : so_far;
	if (so_far == LICENCE_CLEAR &&
	    !slice_equal(buf_slice(&m->uri), buf_slice(&m->other))) {
		m->uri.n = 0;
		return LICENCE_CLEAR;
	}
	if (so_far != LICENCE_CLEAR)
		buf_put_slice(&m->uri, buf_slice(&m->other));
	return LICENCE_CLEAR;
}

/* Of every text of a property, in whatever language. */
static enum licence
add_licences(
    struct metadata *m, enum licence so_far, enum xmp_field field, bool own)
{
	struct slice items = buf_slice(&m->xmp.values[field]), language, text;

	while (xmp_next(&items, &language, &text))
		so_far = add_licence(m, so_far, text, own);
	return so_far;
}

static void
read_licence(struct metadata *m, struct metadata_facts *facts)
{
	enum licence found = LICENCE_NONE;

	buf_clear(&m->uri);
	found = add_licences(m, found, XMP_LICENCE, true);
	found = add_licences(m, found, XMP_LICENCE_TERM, true);
	found = add_licences(m, found, XMP_TERMS, false);
	found = add_licences(m, found, XMP_STATEMENT, false);
	found = add_licences(m, found, XMP_RIGHTS, false);
	found = add_licence(m, found, facts->exif.copyright, false);
	found = add_licence(m, found, buf_slice(&m->iptc.copyright), false);
	facts->rights = buf_slice(&m->uri);
	facts->licence_unclear = found != LICENCE_NONE && m->uri.n == 0;
}

/* Joined, each once. `out` has what was found before. */
static void
join(struct buf *out, struct slice text, const char *between)
{
	struct slice have = buf_slice(out);
	size_t n = strlen(between);

	while (have.n >= text.n) {
		const char *next = memmem(have.at, have.n, between, n);
		struct slice one = {
		    have.at, next != NULL ? (size_t)(next - have.at) : have.n};

		if (slice_equal(one, text))
			return;
		have = next != NULL ? slice_from(have, one.n + n) : SLICE("");
	}
	if (out->n > 0)
		buf_put_string(out, between);
	buf_put_slice(out, text);
}

static void
join_xmp(struct buf *out, const struct xmp *xmp, enum xmp_field field,
    const char *between)
{
	struct slice items = buf_slice(&xmp->values[field]), language, text;

	while (xmp_next(&items, &language, &text))
		join(out, text, between);
}

static void
join_iptc(struct buf *out, const struct buf *list, const char *between)
{
	struct slice items = buf_slice(list), text;

	while (slice_word(&items, '\n', &text))
		join(out, text, between);
}

static void
read_lists(struct metadata *m, struct metadata_facts *facts)
{
	buf_clear(&m->creator);
	buf_clear(&m->owner);
	buf_clear(&m->keywords);
	join_xmp(&m->creator, &m->xmp, XMP_CREATOR, METADATA_NAMES_BETWEEN);
	if (m->creator.n == 0)
		join_iptc(
		    &m->creator, &m->iptc.creators, METADATA_NAMES_BETWEEN);
	join_xmp(&m->owner, &m->xmp, XMP_OWNER, METADATA_NAMES_BETWEEN);
	join_xmp(&m->keywords, &m->xmp, XMP_SUBJECT, METADATA_KEYWORDS_BETWEEN);
	if (m->keywords.n == 0)
		join_iptc(
		    &m->keywords, &m->iptc.keywords, METADATA_KEYWORDS_BETWEEN);
	facts->creator =
	    first(facts->exif.artist, buf_slice(&m->creator), SLICE(""));
	facts->owner = buf_slice(&m->owner);
	facts->keywords = buf_slice(&m->keywords);
}

static void
read_date(struct metadata *m, struct metadata_facts *facts)
{
	static const enum xmp_field dates[] = {
	    XMP_DATE_ORIGINAL, XMP_DATE_CREATED, XMP_CREATE_DATE};

	buf_clear(&m->date);
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		if (m->date.n == 0)
			taken_put_xmp(&m->date, xmp_text(&m->xmp, dates[i]));
	facts->date = first(
	    facts->exif.date, buf_slice(&m->date), buf_slice(&m->iptc.date));
}

static void
read_all(struct metadata *m, const struct picture_facts *picture,
    struct metadata_facts *f)
{
	if (picture->exif.n > 0)
		f->exif = exif_read(m->exif, picture->exif.at, picture->exif.n);
	xmp_clear(&m->xmp);
	if (picture->xmp.n > 0)
		f->xmp_corrupt = !xmp_read(&m->xmp, buf_slice(&picture->xmp));
	iptc_read(&m->iptc, buf_slice(&picture->iptc));
	f->text_unclear = f->exif.unclear || m->iptc.unclear;
	f->text_cut = m->xmp.cut || m->iptc.cut;
	f->position = f->exif.position ||
	    (m->xmp.values[XMP_LATITUDE].n > 0 &&
		m->xmp.values[XMP_LONGITUDE].n > 0);
	f->orientation = picture->exif_unheeded ? 0 : f->exif.orientation;
}

struct metadata_facts
metadata_read(struct metadata *m, const struct picture_facts *picture)
{
	struct metadata_facts f = {.orientation = 0};

	read_all(m, picture, &f);
	read_lists(m, &f);
	read_date(m, &f);
	f.copyright = first(f.exif.copyright, xmp_text(&m->xmp, XMP_RIGHTS),
	    buf_slice(&m->iptc.copyright));
	f.caption = first(caption_of(f.exif.description),
	    caption_of(xmp_text(&m->xmp, XMP_DESCRIPTION)),
	    caption_of(buf_slice(&m->iptc.caption)));
	f.title = first(xmp_text(&m->xmp, XMP_TITLE), buf_slice(&m->iptc.title),
	    first(xmp_text(&m->xmp, XMP_HEADLINE), buf_slice(&m->iptc.headline),
		SLICE("")));
	read_licence(m, &f);
	return f;
}

/* A property that XMP has is not IPTC's to say. */
static void
fill(struct metadata *m, enum xmp_field field, const struct buf *list)
{
	struct slice items = buf_slice(list), text;

	if (m->xmp.values[field].n > 0)
		return;
	while (slice_word(&items, '\n', &text))
		xmp_add(&m->xmp, field, SLICE("x-default"), text);
}

const struct xmp *
metadata_xmp(struct metadata *m)
{
	fill(m, XMP_CREATOR, &m->iptc.creators);
	fill(m, XMP_SUBJECT, &m->iptc.keywords);
	fill(m, XMP_RIGHTS, &m->iptc.copyright);
	fill(m, XMP_DESCRIPTION, &m->iptc.caption);
	fill(m, XMP_TITLE, &m->iptc.title);
	fill(m, XMP_HEADLINE, &m->iptc.headline);
	return &m->xmp;
}
