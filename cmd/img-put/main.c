/* SPDX-License-Identifier: MIT */
/* img-put: files to where the web server has them. */
#include "base/diag.h"
#include "base/opt.h"
#include "base/progress.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "run/sandbox.h"
#include "stream/output.h"
#include "stream/stream.h"
#include "engine_process.h"
#include "put.h"
#include "public_host.h"
#include "put_settings.h"
#include "target.h"

enum {
	OPT_ROOT_RELATIVE = OPT_LONG_ONLY,
	OPT_REPLACE,
	OPT_VERIFY,
	OPT_NO_LOOK,
	OPT_DRY_RUN,
	OPT_IDENTITY,
	OPT_KNOWN_HOSTS,
	OPT_NETRC,
	OPT_NEED_TLS,
	OPT_AUTHORITIES,
	OPT_ENDPOINT,
	OPT_REGION,
	OPT_CACHE_CONTROL,
	OPT_LIMIT_RATE,
	OPT_RETRY,
	OPT_RSYNC,
	OPT_RCLONE,
	OPT_CONNECT_TIME,
	OPT_STALL_TIME
};

static const struct opt_entry entries[] = {
    {'t', "target", "TARGET",
	"a folder, sftp://HOST/PATH, ftp(s)://HOST/PATH, "
	"https://HOST/PATH (WebDAV), s3://BUCKET/PREFIX, "
	"rsync:HOST:DIR or rclone:REMOTE:PATH (required)"},
    {'r', "root", "DIR",
	"folder that the files are below (default: column "
	"store)"},
    {'u', "url", "BASE",
	"public URL of the target: verify that files are "
	"served there, and write their URLs"},
    {OPT_ROOT_RELATIVE, "root-relative", NULL,
	"write URLs without the server's name"},
    {0, NULL, NULL, "How to do it"},
    {OPT_REPLACE, "replace", NULL, "overwrite files at the target that differ"},
    {OPT_VERIFY, "verify", "HOW",
	"compare the size, or full: fetch and compare "
	"(default: size)"},
    {OPT_NO_LOOK, "no-verify", NULL, "do not request public URLs"},
    {OPT_DRY_RUN, "dry-run", NULL,
	"only show what would be done, in a column 'action'"},
    {'j', "jobs", "N", "send N files at once (default: 6)"},
    {OPT_LIMIT_RATE, "limit-rate", "SIZE",
	"send SIZE bytes per second at most in all"},
    {OPT_RETRY, "retry", "N", "retry after temporary failures (default: 5)"},
    {OPT_CONNECT_TIME, "connect-timeout", "TIME",
	"connection timeout (default: 10s)"},
    {OPT_STALL_TIME, "stall-timeout", "TIME",
	"time below 100 bytes per second (default: 30s)"},
    {0, NULL, NULL, "Logins and trust"},
    {OPT_NETRC, "netrc-file", "FILE",
	"read logins from FILE (default: ~/.netrc; not SFTP)"},
    {OPT_IDENTITY, "identity", "FILE",
	"private SSH key (default: agent, ~/.ssh/id_*)"},
    {OPT_KNOWN_HOSTS, "known-hosts", "FILE",
	"keys of SSH servers (default: ~/.ssh/known_hosts)"},
    {OPT_NEED_TLS, "require-tls", NULL, "refuse ftp:// without TLS"},
    {OPT_AUTHORITIES, "cacert", "FILE", "trust the certificates in FILE (PEM)"},
    {0, NULL, NULL, "Programs of others"},
    {OPT_RSYNC, "rsync-options", "TEXT",
	"further options for rsync ('-e \"ssh -J gate\"')"},
    {OPT_RCLONE, "rclone-options", "TEXT", "further options for rclone"},
    {0, NULL, NULL, "S3"},
    {OPT_ENDPOINT, "endpoint", "URL",
	"server (default: AWS_ENDPOINT_URL, or Amazon)"},
    {OPT_REGION, "region", "NAME",
	"region (default: AWS_REGION, or us-east-1)"},
    {OPT_CACHE_CONTROL, "cache-control", "TEXT",
	"send this Cache-Control header (max-age=86400)"},
    {0, NULL, NULL, "Common options"},
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

static bool
is_full(const struct opt *opt)
{
	static const char *const words[] = {"size", "full"};

	return opt_choice(opt, words, 2) == 1;
}

static void
take_login(struct settings *settings, const struct opt *opt, int key)
{
	struct transfer_uploads *uploads = &settings->uploads;

	switch (key) {
	case OPT_NETRC: uploads->netrc = opt->argument; break;
	case OPT_IDENTITY: uploads->identity = opt->argument; break;
	case OPT_KNOWN_HOSTS: uploads->known_hosts = opt->argument; break;
	case OPT_NEED_TLS: uploads->need_tls = true; break;
	case OPT_AUTHORITIES:
		settings->transfer.authorities = opt->argument;
		break;
	case OPT_ENDPOINT: settings->endpoint = opt->argument; break;
	case OPT_REGION: settings->region = opt->argument; break;
	case OPT_CACHE_CONTROL:
		settings->cache_control = opt_header(opt);
		break;
	default: break;
	}
}

static void
set_option(struct settings *settings, const struct opt *opt, int key)
{
	switch (key) {
	case 't': settings->target = opt->argument; break;
	case 'r': settings->root = opt->argument; break;
	case 'u': settings->base = opt->argument; break;
	case OPT_ROOT_RELATIVE: settings->root_relative = true; break;
	case OPT_REPLACE: settings->replace = true; break;
	case OPT_VERIFY: settings->full = is_full(opt); break;
	case OPT_NO_LOOK: settings->unlooked = true; break;
	case OPT_DRY_RUN: settings->dry_run = true; break;
	case OPT_LIMIT_RATE: settings->uploads.rate = opt_size(opt); break;
	case OPT_RETRY: settings->retries = opt_number(opt, 0, 100); break;
	case OPT_RSYNC: settings->rsync_options = opt->argument; break;
	case OPT_RCLONE: settings->rclone_options = opt->argument; break;
	case OPT_CONNECT_TIME:
		settings->transfer.connect_time = opt_seconds(opt);
		break;
	case OPT_STALL_TIME:
		settings->transfer.stall_time = opt_seconds(opt);
		break;
	default: take_login(settings, opt, key);
	}
}

static void
check_base(const struct settings *settings, const struct opt *opt)
{
	struct slice base = slice_of(settings->base);
	struct url url;
	const char *wrong = url_parse(base, &url);

	if (url_is_secret(base))
		opt_misuse(opt, "-u: a public URL must hold no login or key");
	if (wrong != NULL)
		opt_misuse(opt, "-u: %s in %s", wrong, settings->base);
	if (!url_is_web(base) || url.query.at != NULL ||
	    url.fragment.at != NULL)
		opt_invalid(opt, "url", base,
		    "the URL of a folder, as "
		    "https://img.example.org/box12/");
}

static void
check_options(struct settings *settings, const struct opt *opt)
{
	if (settings->target == NULL || *settings->target == '\0')
		opt_misuse(opt, "-t/--target is required");
	if (settings->base != NULL)
		check_base(settings, opt);
	else if (settings->root_relative)
		opt_misuse(opt, "--root-relative requires -u/--url");
	settings->parallel = opt->jobs;
	settings->transfer.parallel = opt->jobs;
	settings->transfer.uploads = &settings->uploads;
}

static void
read_options(struct settings *settings, struct opt *opt, int argc, char *argv[])
{
	int key;

	/* The user has named the servers; large files take their time. */
	settings->transfer.allow_private = true;
	settings->transfer.total_time = 0;
	settings->transfer.agent = "img-put";
	while ((key = opt_next(opt, argc, argv)) != -1)
		set_option(settings, opt, key);
	check_options(settings, opt);
	if (settings->base != NULL && !settings->unlooked && !settings->dry_run)
		public_host_check(opt, settings->base);
}

static void
enclose(const struct settings *settings, struct target *target, bool engine,
    const struct output *out)
{
	bool folder = target->kind == TARGET_FOLDER;

	sandbox_enclose(
	    &(struct sandbox_rules){
		.folders = {folder ? buf_string(&target->base) : NULL},
		.temporary = engine,
		.network = !folder || settings->base != NULL},
	    out);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-put",
	    .synopsis = "[OPTION]... -t TARGET [FILE]...",
	    .summary = "Copy pictures to a web server's storage.",
	    .entries = entries,
	    .in_place = true,
	    .jobs = 6,
	};
	struct settings settings = {
	    .transfer = transfer_defaults, .retries = 5};
	struct target target;
	struct engine_process *engine;
	struct stream_in *in;
	struct output *out;

	read_options(&settings, &opt, argc, argv);
	target_open(&target, &opt, &settings);
	settings.uploads.apart = target.kind == TARGET_FTP;
	engine = engine_process_new(&settings, &target);
	in = stream_open(opt.operands, opt.noperands);
	out = output_open(opt.output);
	enclose(&settings, &target, engine != NULL, out);
	if (opt.progress)
		progress_start("pictures");
	put_run(&settings, &target, engine, in, out);
	stream_close(in);
	output_finish(out);
	engine_process_free(engine);
	target_close(&target);
	return diag_status();
}
