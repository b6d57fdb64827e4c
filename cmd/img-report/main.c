/* SPDX-License-Identifier: MIT */
/* img-report: one HTML page for people. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/opt.h"
#include "base/progress.h"
#include "base/utf8.h"
#include "net/url.h"
#include "registry/language.h"
#include "stream/output.h"
#include "text/counted.h"
#include "page.h"
#include "thumbnail_process.h"
#include "thumbnails.h"

enum { THUMBS = OPT_LONG_ONLY, PORTAL_URL, TITLE };

static const struct opt_entry entries[] = {
    {THUMBS, "thumbs", "SIZE",
	"put thumbnails of SIZE into the page; 0: none; "
	"web: let the browser fetch them (default: 20MB)"},
    {PORTAL_URL, "portal-url", "URL",
	"the portal's address, for links to its records"},
    {TITLE, "title", "TEXT", "title of the page"},
    {0, NULL, NULL, "Common options"},
    OPT_JOBS,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

enum { BUDGET = 20 * 1000 * 1000 };

struct settings {
	struct report_rows rows;
	struct page page;
	uint64_t budget;
	uint64_t missing; /* files without a thumbnail */
	struct starter *starter; /* or NULL, where none are made */
};

static void
set_thumbs(struct settings *set, const struct opt *opt)
{
	set->rows.web = strcmp(opt->argument, "web") == 0;
	set->budget = set->rows.web ? 0 : opt_size(opt);
}

static struct slice
portal_url(const struct opt *opt)
{
	struct slice url = slice_of(opt->argument);

	if (!url_is_web(url) || !utf8_valid(url))
		opt_invalid(opt, opt->name, url, "https://portal.example.org/");
	while (url.n > 0 && url.at[url.n - 1] == '/')
		url.n--;
	return url;
}

static struct slice
title(const struct opt *opt)
{
	if (!utf8_valid(slice_of(opt->argument)))
		opt_misuse(opt, "not UTF-8: '%s'", opt->argument);
	return slice_of(opt->argument);
}

static void
read_options(struct settings *set, struct opt *opt, int argc, char *argv[])
{
	for (int key; (key = opt_next(opt, argc, argv)) != -1;) {
		switch (key) {
		case THUMBS: set_thumbs(set, opt); break;
		case PORTAL_URL: set->page.portal = portal_url(opt); break;
		case TITLE: set->page.title = title(opt); break;
		}
	}
	if (opt->lang != NULL)
		language_find(opt->lang, &set->rows.language);
}

static void
run(struct settings *set, const struct opt *opt, struct stream_in *in,
    struct output *out)
{
	struct buf thumbnails = {0};

	report_rows_read(&set->rows, in);
	thumbnails_put(&thumbnails, &set->rows, set->starter, set->budget,
	    opt->jobs, &set->missing);
	set->page.rows = &set->rows;
	set->page.thumbnails = &thumbnails;
	page_write(&set->page, out);
	set->page.thumbnails = NULL;
	buf_free(&thumbnails);
}

static void
say_counts(const struct report_rows *rows, uint64_t missing)
{
	sum_up(rows->n == 0, "%s, %" PRIu64 " of them for a person",
	    COUNTED(rows->n, "row", "rows"), rows->needs[NEED_PERSON]);
	if (missing > 0)
		inform("%s without a thumbnail: not there, or no picture",
		    COUNTED(missing, "file", "files"));
}

static void
finish(struct settings *set)
{
	say_counts(&set->rows, set->missing);
	report_rows_free(&set->rows);
	if (set->starter != NULL)
		starter_free(set->starter);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {.program = "img-report",
	    .synopsis = "[OPTION]... [FILE]...",
	    .summary = "Make one HTML page of a stream: what came, what was "
		       "found, what to do.",
	    .entries = entries};
	struct settings set = {.budget = BUDGET};
	struct stream_in *in;
	struct output *out;

	read_options(&set, &opt, argc, argv);
	if (set.budget > 0)
		set.starter = thumbnail_starter_new();
	in = stream_open(opt.operands, opt.noperands);
	out = output_open(opt.output);
	if (opt.progress)
		progress_start("rows");
	run(&set, &opt, in, out);
	progress_end();
	stream_close(in);
	output_finish(out);
	finish(&set);
	return diag_status();
}
