/* SPDX-License-Identifier: MIT */
#include <libexif/exif-data.h>
#include <libexif/exif-log.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "metadata/clean_text.h"
#include "metadata/exif.h"
#include "metadata/taken.h"

struct exif {
	ExifMem *mem;
	ExifLog *log;
	bool corrupt;
	struct buf payload; /* with the name that libexif looks for */
	struct buf text;
};

static const char name[] = "Exif\0";

enum { NAME = sizeof name };

/* libexif tells what is broken here only, and of values that lie after the
 * end only in the words for who debugs it. Makers' notes are not our matter. */
static void
listen(ExifLog *log, ExifLogCode code, const char *domain, const char *format,
    va_list arguments, void *data)
{
	struct exif *exif = data;

	(void)log;
	(void)arguments;
	if (strcmp(domain, "ExifData") == 0 &&
	    (code == EXIF_LOG_CODE_CORRUPT_DATA ||
		strstr(format, "past end of buffer") != NULL ||
		strncmp(format, "Short data", 10) == 0))
		exif->corrupt = true;
}

static void *
allocate(ExifLong n)
{
	return mem_array(n, 1);
}

static void *
reallocate(void *p, ExifLong n)
{
	return mem_resize(p, n, 1);
}

/* Without memory, libexif leaves tags out and says nothing. */
struct exif *
exif_new(void)
{
	struct exif *exif = mem_array(1, sizeof *exif);

	exif->mem = exif_mem_new(allocate, reallocate, free);
	if (exif->mem == NULL)
		die("out of memory");
	exif->log = exif_log_new_mem(exif->mem);
	exif_log_set_func(exif->log, listen, exif);
	return exif;
}

void
exif_free(struct exif *exif)
{
	if (exif == NULL)
		return;
	exif_log_unref(exif->log);
	exif_mem_unref(exif->mem);
	buf_free(&exif->payload);
	buf_free(&exif->text);
	free(exif);
}

static struct slice
entry(ExifData *data, ExifIfd ifd, ExifTag tag)
{
	ExifEntry *e = exif_content_get_entry(data->ifd[ifd], tag);

	if (e == NULL || e->data == NULL ||
	    (e->format != EXIF_FORMAT_ASCII && e->format != EXIF_FORMAT_BYTE &&
		e->format != EXIF_FORMAT_UNDEFINED))
		return (struct slice){"", 0};
	return (struct slice){(const char *)e->data, e->size};
}

static int
orientation(ExifData *data)
{
	ExifEntry *e =
	    exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
	int value;

	if (e == NULL || e->format != EXIF_FORMAT_SHORT || e->size < 2)
		return 0;
	value = exif_get_short(e->data, exif_data_get_byte_order(data));
	return value >= 1 && value <= 8 ? value : 0;
}

/* Up to the first NUL. */
static struct slice
first_string(struct slice *s)
{
	const char *nul = s->n > 0 ? memchr(s->at, '\0', s->n) : NULL;
	struct slice first = *s;

	if (nul != NULL)
		first.n = (size_t)(nul - s->at);
	s->at += first.n + (nul != NULL);
	s->n -= first.n + (nul != NULL);
	return first;
}

/* "photographer; editor" where both are there. */
static bool
put_copyright(struct buf *out, struct slice s)
{
	size_t start = out->n, after;
	bool good = clean_text_put(out, first_string(&s));

	after = out->n;
	if (after > start)
		buf_put_string(out, "; ");
	good &= clean_text_put(out, first_string(&s));
	if (out->n == after + 2 && after > start)
		out->n = after;
	return good;
}

/* Some write zeros for want of a position. */
static bool
is_place(ExifData *data, int tag)
{
	ExifEntry *e =
	    exif_content_get_entry(data->ifd[EXIF_IFD_GPS], (ExifTag)tag);
	ExifByteOrder order = exif_data_get_byte_order(data);

	if (e == NULL || e->format != EXIF_FORMAT_RATIONAL)
		return false;
	for (size_t i = 0; i + 8 <= e->size; i += 8) {
		ExifRational part = exif_get_rational(e->data + i, order);

		if (part.numerator > 0 && part.denominator > 0)
			return true;
	}
	return false;
}

/* A date of blanks is the standard's way to say "not known". */
static bool
is_blank_date(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] != ' ' && s.at[i] != ':' && s.at[i] != '\0')
			return false;
	return true;
}

static void
read_entries(struct exif *exif, ExifData *data, struct exif_facts *facts)
{
	struct slice date =
	    entry(data, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL);
	struct slice artist = entry(data, EXIF_IFD_0, EXIF_TAG_ARTIST);
	struct slice title =
	    entry(data, EXIF_IFD_0, EXIF_TAG_IMAGE_DESCRIPTION);
	struct slice part = first_string(&date);
	struct buf *text = &exif->text;
	size_t ends[4];

	facts->orientation = orientation(data);
	facts->position = is_place(data, EXIF_TAG_GPS_LATITUDE) ||
	    is_place(data, EXIF_TAG_GPS_LONGITUDE);
	if (taken_put_exif(text, part))
		taken_put_offset(text,
		    entry(data, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL));
	else
		facts->bad_date = !is_blank_date(part);
	ends[0] = text->n;
	facts->unclear = !clean_text_put(text, first_string(&artist));
	ends[1] = text->n;
	facts->unclear |=
	    !put_copyright(text, entry(data, EXIF_IFD_0, EXIF_TAG_COPYRIGHT));
	ends[2] = text->n;
	facts->unclear |= !clean_text_put(text, first_string(&title));
	ends[3] = text->n;
	facts->date = (struct slice){text->at, ends[0]};
	facts->artist = (struct slice){text->at + ends[0], ends[1] - ends[0]};
	facts->copyright =
	    (struct slice){text->at + ends[1], ends[2] - ends[1]};
	facts->description =
	    (struct slice){text->at + ends[2], ends[3] - ends[2]};
}

struct exif_facts
exif_read(struct exif *exif, const void *payload, size_t n)
{
	struct exif_facts facts = {0};
	ExifData *data;

	exif->corrupt = false;
	buf_clear(&exif->payload);
	buf_clear(&exif->text);
	buf_put(&exif->payload, name, NAME);
	buf_put(&exif->payload, payload, n);
	buf_room(&exif->text, 1);
	data = exif_data_new_mem(exif->mem);
	if (data == NULL)
		die("out of memory");
	exif_data_log(data, exif->log);
	/* Otherwise tags are invented that the standard wants to be there. */
	exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
	exif_data_load_data(data, (const unsigned char *)exif->payload.at,
	    (unsigned)exif->payload.n);
	read_entries(exif, data, &facts);
	exif_data_unref(data);
	facts.corrupt = exif->corrupt;
	return facts;
}
