/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "tally.h"

static bool
is_printable(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.at[i] < ' ' || text.at[i] == 127)
			return false;
	return text.n > 0 && text.n < CODE_ROOM && utf8_valid(text);
}

static bool
overlap(const struct box *a, const struct box *b)
{
	return a->x < b->x + b->width && b->x < a->x + a->width &&
	    a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Lines of one code make one box; the same code may be somewhere else, too. */
static void
widen(struct box *box, const struct box *by)
{
	uint32_t right = box->x + box->width, bottom = box->y + box->height;

	if (!overlap(box, by))
		return;
	right = right > by->x + by->width ? right : by->x + by->width;
	bottom = bottom > by->y + by->height ? bottom : by->y + by->height;
	box->x = box->x < by->x ? box->x : by->x;
	box->y = box->y < by->y ? box->y : by->y;
	box->width = right - box->x;
	box->height = bottom - box->y;
}

const struct code *
tally_add(
    struct tally *tally, const struct reading *reading, const struct box *box)
{
	struct slice text = slice_trim_blanks(reading->text);
	struct code *code;

	if (!is_printable(text))
		return NULL;
	for (size_t i = 0; i < tally->n; i++) {
		code = &tally->codes[i];
		if (code->symbology == reading->symbology &&
		    slice_equal(text, slice_of(code->text))) {
			code->lines += reading->lines;
			code->part |= reading->part;
			widen(&code->box, box);
			return code;
		}
	}
	if (tally->n == CODES_MOST)
		return NULL;
	code = &tally->codes[tally->n++];
	*code = (struct code){.symbology = reading->symbology,
	    .lines = reading->lines,
	    .part = reading->part,
	    .box = *box};
	memcpy(code->text, text.at, text.n);
	code->text[text.n] = '\0';
	return code;
}

bool
code_is_sure(const struct code *code)
{
	return !code->part && code->lines >= symbology_lines(code->symbology);
}

bool
tally_has(const struct tally *tally, const struct box *box)
{
	for (size_t i = 0; i < tally->n; i++)
		if (overlap(&tally->codes[i].box, box))
			return true;
	return false;
}

bool
tally_settled(const struct tally *tally, const struct box *box)
{
	for (size_t i = 0; i < tally->n; i++)
		if (code_is_sure(&tally->codes[i]) &&
		    overlap(&tally->codes[i].box, box))
			return true;
	return false;
}

/* A matrix code corrects its errors, and its lines are not counted. */
static bool
is_contested(const struct tally *tally, const struct code *code)
{
	if ((SYMBOLOGY_BIT(code->symbology) & SYMBOLOGY_MATRIX) != 0)
		return false;
	for (size_t i = 0; i < tally->n; i++) {
		const struct code *other = &tally->codes[i];

		if (other != code && other->lines * 4 > code->lines &&
		    overlap(&other->box, &code->box))
			return true;
	}
	return false;
}

/* Of codes that are sure enough, none is surer. */
static unsigned
sureness(const struct code *code)
{
	unsigned most = 2 * symbology_lines(code->symbology);

	return code->lines < most ? code->lines : most;
}

static int
by_sureness(const void *a, const void *b)
{
	const struct code *left = a, *right = b;
	unsigned l = sureness(left), r = sureness(right);

	if (l != r)
		return l < r ? 1 : -1;
	return strcmp(left->text, right->text);
}

size_t
tally_judge(struct tally *tally)
{
	bool keep[CODES_MOST];
	size_t n = 0, all = tally->n;

	for (size_t i = 0; i < all; i++)
		keep[i] = code_is_sure(&tally->codes[i]) &&
		    !is_contested(tally, &tally->codes[i]);
	for (size_t i = 0; i < all; i++)
		if (keep[i])
			tally->codes[n++] = tally->codes[i];
	tally->n = n;
	mem_sort(tally->codes, n, sizeof *tally->codes, by_sureness);
	return all - n;
}
