/* SPDX-License-Identifier: MIT */
/* img-emit-csv: writes the files that a portal's web importers take. */
#include "base/diag.h"
#include "base/opt.h"
#include "base/progress.h"
#include "net/url.h"
#include "emit.h"

enum {
	FOR = OPT_LONG_ONLY,
	CREATE,
	INCLUDE_PROTECTED,
	MAX_BYTES,
	DEFAULTS,
	REJECTS,
	MEDIA_DOMAIN
};

static const struct opt_entry entries[] = {
    {FOR, "for", "IMPORTER",
	"media-import (Extended Data Import), url-map or "
	"skeletal, with the portal's version: media-import:3.3"},
    {'c', "collid", "N", "leave out rows of other collections"},
    {'P', "portal", "DIR",
	"leave out what the portal has by DIR, made by "
	"img-portal-export"},
    {MEDIA_DOMAIN, "media-domain", "URL",
	"compare the portal's own paths as URLs on this host"},
    {CREATE, "create", NULL, "also make records of numbers that matched none"},
    {INCLUDE_PROTECTED, "include-protected", NULL,
	"also take pictures of records that the portal protects"},
    {MAX_BYTES, "max-bytes", "SIZE",
	"begin a new file at SIZE (default: the importer's limit)"},
    {DEFAULTS, "defaults", "LIST",
	"fill columns of rows that have none: owner=…,rights=…"},
    {REJECTS, "rejects", "FILE",
	"write rows left out to FILE, with the reason"},
    OPT_OUTPUT,
    OPT_JOBS_ONE,
    OPT_COMMON,
    {0},
};

static void
set_importer(const struct opt *opt, struct import_row_rules *rules)
{
	rules->version = importer_find(opt->argument);
	if (rules->version == NULL)
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "media-import, url-map or skeletal, and the portal's "
		    "version after a colon, as in url-map:3.1");
	rules->importer = rules->version->importer;
}

static void
check_importer(const struct opt *opt, const struct import_row_rules *rules)
{
	if (rules->version == NULL)
		opt_misuse(opt,
		    "--for is required: media-import, url-map or skeletal");
	if (rules->create && !rules->version->creates)
		opt_misuse(opt,
		    "--create: the URL map of portals from 3.2.3 on stops at "
		    "the first new number; use media-import, or url-map:3.1 or "
		    "url-map:3.2.2 for older portals");
}

static void
check_defaults(const struct opt *opt, const struct import_row_rules *rules)
{
	for (size_t i = 0; i < rules->defaults.n; i++)
		if (!import_row_takes(rules, rules->defaults.columns[i]))
			opt_misuse(opt,
			    "invalid --defaults: '%s' (this importer has no "
			    "such column)",
			    rules->defaults.columns[i]);
}

static void
read_options(struct emit_options *set, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		switch (key) {
		case FOR: set_importer(opt, &set->rules); break;
		case 'c': set->rules.collid = opt_collection(opt, false); break;
		case 'P': set->portal = opt->argument; break;
		case MEDIA_DOMAIN:
			set->domain = slice_of(opt->argument);
			if (!url_is_web(set->domain))
				opt_invalid(opt, opt->name, set->domain,
				    "https://portal.example.org");
			break;
		case CREATE: set->rules.create = true; break;
		case INCLUDE_PROTECTED:
			set->rules.include_protected = true;
			break;
		case MAX_BYTES: set->bytes_most = opt_size(opt); break;
		case DEFAULTS: defaults_read(&set->rules.defaults, opt); break;
		case REJECTS: set->rejects = opt->argument; break;
		}
	}
	check_importer(opt, &set->rules);
	check_defaults(opt, &set->rules);
	if (set->bytes_most == 0)
		set->bytes_most = importer_limit(set->rules.importer);
	opt_apart(opt, "rejects", set->rejects);
	set->path = opt->output;
}

int
main(int argc, char *argv[])
{
	struct opt opt = {.program = "img-emit-csv",
	    .synopsis = "--for IMPORTER [OPTION]... [FILE]...",
	    .summary = "Write the files that a portal's web importers take.",
	    .entries = entries,
	    .more = "img-portal"};
	struct emit_options set = {0};
	struct stream_in *in;

	set.domain = SLICE("");
	read_options(&set, &opt, argc, argv);
	in = stream_open(opt.operands, opt.noperands);
	if (opt.progress)
		progress_start("rows");
	if (emit_run(&set, in))
		diag_attention();
	progress_end();
	stream_close(in);
	return diag_status();
}
