/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "sheet/number_list.h"
#include "text/collation.h"
#include "identifiers.h"

_Static_assert((int)IDENTIFIERS_MOST >= (int)NUMBER_LIST_MOST, "room for all");

/* "name: value" has one colon, which is no time's and no URL's. */
static struct identifier
named(struct slice part)
{
	struct identifier all = {SLICE(""), part}, cut;
	const char *colon = memchr(part.at, ':', part.n);

	if (colon == NULL || memrchr(part.at, ':', part.n) != colon)
		return all;
	cut.name =
	    slice_trim((struct slice){part.at, (size_t)(colon - part.at)});
	cut.value = slice_trim(slice_from(part, (size_t)(colon - part.at) + 1));
	if (cut.name.n == 0 || cut.value.n == 0 || *cut.value.at == '/' ||
	    ascii_is_digit(*cut.name.at) ||
	    utf8_length(cut.name) > IDENTIFIER_NAME_MOST)
		return all;
	return cut;
}

static void
put_folded(struct buf *out, const struct identifier *one)
{
	buf_clear(out);
	collation_put(out, one->name);
	buf_put_char(out, '\n');
	collation_put(out, one->value);
}

size_t
identifiers_split(struct slice cell, struct identifier all[IDENTIFIERS_MOST])
{
	struct slice parts[NUMBER_LIST_MOST];
	struct buf this = {0}, other = {0};
	bool doubtful;
	size_t nparts = number_list(cell, parts, &doubtful), n = 0;

	for (size_t i = 0; i < nparts; i++) {
		size_t k = 0;

		all[n] = named(parts[i]);
		put_folded(&this, &all[n]);
		for (; k < n; k++) {
			put_folded(&other, &all[k]);
			if (slice_equal(buf_slice(&this), buf_slice(&other)))
				break;
		}
		n += k == n && all[n].value.n > 0;
	}
	buf_free(&this);
	buf_free(&other);
	return n;
}

void
identifiers_put(struct buf *out, const struct identifier all[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i == 0)
			buf_put_char(out, '|');
		buf_put_slice(out, all[i].name);
		if (all[i].name.n > 0)
			buf_put_string(out, ": ");
		buf_put_slice(out, all[i].value);
		buf_put_char(out, '|');
	}
}
