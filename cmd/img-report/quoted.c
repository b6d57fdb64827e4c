/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "quoted.h"

void
quoted_json(struct buf *out, struct slice text)
{
	buf_put_char(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x7F)
			buf_printf(out, "\\u%04x", c);
		else if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else
			buf_put_char(out, (char)c);
	}
	buf_put_char(out, '"');
}

static void
put_character(struct buf *out, const char *at, size_t n)
{
	switch (*at) {
	case '<': buf_put_string(out, "&lt;"); break;
	case '>': buf_put_string(out, "&gt;"); break;
	case '&': buf_put_string(out, "&amp;"); break;
	case '"': buf_put_string(out, "&quot;"); break;
	case '\'': buf_put_string(out, "&#39;"); break;
	default: buf_put(out, at, n);
	}
}

void
quoted_html(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		put_character(out, text.at + i, 1);
}

/* The script's `odd` is the same list. */
static bool
is_odd(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xAD ||
	    code == 0x61C || (code >= 0x200B && code <= 0x200F) ||
	    (code >= 0x2028 && code <= 0x202E) ||
	    (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

void
quoted_html_shown(struct buf *out, struct slice text)
{
	buf_put_string(out, "<bdi>");
	while (text.n > 0) {
		const char *at = text.at;
		uint32_t code = utf8_take(&text);

		if (is_odd(code))
			buf_printf(out, "<code>U+%04X</code>", (unsigned)code);
		else
			put_character(out, at, (size_t)(text.at - at));
	}
	buf_put_string(out, "</bdi>");
}
