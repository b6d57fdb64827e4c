/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "metadata/metadata.h"
#include "registry/column.h"
#include "picture/decodable.h"
#include "picture/jxl.h"
#include "consumers.h"
#include "decode.h"
#include "judge.h"

static const char *const codes[NFINDINGS] = {
    [MISSING] = "missing",
    [UNREADABLE] = "unreadable",
    [READ_ERROR] = "read-error",
    [NOT_A_FILE] = "not-a-file",
    [EMPTY] = "empty",
    [NOT_A_PICTURE] = "not-a-picture",
    [NO_IMAGE] = "no-image",
    [TRUNCATED] = "truncated",
    [CORRUPT] = "corrupt",
    [CHANGED] = "changed-while-read",
    [NO_DECODER] = "no-decoder",
    [NOT_WEB] = "not-web",
    [BAD_CHECKSUM] = "bad-checksum",
    [END_MISSING] = "end-missing",
    [TOO_MANY_PIXELS] = "too-many-pixels",
    [BMP] = "bmp",
    [ODD_FORMAT] = "odd-format",
    [EXTENSION_LIES] = "wrong-extension",
    [TOO_BIG] = "too-big",
    [ROTATED] = "rotated",
    [EXTRA_CUT] = "trailing-data-cut",
    [TRAILING_DATA] = "trailing-data",
    [BAD_DATE] = "bad-date",
    [EXIF_CORRUPT] = "exif-corrupt",
    [XMP_CORRUPT] = "xmp-corrupt",
    [LICENCE_UNKNOWN] = "licence-unclear",
    [TEXT_TOO_LONG] = "text-too-long",
    [ENCODING_UNCLEAR] = "encoding-unclear",
    [GPS] = "gps",
    [NOT_DECODED] = "not-decoded",
    [ANIMATED] = "animated",
    [SEVERAL_PAGES] = "several-pages",
    [SEVERAL_IMAGES] = "several-images",
    [GAIN_MAP] = "gain-map",
    [MOTION_PHOTO] = "motion-photo",
    [TINY] = "tiny",
    [SYMBIOTA_FORMAT] = "symbiota-format",
    [IDIGBIO_FORMAT] = "idigbio-format",
    [IDIGBIO_EXTENSION] = "idigbio-extension",
    [GBIF_FORMAT] = "gbif-format",
    [GBIF_EXTENSION] = "gbif-extension",
};

/* Padding of a few bytes after a picture is common, and harmless. */
enum { PADDING = 64 };

struct judge {
	const struct settings *settings;
	struct picture *picture;
	struct metadata *metadata;
	struct decoder *decoder;
	struct decode_source source;
	struct hash *md5, *hash, *deep;
	bool found[NFINDINGS];
	bool ended, hashed;
	struct metadata_facts facts;
	struct buf text; /* of numbers and hashes */
};

static void
hash_pixels(void *hash, const void *bytes, size_t n)
{
	hash_push(hash, bytes, n);
}

struct judge *
judge_new(const struct settings *settings)
{
	struct judge *judge = mem_array(1, sizeof *judge);

	judge->settings = settings;
	judge->picture = picture_new();
	judge->metadata = metadata_new();
	if (settings->md5)
		judge->md5 = hash_new(hash_find("md5"));
	if (settings->hash != NULL)
		judge->hash = hash_new(settings->hash);
	if (settings->deep) {
		judge->deep = hash_new(hash_find("md5"));
		picture_give_pixels(judge->picture, hash_pixels, judge->deep);
	}
	return judge;
}

void
judge_free(struct judge *judge)
{
	picture_free(judge->picture);
	metadata_free(judge->metadata);
	decode_free(judge->decoder);
	hash_free(judge->md5);
	hash_free(judge->hash);
	hash_free(judge->deep);
	buf_free(&judge->text);
	free(judge);
}

void
judge_begin(struct judge *judge)
{
	memset(judge->found, 0, sizeof judge->found);
	judge->facts = (struct metadata_facts){0};
	judge->ended = judge->hashed = false;
	judge->source.why[0] = '\0';
	picture_begin(judge->picture);
	if (judge->md5 != NULL)
		hash_begin(judge->md5);
	if (judge->hash != NULL)
		hash_begin(judge->hash);
	if (judge->deep != NULL)
		hash_begin(judge->deep);
}

void
judge_push(struct judge *judge, const void *bytes, size_t n)
{
	picture_push(judge->picture, bytes, n);
	if (judge->md5 != NULL)
		hash_push(judge->md5, bytes, n);
	if (judge->hash != NULL)
		hash_push(judge->hash, bytes, n);
	judge->hashed = true;
}

bool
judge_settled(const struct judge *judge)
{
	return picture_settled(judge->picture);
}

bool
judge_is_hopeless(const struct judge *judge)
{
	const struct picture_facts *facts = picture_facts(judge->picture);

	return picture_settled(judge->picture) &&
	    (facts->kind == NULL || facts->kind->group != MEDIA_PICTURE);
}

bool
judge_is_done(const struct judge *judge)
{
	return judge_is_hopeless(judge) ||
	    (judge->md5 == NULL && judge->hash == NULL &&
		picture_done(judge->picture));
}

void
judge_find(struct judge *judge, enum finding finding)
{
	judge->found[finding] = true;
}

/* Nothing is seen on a screen in pictures smaller than a thumbnail. */
enum { TINY_SIDE = 200 };

/* A video comes with it: Google's names, as attribute or element. */
static bool
is_moving(const struct buf *xmp)
{
	static const char *const says[] = {"MotionPhoto=\"1\"",
	    "MotionPhoto='1'", "MotionPhoto>1<", "MicroVideo=\"1\"",
	    "MicroVideo='1'", "MicroVideo>1<"};

	for (size_t i = 0; i < sizeof says / sizeof *says; i++)
		if (slice_contains(buf_slice(xmp), says[i]))
			return true;
	return false;
}

/* What else is in the file: the picture is its first, or main, image. */
static void
judge_further(struct judge *judge)
{
	const struct picture_facts *facts = picture_facts(judge->picture);
	bool *found = judge->found;

	found[ANIMATED] = facts->animated;
	found[SEVERAL_PAGES] = facts->pages > 1;
	found[GAIN_MAP] = facts->gain_map ||
	    slice_contains(
		buf_slice(&facts->xmp), "http://ns.adobe.com/hdr-gain-map/") ||
	    slice_contains(buf_slice(&facts->xmp), "HDRGainMap");
	found[SEVERAL_IMAGES] = facts->several && !found[GAIN_MAP];
	found[MOTION_PHOTO] = facts->video || is_moving(&facts->xmp);
	found[TINY] = facts->width > 0 && facts->height > 0 &&
	    facts->width < TINY_SIDE && facts->height < TINY_SIDE;
}

/* Shown by browsers, or made to be, or neither. */
static void
judge_kind(struct judge *judge)
{
	const struct picture_facts *facts = picture_facts(judge->picture);
	bool *found = judge->found;

	found[BMP] = strcmp(facts->kind->mime, "image/bmp") == 0;
	found[BAD_CHECKSUM] = facts->bad_checksum;
	found[END_MISSING] = facts->end_missing;
	if (facts->web)
		return;
	if (picture_is_odd(facts))
		found[ODD_FORMAT] = true;
	else if (picture_undecodable(facts) != NULL)
		found[NO_DECODER] = true;
	else
		found[NOT_WEB] = true;
}

static void
judge_structure(struct judge *judge)
{
	const struct picture_facts *facts = picture_facts(judge->picture);
	uint64_t pixels = (uint64_t)facts->width * facts->height;
	bool *found = judge->found;

	found[NO_IMAGE] = facts->state == PICTURE_BARE;
	found[TRUNCATED] = facts->state == PICTURE_TRUNCATED;
	found[CORRUPT] = facts->state == PICTURE_CORRUPT;
	found[TOO_MANY_PIXELS] = pixels > judge->settings->max_pixels;
	found[EXTRA_CUT] = facts->extra_cut;
	found[TRAILING_DATA] = facts->trailing > PADDING;
	judge_kind(judge);
	if (!found[NO_IMAGE] && !found[TRUNCATED] && !found[CORRUPT])
		judge_further(judge);
}

/* A text that the portal has no room for would keep the row out of it. */
static void
fit(struct judge *judge, struct slice *text, const char *column)
{
	const struct column *term = column_find(slice_of(column));

	if (term == NULL || term->most == 0 || text->n <= term->most ||
	    utf8_length(*text) <= term->most)
		return;
	*text = SLICE("");
	judge_find(judge, TEXT_TOO_LONG);
}

static void
judge_metadata(struct judge *judge)
{
	const struct picture_facts *picture = picture_facts(judge->picture);
	struct metadata_facts *f = &judge->facts;
	bool *found = judge->found;

	if (picture->exif.n + picture->xmp.n + picture->iptc.n == 0)
		return;
	*f = metadata_read(judge->metadata, picture);
	found[EXIF_CORRUPT] = f->exif.corrupt;
	found[XMP_CORRUPT] = f->xmp_corrupt;
	found[BAD_DATE] = f->exif.bad_date;
	found[LICENCE_UNKNOWN] = f->licence_unclear;
	/* What browsers do not show has to be made again, upright. */
	found[ROTATED] = f->orientation > 1 && picture->web;
	found[TEXT_TOO_LONG] = f->text_cut;
	found[ENCODING_UNCLEAR] = f->text_unclear;
	found[GPS] = f->position;
	fit(judge, &f->creator, "creator");
	fit(judge, &f->copyright, "copyright");
	fit(judge, &f->owner, "owner");
	fit(judge, &f->caption, "caption");
}

/* A bare JPEG XL codestream says nowhere how long it is: it must be decoded. */
static void
judge_frames(struct judge *judge, picture_reader *reader, void *context)
{
	const struct picture_facts *facts = picture_facts(judge->picture);

	if (facts->state != PICTURE_UNCHECKED || reader == NULL ||
	    judge->settings->quick || judge->found[TOO_MANY_PIXELS] ||
	    strcmp(facts->kind->mime, "image/jxl") != 0)
		return;
	switch (jxl_walk(reader, context, DECODE_MEMORY)) {
	case JXL_CUT: judge_find(judge, TRUNCATED); break;
	case JXL_BROKEN: judge_find(judge, CORRUPT); break;
	case JXL_WHOLE:
	case JXL_UNKNOWN: break;
	}
}

/* Its structure is at fault: are its pixels all there? */
static void
judge_doubt(struct judge *judge)
{
	const struct picture_facts *facts = picture_facts(judge->picture);
	const struct decode_source *source = &judge->source;
	bool *found = judge->found;

	if (facts->state == PICTURE_CORRUPT && !source->fits)
		return;
	found[END_MISSING] = found[TRUNCATED];
	found[BAD_CHECKSUM] |= found[CORRUPT] || source->misfits;
	found[TRUNCATED] = found[CORRUPT] = false;
	judge_further(judge);
}

/* What its structure has given away already is not decoded, but where that
 * leaves a doubt. */
static bool
is_decoded(const struct judge *judge, bool doubtful)
{
	const bool *found = judge->found;

	if (found[NO_IMAGE] || found[TOO_MANY_PIXELS])
		return false;
	if (found[TRUNCATED] || found[CORRUPT])
		return doubtful && !judge->settings->quick;
	return judge->settings->decode;
}

static void
judge_pixels(
    struct judge *judge, uint64_t size, picture_reader *reader, void *context)
{
	const struct picture_facts *facts = picture_facts(judge->picture);
	bool *found = judge->found, doubtful = facts->doubtful;
	enum decode_result result;

	if (!is_decoded(judge, doubtful))
		return;
	if (judge->decoder == NULL)
		judge->decoder = decode_new();
	judge->source = (struct decode_source){.reader = reader,
	    .context = context,
	    .size = size,
	    .pixels = judge->settings->max_pixels};
	result = decode(judge->decoder, facts, &judge->source);
	if (doubtful && result == DECODE_GOOD)
		judge_doubt(judge);
	if (doubtful)
		return;
	found[CORRUPT] = result == DECODE_CORRUPT;
	found[NOT_DECODED] = result == DECODE_LEFT_OUT;
	found[BAD_CHECKSUM] |= judge->source.misfits;
}

void
judge_end(struct judge *judge, uint64_t size, picture_reader *reader,
    void *context, struct slice name)
{
	const struct picture_facts *facts = picture_facts(judge->picture);

	judge->ended = true;
	if (size == 0) {
		judge_find(judge, EMPTY);
		return;
	}
	picture_end(judge->picture, size, reader, context);
	if (facts->kind == NULL || facts->kind->group != MEDIA_PICTURE) {
		judge_find(judge, NOT_A_PICTURE);
		judge->hashed = false;
		return;
	}
	judge_structure(judge);
	judge_frames(judge, reader, context);
	judge_metadata(judge);
	judge_pixels(judge, size, reader, context);
	consumers_judge(judge->settings->readers, facts->kind, name, judge);
	judge->found[EXTENSION_LIES] =
	    !media_type_may_be_named(facts->kind, name);
	judge->found[TOO_BIG] = size > judge->settings->max_bytes;
}

static void
put_codes(const struct judge *judge, struct buf *out)
{
	size_t start = out->n;

	for (size_t i = 0; i < NFINDINGS; i++) {
		if (!judge->found[i])
			continue;
		if (out->n > start)
			buf_put_char(out, ' ');
		buf_put_string(out, codes[i]);
	}
}

static struct slice
number(struct buf *text, uint64_t number)
{
	size_t start = text->n;

	if (number == 0)
		return SLICE("");
	buf_put_number(text, number);
	return (struct slice){text->at + start, text->n - start};
}

static struct slice
value_of(struct hash *hash, struct buf *text)
{
	size_t start = text->n;

	if (hash == NULL)
		return SLICE("");
	hash_end(hash, text);
	return (struct slice){text->at + start, text->n - start};
}

static bool
gives_pixels(const struct media_type *kind)
{
	return (kind->takers & MEDIA_BROWSERS) != 0 &&
	    strcmp(kind->mime, "image/bmp") != 0;
}

void
judge_values(
    struct judge *judge, struct slice values[NCOLUMNS], struct buf *out)
{
	const struct picture_facts *facts = picture_facts(judge->picture);
	struct buf *text = &judge->text;

	buf_clear(text);
	buf_room(text, 512); /* so that slices of it stay */
	for (size_t i = FORMAT; i <= HASH_VALUE; i++)
		values[i] = SLICE("");
	put_codes(judge, out);
	if (!judge->ended || judge->found[EMPTY])
		return;
	if (facts->kind != NULL)
		values[FORMAT] = slice_of(facts->kind->mime);
	values[WIDTH] = number(text, facts->width);
	values[HEIGHT] = number(text, facts->height);
	values[ORIENTATION] = number(text, (uint64_t)judge->facts.orientation);
	values[CREATE_DATE] = judge->facts.date;
	values[CREATOR] = judge->facts.creator;
	values[COPYRIGHT] = judge->facts.copyright;
	values[RIGHTS] = judge->facts.rights;
	values[OWNER] = judge->facts.owner;
	values[CAPTION] = judge->facts.caption;
	values[TITLE] = judge->facts.title;
	values[KEYWORDS] = judge->facts.keywords;
	if (!judge->hashed || judge->settings->quick)
		return;
	values[MEDIA_MD5] = value_of(judge->md5, text);
	values[HASH_VALUE] = value_of(judge->hash, text);
	if (facts->state == PICTURE_WHOLE && gives_pixels(facts->kind))
		values[PIXEL_MD5] = value_of(judge->deep, text);
	if (judge->hash != NULL)
		values[HASH_FUNCTION] = slice_of(judge->settings->hash->name);
}

bool
judge_say(const struct judge *judge, struct buf *out)
{
	const struct picture_facts *facts = picture_facts(judge->picture);

	if (facts->doubtful && !judge->found[CORRUPT] &&
	    !judge->found[TRUNCATED])
		return false;
	if (facts->why != NULL)
		buf_printf(
		    out, "%s (at byte %" PRIu64 ")", facts->why, facts->where);
	else if (judge->found[CORRUPT])
		buf_put_string(out, judge->source.why);
	return facts->why != NULL || judge->found[CORRUPT];
}
