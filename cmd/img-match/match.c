/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "registry/problem.h"
#include "run/pump.h"
#include "decide.h"
#include "match.h"

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
	C_COLLID, /* only if the records say it */
	COLUMNS
};

static const char *const column_names[COLUMNS] = {"occid", "match", "matchKey",
    "matchedOn", "matchRule", "recordCatalogNumber", "occurrenceRecordID",
    "candidates", "sortOccurrence", "problems", "collid"};

static const char *const match_names[MATCHES] = {
    "matched", "ambiguous", "contradictory", "none"};

static const char *const rule_names[RULES] = {
    "", "exact", "beginning", "padded"};

struct counts {
	uint64_t settled;
	uint64_t of[MATCHES][RULES];
	uint64_t several; /* ambiguous, but written as matched */
};

struct shared {
	const struct match_options *options;
	const struct records *records;
	struct layout *layout;
	struct counts counts;
};

/* One thread's. */
struct worker {
	const struct shared *shared;
	struct planner planner;
	struct decider decider;
	struct plan plans[BATCH];
	struct outcome outcome;
	struct buf occid, collid, id, candidates, sort, problems;
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
	planner_stop(&worker->planner);
	query_scratch_free(&worker->decider.scratch);
	buf_free(&worker->occid);
	buf_free(&worker->collid);
	buf_free(&worker->id);
	buf_free(&worker->candidates);
	buf_free(&worker->sort);
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
	if (hits->n == 1 && worker->outcome.match == MATCHED)
		return SLICE("");
	for (size_t i = 0; i < hits->n; i++) {
		if (i > 0)
			buf_put_char(list, ' ');
		buf_put_number(list, hits->hit[i].occid);
	}
	return buf_slice(list);
}

static struct slice
problems(struct worker *worker, const struct row *row)
{
	size_t column = worker->shared->options->plan.columns.problems;
	const char *code = worker->outcome.code;
	struct slice own = code != NULL ? slice_of(code) : SLICE("");
	struct slice before = column == STREAM_NONE
	    ? SLICE("")
	    : block_field(row->block, row->n, column);

	if (before.n == 0)
		return own;
	buf_clear(&worker->problems);
	problem_merge(&worker->problems, before, "img-match", own);
	return buf_slice(&worker->problems);
}

static struct slice
sort_order(struct worker *worker, const struct row *row)
{
	size_t column = worker->shared->options->plan.columns.sort;

	if (column != STREAM_NONE &&
	    block_field(row->block, row->n, column).n > 0)
		return SLICE_NONE;
	if (worker->outcome.match != MATCHED ||
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

/* Writes the row as linked to a record, or to none. */
static void
write_row(struct worker *worker, const struct row *row, const struct hit *hit,
    const char *rule)
{
	const struct outcome *outcome = &worker->outcome;
	struct slice values[COLUMNS] = {
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

	if (hit != NULL) {
		struct fact fact = record_table_record(
		    worker->shared->records->facts, hit->fact);

		values[C_OCCID] = number_text(&worker->occid, hit->occid);
		values[C_NUMBER] = fact.number;
		buf_clear(&worker->id);
		record_table_put_id(&worker->id, &fact);
		values[C_RECORD] = buf_slice(&worker->id);
		if (fact.collid != 0 && !has_collid(worker, row))
			values[C_COLLID] =
			    number_text(&worker->collid, fact.collid);
	}
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

static void
write_numbers(struct worker *worker, const struct row *row)
{
	const struct outcome *outcome = &worker->outcome;
	uint32_t linked[HITS_MOST];
	size_t nlinked = 0;

	for (size_t i = 0; i < row->plan->n; i++) {
		decide(&worker->decider, row->plan, worker->planner.asks, i,
		    &worker->outcome);
		if (outcome->match == MATCHED) {
			uint32_t occid = outcome->records.hit->occid;

			if (repeated(linked, nlinked, occid))
				continue;
			if (nlinked < HITS_MOST)
				linked[nlinked++] = occid;
		}
		worker->counts.of[outcome->match][outcome->rule]++;
		write_outcome(worker, row);
	}
}

static void
write_plan(struct worker *worker, const struct row *row)
{
	static const struct slice untouched[COLUMNS];

	switch (row->plan->how) {
	case PLAN_SETTLED:
		worker->counts.settled++;
		layout_row(worker->shared->layout, row->block, row->n,
		    untouched, row->out);
		return;
	case PLAN_NUMBERS: write_numbers(worker, row); return;
	case PLAN_NOTHING:
	case PLAN_OWN:
	case PLAN_NAME: break;
	}
	decide(&worker->decider, row->plan, worker->planner.asks, 0,
	    &worker->outcome);
	worker->counts.of[worker->outcome.match][worker->outcome.rule]++;
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

	shared.layout = layout_new(stream_columns(in), column_names,
	    records->collid != 0 ? COLUMNS : C_COLLID);
	layout_header(shared.layout, &header);
	output_put(out, buf_slice(&header));
	buf_free(&header);
	pump_run(&pump, in, out);
	layout_free(shared.layout);
	say_counts(&shared.counts);
}
