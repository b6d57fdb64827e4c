/* SPDX-License-Identifier: MIT */
/*
 * JSON (RFC 8259) as a tree in one piece of memory. Made for hostile documents:
 * depth, length and the number of values are bounded, and what is not
 * well-formed, or not UTF-8, is refused.
 */
#ifndef IMG_JSON_H
#define IMG_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* A document may have so many bytes, values, and levels. */
#define JSON_MOST ((size_t)64 << 20)
#define JSON_VALUES ((size_t)1 << 22)
enum { JSON_DEPTH = 128 };

enum json_kind {
	JSON_WORD, /* true, false, null */
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

/* A value; those in an array or object follow it. */
struct json_value {
	enum json_kind kind;
	uint32_t key, nkey; /* of a member, in the text */
	uint32_t at, n; /* of a string's characters, a number's or a word's */
	uint32_t after; /* the value that follows it and all that is in it */
};

/* {0} to begin with; used again for document after document. */
struct json {
	struct json_value *values;
	size_t n, room;
	struct buf text;
};

/* False if the text is no JSON, or beyond the bounds; then there is no root. */
bool json_read(struct json *json, struct slice text);
void json_free(struct json *json);

/* NULL if nothing has been read. What is returned is valid until the next
 * json_read(). */
const struct json_value *json_root(const struct json *json);

/*
 * The values in an array or object, one after another: NULL begins, and NULL is
 * the end. Other kinds, and NULL, have none.
 */
const struct json_value *json_next(const struct json *json,
    const struct json_value *in, const struct json_value *last);

/* The member of that name, the last of several; NULL if there is none. */
const struct json_value *json_member(
    const struct json *json, const struct json_value *object, const char *name);

/* The text of a string; at NULL for all else, and for NULL. */
struct slice json_string(
    const struct json *json, const struct json_value *value);

/* A whole number that is not negative; false for all else, and for NULL. */
bool json_number(
    const struct json *json, const struct json_value *value, uint64_t *number);

/*
 * Takes the rest of a string, and the quote that ends it, off the text: what it
 * means is appended. False if it does not end, or breaks the rules.
 */
bool json_take_string(struct slice *text, struct buf *out);

#endif
