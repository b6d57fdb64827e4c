/* SPDX-License-Identifier: MIT */
#include "registry/problem.h"
#include "stream/fields.h"
#include "match_output.h"

enum match_column {
	C_OCCID,
	C_MATCH,
	C_KEY,
	C_ON,
	C_RULE,
	C_NUMBER,
	C_RECORD,
	C_CANDIDATES,
	C_SORT,
	C_PROBLEMS,
	C_COLLID, /* only if the records say it, or one is protected */
	C_SECURITY, /* only if one is */
	COLUMNS
};

_Static_assert((int)COLUMNS == MATCH_COLUMNS, "the header says so");

static const char *const column_names[COLUMNS] = {"occid", "match", "matchKey",
    "matchedOn", "matchRule", "recordCatalogNumber", "occurrenceRecordID",
    "candidates", "sortOccurrence", "problems", "collid", "recordSecurity"};

static const char *const match_names[MATCHES] = {
    "matched", "ambiguous", "contradictory", "none"};

static const char *const rule_names[RULES] = {
    "", "exact", "beginning", "padded", "joined"};

static struct slice
number_text(struct buf *buf, uint64_t number)
{
	buf_clear(buf);
	buf_put_number(buf, number);
	return buf_slice(buf);
}

static struct slice
candidates(struct match_worker *worker)
{
	const struct hits *hits = &worker->outcome.records;
	struct buf *list = &worker->candidates;

	buf_clear(list);
	if (worker->shared->records->no_occid)
		return SLICE("");
	if (worker->outcome.match == MATCHED && worker->outcome.code != NULL &&
	    strcmp(worker->outcome.code, "name-disagrees") == 0)
		hits = &worker->check.others;
	else if (hits->n == 1 && worker->outcome.match == MATCHED)
		return SLICE("");
	for (size_t i = 0; i < hits->n; i++) {
		if (i > 0)
			buf_put_char(list, ' ');
		buf_put_number(list, hits->hit[i].occid);
	}
	return buf_slice(list);
}

static void
put_code(struct buf *codes, const char *code)
{
	if (code != NULL)
		buf_put_word(codes, code);
}

/* The outcome's, and what is doubtful about a number of --names. */
static struct slice
own_codes(struct match_worker *worker)
{
	const struct outcome *outcome = &worker->outcome;
	const struct named *named = worker->named;
	struct buf *codes = &worker->codes;

	buf_clear(codes);
	put_code(codes, outcome->code);
	put_code(codes, outcome->also);
	for (size_t i = 0; named != NULL && i < NAMED_DOUBTS; i++)
		put_code(codes, named->doubts[i]);
	return buf_slice(codes);
}

static struct slice
problems(struct match_worker *worker, const struct match_row *row)
{
	size_t column = worker->shared->options->plan.columns.problems;
	struct slice own = own_codes(worker);
	struct slice before = field_of(row->block, row->n, column);

	if (before.n == 0)
		return own;
	buf_clear(&worker->problems);
	problem_merge(&worker->problems, before, "img-match", own);
	return buf_slice(&worker->problems);
}

/* The row of the sheet: that of the number being written, or the name's. */
static const struct named *
sheet_row(const struct match_worker *worker, const struct match_row *row)
{
	return worker->named != NULL ? worker->named : row->plan->picked;
}

static struct slice
sheet_value(const struct match_worker *worker, const struct match_row *row,
    const char *column)
{
	const struct name_sheet *names = worker->shared->options->plan.names;
	const char *columns[NAMED_EXTRAS];
	size_t n = name_sheet_extras(names, columns);

	for (size_t i = 0; i < n; i++)
		if (strcmp(columns[i], column) == 0)
			return name_sheet_extra(
			    names, sheet_row(worker, row), i);
	return SLICE("");
}

/* What the sheet says of the picture, which counts more than what is there. */
static void
add_extras(const struct match_worker *worker, const struct match_row *row,
    struct slice values[])
{
	const struct match_shared *shared = worker->shared;
	const struct named *named = sheet_row(worker, row);
	const char *columns[NAMED_EXTRAS];
	size_t n = 0, to = shared->ncolumns;

	if (shared->nextras > 0)
		n = name_sheet_extras(shared->options->plan.names, columns);
	for (size_t i = 0; i < n; i++) {
		struct slice value = named == NULL
		    ? SLICE("")
		    : name_sheet_extra(shared->options->plan.names, named, i);

		if (strcmp(columns[i], "sortOccurrence") != 0)
			values[to++] = value.n > 0 ? value : SLICE_NONE;
	}
}

static struct slice
sort_order(struct match_worker *worker, const struct match_row *row)
{
	size_t column = worker->shared->options->plan.columns.sort;

	if (column != STREAM_NONE &&
	    block_field(row->block, row->n, column).n > 0)
		return SLICE_NONE;
	if (row->plan->named != NULL) {
		struct slice order = sheet_value(worker, row, "sortOccurrence");

		if (order.n > 0)
			return order;
	}
	if ((worker->outcome.match != MATCHED &&
		worker->outcome.match != NONE) ||
	    worker->outcome.sequence == QUERY_NO_SEQUENCE)
		return SLICE("");
	return number_text(&worker->sort, worker->outcome.sequence);
}

static bool
has_collid(const struct match_worker *worker, const struct match_row *row)
{
	size_t column = worker->shared->options->plan.columns.collid;

	return column != STREAM_NONE &&
	    block_field(row->block, row->n, column).n > 0;
}

/* What the row gets of its record. */
static void
fill_record(struct match_worker *worker, const struct match_row *row,
    const struct hit *hit, struct slice values[])
{
	const struct records *records = worker->shared->records;
	struct fact fact = record_table_record(records->facts, hit->fact);

	values[C_NUMBER] = fact.number;
	buf_clear(&worker->id);
	record_table_put_id(&worker->id, &fact);
	values[C_RECORD] = buf_slice(&worker->id);
	if (records->guarded)
		values[C_SECURITY] =
		    number_text(&worker->security, fact.security);
	if (!records->no_occid)
		values[C_OCCID] = number_text(&worker->occid, hit->occid);
	if (fact.collid != 0 && !has_collid(worker, row))
		values[C_COLLID] = number_text(&worker->collid, fact.collid);
}

/* Writes the row as linked to a record, or to none. */
static void
write_row(struct match_worker *worker, const struct match_row *row,
    const struct hit *hit, const char *rule)
{
	const struct outcome *outcome = &worker->outcome;
	struct slice values[COLUMNS + NAMED_EXTRAS] = {
	    [C_OCCID] = row->plan->own_occid ? SLICE_NONE : SLICE(""),
	    [C_MATCH] =
		slice_of(match_names[hit != NULL ? MATCHED : outcome->match]),
	    [C_KEY] = outcome->key,
	    [C_ON] = slice_of(outcome->on),
	    [C_RULE] = slice_of(rule),
	    [C_NUMBER] = SLICE(""),
	    [C_RECORD] = SLICE(""),
	    [C_CANDIDATES] = candidates(worker),
	    [C_SORT] = sort_order(worker, row),
	    [C_PROBLEMS] = problems(worker, row),
	    [C_COLLID] = SLICE_NONE,
	};

	if (worker->shared->records->guarded)
		values[C_SECURITY] = SLICE("");
	if (hit != NULL)
		fill_record(worker, row, hit, values);
	add_extras(worker, row, values);
	layout_row(
	    worker->shared->layout, row->block, row->n, values, row->out);
}

void
match_write_outcome(struct match_worker *worker, const struct match_row *row)
{
	const struct outcome *outcome = &worker->outcome;
	const struct hits *hits = &outcome->records;
	enum several several = worker->shared->options->several;

	if (outcome->match == MATCHED) {
		write_row(worker, row, hits->hit, rule_names[outcome->rule]);
	} else if (outcome->match != AMBIGUOUS || several == SEVERAL_NONE ||
	    hits->more) {
		write_row(worker, row, NULL, rule_names[outcome->rule]);
	} else if (several == SEVERAL_FIRST) {
		worker->counts.several++;
		write_row(worker, row, hits->hit, "first");
	} else {
		worker->counts.several++;
		for (size_t i = 0; i < hits->n; i++)
			write_row(worker, row, &hits->hit[i], "all");
	}
}

void
match_write_settled(struct match_worker *worker, const struct match_row *row)
{
	struct slice untouched[COLUMNS + NAMED_EXTRAS] = {{NULL, 0}};

	add_extras(worker, row, untouched);
	layout_row(
	    worker->shared->layout, row->block, row->n, untouched, row->out);
}

void
match_list_columns(struct match_shared *shared,
    const char *columns[MATCH_COLUMNS + NAMED_EXTRAS])
{
	const struct name_sheet *names = shared->options->plan.names;
	const char *extras[NAMED_EXTRAS];
	size_t n = names != NULL ? name_sheet_extras(names, extras) : 0;

	memcpy(columns, column_names, sizeof column_names);
	shared->ncolumns = shared->records->guarded ? COLUMNS
	    : shared->records->collid != 0	    ? C_SECURITY
						    : C_COLLID;
	for (size_t i = 0; i < n; i++)
		if (strcmp(extras[i], "sortOccurrence") != 0)
			columns[shared->ncolumns + shared->nextras++] =
			    extras[i];
}
