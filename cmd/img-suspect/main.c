/* SPDX-License-Identifier: MIT */
/* img-suspect: what does not add up over a batch. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/opt.h"
#include "base/progress.h"
#include "run/sandbox.h"
#include "text/counted.h"
#include "order.h"
#include "suspect.h"

enum { OPT_HOLD = OPT_LONG_ONLY, OPT_SHARED, OPT_MOST, OPT_DOMAIN };

enum { MOST_DEFAULT = 20, FAR_TOO_MANY = 1000000 };

static const struct opt_entry entries[] = {
    {'r', "records", "FILE",
	"the collection's records, as img-match takes them: only numbers that "
	"one of them has can be missing"},
    {'P', "portal", "FOLDER",
	"img-portal-export's folder, or its media.tsv: no picture of another "
	"record there"},
    {OPT_DOMAIN, "portal-url", "URL",
	"the portal's scheme and host, which its own paths lack"},
    {OPT_HOLD, "hold", "CODES",
	"keep rows with one of these codes out of the sinks; 'all', 'none' "
	"(default: out-of-order, same-picture-other-record,name-disagrees)"},
    {OPT_SHARED, "shared-pictures", NULL,
	"a picture may be of several records"},
    {OPT_MOST, "most", "N", "pictures that a record may have (default: 20)"},
    {0, NULL, NULL, "Common options"},
    OPT_JOBS_ONE,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

static unsigned
hold_of(const struct opt *opt)
{
	struct slice list = slice_of(opt->argument), word;
	unsigned hold = 0;

	if (strcmp(opt->argument, "none") == 0)
		return 0;
	if (strcmp(opt->argument, "all") == 0)
		return DOUBT_BIT(DOUBTS) - 1;
	while (slice_word(&list, ',', &word)) {
		size_t i = 0;

		word = slice_trim(word);
		while (
		    i < DOUBTS && !slice_equal(word, slice_of(doubt_codes[i])))
			i++;
		if (i == DOUBTS)
			opt_refuse_word(opt, word, doubt_codes, DOUBTS);
		hold |= DOUBT_BIT(i);
	}
	if (hold == 0)
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "the list is empty");
	return hold;
}

static void
read_options(struct suspect *suspect, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		switch (key) {
		case 'r': suspect->records = opt->argument; break;
		case 'P': suspect->portal = opt->argument; break;
		case OPT_DOMAIN:
			suspect->reader.domain = slice_of(opt->argument);
			break;
		case OPT_HOLD:
			suspect->hold = hold_of(opt);
			suspect->hold_given = true;
			break;
		case OPT_SHARED: suspect->shared = true; break;
		case OPT_MOST:
			suspect->most =
			    (size_t)opt_number(opt, 1, FAR_TOO_MANY);
			break;
		default: break;
		}
	}
	opt_apart(opt, "records", suspect->records);
}

static void
judge(struct suspect *suspect)
{
	if (!order_check(suspect->traits, suspect->n, &suspect->known))
		warn("the numbers of most pictures are far from those before "
		     "them, so that none is out of order; are the rows in the "
		     "order in which the pictures were taken?");
	if (!suspect->shared)
		batch_same_pictures(
		    suspect->traits, suspect->n, &suspect->pictures);
	batch_too_many(suspect->traits, suspect->n, suspect->most);
	batch_dates(suspect->traits, suspect->n);
}

/* All rows must have been read before the first is judged. */
static void
run(struct suspect *suspect, struct stream_in *in, struct output *out)
{
	suspect_read_known(suspect);
	suspect_read_rows(suspect, in);
	judge(suspect);
	suspect_write_rows(suspect, out);
}

static void
say_counts(const struct suspect *suspect)
{
	uint64_t found = 0;

	for (size_t i = 0; i < DOUBTS; i++)
		found += suspect->counts[i];
	sum_up(found == 0, "%s, %" PRIu64 " held%s",
	    COUNTED(suspect->n, "row", "rows"), suspect->held,
	    found == 0 ? ": nothing looks wrong" : "");
	for (size_t i = 0; i < DOUBTS; i++)
		if (suspect->counts[i] > 0)
			inform("%" PRIu64 " %s", suspect->counts[i],
			    doubt_codes[i]);
}

static void
finish(struct suspect *suspect)
{
	say_counts(suspect);
	trait_reader_free(&suspect->reader);
	table_free(&suspect->known);
	free(suspect->pictures.at);
	free(suspect->traits);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-suspect",
	    .synopsis = "[OPTION]... [FILE]...",
	    .summary = "Mark what does not add up over a batch: rows out of "
		       "order, a picture of several\nrecords, dates outside of "
		       "their folder's.",
	    .entries = entries,
	    .in_place = true,
	};
	struct suspect suspect = {.most = MOST_DEFAULT,
	    .known = {.set = true},
	    .hold = DOUBT_BIT(DOUBT_ORDER) | DOUBT_BIT(DOUBT_SAME) |
		DOUBT_BIT(DOUBT_NAME)};
	struct stream_in *in;
	struct output *out;

	read_options(&suspect, &opt, argc, argv);
	in = stream_open(opt.operands, opt.noperands);
	suspect_find_columns(&suspect.reader.columns, in);
	out = output_open(opt.output);
	sandbox_enclose(&(struct sandbox_rules){.temporary = 7}, out);
	if (opt.progress)
		progress_start("rows");
	run(&suspect, in, out);
	stream_close(in);
	output_finish(out);
	finish(&suspect);
	return diag_status();
}
