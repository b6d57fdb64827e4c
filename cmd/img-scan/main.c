/* SPDX-License-Identifier: MIT */
/* img-scan: lists pictures as rows of a stream. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/progress.h"
#include "run/sandbox.h"
#include "stream/output.h"
#include "crawl.h"
#include "file_filter.h"
#include "list.h"
#include "operand.h"
#include "scan_row.h"
#include "public_url.h"
#include "stat_pool.h"
#include "walk.h"
#include "web_options.h"

enum {
	KEY_INCLUDE = OPT_LONG_ONLY,
	KEY_EXCLUDE,
	KEY_HIDDEN,
	KEY_MAX_DEPTH,
	KEY_MIN_AGE,
	KEY_PAGES,
	KEY_ROOT
};

static const struct opt_entry entries[] = {
    {'u', "url", "BASE",
	"fill originalUrl with BASE and the path below the operand"},
    {KEY_ROOT, "root", "DIR", "with -u: BASE and the path below DIR"},
    {'f', "files-from", "FILE",
	"also list what FILE names, one per line (- is stdin)"},
    {'0', "null", NULL, "names in FILE end in NUL, not LF"},
    {'e', "ext", "LIST", "list files with these extensions (jpg,png)"},
    {'a', "all", NULL, "list files with any extension"},
    {KEY_INCLUDE, "include", "GLOB", "list only files that match"},
    {KEY_EXCLUDE, "exclude", "GLOB", "skip files and folders that match"},
    {KEY_HIDDEN, "hidden", NULL, "also list names that begin with a dot"},
    {KEY_MAX_DEPTH, "max-depth", "N", "descend N levels of folders at most"},
    {'L', "follow", NULL, "follow symbolic links"},
    {KEY_MIN_AGE, "min-age", "TIME",
	"leave out files changed less than TIME ago"},
    {0, NULL, NULL, "Options for folders on the web"},
    {KEY_PAGES, "pages", NULL,
	"read every URL as a page of links, whatever its name"},
    WEB_OPTIONS, {0, NULL, NULL, "Common options"}, OPT_OUTPUT, OPT_JOBS,
    OPT_COMMON, {0}};

struct settings {
	struct file_filter pick;
	struct walk_rules walk;
	struct crawl_rules crawl;
	struct operand_rules named;
	const char **lists;
	size_t nlists;
	bool nul;
	bool extensions; /* -e was given */
};

static void
set_base(struct settings *set, const struct opt *opt)
{
	const char *error = public_url_base_error(opt->argument);

	if (error != NULL)
		opt_invalid(
		    opt, opt->name, slice_of(opt->argument), "%s", error);
	set->named.place.base = opt->argument;
}

static void
add_include(struct settings *set, const struct opt *opt)
{
	size_t n = strlen(opt->argument);

	if (n > 0 && opt->argument[n - 1] == '/')
		opt_misuse(opt, "--include is for files: '%s*'", opt->argument);
	file_filter_glob(&set->pick, opt->argument, true);
}

static void
add_list(struct settings *set, const char *path)
{
	set->lists =
	    mem_resize(set->lists, set->nlists + 1, sizeof *set->lists);
	set->lists[set->nlists++] = path;
}

static void
set_option(struct settings *set, const struct opt *opt, int key)
{
	switch (key) {
	case '0': set->nul = true; break;
	case 'L': set->walk.follow = true; break;
	case 'a': set->pick.all = true; break;
	case 'e':
		set->extensions = true;
		file_filter_extensions(&set->pick, opt->argument);
		break;
	case 'f': add_list(set, opt->argument); break;
	case 'u': set_base(set, opt); break;
	case KEY_ROOT: set->named.place.root = opt->argument; break;
	case KEY_INCLUDE: add_include(set, opt); break;
	case KEY_EXCLUDE:
		file_filter_glob(&set->pick, opt->argument, false);
		break;
	case KEY_HIDDEN: set->pick.hidden = true; break;
	case KEY_MAX_DEPTH:
		set->walk.depth_most = opt_number(opt, 1, UINT64_MAX);
		break;
	case KEY_MIN_AGE: set->named.min_age = opt_seconds(opt); break;
	case KEY_PAGES: set->named.pages = true; break;
	default: web_option(opt, key, &set->crawl);
	}
}

static void
read_options(struct settings *set, struct opt *opt, int argc, char *argv[])
{
	int key;

	web_defaults(&set->crawl);
	while ((key = opt_next(opt, argc, argv)) != -1)
		set_option(set, opt, key);
	set->named.any_file = set->pick.all || set->extensions;
	if (!set->extensions)
		file_filter_pictures(&set->pick);
	if (set->pick.nextensions == 0)
		opt_invalid(opt, "ext", SLICE(""), "the list is empty");
	if (set->nul && set->nlists == 0)
		opt_misuse(opt, "-0 needs -f");
	if (opt->noperands == 0 && set->nlists == 0)
		opt_misuse(opt,
		    "a folder, a file, a URL or a list (-f) is required; '.' "
		    "is the current folder");
	for (size_t i = 0; i < opt->noperands; i++)
		if (strcmp(opt->operands[i], "-") == 0)
			opt_misuse(opt,
			    "'-f -' reads a list from standard "
			    "input");
	if (set->named.place.root != NULL && set->named.place.base == NULL)
		opt_misuse(opt, "--root requires -u/--url");
	set->walk.pick = &set->pick;
	set->walk.several = opt->noperands > 1 || set->nlists > 0;
	set->crawl.pick = &set->pick;
	set->crawl.depth_most = set->walk.depth_most;
}

static void
scan_list(struct operand *named, const char *path, bool nul)
{
	struct list list;
	struct slice name;

	list_open(&list, path, nul);
	for (;;) {
		/* Whoever writes the list may be slow. */
		if (!list_ready(&list)) {
			stat_pool_wait(named->crew);
			output_flush(named->out);
		}
		if (!list_next(&list, &name))
			break;
		operand_scan(named, name, &list);
	}
	list_close(&list);
}

static void
run(const struct settings *set, const struct opt *opt, struct output *out,
    struct counts *tally)
{
	struct folder_pool pool = {0};
	struct stat_pool *crew =
	    stat_pool_new(opt->jobs, set->named.min_age, &pool, out, tally);
	struct walk *walk = walk_new(&set->walk, crew, &pool, tally);
	struct crawl *crawl = crawl_new(&set->crawl, out, tally);
	struct operand named = {.rules = set->named,
	    .walk = walk,
	    .crew = crew,
	    .crawl = crawl,
	    .out = out,
	    .tally = tally};

	scan_row_header(&named.row, set->nlists > 0);
	output_put(out, buf_slice(&named.row));
	for (size_t i = 0; i < opt->noperands; i++)
		operand_scan(&named, slice_of(opt->operands[i]), NULL);
	for (size_t i = 0; i < set->nlists; i++)
		scan_list(&named, set->lists[i], set->nul);
	stat_pool_free(crew);
	walk_free(walk);
	crawl_free(crawl);
	folder_pool_free(&pool);
	operand_free(&named);
}

/* A list may name anything, URLs too. */
static void
enclose(
    const struct settings *set, const struct opt *opt, const struct output *out)
{
	bool web = set->nlists > 0;

	for (size_t i = 0; i < opt->noperands; i++)
		web = web || strstr(opt->operands[i], "://") != NULL;
	sandbox_enclose(&(struct sandbox_rules){.network = web}, out);
}

static void
finish(struct settings *set)
{
	file_filter_free(&set->pick);
	free(set->lists);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {.program = "img-scan",
	    .synopsis = "[OPTION]... [FOLDER|FILE|URL]...",
	    .summary = "List pictures as a stream, a row each.",
	    .entries = entries};
	struct settings set = {0};
	struct counts tally = {0};
	struct output *out;

	read_options(&set, &opt, argc, argv);
	out = output_open(opt.output);
	enclose(&set, &opt, out);
	if (opt.progress)
		progress_start("files");
	run(&set, &opt, out, &tally);
	progress_end();
	/* It may lack memory, and what is under its name is whole. */
	counts_report(&tally);
	output_finish(out);
	finish(&set);
	return diag_status();
}
