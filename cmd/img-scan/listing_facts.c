/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <strings.h>

#include "base/date.h"
#include "base/number.h"
#include "net/http_date.h"
#include "listing_facts.h"

/* Words of the text around a link that are looked at. */
enum { WORDS_MOST = 64, HTTP_DATE = 29 };

struct words {
	struct slice at[WORDS_MOST];
	size_t n;
};

static void
split(struct words *words, struct slice text)
{
	size_t start, i = 0;

	words->n = 0;
	while (words->n < WORDS_MOST) {
		while (i < text.n && (unsigned char)text.at[i] <= ' ')
			i++;
		for (start = i; i < text.n && (unsigned char)text.at[i] > ' ';)
			i++;
		if (i == start)
			break;
		words->at[words->n++] =
		    (struct slice){text.at + start, i - start};
	}
}

static struct slice
word(const struct words *words, size_t i)
{
	return i < words->n ? words->at[i] : SLICE("");
}

static bool
is_one_of(struct slice text, const char *const list[])
{
	for (; *list != NULL; list++)
		if (strlen(*list) == text.n &&
		    strncasecmp(*list, text.at, text.n) == 0)
			return true;
	return false;
}

/* "23:59", "1:05:00", "05:00PM". */
static bool
is_time(struct slice text)
{
	static const char *const halves[] = {"AM", "PM", NULL};

	return is_one_of(text, halves) ||
	    (text.n >= 4 && isdigit((unsigned char)text.at[0]) &&
		(text.at[1] == ':' || text.at[2] == ':'));
}

/* Digits, and twice the same of "-", "/" and "."; "15Feb2020". */
static bool
is_date(struct slice text)
{
	size_t marks = 0, digits = 0;

	for (size_t i = 0; i < text.n; i++) {
		digits += isdigit((unsigned char)text.at[i]) != 0;
		marks += memchr("-/.", text.at[i], 3) != NULL;
	}
	return text.n >= 8 && marks == 2 && digits >= 4;
}

static const char *const units[] = {"K", "KB", "KiB", "Ko", "M", "MB", "MiB",
    "Mo", "G", "GB", "GiB", "Go", "T", "TB", "TiB", "To", "kbytes", "mbytes",
    "gbytes", NULL};
static const char *const plain[] = {"bytes", "byte", "B", NULL};

bool
listing_facts_shows_size(struct slice text)
{
	struct words words;

	split(&words, text);
	for (size_t i = 1; i < words.n; i++)
		if (isdigit((unsigned char)*words.at[i - 1].at) &&
		    (is_one_of(words.at[i], units) ||
			is_one_of(words.at[i], plain)))
			return true;
	return false;
}

/* "3.2 K", "22M". */
static bool
is_rounded(const struct words *words, size_t i)
{
	struct slice text = words->at[i];
	size_t n = 0;

	while (n < text.n &&
	    (isdigit((unsigned char)text.at[n]) || text.at[n] == '.'))
		n++;
	return n > 0 &&
	    is_one_of(
		n < text.n ? slice_from(text, n) : word(words, i + 1), units);
}

static bool
size_at(const struct words *words, size_t i, uint64_t *bytes)
{
	struct slice text = words->at[i], next = word(words, i + 1);
	struct slice last = i > 0 ? words->at[i - 1] : SLICE("");

	if (text.n > 1 && text.at[text.n - 1] == 'B') {
		text.n--;
		return number_read(text, INT64_MAX, bytes);
	}
	if (!number_read(text, INT64_MAX, bytes) || is_one_of(next, units))
		return false;
	return is_one_of(next, plain) || is_time(last) || is_date(last) ||
	    is_date(next);
}

static void
read_http_time(struct listing_facts *facts, struct slice text)
{
	for (size_t i = 0; i + HTTP_DATE <= text.n && !facts->has_time; i++)
		if (text.at[i + 3] == ',')
			facts->has_time = http_date_read(
			    (struct slice){text.at + i, HTTP_DATE}, 0,
			    &facts->time);
}

void
listing_facts_read(
    struct listing_facts *facts, struct slice before, struct slice after)
{
	struct words words;
	bool rounded = false;

	split(&words, after);
	for (size_t i = 0; i < words.n && !facts->has_bytes && !rounded; i++) {
		rounded = is_rounded(&words, i);
		facts->has_bytes = size_at(&words, i, &facts->bytes);
	}
	split(&words, before);
	if (words.n > 1 && !facts->has_bytes && !rounded)
		facts->has_bytes = size_at(&words, words.n - 1, &facts->bytes);
	if (!facts->has_time)
		read_http_time(facts, after);
}

/* "+01:00" as seconds. */
static bool
read_zone(struct slice text, int64_t *zone)
{
	uint64_t hours, minutes;

	if (slice_equal(text, SLICE("Z")) || slice_equal(text, SLICE("z"))) {
		*zone = 0;
		return true;
	}
	if (text.n != 6 || (text.at[0] != '+' && text.at[0] != '-') ||
	    text.at[3] != ':' ||
	    !number_read((struct slice){text.at + 1, 2}, INT64_MAX, &hours) ||
	    !number_read((struct slice){text.at + 4, 2}, INT64_MAX, &minutes) ||
	    hours > 23 || minutes > 59)
		return false;
	*zone = (int64_t)(hours * 3600 + minutes * 60);
	if (text.at[0] == '-')
		*zone = -*zone;
	return true;
}

bool
listing_facts_read_time(struct slice text, int64_t *seconds)
{
	char utc[] = "YYYY-MM-DDThh:mm:ssZ";
	size_t n = sizeof utc - 2;
	int64_t zone;

	if (text.n <= n)
		return false;
	memcpy(utc, text.at, n);
	text.at += n;
	text.n -= n;
	if (text.n > 0 && *text.at == '.')
		do {
			text.at++;
			text.n--;
		} while (text.n > 0 && isdigit((unsigned char)*text.at));
	if (!read_zone(text, &zone) || !date_read(slice_of(utc), seconds))
		return false;
	*seconds -= zone;
	return true;
}
