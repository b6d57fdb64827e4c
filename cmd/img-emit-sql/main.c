/* SPDX-License-Identifier: MIT */
/* img-emit-sql: statements that put pictures into a portal's database. */
#include <errno.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/progress.h"
#include "base/utf8.h"
#include "net/url.h"
#include "run/pump.h"
#include "assemble.h"
#include "script.h"
#include "sql_plan.h"
#include "sql_row.h"

enum {
	SCHEMA = OPT_LONG_ONLY,
	DIALECT,
	BATCH,
	COMMIT_EVERY,
	EXISTING,
	CREATE,
	USER,
	UNDO,
	REMOVE,
	FORCE_UNDO,
	MAP,
	MEDIA_DOMAIN,
	SHARED,
	TAG_VIEWS,
	REHEARSE,
	REJECTS,
	DEFAULTS
};

static const struct opt_entry entries[] = {
    {'c', "collid", "N",
	"take rows of collection N, or of all, by their column collid (default: "
	"all)"},
    {'l', "label", "NAME", "name the batch; --undo takes the same (required)"},
    {'P', "portal", "DIR",
	"read the portal from DIR, made by img-portal-export"},
    {SCHEMA, "schema", "VERSION", "portal schema, such as 3.4, instead of -P"},
    {DIALECT, "dialect", "NAME",
	"write for mariadb or sqlite (default: mariadb)"},
    {BATCH, "batch", "N", "pictures per statement (default: 2000)"},
    {COMMIT_EVERY, "commit-every", "N",
	"commit every N pictures (default: all or nothing)"},
    {EXISTING, "existing", "WHAT",
	"skip pictures that the portal has, or update their "
	"URLs and facts (needs -P) (default: skip)"},
    {CREATE, "create", NULL,
	"make skeletal records for numbers that matched none (needs --user)"},
    {USER, "user", "UID,NAME",
	"record the portal account UID,NAME as the creator"},
    {UNDO, "undo", NULL, "write the inverse: take the batch out again"},
    {REMOVE, "remove", NULL,
	"take the pictures of the rows out of the portal "
	"(needs -P); with --undo, bring them back"},
    {FORCE_UNDO, "force-undo", NULL,
	"with --undo: take pictures out that somebody has "
	"worked on, too, and list them"},
    {MAP, "map", "OLD=NEW",
	"write URLs that begin with OLD with NEW instead; "
	"repeatable"},
    {MEDIA_DOMAIN, "media-domain", "URL",
	"compare the portal's own paths as URLs on this host"},
    {SHARED, "shared-pictures", NULL,
	"take pictures that another record has in the portal"},
    {TAG_VIEWS, "tag-views", NULL,
	"tag pictures by the views in their names, too: "
	"_label, _front (default: by columns tags and view)"},
    {REHEARSE, "rehearse", NULL, "end in ROLLBACK: only report"},
    {REJECTS, "rejects", "FILE",
	"write rows left out to FILE, with the reason"},
    {DEFAULTS, "defaults", "LIST",
	"fill columns of rows that have none: owner=…,rights=…"},
    OPT_JOBS,
    OPT_OUTPUT,
    OPT_COMMON,
    {0},
};

struct settings {
	struct plan plan;
	struct defaults defaults;
	const char *rejects;
	char *user;
};

static void
set_schema(struct opt *opt, struct plan *plan)
{
	struct buf versions = {0};

	plan->schema = schema_find(slice_of(opt->argument));
	if (plan->schema != NULL)
		return;
	schema_put_versions(&versions);
	opt_invalid(opt, opt->name, slice_of(opt->argument), "%s",
	    buf_string(&versions));
}

static bool
choose(const struct opt *opt, const char *no, const char *yes)
{
	const char *const words[] = {no, yes};

	return opt_choice(opt, words, 2) == 1;
}

/* Printable text that may stand in a file name, a comment, a hash. */
static bool
is_name(const char *s, size_t most)
{
	struct slice text = slice_of(s);

	if (text.n == 0 || !utf8_valid(text) || utf8_length(text) > most)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return false;
	return true;
}

static void
set_user(struct opt *opt, struct settings *set)
{
	char *comma;
	size_t digits = strspn(opt->argument, "0123456789");

	if (digits == 0 || digits > 9 || opt->argument[digits] != ',' ||
	    !is_name(opt->argument + digits + 1, 45))
		opt_invalid(
		    opt, opt->name, slice_of(opt->argument), "UID,NAME");
	free(set->user);
	set->user = mem_string(opt->argument, strlen(opt->argument));
	comma = set->user + digits;
	*comma = '\0';
	set->plan.uid = set->user;
	set->plan.user = comma + 1;
}

static void
set_option(struct opt *opt, struct settings *set, int key)
{
	struct plan *plan = &set->plan;

	switch (key) {
	case 'c': plan->collid = opt_collection(opt, true); break;
	case 'l': plan->label = opt->argument; break;
	case 'P': plan->portal_dir = opt->argument; break;
	case SCHEMA: set_schema(opt, plan); break;
	case DIALECT:
		plan->dialect = choose(opt, "mariadb", "sqlite")
		    ? DIALECT_SQLITE
		    : DIALECT_MARIADB;
		break;
	case BATCH: plan->batch = opt_number(opt, 1, 100000); break;
	case COMMIT_EVERY:
		plan->commit_every = opt_number(opt, 1, UINT32_MAX);
		break;
	case EXISTING: plan->update = choose(opt, "skip", "update"); break;
	case CREATE: plan->create = true; break;
	case USER: set_user(opt, set); break;
	case UNDO: plan->undo = true; break;
	case REMOVE: plan->remove = true; break;
	case FORCE_UNDO: plan->undo = plan->force = true; break;
	case MAP:
		if (!plan_map(plan, opt->argument))
			opt_invalid(opt, opt->name, slice_of(opt->argument),
			    "OLD=NEW, at most %d", PLAN_MAPS_MOST);
		break;
	case MEDIA_DOMAIN:
		if (!url_is_web(slice_of(opt->argument)))
			opt_invalid(opt, opt->name, slice_of(opt->argument),
			    "https://portal.example.org");
		plan->media_domain = slice_of(opt->argument);
		break;
	case SHARED: plan->shared = true; break;
	case TAG_VIEWS: plan->name_tags = true; break;
	case REHEARSE: plan->rehearse = true; break;
	case REJECTS: set->rejects = opt->argument; break;
	case DEFAULTS: defaults_read(&set->defaults, opt); break;
	default: break;
	}
}

static void
check_options(struct opt *opt, const struct plan *plan)
{
	if (plan->label == NULL)
		opt_misuse(opt, "-l/--label is required: a name for the batch");
	if (!is_name(plan->label, 100))
		opt_invalid(opt, "label", slice_of(plan->label),
		    "1 to 100 printable characters");
	if (plan->portal_dir == NULL && plan->schema == NULL)
		opt_misuse(opt, "-P/--portal or --schema is required");
	if (plan->portal_dir != NULL && plan->schema != NULL)
		opt_misuse(opt,
		    "-P/--portal and --schema exclude each other: "
		    "an export knows its schema");
	if (plan->update && plan->portal_dir == NULL)
		opt_misuse(opt,
		    "--existing update requires -P/--portal, as only pictures "
		    "of the export are changed");
	if (plan->remove && plan->portal_dir == NULL)
		opt_misuse(opt,
		    "--remove requires -P/--portal, so that --undo can bring "
		    "the pictures back");
	if (plan->remove && (plan->create || plan->update || plan->force))
		opt_misuse(opt,
		    "--remove excludes --create, --existing update and "
		    "--force-undo");
	if (plan->force && plan->portal_dir == NULL)
		opt_misuse(opt,
		    "--force-undo requires -P/--portal, for the tables that "
		    "may refer to a picture");
	if (plan->create && plan->user == NULL)
		opt_misuse(opt, "--create requires --user UID,NAME");
	if (plan->create && plan->undo && plan->portal_dir == NULL)
		opt_misuse(opt,
		    "--undo with --create requires -P/--portal, for the tables "
		    "that may refer to a record");
}

static void
read_options(struct settings *set, struct opt *opt, int argc, char *argv[])
{
	struct plan *plan = &set->plan;
	int key;

	plan_start(plan);
	plan->batch = 2000;
	while ((key = opt_next(opt, argc, argv)) != -1)
		set_option(opt, set, key);
	plan_defaults(plan, &set->defaults);
	check_options(opt, plan);
	opt_apart(opt, "rejects", set->rejects);
	if (plan->commit_every > 0 && plan->batch > plan->commit_every)
		plan->batch = plan->commit_every;
}

/* What the threads share. */
struct shared {
	const struct plan *plan;
	const struct layout *layout; /* of the rejects, or NULL */
	struct collector *collector;
};

static void *
start_worker(void *shared)
{
	const struct shared *s = shared;

	return row_start(s->plan, s->layout);
}

static void
work(void *state, struct block *block, struct buf *out)
{
	if (block->nrows > 0)
		row_begin(state, block);
	for (size_t row = 0; row < block->nrows; row++)
		row_prepare(state, block, row, out);
}

static void
collect(void *shared, struct slice rows, struct output *out)
{
	collector_take(((struct shared *)shared)->collector, rows, out);
}

static void
stop_worker(void *state, void *shared)
{
	(void)shared;
	row_stop(state);
}

static void
run(const struct settings *set, const struct opt *opt, struct stream_in *in,
    struct output *out)
{
	const struct plan *plan = &set->plan;
	struct rejects *rejects = rejects_open(set->rejects, in);
	struct shared s = {.plan = plan,
	    .layout = rejects_layout(rejects),
	    .collector = collector_new(plan, rejects)};
	struct buf text = {0};
	struct pump pump = {.jobs = opt->jobs,
	    .start = start_worker,
	    .work = work,
	    .collect = collect,
	    .stop = stop_worker,
	    .shared = &s};

	script_head(&text, plan);
	output_put(out, buf_slice(&text));
	pump_run(&pump, in, out);
	/* Nothing that may fail comes after COMMIT. */
	if (rejects_finish(rejects, collector_accepted(s.collector)))
		diag_attention();
	collector_finish(s.collector, out);
	collector_report(s.collector);
	collector_free(s.collector);
	buf_free(&text);
}

static void
finish(struct settings *set)
{
	plan_end(&set->plan);
	free(set->user);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {.program = "img-emit-sql",
	    .synopsis = "-l LABEL {-P DIR | --schema VERSION} [OPTION]..."
			" [FILE]...",
	    .summary = "Write SQL that puts pictures into a portal.",
	    .entries = entries,
	    .more = "img-portal"};
	struct settings set = {0};
	struct stream_in *in;
	struct output *out;

	read_options(&set, &opt, argc, argv);
	in = stream_open(opt.operands, opt.noperands);
	plan_settle(&set.plan, in);
	out = output_open(opt.output);
	if (opt.progress)
		progress_start("rows");
	run(&set, &opt, in, out);
	stream_close(in);
	output_finish(out);
	finish(&set);
	return diag_status();
}
