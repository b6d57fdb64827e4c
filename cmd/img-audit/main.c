/* SPDX-License-Identifier: MIT */
/* img-audit: compares disk, web and portal. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/progress.h"
#include "run/sandbox.h"
#include "text/counted.h"
#include "audit.h"

/* What each of the three sorters collects before it goes to a file. */
enum { MEMORY = 64 << 20, TIMES_MOST = 1000 };

enum { OPT_DOMAIN = OPT_LONG_ONLY, OPT_SINCE, OPT_REMOVE, OPT_DAYS, OPT_ALL };

static const struct opt_entry entries[] = {
    {'P', "portal", "FOLDER", "img-portal-export's folder, or its media.tsv"},
    {'d', "disk", "FILE",
	"the files as img-scan -u lists them, so that they have URLs"},
    {OPT_DOMAIN, "portal-url", "URL",
	"the portal's scheme and host, which its own paths lack"},
    {OPT_ALL, "all", NULL, "write pictures with nothing to say of, too"},
    {OPT_REMOVE, "remove-after", "N",
	"write nothing but pictures that were dead in their last N checks, "
	"for img-emit-sql --remove"},
    {OPT_DAYS, "days", "D",
	"with --remove-after: over so many days (default: 30)"},
    {OPT_SINCE, "since", "FILE",
	"an earlier check: write what has changed since, and nothing else; "
	"without -P"},
    {0, NULL, NULL, "Common options"},
    OPT_JOBS_ONE,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

enum { DAYS_DEFAULT = 30, DAYS_MOST = 36500, DAY = 86400 };

static void
read_options(struct audit *audit, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		switch (key) {
		case 'P': audit->portal = opt->argument; break;
		case 'd': audit->disk = opt->argument; break;
		case OPT_DOMAIN: audit->domain = slice_of(opt->argument); break;
		case OPT_ALL: audit->all = true; break;
		case OPT_REMOVE:
			audit->times = (size_t)opt_number(opt, 2, TIMES_MOST);
			break;
		case OPT_DAYS:
			audit->days_given = true;
			audit->seconds = DAY * opt_number(opt, 0, DAYS_MOST);
			break;
		case OPT_SINCE: audit->since = opt->argument; break;
		default: break;
		}
	}
	if (audit->times == 0 && audit->days_given)
		opt_misuse(opt, "--days goes with --remove-after");
	if (audit->since != NULL && audit->portal != NULL)
		opt_misuse(opt, "--since and -P/--portal exclude each other");
	if (audit->since == NULL && audit->portal == NULL)
		opt_misuse(opt, "-P/--portal is required");
	opt_apart(opt, "disk", audit->disk);
}

/* With --since the earlier check, and then the later ones. */
static struct stream_in *
open_checks(struct audit *audit, const struct opt *opt)
{
	static char standard[] = "-";
	size_t n = opt->noperands > 0 ? opt->noperands : 1;

	if (audit->since == NULL)
		return stream_open(opt->operands, opt->noperands);
	audit->checks = mem_array(n + 1, sizeof *audit->checks);
	audit->since = audit->checks[0] =
	    mem_string(audit->since, strlen(audit->since));
	for (size_t i = 0; i < n; i++)
		audit->checks[i + 1] =
		    opt->noperands > 0 ? opt->operands[i] : standard;
	return stream_open(audit->checks, n + 1);
}

static void
run(struct audit *audit, struct stream_in *in, struct output *out)
{
	audit->files = sorter_new(MEMORY);
	audit->hashes = sorter_new(MEMORY);
	audit->rows = sorter_new(MEMORY);
	if (audit->since != NULL) {
		since_run(audit, in, out);
		return;
	}
	audit_read(audit, in);
	audit_join(audit);
	audit_write(audit, out);
}

static void
say_counts(const struct audit *audit)
{
	uint64_t found = 0;

	if (audit->since != NULL)
		return;
	for (int i = 0; i < FINDINGS; i++)
		found += audit->counts[i];
	sum_up(found == 0 && audit->times == 0, "%s in the portal%s",
	    COUNTED(audit->nrows, "picture", "pictures"),
	    found == 0 ? ", nothing to say of them" : "");
	for (int i = 0; i < FINDINGS; i++)
		if (audit->counts[i] > 0)
			inform("%" PRIu64 " %s", audit->counts[i],
			    finding_codes[i]);
	if (audit->spared > 0)
		warn("%s kept: no picture of the host answers, or more than 5 "
		     "%% of the collection is dead",
		    COUNTED(
			audit->spared, "dead picture is", "dead pictures are"));
	if (audit->times > 0)
		sum_up(audit->removable == 0, "%s to remove",
		    COUNTED(audit->removable, "picture", "pictures"));
}

static void
finish(struct audit *audit)
{
	say_counts(audit);
	if (audit->checks != NULL)
		free(audit->checks[0]);
	free(audit->checks);
	sorter_free(audit->files);
	sorter_free(audit->hashes);
	sorter_free(audit->rows);
	table_free(&audit->hosts.numbers);
	table_free(&audit->collections.numbers);
	table_free(&audit->disk_hosts);
	free(audit->hosts.at);
	free(audit->collections.at);
	buf_free(&audit->header);
	buf_free(&audit->url);
	buf_free(&audit->key);
	buf_free(&audit->value);
	buf_free(&audit->scratch);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-audit",
	    .synopsis = "-P FOLDER [-d FILE] [OPTION]... [CHECKED]...\n"
			"--since FILE [OPTION]... [CHECKED]...",
	    .summary = "Compare the pictures of a portal with the web and the "
		       "disk.",
	    .entries = entries,
	};
	struct audit audit = {.domain = SLICE_INIT(""),
	    .checked = true,
	    .disk_hosts = {.set = true},
	    .seconds = DAYS_DEFAULT * DAY};
	struct stream_in *in;
	struct output *out;

	read_options(&audit, &opt, argc, argv);
	in = open_checks(&audit, &opt);
	out = output_open(opt.output);
	sandbox_enclose(&(struct sandbox_rules){.temporary = 3}, out);
	if (opt.progress)
		progress_start("rows");
	run(&audit, in, out);
	stream_close(in);
	output_finish(out);
	finish(&audit);
	return diag_status();
}
