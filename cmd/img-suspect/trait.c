/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/date.h"
#include "base/number.h"
#include "base/path.h"
#include "base/table.h"
#include "net/url_normal.h"
#include "text/collation.h"
#include "stream/fields.h"
#include "doubt.h"
#include "trait.h"

/* Digits of the longest number that has a place in a series. */
enum { DIGITS_MOST = 18, SECONDS_A_DAY = 86400 };

void
trait_reader_free(struct trait_reader *reader)
{
	buf_free(&reader->value);
	buf_free(&reader->fold);
	buf_free(&reader->name);
}

uint64_t
trait_text(struct slice text)
{
	uint64_t hash;

	if (text.n == 0)
		return 0;
	hash = table_key(text);
	return hash != 0 ? hash : 1;
}

uint64_t
trait_url(struct trait_reader *reader, struct slice url)
{
	if (url.n == 0)
		return 0;
	buf_clear(&reader->fold);
	url_put_comparable(&reader->fold, url, reader->domain);
	return trait_text(buf_slice(&reader->fold));
}

struct series_number
trait_number(struct trait_reader *reader, struct slice number)
{
	struct series_number found = {0};
	struct slice digits, text;
	size_t end, before;
	uint64_t tail;

	buf_clear(&reader->fold);
	collation_put(&reader->fold, number);
	text = buf_slice(&reader->fold);
	end = text.n;
	while (end > 0 && !ascii_is_digit(text.at[end - 1]))
		end--;
	for (before = end; before > 0 && ascii_is_digit(text.at[before - 1]);)
		before--;
	digits = (struct slice){text.at + before, end - before};
	if (digits.n == 0 || digits.n > DIGITS_MOST ||
	    !number_read(digits, UINT64_MAX, &found.value))
		return (struct series_number){0};
	tail = trait_text(slice_from(text, end));
	found.series =
	    table_key_number(trait_text((struct slice){text.at, before}), tail);
	found.series += found.series == 0;
	found.width = digits.n;
	found.start = before;
	return found;
}

static struct slice
value_of(struct trait_reader *reader, const struct block *block, size_t row,
    size_t column)
{
	return stream_value(field_of(block, row, column), &reader->value);
}

static int32_t
day_number(int year, int month, int day)
{
	struct date_time time = {.year = year, .month = month, .day = day};
	int64_t seconds;

	if (!date_exists(year, month, day) ||
	    !date_time_seconds(&time, &seconds))
		return NO_DAY;
	return (int32_t)(seconds / SECONDS_A_DAY);
}

static int32_t
day_of(struct slice date)
{
	int year, month, day;

	if (!number_take_digits(&date, 4, &year) || date.n < 6 ||
	    *date.at != '-')
		return NO_DAY;
	date = slice_from(date, 1);
	if (!number_take_digits(&date, 2, &month) || *date.at != '-')
		return NO_DAY;
	date = slice_from(date, 1);
	if (!number_take_digits(&date, 2, &day))
		return NO_DAY;
	return day_number(year, month, day);
}

/* A separator of dates: none, or one that must be the same again. */
static bool
take_mark(struct slice *text, char *mark)
{
	bool there = text->n > 0 && *text->at != '\0' &&
	    strchr("-_. ", *text->at) != NULL;

	if (*mark == '\0')
		*mark = there ? *text->at : '0';
	if (*mark == '0')
		return !there;
	if (!there || *text->at != *mark)
		return false;
	*text = slice_from(*text, 1);
	return true;
}

/* A year, month and maybe day at the front: "2024-05", "20240512". */
static bool
take_period(struct slice text, struct trait *trait)
{
	int year, month, day;
	char mark = '\0';

	if (!number_take_digits(&text, 4, &year) || year < 1900 ||
	    year > 2099 || !take_mark(&text, &mark) ||
	    !number_take_digits(&text, 2, &month) || month < 1 || month > 12)
		return false;
	if (text.n > 1 && take_mark(&text, &mark) &&
	    number_take_digits(&text, 2, &day)) {
		trait->from = trait->to = day_number(year, month, day);
	} else if (mark != '0') {
		trait->from = day_number(year, month, 1);
		trait->to = month < 12 ? day_number(year, month + 1, 1)
				       : day_number(year + 1, 1, 1);
	}
	return trait->from != NO_DAY &&
	    (text.n == 0 || !ascii_is_digit(*text.at));
}

/* The days that the innermost folder is called after, if it is. */
static void
read_folder(struct slice folder, struct trait *trait)
{
	while (folder.n > 0 && folder.at[folder.n - 1] == '/')
		folder.n--;
	folder = path_last(folder);
	for (size_t i = 0; i < folder.n; i++) {
		if (i > 0 && ascii_is_digit(folder.at[i - 1]))
			continue;
		trait->from = trait->to = NO_DAY;
		if (take_period(slice_from(folder, i), trait))
			return;
	}
	trait->from = trait->to = NO_DAY;
}

static bool
has_letter(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (ascii_is_letter(text.at[i]))
			return true;
	return false;
}

/*
 * True if the name, in comparable form, has another number of the same series
 * and width in it and not this one.
 */
static bool
name_disagrees(
    struct slice name, struct slice number, const struct series_number *parts)
{
	struct slice prefix = {number.at, parts->start};
	const char *at = name.at;
	bool other = false;

	if (!has_letter(prefix))
		return false;
	while ((at = memmem(at, name.n - (size_t)(at - name.at), prefix.at,
		    prefix.n)) != NULL) {
		struct slice rest =
		    slice_from(name, (size_t)(at - name.at) + prefix.n);
		size_t n = 0;

		while (n < rest.n && ascii_is_digit(rest.at[n]))
			n++;
		if (n == parts->width) {
			if (memcmp(rest.at, number.at + parts->start, n) == 0)
				return false;
			other = true;
		}
		at++;
	}
	return other;
}

/* "IMG_0042.JPG" is the 42nd of a camera, if that is not the specimen's number;
 * or else the time tells what came before. */
static void
read_shot(struct trait_reader *reader, struct slice date,
    const struct block *block, size_t row, struct trait *trait)
{
	struct slice name = stream_value(
	    field_of(block, row, reader->columns.name), &reader->name);
	struct slice stem = name;
	const char *dot = name.n > 0 ? memrchr(name.at, '.', name.n) : NULL;
	struct series_number parts;
	struct date_time time = {0};

	if (dot != NULL)
		stem.n = (size_t)(dot - name.at);
	parts = trait_number(reader, stem);
	if (parts.series != 0 && parts.series != trait->series &&
	    parts.start + parts.width == reader->fold.n) {
		trait->camera = parts.series;
		trait->shot = parts.value;
		return;
	}
	if (trait->day < 0 || date.n < sizeof "YYYY-MM-DDThh:mm:ss" - 1)
		return;
	date = slice_from(date, sizeof "YYYY-MM-DDT" - 1);
	if (!date_take_clock(&date, &time))
		return;
	trait->camera = 1;
	trait->shot = ((uint64_t)trait->day * 24 + (uint64_t)time.hour) * 3600 +
	    (uint64_t)time.minute * 60 + (uint64_t)time.second + 1;
}

static void
read_number(struct trait_reader *reader, const struct block *block, size_t row,
    struct trait *trait)
{
	const struct trait_columns *columns = &reader->columns;
	struct slice number = SLICE(""), name;
	struct series_number parts;

	for (size_t i = 0; i < 3 && number.n == 0; i++)
		number = value_of(reader, block, row, columns->numbers[i]);
	parts = trait_number(reader, number);
	trait->series = parts.series;
	trait->value = parts.value;
	trait->width = (uint8_t)parts.width;
	if (parts.series == 0)
		return;
	name = value_of(reader, block, row, columns->name);
	buf_clear(&reader->name);
	collation_put(&reader->name, name);
	if (name_disagrees(
		buf_slice(&reader->name), buf_slice(&reader->fold), &parts))
		trait->doubts |= DOUBT_BIT(DOUBT_NAME);
}

struct trait
trait_of_row(struct trait_reader *reader, const struct block *block, size_t row)
{
	const struct trait_columns *columns = &reader->columns;
	struct trait trait = {.day = NO_DAY, .from = NO_DAY, .to = NO_DAY};
	struct slice place, text;
	uint64_t number;

	read_number(reader, block, row, &trait);
	text = value_of(reader, block, row, columns->occid);
	if (number_read(text, UINT32_MAX, &number))
		trait.occid = (uint32_t)number;
	text = value_of(reader, block, row, columns->url);
	trait.url = trait_url(reader, text);
	place = value_of(reader, block, row, columns->path);
	if (place.n == 0)
		place = value_of(reader, block, row, columns->url);
	place.n -= path_last(place).n;
	trait.folder = trait_text(place);
	read_folder(place, &trait);
	trait.md5 = trait_text(value_of(reader, block, row, columns->md5));
	trait.pixels =
	    trait_text(value_of(reader, block, row, columns->pixels));
	text = value_of(reader, block, row, columns->date);
	trait.day = day_of(text);
	read_shot(reader, text, block, row, &trait);
	text = value_of(reader, block, row, columns->sort);
	trait.ordered = text.n > 0 && !slice_is(text, "1");
	return trait;
}
