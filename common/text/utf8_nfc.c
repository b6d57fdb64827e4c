/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include <utf8proc.h>

#include "base/diag.h"
#include "base/utf8.h"
#include "text/utf8_nfc.h"

static void
put_mapped(struct buf *buf, struct slice s, unsigned options)
{
	utf8proc_uint8_t *composed;
	utf8proc_ssize_t n;

	n = utf8proc_map((const utf8proc_uint8_t *)s.at, (utf8proc_ssize_t)s.n,
	    &composed,
	    (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | options));
	if (n < 0)
		die("Unicode normalisation: %s", utf8proc_errmsg(n));
	buf_put(buf, (const char *)composed, (size_t)n);
	free(composed);
}

void
utf8_nfc(struct buf *buf, struct slice s)
{
	if (utf8_ascii(s))
		buf_put_slice(buf, s);
	else
		put_mapped(buf, s, 0);
}

void
utf8_caseless(struct buf *buf, struct slice s)
{
	if (!utf8_ascii(s)) {
		put_mapped(buf, s, UTF8PROC_CASEFOLD);
		return;
	}
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];

		buf_put_char(buf, c >= 'A' && c <= 'Z' ? (char)(c | 32) : c);
	}
}
