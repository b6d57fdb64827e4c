/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "text/json.h"

enum { REPLACEMENT = 0xfffd };

void
json_free(struct json *json)
{
	free(json->values);
	buf_free(&json->text);
	*json = (struct json){0};
}

/* The four digits after "\u"; -1 if they are none. */
static int32_t
take_unit(struct slice *text)
{
	int32_t unit = 0;

	if (text->n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		int digit = ascii_hex(text->at[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	*text = slice_from(*text, 4);
	return unit;
}

static bool
is_between(int32_t unit, int32_t first, int32_t last)
{
	return unit >= first && unit <= last;
}

/* A code point, of two units if need be; half of one means nothing. */
static bool
take_code(struct slice *text, struct buf *out)
{
	int32_t high = take_unit(text), low;
	struct slice rest = *text;

	if (high < 0)
		return false;
	if (is_between(high, 0xd800, 0xdbff) && slice_begins(rest, "\\u")) {
		rest = slice_from(rest, 2);
		low = take_unit(&rest);
		if (is_between(low, 0xdc00, 0xdfff)) {
			*text = rest;
			high = 0x10000 + (high - 0xd800) * 0x400 + low - 0xdc00;
		}
	}
	utf8_put(out,
	    is_between(high, 0xd800, 0xdfff) ? REPLACEMENT : (uint32_t)high);
	return true;
}

static bool
take_escape(struct slice *text, struct buf *out)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *letter;
	char c;

	if (text->n == 0)
		return false;
	c = *text->at;
	*text = slice_from(*text, 1);
	if (c == 'u')
		return take_code(text, out);
	letter = memchr(letters, c, sizeof letters - 1);
	if (letter == NULL)
		return false;
	buf_put_char(out, meant[letter - letters]);
	return true;
}

bool
json_take_string(struct slice *text, struct buf *out)
{
	while (text->n > 0) {
		size_t n = 0;

		while (n < text->n && text->at[n] != '"' &&
		    text->at[n] != '\\' && (unsigned char)text->at[n] >= ' ')
			n++;
		buf_put(out, text->at, n);
		*text = slice_from(*text, n);
		if (text->n == 0 || (unsigned char)*text->at < ' ')
			return false;
		*text = slice_from(*text, 1);
		if (text->at[-1] == '"')
			return true;
		if (!take_escape(text, out))
			return false;
	}
	return false;
}

struct reader {
	struct json *json;
	struct slice text;
	size_t
	    open[JSON_DEPTH]; /* arrays and objects around, the last inside */
	size_t depth;
};

static void
pass_blanks(struct reader *r)
{
	while (r->text.n > 0 && slice_is_space(*r->text.at))
		r->text = slice_from(r->text, 1);
}

static bool
take_char(struct reader *r, char c)
{
	pass_blanks(r);
	if (r->text.n == 0 || *r->text.at != c)
		return false;
	r->text = slice_from(r->text, 1);
	return true;
}

static struct json_value *
value_add(struct json *json)
{
	if (json->n == JSON_VALUES)
		return NULL;
	if (json->n == json->room) {
		json->room = json->room > 0 ? 2 * json->room : 64;
		json->values =
		    mem_resize(json->values, json->room, sizeof *json->values);
	}
	json->values[json->n] = (struct json_value){0};
	return &json->values[json->n++];
}

static bool
take_text(struct reader *r, uint32_t *at, uint32_t *n)
{
	struct buf *text = &r->json->text;

	*at = (uint32_t)text->n;
	if (!json_take_string(&r->text, text))
		return false;
	*n = (uint32_t)(text->n - *at);
	return true;
}

static size_t
digits(struct slice text, size_t from)
{
	size_t n = from;

	while (n < text.n && ascii_is_digit(text.at[n]))
		n++;
	return n - from;
}

/* How long the number is that the text begins with; 0 if it is none. */
static size_t
number_length(struct slice text)
{
	size_t n = text.n > 0 && *text.at == '-', whole = digits(text, n);

	if (whole == 0 || (whole > 1 && text.at[n] == '0'))
		return 0;
	n += whole;
	if (n < text.n && text.at[n] == '.') {
		if (digits(text, n + 1) == 0)
			return 0;
		n += 1 + digits(text, n + 1);
	}
	if (n < text.n && (text.at[n] == 'e' || text.at[n] == 'E')) {
		size_t sign = n + 1 < text.n &&
		    (text.at[n + 1] == '+' || text.at[n + 1] == '-');

		if (digits(text, n + 1 + sign) == 0)
			return 0;
		n += 1 + sign + digits(text, n + 1 + sign);
	}
	return n;
}

static size_t
word_length(struct slice text)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_begins(text, words[i]))
			return strlen(words[i]);
	return 0;
}

/* A number or a word, as it is written. */
static bool
take_plain(struct reader *r, struct json_value *value)
{
	size_t n = word_length(r->text);

	value->kind = n > 0 ? JSON_WORD : JSON_NUMBER;
	if (n == 0)
		n = number_length(r->text);
	value->at = (uint32_t)r->json->text.n;
	value->n = (uint32_t)n;
	buf_put(&r->json->text, r->text.at, n);
	r->text = slice_from(r->text, n);
	return n > 0;
}

/* A value, or the beginning of one that has others in it. */
static bool
take_value(struct reader *r, uint32_t key, uint32_t nkey)
{
	struct json_value *value = value_add(r->json);

	if (value == NULL)
		return false;
	value->key = key;
	value->nkey = nkey;
	value->after = (uint32_t)r->json->n;
	if (take_char(r, '"')) {
		value->kind = JSON_STRING;
		return take_text(r, &value->at, &value->n);
	}
	if (take_char(r, '{'))
		value->kind = JSON_OBJECT;
	else if (take_char(r, '['))
		value->kind = JSON_ARRAY;
	else
		return take_plain(r, value);
	if (r->depth == JSON_DEPTH)
		return false;
	r->open[r->depth++] = r->json->n - 1;
	return true;
}

/* The next element or member of what is open. */
static bool
take_part(struct reader *r, const struct json_value *open)
{
	uint32_t key = 0, nkey = 0;

	if (open->kind == JSON_OBJECT &&
	    (!take_char(r, '"') || !take_text(r, &key, &nkey) ||
		!take_char(r, ':')))
		return false;
	return take_value(r, key, nkey);
}

static bool
take_all(struct reader *r)
{
	if (!take_value(r, 0, 0))
		return false;
	while (r->depth > 0) {
		size_t at = r->open[r->depth - 1];
		struct json_value *open = &r->json->values[at];
		bool first = at + 1 == r->json->n;

		if (take_char(r, open->kind == JSON_OBJECT ? '}' : ']')) {
			open->after = (uint32_t)r->json->n;
			r->depth--;
		} else if ((!first && !take_char(r, ',')) ||
		    !take_part(r, open)) {
			return false;
		}
	}
	pass_blanks(r);
	return r->text.n == 0;
}

bool
json_read(struct json *json, struct slice text)
{
	struct reader reader = {.json = json};

	json->n = 0;
	buf_clear(&json->text);
	if (slice_begins(text, "\xef\xbb\xbf"))
		text = slice_from(text, 3);
	reader.text = text;
	if (text.n <= JSON_MOST && utf8_valid(text) && take_all(&reader))
		return true;
	json->n = 0;
	return false;
}

const struct json_value *
json_root(const struct json *json)
{
	return json->n > 0 ? json->values : NULL;
}

const struct json_value *
json_next(const struct json *json, const struct json_value *in,
    const struct json_value *last)
{
	const struct json_value *next;

	if (in == NULL || in->kind < JSON_ARRAY)
		return NULL;
	next = last == NULL ? in + 1 : json->values + last->after;
	return next < json->values + in->after ? next : NULL;
}

static struct slice
text_at(const struct json *json, uint32_t at, uint32_t n)
{
	return n > 0 ? (struct slice){json->text.at + at, n} : SLICE("");
}

const struct json_value *
json_member(
    const struct json *json, const struct json_value *object, const char *name)
{
	const struct json_value *found = NULL, *each = NULL;

	if (object == NULL || object->kind != JSON_OBJECT)
		return NULL;
	while ((each = json_next(json, object, each)) != NULL)
		if (slice_is(text_at(json, each->key, each->nkey), name))
			found = each;
	return found;
}

struct slice
json_string(const struct json *json, const struct json_value *value)
{
	return value != NULL && value->kind == JSON_STRING
	    ? text_at(json, value->at, value->n)
	    : SLICE_NONE;
}

bool
json_number(
    const struct json *json, const struct json_value *value, uint64_t *number)
{
	*number = 0;
	return value != NULL && value->kind == JSON_NUMBER &&
	    number_read(text_at(json, value->at, value->n), INT64_MAX, number);
}
