/* SPDX-License-Identifier: MIT */
/* img-barcode: the number read from the picture. */
#include "base/diag.h"
#include "base/opt.h"
#include "base/progress.h"
#include "run/pump.h"
#include "run/sandbox.h"
#include "text/counted.h"
#include "barcode_rows.h"
#include "carry.h"

enum { OPT_SYMBOLOGY = OPT_LONG_ONLY, OPT_CARRY, OPT_GAP, OPT_SLATES };

enum { GAP_DEFAULT = 600 };

static const struct opt_entry entries[] = {
    {OPT_SYMBOLOGY, "symbology", "LIST",
	"read only these: code39, code128, qr, datamatrix, code93, codabar, "
	"i25, ean13, ean8, upca, upce (default: the first four)"},
    {'p', "pattern", "PATTERN",
	"keep only codes that it matches: group 1 is the number"},
    {0, NULL, NULL, "Pictures without a code"},
    {OPT_CARRY, "carry", NULL,
	"give them the code of the picture before them, by time, in their "
	"folder"},
    {OPT_GAP, "gap", "TIME",
	"unless so much time is between two pictures (default: 10m)"},
    {OPT_SLATES, "keep-slates", NULL,
	"let pictures whose code was carried on go to the portal too"},
    {0, NULL, NULL, "Common options"},
    OPT_JOBS,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

struct settings {
	unsigned symbologies;
	struct pattern *pattern; /* or NULL */
	bool carry;
	struct carry_options carrying;
};

_Noreturn static void
refuse_symbology(const struct opt *opt, struct slice word)
{
	const char *names[SYMBOLOGIES];

	for (int i = 0; i < SYMBOLOGIES; i++)
		names[i] = symbology_name((enum symbology)i);
	opt_refuse_word(opt, word, names, SYMBOLOGIES);
}

static unsigned
symbologies_of(const struct opt *opt)
{
	struct slice list = slice_of(opt->argument), word;
	unsigned symbologies = 0;

	while (slice_word(&list, ',', &word)) {
		enum symbology one = symbology_find(slice_trim(word));

		if (one == SYMBOLOGIES)
			refuse_symbology(opt, word);
		if (one == DATAMATRIX && !dmtx_is_there())
			opt_misuse(opt,
			    "--symbology datamatrix: this program was built "
			    "without libdmtx");
		symbologies |= SYMBOLOGY_BIT(one);
	}
	if (symbologies == 0)
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "the list is empty");
	return symbologies;
}

static void
read_options(struct settings *settings, struct opt *opt, int argc, char *argv[])
{
	bool gap = false;
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		switch (key) {
		case 'p':
			settings->pattern =
			    pattern_new(opt->argument, "--pattern", true);
			break;
		case OPT_SYMBOLOGY:
			settings->symbologies = symbologies_of(opt);
			break;
		case OPT_CARRY: settings->carry = true; break;
		case OPT_GAP:
			settings->carrying.gap = opt_seconds(opt);
			gap = true;
			break;
		case OPT_SLATES: settings->carrying.keep_slates = true; break;
		default: break;
		}
	}
	if (!settings->carry && (gap || settings->carrying.keep_slates))
		opt_misuse(opt, "--gap and --keep-slates go with --carry");
}

static void
bind(struct barcode_rows *rows, const struct stream_in *in)
{
	rows->path = stream_need(in, "path");
	rows->verdict = stream_column(in, "verdict");
	rows->problems = stream_column(in, "problems");
	rows->layout =
	    layout_new(stream_columns(in), barcode_columns, BARCODE_COLUMNS);
}

static void
run(struct barcode_rows *rows, const struct settings *settings,
    const struct opt *opt, struct stream_in *in, struct output *out)
{
	struct pump pump = {.jobs = opt->jobs,
	    .rows_at_once = 1,
	    .start = barcode_start,
	    .work = barcode_work,
	    .stop = barcode_stop,
	    .shared = rows};
	struct buf header = {0};

	layout_header(rows->layout, &header);
	if (settings->carry)
		carry_run(
		    &settings->carrying, &pump, buf_slice(&header), in, out);
	else {
		output_put(out, buf_slice(&header));
		pump_run(&pump, in, out);
	}
	buf_free(&header);
}

static void
say_counts(const struct barcode_counts *counts)
{
	sum_up(counts->read == 0,
	    "%s: %" PRIu64 " with a code (%" PRIu64 " with several), %" PRIu64
	    " without, %" PRIu64 " with a code that was not read, %" PRIu64
	    " failed",
	    COUNTED(counts->rows, "picture", "pictures"), counts->read,
	    counts->several, counts->none, counts->unread, counts->failed);
	if (counts->failed == 0)
		return;
	if (diag_verbose() <= 0 && counts->read > 0)
		warn("%" PRIu64 " of %s could not be read (-v says why)",
		    counts->failed,
		    COUNTED(counts->rows, "picture", "pictures"));
	diag_attention();
}

static void
finish(struct settings *settings, struct barcode_rows *rows)
{
	say_counts(&rows->counts);
	layout_free(rows->layout);
	starter_free(rows->starter);
	if (settings->pattern != NULL)
		pattern_free(settings->pattern);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-barcode",
	    .synopsis = "[OPTION]... [FILE]...",
	    .summary = "Read the barcodes in the pictures.",
	    .entries = entries,
	    .in_place = true,
	};
	struct settings settings = {
	    .symbologies = SYMBOLOGY_DEFAULT, .carrying = {.gap = GAP_DEFAULT}};
	struct barcode_rows rows = {.starter = NULL};
	struct stream_in *in;
	struct output *out;

	read_options(&settings, &opt, argc, argv);
	rows.pattern = settings.pattern;
	rows.starter = reader_starter_new(&settings.symbologies);
	in = stream_open(opt.operands, opt.noperands);
	bind(&rows, in);
	out = output_open(opt.output);
	sandbox_enclose(
	    &(struct sandbox_rules){.temporary = settings.carry}, out);
	if (opt.progress)
		progress_start("pictures");
	run(&rows, &settings, &opt, in, out);
	stream_close(in);
	output_finish(out);
	finish(&settings, &rows);
	return diag_status();
}
