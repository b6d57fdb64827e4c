/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "net/picture_page.h"
#include "net/url_secret.h"
#include "text/counted.h"
#include "remote.h"
#include "same_answer.h"
#include "url_jobs.h"
#include "url_rules.h"

enum { WINDOW = 16384, URLS_MOST = 10 };

/* A fault of so many pictures may be theirs: more than that, and no other. */
enum { BAD_FEW = 4 };

const struct remote_settings remote_defaults = {
    .max_age = 86400,
    .parallel = 128,
    .retries = 2,
};

struct remote {
	struct remote_settings settings;
	struct check *check;
	void *writer; /* check's worker for rows judged by URL */
	size_t nurls; /* columns of URLs, the row's own first */
	size_t columns[URLS_MOST];
	char *names[URLS_MOST];
	struct buf problems[URLS_MOST]; /* the names of their codes' columns */
	bool changes; /* URLs: their columns are extra ones, the first */
	struct transfers *transfers;
	struct url_jobs *jobs;
	uint64_t failed; /* URLs, all of those that were asked for */
	const struct problem *way; /* in which they failed, or NULL */
	bool varied; /* not all have failed, or not in one way */
	struct same_answers answers;
	struct buf agent, value, url, repaired, absolute, codes, all, text;
};

static void
add_url_column(
    struct remote *remote, const struct stream_in *in, struct slice name)
{
	char *string = mem_string(name.at, name.n);

	if (remote->nurls == URLS_MOST)
		die("--also: more than %d columns", URLS_MOST - 1);
	remote->names[remote->nurls] = string;
	remote->columns[remote->nurls++] = stream_need(in, string);
}

/* Columns of URLs that may change, then those of the codes of --also. */
static void
add_extra(struct remote *remote, struct check *check)
{
	remote->changes = remote->settings.fix || remote->settings.twin;
	for (size_t i = 0; remote->changes && i < remote->nurls; i++)
		check->extra[check->nextra++] = remote->names[i];
	for (size_t i = 1; i < remote->nurls; i++) {
		struct buf *name = &remote->problems[i];

		buf_printf(name, "%sProblems", remote->names[i]);
		check->extra[check->nextra++] = buf_string(name);
	}
}

struct remote *
remote_open(const struct remote_settings *settings, const struct stream_in *in,
    struct check *check)
{
	struct remote *remote;
	struct slice also = SLICE(""), name;

	if (settings->none ||
	    (settings->also == NULL &&
		stream_column(in, "originalUrl") == STREAM_NONE))
		return NULL;
	remote = mem_array(1, sizeof *remote);
	remote->settings = *settings;
	remote->check = check;
	add_url_column(remote, in, SLICE("originalUrl"));
	if (settings->also != NULL)
		also = slice_of(settings->also);
	while (slice_word(&also, ',', &name))
		if (!slice_equal(name, SLICE("originalUrl")))
			add_url_column(remote, in, name);
	check->urls = true;
	check->record_time = settings->record_time;
	add_extra(remote, check);
	return remote;
}

static void
set_agent(struct remote *remote)
{
	const struct remote_settings *settings = &remote->settings;

	if (settings->agent != NULL)
		buf_put_string(&remote->agent, settings->agent);
	else
		buf_printf(&remote->agent, "img-check/%s", opt_version());
	if (settings->contact != NULL)
		buf_printf(&remote->agent, " (+%s)", settings->contact);
	buf_string(&remote->agent);
}

void
remote_start(struct remote *remote)
{
	const struct remote_settings *settings = &remote->settings;
	struct transfer_rules rules = settings->transfer;
	struct url_jobs_rules jobs = {
	    .ask = {.documents = settings->fix,
		.sniff = settings->sniff,
		.full = settings->full,
		.twin = settings->twin,
		.record_time = settings->record_time,
		.settings = remote->check->settings,
		.parallel = settings->parallel},
	    .recheck = settings->recheck,
	    .column = "originalUrl",
	    .base = settings->base,
	    .max_age = settings->max_age,
	};
	const char *proxy;

	set_agent(remote);
	rules.agent = remote->agent.at;
	rules.parallel = settings->parallel;
	remote->transfers = transfers_open(&rules);
	proxy = transfers_proxy(remote->transfers);
	if (proxy != NULL && !rules.allow_private)
		warn("requests go through the proxy %s: it decides which "
		     "addresses are reached",
		    proxy);
	remote->jobs = url_jobs_open(&jobs);
	remote->writer = check_start(remote->check);
}

static struct place *
places_of(const struct flight_row *row)
{
	return row->state;
}

static struct slice
field(const struct flight_row *row, size_t column)
{
	return column != STREAM_NONE ? block_field(row->block, row->row, column)
				     : SLICE("");
}

/* By its URL, or by its file if it has one, or not at all. */
static bool
is_by_url(const struct remote *remote, const struct flight_row *row)
{
	bool has_url = false;

	for (size_t i = 0; i < remote->nurls; i++)
		if (field(row, remote->columns[i]).n > 0)
			has_url = true;
	return has_url &&
	    (remote->settings.by_url || field(row, remote->check->path).n == 0);
}

static struct slice
url_in(struct remote *remote, const struct flight_row *row, size_t i)
{
	return stream_value(field(row, remote->columns[i]), &remote->value);
}

static bool
repair(struct remote *remote, struct slice *url)
{
	buf_clear(&remote->repaired);
	if (!url_rules_repair(*url, &remote->repaired))
		return false;
	*url = buf_slice(&remote->repaired);
	return true;
}

static void
say_page(struct slice url)
{
	const char *what = diag_verbose() > 0 ? picture_page_find(url) : NULL;
	struct buf text = {0};

	if (what == NULL)
		return;
	url_put_redacted(&text, url);
	inform("%s: %s", buf_string(&text), what);
	buf_free(&text);
}

/*
 * Makes the URL what is to be asked for and to be written: as it is, or mended
 * where that is wanted and possible. False: not to be asked for.
 */
static bool
judge(struct remote *remote, struct place *place, struct slice *url)
{
	place->rules = url_rules_find(*url);
	if (!url_rules_allow(place->rules) && remote->settings.fix &&
	    repair(remote, url)) {
		place->mended = true;
		place->rules = url_rules_find(*url);
	}
	if (remote->settings.base.n > 0 &&
	    (place->rules & URL_RULES_RELATIVE) != 0) {
		place->rules &= ~(unsigned)URL_RULES_RELATIVE;
		buf_clear(&remote->absolute);
		buf_put_slice(&remote->absolute, remote->settings.base);
		buf_put_slice(&remote->absolute, *url);
		*url = buf_slice(&remote->absolute);
	}
	/* What is in a document of IIIF says what it is. */
	if (remote->settings.fix && picture_page_is_iiif(*url))
		place->rules &= ~(unsigned)URL_RULES_PAGE;
	if (url_rules_allow(place->rules))
		return true;
	say_page(*url);
	return false;
}

static void
open_row(void *shared, struct flight_run *run, struct flight_row *row)
{
	struct remote *remote = shared;
	struct place *places = places_of(row);

	if (!is_by_url(remote, row)) {
		flight_work(run, row);
		return;
	}
	for (size_t i = 0; i < remote->nurls; i++) {
		struct slice url = url_in(remote, row, i);

		places[i].row = row;
		if (url.n > 0 && judge(remote, &places[i], &url))
			url_jobs_enter(remote->jobs, run, &places[i], url);
	}
}

static void
request(void *shared, struct flight_job *job, struct transfer_request *request)
{
	(void)shared;
	url_job_request(job, request);
}

static bool
body(void *shared, struct flight_job *job, const struct transfer *transfer,
    struct slice bytes)
{
	(void)shared;
	return url_job_body(job, transfer, bytes);
}

static enum flight_next
answer(
    void *shared, struct flight_job *job, const struct transfer_answer *answer)
{
	(void)shared;
	return url_job_answer(job, answer);
}

static void
over(void *shared, struct flight_job *job, bool aside)
{
	(void)shared;
	url_job_over(job, aside);
}

static void
add_codes(struct buf *codes, struct slice more)
{
	if (codes->n > 0 && more.n > 0)
		buf_put_char(codes, ' ');
	buf_put_slice(codes, more);
}

static void
add_once(struct buf *codes, struct slice more)
{
	if (!slice_has_word(buf_slice(codes), ' ', more))
		add_codes(codes, more);
}

/* A path again where the URL was one, on the portal's own host. */
static struct slice
as_written(const struct remote *remote, struct slice url, struct slice picture)
{
	struct slice base = remote->settings.base;

	return base.n > 0 && *url.at == '/' && picture.n > base.n &&
		picture.at[base.n] == '/' &&
		memcmp(picture.at, base.at, base.n) == 0
	    ? slice_from(picture, base.n)
	    : picture;
}

/*
 * What is to be said of a URL: codes appended, and the URL itself where it has
 * changed.
 */
static struct slice
conclude_url(struct remote *remote, const struct place *place, struct slice url,
    struct buf *codes)
{
	struct slice mended = url;
	const struct result_record *record = NULL;

	if (place->mended)
		repair(remote, &mended);
	if (place->job != NULL)
		record = place_record(place);
	if (record != NULL &&
	    result_record_value(record, RESULT_RECORD_PICTURE).n > 0) {
		mended = result_record_value(record, RESULT_RECORD_PICTURE);
		url_rules_put(url_rules_find(mended), codes);
		mended = as_written(remote, url, mended);
	} else {
		url_rules_put(place->rules, codes);
	}
	if (record != NULL && url_rules_is_http(mended) &&
	    result_record_value(record, RESULT_RECORD_HTTPS).n > 0) {
		buf_clear(&remote->url);
		url_rules_put_https(mended, &remote->url);
		mended = buf_slice(&remote->url);
		buf_clear(codes);
		url_rules_put(url_rules_find(mended), codes);
	}
	if (record != NULL)
		add_codes(codes, result_record_value(record, PROBLEMS));
	return slice_equal(mended, url) ? SLICE_NONE : mended;
}

/* The facts of the row's own URL. What was not looked at stays. */
static void
put_facts(const struct remote *remote, const struct flight_row *row,
    const struct result_record *record, struct slice values[NCOLUMNS])
{
	bool good = result_record_value(record, FORMAT).n > 0;
	struct slice bytes = field(row, remote->check->there[BYTES]);
	bool same = bytes.n == 0 ||
	    slice_equal(bytes, result_record_value(record, BYTES));

	for (size_t i = 0; i < NCOLUMNS; i++) {
		values[i] = result_record_value(record, i);
		if (values[i].n == 0 && good && same && i < HTTP_STATUS)
			values[i] = SLICE_NONE;
	}
	values[MODIFIED] = SLICE_NONE;
}

/* In one word, how the further URLs of a row are. */
static const char *
also_code(struct slice codes)
{
	switch (problem_verdict(codes)[0]) {
	case 'b': return "also-bad";
	case 'r': return "also-retry";
	case 'w':
	case 'f': return "also-warn";
	default: return NULL;
	}
}

/* A piece of remote->text, which may move while it grows. */
struct piece {
	bool is; /* else the column is left as it is */
	size_t start, n;
};

static struct piece
keep(struct remote *remote, struct slice text)
{
	struct piece piece = {text.at != NULL, remote->text.n, text.n};

	buf_put_slice(&remote->text, text);
	return piece;
}

static struct slice
kept(const struct remote *remote, struct piece piece)
{
	if (!piece.is)
		return SLICE_NONE;
	return piece.n > 0
	    ? (struct slice){remote->text.at + piece.start, piece.n}
	    : SLICE("");
}

/* The codes of the URL in column i, and the URL if it is to be written. */
static struct slice
give_url(struct remote *remote, const struct flight_row *row, size_t i,
    struct buf *codes)
{
	struct slice url = url_in(remote, row, i);

	buf_clear(codes);
	if (url.n == 0)
		return SLICE_NONE;
	return conclude_url(remote, &places_of(row)[i], url, codes);
}

/* A host that is set aside has failed in another way before. */
static void
compare_failure(struct remote *remote, const struct result_record *record)
{
	struct slice list = result_record_value(record, PROBLEMS), code;
	const struct problem *problem = NULL;

	while (problem == NULL && slice_word(&list, ' ', &code)) {
		problem = problem_find(code);
		if (problem != NULL && problem->severity < SEVERITY_RETRY)
			problem = NULL;
	}
	remote->failed++;
	if (problem == NULL)
		remote->varied = true;
	else if (remote->way == NULL ||
	    strcmp(remote->way->code, "host-paused") == 0)
		remote->way = problem;
	else if (problem != remote->way &&
	    strcmp(problem->code, "host-paused") != 0)
		remote->varied = true;
}

static bool
is_no_answer(const char *code)
{
	return strcmp(code, "dns") == 0 || strcmp(code, "connect") == 0 ||
	    strcmp(code, "timeout") == 0;
}

/* Many files may be the same on purpose, so no row is doubted for it. */
static void
report_frequent(const struct same_answers *answers)
{
	if (answers->nfrequent > 0)
		warn("%.*s, and %s: they have the same picture as at least %d "
		     "other URLs of their server; look whether it is one that "
		     "says that there is none",
		    SLICE_ARG(buf_slice(&answers->frequent)),
		    COUNTED(answers->nfrequent - 1, "other", "others"),
		    SAME_ANSWER_MOST);
}

void
remote_conclude(const struct remote *remote)
{
	report_frequent(&remote->answers);
	if (remote->varied || remote->way == NULL ||
	    (remote->way->severity == SEVERITY_BAD &&
		remote->failed <= BAD_FEW))
		return;
	warn("every URL failed in the same way (%s): %s: %s; %s%s",
	    COUNTED(remote->failed, "URL", "URLs"), remote->way->code,
	    remote->way->text,
	    is_no_answer(remote->way->code) ? "is this machine on the network? "
					    : "",
	    remote->way->advice);
	diag_attention();
}

static void
give_row(void *shared, struct flight_row *row, struct buf *out)
{
	struct remote *remote = shared;
	struct place *places = places_of(row);
	struct piece pieces[EXTRA_MOST];
	struct slice values[NCOLUMNS] = {0}, extra[EXTRA_MOST];
	size_t problems = remote->changes ? remote->nurls - 1 : SIZE_MAX;
	struct buf *codes = &remote->codes;

	buf_clear(&remote->text);
	buf_clear(&remote->all);
	for (size_t i = 0; i < remote->nurls; i++) {
		struct slice changed = give_url(remote, row, i, codes);
		const char *further = also_code(buf_slice(codes));

		if (remote->changes)
			pieces[i] = keep(remote, changed);
		if (i == 0)
			add_codes(&remote->all, buf_slice(codes));
		else
			pieces[problems + i] = keep(remote, buf_slice(codes));
		if (i > 0 && further != NULL)
			add_once(&remote->all, slice_of(further));
	}
	for (size_t i = 0; i < remote->check->nextra; i++)
		extra[i] = kept(remote, pieces[i]);
	if (places[0].job != NULL) {
		put_facts(remote, row, place_record(&places[0]), values);
		compare_failure(remote, place_record(&places[0]));
		if (same_answers_has(
			&remote->answers, place_record(&places[0])))
			add_codes(&remote->all, SLICE("same-answer"));
	}
	check_give(remote->writer, row->block, row->row, values,
	    buf_slice(&remote->all), extra, out);
	for (size_t i = 0; i < remote->nurls; i++)
		if (places[i].job != NULL)
			url_jobs_leave(remote->jobs, &places[i]);
}

static void *
start_work(void *shared)
{
	const struct remote *remote = shared;

	return check_start(remote->check);
}

static void
stop_work(void *state, void *shared)
{
	const struct remote *remote = shared;

	check_stop(state, remote->check);
}

static void
work(void *state, struct flight_row *row, struct buf *out)
{
	check_row(state, row->block, row->row, out);
}

void
remote_run(struct remote *remote, struct stream_in *in, struct output *out,
    size_t jobs)
{
	const struct remote_settings *settings = &remote->settings;
	struct flight flight = {
	    .hosts = settings->hosts,
	    .window = WINDOW,
	    .parallel = settings->parallel,
	    .retries = (unsigned)settings->retries,
	    .row_size = remote->nurls * sizeof(struct place),
	    .resume = "to go on, give what is written to --recheck",
	    .open = open_row,
	    .request = request,
	    .body = body,
	    .answer = answer,
	    .over = over,
	    .give = give_row,
	    .jobs = jobs,
	    .start = start_work,
	    .work = work,
	    .stop = stop_work,
	    .shared = remote,
	};

	flight_run(&flight, remote->transfers, in, out);
	check_stop(remote->writer, remote->check);
}

void
remote_close(struct remote *remote)
{
	transfers_close(remote->transfers);
	url_jobs_close(remote->jobs);
	for (size_t i = 0; i < remote->nurls; i++) {
		free(remote->names[i]);
		buf_free(&remote->problems[i]);
	}
	same_answers_free(&remote->answers);
	buf_free(&remote->agent);
	buf_free(&remote->value);
	buf_free(&remote->url);
	buf_free(&remote->repaired);
	buf_free(&remote->absolute);
	buf_free(&remote->codes);
	buf_free(&remote->all);
	buf_free(&remote->text);
	free(remote);
}
