/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/collation.h"
#include "text/collation_weight.h"
#include "text/utf8_nfc.h"

/* Eight characters of ASCII, small letters as capitals. */
static void
fold_eight(char *to, const char *from)
{
	static const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t w, small;

	memcpy(&w, from, sizeof w);
	/* The upper bit of those from 'a' on and not after 'z'. */
	small = (w + (0x80 - 'a') * each) & ~(w + (0x7F - 'z') * each);
	w -= (small & 0x80 * each) >> 2;
	memcpy(to, &w, sizeof w);
}

static void
put_ascii(struct buf *out, struct slice text)
{
	enum { STEP = 8 };
	char *to = buf_room(out, text.n);

	out->n += text.n;
	for (size_t i = 0; text.n < STEP && i < text.n; i++)
		to[i] = ascii_upper(text.at[i]);
	if (text.n < STEP)
		return;
	for (size_t i = 0; i + STEP < text.n; i += STEP)
		fold_eight(to + i, text.at + i);
	fold_eight(to + text.n - STEP, text.at + text.n - STEP);
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
