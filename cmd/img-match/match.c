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
#include "match.h"
#include "match_output.h"
#include "match_summary.h"
#include "suggest.h"

static void *
start(void *state)
{
	struct match_worker *worker = mem_array(1, sizeof *worker);

	worker->shared = state;
	planner_start(&worker->planner, &worker->shared->options->plan);
	worker->decider.records = worker->shared->records;
	worker->decider.exact = worker->shared->options->exact;
	return worker;
}

/* Takes over the worker's, if it is the better one. */
static void
example_join(struct match_example *to, struct match_example *from)
{
	bool better = from->keyed != to->keyed
	    ? from->keyed
	    : to->text.n == 0 || (from->text.n > 0 && from->row < to->row);
	struct match_example worse = better ? *to : *from;

	if (better)
		*to = *from;
	buf_free(&worse.text);
}

static void
stop(void *state, void *of)
{
	struct match_worker *worker = state;
	struct match_shared *shared = of;

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
contradict_name(struct match_worker *worker, const struct match_row *row)
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
ask_name(struct match_worker *worker, const struct match_row *row)
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
name_witness(struct match_worker *worker, bool alone)
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
hear_witness(struct match_worker *worker, const struct match_row *row)
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
count_witness(struct match_worker *worker, enum witness_says says)
{
	struct match_counts *counts = &worker->counts;
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
compare_numbers(struct match_worker *worker, const struct match_row *row)
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
doubt_new(
    struct match_worker *worker, const struct match_row *row, size_t which)
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
write_listed(struct match_worker *worker, const struct match_row *row)
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
		match_write_outcome(worker, row);
		written++;
	}
}

static void
write_numbers(struct match_worker *worker, const struct match_row *row)
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
		match_write_outcome(worker, row);
	}
}

/* One row, whatever its name or a code in it say. */
static void
write_crowd(struct match_worker *worker, const struct match_row *row)
{
	struct outcome *outcome = &worker->outcome;

	decide(&worker->decider, row->plan, worker->planner.asks, 0, outcome);
	worker->counts.shared++;
	worker->counts.of[outcome->match][outcome->rule]++;
	match_write_outcome(worker, row);
}

/* Only a number that a pattern could take as it is. */
static void
count_shape(struct match_worker *worker, struct slice number)
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
look_inside(struct match_worker *worker, const struct match_row *row)
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
write_plan(struct match_worker *worker, const struct match_row *row)
{
	worker->counts.unlisted += row->plan->named == NULL;
	switch (row->plan->how) {
	case PLAN_SETTLED:
		worker->counts.settled++;
		match_write_settled(worker, row);
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
	case PLAN_OWN:
		worker->named = worker->planner.asks[row->plan->first].named;
		break;
	case PLAN_NOTHING:
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
	match_write_outcome(worker, row);
	worker->named = NULL;
}

/* All look-ups of a batch wait for the memory at the same time. */
static void
prefetch(const struct match_worker *worker)
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
keep_example(struct match_worker *worker, const struct match_row *row)
{
	struct match_example *example = &worker->example;
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
	struct match_worker *worker = state;
	struct match_row row = {block, 0, NULL, out};

	for (size_t first = 0; first < block->nrows; first += MATCH_BATCH) {
		size_t n = block->nrows - first;

		if (n > MATCH_BATCH)
			n = MATCH_BATCH;
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

/* With --suggest all rows are needed before the first is written. */
static void
keep_for_later(void *shared, struct slice bytes, struct output *out)
{
	(void)out;
	tempfile_write(((struct match_shared *)shared)->options->spool, bytes);
}

void
match_rows(const struct match_options *options, const struct records *records,
    struct stream_in *in, struct output *out)
{
	struct match_shared shared = {.options = options, .records = records};
	struct pump pump = {.jobs = options->jobs,
	    .start = start,
	    .work = work,
	    .stop = stop,
	    .shared = &shared};
	struct buf header = {0};
	const char *columns[MATCH_COLUMNS + NAMED_EXTRAS];

	match_list_columns(&shared, columns);
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
	match_summary(&shared);
	slips_report(&shared.slips);
	slips_free(&shared.slips);
	buf_free(&shared.example.text);
}
