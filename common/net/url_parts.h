/* SPDX-License-Identifier: MIT */
/* What the files of net/url share. */
#ifndef IMG_URL_PARTS_H
#define IMG_URL_PARTS_H

#include <stdint.h>
#include <strings.h>

#include "base/ascii.h"
#include "net/url.h"

/* Characters of RFC 3986 as sets: bit c % 64 of word c / 64. */
struct url_set {
	uint64_t words[2];
};

static const struct url_set URL_UNRESERVED = {
    {0x03FF600000000000, 0x47FFFFFE87FFFFFE}};
static const struct url_set URL_REG_NAME = {
    {0x2BFF7FD200000000, 0x47FFFFFE87FFFFFE}};
static const struct url_set URL_USERINFO = {
    {0x2FFF7FD200000000, 0x47FFFFFE87FFFFFE}};
static const struct url_set URL_PATH = {
    {0x2FFFFFD200000000, 0x47FFFFFE87FFFFFF}};
static const struct url_set URL_QUERY = {
    {0xAFFFFFD200000000, 0x47FFFFFE87FFFFFF}};

static inline bool
url_in_set(struct url_set set, unsigned char c)
{
	return c < 128 && (set.words[c >> 6] >> (c & 63) & 1) != 0;
}

/* The byte that %XX at the beginning of s stands for, or -1. */
static inline int
url_encoded(struct slice s)
{
	int high, low;

	if (s.n < 3 || s.at[0] != '%')
		return -1;
	high = ascii_hex(s.at[1]);
	low = ascii_hex(s.at[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* Writes %XX; returns where it ends. */
static inline char *
url_encode(char *to, unsigned char c)
{
	const char *digits = "0123456789ABCDEF";

	to[0] = '%';
	to[1] = digits[c >> 4];
	to[2] = digits[c & 15];
	return to + 3;
}

static inline void
url_put_encoded(struct buf *out, unsigned char c)
{
	url_encode(buf_room(out, 3), c);
	out->n += 3;
}

/*
 * Cuts what is before the first of the characters off `rest`, all of it if
 * there is none; the character stays.
 */
static inline struct slice
url_cut_before(struct slice *rest, const char *characters)
{
	struct slice part = *rest;

	for (; *characters != '\0' && part.n > 0; characters++) {
		const char *found = memchr(part.at, *characters, part.n);

		if (found != NULL)
			part.n = (size_t)(found - part.at);
	}
	*rest = slice_from(*rest, part.n);
	return part;
}

/* url_parse() without a judgement. */
void url_split(struct slice text, struct url *url);

/* NULL, or what is wrong with the host, at the offset *at. */
const char *url_host_error(struct slice host, size_t *at);

/* 1 for ".", 2 for "..", also encoded; 0 for anything else. */
size_t url_dot_segment(struct slice s);

/* Appends "//" and the authority as they are, nothing without a host. */
void url_put_authority(struct buf *out, const struct url *url);

#endif
