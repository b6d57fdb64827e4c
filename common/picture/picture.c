/* SPDX-License-Identifier: MIT */
/* The machine that the formats' parsers run on. */
#include <stdlib.h>

#include "base/mem.h"
#include "picture/picture_parse.h"
#include "text/xml.h"

static void
put(struct picture *p, const uint8_t *bytes, size_t n)
{
	if (p->pixels && p->give != NULL)
		p->give(p->give_context, bytes, n);
}

void
picture_put_pixels(struct picture *p, const uint8_t *bytes, size_t n)
{
	if (p->give != NULL && n > 0)
		p->give(p->give_context, bytes, n);
}

void
picture_give_pixels(struct picture *p, picture_pixels *give, void *context)
{
	p->give = give;
	p->give_context = context;
}

static void
gather(struct picture *p, const uint8_t **at, size_t *n)
{
	size_t missing = p->need - p->have;
	const uint8_t *bytes = *at;

	if (p->need == 0) {
		p->step(p, NULL);
		return;
	}
	if (p->have == 0 && *n >= p->need) {
		*at += p->need;
		*n -= p->need;
		p->at += p->need;
		put(p, bytes, p->need);
		p->step(p, bytes);
		return;
	}
	if (missing > *n)
		missing = *n;
	memcpy(p->gathered + p->have, bytes, missing);
	p->have += missing;
	*at += missing;
	*n -= missing;
	p->at += missing;
	put(p, bytes, missing);
	if (p->have == p->need) {
		p->have = 0;
		p->step(p, p->gathered);
	}
}

static void
pass(struct picture *p, const uint8_t **at, size_t *n)
{
	size_t some = p->pass < *n ? (size_t)p->pass : *n;
	const uint8_t *bytes = *at;

	p->pass -= some;
	p->at += some;
	*at += some;
	*n -= some;
	if (p->pass_pixels)
		picture_put_pixels(p, bytes, some);
	if (p->through != NULL)
		p->through(p, bytes, some);
}

/* A step that waits for nothing is due even when all bytes are used up. */
static bool
is_due(const struct picture *p, size_t n)
{
	return !p->stopped &&
	    (n > 0 || (p->pass == 0 && p->scan == NULL && p->need == 0));
}

void
picture_feed(struct picture *p, const uint8_t *bytes, size_t n)
{
	while (is_due(p, n)) {
		if (p->pass > 0) {
			pass(p, &bytes, &n);
		} else if (p->scan != NULL) {
			bool pixels = p->pixels;
			size_t took = p->scan(p, bytes, n);

			if (pixels)
				picture_put_pixels(p, bytes, took);
			p->at += took;
			bytes += took;
			n -= took;
		} else {
			gather(p, &bytes, &n);
		}
	}
	p->at += n;
}

void
picture_expect(struct picture *p, size_t n, picture_step *step)
{
	p->scan = NULL;
	p->step = step;
	p->need = n;
	p->have = 0;
}

void
picture_pass(struct picture *p, uint64_t n, picture_through *through)
{
	p->pass = n;
	p->through = through;
	p->pass_pixels = p->pixels;
}

void
picture_look(struct picture *p, picture_scan *scan)
{
	p->scan = scan;
}

void
picture_fail(struct picture *p, enum picture_state state, const char *why)
{
	p->stopped = true;
	p->settled = true;
	if (p->facts.why != NULL)
		return;
	p->facts.state = state;
	p->facts.why = why;
	p->facts.where = p->at;
}

void
picture_complete(struct picture *p)
{
	p->complete = true;
	p->stopped = true;
	p->settled = true;
	p->ended = p->at;
}

bool
picture_keep(struct buf *into, const uint8_t *bytes, size_t n)
{
	if (n > PICTURE_PAYLOAD_MOST - into->n) {
		buf_clear(into);
		return false;
	}
	buf_put(into, (const char *)bytes, n);
	return true;
}

void
picture_keep_exif(struct picture *p, const uint8_t *bytes, size_t n)
{
	picture_keep(&p->facts.exif, bytes, n);
}

void
picture_keep_xmp(struct picture *p, const uint8_t *bytes, size_t n)
{
	picture_keep(&p->facts.xmp, bytes, n);
}

void
picture_keep_iptc(struct picture *p, const uint8_t *bytes, size_t n)
{
	picture_keep(&p->facts.iptc, bytes, n);
}

size_t
picture_rest(struct picture *p, const uint8_t *bytes, size_t n)
{
	(void)p;
	(void)bytes;
	return n;
}

void
picture_enlarge(struct picture *p, uint64_t width, uint64_t height)
{
	uint64_t known = (uint64_t)p->facts.width * p->facts.height;

	if (width == 0 || height == 0 || width > UINT32_MAX ||
	    height > UINT32_MAX || width * height <= known)
		return;
	p->facts.width = (uint32_t)width;
	p->facts.height = (uint32_t)height;
}

static void
start(struct picture *p, const uint8_t *head, size_t n)
{
	p->started = true;
	p->facts.kind = picture_sniff(head, n);
	if (p->facts.kind != NULL) {
		p->parser = picture_parser_of(p->facts.kind);
		p->facts.web = (p->facts.kind->takers & MEDIA_BROWSERS) != 0;
	}
	if (p->parser != NULL) {
		p->parser->begin(p);
	} else {
		p->stopped = true;
		p->settled = true;
	}
}

struct picture *
picture_new(void)
{
	struct picture *p = mem_array(1, sizeof *p);

	picture_begin(p);
	return p;
}

void
picture_free(struct picture *p)
{
	if (p == NULL)
		return;
	buf_free(&p->facts.exif);
	buf_free(&p->facts.xmp);
	buf_free(&p->facts.iptc);
	buf_free(&p->jpeg.mpf);
	buf_free(&p->jpeg.about);
	buf_free(&p->jpeg.rest);
	buf_free(&p->tiff.values);
	buf_free(&p->box.inside);
	buf_free(&p->png.payload);
	buf_free(&p->png.records);
	xml_close(p->xml);
	free(p);
}

void
picture_begin(struct picture *p)
{
	struct buf exif = p->facts.exif, xmp = p->facts.xmp;
	struct buf iptc = p->facts.iptc;

	p->facts = (struct picture_facts){
	    .exif = exif, .xmp = xmp, .iptc = iptc, .pages = 1};
	buf_clear(&p->facts.exif);
	buf_clear(&p->facts.xmp);
	buf_clear(&p->facts.iptc);
	p->parser = NULL;
	p->at = p->size = p->ended = p->pass = 0;
	p->started = p->complete = p->stopped = p->settled = false;
	p->unjudged = p->pixels = false;
	p->through = NULL;
	p->scan = NULL;
	p->step = NULL;
	p->need = p->have = p->nhead = 0;
}

void
picture_push(struct picture *p, const void *bytes, size_t n)
{
	const uint8_t *at = bytes;
	size_t some = PICTURE_HEAD - p->nhead;

	if (p->started) {
		picture_feed(p, at, n);
		return;
	}
	if (some > n)
		some = n;
	memcpy(p->head + p->nhead, at, some);
	p->nhead += some;
	if (p->nhead < PICTURE_HEAD)
		return;
	start(p, p->head, p->nhead);
	picture_feed(p, p->head, p->nhead);
	picture_feed(p, at + some, n - some);
}

bool
picture_settled(const struct picture *p)
{
	return p->settled;
}

bool
picture_done(const struct picture *p)
{
	return p->stopped || (p->pass == 0 && p->scan == picture_rest);
}

/* What was not read to its end: does it end as its kind should? */
static void
judge_ending(struct picture *p)
{
	uint8_t tail[4096];
	size_t n = p->size < sizeof tail ? (size_t)p->size : sizeof tail;

	if (p->reader == NULL || p->parser->ends == NULL)
		return;
	n = p->reader(p->context, p->size - n, tail, n);
	if (p->parser->ends(tail, n)) {
		p->facts.state = PICTURE_WHOLE;
	} else {
		p->at = p->size;
		picture_fail(
		    p, PICTURE_TRUNCATED, "its end is not that of its format");
	}
}

/* Of which kinds the size is in what must be there. */
static bool
must_have_size(const struct picture_facts *facts)
{
	static const enum media_type_id kinds[] = {MEDIA_TIFF, MEDIA_HEIC,
	    MEDIA_HEIF, MEDIA_AVIF, MEDIA_JP2, MEDIA_J2K, MEDIA_JXL};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (facts->kind == media_type_get(kinds[i]))
			return true;
	return facts->web;
}

void
picture_end(
    struct picture *p, uint64_t size, picture_reader *reader, void *context)
{
	bool partial;

	if (!p->started) {
		start(p, p->head, p->nhead);
		picture_feed(p, p->head, p->nhead);
	}
	if (p->parser == NULL)
		return;
	partial = p->at < size;
	p->size = size;
	p->reader = reader;
	p->context = context;
	if (p->parser->end != NULL)
		p->parser->end(p);
	if (p->facts.why != NULL || p->unjudged)
		return;
	if (p->complete) {
		p->facts.state = PICTURE_WHOLE;
		p->facts.trailing = size > p->ended ? size - p->ended : 0;
	} else if (partial) {
		judge_ending(p);
	} else {
		picture_fail(p, PICTURE_TRUNCATED,
		    "the file ends before the picture does");
	}
	if (p->facts.state == PICTURE_WHOLE && must_have_size(&p->facts) &&
	    (p->facts.width == 0 || p->facts.height == 0))
		picture_fail(
		    p, PICTURE_CORRUPT, "its width and height are missing");
}

const struct picture_facts *
picture_facts(const struct picture *p)
{
	return &p->facts;
}
