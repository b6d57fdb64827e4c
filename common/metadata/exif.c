/* SPDX-License-Identifier: MIT */
#include <libexif/exif-data.h>
#include <libexif/exif-log.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "metadata/exif.h"

struct exif {
	ExifLog *log;
	bool corrupt;
	struct buf payload; /* with the name that libexif looks for */
	struct buf text;
};

static const char name[] = "Exif\0";

enum { NAME = sizeof name };

/* libexif tells what is broken here only, and of values that lie behind the
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

struct exif *
exif_new(void)
{
	struct exif *exif = mem_array(1, sizeof *exif);

	exif->log = exif_log_new();
	exif_log_set_func(exif->log, listen, exif);
	return exif;
}

void
exif_free(struct exif *exif)
{
	if (exif == NULL)
		return;
	exif_log_unref(exif->log);
	buf_free(&exif->payload);
	buf_free(&exif->text);
	free(exif);
}

static uint32_t
take_windows(struct slice *text)
{
	unsigned char c = (unsigned char)*text->at;

	text->at++;
	text->n--;
	return utf8_of_windows(c);
}

static bool
is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
	    code == 0x2029 || code == 0xFFFD;
}

void
exif_put_text(struct buf *out, struct slice text)
{
	bool valid = utf8_valid(text), blank = false;
	size_t start = out->n;

	while (text.n > 0) {
		uint32_t code = valid ? utf8_take(&text) : take_windows(&text);

		if (code == ' ' || is_control(code)) {
			blank = blank || is_control(code);
			if (code == ' ')
				blank = true;
			continue;
		}
		if (blank && out->n > start)
			buf_put_char(out, ' ');
		blank = false;
		utf8_put(out, code);
	}
}

static bool
take_one_of(struct slice *text, const char *characters)
{
	if (text->n == 0 || *text->at == '\0' ||
	    strchr(characters, *text->at) == NULL)
		return false;
	text->at++;
	text->n--;
	return true;
}

static struct slice
trim(struct slice s)
{
	while (s.n > 0 && (s.at[s.n - 1] == '\0' || s.at[s.n - 1] == ' '))
		s.n--;
	while (s.n > 0 && *s.at == ' ') {
		s.at++;
		s.n--;
	}
	return s;
}

/* Appends YYYY-MM-DDThh:mm:ss; false, and nothing, if there is no such time. */
static bool
put_date(struct buf *out, struct slice date)
{
	int part[6];
	static const struct {
		size_t n;
		const char *before;
	} parts[6] = {
	    {4, NULL}, {2, ":-/"}, {2, ":-/"}, {2, " T"}, {2, ":"}, {2, ":"}};

	date = trim(date);
	for (size_t i = 0; i < 6; i++)
		if ((i > 0 && !take_one_of(&date, parts[i].before)) ||
		    !number_take_digits(&date, parts[i].n, &part[i]))
			return false;
	/* The oldest photograph is of 1826. */
	if (date.n > 0 || part[0] < 1826 ||
	    !date_exists(part[0], part[1], part[2]) || part[3] > 23 ||
	    part[4] > 59 || part[5] > 60)
		return false;
	buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d", part[0], part[1],
	    part[2], part[3], part[4], part[5]);
	return true;
}

/* "+02:00" or "Z"; anything else is not known. */
static void
put_offset(struct buf *out, struct slice offset)
{
	struct slice rest = trim(offset);
	int hours, minutes;

	offset = rest;
	if (slice_equal(offset, SLICE("Z")) ||
	    (take_one_of(&rest, "+-") && number_take_digits(&rest, 2, &hours) &&
		take_one_of(&rest, ":") &&
		number_take_digits(&rest, 2, &minutes) && rest.n == 0 &&
		hours <= 14 && minutes <= 59))
		buf_put_slice(out, offset);
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

static void
put_copyright(struct buf *out, struct slice s)
{
	size_t start = out->n, behind;

	exif_put_text(out, first_string(&s));
	behind = out->n;
	if (behind > start)
		buf_put_string(out, "; ");
	exif_put_text(out, first_string(&s));
	if (out->n == behind + 2 && behind > start)
		out->n = behind;
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
	if (put_date(text, part))
		put_offset(text,
		    entry(data, EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL));
	else
		facts->bad_date = !is_blank_date(part);
	ends[0] = text->n;
	exif_put_text(text, first_string(&artist));
	ends[1] = text->n;
	put_copyright(text, entry(data, EXIF_IFD_0, EXIF_TAG_COPYRIGHT));
	ends[2] = text->n;
	exif_put_text(text, first_string(&title));
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
	data = exif_data_new();
	if (data == NULL)
		mem_alloc(SIZE_MAX);
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
