/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "base/ascii.h"
#include "sheet/number_format.h"
#include "sheet/number_section.h"

enum { NUMBER_MOST = 64, DIGITS_KEPT = 15, PLACES_MOST = 64 };

/* The last day of the year 9999 in either calendar. */
#define DAYS_MOST 2958466.0

static const struct number_format general;

uint64_t
number_format_read(struct slice s)
{
	uint64_t number;

	return number_read(s, UINT64_MAX, &number) ? number : UINT64_MAX;
}

/* [h], [mm] and the like, but not [Magenta]. */
static bool
is_elapsed(struct slice code)
{
	if (code.n < 3 || *code.at != '[' ||
	    strchr("hHmMsS", code.at[1]) == NULL)
		return false;
	for (size_t i = 2; i + 1 < code.n; i++)
		if (code.at[i] != code.at[1])
			return false;
	return true;
}

/* Where a format's masks are put together. */
struct parsing {
	struct number_format *format;
	bool text; /* of the text's mask */
	bool minutes;
	bool fraction; /* after the point */
	bool comma; /* one that a place must follow */
	bool other; /* there is what a mask cannot show */
};

static void
add(struct parsing *p, struct slice text)
{
	struct number_format *f = p->format;
	char *mask = p->text ? f->text : f->mask;
	size_t room = p->text ? sizeof f->text : sizeof f->mask;
	size_t n = strlen(mask);

	if (text.n >= room - n) {
		p->other = true;
		return;
	}
	memcpy(mask + n, text.at, text.n);
	mask[n + text.n] = '\0';
}

static void
add_place(struct parsing *p, char place)
{
	add(p, (struct slice){&place, 1});
	if (place != NUMBER_FORMAT_DIGIT && place != NUMBER_FORMAT_OPTIONAL)
		return;
	if (p->format->places < PLACES_MOST)
		p->format->places++;
	else
		p->other = true;
}

static void
add_literal(struct parsing *p, struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.at[i] <= NUMBER_FORMAT_WHOLE) {
			p->other = true;
			return;
		}
	add(p, text);
}

/* Between places a comma sets thousands apart; after the last one it divides
 * by a thousand. */
static void
see_comma(struct parsing *p, char c)
{
	p->other |= p->comma && strchr("0#?,", c) == NULL;
	p->comma = c == ',' && p->format->places > 0;
}

/* One character of a format's code that is no literal. */
static void
see(struct parsing *p, char c)
{
	struct number_format *f = p->format;

	f->date |= strchr("dDyY", c) != NULL;
	f->time |= strchr("hHsS", c) != NULL;
	p->minutes |= c == 'm' || c == 'M';
	see_comma(p, c);
	if (c == '%' && !f->percent) {
		f->percent = true;
		add(p, SLICE("%"));
	} else if (c == '@')
		add_place(p, NUMBER_FORMAT_WHOLE);
	else if (c == '.' && !p->fraction && f->places > 0)
		add_place(p, NUMBER_FORMAT_POINT);
	else if (c == '0' && p->fraction)
		f->decimals++;
	else if (c == '0')
		add_place(p, NUMBER_FORMAT_DIGIT);
	else if ((c == '#' || c == '?') && !p->fraction)
		add_place(p, NUMBER_FORMAT_OPTIONAL);
	else if (ascii_is_letter(c) &&
	    strchr("AaBbDdEeGgHhMmNnSsYy", c) == NULL)
		add(p, (struct slice){&c, 1});
	else if (c != '#' && c != '?' && c != ',')
		p->other = true;
	p->fraction |= c == '.';
}

/* A condition, [<100]. */
static bool
is_condition(struct slice code)
{
	return code.n > 2 && *code.at == '[' &&
	    strchr("<>=", code.at[1]) != NULL;
}

/* [$EUR-407]; but not a language, [$-407]. */
static bool
is_currency(struct slice code)
{
	return code.n > 2 && *code.at == '[' && code.at[1] == '$' &&
	    code.at[2] != '-';
}

/* A format's section, without its ';'. */
static void
parse_section(struct parsing *p, struct slice code)
{
	struct number_format *f = p->format;
	struct slice text;

	while (code.n > 0) {
		size_t n = number_section_literal(code, &text);
		struct slice literal = {code.at, n};

		if (f->elapsed == '\0' && is_elapsed(literal))
			f->elapsed = ascii_lower(code.at[1]);
		f->choosing |= is_condition(literal);
		p->other |= is_currency(literal);
		if (n == 0 && ascii_begins(code, "General")) {
			add_place(p, NUMBER_FORMAT_OPTIONAL);
			n = sizeof "General" - 1;
		} else if (n == 0) {
			see(p, *code.at);
			n = 1;
		} else if (text.at != NULL) {
			add_literal(p, text);
		}
		code = slice_from(code, n);
	}
	p->other |= p->comma;
}

/* The format of texts: the fourth section, or the only one. */
static void
parse_text(struct number_format *f, struct slice code)
{
	struct number_format aside = {0};
	struct parsing p = {.format = &aside};
	struct slice section = SLICE("");
	size_t n = 0;

	while (n < 4 && number_section_next(&code, &section))
		n++;
	if (n == 2 || n == 3)
		return;
	parse_section(&p, section);
	if (!p.other && strchr(aside.mask, NUMBER_FORMAT_WHOLE) != NULL &&
	    strlen(aside.mask) < sizeof f->text)
		strcpy(f->text, aside.mask);
}

/* Keeps the code where the number decides about the section. */
static void
keep_sections(struct parsing *p, struct slice code)
{
	struct number_format *f = p->format;
	struct slice left = code, section;
	size_t n = 0;

	for (; number_section_next(&left, &section); n++)
		f->choosing |= is_condition(section) ||
		    number_section_is_fraction(section);
	if (code.n < sizeof f->sections &&
	    memchr(code.at, '\0', code.n) == NULL && (n > 1 || f->choosing))
		memcpy(f->sections, code.at, code.n);
	else
		p->other |= f->choosing;
}

/* The mask is that of a number above 0, or of all. */
static struct number_format
parse_mask(struct slice section, struct slice code)
{
	struct number_format f = {0};
	struct parsing p = {.format = &f};

	parse_section(&p, section);
	if (code.n > 0)
		keep_sections(&p, code);
	f.time |= f.elapsed != '\0';
	/* Without hours and seconds, "m" is the month. */
	f.date |= p.minutes && !f.time;
	/* A number in the format of a text is shown as one. */
	for (char *c = f.mask; *c != '\0' && f.places == 0; c++)
		if (*c == NUMBER_FORMAT_WHOLE) {
			*c = NUMBER_FORMAT_OPTIONAL;
			f.places = 1;
		}
	if (p.other || strchr(f.mask, NUMBER_FORMAT_WHOLE) != NULL)
		f.places = f.decimals = 0;
	return f;
}

struct number_format
number_format_parse(struct slice code)
{
	struct number_format f = {0};
	struct slice left = code, first;

	if (code.n == 0)
		return f;
	number_section_next(&left, &first);
	f = parse_mask(first, code);
	parse_text(&f, code);
	return f;
}

struct number_format
number_format_builtin(unsigned id)
{
	struct number_format f = {0};

	if (id == 2 || id == 4)
		return number_format_parse(SLICE("0.00"));
	if (id == 37 || id == 38)
		return number_format_parse(SLICE("#,##0;(#,##0)"));
	if (id == 39 || id == 40)
		return number_format_parse(SLICE("0.00;(0.00)"));
	if (id == 12)
		return number_format_parse(SLICE("# ?/?"));
	if (id == 13)
		return number_format_parse(SLICE("# \?\?/\?\?"));
	if (id == 9)
		return number_format_parse(SLICE("0%"));
	if (id == 10)
		return number_format_parse(SLICE("0.00%"));
	if (id == 46)
		return number_format_parse(SLICE("[h]:mm:ss"));
	f.date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
	    (id >= 50 && id <= 58);
	f.time = (id >= 18 && id <= 22) || (id >= 45 && id <= 47);
	return f;
}

/* A day number to a date, by the civil calendar. */
static void
put_date(struct buf *out, int64_t days)
{
	int64_t era, day_of_era, year_of_era, day_of_year, month;
	int64_t year;

	/* Days since 0000-03-01; after Howard Hinnant's days_from_civil. */
	days += 693899;
	era = days / 146097;
	day_of_era = days % 146097;
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			  day_of_era / 146096) /
	    365;
	day_of_year = day_of_era -
	    (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	month = (5 * day_of_year + 2) / 153;
	year = year_of_era + era * 400 + (month >= 10);
	buf_printf(out, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, year,
	    month < 10 ? month + 3 : month - 9,
	    day_of_year - (153 * month + 2) / 5 + 1);
}

/* Hours go on after the 24th, as do minutes and seconds without hours. */
static void
put_elapsed(struct buf *out, double serial, char unit)
{
	int64_t seconds = (int64_t)(serial * 86400 + 0.5);

	if (unit == 's')
		buf_printf(out, "%" PRId64, seconds);
	else if (unit == 'm')
		buf_printf(
		    out, "%" PRId64 ":%02d", seconds / 60, (int)(seconds % 60));
	else
		buf_printf(out, "%" PRId64 ":%02d:%02d", seconds / 3600,
		    (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void
put_moment(struct buf *out, double serial, const struct number_format *format,
    bool from1904)
{
	int64_t seconds = (int64_t)(serial * 86400 + 0.5);
	int64_t days = seconds / 86400;

	seconds %= 86400;
	if (from1904)
		days += 1462;
	else if (days < 60)
		days++; /* the 1900 calendar has a 29th of February */
	if (format->date)
		put_date(out, days);
	if (format->date && seconds > 0)
		buf_put_char(out, 'T');
	if (seconds > 0 || !format->date)
		buf_printf(out, "%02d:%02d:%02d", (int)(seconds / 3600),
		    (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static size_t
count_digits(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && s.at[i] != 'E' && s.at[i] != 'e'; i++)
		if (s.at[i] >= '0' && s.at[i] <= '9')
			n += n > 0 || s.at[i] != '0';
	return n;
}

/* A whole number of which a program has kept no more than fifteen digits. */
static bool
is_cut(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return text[n] == '\0' && *text != '0' && n > DIGITS_KEPT &&
	    slice_is_of(slice_of(text + DIGITS_KEPT), "0");
}

/*
 * Is it written as people read it? Some programs write 123 as "123.0" and
 * 12345678 as "1.2345678E7"; a long fraction is what binary makes of a short
 * one.
 */
static bool
is_plain(const char *text)
{
	const char *dot = strchr(text, '.');

	if (strpbrk(text, "eE") != NULL || is_cut(text))
		return false;
	return dot == NULL ||
	    (count_digits(slice_of(text)) <= DIGITS_KEPT &&
		!slice_is_of(slice_of(dot + 1), "0"));
}

/* The fifteen digits that count, without a power of ten if they hold it. */
static void
put_plain(struct buf *out, double value)
{
	double size = fabs(value);
	int decimals = DIGITS_KEPT;

	if (size >= 1e15 || (size > 0 && size < 1e-9)) {
		buf_printf(out, "%.*G", DIGITS_KEPT, value);
		return;
	}
	for (double limit = 1; limit <= size; limit *= 10)
		decimals--;
	for (double limit = 0.1; size > 0 && size < limit; limit /= 10)
		decimals++;
	buf_printf(out, "%.*f", decimals, value);
	while (decimals-- > 0 && out->at[out->n - 1] == '0')
		out->n--;
	if (out->at[out->n - 1] == '.')
		out->n--;
}

/* The fraction, filled up to the places that are always shown. */
static void
put_fraction(
    struct buf *out, struct slice fraction, const struct number_format *format)
{
	if (fraction.n == 0)
		return;
	buf_put_char(out, '.');
	buf_put_slice(out, fraction);
	for (size_t i = fraction.n; i < format->decimals; i++)
		buf_put_char(out, '0');
}

/* A mask of whole numbers does not say what to do with others. */
static bool
shows_fraction(const struct number_format *format)
{
	return strchr(format->mask, NUMBER_FORMAT_POINT) != NULL ||
	    strchr(format->mask, NUMBER_FORMAT_DIGIT) == NULL;
}

/* The digits into the mask from its end; those that are too many at its
 * first place. */
static void
put_masked(struct buf *out, struct slice number, struct slice fraction,
    const struct number_format *format)
{
	size_t left = format->places;
	bool point = strchr(format->mask, NUMBER_FORMAT_POINT) != NULL;

	for (const char *mask = format->mask; *mask != '\0'; mask++) {
		if (*mask == NUMBER_FORMAT_POINT)
			put_fraction(out, fraction, format);
		if (*mask == NUMBER_FORMAT_POINT)
			continue;
		if (*mask != NUMBER_FORMAT_DIGIT &&
		    *mask != NUMBER_FORMAT_OPTIONAL) {
			buf_put_char(out, *mask);
			continue;
		}
		if (left == format->places && number.n > left)
			buf_put(out, number.at, number.n - left);
		if (left <= number.n)
			buf_put_char(out, number.at[number.n - left]);
		else if (*mask == NUMBER_FORMAT_DIGIT)
			buf_put_char(out, '0');
		if (--left == 0 && !point)
			put_fraction(out, fraction, format);
	}
}

/* The digits before and after the point. */
static void
split(struct slice number, struct slice *whole, struct slice *fraction)
{
	const char *dot =
	    number.n > 0 ? memchr(number.at, '.', number.n) : NULL;

	*whole = number;
	*fraction = SLICE("");
	if (dot == NULL)
		return;
	whole->n = (size_t)(dot - number.at);
	*fraction = slice_from(number, whole->n + 1);
}

/* Its point is moved by two places. */
static void
put_hundredfold(struct buf *out, struct slice number)
{
	struct slice whole, fraction;
	size_t start = out->n, zeros = 0;

	split(number, &whole, &fraction);
	buf_put_slice(out, whole);
	for (size_t i = 0; i < 2; i++)
		buf_put_char(out, i < fraction.n ? fraction.at[i] : '0');
	while (start + zeros + 1 < out->n && out->at[start + zeros] == '0')
		zeros++;
	memmove(
	    out->at + start, out->at + start + zeros, out->n - start - zeros);
	out->n -= zeros;
	if (fraction.n > 2) {
		buf_put_char(out, '.');
		buf_put_slice(out, slice_from(fraction, 2));
	}
}

/* False if it is not in the mask, but as plain as it is. */
static bool
put_number(struct buf *out, const char *text, double value,
    const struct number_format *format)
{
	struct buf plain = {0}, percent = {0};
	struct slice whole, fraction;
	bool masked;

	if (format->places == 0 && is_plain(text)) {
		buf_put_string(out, text);
		return false;
	}
	if (is_plain(text))
		buf_put_string(&plain, text);
	else
		put_plain(&plain, value);
	if (format->percent && slice_is_of(buf_slice(&plain), "0123456789."))
		put_hundredfold(&percent, buf_slice(&plain));
	split(buf_slice(percent.n > 0 ? &percent : &plain), &whole, &fraction);
	masked = format->places > 0 && slice_is_of(whole, "0123456789") &&
	    (fraction.n == 0 || format->percent || shows_fraction(format));
	if (masked)
		put_masked(out, whole, fraction, format);
	else
		buf_put_slice(out, buf_slice(&plain));
	buf_free(&plain);
	buf_free(&percent);
	return masked;
}

/* Likewise. */
static bool
put_value(struct buf *out, const char *text, double value,
    const struct number_format *format, bool from1904)
{
	bool moment =
	    (format->date || format->time) && value >= 0 && value < DAYS_MOST;

	if (!moment)
		return put_number(out, text, value, format);
	if (format->elapsed != '\0' && !format->date)
		put_elapsed(out, value, format->elapsed);
	else
		put_moment(out, value, format, from1904);
	return true;
}

/* A number below 0 is its size, and a sign where the section has none; there is
 * no day before the calendar's first. */
static void
put_signed(struct buf *out, const char *text, double value,
    const struct number_format *format, bool minus, bool from1904)
{
	size_t start = out->n;

	if (value < 0 && (format->date || format->time)) {
		put_value(out, text, value, &general, from1904);
		return;
	}
	if (minus)
		buf_put_char(out, '-');
	if (put_value(
		out, text + (*text == '-'), fabs(value), format, from1904) ||
	    value >= 0)
		return;
	out->n = start;
	put_value(out, text, value, &general, from1904);
}

/* By the section for this number. */
static void
put_by_section(struct buf *out, const char *text, double value,
    const struct number_format *format, bool from1904)
{
	bool minus;
	struct slice section =
	    number_section_of(slice_of(format->sections), value, &minus);
	struct number_format one;

	/* What hides zeros shows none; what hides all is no way to show it. */
	if (number_section_is_name(section, value)) {
		number_section_put_literals(out, section);
		return;
	}
	if (number_section_is_fraction(section)) {
		buf_put_string(out, minus ? "-" : "");
		number_section_put_fraction(out, section, fabs(value));
		return;
	}
	one = parse_mask(section, SLICE(""));
	put_signed(out, text, value, &one, minus, from1904);
}

void
number_format_put_text(
    struct buf *out, struct slice text, const struct number_format *format)
{
	if (format->text[0] == '\0' || text.n == 0) {
		buf_put_slice(out, text);
		return;
	}
	for (const char *mask = format->text; *mask != '\0'; mask++)
		if (*mask == NUMBER_FORMAT_WHOLE)
			buf_put_slice(out, text);
		else
			buf_put_char(out, *mask);
}

void
number_format_put(struct buf *out, struct slice number,
    const struct number_format *format, bool from1904)
{
	char text[NUMBER_MOST];
	char *end;
	double value;

	if (number.n == 0 || number.n >= sizeof text) {
		buf_put_slice(out, number);
		return;
	}
	memcpy(text, number.at, number.n);
	text[number.n] = '\0';
	value = strtod(text, &end);
	if (*end != '\0' || !isfinite(value) ||
	    !slice_is_of(number, "0123456789+-.eE"))
		buf_put_slice(out, number);
	else if (format->sections[0] != '\0' &&
	    (format->choosing || value <= 0))
		put_by_section(out, text, value, format, from1904);
	else
		put_signed(out, text, value, format, value < 0, from1904);
}
