/* SPDX-License-Identifier: MIT */
/* img-derive: large, web and thumbnail pictures from what cameras give. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/path.h"
#include "base/progress.h"
#include "file/within.h"
#include "registry/problem_counts.h"
#include "run/pump.h"
#include "text/counted.h"
#include "derive_rows.h"
#include "estimate.h"
#include "memory_gate.h"
#include "numbering.h"
#include "pages.h"

enum {
	OPT_LARGE = OPT_LONG_ONLY,
	OPT_WEB,
	OPT_THUMBNAIL,
	OPT_QUALITY,
	OPT_MAX_BYTES,
	OPT_MAX_MEGAPIXELS,
	OPT_MAX_MEMORY,
	OPT_TIMEOUT,
	OPT_PAGE,
	OPT_SHARPEN,
	OPT_KEEP_GPS,
	OPT_NAME_BY,
	OPT_LAYOUT,
	OPT_LARGE_SUFFIX,
	OPT_WEB_SUFFIX,
	OPT_THUMBNAIL_SUFFIX,
	OPT_USE_EXISTING,
	OPT_HARDLINK,
	OPT_REPLACE,
	OPT_DRY_RUN,
	OPT_ESTIMATE
};

static const struct opt_entry entries[] = {
    {'s', "store", "DIR", "write derivatives below DIR (required)"},
    {0, NULL, NULL, "What to make"},
    {OPT_LARGE, "large", "SIZE",
	"fit the large picture into SIZE pixels, or WIDTHxHEIGHT; 0 "
	"makes none (default: 3200)"},
    {OPT_WEB, "web", "SIZE", "the same for the web picture (default: 1400)"},
    {OPT_THUMBNAIL, "thumbnail", "SIZE",
	"the same for the thumbnail (default: 200)"},
    {OPT_QUALITY, "quality", "N",
	"set the JPEG quality, 1 to 100 (default: 85)"},
    {OPT_MAX_BYTES, "max-bytes", "SIZE", "make no larger file (default: 8MB)"},
    {OPT_SHARPEN, "sharpen", NULL, "sharpen reduced pictures mildly"},
    {OPT_PAGE, "page", "N",
	"of a TIFF with several, counted from 1, or 'all': each as a row of its own "
	"(default: the largest of full resolution)"},
    {OPT_KEEP_GPS, "keep-gps", NULL, "keep GPS positions"},
    {OPT_USE_EXISTING, "use-existing", NULL,
	"use NAME_tn.jpg, NAME_web.jpg and NAME_lg.jpg that are beside the "
	"source"},
    {0, NULL, NULL, "Names"},
    {OPT_LAYOUT, "layout", "RULE",
	"name folders as the portal's loader ('batch') or its form ('web') does (default: batch)"},
    {OPT_NAME_BY, "name-by", "COLUMN",
	"name files by the value of COLUMN, as catalogNumber, and several of one "
	"value VALUE, VALUE_2, ... (default: by the source's name)"},
    {OPT_LARGE_SUFFIX, "large-suffix", "TEXT",
	"end large names in TEXT (default: _lg)"},
    {OPT_WEB_SUFFIX, "web-suffix", "TEXT",
	"end web names in TEXT (default: _web)"},
    {OPT_THUMBNAIL_SUFFIX, "thumbnail-suffix", "TEXT",
	"end thumbnail names in TEXT (default: _tn)"},
    {0, NULL, NULL, "How to do it"},
    {OPT_HARDLINK, "hardlink", NULL,
	"hard-link sources that can be served unchanged"},
    {OPT_REPLACE, "replace", NULL,
	"overwrite files in the store that are not from img-derive"},
    {OPT_MAX_MEGAPIXELS, "max-megapixels", "N",
	"refuse larger sources (default: 500)"},
    {OPT_TIMEOUT, "timeout", "SECONDS",
	"give up decoding a picture (default: 600)"},
    {OPT_MAX_MEMORY, "max-memory", "SIZE",
	"for all pictures being decoded; refuse what does not fit (default: "
	"half of the machine's)"},
    {OPT_DRY_RUN, "dry-run", NULL,
	"only show what would be done, in a column 'action'"},
    {OPT_ESTIMATE, "estimate", NULL,
	"only estimate time and bytes, from a sample"},
    {0, NULL, NULL, "Common options"},
    OPT_JOBS,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

/* What the workers share. */
struct job {
	struct settings settings;
	bool estimate;
	struct render_starter *starter;
	struct row_columns columns;
	struct layout *layout;
	struct derive *derive;
	char *store_there; /* the store's whole path, NULL if it is new */
	struct numbering *numbering; /* with --name-by, or NULL */
	const char *source; /* where its rows came from, for messages */
	uint64_t counts[DERIVE_EXISTING + 1];
	uint64_t left_alone;
	struct problem_counts problems;
};

struct worker {
	struct job *job;
	struct deriver *deriver;
	struct row_reader reader;
	struct row_writer writer;
	struct buf why;
	struct within within;
	uint64_t counts[DERIVE_EXISTING + 1];
	uint64_t left_alone;
	struct problem_counts problems;
};

static void *
start(void *shared)
{
	struct worker *worker = mem_array(1, sizeof *worker);

	worker->job = shared;
	worker->deriver = deriver_new(worker->job->derive);
	worker->writer = (struct row_writer){.settings = &worker->job->settings,
	    .columns = worker->job->columns,
	    .layout = worker->job->layout};
	return worker;
}

static void
stop(void *state, void *shared)
{
	struct worker *worker = state;
	struct job *job = shared;

	for (size_t i = 0; i <= DERIVE_EXISTING; i++)
		job->counts[i] += worker->counts[i];
	job->left_alone += worker->left_alone;
	problem_counts_join(&job->problems, &worker->problems);
	deriver_free(worker->deriver);
	row_reader_free(&worker->reader);
	row_writer_free(&worker->writer);
	buf_free(&worker->why);
	within_free(&worker->within);
	free(worker);
}

/* A folder of photographs with an empty record of names would look like a
 * store. */
static void
leave_no_store(const char *folder)
{
	struct buf records = {0};

	buf_printf(&records, "%s/" STORE_RECORD_FOLDER, folder);
	rmdir(buf_string(&records));
	buf_free(&records);
}

/* Counts and writes what became of a picture; false if the run ends here. */
static bool
finish(struct worker *worker, struct block *block, size_t row,
    const struct picture_row *picture, int status,
    const struct derived *derived, struct buf *out)
{
	if (status != 0) {
		if (status == ENOMEM && worker->why.n > 0)
			block_fail(block, row, "%.*s: %s",
			    SLICE_ARG(picture->path), buf_string(&worker->why));
		else
			block_fail(block, row, "%s: %s",
			    worker->job->settings.store, strerror(status));
		return false;
	}
	if (derived->problem != NULL) {
		diag_attention();
		problem_counts_add(&worker->problems, derived->problem, 1);
		inform("%.*s: %s: %s", SLICE_ARG(picture->path),
		    derived->problem, buf_string(&worker->why));
	}
	worker->counts[derived->action]++;
	row_write(&worker->writer, block, row, derived, out);
	return true;
}

/* False if the run ends here. */
static bool
work_on(struct worker *worker, struct block *block, size_t row,
    const struct picture_row *picture, struct buf *out)
{
	struct derived derived;
	size_t n;
	int status;

	/* The next scan would take what is made of it for photographs. */
	if (within_folder(
		&worker->within, worker->job->store_there, picture->path)) {
		leave_no_store(worker->job->store_there);
		block_fail(block, row,
		    "%.*s: this picture is in the store '%s': the next scan "
		    "would take derivatives for photographs; give another "
		    "folder with -s",
		    SLICE_ARG(picture->path), worker->job->settings.store);
		return false;
	}
	buf_clear(&worker->why);
	derived = (struct derived){
	    .problem = derive_pages(worker->deriver, picture, &worker->why)};
	if (derived.problem != NULL) {
		derive_skip(worker->job->derive, picture->row);
		return finish(worker, block, row, picture,
		    derived.problem == render_fault ? ENOMEM : 0, &derived,
		    out);
	}
	n = derive_claim(worker->deriver, picture);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&worker->why);
		status = derive_picture(
		    worker->deriver, picture, i, &derived, &worker->why);
		if (!finish(worker, block, row, picture, status, &derived, out))
			return false;
	}
	return true;
}

static void
work(void *state, struct block *block, struct buf *out)
{
	struct worker *worker = state;
	struct picture_row picture;

	if (worker->job->numbering != NULL)
		block->source = worker->job->source;
	for (size_t row = 0; row < block->nrows; row++) {
		if (!row_read(&worker->reader, &worker->job->columns, block,
			row, &picture)) {
			derive_skip(worker->job->derive, picture.row);
			worker->left_alone++;
			row_write_through(&worker->writer, block, row, out);
			continue;
		}
		if (worker->job->numbering != NULL)
			picture.slot =
			    numbering_slot(worker->job->numbering, picture.row);
		if (!work_on(worker, block, row, &picture, out))
			return;
	}
}

/* SIZE or WIDTHxHEIGHT. */
static struct image_box
box_of(struct opt *opt)
{
	const char *whole = opt->argument;
	char *both = mem_string(whole, strlen(whole));
	char *cross = strchr(both, 'x');
	struct image_box box;

	if ((strlen(whole) > 2 &&
		strcmp(whole + strlen(whole) - 2, "px") == 0) ||
	    (cross != NULL && (cross == both || cross[1] == '\0')))
		opt_invalid(opt, opt->name, slice_of(whole),
		    "pixels without a unit, or WIDTHxHEIGHT");
	if (cross != NULL)
		*cross = '\0';
	opt->argument = both;
	box.width = (uint32_t)opt_number(opt, cross != NULL, 65500);
	box.height = box.width;
	if (cross != NULL) {
		opt->argument = cross + 1;
		box.height = (uint32_t)opt_number(opt, 1, 65500);
	}
	opt->argument = whole;
	free(both);
	return box;
}

static const char *
suffix_of(const struct opt *opt)
{
	if (!store_path_suffix_allowed(opt->argument))
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "'_' or '-' and up to 15 letters or digits, or nothing");
	return opt->argument;
}

static enum store_path_layout
layout_of(const struct opt *opt)
{
	static const char *const words[] = {"batch", "web"};

	return opt_choice(opt, words, 2) == 0 ? STORE_PATH_BATCH
					      : STORE_PATH_WEB;
}

static int
page_of(struct opt *opt)
{
	return strcmp(opt->argument, "all") == 0
	    ? PAGE_ALL
	    : (int)opt_number(opt, 1, TIFF_PAGES_MOST);
}

static void
set_option(struct job *job, struct opt *opt, int key)
{
	struct settings *settings = &job->settings;

	switch (key) {
	case 's': settings->store = opt->argument; break;
	case OPT_LARGE: settings->boxes[LARGE] = box_of(opt); break;
	case OPT_WEB: settings->boxes[WEB] = box_of(opt); break;
	case OPT_THUMBNAIL: settings->boxes[THUMBNAIL] = box_of(opt); break;
	case OPT_QUALITY:
		settings->quality = (int)opt_number(opt, 1, 100);
		break;
	case OPT_MAX_BYTES: settings->max_bytes = opt_size(opt); break;
	case OPT_TIMEOUT:
		settings->timeout = (int)opt_number(opt, 1, 1000000);
		break;
	case OPT_MAX_MEGAPIXELS:
		settings->limits.pixels =
		    opt_number(opt, 1, 1000000) * 1000 * 1000;
		break;
	case OPT_MAX_MEMORY: settings->limits.memory = opt_size(opt); break;
	case OPT_PAGE: settings->page = page_of(opt); break;
	case OPT_SHARPEN: settings->sharpen = true; break;
	case OPT_KEEP_GPS: settings->keep_gps = true; break;
	case OPT_NAME_BY: settings->name_by = opt->argument; break;
	case OPT_LAYOUT: settings->layout = layout_of(opt); break;
	case OPT_LARGE_SUFFIX:
		settings->suffixes[LARGE] = suffix_of(opt);
		break;
	case OPT_WEB_SUFFIX: settings->suffixes[WEB] = suffix_of(opt); break;
	case OPT_THUMBNAIL_SUFFIX:
		settings->suffixes[THUMBNAIL] = suffix_of(opt);
		break;
	case OPT_USE_EXISTING: settings->use_existing = true; break;
	case OPT_HARDLINK: settings->hardlink = true; break;
	case OPT_REPLACE: settings->replace = true; break;
	case OPT_DRY_RUN: settings->dry_run = true; break;
	case OPT_ESTIMATE: job->estimate = true; break;
	default: break;
	}
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Metadata alone may need this much. */
enum { MAX_BYTES_LEAST = 100000 };

static void
check_options(const struct job *job, const struct opt *opt)
{
	const struct settings *settings = &job->settings;

	if (settings->store == NULL && !job->estimate)
		opt_misuse(opt, "-s/--store is required");
	if (!is_made(settings, LARGE) && !is_made(settings, WEB) &&
	    !is_made(settings, THUMBNAIL))
		opt_misuse(opt, "nothing to make: all sizes are 0");
	if (settings->max_bytes < MAX_BYTES_LEAST)
		opt_misuse(opt, "--max-bytes must be at least 100kB");
	if (is_made(settings, WEB) && is_made(settings, THUMBNAIL) &&
	    settings->boxes[THUMBNAIL].width > settings->boxes[WEB].width)
		warn("--thumbnail is larger than --web");
	if (is_made(settings, LARGE) && is_made(settings, WEB) &&
	    settings->boxes[WEB].width > settings->boxes[LARGE].width)
		warn("--web is larger than --large");
	for (int i = 0; i < NSIZES; i++)
		if (settings->name_by != NULL &&
		    *settings->suffixes[i] != '\0' &&
		    strpbrk(settings->suffixes[i], LETTERS) == NULL)
			opt_misuse(opt,
			    "--name-by: a suffix without a letter may be the "
			    "number of a picture: '%s'",
			    settings->suffixes[i]);
	for (int i = 0; i < NSIZES; i++)
		if (settings->page == PAGE_ALL &&
		    pages_is_suffix(settings->suffixes[i]))
			opt_misuse(opt,
			    "--page all: a suffix that may be a page's: '%s'",
			    settings->suffixes[i]);
	for (int i = 0; i < NSIZES; i++)
		if (strcasecmp(settings->suffixes[i],
			settings->suffixes[(i + 1) % NSIZES]) == 0)
			opt_misuse(opt, "two sizes have the same suffix");
}

static void
read_options(struct job *job, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1)
		set_option(job, opt, key);
	check_options(job, opt);
	if (job->settings.store != NULL)
		job->store_there = realpath(job->settings.store, NULL);
}

static void
summarise(const struct job *job)
{
	uint64_t pictures = 0;

	for (size_t i = 0; i <= DERIVE_EXISTING; i++)
		pictures += job->counts[i];
	problem_counts_tell(
	    &job->problems, COUNTED(pictures, "picture", "pictures"));
	sum_up(job->counts[DERIVE_MADE] + job->counts[DERIVE_MADE_AGAIN] == 0,
	    "%" PRIu64 " made, %" PRIu64 " made again, %" PRIu64
	    " up to date, %" PRIu64 " refused, %" PRIu64 " left alone",
	    job->counts[DERIVE_MADE], job->counts[DERIVE_MADE_AGAIN],
	    job->counts[DERIVE_KEPT], job->counts[DERIVE_NOTHING],
	    job->left_alone + job->counts[DERIVE_EXISTING]);
}

/* All rows must be known before the first is named. */
static void
run_numbered(struct job *job, struct pump *pump, struct stream_in *in,
    struct output *out)
{
	struct stream_in *rows;
	uint64_t unnamed;

	job->numbering = numbering_new(job->derive, &job->columns, in);
	rows = numbering_rows(job->numbering);
	pump_run(pump, rows, out);
	stream_close(rows);
	unnamed = numbering_unnamed(job->numbering);
	if (unnamed > 0)
		warn("%s no %s: named by the source",
		    COUNTED(unnamed, "picture has", "pictures have"),
		    job->settings.name_by);
	numbering_free(job->numbering);
}

static void
run(struct job *job, struct stream_in *in, struct output *out, size_t jobs)
{
	struct pump pump = {.jobs = jobs,
	    .rows_at_once = 1,
	    .start = start,
	    .work = work,
	    .stop = stop,
	    .shared = job};
	struct buf header = {0};
	const char *own[ROW_OWN_MOST];
	size_t nown = row_own(&job->settings, own);

	job->columns = row_columns(in, &job->settings);
	job->layout = layout_new(stream_columns(in), own, nown);
	job->derive = derive_new(&job->settings, job->starter);
	layout_header(job->layout, &header);
	output_put(out, buf_slice(&header));
	if (job->settings.name_by != NULL)
		run_numbered(job, &pump, in, out);
	else
		pump_run(&pump, in, out);
	summarise(job);
	buf_free(&header);
	derive_free(job->derive);
	layout_free(job->layout);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-derive",
	    .synopsis = "[OPTION]... -s DIR [FILE]...",
	    .summary =
		"Make large, web and thumbnail JPEGs of the rows' files.",
	    .entries = entries,
	    .in_place = true,
	};
	struct job job = {.settings = {.suffixes = {"_lg", "_web", "_tn"},
			      .boxes = {{3200, 3200}, {1400, 1400}, {200, 200}},
			      .quality = 85,
			      .max_bytes = 8 * 1000 * 1000,
			      .timeout = 600,
			      .limits = {.pixels = 500 * 1000 * 1000,
				  .memory = memory_gate_default()}}};
	struct stream_in *in;
	struct output *out;

	read_options(&job, &opt, argc, argv);
	job.starter = render_starter_new(&job.settings, argv[0]);
	in = stream_open(opt.operands, opt.noperands);
	out = output_open(opt.output);
	if (opt.progress)
		progress_start("pictures");
	memory_gate_set(job.settings.limits.memory);
	job.source = opt.noperands == 0 ? "<stdin>"
	    : opt.noperands == 1	? opt.operands[0]
					: "the rows of all files";
	if (job.estimate)
		estimate(&job.settings, job.starter, in, out, opt.jobs);
	else
		run(&job, in, out, opt.jobs);
	render_starter_free(job.starter);
	free(job.store_there);
	output_finish(out);
	stream_close(in);
	return diag_status();
}
