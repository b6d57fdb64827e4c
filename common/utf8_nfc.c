/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <utf8proc.h>

#include "diag.h"
#include "utf8.h"

void
utf8_nfc(struct buf *buf, struct slice s)
{
	utf8proc_uint8_t *composed;
	utf8proc_ssize_t n;

	if (utf8_ascii(s)) {
		buf_put_slice(buf, s);
		return;
	}
	n = utf8proc_map((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.n,
	    &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n < 0)
		die("Unicode normalisation: %s", utf8proc_errmsg(n));
	buf_put(buf, (const char *)composed, (size_t)n);
	free(composed);
}
