/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "net/url.h"
#include "registry/meaning.h"
#include "sink/accept.h"
#include "stream/fields.h"
#include "page_words.h"
#include "quoted.h"
#include "report_rows.h"

static const struct {
	const char *name; /* for the script */
	const char *column, *otherwise; /* where it is empty */
} fields[REPORT_FIELDS] = {
    [FIELD_NAME] = {"name", "name", NULL},
    [FIELD_PATH] = {"path", "path", NULL},
    [FIELD_URL] = {"url", "originalUrl", "url"},
    [FIELD_NUMBER] = {"number", "matchKey", "catalogNumber"},
    [FIELD_OCCID] = {"occid", "occid", NULL},
    [FIELD_RECORD] = {"record", "recordCatalogNumber", NULL},
    [FIELD_CANDIDATES] = {"candidates", "candidates", NULL},
    [FIELD_SUGGESTED] = {"suggested", "suggested", NULL},
    [FIELD_VERDICT] = {"verdict", "verdict", NULL},
    [FIELD_PROBLEMS] = {"problems", "problems", NULL},
    [FIELD_MATCH] = {"match", "match", NULL},
    [FIELD_COLLECTION] = {"collection", "collid", "collectionCode"},
    [FIELD_FORMAT] = {"format", "format", NULL},
    [FIELD_RESULT] = {"result", "reason", NULL},
    [FIELD_WEB] = {"web", "thumbnailUrl", "url"},
};

/* A row's values, not escaped. */
struct values {
	struct slice at[REPORT_FIELDS];
	struct buf scratch[REPORT_FIELDS];
};

struct reading {
	struct report_rows *rows;
	size_t columns[REPORT_FIELDS], otherwise[REPORT_FIELDS];
	size_t store, thumbnail, boxes;
	struct values values;
	struct buf made, cell;
};

const char *
report_field_name(enum report_field field)
{
	return fields[field].name;
}

static void
bind(struct reading *reading, const struct stream_in *in)
{
	bool matched = stream_column(in, "match") != STREAM_NONE ||
	    stream_column(in, "occid") != STREAM_NONE;

	for (int i = 0; i < REPORT_FIELDS; i++) {
		reading->columns[i] = stream_column(in, fields[i].column);
		reading->otherwise[i] = fields[i].otherwise == NULL
		    ? STREAM_NONE
		    : stream_column(in, fields[i].otherwise);
	}
	reading->store = stream_column(in, "store");
	reading->thumbnail = stream_column(in, "thumbnailFile");
	reading->boxes = stream_column(in, "barcodeBox");
	reading->rows->kind = matched			     ? REPORT_MATCHED
	    : reading->columns[FIELD_VERDICT] != STREAM_NONE ? REPORT_CHECKED
							     : REPORT_LISTED;
}

/* Where to find a small picture: the first that a browser can ask for. */
static void
find_web(struct values *values)
{
	struct slice *web = &values->at[FIELD_WEB];

	if (!url_is_web(*web))
		*web = url_is_web(values->at[FIELD_URL]) ? values->at[FIELD_URL]
							 : SLICE("");
}

/* Why a sink would leave it out: as one has said, or as one will say. */
static struct slice
find_result(const struct report_rows *rows, const struct values *values)
{
	enum reject_reason reason = accept_verdict(values->at[FIELD_VERDICT]);
	const char *column;

	if (values->at[FIELD_RESULT].n > 0)
		return values->at[FIELD_RESULT];
	if (rows->kind == REPORT_LISTED)
		return SLICE("");
	if (reason == REJECT_REASON_NOT && rows->kind == REPORT_MATCHED)
		reason = accept_record(values->at[FIELD_MATCH],
		    values->at[FIELD_OCCID], false, NULL, &column);
	/* By its number, as the web importers link it: a sink that needs the
	 * occid says so in its rejects. */
	if (reason == REJECT_REASON_NO_OCCID)
		reason = REJECT_REASON_NOT;
	return slice_of(reject_reason_code(reason));
}

static void
take_values(struct reading *reading, const struct block *block, size_t row)
{
	struct values *values = &reading->values;

	for (int i = 0; i < REPORT_FIELDS; i++) {
		values->at[i] =
		    stream_value(field_of(block, row, reading->columns[i]),
			&values->scratch[i]);
		if (values->at[i].n == 0)
			values->at[i] = stream_value(
			    field_of(block, row, reading->otherwise[i]),
			    &values->scratch[i]);
	}
	if (reading->rows->web)
		find_web(values);
	else
		values->at[FIELD_WEB] = SLICE("");
	values->at[FIELD_RESULT] = find_result(reading->rows, values);
	if (values->at[FIELD_NAME].n == 0)
		values->at[FIELD_NAME] = values->at[FIELD_PATH].n > 0
		    ? values->at[FIELD_PATH]
		    : values->at[FIELD_URL];
}

static enum report_need
need_of(struct slice result)
{
	static const enum reject_reason done[] = {REJECT_REASON_DUPLICATE,
	    REJECT_REASON_ALREADY_THERE, REJECT_REASON_NOT_THERE};

	if (result.n == 0)
		return NEED_NOTHING;
	for (size_t i = 0; i < sizeof done / sizeof *done; i++)
		if (slice_is(result, reject_reason_code(done[i])))
			return NEED_DONE;
	return slice_is(result, reject_reason_code(REJECT_REASON_RETRY))
	    ? NEED_LATER
	    : NEED_PERSON;
}

static enum report_need
count_result(struct report_rows *rows, struct slice code)
{
	struct report_result *result = rows->results;
	struct report_result *end = result + rows->nresults;
	enum report_need need = need_of(code);

	while (result < end && !slice_equal(result->code, code))
		result++;
	/* Whatever else a column `reason` holds is counted as one. */
	if (rows->nresults == REPORT_RESULTS && result == end)
		result--;
	else if (result == end) {
		*result = (struct report_result){
		    .code = arena_copy(&rows->texts, code), .need = need};
		rows->nresults++;
	}
	result->n++;
	rows->needs[need]++;
	return need;
}

static void
note_problems(struct report_rows *rows, struct slice codes)
{
	size_t n;
	const struct problem *all = problem_all(&n), *problem;
	struct slice code;

	if (rows->problems == NULL)
		rows->problems = mem_array(n, sizeof *rows->problems);
	while (slice_word(&codes, ' ', &code))
		if ((problem = problem_find(code)) != NULL)
			rows->problems[problem - all] = true;
}

static void
put_json(struct report_rows *rows, const struct values *values)
{
	int last = REPORT_FIELDS - 1;

	while (last > 0 && values->at[last].n == 0)
		last--;
	buf_put_string(&rows->json, rows->n > 0 ? ",\n[" : "[");
	for (int i = 0; i <= last; i++) {
		if (i > 0)
			buf_put_char(&rows->json, ',');
		quoted_json(&rows->json, values->at[i]);
	}
	buf_put_char(&rows->json, ']');
}

static void
put_meaning(struct report_rows *rows, struct slice code, struct meaning meaning)
{
	struct buf *html = &rows->html;

	buf_put_string(html, "<li>");
	quoted_html_shown(
	    html, meaning.text != NULL ? slice_of(meaning.text) : code);
	if (meaning.advice != NULL && *meaning.advice != '\0') {
		buf_put_string(html, "<br><strong>");
		quoted_html(
		    html, slice_of(page_word(WORD_WHAT_TO_DO, rows->language)));
		buf_put_string(html, ":</strong> ");
		quoted_html(html, slice_of(meaning.advice));
	}
	buf_put_string(html, "</li>");
}

/* What to do is said by its problems, where it has any. */
static void
put_result(struct report_rows *rows, struct slice code, struct slice problems)
{
	struct meaning meaning = report_result_meaning(rows, code);

	if (slice_is(code, reject_reason_code(REJECT_REASON_AMBIGUOUS)) &&
	    slice_has_word(problems, ' ', SLICE("several-records")))
		return;
	if (problems.n > 0)
		meaning.advice = NULL;
	put_meaning(rows, code, meaning);
}

/* The row as a page without a script shows it. */
static void
put_html(struct report_rows *rows, const struct values *values)
{
	static const enum report_field shown[] = {
	    FIELD_NUMBER, FIELD_RECORD, FIELD_CANDIDATES, FIELD_SUGGESTED};
	struct slice codes = values->at[FIELD_PROBLEMS], code;

	buf_put_string(&rows->html, "<tr><th scope=\"row\">");
	quoted_html_shown(&rows->html, values->at[FIELD_NAME]);
	buf_put_string(&rows->html, "</th>");
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		buf_put_string(&rows->html, "<td>");
		quoted_html_shown(&rows->html, values->at[shown[i]]);
		buf_put_string(&rows->html, "</td>");
	}
	buf_put_string(&rows->html, "<td><ul>");
	put_result(rows, values->at[FIELD_RESULT], codes);
	while (slice_word(&codes, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		put_meaning(rows, code,
		    problem != NULL
			? meaning_of_problem(problem, rows->language)
			: (struct meaning){NULL, NULL});
	}
	buf_put_string(&rows->html, "</ul></td></tr>\n");
}

/* The path of the thumbnail that img-derive has made, if it has. */
static struct slice
find_made(struct reading *reading, const struct block *block, size_t row)
{
	struct slice store = field_of(block, row, reading->store);
	struct slice file = field_of(block, row, reading->thumbnail);

	if (store.n == 0 || file.n == 0)
		return SLICE("");
	buf_clear(&reading->made);
	buf_put_slice(&reading->made, stream_value(store, &reading->cell));
	buf_put_char(&reading->made, '/');
	buf_put_slice(&reading->made, stream_value(file, &reading->cell));
	return arena_copy(&reading->rows->texts, buf_slice(&reading->made));
}

static void
row_take(struct reading *reading, const struct block *block, size_t row)
{
	struct report_rows *rows = reading->rows;
	const struct values *values = &reading->values;
	enum report_need need;

	take_values(reading, block, row);
	need = count_result(rows, values->at[FIELD_RESULT]);
	note_problems(rows, values->at[FIELD_PROBLEMS]);
	if (rows->n == rows->room) {
		rows->room = rows->room * 2 + 1024;
		rows->rows =
		    mem_resize(rows->rows, rows->room, sizeof *rows->rows);
	}
	rows->rows[rows->n] = (struct report_row){
	    .path = arena_copy(&rows->texts, values->at[FIELD_PATH]),
	    .made = find_made(reading, block, row),
	    .boxes = need == NEED_PERSON
		? arena_copy(&rows->texts, field_of(block, row, reading->boxes))
		: SLICE(""),
	    .need = need};
	put_json(rows, values);
	if ((need == NEED_PERSON || need == NEED_LATER) &&
	    rows->static_rows < REPORT_STATIC) {
		put_html(rows, values);
		rows->static_rows++;
	}
	rows->n++;
}

static int
compare_results(const void *a, const void *b)
{
	const struct report_result *p = a, *q = b;

	if (p->n != q->n)
		return p->n > q->n ? -1 : 1;
	return slice_compare(p->code, q->code);
}

void
report_rows_read(struct report_rows *rows, struct stream_in *in)
{
	struct reading reading = {.rows = rows};
	struct block block = {0};

	bind(&reading, in);
	while (stream_next(in, &block)) {
		for (size_t row = 0; row < block.nrows; row++)
			row_take(&reading, &block, row);
		progress_add(block.nrows);
	}
	for (int i = 0; i < REPORT_FIELDS; i++)
		buf_free(&reading.values.scratch[i]);
	buf_free(&reading.made);
	buf_free(&reading.cell);
	block_free(&block);
	mem_sort(rows->results, rows->nresults, sizeof *rows->results,
	    compare_results);
}

struct meaning
report_result_meaning(const struct report_rows *rows, struct slice code)
{
	static const enum page_word taken[] = {[REPORT_LISTED] = WORD_LISTED,
	    [REPORT_CHECKED] = WORD_GOOD,
	    [REPORT_MATCHED] = WORD_LINKED};

	if (code.n == 0)
		return (struct meaning){
		    page_word(taken[rows->kind], rows->language), NULL};
	for (int i = 1; i < NREASONS; i++)
		if (slice_is(code, reject_reason_code((enum reject_reason)i)))
			return meaning_of_reason(
			    (enum reject_reason)i, rows->language);
	return (struct meaning){NULL, NULL};
}

void
report_rows_free(struct report_rows *rows)
{
	arena_free(&rows->texts);
	buf_free(&rows->json);
	buf_free(&rows->html);
	free(rows->problems);
	free(rows->rows);
}
