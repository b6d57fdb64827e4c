/* SPDX-License-Identifier: MIT */
/* img-from-csv: makes a stream from a spreadsheet with URLs of pictures. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/opt.h"
#include "base/progress.h"
#include "registry/column.h"
#include "run/sandbox.h"
#include "sheet/sheet.h"
#include "stream/output.h"
#include "text/counted.h"
#include "sheet_header.h"
#include "sheet_pictures.h"
#include "writer.h"

enum { KEY_LIST_RULES = OPT_LONG_ONLY, KEY_NO_PICTURES };

enum { WRITE_BLOCK = 1 << 16, SHARE_EVERY = 1 << 10 };

static const struct opt_entry entries[] = {
    {'m', "map", "SOURCE=TARGET",
	"take column SOURCE of the sheet (name, or #3) as "
	"TARGET; an empty TARGET leaves it out"},
    SHEET_OPTIONS,
    {KEY_LIST_RULES, "list-rules", NULL,
	"show how each cell with several URLs was split"},
    {KEY_NO_PICTURES, "no-pictures", NULL,
	"accept a sheet without pictures, of records for instance"},
    OPT_OUTPUT, OPT_JOBS, OPT_COMMON, {0}};

struct settings {
	struct sheet_options sheet;
	const char **tabs; /* the sheets of workbooks to be read */
	size_t ntabs;
	struct mappings mappings;
	bool list_rules;
};

static void
add_tab(struct settings *set, const char *tab)
{
	set->tabs = mem_resize(set->tabs, set->ntabs + 1, sizeof *set->tabs);
	set->tabs[set->ntabs++] = tab;
}

/* A target that is no column: a slip of one, or the source, written second. */
_Noreturn static void
refuse_mapping(const struct opt *opt)
{
	const char *equals = strrchr(opt->argument, '=');
	struct nearest near = {0};
	struct slice source;
	size_t n;
	const struct column *all = column_all(&n);

	if (equals == NULL || equals == opt->argument)
		opt_invalid(
		    opt, opt->name, slice_of(opt->argument), "SOURCE=TARGET");
	near.text = slice_of(equals + 1);
	source =
	    (struct slice){opt->argument, (size_t)(equals - opt->argument)};
	for (size_t i = 0; i < n; i++)
		nearest_try(&near, all[i].name);
	if (near.name != NULL)
		opt_misuse(opt, "invalid --map: '%s': did you mean '%s'?",
		    equals + 1, near.name);
	if (column_by_header(source) != NULL)
		opt_misuse(opt,
		    "-m: the sheet's column comes first: '%s=%.*s'?",
		    equals + 1, SLICE_ARG(source));
	opt_misuse(opt, "-m: no column '%s' in img-stream(5)", equals + 1);
}

static void
read_options(struct settings *set, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		if (sheet_options_take(&set->sheet, opt, key)) {
			if (key == 's')
				add_tab(set, opt->argument);
			continue;
		}
		switch (key) {
		case KEY_NO_PICTURES: set->mappings.no_pictures = true; break;
		case KEY_LIST_RULES: set->list_rules = true; break;
		case 'm':
			if (!mappings_add(&set->mappings, opt->argument))
				refuse_mapping(opt);
			break;
		}
	}
	set->sheet.csv.threaded = opt->jobs > 1;
}

/* What was good before a failure is written. */
static _Noreturn void
fail(const struct sheet *sheet, struct sheet_pictures *pictures,
    struct writer *writer)
{
	const char *failure = sheet_failure(sheet);

	writer_give(
	    writer, sheet_pictures_batch(pictures), sheet_name(sheet), true);
	writer_wait(writer);
	die("%s%s", failure,
	    sheet_mendable(sheet) ? " (--lenient reads on)" : "");
}

static void
share(const struct sheet *sheet)
{
	uint64_t bytes, total;

	sheet_position(sheet, &bytes, &total);
	progress_add(SHARE_EVERY);
	progress_share(bytes, total);
}

static void
write_ready(const struct sheet *sheet, struct sheet_pictures *pictures,
    struct writer *writer)
{
	bool waits = sheet_waits(sheet);

	if (!sheet_pictures_ready(pictures) ||
	    (!waits && pictures->batch.rows.n < WRITE_BLOCK))
		return;
	writer_give(
	    writer, sheet_pictures_batch(pictures), sheet_name(sheet), waits);
}

static _Noreturn void
die_empty(const struct sheet *sheet)
{
	const char *tab = sheet_tab(sheet);

	if (tab != NULL)
		die("%s: the sheet '%s' is empty: it has no header (--sheet "
		    "NAME chooses another)",
		    sheet_name(sheet), tab);
	die("%s: empty: it has no header", sheet_name(sheet));
}

/* The header of a file; the first file's is the stream's. */
static void
read_header(struct settings *set, struct sheet *sheet, struct peek *peek,
    struct header *header, const struct header *first,
    struct sheet_pictures *pictures, struct writer *writer)
{
	if (!peek_read(peek, sheet)) {
		if (sheet_failure(sheet) != NULL)
			fail(sheet, pictures, writer);
		die_empty(sheet);
	}
	sheet_report_others(sheet);
	header_read(header, sheet_name(sheet), peek, &set->mappings);
	if (header == first)
		header_put(header, &pictures->batch.rows);
	else
		header_follow(header, first, sheet_name(sheet));
	sheet_pictures_use(pictures, header, sheet_name(sheet));
}

static bool
is_header(const struct slice *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (column_by_header(cells[i]) != NULL)
			return true;
	return false;
}

/* Opens it at its header. What -m names may be called anything. */
static struct sheet *
open_at_header(const struct settings *set, const char *path)
{
	struct sheet_options options = set->sheet;
	size_t title = set->mappings.n == 0
	    ? sheet_title_rows(path, &options, is_header)
	    : 0;

	if (title > 0) {
		warn(
		    "%s: %s before the header left out (--skip N sets how many)",
		    path, COUNTED(title, "row", "rows"));
		options.csv.skip = title;
	}
	return sheet_open(path, &options);
}

static void
convert(struct settings *set, const char *path, struct header *first,
    struct sheet_pictures *pictures, struct writer *writer)
{
	struct sheet *sheet = open_at_header(set, path);
	struct header further = {0};
	struct peek peek = {0};
	struct csv_row row;

	read_header(set, sheet, &peek, first->n == 0 ? first : &further, first,
	    pictures, writer);
	while (peek_next(&peek, sheet, &row)) {
		sheet_pictures_add(pictures, &row);
		write_ready(sheet, pictures, writer);
		if (pictures->rows % SHARE_EVERY == 0)
			share(sheet);
	}
	if (sheet_failure(sheet) != NULL)
		fail(sheet, pictures, writer);
	writer_give(
	    writer, sheet_pictures_batch(pictures), sheet_name(sheet), false);
	writer_wait(writer);
	if (sheet_report(sheet))
		diag_attention();
	sheet_pictures_unused(pictures);
	header_free(&further);
	peek_free(&peek);
	sheet_close(sheet);
}

/* All sheets of a file that were asked for, one after the other. */
static void
convert_sheets(struct settings *set, const char *path, struct header *first,
    struct sheet_pictures *pictures, struct writer *writer)
{
	if (set->ntabs == 0)
		convert(set, path, first, pictures, writer);
	for (size_t i = 0; i < set->ntabs; i++) {
		set->sheet.tab = set->tabs[i];
		convert(set, path, first, pictures, writer);
	}
}

static void
enclose(const struct opt *opt, const struct output *out)
{
	sandbox_enclose(&(struct sandbox_rules){.closed = true,
			    .readable = (const char *const *)opt->operands,
			    .nreadable = opt->noperands,
			    .temporary = opt->noperands + 2},
	    out);
}

static void
run(struct settings *set, const struct opt *opt, struct output *out)
{
	struct sheet_pictures pictures = {.list_rules = set->list_rules};
	struct header first = {0};
	struct writer *writer = writer_new(out, opt->jobs > 1);

	if (opt->noperands == 0)
		convert_sheets(set, "-", &first, &pictures, writer);
	for (size_t i = 0; i < opt->noperands; i++)
		convert_sheets(
		    set, opt->operands[i], &first, &pictures, writer);
	writer_free(writer, &pictures.tell);
	progress_end();
	sheet_pictures_end(&pictures);
	sheet_pictures_free(&pictures);
	header_free(&first);
}

static void
finish(struct settings *set)
{
	mappings_free(&set->mappings);
	free(set->tabs);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {.program = "img-from-csv",
	    .synopsis = "[OPTION]... [FILE]...",
	    .summary =
		"Make a stream from a spreadsheet with URLs of pictures.",
	    .entries = entries};
	struct settings set = {0};
	struct output *out;

	read_options(&set, &opt, argc, argv);
	out = output_open(opt.output);
	enclose(&opt, out);
	if (opt.progress)
		progress_start("rows");
	run(&set, &opt, out);
	output_finish(out);
	finish(&set);
	return diag_status();
}
