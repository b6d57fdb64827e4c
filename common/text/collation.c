/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "text/collation.h"
#include "text/collation_weight.h"
#include "text/utf8_nfc.h"

static void
put_ascii(struct buf *out, struct slice text)
{
	char *to = buf_room(out, text.n);

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];

		to[i] = (char)(c - (((unsigned)c - 'a' < 26u) << 5));
	}
	out->n += text.n;
}

static void
put_weights(struct buf *out, struct slice text)
{
	struct buf composed = {0};
	struct slice rest;

	utf8_nfc(&composed, text);
	rest = buf_slice(&composed);
	while (rest.n > 0)
		utf8_put(out, collation_weight_of(utf8_take(&rest)));
	buf_free(&composed);
}

void
collation_put(struct buf *out, struct slice text)
{
	while (text.n > 0 && text.at[text.n - 1] == ' ')
		text.n--;
	if (text.n == 0)
		return;
	if (utf8_ascii(text))
		put_ascii(out, text);
	else
		put_weights(out, text);
}
