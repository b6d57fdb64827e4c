/* SPDX-License-Identifier: MIT */
#include "base/diag.h"
#include "text/counted.h"
#include "match_summary.h"

static uint64_t
total(const uint64_t of[RULES])
{
	uint64_t n = 0;

	for (size_t r = 0; r < RULES; r++)
		n += of[r];
	return n;
}

static void
say_counts(const struct match_counts *counts)
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
	if (matched[RULE_JOINED] > 0)
		inform("%" PRIu64 " of the matched by a number joined with its "
		       "prefix or suffix",
		    matched[RULE_JOINED]);
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
say_pattern(const struct match_shared *shared)
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

/* Where nothing matched, both sides are shown: it may be but a prefix. */
static void
say_nothing_matched(const struct match_shared *shared)
{
	const struct match_counts *counts = &shared->counts;
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

void
match_summary(const struct match_shared *shared)
{
	say_counts(&shared->counts);
	if (shared->options->plan.names != NULL && shared->counts.unlisted > 0)
		inform("%s not in the sheet of --names",
		    COUNTED(
			shared->counts.unlisted, "picture is", "pictures are"));
	say_pattern(shared);
	say_nothing_matched(shared);
}
