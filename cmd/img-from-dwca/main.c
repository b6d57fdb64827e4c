/* SPDX-License-Identifier: MIT */
/* img-from-dwca: makes a stream of Darwin Core Archives. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/progress.h"
#include "run/sandbox.h"
#include "stream/output.h"
#include "archive_fetch.h"
#include "archive_pictures.h"
#include "occurrences.h"
#include "sheet/dwca_package.h"

enum {
	KEY_OCCURRENCES = OPT_LONG_ONLY,
	KEY_OCCID,
	KEY_LENIENT,
	KEY_MAX_UNPACKED,
	KEY_ALLOW_PRIVATE
};

static const struct opt_entry entries[] = {
    {KEY_OCCURRENCES, "occurrences", NULL,
	"write the records, a table for img-match, instead"},
    {KEY_OCCID, "occid", NULL,
	"take the archive's core ids for the portal's occids"},
    {KEY_LENIENT, "lenient", NULL, "read malformed input in the likeliest way"},
    {KEY_MAX_UNPACKED, "max-unpacked", "SIZE",
	"unpack no larger file of a zip"},
    {KEY_ALLOW_PRIVATE, "allow-private", NULL,
	"also download from private addresses"},
    OPT_OUTPUT, OPT_JOBS, OPT_COMMON, {0}};

struct settings {
	struct dwca_source_options source;
	struct dwca_table_options table;
	bool occurrences;
	bool occid;
};

static void
read_options(struct settings *set, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		switch (key) {
		case KEY_OCCURRENCES: set->occurrences = true; break;
		case KEY_OCCID: set->occid = true; break;
		case KEY_LENIENT: set->table.lenient = true; break;
		case KEY_ALLOW_PRIVATE: set->source.allow_private = true; break;
		case KEY_MAX_UNPACKED:
			set->source.unpacked_most = opt_size(opt);
			break;
		}
	}
	set->table.threaded = opt->jobs > 1;
}

/* Nothing is read but the archives; an operand may be the URL of one. */
static void
enclose(const struct opt *opt, const struct output *to)
{
	bool web = false;

	for (size_t i = 0; i < opt->noperands; i++)
		web = web || strstr(opt->operands[i], "://") != NULL;
	sandbox_enclose(&(struct sandbox_rules){.closed = true,
			    .readable = (const char *const *)opt->operands,
			    .nreadable = opt->noperands,
			    .temporary = 3 * opt->noperands + 4,
			    .network = web},
	    to);
}

static void
write_pictures(
    const struct settings *set, const struct dwca_package packages[], size_t n)
{
	struct archive_pictures *pictures = archive_pictures_new(
	    packages, n, set->occid, &set->table, set->table.output);

	archive_pictures_header(pictures);
	for (size_t i = 0; i < n; i++)
		archive_pictures_write(pictures, &packages[i], &set->table);
	archive_pictures_end(pictures);
}

static struct dwca_package *
open_archives(const struct settings *set, const struct opt *opt, size_t *n)
{
	struct dwca_package *packages;

	*n = opt->noperands > 0 ? opt->noperands : 1;
	packages = mem_array(*n, sizeof *packages);
	for (size_t i = 0; i < *n; i++)
		dwca_package_open(&packages[i],
		    opt->noperands > 0 ? opt->operands[i] : "-", &set->source,
		    &set->table);
	return packages;
}

static void
run(struct settings *set, const struct dwca_package packages[], size_t n,
    struct output *out)
{
	set->table.output = out;
	if (set->occurrences)
		occurrences_write(packages, n, set->occid, &set->table, out);
	else
		write_pictures(set, packages, n);
}

static void
finish(struct dwca_package *packages, size_t n)
{
	for (size_t i = 0; i < n; i++)
		dwca_package_close(&packages[i]);
	free(packages);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {.program = "img-from-dwca",
	    .synopsis = "[OPTION]... [ARCHIVE|FOLDER|URL]...",
	    .summary = "Make a stream from Darwin Core Archives.",
	    .entries = entries};
	struct settings set = {.source.fetch = archive_fetch};
	struct output *out;
	struct dwca_package *packages;
	size_t n;

	read_options(&set, &opt, argc, argv);
	out = output_open(opt.output);
	enclose(&opt, out);
	if (opt.progress)
		progress_start("rows");
	packages = open_archives(&set, &opt, &n);
	run(&set, packages, n, out);
	progress_end();
	output_finish(out);
	finish(packages, n);
	return diag_status();
}
