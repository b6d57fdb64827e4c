/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/table.h"
#include "file/within.h"
#include "stream/fields.h"
#include "net/flight.h"
#include "net/url.h"
#include "registry/problem_counts.h"
#include "text/counted.h"
#include "lot_rows.h"
#include "put.h"
#include "put_names.h"
#include "put_rows.h"

/* What a portal's columns of URLs hold, characters. */
enum { URL_MOST = 255 };

enum { BUCKETS = 1024, WINDOW = 256, MD5_SIZE = 33 };

/* A file in flight, and who waits for it. */
struct job {
	struct upload *sending;
	struct job *chain; /* in its bucket, or at rest */
	struct place *waiting;
	struct job *after; /* begins when this one is over, or NULL */
	size_t users;
	bool over;
};

/* One file of one row. */
struct place {
	struct job *job; /* NULL if it is not on its way */
	struct flight_row *row;
	struct place *next; /* that waits for the same job */
	char md5[MD5_SIZE];
	const char *problem; /* found without asking anybody */
	bool sent; /* the row has such a file */
};

struct put {
	const struct settings *settings;
	const struct target *target;
	const struct lot *lot; /* of an engine, else NULL */
	bool has_urls; /* they are written */
	struct uploader *sender;
	struct row_columns columns;
	struct row_reader reader;
	struct row_writer writer;
	struct put_names names;
	char *folder; /* the target, where it is one; else NULL */
	struct within within;
	struct job *buckets[BUCKETS]; /* few are on their way at once */
	struct job *rest;
	struct buf url;
	struct buf urls[NSIZES];
	uint64_t actions[UPLOAD_REPLACED + 1];
	uint64_t left_alone;
	/* How many files have which problem. */
	struct problem_counts problems;
};

/* Where in a URL its path begins. */
static size_t
path_at(struct slice base)
{
	struct url url;

	url_parse(base, &url);
	return (size_t)(url.path.at - base.at);
}

/* As the row will have it. */
static struct slice
written_url(const struct put *put, const struct buf *whole)
{
	struct slice url = buf_slice(whole);

	return url.n > 0 && put->settings->root_relative
	    ? slice_from(url, path_at(slice_of(put->settings->base)))
	    : url;
}

static void
put_url(
    const struct put *put, struct slice name, const char *md5, struct buf *out)
{
	buf_clear(out);
	if (put->settings->base == NULL) {
		if (put->lot != NULL)
			buf_put_slice(out, lot_link(put->lot, name, md5));
		return;
	}
	buf_put_string(out, put->settings->base);
	while (out->n > 0 && out->at[out->n - 1] == '/')
		out->n--;
	buf_put_char(out, '/');
	url_put_path(out, name);
}

static struct job **
bucket_of(struct put *put, struct slice name)
{
	return &put->buckets[table_key(name) % BUCKETS];
}

static struct job *
job_new(struct put *put, const char *md5)
{
	struct job **bucket = bucket_of(put, buf_slice(&put->names.name));
	struct job *job = put->rest;

	if (job != NULL)
		put->rest = job->chain;
	else
		job = mem_array(1, sizeof *job);
	*job = (struct job){.chain = *bucket};
	job->sending = upload_new(put->sender, put->names.root,
	    buf_slice(&put->names.name), md5, buf_slice(&put->url));
	*bucket = job;
	return job;
}

/* The newest one of that name. */
static struct job *
job_find(struct put *put)
{
	struct slice name = buf_slice(&put->names.name);
	struct job *job = *bucket_of(put, name);

	while (job != NULL && !slice_equal(upload_name(job->sending), name))
		job = job->chain;
	return job;
}

static void
job_leave(struct put *put, struct job *job)
{
	struct job **at;

	if (--job->users > 0)
		return;
	at = bucket_of(put, upload_name(job->sending));
	while (*at != job)
		at = &(*at)->chain;
	*at = job->chain;
	upload_free(job->sending);
	job->chain = put->rest;
	put->rest = job;
}

/* What keeps every file from its target ends the run. */
static void
end_in_trouble(const struct put *put, struct flight_run *run)
{
	const char *trouble = uploader_trouble(put->sender);

	if (trouble != NULL)
		flight_die(run, "%s: %s", put->settings->target, trouble);
}

static void job_end(struct put *put, struct flight_run *run, struct job *job);

/* What is known of it without asking is reported at once. */
static void
job_begin(struct put *put, struct flight_run *run, struct job *job)
{
	struct flight_job *flight = upload_job(job->sending);

	if (flight != NULL) {
		flight_queue(run, flight, buf_slice(&put->target->host));
		return;
	}
	upload_end(job->sending);
	end_in_trouble(put, run);
	job_end(put, run, job);
}

static void
job_end(struct put *put, struct flight_run *run, struct job *job)
{
	job->over = true;
	for (struct place *p = job->waiting; p != NULL; p = p->next)
		flight_ready(p->row);
	job->waiting = NULL;
	if (job->after != NULL)
		job_begin(put, run, job->after);
}

/*
 * Sees that the file is on its way, and that the row waits for it. Rows that
 * have another MD5 for it take their turn, so that all is as if each row was
 * done before the next one.
 */
static void
enter(struct put *put, struct flight_run *run, struct place *place)
{
	struct job *last = job_find(put), *job = last;

	if (last == NULL ||
	    strcmp(upload_md5(last->sending), place->md5) != 0) {
		job = job_new(put, place->md5);
		if (last == NULL || last->over)
			job_begin(put, run, job);
		else
			last->after = job;
	}
	place->job = job;
	job->users++;
	if (job->over)
		return;
	place->next = job->waiting;
	job->waiting = place;
	flight_wait(place->row);
}

static const char *
prepare(
    struct put *put, struct place *place, struct slice given, struct slice md5)
{
	const char *problem = put_names_file(&put->names, given);

	if (problem != NULL)
		return problem;
	if (!put_names_md5(md5, place->md5))
		return "put-no-hash";
	put_url(put, buf_slice(&put->names.name), place->md5, &put->url);
	return written_url(put, &put->url).n > URL_MOST ? "put-url-too-long"
							: NULL;
}

static struct job *
job_of(struct put *put, struct flight_job *flight)
{
	struct upload *sending = upload_of(flight);
	struct job *job = *bucket_of(put, upload_name(sending));

	while (job->sending != sending)
		job = job->chain;
	return job;
}

/* The files are there already: only their URLs are asked for. */
static bool
is_root(const struct put *put, const char *folder)
{
	struct stat a, b;

	return put->names.root >= 0 && fstat(put->names.root, &a) == 0 &&
	    stat(folder, &b) == 0 && a.st_dev == b.st_dev &&
	    a.st_ino == b.st_ino;
}

/* What is put among photographs the next scan would take for some. */
static bool
is_in_target(struct put *put)
{
	struct slice photograph = buf_slice(&put->reader.photograph);

	return photograph.n > 0 &&
	    within_folder(&put->within, put->folder, photograph) &&
	    !is_root(put, put->folder);
}

static void
open_row(void *shared, struct flight_run *run, struct flight_row *row)
{
	struct put *put = shared;
	struct place *places = row->state;
	const char *problem;

	if (!row_read(&put->reader, &put->columns, row->block, row->row))
		return;
	problem = put_names_root(&put->names, buf_string(&put->reader.store));
	if (put->names.trouble.n > 0)
		flight_die(run, "%s", buf_string(&put->names.trouble));
	if (is_in_target(put))
		flight_die(run,
		    "%.*s: this picture is in the target '%s': the next scan "
		    "would take its copies for photographs; give another "
		    "folder with -t",
		    SLICE_ARG(buf_slice(&put->reader.photograph)),
		    put->settings->target);
	for (int i = 0; i < NSIZES; i++) {
		struct slice given = buf_slice(&put->reader.files[i]);
		size_t column = put->columns.md5[i];

		if (given.n == 0)
			continue;
		places[i].sent = true;
		places[i].row = row;
		places[i].problem = problem != NULL
		    ? problem
		    : prepare(put, &places[i], given,
			  field_of(row->block, row->row, column));
		if (places[i].problem == NULL)
			enter(put, run, &places[i]);
		else
			inform("%.*s: %s", SLICE_ARG(given), places[i].problem);
	}
}

static bool
steps(void *shared, struct flight_job *job)
{
	(void)shared;
	return upload_steps(upload_of(job));
}

static enum flight_next
step(void *state, struct flight_job *job)
{
	return upload_step(state, upload_of(job));
}

static void
request(void *shared, struct flight_job *job, struct transfer_request *request)
{
	(void)shared;
	upload_request(upload_of(job), request);
}

static bool
body(void *shared, struct flight_job *job, const struct transfer *transfer,
    struct slice bytes)
{
	(void)shared;
	return upload_body(upload_of(job), transfer, bytes);
}

static enum flight_next
answer(
    void *shared, struct flight_job *job, const struct transfer_answer *answer)
{
	const struct put *put = shared;
	enum flight_next next = upload_answer(upload_of(job), answer);

	end_in_trouble(put, job->run);
	return next;
}

static void
over(void *shared, struct flight_job *flight, bool aside)
{
	struct put *put = shared;
	struct job *job = job_of(put, flight);

	(void)aside;
	upload_end(job->sending);
	end_in_trouble(put, flight->run);
	job_end(put, flight->run, job);
}

static struct row_file
file_of(struct put *put, struct place *place, struct buf *url)
{
	struct row_file file = {.sent = place->sent, .url = SLICE_NONE};

	file.result.problem = place->problem;
	if (place->job != NULL) {
		struct upload *sending = place->job->sending;

		file.result = upload_result(sending);
		put_url(put, upload_name(sending), place->md5, url);
		file.url = written_url(put, url);
		if (file.result.problem != NULL)
			inform("%.*s: %s", SLICE_ARG(upload_name(sending)),
			    file.result.problem);
	}
	if (file.sent && file.result.problem != NULL) {
		problem_counts_add(&put->problems, file.result.problem, 1);
		diag_attention();
	}
	if (file.sent)
		put->actions[file.result.action]++;
	return file;
}

static void
give(void *shared, struct flight_row *row, struct buf *out)
{
	struct put *put = shared;
	struct place *places = row->state;
	struct row_file files[NSIZES];
	bool any = false;

	for (int i = 0; i < NSIZES; i++) {
		files[i] = file_of(put, &places[i], &put->urls[i]);
		any |= files[i].sent;
	}
	if (any) {
		row_write(&put->writer, row->block, row->row, files, out);
	} else {
		put->left_alone++;
		row_write_through(&put->writer, row->block, row->row, out);
	}
	for (int i = 0; i < NSIZES; i++)
		if (places[i].job != NULL)
			job_leave(put, places[i].job);
}

static void *
start(void *shared)
{
	const struct put *put = shared;

	return uploader_start(put->sender);
}

static void
stop(void *state, void *shared)
{
	const struct put *put = shared;

	uploader_stop(state, put->sender);
}

static void
put_header(const struct put *put, struct output *out)
{
	struct buf header = {0};

	layout_header(put->writer.layout, &header);
	output_put(out, buf_slice(&header));
	buf_free(&header);
}

static void
fly(struct put *put, struct stream_in *in, struct output *out)
{
	const struct settings *settings = put->settings;
	struct host_rules hosts = host_defaults;
	struct transfers *transfers = transfers_open(&settings->transfer);
	struct flight flight = {
	    .window = WINDOW,
	    .parallel = settings->parallel,
	    .retries = (unsigned)settings->retries,
	    .row_size = NSIZES * sizeof(struct place),
	    .resume = "run it again: what is there is not sent again",
	    .open = open_row,
	    .request = request,
	    .body = body,
	    .answer = answer,
	    .steps = steps,
	    .step = step,
	    .over = over,
	    .give = give,
	    .jobs = settings->parallel,
	    .start = start,
	    .stop = stop,
	    .shared = put,
	};

	hosts.most = settings->parallel;
	/* There is no other one to go on with meanwhile. */
	hosts.failures = UINT64_MAX;
	flight.hosts = hosts;
	flight_run(&flight, transfers, in, out);
	transfers_close(transfers);
}

static void
put_close(struct put *put)
{
	struct job *job;

	while ((job = put->rest) != NULL) {
		put->rest = job->chain;
		free(job);
	}
	for (int i = 0; i < NSIZES; i++)
		buf_free(&put->urls[i]);
	put_names_free(&put->names);
	within_free(&put->within);
	free(put->folder);
	buf_free(&put->url);
	row_reader_free(&put->reader);
	row_writer_free(&put->writer);
	layout_free(put->writer.layout);
	uploader_free(put->sender);
}

/* What went wrong, and what to do, in a sentence for each kind. */
static void
tell_problems(const struct put *put)
{
	uint64_t files = 0;

	for (size_t i = 0; i <= UPLOAD_REPLACED; i++)
		files += put->actions[i];
	problem_counts_tell(&put->problems, COUNTED(files, "file", "files"));
}

/* The files are there, and the portal would not know where. */
static void
tell_no_urls(const struct put *put)
{
	const char *why = put->lot != NULL ? lot_no_links(put->lot) : NULL;
	const uint64_t *actions = put->actions;
	uint64_t files = actions[UPLOAD_PUT] + actions[UPLOAD_REPLACED] +
	    actions[UPLOAD_SKIPPED];

	if (!put->has_urls && !put->settings->dry_run && files > 0)
		sum_up(true, "no URLs were written: %s",
		    why != NULL ? why
				: "give the URL of the target with -u/--url");
}

void
put_run(const struct settings *settings, const struct target *target,
    struct engine_process *engine, struct stream_in *in, struct output *out)
{
	struct lot_rows rows = {0};
	struct lot *lot = NULL;
	struct put put = {.settings = settings,
	    .target = target,
	    .columns = row_columns(in, settings),
	    .names = {.settings = settings, .root = -1}};
	const char *const *own;
	size_t nown;

	put.names.derived = put.columns.derived;
	if (engine != NULL)
		lot = lot_rows_run(
		    &rows, settings, engine, &put.names, &put.columns, in);
	put.lot = lot;
	put.has_urls = !settings->dry_run &&
	    (settings->base != NULL || (lot != NULL && lot_has_links(lot)));
	own = row_own(settings, put.has_urls, &nown);
	put.sender = uploader_new(settings, target, lot);
	if (target->kind == TARGET_FOLDER)
		put.folder = realpath(settings->target, NULL);
	put.writer = (struct row_writer){.urls = put.has_urls,
	    .columns = put.columns,
	    .layout = layout_new(stream_columns(in), own, nown)};
	put_header(&put, out);
	fly(&put, lot != NULL ? rows.in : in, out);
	tell_problems(&put);
	tell_no_urls(&put);
	sum_up(put.actions[UPLOAD_PUT] + put.actions[UPLOAD_REPLACED] == 0,
	    "%s put, %" PRIu64 " replaced, %" PRIu64 " skipped, %" PRIu64
	    " refused; %s left alone",
	    COUNTED(put.actions[UPLOAD_PUT], "file", "files"),
	    put.actions[UPLOAD_REPLACED], put.actions[UPLOAD_SKIPPED],
	    put.actions[UPLOAD_NOTHING],
	    COUNTED(put.left_alone, "row", "rows"));
	put_close(&put);
	if (lot != NULL)
		lot_rows_end(&rows, lot, target, out);
}
