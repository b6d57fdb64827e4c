/* SPDX-License-Identifier: MIT */
/* img-match: whose pictures are they? */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/progress.h"
#include "run/sandbox.h"
#include "file/tempfile.h"
#include "text/counted.h"
#include "match.h"
#include "prepared.h"

enum {
	OPT_REPLACE = OPT_LONG_ONLY,
	OPT_WITH,
	OPT_FROM,
	OPT_ALSO,
	OPT_NAMES,
	OPT_UNUSED,
	OPT_ON,
	OPT_EXACT,
	OPT_AMBIGUOUS,
	OPT_TRUST,
	OPT_SUGGEST,
	OPT_SUGGEST_PATTERN,
	OPT_OCCID,
	OPT_PREPARE,
	OPT_AGAIN
};

static const struct opt_entry entries[] = {
    {'r', "records", "FILE",
	"read the collection's records: a stream, CSV, workbook or archive; may be given "
	"several times (required)"},
    {OPT_OCCID, "occid", NULL,
	"take the column 'id' of records for the portal's occid although nothing "
	"shows that it is"},
    {OPT_PREPARE, "prepare", "FILE",
	"make the records ready in FILE and exit: with -r FILE runs begin at "
	"once"},
    {'c', "collid", "N[,N]...",
	"use only records of these collections (column collid), or of all "
	"(default: all, with a warning if several)"},
    {0, NULL, NULL, "Where a picture's number is, if it has no column"},
    {'p', "pattern", "PATTERN",
	"find the number by a regular expression: group 1"},
    {OPT_REPLACE, "replace", "PATTERN", "replace this in the number"},
    {OPT_WITH, "with", "TEXT", "the replacement"},
    {OPT_FROM, "from", "COLUMN", "look in COLUMN (default: name)"},
    {OPT_ALSO, "also", "COLUMN",
	"hold the codes in COLUMN, as img-barcode writes them, against it: where "
	"they differ, nothing is linked"},
    {OPT_NAMES, "names", "FILE", "read numbers by file name from a sheet"},
    {OPT_UNUSED, "unused", "FILE",
	"write the sheet's rows for which no picture came to FILE"},
    {0, NULL, NULL, "What counts as a match"},
    {OPT_ON, "on", "LIST",
	"identifiers that a number may match: "
	"catalogNumber, otherCatalogNumbers, occurrenceID "
	"(default: the first two)"},
    {OPT_EXACT, "exact", NULL, "treat leading zeros as significant"},
    {OPT_AMBIGUOUS, "ambiguous", "WHAT",
	"if several records match, link to none, the first "
	"or all of them (default: none)"},
    {OPT_TRUST, "trust", "WHAT",
	"'sheet': link by the number of a sheet, a column or an archive even "
	"if the name is that of another record (default: link to neither)"},
    {OPT_SUGGEST, "suggest", NULL,
	"for rows without a record, name the number that may have been meant; "
	"links nothing"},
    {OPT_SUGGEST_PATTERN, "suggest-pattern", NULL,
	"say at the end which pattern would link most of the names that hold "
	"a known number"},
    {OPT_AGAIN, "again", NULL, "match again what is already matched"},
    {0, NULL, NULL, "How the sheets of --records and --names are read"},
    SHEET_OPTIONS,
    {0, NULL, NULL, "Common options"},
    OPT_JOBS,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

/* The command line. */
struct settings {
	struct match_options match;
	/* How sheets are read: all of them, and then each file's own. */
	struct sheet_options all_sheets, names_options, *record_options;
	bool names_last; /* the last file given was that of --names */
	const char *number_pattern, *replace_pattern, *with, *from, *sheet,
	    *unused;
	struct pattern *pattern, *replace; /* or NULL */
	struct name_sheet *names; /* or NULL */
	char **records;
	size_t nrecords;
	const char *prepare; /* where to, or NULL */
	struct prepared *prepared; /* what -r is, or NULL */
	bool suggest, trust_id, all_collections;
	uint32_t *collids;
	size_t ncollids;
};

static unsigned
kinds_of(const struct opt *opt)
{
	static const char *const names[] = {[KIND_CATALOG] = "catalogNumber",
	    [KIND_OTHER] = "otherCatalogNumbers",
	    [KIND_OCCURRENCE] = "occurrenceID"};
	struct slice list = slice_of(opt->argument), word;
	unsigned kinds = 0;

	while (slice_word(&list, ',', &word)) {
		unsigned kind = 0;

		word = slice_trim(word);
		while (kind <= KIND_OCCURRENCE &&
		    !slice_equal(word, slice_of(names[kind])))
			kind++;
		if (kind > KIND_OCCURRENCE)
			opt_refuse_word(opt, word, names, KIND_OCCURRENCE + 1);
		kinds |= 1u << kind;
	}
	if (kinds == 0)
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "the list is empty");
	return kinds;
}

static void
take_collids(struct settings *settings, const struct opt *opt)
{
	struct slice list = slice_of(opt->argument), word;
	size_t n = settings->ncollids;

	settings->all_collections = slice_equal(list, SLICE("all"));
	if (settings->all_collections && n == 0)
		return;
	while (slice_word(&list, ',', &word)) {
		settings->collids = mem_resize(settings->collids,
		    settings->ncollids + 1, sizeof *settings->collids);
		if (!records_occid(slice_trim(word),
			&settings->collids[settings->ncollids++]))
			opt_invalid(
			    opt, opt->name, word, "the number of a collection");
	}
	if (settings->ncollids == n)
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "the list is empty");
}

static enum several
several_of(const struct opt *opt)
{
	static const char *const words[] = {"none", "first", "all"};

	return (enum several)opt_choice(opt, words, 3);
}

static void
add_records(struct settings *settings, const char *file)
{
	size_t n = settings->nrecords++;

	settings->records =
	    mem_resize(settings->records, n + 1, sizeof *settings->records);
	settings->records[n] = mem_string(file, strlen(file));
	settings->record_options = mem_resize(
	    settings->record_options, n + 1, sizeof *settings->record_options);
	settings->record_options[n] = settings->all_sheets;
	settings->names_last = false;
}

static void
set_names(struct settings *settings, const char *file)
{
	settings->sheet = file;
	settings->names_options = settings->all_sheets;
	settings->names_last = true;
}

/* The options of the file given last, or else of all. */
static struct sheet_options *
sheet_options_now(struct settings *settings)
{
	struct sheet_options *own = settings->names_last
	    ? &settings->names_options
	    : settings->nrecords > 0
	    ? &settings->record_options[settings->nrecords - 1]
	    : &settings->all_sheets;

	return own;
}

/* Takes the option if it is one for sheets. What one file has for itself
 * does not have to make sense for another. */
static bool
take_sheet_option(struct settings *settings, const struct opt *opt, int key)
{
	struct sheet_options *now = sheet_options_now(settings);

	if (!sheet_options_take(now, opt, key))
		return false;
	now->shared = now == &settings->all_sheets;
	return true;
}

static void
set_option(struct settings *settings, const struct opt *opt, int key)
{
	struct plan_options *plan = &settings->match.plan;

	switch (key) {
	case 'r': add_records(settings, opt->argument); break;
	case 'c': take_collids(settings, opt); break;
	case 'p': settings->number_pattern = opt->argument; break;
	case OPT_REPLACE: settings->replace_pattern = opt->argument; break;
	case OPT_WITH: settings->with = opt->argument; break;
	case OPT_FROM: settings->from = opt->argument; break;
	case OPT_ALSO: settings->match.also = opt->argument; break;
	case OPT_NAMES: set_names(settings, opt->argument); break;
	case OPT_UNUSED: settings->unused = opt->argument; break;
	case OPT_ON: plan->kinds = plan->code_kinds = kinds_of(opt); break;
	case OPT_EXACT: settings->match.exact = true; break;
	case OPT_AMBIGUOUS: settings->match.several = several_of(opt); break;
	case OPT_TRUST:
		settings->match.trust_sheet =
		    opt_choice(opt, (const char *const[]){"sheet"}, 1) == 0;
		break;
	case OPT_SUGGEST: settings->suggest = true; break;
	case OPT_SUGGEST_PATTERN: settings->match.suggest_pattern = true; break;
	case OPT_PREPARE: settings->prepare = opt->argument; break;
	case OPT_OCCID: settings->trust_id = true; break;
	case OPT_AGAIN: plan->again = true; break;
	default: break;
	}
}

static bool
reads_stdin(const struct opt *opt)
{
	for (size_t i = 0; i < opt->noperands; i++)
		if (strcmp(opt->operands[i], "-") == 0)
			return true;
	return opt->noperands == 0;
}

static void
check_prepare(const struct settings *settings, const struct opt *opt)
{
	struct stat made, read;

	if (opt->noperands > 0 || opt->output != NULL)
		opt_misuse(opt, "--prepare reads and writes no rows");
	if (settings->number_pattern != NULL || settings->sheet != NULL ||
	    settings->from != NULL)
		opt_misuse(opt, "--prepare goes with -r, -c and --occid only");
	for (size_t i = 0; i < settings->nrecords; i++)
		if (stat(settings->prepare, &made) == 0 &&
		    stat(settings->records[i], &read) == 0 &&
		    made.st_dev == read.st_dev && made.st_ino == read.st_ino)
			opt_misuse(opt, "--prepare: '%s' is the records",
			    settings->prepare);
}

static void
read_options(struct settings *settings, struct opt *opt, int argc, char *argv[])
{
	int key;

	settings->match.plan.kinds = 1u << KIND_CATALOG | 1u << KIND_OTHER;
	settings->match.plan.code_kinds =
	    settings->match.plan.kinds | 1u << KIND_OCCURRENCE;
	while ((key = opt_next(opt, argc, argv)) != -1)
		if (!take_sheet_option(settings, opt, key))
			set_option(settings, opt, key);
	/* What was read from the picture has all its zeros. */
	if (settings->from != NULL && strcmp(settings->from, "barcode") == 0)
		settings->match.exact = settings->match.plan.from_codes = true;
	if (settings->match.also != NULL &&
	    strcmp(settings->match.also,
		settings->from != NULL ? settings->from : "name") == 0)
		opt_misuse(opt, "--also must name another column than --from");
	if (settings->nrecords == 0)
		opt_misuse(opt, "-r/--records is required");
	if (settings->nrecords == 1 && settings->sheet == NULL)
		settings->record_options[0].shared = false;
	if ((settings->replace_pattern == NULL) != (settings->with == NULL))
		opt_misuse(opt, "--replace and --with go together");
	if (settings->with != NULL && settings->number_pattern == NULL)
		opt_misuse(opt, "--replace works on what --pattern finds");
	for (size_t i = 0; i < settings->nrecords; i++)
		if (strcmp(settings->records[i], "-") == 0 && reads_stdin(opt))
			opt_misuse(opt,
			    "standard input cannot be both records and rows");
	if (settings->unused != NULL && settings->sheet == NULL)
		opt_misuse(opt, "--unused goes with --names");
	if (settings->prepare != NULL)
		check_prepare(settings, opt);
	opt_apart(opt, "unused", settings->unused);
	settings->match.jobs = opt->jobs;
}

static void
open_patterns(struct settings *settings)
{
	struct plan_options *plan = &settings->match.plan;

	if (settings->number_pattern == NULL)
		return;
	plan->pattern = settings->pattern =
	    pattern_new(settings->number_pattern, "--pattern", true);
	if (settings->with == NULL)
		return;
	plan->replace = settings->replace =
	    pattern_new(settings->replace_pattern, "--replace", false);
	plan->with = slice_of(settings->with);
}

static void
open_names(struct settings *settings)
{
	if (settings->sheet != NULL)
		settings->names =
		    name_sheet_read(settings->sheet, &settings->names_options);
	settings->match.plan.names = settings->names;
	settings->match.names_file = settings->sheet;
}

static void
bind(struct settings *settings, const struct stream_in *in)
{
	struct plan_options *plan = &settings->match.plan;
	struct plan_columns *columns = &plan->columns;
	const char *from = settings->from != NULL ? settings->from : "name";

	columns->from = stream_column(in, from);
	columns->name = stream_column(in, "name");
	columns->path = stream_column(in, "path");
	columns->url = stream_column(in, "originalUrl");
	columns->occid = stream_column(in, "occid");
	columns->collid = stream_column(in, "collid");
	columns->occurrence = stream_column(in, "occurrenceID");
	columns->number = stream_column(in, "catalogNumber");
	columns->other = stream_column(in, "otherCatalogNumbers");
	plan->parts =
	    number_parts_find(stream_columns(in)->names, stream_columns(in)->n);
	columns->match = stream_column(in, "match");
	columns->key = stream_column(in, "matchKey");
	columns->rule = stream_column(in, "matchRule");
	columns->matched_on = stream_column(in, "matchedOn");
	columns->found = stream_column(in, "recordCatalogNumber");
	columns->sort = stream_column(in, "sortOccurrence");
	columns->problems = stream_column(in, "problems");
	columns->also = settings->match.also != NULL
	    ? stream_need(in, settings->match.also)
	    : STREAM_NONE;
	columns->kinds = plan->from_codes ||
		(settings->match.also != NULL &&
		    strcmp(settings->match.also, "barcode") == 0)
	    ? stream_column(in, "barcodeType")
	    : STREAM_NONE;
	plan->from_name = strcmp(from, "name") == 0;
	if (settings->from != NULL || settings->pattern != NULL ||
	    settings->sheet != NULL ||
	    (columns->occid == STREAM_NONE &&
		columns->occurrence == STREAM_NONE &&
		columns->number == STREAM_NONE &&
		columns->other == STREAM_NONE))
		stream_need(in, from);
	/* The column that was asked for is looked at in that way only. */
	if (columns->number == columns->from)
		columns->number = STREAM_NONE;
	if (columns->other == columns->from)
		columns->other = STREAM_NONE;
	if (columns->occurrence == columns->from)
		columns->occurrence = STREAM_NONE;
}

static struct records_options
records_options(const struct settings *settings, const struct opt *opt)
{
	const struct plan_options *plan = &settings->match.plan;

	return (struct records_options){
	    .jobs = opt->jobs,
	    .collids = settings->collids,
	    .ncollids = settings->ncollids,
	    .by_occurrence = plan->columns.occurrence != STREAM_NONE ||
		plan->names != NULL ||
		((plan->from_codes || settings->match.also != NULL) &&
		    (plan->code_kinds & 1u << KIND_OCCURRENCE) != 0) ||
		(plan->kinds & 1u << KIND_OCCURRENCE) != 0,
	    .by_occid =
		plan->columns.occid != STREAM_NONE || plan->names != NULL,
	    .progress = opt->progress,
	    .trust_id = settings->trust_id,
	    .sheets = settings->record_options,
	};
}

static struct records
open_records(const struct settings *settings, const struct opt *opt)
{
	const struct plan_options *plan = &settings->match.plan;
	struct records_options options = records_options(settings, opt);
	struct records records = settings->prepared != NULL
	    ? prepared_records(settings->prepared, &options)
	    : records_read(settings->records, settings->nrecords, &options);

	inform("%s of records", COUNTED(records.rows, "row", "rows"));
	if (records.rows == 0)
		warn("no records%s in %s%s: nothing will match",
		    settings->ncollids > 0 ? " of the collections of -c" : "",
		    settings->records[0],
		    settings->nrecords > 1 ? " and the others" : "");
	if (records.several && settings->ncollids == 0 &&
	    !settings->all_collections && plan->columns.collid == STREAM_NONE)
		warn("the records are of several collections, and pictures may "
		     "be linked to any of them: -c N takes one, -c all "
		     "all");
	return records;
}

/* One name for two pictures: at least one of them has the wrong number. */
static void
check_names(const struct settings *settings)
{
	struct slice first;
	size_t n = settings->names != NULL
	    ? name_sheet_shared(settings->names, &first)
	    : 0;

	if (n == 0)
		return;
	warn(
	    "%s: %s of several pictures, the first '%.*s': give the folders in "
	    "the sheet",
	    settings->sheet, COUNTED(n, "name is that", "names are those"),
	    SLICE_ARG(first));
	diag_attention();
}

/* Rows of the sheet for which no picture came. */
struct unused {
	struct output *out; /* or NULL */
	struct buf text, examples;
	size_t n;
};

static void
add_unused(void *context, struct slice name, const struct named *named)
{
	enum { EXAMPLES = 5 };
	struct unused *unused = context;
	struct buf *text = &unused->text;

	if (unused->n++ == EXAMPLES)
		buf_put_string(&unused->examples, ", ...");
	else if (unused->n <= EXAMPLES)
		buf_printf(&unused->examples, "%s'%.*s' (line %" PRIu64 ")",
		    unused->n > 1 ? ", " : "", SLICE_ARG(name), named->line);
	if (unused->out == NULL)
		return;
	buf_clear(text);
	stream_escape(text, name);
	buf_put_char(text, '\t');
	stream_escape(text, named->number);
	buf_put_char(text, '\t');
	buf_put_number(text, named->line);
	buf_put_char(text, '\n');
	output_put(unused->out, buf_slice(text));
}

static void
report_unused(const struct settings *settings, struct output *out)
{
	struct unused unused = {.out = out};
	size_t n, nrows;

	if (settings->names == NULL)
		return;
	if (out != NULL)
		output_put(out, SLICE("name\tcatalogNumber\tline\n"));
	n = name_sheet_unused(settings->names, &nrows, add_unused, &unused);
	if (n > 0)
		warn("%s: no picture for %zu of %s: %s", settings->sheet, n,
		    COUNTED(nrows, "row", "rows"),
		    buf_string(&unused.examples));
	if (unused.out != NULL)
		output_finish(unused.out);
	buf_free(&unused.text);
	buf_free(&unused.examples);
}

static void
settings_free(struct settings *settings)
{
	if (settings->names != NULL)
		name_sheet_free(settings->names);
	if (settings->pattern != NULL)
		pattern_free(settings->pattern);
	if (settings->replace != NULL)
		pattern_free(settings->replace);
	for (size_t i = 0; i < settings->nrecords; i++)
		free(settings->records[i]);
	free(settings->records);
	free(settings->record_options);
	free(settings->collids);
	prepared_close(settings->prepared);
}

static void
run(struct settings *settings, struct records *records, struct stream_in *in,
    struct output *out)
{
	settings->match.plan.codes = &records->codes;
	settings->match.plan.no_occid = records->no_occid;
	settings->match.spool = settings->suggest ? tempfile_open() : -1;
	match_rows(&settings->match, records, in, out);
}

static void
finish(
    struct settings *settings, struct records *records, struct output *unused)
{
	check_names(settings);
	report_unused(settings, unused);
	record_table_free(records->facts);
	index_free(records->index);
	settings_free(settings);
}

/* Nothing is read but the stream, the records and the sheet of names. */
static void
enclose(const struct settings *settings, const struct opt *opt,
    const struct output *out, const struct output *unused)
{
	char *folder = unused != NULL ? output_folder(unused) : NULL;
	size_t n = 0, nsources = 0;
	const char **files;

	while (settings->prepared != NULL &&
	    prepared_source(settings->prepared, nsources) != NULL)
		nsources++;
	files = mem_array(
	    settings->nrecords + opt->noperands + nsources + 1, sizeof *files);
	for (size_t i = 0; i < settings->nrecords; i++)
		files[n++] = settings->records[i];
	for (size_t i = 0; i < opt->noperands; i++)
		files[n++] = opt->operands[i];
	for (size_t i = 0; i < nsources; i++)
		files[n++] = prepared_source(settings->prepared, i);
	if (settings->sheet != NULL)
		files[n++] = settings->sheet;
	sandbox_enclose(&(struct sandbox_rules){.folders = {folder},
			    .closed = true,
			    .readable = files,
			    .nreadable = n,
			    .temporary = 6 * settings->nrecords + 5},
	    out);
	free(files);
	free(folder);
}

/* The keys go by the secret that the records were prepared with. */
static void
open_prepared(struct settings *settings)
{
	struct hash_key secret;

	key_start();
	for (size_t i = 0; i < settings->nrecords; i++) {
		struct prepared *prepared = prepared_open(settings->records[i]);

		if (prepared == NULL)
			continue;
		if (settings->nrecords > 1 || settings->prepare != NULL)
			die("%s: prepared records cannot be combined with "
			    "others: prepare them together",
			    settings->records[i]);
		settings->prepared = prepared;
		secret = prepared_secret(prepared);
		key_start_with(&secret);
	}
}

/* --prepare; returns the exit status. */
static int
prepare(struct settings *settings, const struct opt *opt)
{
	struct records_options options = records_options(settings, opt);
	struct hash_key secret = key_secret();
	struct output *out = output_open(settings->prepare);
	uint64_t rows;

	enclose(settings, opt, out, NULL);
	rows = prepared_write(
	    out, settings->records, settings->nrecords, &options, &secret);
	inform("%s of records", COUNTED(rows, "row", "rows"));
	settings_free(settings);
	return diag_status();
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-match",
	    .synopsis = "-r FILE [OPTION]... [FILE]...",
	    .summary = "Find the record of each picture.",
	    .entries = entries,
	    .in_place = true,
	};
	struct settings settings = {0};
	struct records records;
	struct stream_in *in;
	struct output *out, *unused = NULL;

	read_options(&settings, &opt, argc, argv);
	open_prepared(&settings);
	if (settings.prepare != NULL)
		return prepare(&settings, &opt);
	open_patterns(&settings);
	in = stream_open(opt.operands, opt.noperands);
	bind(&settings, in);
	out = output_open(opt.output);
	if (settings.unused != NULL)
		unused = output_open(settings.unused);
	enclose(&settings, &opt, out, unused);
	open_names(&settings);
	records = open_records(&settings, &opt);
	if (opt.progress)
		progress_start("rows");
	run(&settings, &records, in, out);
	stream_close(in);
	output_finish(out);
	finish(&settings, &records, unused);
	return diag_status();
}
