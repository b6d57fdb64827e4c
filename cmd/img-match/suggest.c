/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/number.h"
#include "stream/fields.h"
#include "stream/stream.h"
#include "text/collation.h"
#include "known_number.h"
#include "neighbours.h"
#include "occid_set.h"
#include "query.h"
#include "suggest.h"

/* How far a number may be from those of the pictures around it, how many of
 * them on a side are looked at (two series may take turns), and most candidates
 * that are kept apart. */
enum { NEAR = 30, BESIDE = 2, CANDIDATES = 64 };

enum column { C_SUGGESTED, C_RULE, C_COUNT, COLUMNS };

static const char *const column_names[COLUMNS] = {
    "suggested", "suggestRule", "suggestCount"};

/* The better the lower. */
enum rank {
	RANK_NEAR, /* no picture yet, and beside the pictures around it */
	RANK_FREE, /* no picture yet */
	RANK_TAKEN,
	RANKS
};

struct candidate {
	uint32_t occid;
	struct slice number; /* the record's */
	enum slip_of_hand slip;
	enum rank rank;
};

/* Texts are looked up together, so that memory looks for them together. */
enum { TOGETHER = 64 };

struct probe {
	struct query ask;
	enum slip_of_hand slip;
	bool exact;
	char text[KEY_MOST];
};

struct suggesting {
	const struct records *records;
	bool exact;
	struct occid_set *pictured;
	size_t name, match, key, occid, number, problems;
	struct buf before[BESIDE]; /* numbers of pictures before, */
	size_t nbefore; /* a ring */
	struct slice beside[2 * BESIDE]; /* and around, the nearest first */
	size_t nbeside;
	uint32_t collid;
	struct candidate candidates[CANDIDATES];
	size_t n;
	struct probe probes[TOGETHER];
	size_t nprobes;
	struct query_scratch query;
	struct hits hits;
	struct buf fold, neighbour, value, count;
	uint64_t sure;
};

/* A number's prefix and its last run of digits. */
static bool
parts_of(struct slice number, struct slice *prefix, uint64_t *value)
{
	size_t end = number.n, start;

	while (end > 0 && !ascii_is_digit(number.at[end - 1]))
		end--;
	for (start = end; start > 0 && ascii_is_digit(number.at[start - 1]);)
		start--;
	*prefix = (struct slice){number.at, start};
	return number_read(
	    (struct slice){number.at + start, end - start}, UINT64_MAX, value);
}

static bool
is_near(struct slice a, struct slice b)
{
	struct slice prefix_a, prefix_b;
	uint64_t value_a, value_b;

	if (a.n == 0 || b.n == 0 || !parts_of(a, &prefix_a, &value_a) ||
	    !parts_of(b, &prefix_b, &value_b) ||
	    !ascii_equal_slices(prefix_a, prefix_b))
		return false;
	return (value_a > value_b ? value_a - value_b : value_b - value_a) <=
	    NEAR;
}

static enum rank
rank_of(const struct suggesting *s, uint32_t occid, struct slice number)
{
	if (occid_set_has(s->pictured, occid))
		return RANK_TAKEN;
	for (size_t i = 0; i < s->nbeside; i++)
		if (is_near(number, s->beside[i]))
			return RANK_NEAR;
	return RANK_FREE;
}

static void
add_candidate(
    struct suggesting *s, const struct hit *hit, enum slip_of_hand slip)
{
	struct slice number;

	for (size_t i = 0; i < s->n; i++)
		if (s->candidates[i].occid == hit->occid)
			return;
	if (s->n == CANDIDATES)
		return;
	number = record_table_record(s->records->facts, hit->fact).number;
	s->candidates[s->n++] = (struct candidate){
	    hit->occid, number, slip, rank_of(s, hit->occid, number)};
}

static void
look_up(struct suggesting *s, const struct probe *probe)
{
	s->hits.n = 0;
	s->hits.more = false;
	query_records(s->records, &probe->ask, probe->ask.kinds, probe->exact,
	    &s->query, &s->hits);
	for (size_t i = 0; i < s->hits.n; i++)
		add_candidate(s, &s->hits.hit[i], probe->slip);
}

static void
look_up_all(struct suggesting *s)
{
	const struct index *index = s->records->index;

	for (size_t i = 0; i < s->nprobes; i++)
		index_prefetch_bucket(index, &s->probes[i].ask.key);
	for (size_t i = 0; i < s->nprobes; i++)
		index_prefetch_entries(index, &s->probes[i].ask.key);
	for (size_t i = 0; i < s->nprobes; i++)
		look_up(s, &s->probes[i]);
	s->nprobes = 0;
}

/* Most neighbours are given up here: they have a letter that no number has. */
static void
probe(void *context, enum slip_of_hand slip, struct slice text)
{
	struct suggesting *s = context;
	struct probe *probe = &s->probes[s->nprobes];

	if (text.n > sizeof probe->text || !query_may_know(s->records, text))
		return;
	memcpy(probe->text, text.at, text.n);
	probe->ask.source = QUERY_NUMBER;
	probe->ask.kinds = 1u << KIND_CATALOG;
	probe->slip = slip;
	probe->exact = s->exact;
	if (!key_make(&probe->ask.key, (struct slice){probe->text, text.n}))
		return;
	if (++s->nprobes == TOGETHER)
		look_up_all(s);
}

/* The prefix of a picture beside it, where the text has another or none. */
static void
probe_prefix(struct suggesting *s, struct slice text, struct slice beside)
{
	struct slice prefix, own;
	uint64_t value;

	if (beside.n == 0 || !parts_of(beside, &prefix, &value) ||
	    !parts_of(text, &own, &value) || prefix.n == 0)
		return;
	buf_clear(&s->neighbour);
	collation_put(&s->neighbour, prefix);
	buf_put_slice(&s->neighbour, slice_from(text, own.n));
	probe(s, SLIP_PREFIX, buf_slice(&s->neighbour));
}

static void
probe_text(struct suggesting *s, struct slice text)
{
	if (text.n < 3 || !number_has_digit(text))
		return;
	if (s->exact) {
		s->exact = false;
		probe(s, SLIP_ZEROS, text);
		s->exact = true;
	}
	for (size_t i = 0; i < s->nbeside; i++)
		probe_prefix(s, text, s->beside[i]);
	neighbours(text, &s->neighbour, probe, s);
}

/* The beginnings of a name that nothing but a suffix follows, and all of it. */
static void
probe_name(struct suggesting *s, struct slice name)
{
	struct slice stem;
	size_t end = 0;

	buf_clear(&s->fold);
	collation_put(&s->fold, name);
	stem = number_stem(buf_slice(&s->fold));
	if (number_is_camera(stem))
		return;
	probe_text(s, number_without_size(stem));
	while ((end = number_next_end(stem, end)) > 0) {
		struct suffix suffix;

		if (number_suffix(slice_from(stem, end), &suffix))
			probe_text(s, (struct slice){stem.at, end});
	}
}

static bool
is_matched(const struct suggesting *s, const struct block *block, size_t row)
{
	return slice_is(field_of(block, row, s->match), "matched");
}

/* The numbers of the pictures around that have records; of those after it, in
 * the same block. */
static void
find_beside(struct suggesting *s, const struct block *block, size_t row)
{
	size_t n = s->nbefore < BESIDE ? s->nbefore : BESIDE;

	s->nbeside = 0;
	for (size_t i = 1; i <= n; i++)
		s->beside[s->nbeside++] =
		    buf_slice(&s->before[(s->nbefore - i) % BESIDE]);
	n = s->nbeside + BESIDE;
	while (++row < block->nrows && s->nbeside < n)
		if (is_matched(s, block, row))
			s->beside[s->nbeside++] =
			    field_of(block, row, s->number);
}

static void
keep_before(struct suggesting *s, struct slice number)
{
	struct buf *to = &s->before[s->nbefore++ % BESIDE];

	buf_clear(to);
	buf_put_slice(to, number);
}

static void
find_candidates(struct suggesting *s, const struct block *block, size_t row)
{
	struct slice key = field_of(block, row, s->key), name;

	s->n = 0;
	if (!slice_is(field_of(block, row, s->match), "none") ||
	    slice_contains(field_of(block, row, s->problems), "number-inside"))
		return;
	find_beside(s, block, row);
	if (key.n == 0) {
		name = stream_value(field_of(block, row, s->name), &s->value);
		probe_name(s, name);
	} else {
		buf_clear(&s->fold);
		collation_put(&s->fold, stream_value(key, &s->value));
		probe_text(s, buf_slice(&s->fold));
	}
	look_up_all(s);
}

/* The best candidate and how many are of its rank; NULL if there is none. */
static const struct candidate *
best_candidate(const struct suggesting *s, size_t *n)
{
	const struct candidate *best = NULL;

	*n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct candidate *candidate = &s->candidates[i];

		if (best == NULL || candidate->rank < best->rank) {
			best = candidate;
			*n = 0;
		}
		*n += candidate->rank == best->rank;
		if (candidate->rank == best->rank &&
		    (candidate->slip < best->slip ||
			(candidate->slip == best->slip &&
			    candidate->occid < best->occid)))
			best = candidate;
	}
	return best;
}

static void
write_row(struct suggesting *s, const struct layout *layout,
    const struct block *block, size_t row, struct buf *out)
{
	struct slice values[COLUMNS] = {SLICE(""), SLICE(""), SLICE("")};
	const struct candidate *best;
	size_t n;

	find_candidates(s, block, row);
	best = best_candidate(s, &n);
	if (best != NULL) {
		buf_clear(&s->count);
		buf_put_number(&s->count, n);
		values[C_SUGGESTED] = best->number;
		values[C_RULE] = slice_of(slip_names[best->slip]);
		values[C_COUNT] = buf_slice(&s->count);
		s->sure += n == 1;
	}
	layout_row(layout, block, row, values, out);
}

static struct stream_in *
open_spool(struct suggesting *s, int spool)
{
	char dash[] = "-", *operand[1] = {dash};
	struct stream_in *in;

	/* Behind the walls nothing is opened, but standard input is read. */
	if (lseek(spool, 0, SEEK_SET) < 0 || dup2(spool, STDIN_FILENO) < 0)
		die_errno("temporary file");
	in = stream_open(operand, 1);
	s->name = stream_column(in, "name");
	s->match = stream_column(in, "match");
	s->key = stream_column(in, "matchKey");
	s->occid = stream_column(in, "occid");
	s->number = stream_column(in, "recordCatalogNumber");
	s->problems = stream_column(in, "problems");
	return in;
}

/* The record of a row that has no occid: by its number. */
static void
add_numbered(struct suggesting *s, const struct block *block, size_t row)
{
	struct query ask = {
	    .source = QUERY_NUMBER, .kinds = 1u << KIND_CATALOG};

	if (!is_matched(s, block, row))
		return;
	buf_clear(&s->fold);
	collation_put(
	    &s->fold, stream_value(field_of(block, row, s->number), &s->value));
	if (!key_make(&ask.key, buf_slice(&s->fold)))
		return;
	s->hits.n = 0;
	s->hits.more = false;
	query_records(s->records, &ask, ask.kinds, true, &s->query, &s->hits);
	for (size_t i = 0; i < s->hits.n; i++)
		occid_set_add(s->pictured, s->hits.hit[i].occid);
}

/* First of all: which records have a picture. */
static void
find_pictured(struct suggesting *s, int spool)
{
	struct stream_in *in = open_spool(s, spool);
	struct block block = {0};
	uint64_t occid;

	while (stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++)
			if (s->records->no_occid)
				add_numbered(s, &block, row);
			else if (number_read(field_of(&block, row, s->occid),
				     UINT32_MAX, &occid))
				occid_set_add(s->pictured, (uint32_t)occid);
	}
	block_free(&block);
	stream_close(in);
}

static void
write_rows(struct suggesting *s, int spool, struct output *out)
{
	struct stream_in *in = open_spool(s, spool);
	struct layout *layout =
	    layout_new(stream_columns(in), column_names, COLUMNS);
	struct block block = {0};
	struct buf text = {0};

	layout_header(layout, &text);
	while (stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++) {
			write_row(s, layout, &block, row, &text);
			if (is_matched(s, &block, row))
				keep_before(
				    s, field_of(&block, row, s->number));
		}
		output_put(out, buf_slice(&text));
		buf_clear(&text);
	}
	output_put(out, buf_slice(&text));
	buf_free(&text);
	block_free(&block);
	layout_free(layout);
	stream_close(in);
}

uint64_t
suggest_rows(
    const struct records *records, bool exact, int spool, struct output *out)
{
	struct suggesting s = {
	    .records = records, .exact = exact, .pictured = occid_set_new()};

	find_pictured(&s, spool);
	write_rows(&s, spool, out);
	occid_set_free(s.pictured);
	query_scratch_free(&s.query);
	for (size_t i = 0; i < BESIDE; i++)
		buf_free(&s.before[i]);
	buf_free(&s.fold);
	buf_free(&s.neighbour);
	buf_free(&s.value);
	buf_free(&s.count);
	return s.sure;
}
