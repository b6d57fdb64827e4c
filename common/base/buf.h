/* SPDX-License-Identifier: MIT */
/* Growable bytes: cleared and used again, never shrunk, with a ceiling. */
#ifndef IMG_BUF_H
#define IMG_BUF_H

#include <inttypes.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "base/slice.h"

#define BUF_MOST ((size_t)1 << 40)

/*
 * {0} is an empty buffer with the ceiling BUF_MOST. `most` may be set to a
 * lower one before first use; growing past it dies with exit status 2, so
 * where input decides the size, the caller looks at `n` first.
 */
struct buf {
	char *at;
	size_t n;
	size_t room;
	size_t most;
};

/* For buf_room(), where there is not enough. */
void buf_grow(struct buf *buf, size_t n);

void buf_free(struct buf *buf);

/* Formats at the end; for messages and rare text, not for the loop over rows.
 */
void buf_printf(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));

/* The number in plain decimals. */
void buf_put_number(struct buf *buf, uint64_t number);

/* Two lower-case hexadecimal digits a byte. */
void buf_put_hex(struct buf *buf, const unsigned char *bytes, size_t n);

/* A NUL after the bytes, not counted in n; returns the bytes. */
char *buf_string(struct buf *buf);

static inline void
buf_clear(struct buf *buf)
{
	buf->n = 0;
}

/* Makes room for n more bytes and returns where they go; n is not added. */
static inline char *
buf_room(struct buf *buf, size_t n)
{
	if (buf->room - buf->n < n)
		buf_grow(buf, n);
	return buf->at + buf->n;
}

static inline void
buf_put(struct buf *buf, const char *bytes, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_room(buf, n), bytes, n);
	buf->n += n;
}

static inline void
buf_put_slice(struct buf *buf, struct slice s)
{
	buf_put(buf, s.at, s.n);
}

static inline void
buf_put_string(struct buf *buf, const char *string)
{
	buf_put(buf, string, strlen(string));
}

static inline void
buf_put_char(struct buf *buf, char c)
{
	*buf_room(buf, 1) = c;
	buf->n++;
}

static inline struct slice
buf_slice(const struct buf *buf)
{
	return (struct slice){buf->at != NULL ? buf->at : "", buf->n};
}

/* Appends a word to a list of words with a blank between them. */
static inline void
buf_put_word(struct buf *list, const char *word)
{
	if (list->n > 0)
		buf_put_char(list, ' ');
	buf_put_string(list, word);
}

#endif
