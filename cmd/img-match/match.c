/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "registry/problem.h"
#include "file/tempfile.h"
#include "run/pump.h"
#include "text/collation.h"
#include "stream/fields.h"
#include "text/counted.h"
#include "decide.h"
#include "match.h"
#include "name_check.h"
#include "shapes.h"
#include "slip.h"
#include "suggest.h"
#include "witness.h"

/* Rows whose asks are on their way through the memory at one time. */
enum { BATCH = 256 };

enum column {
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

static const char *const column_names[COLUMNS] = {"occid", "match", "matchKey",
    "matchedOn", "matchRule", "recordCatalogNumber", "occurrenceRecordID",
    "candidates", "sortOccurrence", "problems", "collid", "recordSecurity"};

static const char *const match_names[MATCHES] = {
    "matched", "ambiguous", "contradictory", "none"};

static const char *const rule_names[RULES] = {
    "", "exact", "beginning", "padded"};

struct counts {
	uint64_t settled;
	uint64_t of[MATCHES][RULES];
	uint64_t several; /* ambiguous, but written as matched */
	uint64_t disagree, inside, shared; /* by their codes */
	uint64_t agreed, alone, differ, unknown; /* by what codes say */
	uint64_t unlisted; /* not in the sheet */
	uint64_t unlinked; /* names that led to nothing */
};

/* A row shown where nothing matched. */
struct example {
	struct buf text;
	uint64_t row;
	bool keyed; /* it was looked up by that */
};

struct shared {
	const struct match_options *options;
	const struct records *records;
	struct layout *layout;
	size_t ncolumns; /* of its own that are always there */
	size_t nextras; /* and those that the sheet brings, after them */
	struct slips slips;
	struct shapes shapes;
	struct example example;
	struct counts counts;
};

/* One thread's. */
struct worker {
	const struct shared *shared;
	struct planner planner;
	struct decider decider;
	struct name_check check;
	struct witness witness;
	struct plan plans[BATCH];
	struct outcome outcome;
	const struct named *named; /* of the number being written, or NULL */
	struct buf occid, collid, security, id, candidates, sort, codes,
	    problems, on;
	struct slips slips;
	struct shapes shapes;
	struct example example;
	struct counts counts;
};

/* A row being written. */
struct row {
	struct block *block;
	size_t n;
	const struct plan *plan;
	struct buf *out;
};

static void *
start(void *state)
{
	struct worker *worker = mem_array(1, sizeof *worker);

	worker->shared = state;
	planner_start(&worker->planner, &worker->shared->options->plan);
	worker->decider.records = worker->shared->records;
	worker->decider.exact = worker->shared->options->exact;
	return worker;
}

/* Takes over the worker's, if it is the better one. */
static void
example_join(struct example *to, struct example *from)
{
	bool better = from->keyed != to->keyed
	    ? from->keyed
	    : to->text.n == 0 || (from->text.n > 0 && from->row < to->row);
	struct example worse = better ? *to : *from;

	if (better)
		*to = *from;
	buf_free(&worse.text);
}

static void
stop(void *state, void *of)
{
	struct worker *worker = state;
	struct shared *shared = of;

	for (size_t m = 0; m < MATCHES; m++)
		for (size_t r = 0; r < RULES; r++)
			shared->counts.of[m][r] += worker->counts.of[m][r];
	shared->counts.settled += worker->counts.settled;
	shared->counts.several += worker->counts.several;
	shared->counts.disagree += worker->counts.disagree;
	shared->counts.inside += worker->counts.inside;
	shared->counts.shared += worker->counts.shared;
	shared->counts.unlisted += worker->counts.unlisted;
	shared->counts.agreed += worker->counts.agreed;
	shared->counts.alone += worker->counts.alone;
	shared->counts.differ += worker->counts.differ;
	shared->counts.unknown += worker->counts.unknown;
	slips_join(&shared->slips, &worker->slips);
	shapes_join(&shared->shapes, &worker->shapes);
	shared->counts.unlinked += worker->counts.unlinked;
	slips_free(&worker->slips);
	example_join(&shared->example, &worker->example);
	planner_stop(&worker->planner);
	query_scratch_free(&worker->decider.scratch);
	name_check_free(&worker->check);
	witness_free(&worker->witness);
	buf_free(&worker->on);
	buf_free(&worker->occid);
	buf_free(&worker->collid);
	buf_free(&worker->security);
	buf_free(&worker->id);
	buf_free(&worker->candidates);
	buf_free(&worker->sort);
	buf_free(&worker->codes);
	buf_free(&worker->problems);
	free(worker);
}

static struct slice
number_text(struct buf *buf, uint64_t number)
{
	buf_clear(buf);
	buf_put_number(buf, number);
	return buf_slice(buf);
}

static struct slice
candidates(struct worker *worker)
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
	if (code == NULL)
		return;
	if (codes->n > 0)
		buf_put_char(codes, ' ');
	buf_put_string(codes, code);
}

/* The outcome's, and what is doubtful about a number of --names. */
static struct slice
own_codes(struct worker *worker)
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
problems(struct worker *worker, const struct row *row)
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
sheet_row(const struct worker *worker, const struct row *row)
{
	return worker->named != NULL ? worker->named : row->plan->picked;
}

static struct slice
sheet_value(
    const struct worker *worker, const struct row *row, const char *column)
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
add_extras(
    const struct worker *worker, const struct row *row, struct slice values[])
{
	const struct shared *shared = worker->shared;
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
sort_order(struct worker *worker, const struct row *row)
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
has_collid(const struct worker *worker, const struct row *row)
{
	size_t column = worker->shared->options->plan.columns.collid;

	return column != STREAM_NONE &&
	    block_field(row->block, row->n, column).n > 0;
}

/* What the row gets of its record. */
static void
fill_record(struct worker *worker, const struct row *row, const struct hit *hit,
    struct slice values[])
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
write_row(struct worker *worker, const struct row *row, const struct hit *hit,
    const char *rule)
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

static void
write_outcome(struct worker *worker, const struct row *row)
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

/* True if an earlier number of the same picture led to the same record. */
static bool
repeated(const uint32_t *linked, size_t n, uint32_t occid)
{
	while (n > 0)
		if (linked[--n] == occid)
			return true;
	return false;
}

/* The number is of one record, or of none, and the name that of another. */
static void
contradict_name(struct worker *worker, const struct row *row)
{
	struct outcome *outcome = &worker->outcome;
	const struct hits *others = &worker->check.others;
	struct slip_row slip = {.file = worker->named != NULL
		? worker->shared->options->names_file
		: row->block->source,
	    .line = worker->named != NULL ? worker->named->line
					  : row->block->line + row->n,
	    .number = outcome->records.n == 1 ? outcome->records.hit->occid : 0,
	    .name = others->n == 1 ? others->hit->occid : 0};

	worker->counts.disagree++;
	slips_add(&worker->slips, &slip);
	if (worker->shared->options->trust_sheet) {
		if (outcome->code == NULL)
			outcome->code = "name-disagrees";
		else
			outcome->also = "name-disagrees";
		return;
	}
	outcome->match = CONTRADICTORY;
	outcome->rule = RULE_NONE;
	outcome->on = "";
	outcome->also = outcome->records.n == 0 ? outcome->code : outcome->also;
	outcome->code = "name-disagrees";
	hits_join(&outcome->records, &worker->check.others);
}

/* True for outcomes that the name is compared with: a number, or a record. */
static bool
says_number(const struct outcome *outcome)
{
	return outcome->match == MATCHED || outcome->match == AMBIGUOUS ||
	    (outcome->match == NONE && outcome->key.n > 0);
}

static enum name_says
ask_name(struct worker *worker, const struct row *row)
{
	if (!says_number(&worker->outcome))
		return NAME_SILENT;
	return name_check_row(&worker->check, &worker->planner,
	    &worker->decider, row->block, row->n, &worker->outcome,
	    row->plan->from_name);
}

static void
add_code(struct outcome *outcome, const char *code)
{
	if (outcome->code == NULL)
		outcome->code = code;
	else
		outcome->also = code;
}

/* The column of --also beside the identifier, or alone. */
static void
name_witness(struct worker *worker, bool alone)
{
	struct buf *on = &worker->on;

	buf_clear(on);
	if (!alone) {
		buf_put_string(on, worker->outcome.on);
		buf_put_char(on, ' ');
	}
	buf_put_string(on, worker->shared->options->also);
	worker->outcome.on = buf_string(on);
}

static enum witness_says
hear_witness(struct worker *worker, const struct row *row)
{
	struct outcome *outcome = &worker->outcome;
	enum witness_says says;

	says = witness_hear(&worker->witness, &worker->decider, row->plan,
	    worker->planner.asks, outcome);
	switch (says) {
	case WITNESS_AGREES:
		if (outcome->match == MATCHED)
			name_witness(worker, false);
		break;
	case WITNESS_ALONE: name_witness(worker, true); break;
	case WITNESS_UNKNOWN: add_code(outcome, "unknown-barcode"); break;
	case WITNESS_DIFFERS:
	case WITNESS_SILENT: break;
	}
	return says;
}

static void
count_witness(struct worker *worker, enum witness_says says)
{
	struct counts *counts = &worker->counts;
	bool matched = worker->outcome.match == MATCHED;

	counts->agreed += matched && says == WITNESS_AGREES;
	counts->alone += matched && says == WITNESS_ALONE;
	counts->differ += says == WITNESS_DIFFERS;
	counts->unknown += says == WITNESS_UNKNOWN;
}

/* What the numbers that a sheet has for one name say together. */
struct several_numbers {
	bool agreed; /* one of them is the name */
	bool coded; /* one of them is the code in the picture */
	bool differ; /* they are not of one record */
};

static struct several_numbers
compare_numbers(struct worker *worker, const struct row *row)
{
	const struct outcome *outcome = &worker->outcome;
	struct several_numbers several = {
	    .differ = row->plan->several && row->plan->n == 1};
	uint32_t first = 0;

	if (row->plan->n < 2)
		return several;
	for (size_t i = 0; i < row->plan->n; i++) {
		uint32_t occid;

		decide(&worker->decider, row->plan, worker->planner.asks, i,
		    &worker->outcome);
		occid =
		    outcome->match == MATCHED ? outcome->records.hit->occid : 0;
		if (i == 0)
			first = occid;
		several.differ = several.differ || occid == 0 || occid != first;
		several.agreed =
		    several.agreed || ask_name(worker, row) == NAME_AGREES;
		several.coded = several.coded ||
		    hear_witness(worker, row) == WITNESS_AGREES;
	}
	return several;
}

/* Last of all: for the name and the code in the picture there is no record. */
static void
doubt_new(struct worker *worker, const struct row *row, size_t which)
{
	struct outcome *outcome = &worker->outcome;

	if (!decide_in_use(&worker->decider, row->plan, worker->planner.asks,
		which, outcome))
		return;
	if (outcome->code != NULL &&
	    strcmp(outcome->code, "unknown-number") == 0)
		outcome->code = "number-in-use";
	else
		add_code(outcome, "number-in-use");
}

/* Words of a list that are no numbers of records are passed over; if none is
 * one, that is said once, and no record is to be made of a word. */
static void
write_listed(struct worker *worker, const struct row *row)
{
	struct outcome *outcome = &worker->outcome;
	uint32_t linked[HITS_MOST];
	size_t nlinked = 0, written = 0;

	for (size_t i = 0; i <= row->plan->n; i++) {
		bool last = i == row->plan->n;

		if (last && written > 0)
			break;
		decide(&worker->decider, row->plan, worker->planner.asks,
		    last ? 0 : i, outcome);
		if (!last && outcome->match == NONE)
			continue;
		if (last)
			outcome->key = SLICE("");
		count_witness(worker, hear_witness(worker, row));
		if (outcome->match == MATCHED) {
			uint32_t occid = outcome->records.hit->occid;

			if (repeated(linked, nlinked, occid))
				continue;
			if (nlinked < HITS_MOST)
				linked[nlinked++] = occid;
		}
		worker->counts.of[outcome->match][outcome->rule]++;
		write_outcome(worker, row);
		written++;
	}
}

static void
write_numbers(struct worker *worker, const struct row *row)
{
	struct several_numbers several = compare_numbers(worker, row);
	struct outcome *outcome = &worker->outcome;
	uint32_t linked[HITS_MOST];
	size_t nlinked = 0;
	enum witness_says says;

	for (size_t i = 0; i < row->plan->n; i++) {
		decide(&worker->decider, row->plan, worker->planner.asks, i,
		    outcome);
		worker->named =
		    worker->planner.asks[row->plan->first + i].named;
		if (!several.agreed && ask_name(worker, row) == NAME_DISAGREES)
			contradict_name(worker, row);
		says = hear_witness(worker, row);
		if (says == WITNESS_DIFFERS && several.coded)
			decide(&worker->decider, row->plan,
			    worker->planner.asks, i, outcome);
		else
			count_witness(worker, says);
		if (outcome->match == MATCHED) {
			uint32_t occid = outcome->records.hit->occid;

			if (repeated(linked, nlinked, occid))
				continue;
			if (nlinked < HITS_MOST)
				linked[nlinked++] = occid;
		}
		if (several.differ) {
			worker->counts.shared++;
			add_code(outcome, "name-two-numbers");
		}
		worker->counts.of[outcome->match][outcome->rule]++;
		doubt_new(worker, row, i);
		write_outcome(worker, row);
	}
}

/* One row, whatever its name or a code in it say. */
static void
write_crowd(struct worker *worker, const struct row *row)
{
	struct outcome *outcome = &worker->outcome;

	decide(&worker->decider, row->plan, worker->planner.asks, 0, outcome);
	worker->counts.shared++;
	worker->counts.of[outcome->match][outcome->rule]++;
	write_outcome(worker, row);
}

/* Only a number that a pattern could take as it is. */
static void
count_shape(struct worker *worker, struct slice number)
{
	const struct hits *hits = &worker->outcome.records;
	struct fact fact = record_table_record(
	    worker->shared->records->facts, hits->hit->fact);

	buf_clear(&worker->sort);
	collation_put(&worker->sort, fact.number);
	if (key_padded_equal(buf_slice(&worker->sort), number))
		shapes_add(&worker->shapes, number, hits->n);
}

/* A name, or what a pattern finds in it, that leads to no record. */
static void
look_inside(struct worker *worker, const struct row *row)
{
	const struct match_options *options = worker->shared->options;
	struct outcome *outcome = &worker->outcome;
	struct slice number;

	if (!row->plan->from_name || outcome->match != NONE ||
	    outcome->records.n > 0)
		return;
	number = name_check_inside(&worker->check, &worker->planner,
	    &worker->decider, row->block, row->n, outcome);
	worker->counts.unlinked++;
	if (number.n > 0) {
		worker->counts.inside++;
		count_shape(worker, number);
		if (outcome->key.n > 0)
			outcome->also = "number-inside";
		else
			outcome->code = "number-inside";
	} else if (options->plan.names != NULL &&
	    options->plan.pattern == NULL) {
		outcome->code = "unlisted-name";
	}
}

static void
write_plan(struct worker *worker, const struct row *row)
{
	struct slice untouched[COLUMNS + NAMED_EXTRAS] = {{NULL, 0}};

	worker->counts.unlisted += row->plan->named == NULL;
	switch (row->plan->how) {
	case PLAN_SETTLED:
		worker->counts.settled++;
		add_extras(worker, row, untouched);
		layout_row(worker->shared->layout, row->block, row->n,
		    untouched, row->out);
		return;
	case PLAN_NUMBERS:
		if (row->plan->from_name)
			break;
		if (row->plan->listed)
			write_listed(worker, row);
		else
			write_numbers(worker, row);
		worker->named = NULL;
		return;
	case PLAN_CROWD: write_crowd(worker, row); return;
	case PLAN_NOTHING:
	case PLAN_OWN:
	case PLAN_CODES:
	case PLAN_NAME: break;
	}
	decide(&worker->decider, row->plan, worker->planner.asks, 0,
	    &worker->outcome);
	if (ask_name(worker, row) == NAME_DISAGREES)
		contradict_name(worker, row);
	look_inside(worker, row);
	count_witness(worker, hear_witness(worker, row));
	worker->counts.of[worker->outcome.match][worker->outcome.rule]++;
	doubt_new(worker, row, 0);
	write_outcome(worker, row);
}

/* All look-ups of a batch wait for the memory at the same time. */
static void
prefetch(const struct worker *worker)
{
	const struct index *index = worker->shared->records->index;
	const struct planner *planner = &worker->planner;
	const struct entry *entry;
	size_t n;

	for (size_t i = 0; i < planner->n; i++)
		if (planner->asks[i].source != QUERY_OCCID)
			index_prefetch_bucket(index, &planner->asks[i].key);
	for (size_t i = 0; i < planner->n; i++)
		if (planner->asks[i].source != QUERY_OCCID)
			index_prefetch_entries(index, &planner->asks[i].key);
	for (size_t i = 0; i < planner->n; i++) {
		if (planner->asks[i].source == QUERY_OCCID)
			continue;
		entry = index_find(index, &planner->asks[i].key, &n);
		if (n > 0)
			record_table_prefetch(
			    worker->shared->records->facts, entry->fact);
	}
}

/* The first row that was looked up by something, or the first one's name. */
static void
keep_example(struct worker *worker, const struct row *row)
{
	struct example *example = &worker->example;
	size_t column = worker->shared->options->plan.columns.from;
	uint64_t at = row->block->first + row->n;
	struct slice key = worker->outcome.key;

	if (example->keyed || (key.n == 0 && at > 0))
		return;
	example->keyed = key.n > 0;
	example->row = at;
	if (key.n == 0 && column != STREAM_NONE)
		key = block_field(row->block, row->n, column);
	buf_clear(&example->text);
	buf_put_slice(&example->text, key);
}

static void
work(void *state, struct block *block, struct buf *out)
{
	struct worker *worker = state;
	struct row row = {block, 0, NULL, out};

	for (size_t first = 0; first < block->nrows; first += BATCH) {
		size_t n = block->nrows - first;

		if (n > BATCH)
			n = BATCH;
		planner_clear(&worker->planner);
		for (size_t i = 0; i < n; i++)
			worker->plans[i] =
			    planner_add(&worker->planner, block, first + i);
		prefetch(worker);
		for (size_t i = 0; i < n; i++) {
			row.n = first + i;
			row.plan = &worker->plans[i];
			write_plan(worker, &row);
			keep_example(worker, &row);
		}
	}
}

static uint64_t
total(const uint64_t of[RULES])
{
	uint64_t n = 0;

	for (size_t r = 0; r < RULES; r++)
		n += of[r];
	return n;
}

static void
say_counts(const struct counts *counts)
{
	const uint64_t *matched = counts->of[MATCHED];

	inform("%" PRIu64 " matched (%" PRIu64 " exact, %" PRIu64
	       " by the beginning of the name, %" PRIu64
	       " but for zeros), %" PRIu64 " ambiguous, %" PRIu64
	       " contradictory, %" PRIu64 " none, %" PRIu64 " settled before",
	    total(matched), matched[RULE_EXACT], matched[RULE_BEGINNING],
	    matched[RULE_PADDED], total(counts->of[AMBIGUOUS]),
	    total(counts->of[CONTRADICTORY]), total(counts->of[NONE]),
	    counts->settled);
	if (counts->several > 0)
		inform("%" PRIu64 " of the ambiguous were linked as asked",
		    counts->several);
	if (counts->disagree > 0)
		inform("%s the number of one record and the name of another "
		       "(name-disagrees)",
		    COUNTED(counts->disagree, "row has", "rows have"));
	if (counts->agreed + counts->alone + counts->differ + counts->unknown >
	    0)
		inform("%" PRIu64 " where the codes agree, %" PRIu64
		       " by the codes alone, %" PRIu64
		       " where they differ (name-barcode-differ), %" PRIu64
		       " whose codes no record has (unknown-barcode)",
		    counts->agreed, counts->alone, counts->differ,
		    counts->unknown);
	if (counts->shared > 0)
		inform("%s a name with several numbers in the sheet "
		       "(name-two-numbers)",
		    COUNTED(counts->shared, "row has", "rows have"));
	if (counts->inside > 0)
		inform("%s not linked, though a known number is in the name "
		       "(number-inside)",
		    COUNTED(counts->inside, "row is", "rows are"));
}

/* The pattern that would link most of the names that hold a number. */
static void
say_pattern(const struct shared *shared)
{
	const struct shape *best = shapes_best(&shared->shapes);
	bool asked = shared->options->suggest_pattern;
	struct buf text = {0};

	if (best == NULL) {
		if (asked)
			warn("no pattern would link the names that are left");
		return;
	}
	shape_put_pattern(&text, best);
	if (asked)
		warn("--pattern '%s': %" PRIu64 " right by the records, "
		     "%" PRIu64 " ambiguous, %" PRIu64 " unmatched",
		    buf_string(&text), best->right, best->ambiguous,
		    shared->counts.unlinked - best->right - best->ambiguous);
	else
		inform("--pattern '%s' would link %" PRIu64 " of them",
		    buf_string(&text), best->right);
	buf_free(&text);
}

/* Its own columns, and then those of the sheet. */
static void
list_columns(struct shared *shared, const char *columns[])
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

/* Where nothing matched, both sides are shown: it may be but a prefix. */
static void
say_nothing_matched(const struct shared *shared)
{
	const struct counts *counts = &shared->counts;
	const struct record_table *table = shared->records->facts;
	uint64_t n = total(counts->of[NONE]);
	uint64_t others = total(counts->of[MATCHED]) +
	    total(counts->of[AMBIGUOUS]) + total(counts->of[CONTRADICTORY]);
	struct slice number;

	if (counts->settled > 0 && n + others == 0)
		warn("%s as before (--again matches settled rows, too)",
		    COUNTED(counts->settled, "settled row stays",
			"settled rows stay"));

	if (counts->settled + n + others == 0)
		warn("no rows");
	if (n == 0 || shared->records->rows == 0 ||
	    shared->options->suggest_pattern || counts->settled + others > 0)
		return;
	number = record_table_get(table, 0).number;
	if (!shared->example.keyed && shared->options->plan.pattern != NULL) {
		warn("none of %s matched: --pattern finds no number in any, as "
		     "'%.*s'",
		    COUNTED(n, "row", "rows"),
		    SLICE_ARG(buf_slice(&shared->example.text)));
		return;
	}
	warn("none of %s matched: a row has '%.*s', a record '%.*s'",
	    COUNTED(n, "row", "rows"),
	    SLICE_ARG(buf_slice(&shared->example.text)), SLICE_ARG(number));
}

/* With --suggest all rows are needed before the first is written. */
static void
keep_for_later(void *shared, struct slice bytes, struct output *out)
{
	(void)out;
	tempfile_write(((struct shared *)shared)->options->spool, bytes);
}

void
match_rows(const struct match_options *options, const struct records *records,
    struct stream_in *in, struct output *out)
{
	struct shared shared = {.options = options, .records = records};
	struct pump pump = {.jobs = options->jobs,
	    .start = start,
	    .work = work,
	    .stop = stop,
	    .shared = &shared};
	struct buf header = {0};
	const char *columns[COLUMNS + NAMED_EXTRAS];

	list_columns(&shared, columns);
	shared.layout = layout_new(
	    stream_columns(in), columns, shared.ncolumns + shared.nextras);
	layout_header(shared.layout, &header);
	if (options->spool >= 0) {
		tempfile_write(options->spool, buf_slice(&header));
		pump.collect = keep_for_later;
	} else {
		output_put(out, buf_slice(&header));
	}
	buf_free(&header);
	pump_run(&pump, in, out);
	if (options->spool >= 0)
		inform("%s one likely number (--suggest)",
		    COUNTED(suggest_rows(
				records, options->exact, options->spool, out),
			"unmatched row has", "unmatched rows have"));
	layout_free(shared.layout);
	say_counts(&shared.counts);
	if (options->plan.names != NULL && shared.counts.unlisted > 0)
		inform("%s not in the sheet of --names",
		    COUNTED(
			shared.counts.unlisted, "picture is", "pictures are"));
	say_pattern(&shared);
	say_nothing_matched(&shared);
	slips_report(&shared.slips);
	slips_free(&shared.slips);
	buf_free(&shared.example.text);
}
