/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "file/tempfile.h"
#include "stream/fields.h"
#include "registry/problem.h"
#include "suspect.h"

/* Of the registry: what holds a row back, beside the codes themselves. */
static const char *const held_code = "held";

enum column { C_VERDICT, C_PROBLEMS, C_SUGGESTED, COLUMNS };

static const char *const column_names[COLUMNS] = {
    "verdict", "problems", "suggested"};

void
suspect_find_columns(struct trait_columns *columns, const struct stream_in *in)
{
	columns->path = stream_column(in, "path");
	columns->url = stream_column(in, "originalUrl");
	columns->name = stream_column(in, "name");
	columns->date = stream_column(in, "createDate");
	columns->md5 = stream_column(in, "mediaMD5");
	columns->pixels = stream_column(in, "pixelMD5");
	columns->sort = stream_column(in, "sortOccurrence");
	columns->match = stream_column(in, "match");
	columns->occid = stream_column(in, "occid");
	columns->numbers[0] = stream_column(in, "recordCatalogNumber");
	columns->numbers[1] = stream_column(in, "matchKey");
	columns->numbers[2] = stream_column(in, "catalogNumber");
}

static void
keep_row(struct suspect *suspect, const struct block *block, size_t row)
{
	if (suspect->n == suspect->room) {
		suspect->room = suspect->room * 2 + 1024;
		suspect->traits = mem_resize(
		    suspect->traits, suspect->room, sizeof *suspect->traits);
	}
	suspect->traits[suspect->n++] =
	    trait_of_row(&suspect->reader, block, row);
}

/* All rows go to a file and their traits to memory. */
void
suspect_read_rows(struct suspect *suspect, struct stream_in *in)
{
	struct buf text = {0};
	struct block block = {0};
	const struct columns *columns = stream_columns(in);

	suspect->spool = tempfile_open();
	for (size_t i = 0; i < columns->n; i++) {
		buf_put_string(&text, i > 0 ? "\t" : "");
		buf_put_slice(&text, columns->names[i]);
	}
	buf_put_char(&text, '\n');
	while (stream_next(in, &block)) {
		for (size_t row = 0; row < block.nrows; row++) {
			keep_row(suspect, &block, row);
			buf_put_slice(&text, block_row(&block, row));
			buf_put_char(&text, '\n');
		}
		tempfile_write(suspect->spool, buf_slice(&text));
		buf_clear(&text);
		progress_add(block.nrows);
	}
	tempfile_write(suspect->spool, buf_slice(&text));
	buf_free(&text);
	block_free(&block);
}

struct writing {
	struct suspect *suspect;
	struct layout *layout;
	size_t verdict, problems, match;
	struct trait_columns columns; /* of the rows as they are written */
	struct buf own, merged, codes, text, scratch;
};

/*
 * What the default holds: a name that disagrees only where no img-match has
 * decided what to do about it.
 */
static bool
is_held(const struct writing *writing, unsigned doubts, struct slice match)
{
	const struct suspect *suspect = writing->suspect;
	unsigned hold = suspect->hold;

	if (!suspect->hold_given && match.n > 0)
		hold &= ~DOUBT_BIT(DOUBT_NAME);
	return (doubts & hold) != 0;
}

/* The codes of the row: others' as they are, then its own. */
static void
put_codes(
    struct writing *writing, unsigned doubts, bool held, struct slice before)
{
	struct buf *own = &writing->own;

	buf_clear(own);
	for (size_t i = 0; i < DOUBTS; i++) {
		if ((doubts & DOUBT_BIT(i)) == 0 ||
		    (i == DOUBT_NAME &&
			slice_has_word(before, ' ', slice_of(doubt_codes[i]))))
			continue;
		buf_put_string(own, own->n > 0 ? " " : "");
		buf_put_string(own, doubt_codes[i]);
	}
	if (held) {
		buf_put_string(own, own->n > 0 ? " " : "");
		buf_put_string(own, held_code);
	}
	buf_clear(&writing->codes);
	problem_merge(&writing->codes, before, "img-suspect", buf_slice(own));
}

/*
 * The verdict follows the codes, as far as it did before; one that a person
 * has set, and one that is not there yet, stays unless the row is held.
 */
static struct slice
new_verdict(const struct writing *writing, struct slice verdict,
    struct slice before, bool held)
{
	const char *of_codes = problem_verdict(buf_slice(&writing->codes));

	if (verdict.n == 0)
		return held ? SLICE("bad") : SLICE("");
	if (held || slice_equal(verdict, slice_of(problem_verdict(before))))
		return slice_of(of_codes);
	return SLICE_NONE;
}

/* The number that would be in order, written as the row's own is. */
static struct slice
suggestion(struct writing *writing, const struct trait *trait,
    const struct block *block, size_t row)
{
	struct trait_reader *reader = &writing->suspect->reader;
	struct slice number = SLICE(""), text;
	struct series_number parts;

	if (trait->expected == 0)
		return SLICE("");
	for (size_t i = 0; i < 3 && number.n == 0; i++)
		if (writing->columns.numbers[i] != STREAM_NONE)
			number = stream_value(block_field(block, row,
						  writing->columns.numbers[i]),
			    &reader->value);
	parts = trait_number(reader, number);
	text = buf_slice(&reader->fold);
	buf_clear(&writing->text);
	buf_put(&writing->text, text.at, parts.start);
	buf_printf(
	    &writing->text, "%0*" PRIu64, (int)parts.width, trait->expected);
	buf_put_slice(
	    &writing->text, slice_from(text, parts.start + parts.width));
	return buf_slice(&writing->text);
}

static void
write_row(struct writing *writing, const struct block *block, size_t row,
    const struct trait *trait, struct buf *out)
{
	struct suspect *suspect = writing->suspect;
	struct slice before = field_of(block, row, writing->problems);
	struct slice verdict = field_of(block, row, writing->verdict);
	bool held = is_held(
	    writing, trait->doubts, field_of(block, row, writing->match));
	struct slice values[COLUMNS];

	put_codes(writing, trait->doubts, held, before);
	values[C_PROBLEMS] = buf_slice(&writing->codes);
	values[C_VERDICT] = new_verdict(writing, verdict, before, held);
	values[C_SUGGESTED] = suggestion(writing, trait, block, row);
	if (values[C_SUGGESTED].n == 0 &&
	    !slice_has_word(before, ' ', SLICE("out-of-order")))
		values[C_SUGGESTED] = SLICE_NONE;
	layout_row(writing->layout, block, row, values, out);
	suspect->held += held;
	for (size_t i = 0; i < DOUBTS; i++)
		suspect->counts[i] += (trait->doubts & DOUBT_BIT(i)) != 0;
}

void
suspect_write_rows(struct suspect *suspect, struct output *out)
{
	char path[64];
	char *operand[1] = {path};
	struct stream_in *in;
	struct writing writing = {.suspect = suspect};
	struct block block = {0};
	struct buf text = {0};
	size_t n = 0;

	snprintf(path, sizeof path, "/proc/self/fd/%d", suspect->spool);
	in = stream_open(operand, 1);
	suspect_find_columns(&writing.columns, in);
	writing.verdict = stream_column(in, "verdict");
	writing.problems = stream_column(in, "problems");
	writing.match = stream_column(in, "match");
	writing.layout = layout_new(stream_columns(in), column_names, COLUMNS);
	layout_header(writing.layout, &text);
	while (stream_next(in, &block)) {
		for (size_t row = 0; row < block.nrows; row++)
			write_row(&writing, &block, row, &suspect->traits[n++],
			    &text);
		output_put(out, buf_slice(&text));
		buf_clear(&text);
	}
	output_put(out, buf_slice(&text));
	layout_free(writing.layout);
	block_free(&block);
	stream_close(in);
	close(suspect->spool);
	buf_free(&text);
	buf_free(&writing.own);
	buf_free(&writing.codes);
	buf_free(&writing.text);
}
