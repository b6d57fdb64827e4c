/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"

void
buf_grow(struct buf *buf, size_t n)
{
	size_t most = buf->most > 0 ? buf->most : BUF_MOST;
	size_t room = buf->room > 0 ? buf->room : 256;

	if (n > most - buf->n)
		die("a value is larger than %zu bytes", most);
	while (room - buf->n < n)
		room *= 2;
	if (room > buf->room) {
		buf->at = mem_resize(buf->at, room, 1);
		buf->room = room;
	}
}

void
buf_free(struct buf *buf)
{
	free(buf->at);
	*buf = (struct buf){0};
}

void
buf_vprintf(struct buf *buf, const char *format, va_list ap)
{
	size_t room = buf->room - buf->n;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(room > 0 ? buf->at + buf->n : NULL, room, format, again);
	va_end(again);
	if (n < 0)
		die("a message cannot be formatted");
	if ((size_t)n >= room) {
		buf_room(buf, (size_t)n + 1);
		vsnprintf(buf->at + buf->n, (size_t)n + 1, format, ap);
	}
	buf->n += (size_t)n;
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	buf_vprintf(buf, format, ap);
	va_end(ap);
}

void
buf_put_number(struct buf *buf, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	buf_put(buf, digits + at, sizeof digits - at);
}

void
buf_put_hex(struct buf *buf, const unsigned char *bytes, size_t n)
{
	char *to = buf_room(buf, 2 * n);

	for (size_t i = 0; i < n; i++) {
		to[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		to[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	buf->n += 2 * n;
}

char *
buf_string(struct buf *buf)
{
	*buf_room(buf, 1) = '\0';
	return buf->at;
}
