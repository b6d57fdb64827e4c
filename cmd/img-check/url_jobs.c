/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/table.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "previous_run.h"
#include "result_store.h"
#include "url_jobs.h"
#include "url_rules.h"

/* A URL in flight or just landed: what is asked, and who waits for it. */
struct url_job {
	struct flight_job flight; /* the first, for job_of() */
	struct url_check *ask;
	struct place *waiting;
	size_t users; /* rows that need what is known */
	bool over;
	bool kept; /* in the store, */
	uint64_t where; /* there */
	uint64_t key;
	struct url_job *next; /* at rest */
};

struct url_jobs {
	struct url_jobs_rules rules;
	struct url_checker *asker;
	struct result_store *store;
	struct previous_run *earlier; /* or NULL */
	struct url_job *rest;
	int64_t now;
	struct result_record record;
	struct buf normal, other, text;
};

static const struct result_record *find_picture(
    void *context, struct slice url, bool *fresh);

struct url_jobs *
url_jobs_open(const struct url_jobs_rules *rules)
{
	struct url_jobs *jobs = mem_array(1, sizeof *jobs);

	jobs->rules = *rules;
	if (rules->recheck != NULL) {
		jobs->rules.ask.find = find_picture;
		jobs->rules.ask.context = jobs;
	}
	jobs->asker = url_checker_new(&jobs->rules.ask);
	jobs->store = result_store_open();
	if (rules->recheck != NULL)
		jobs->earlier = previous_run_open(
		    rules->recheck, rules->column, rules->base, jobs->store);
	jobs->now = (int64_t)time(NULL);
	return jobs;
}

void
url_jobs_close(struct url_jobs *jobs)
{
	struct url_job *job;

	while ((job = jobs->rest) != NULL) {
		jobs->rest = job->next;
		free(job);
	}
	url_checker_free(jobs->asker);
	result_store_close(jobs->store);
	if (jobs->earlier != NULL)
		previous_run_close(jobs->earlier);
	result_record_free(&jobs->record);
	buf_free(&jobs->normal);
	buf_free(&jobs->other);
	buf_free(&jobs->text);
	free(jobs);
}

static struct slice
normal_form(struct buf *out, struct slice url)
{
	buf_clear(out);
	url_put_normal(out, url);
	return buf_slice(out);
}

static bool
is_about(struct url_jobs *jobs, const struct result_record *record,
    struct slice normal)
{
	return slice_equal(normal_form(&jobs->other,
			       result_record_value(record, RESULT_RECORD_URL)),
	    normal);
}

static struct url_job *
job_new(struct url_jobs *jobs, uint64_t key, struct slice url,
    const struct result_record *earlier)
{
	struct url_job *job = jobs->rest;

	if (job != NULL)
		jobs->rest = job->next;
	else
		job = mem_array(1, sizeof *job);
	*job = (struct url_job){.key = key};
	job->ask = url_check_new(jobs->asker, url, earlier);
	return job;
}

/* All is known already. */
static struct url_job *
job_known(struct url_jobs *jobs, uint64_t key, struct slice url,
    const struct result_record *record)
{
	struct url_job *job = job_new(jobs, key, url, record);

	url_check_take_over(job->ask);
	job->over = true;
	return job;
}

static struct url_job *
job_kept(struct url_jobs *jobs, uint64_t key, struct slice url, uint64_t where)
{
	struct url_job *job = job_known(jobs, key, url, &jobs->record);

	job->kept = true;
	job->where = where;
	return job;
}

/* At the host; the port counts where it is not the usual one. */
static struct slice
host_of(struct slice normal)
{
	struct url url;

	url_parse(normal, &url);
	return url.port.n > 0
	    ? (struct slice){url.host.at,
		  (size_t)(url.port.at + url.port.n - url.host.at)}
	    : url.host;
}

/* With the facts that this run asks for. */
static bool
is_complete(const struct url_jobs *jobs, const struct result_record *record)
{
	const struct url_check_rules *rules = &jobs->rules.ask;
	const char *verdict =
	    problem_verdict(result_record_value(record, PROBLEMS));
	bool bad = strcmp(verdict, "bad") == 0;

	if (strcmp(verdict, "retry") == 0 ||
	    (!bad && result_record_value(record, HTTP_STATUS).n == 0))
		return false;
	if (bad)
		return true;
	if (rules->full && rules->settings.md5)
		return result_record_value(record, MEDIA_MD5).n > 0;
	return !(rules->full || rules->sniff) ||
	    result_record_value(record, WIDTH).n > 0;
}

/* Reads the record at `where` of the earlier output; false if it is of no use.
 */
static bool
read_earlier(
    struct url_jobs *jobs, uint64_t where, struct slice normal, bool *fresh)
{
	int64_t then;

	if (!previous_run_read(
		jobs->earlier, where, normal, &jobs->record, &then) ||
	    !is_complete(jobs, &jobs->record))
		return false;
	*fresh = jobs->now - then <= (int64_t)jobs->rules.max_age;
	return true;
}

/* A record of the earlier output: taken over, or asked whether it holds. */
static struct url_job *
job_earlier(struct url_jobs *jobs, struct result_store_entry entry,
    uint64_t key, struct slice url, struct slice normal)
{
	bool fresh;

	if (!read_earlier(jobs, entry.value, normal, &fresh))
		return job_new(jobs, key, url, NULL);
	return fresh ? job_known(jobs, key, url, &jobs->record)
		     : job_new(jobs, key, url, &jobs->record);
}

/* For url_check_rules: what the earlier output has of another URL. */
static const struct result_record *
find_picture(void *context, struct slice url, bool *fresh)
{
	struct url_jobs *jobs = context;
	struct slice normal = normal_form(&jobs->other, url);
	struct result_store_entry entry =
	    result_store_get(jobs->store, table_key(normal));

	*fresh = false;
	return entry.kind == RESULT_STORE_EARLIER &&
		read_earlier(jobs, entry.value, normal, fresh)
	    ? &jobs->record
	    : NULL;
}

/* The record that has been read is that of `url`, which became another. */
static struct url_job *
job_became(struct url_jobs *jobs, uint64_t key, struct slice url,
    struct slice picture, struct slice https)
{
	struct result_record *record = &jobs->record;
	struct slice values[RESULT_RECORD_FIELDS];

	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++)
		values[i] = result_record_value(record, i);
	values[RESULT_RECORD_URL] = url;
	values[RESULT_RECORD_PICTURE] = picture;
	values[RESULT_RECORD_HTTPS] = https;
	result_record_set(record, values);
	return job_known(jobs, key, url, record);
}

/* An earlier output may have the https form that was adopted then, or NULL. */
static struct url_job *
job_adopted(struct url_jobs *jobs, uint64_t key, struct slice url)
{
	bool fresh;

	if (!jobs->rules.ask.twin || !url_rules_is_http(url))
		return NULL;
	buf_clear(&jobs->text);
	url_rules_put_https(url, &jobs->text);
	if (find_picture(jobs, buf_slice(&jobs->text), &fresh) == NULL ||
	    !fresh)
		return NULL;
	return job_became(jobs, key, url, SLICE(""), SLICE("1"));
}

/* Or the picture that an info.json led to, under the names that most have. */
static struct url_job *
job_led(struct url_jobs *jobs, uint64_t key, struct slice url)
{
	static const char *const forms[] = {"/full/max/0/default.jpg",
	    "/full/full/0/default.jpg", "/full/full/0/native.jpg"};
	struct slice base = url;
	bool fresh;

	if (!jobs->rules.ask.documents || !ascii_ends(url, "/info.json"))
		return NULL;
	base.n -= strlen("/info.json");
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		buf_clear(&jobs->text);
		buf_put_slice(&jobs->text, base);
		buf_put_string(&jobs->text, forms[i]);
		if (find_picture(jobs, buf_slice(&jobs->text), &fresh) !=
			NULL &&
		    fresh)
			return job_became(
			    jobs, key, url, buf_slice(&jobs->text), SLICE(""));
	}
	return NULL;
}

static struct url_job *
job_for(struct url_jobs *jobs, struct slice url, struct slice normal)
{
	uint64_t key = table_key(normal);
	struct result_store_entry entry = result_store_get(jobs->store, key);
	struct url_job *job;

	switch (entry.kind) {
	case RESULT_STORE_ASKING:
		job = (struct url_job *)(uintptr_t)entry.value;
		if (is_about(jobs, url_check_record(job->ask), normal))
			return job;
		break;
	case RESULT_STORE_KNOWN:
		result_store_read(jobs->store, entry.value, &jobs->text);
		if (result_record_read(&jobs->record, buf_slice(&jobs->text)) &&
		    is_about(jobs, &jobs->record, normal))
			return job_kept(jobs, key, url, entry.value);
		break;
	case RESULT_STORE_EARLIER:
		return job_earlier(jobs, entry, key, url, normal);
	case RESULT_STORE_NOTHING:
		if (jobs->earlier == NULL)
			break;
		job = job_adopted(jobs, key, url);
		if (job == NULL)
			job = job_led(jobs, key, url);
		if (job != NULL)
			return job;
		break;
	}
	return job_new(jobs, key, url, NULL);
}

void
url_jobs_enter(struct url_jobs *jobs, struct flight_run *run,
    struct place *place, struct slice url)
{
	struct slice normal = normal_form(&jobs->normal, url);
	struct url_job *job = job_for(jobs, url, normal);

	place->job = job;
	if (job->users++ == 0) {
		result_store_set(jobs->store, job->key,
		    (struct result_store_entry){
			RESULT_STORE_ASKING, (uint64_t)(uintptr_t)job});
		if (!job->over)
			flight_queue(run, &job->flight, host_of(normal));
	}
	if (job->over)
		return;
	place->next = job->waiting;
	job->waiting = place;
	flight_wait(place->row);
}

const struct result_record *
place_record(const struct place *place)
{
	return url_check_record(place->job->ask);
}

/* The last row in flight that needs it puts it into the store. */
void
url_jobs_leave(struct url_jobs *jobs, struct place *place)
{
	struct url_job *job = place->job;

	if (--job->users > 0)
		return;
	if (!job->kept) {
		buf_clear(&jobs->text);
		result_record_put(url_check_record(job->ask), &jobs->text);
		job->where =
		    result_store_write(jobs->store, buf_slice(&jobs->text));
	}
	result_store_set(jobs->store, job->key,
	    (struct result_store_entry){RESULT_STORE_KNOWN, job->where});
	url_check_free(job->ask);
	job->next = jobs->rest;
	jobs->rest = job;
}

static struct url_job *
job_of(struct flight_job *flight)
{
	return (struct url_job *)(void *)flight;
}

void
url_job_request(struct flight_job *flight, struct transfer_request *request)
{
	url_check_request(job_of(flight)->ask, request);
}

bool
url_job_body(struct flight_job *flight, const struct transfer *transfer,
    struct slice bytes)
{
	return url_check_body(job_of(flight)->ask, transfer, bytes);
}

enum flight_next
url_job_answer(struct flight_job *flight, const struct transfer_answer *answer)
{
	return url_check_answer(job_of(flight)->ask, answer);
}

void
url_job_over(struct flight_job *flight, bool aside)
{
	struct url_job *job = job_of(flight);

	if (aside)
		url_check_set_aside(job->ask);
	job->over = true;
	for (struct place *p = job->waiting; p != NULL; p = p->next)
		flight_ready(p->row);
	job->waiting = NULL;
}
