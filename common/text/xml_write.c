/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "base/utf8.h"
#include "text/xml_write.h"

void
xml_put_text(struct buf *out, struct slice text, bool ascii)
{
	while (text.n > 0) {
		struct slice rest = text;
		uint32_t code = utf8_take(&rest);

		text.n -= rest.n;
		if (code == 0xFFFE || code == 0xFFFF)
			code = 0xFFFD;
		if (code == '&')
			buf_put_string(out, "&amp;");
		else if (code == '<')
			buf_put_string(out, "&lt;");
		else if (code == '>')
			buf_put_string(out, "&gt;");
		else if (code == '"')
			buf_put_string(out, "&quot;");
		else if (code < ' ' || code == 0x7F)
			buf_put_char(out, ' ');
		else if (code >= 0x80 && (ascii || code == 0xFFFD))
			buf_printf(out, "&#x%" PRIX32 ";", code);
		else
			buf_put_slice(out, text);
		text = rest;
	}
}
