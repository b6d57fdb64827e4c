/* SPDX-License-Identifier: MIT */
/* A small EXIF of the values of a TIFF. */
#include <assert.h>

#include "picture/picture_tiff.h"

void
tiff_add_value(struct tiff *t, const struct tiff_job *job)
{
	size_t n = (size_t)job->count, size = tiff_size_of(job->type);

	/* Fields of unknown types have no values: take_apart(). */
	assert(size > 0);
	t->list[t->nvalues++] = (struct tiff_value){.tag = job->tag,
	    .type = job->type,
	    .ifd = job->ifd,
	    .count = (uint32_t)(n / size),
	    .at = t->values.n,
	    .n = n};
}

static void
put_number(const struct tiff *t, struct buf *out, uint32_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_put_char(
		    out, (char)(value >> 8 * (t->big ? n - 1 - i : i) & 0xFF));
}

/* The directory of the EXIF that a value goes to. */
static uint8_t
place_of(const struct tiff_value *value)
{
	return value->ifd == TIFF_EXIF || value->ifd == TIFF_GPS ? value->ifd
								 : TIFF_MAIN;
}

/* What the picture's page says goes before what its thumbnail's did. */
static bool
is_said_again(const struct tiff *t, size_t i)
{
	for (size_t k = i + 1; k < t->nvalues; k++)
		if (t->list[k].tag == t->list[i].tag &&
		    place_of(&t->list[k]) == place_of(&t->list[i]))
			return true;
	return false;
}

static void
drop_what_is_said_again(struct tiff *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nvalues; i++)
		if (!is_said_again(t, i))
			t->list[n++] = t->list[i];
	t->nvalues = n;
}

/* How many of the values are a directory's. */
static size_t
count_values(const struct tiff *t, uint8_t ifd)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nvalues; i++)
		n += place_of(&t->list[i]) == ifd;
	return n;
}

static void
put_entry(const struct tiff *t, struct buf *out, const struct tiff_value *v,
    size_t after)
{
	put_number(t, out, v->tag, 2);
	put_number(t, out, v->type, 2);
	put_number(t, out, v->count, 4);
	if (v->n > 4) {
		put_number(t, out, (uint32_t)(after + v->at), 4);
	} else {
		buf_put(out, t->values.at + v->at, v->n);
		buf_put(out, "\0\0\0\0", 4 - v->n);
	}
}

/* The entries of one directory; `after` is where their values will be. */
static void
put_entries(const struct tiff *t, struct buf *out, uint8_t ifd, size_t after)
{
	for (size_t i = 0; i < t->nvalues; i++)
		if (place_of(&t->list[i]) == ifd)
			put_entry(t, out, &t->list[i], after);
}

static void
put_pointer(const struct tiff *t, struct buf *out, uint32_t tag, size_t at)
{
	put_number(t, out, tag, 2);
	put_number(t, out, 4, 2);
	put_number(t, out, 1, 4);
	put_number(t, out, (uint32_t)at, 4);
}

void
tiff_make_exif(struct picture *p)
{
	enum { HEAD = 8, FRAME = 2 + 4, ENTRY = 12 };
	struct tiff *t = &p->tiff;
	struct buf *out = &p->facts.exif;

	drop_what_is_said_again(t);
	if (t->nvalues == 0)
		return;

	size_t nmain = count_values(t, TIFF_MAIN) + 2;
	size_t nexif = count_values(t, TIFF_EXIF);
	size_t ngps = count_values(t, TIFF_GPS);
	size_t exif = HEAD + FRAME + ENTRY * nmain;
	size_t gps = exif + FRAME + ENTRY * nexif;
	size_t after = gps + FRAME + ENTRY * ngps;

	buf_put_string(out, t->big ? "MM" : "II");
	put_number(t, out, 42, 2);
	put_number(t, out, HEAD, 4);
	put_number(t, out, (uint32_t)nmain, 2);
	put_entries(t, out, TIFF_MAIN, after);
	put_pointer(t, out, TIFF_EXIF_IFD, exif);
	put_pointer(t, out, TIFF_GPS_IFD, gps);
	put_number(t, out, 0, 4);
	put_number(t, out, (uint32_t)nexif, 2);
	put_entries(t, out, TIFF_EXIF, after);
	put_number(t, out, 0, 4);
	put_number(t, out, (uint32_t)ngps, 2);
	put_entries(t, out, TIFF_GPS, after);
	put_number(t, out, 0, 4);
	buf_put_slice(out, buf_slice(&t->values));
}
