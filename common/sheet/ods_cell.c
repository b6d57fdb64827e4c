/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"
#include "sheet/formula.h"
#include "sheet/number_format.h"
#include "sheet/ods_cell.h"

/* Blanks that one element may stand for. */
enum { BLANKS_MOST = 1 << 16 };

bool
ods_is_table(struct slice uri)
{
	return slice_ends(uri, ":xmlns:table:1.0");
}

bool
ods_is_text(struct slice uri)
{
	return slice_ends(uri, ":xmlns:text:1.0");
}

struct slice
ods_attribute(const struct xml_attribute a[], size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(a[i].name, name))
			return a[i].value;
	return SLICE_NONE;
}

size_t
ods_repeat(
    const struct xml_attribute a[], size_t n, const char *name, size_t most)
{
	struct slice text = slice_trim(ods_attribute(a, n, name));
	uint64_t value;

	if (text.n == 0)
		return 1;
	for (size_t i = 0; i < text.n; i++)
		if (!ascii_is_digit(text.at[i]))
			return 1;
	if (!number_read(text, most, &value))
		return most;
	return value > 0 ? (size_t)value : 1;
}

/* calcext:value-type says no more than office:value-type, which is first. */
static struct slice
value_type(const struct xml_attribute a[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(a[i].name, "value-type") &&
		    slice_ends(a[i].uri, ":xmlns:office:1.0"))
			return a[i].value;
	return SLICE("");
}

void
ods_cell_begin(struct ods_reading *r, size_t column, size_t repeat,
    const struct xml_attribute a[], size_t n)
{
	static const char *const values[] = {
	    "date-value", "boolean-value", "string-value", "value", NULL};
	struct slice formula = ods_attribute(a, n, "formula");

	r->cell = (struct ods_cell){.column = column, .repeat = repeat};
	buf_clear(&r->type);
	buf_clear(&r->value);
	buf_clear(&r->shown);
	buf_clear(&r->link);
	buf_clear(&r->text);
	r->paragraphs = 0;
	r->in_paragraph = r->blank = false;
	buf_put_slice(&r->type, value_type(a, n));
	for (size_t i = 0; values[i] != NULL && r->value.n == 0; i++)
		buf_put_slice(&r->value, ods_attribute(a, n, values[i]));
	buf_clear(&r->formula);
	if (slice_begins(formula, "of:="))
		formula = slice_from(formula, 4);
	if (formula.n > 0 && formula_has_link(formula))
		buf_put_slice(&r->formula, formula);
}

static void
put_blank(struct ods_reading *r)
{
	if (r->blank)
		buf_put_char(&r->shown, ' ');
	r->blank = false;
}

void
ods_cell_element(struct ods_reading *r, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	if (slice_is(name, "p") || slice_is(name, "h")) {
		if (r->paragraphs++ > 0)
			buf_put_char(&r->shown, '\n');
		r->start = r->shown.n;
		r->in_paragraph = true;
	} else if (!r->in_paragraph) {
		return;
	} else if (slice_is(name, "s")) {
		size_t blanks = ods_repeat(a, n, "c", BLANKS_MOST);

		put_blank(r);
		while (blanks-- > 0)
			buf_put_char(&r->shown, ' ');
	} else if (slice_is(name, "tab")) {
		put_blank(r);
		buf_put_char(&r->shown, '\t');
	} else if (slice_is(name, "line-break")) {
		put_blank(r);
		buf_put_char(&r->shown, '\n');
	} else if (slice_is(name, "a") && r->link.n == 0) {
		file_names_put_link(&r->link, ods_attribute(a, n, "href"));
	}
}

void
ods_cell_element_end(struct ods_reading *r, struct slice name)
{
	if (slice_is(name, "p") || slice_is(name, "h"))
		r->in_paragraph = r->blank = false;
}

/* Blanks of the XML count as one, and at both ends as none. */
void
ods_cell_text(struct ods_reading *r, struct slice text)
{
	if (!r->in_paragraph)
		return;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			r->blank = r->shown.n > r->start;
			continue;
		}
		put_blank(r);
		buf_put_char(&r->shown, c);
	}
}

/* Digits of the text, without zeros before them. */
static void
put_digits(struct buf *out, struct slice text)
{
	buf_clear(out);
	for (size_t i = 0; i < text.n; i++)
		if (ascii_is_digit(text.at[i]) &&
		    (out->n > 0 || text.at[i] != '0'))
			buf_put_char(out, text.at[i]);
}

/* Between groups of digits: three at the end, two or three before, and no zero
 * at the beginning. */
static bool
has_separator(struct slice text)
{
	size_t digits = 0, groups = 0;
	bool even = true, separated = false;

	for (size_t i = 0; i < text.n; i++) {
		if (ascii_is_digit(text.at[i])) {
			even =
			    even && (digits + groups > 0 || text.at[i] != '0');
			groups += separated;
			digits = separated ? 1 : digits + 1;
			even = even && (groups == 0 || digits <= 3);
			separated = false;
		} else if (strchr(",.' \xA0\xAF\x99", text.at[i]) != NULL) {
			even = even && (separated || digits > 1 || groups == 0);
			separated = digits > 0;
		}
	}
	return groups > 0 && even && digits == 3;
}

/* From the first digit to the last. */
static struct slice
digits_of(struct slice shown)
{
	while (shown.n > 0 && !ascii_is_digit(*shown.at))
		shown = slice_from(shown, 1);
	while (shown.n > 0 && !ascii_is_digit(shown.at[shown.n - 1]))
		shown.n--;
	return shown;
}

/* True if what is shown has the number with its fraction, perhaps zeros after
 * it, and texts around. */
static bool
shows_fraction(struct slice shown, struct slice value)
{
	struct slice digits = digits_of(shown);

	value = slice_from(value, *value.at == '-');
	if (digits.n < value.n || memcmp(digits.at, value.at, value.n) != 0)
		return false;
	for (size_t i = value.n; i < digits.n; i++)
		if (digits.at[i] != '0')
			return false;
	return true;
}

/* True for "1 3/16", with or without what is before the blank. */
static bool
is_ratio(struct slice s)
{
	const char *slash = s.n > 0 ? memchr(s.at, '/', s.n) : NULL;
	size_t blanks = 0;

	if (slash == NULL || slash == s.at || !ascii_is_digit(slash[-1]) ||
	    !ascii_is_digit(s.at[s.n - 1]))
		return false;
	for (size_t i = *s.at == '-'; i < s.n; i++) {
		const char *c = s.at + i;

		blanks += *c == ' ';
		if (!ascii_is_digit(*c) && c != slash &&
		    (*c != ' ' || c > slash))
			return false;
	}
	return blanks <= 1;
}

/* A fraction as it is shown, but for the blanks that fill it up. */
static bool
put_ratio(struct buf *out, struct slice shown)
{
	shown = slice_trim(shown);
	for (size_t i = 0; i < shown.n; i++)
		if (shown.at[i] != ' ' || shown.at[i - 1] != ' ')
			buf_put_char(out, shown.at[i]);
	if (is_ratio(buf_slice(out)))
		return true;
	buf_clear(out);
	return false;
}

/* Digits of any script: Arabic, Persian, Devanagari, Thai, of full width. */
static bool
has_digit(struct slice shown)
{
	static const char *const others[] = {"\xD9\xA0", "\xDB\xB0",
	    "\xE0\xA5\xA6", "\xE0\xB9\x90", "\xEF\xBC\x90"};

	for (size_t i = 0; i < shown.n; i++) {
		if (ascii_is_digit(shown.at[i]))
			return true;
		for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
			size_t last = strlen(others[k]) - 1;
			unsigned char zero = (unsigned char)others[k][last];

			if (shown.n - i <= last ||
			    memcmp(shown.at + i, others[k], last) != 0)
				continue;
			if ((unsigned char)shown.at[i + last] >= zero &&
			    (unsigned char)shown.at[i + last] <= zero + 9)
				return true;
		}
	}
	return false;
}

/* True if the number is shown in full, with what its format puts around it. */
static bool
shows_number(struct ods_reading *r)
{
	struct slice shown = buf_slice(&r->shown), value = buf_slice(&r->value);
	struct buf digits = {0};
	bool same;

	if (memchr(value.at, '.', value.n) != NULL)
		return shows_fraction(shown, value);
	if (memchr(value.at, 'E', value.n) != NULL || shown.n == 0)
		return false;
	value = slice_from(value, *value.at == '-');
	put_digits(&digits, shown);
	same = slice_equal(buf_slice(&digits), value) ||
	    (digits.n == 0 && slice_is(value, "0") &&
		memchr(shown.at, '0', shown.n) != NULL);
	buf_free(&digits);
	return same && !has_separator(shown) &&
	    memchr(shown.at, '%', shown.n) == NULL;
}

/* Per cent, with as many places after the point as are shown. */
static void
put_percent(struct ods_reading *r)
{
	static const char code[] = "0.000000000";
	struct slice shown = buf_slice(&r->shown);
	struct number_format format;
	struct buf text = {0};
	size_t n = 0;

	for (size_t i = shown.n; i > 0; i--)
		if (shown.at[i - 1] == '.' || shown.at[i - 1] == ',') {
			while (
			    i + n < shown.n && ascii_is_digit(shown.at[i + n]))
				n++;
			break;
		}
	buf_put(&text, code, n == 0 ? 1 : n + 2 < sizeof code ? n + 2 : 2);
	buf_put_char(&text, '%');
	format = number_format_parse(buf_slice(&text));
	number_format_put(&r->text, buf_slice(&r->value), &format, false);
	buf_free(&text);
}

static void
put_date(struct buf *out, struct slice date)
{
	const char *dot = date.n > 0 ? memchr(date.at, '.', date.n) : NULL;

	if (dot != NULL)
		date.n = (size_t)(dot - date.at);
	if (slice_ends(date, "T00:00:00"))
		date.n -= sizeof "T00:00:00" - 1;
	buf_put_slice(out, date);
}

/* Gnumeric shows the minus sign of Unicode. */
static void
settle_sign(struct buf *shown)
{
	struct slice minus = SLICE("\xE2\x88\x92");

	if (shown->n < minus.n || memcmp(shown->at, minus.at, minus.n) != 0)
		return;
	shown->n -= minus.n - 1;
	*shown->at = '-';
	memmove(shown->at + 1, shown->at + minus.n, shown->n - 1);
}

static struct slice
settle_text(struct ods_reading *r)
{
	static const struct number_format general;
	struct slice type = buf_slice(&r->type), value = buf_slice(&r->value);

	if (value.n == 0)
		return buf_slice(&r->shown);
	if (slice_is(type, "float") || slice_is(type, "percentage") ||
	    slice_is(type, "currency")) {
		settle_sign(&r->shown);
		/* A word for the number, such as "nil", or an error. */
		if (!cell_text_is_blank(buf_slice(&r->shown)) &&
		    !has_digit(buf_slice(&r->shown)))
			return slice_trim(buf_slice(&r->shown));
		/* Programs that cannot format write the value as the text. */
		if (!slice_is(type, "currency") && shows_number(r) &&
		    !slice_equal(value, buf_slice(&r->shown)))
			return buf_slice(&r->shown);
		if (put_ratio(&r->text, buf_slice(&r->shown)))
			return buf_slice(&r->text);
		if (slice_ends(buf_slice(&r->shown), "%"))
			put_percent(r);
		else
			number_format_put(&r->text, value, &general, false);
	} else if (slice_is(type, "date")) {
		put_date(&r->text, value);
	} else if (slice_is(type, "boolean")) {
		buf_put_string(&r->text,
		    slice_is(value, "true") || slice_is(value, "1") ? "TRUE"
								    : "FALSE");
	} else {
		return r->paragraphs > 0 ? buf_slice(&r->shown) : value;
	}
	return buf_slice(&r->text);
}

void
ods_cell_end(struct ods_reading *r)
{
	r->cell.text = settle_text(r);
	r->cell.link = buf_slice(&r->link);
	r->cell.formula = buf_slice(&r->formula);
}

void
ods_cell_free(struct ods_reading *r)
{
	buf_free(&r->type);
	buf_free(&r->value);
	buf_free(&r->shown);
	buf_free(&r->link);
	buf_free(&r->formula);
	buf_free(&r->text);
}
