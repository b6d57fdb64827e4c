/* SPDX-License-Identifier: MIT */
/* img-check: is it a good picture? */
#include <stdlib.h>

#include "base/diag.h"
#include "base/opt.h"
#include "base/progress.h"
#include "registry/problem.h"
#include "run/pump.h"
#include "run/sandbox.h"
#include "stream/output.h"
#include "stream/stream.h"
#include "text/counted.h"
#include "check_row.h"
#include "consumers.h"
#include "remote.h"
#include "remote_options.h"

enum {
	MAX_BYTES = OPT_LONG_ONLY,
	MAX_PIXELS,
	HASH,
	NO_HASH,
	QUICK,
	DECODE,
	DEEP_HASH,
	KEEP_BEFORE,
	FOR,
	FAIL_ON
};

/* The portal's column hashValue: varchar(45). */
enum { HASH_MOST = 45 };

static const struct opt_entry entries[] = {
    {0, NULL, NULL, "Options for files and what URLs serve"},
    {QUICK, "quick", NULL,
	"read only the beginning and the end of files; no hash"},
    {DECODE, "decode", NULL,
	"decode JPEG, PNG, GIF and WebP to the last pixel"},
    {HASH, "hash", "KIND",
	"compute a second hash, sha1 or sha256-base64, into hashFunction "
	"and hashValue"},
    {DEEP_HASH, "deep-hash", NULL,
	"hash the image without its metadata, into pixelMD5"},
    {NO_HASH, "no-hash", NULL, "do not compute MD5 sums"},
    {MAX_BYTES, "max-bytes", "SIZE", "warn of larger files (default: 8MB)"},
    {MAX_PIXELS, "max-pixels", "N",
	"refuse pictures of more pixels (default: 268435456)"},
    {KEEP_BEFORE, "before", NULL,
	"keep old values that have changed in the column before "
	"(default: where the rows are the portal's, and with --full)"},
    {FOR, "for", "READERS",
	"also mark what these do not take: symbiota, idigbio, "
	"gbif, or several with commas"},
    {FAIL_ON, "fail-on", "VERDICT",
	"exit with status 1 if there is a picture with this verdict "
	"or a heavier one: warn, fix, retry, bad"},
    {0, NULL, NULL, "Options for URLs"},
    REMOTE_OPTIONS,
    {0, NULL, NULL, "Common options"},
    OPT_JOBS,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

static void
set_hash(const struct opt *opt, struct settings *settings)
{
	const struct hash_kind *kind = hash_find(opt->argument);

	if (kind == NULL)
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "sha1 or sha256-base64");
	if (kind->length > HASH_MOST)
		opt_misuse(opt,
		    "--hash %s: its %zu characters do not fit the portal's "
		    "column hashValue (%d); sha1 and sha256-base64 do",
		    kind->option, kind->length, HASH_MOST);
	settings->hash = kind;
}

static void
set_fail_on(const struct opt *opt, struct settings *settings)
{
	static const char *const verdicts[] = {"warn", "fix", "retry", "bad"};
	static const enum severity severities[] = {
	    SEVERITY_WARN, SEVERITY_FIX, SEVERITY_RETRY, SEVERITY_BAD};

	settings->fails = true;
	settings->fail_on = severities[opt_choice(opt, verdicts, 4)];
}

static void
set_readers(const struct opt *opt, struct settings *settings)
{
	if (!consumers_parse(opt->argument, &settings->readers))
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "a list of symbiota, idigbio and gbif");
}

static void
read_options(struct check *check, struct remote_settings *remote,
    struct opt *opt, int argc, char *argv[])
{
	struct settings *settings = &check->settings;

	for (int key; (key = opt_next(opt, argc, argv)) != -1;) {
		switch (key) {
		case QUICK: settings->quick = true; break;
		case DECODE: settings->decode = true; break;
		case DEEP_HASH: settings->deep = true; break;
		case HASH: set_hash(opt, settings); break;
		case NO_HASH: settings->md5 = false; break;
		case MAX_BYTES: settings->max_bytes = opt_size(opt); break;
		case MAX_PIXELS:
			settings->max_pixels = opt_number(opt, 1, UINT64_MAX);
			break;
		case KEEP_BEFORE: check->before = true; break;
		case FOR: set_readers(opt, settings); break;
		case FAIL_ON: set_fail_on(opt, settings); break;
		default: remote_option(opt, key, remote);
		}
	}
	if (settings->quick && (settings->hash != NULL || settings->deep))
		opt_misuse(opt, "--quick does not read what hashes need");
	if (settings->quick && settings->decode)
		opt_misuse(opt, "--quick does not read what --decode needs");
	if (settings->quick)
		settings->md5 = false;
}

/* What --fail-on has found. */
static void
fail_on(const struct check *check)
{
	uint64_t n = 0;

	for (size_t i = check->settings.fail_on; i <= SEVERITY_BAD; i++)
		n += check->verdicts[i];
	if (n == 0)
		return;
	warn("%" PRIu64
	     " of %s with the verdict of --fail-on, or a heavier one",
	    n, COUNTED(check->rows, "picture", "pictures"));
	diag_attention();
}

static void
summarise(const struct check *check)
{
	const uint64_t *verdicts = check->verdicts;

	sum_up(verdicts[SEVERITY_NOTE] + verdicts[SEVERITY_WARN] +
		    verdicts[SEVERITY_FIX] ==
		0,
	    "%s: %" PRIu64 " ok, %" PRIu64 " warn, %" PRIu64 " fix, %" PRIu64
	    " retry, %" PRIu64 " bad",
	    COUNTED(check->rows, "row", "rows"), verdicts[SEVERITY_NOTE],
	    verdicts[SEVERITY_WARN], verdicts[SEVERITY_FIX],
	    verdicts[SEVERITY_RETRY], verdicts[SEVERITY_BAD]);
	if (check->changed > 0)
		sum_up(!check->before,
		    "%s not what the stream said (changed-since)%s",
		    COUNTED(check->changed, "picture is", "pictures are"),
		    check->before ? "" : ": --before keeps the old values");
	if (check->passed > 0)
		sum_up(check->passed == check->rows,
		    "%s no path and passed unchecked",
		    COUNTED(check->passed, "row has", "rows have"));
	if (check->unread > 0) {
		warn("%s could not be read: %s%s",
		    COUNTED(check->unread, "file", "files"),
		    check->unread == 1 ? "" : "the first is ",
		    check->why_unread);
		diag_attention();
	}
	if (check->settings.fails)
		fail_on(check);
	free(check->why_unread);
}

static void
put_header(const struct check *check, struct output *out)
{
	struct buf header = {0};

	layout_header(check->layout, &header);
	output_put(out, buf_slice(&header));
	buf_free(&header);
}

static void
run(struct check *check, struct remote *remote, size_t jobs,
    struct stream_in *in, struct output *out)
{
	struct pump pump = {
	    .jobs = jobs,
	    .rows_at_once = check->settings.quick ? 32 : 4,
	    .start = check_start,
	    .work = check_work,
	    .stop = check_stop,
	    .shared = check,
	};

	if (remote != NULL)
		remote_run(remote, in, out, jobs);
	else
		pump_run(&pump, in, out);
}

static void
finish(struct check *check, struct remote *remote,
    struct remote_settings *settings)
{
	if (remote != NULL) {
		remote_conclude(remote);
		remote_close(remote);
	}
	summarise(check);
	check_close(check);
	remote_options_free(settings);
}

int
main(int argc, char *argv[])
{
	struct check check = {.settings = {.max_bytes = 8000000,
				  .max_pixels = (uint64_t)1 << 28,
				  .md5 = true}};
	struct opt opt = {.program = "img-check",
	    .synopsis = "[OPTION]... [FILE]...",
	    .summary = "Judge each picture of a stream from its bytes.",
	    .entries = entries,
	    .in_place = true,
	    .renews = "recheck"};
	struct remote *remote;
	struct remote_settings settings = remote_defaults;
	struct stream_in *in;
	struct output *out;

	settings.transfer = transfer_defaults;
	settings.hosts = host_defaults;
	read_options(&check, &settings, &opt, argc, argv);
	check.full = settings.full;
	in = stream_open(opt.operands, opt.noperands);
	remote = remote_open(&settings, in, &check);
	check_open(&check, in);
	out = output_open(opt.output);
	put_header(&check, out);
	if (remote != NULL)
		remote_start(remote);
	sandbox_enclose(
	    &(struct sandbox_rules){.network = remote != NULL}, out);
	if (opt.progress)
		progress_start("pictures");
	run(&check, remote, opt.jobs, in, out);
	stream_close(in);
	output_finish(out);
	finish(&check, remote, &settings);
	return diag_status();
}
