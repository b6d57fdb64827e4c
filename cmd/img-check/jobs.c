/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "earlier.h"
#include "jobs.h"
#include "mem.h"
#include "store.h"
#include "url.h"
#include "urlrules.h"

/* A URL in flight or just landed: what is asked, and who waits for it. */
struct job {
	struct flight_job flight; /* the first, for job_of() */
	struct ask *ask;
	struct place *waiting;
	size_t users; /* rows that need what is known */
	bool over;
	bool kept; /* in the store, */
	uint64_t where; /* there */
	uint64_t key;
	struct job *next; /* at rest */
};

struct jobs {
	struct jobs_rules rules;
	struct asker *asker;
	struct store *store;
	struct earlier *earlier; /* or NULL */
	struct job *rest;
	int64_t now;
	struct record record;
	struct buf normal, other, text;
};

struct jobs *
jobs_open(const struct jobs_rules *rules)
{
	struct jobs *jobs = mem_array(1, sizeof *jobs);

	jobs->rules = *rules;
	jobs->asker = asker_new(&rules->ask);
	jobs->store = store_open();
	if (rules->recheck != NULL)
		jobs->earlier =
		    earlier_open(rules->recheck, rules->column, jobs->store);
	jobs->now = (int64_t)time(NULL);
	return jobs;
}

void
jobs_close(struct jobs *jobs)
{
	struct job *job;

	while ((job = jobs->rest) != NULL) {
		jobs->rest = job->next;
		free(job);
	}
	asker_free(jobs->asker);
	store_close(jobs->store);
	if (jobs->earlier != NULL)
		earlier_close(jobs->earlier);
	record_free(&jobs->record);
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
is_about(struct jobs *jobs, const struct record *record, struct slice normal)
{
	return slice_equal(
	    normal_form(&jobs->other, record_value(record, RECORD_URL)),
	    normal);
}

static struct job *
job_new(struct jobs *jobs, uint64_t key, struct slice url,
    const struct record *earlier)
{
	struct job *job = jobs->rest;

	if (job != NULL)
		jobs->rest = job->next;
	else
		job = mem_array(1, sizeof *job);
	*job = (struct job){.key = key};
	job->ask = ask_new(jobs->asker, url, earlier);
	return job;
}

/* All is known already. */
static struct job *
job_known(struct jobs *jobs, uint64_t key, struct slice url,
    const struct record *record)
{
	struct job *job = job_new(jobs, key, url, record);

	ask_take_over(job->ask);
	job->over = true;
	return job;
}

static struct job *
job_kept(struct jobs *jobs, uint64_t key, struct slice url, uint64_t where)
{
	struct job *job = job_known(jobs, key, url, &jobs->record);

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
is_complete(const struct jobs *jobs, const struct record *record)
{
	const struct ask_rules *rules = &jobs->rules.ask;
	const char *verdict = problem_verdict(record_value(record, PROBLEMS));
	bool bad = strcmp(verdict, "bad") == 0;

	if (strcmp(verdict, "retry") == 0 ||
	    (!bad && record_value(record, HTTP_STATUS).n == 0))
		return false;
	if (bad)
		return true;
	if (rules->full && rules->settings.md5)
		return record_value(record, MEDIA_MD5).n > 0;
	return !(rules->full || rules->prove) ||
	    record_value(record, WIDTH).n > 0;
}

/* A record of the earlier output: taken over, or asked whether it holds. */
static struct job *
job_earlier(struct jobs *jobs, struct store_entry entry, uint64_t key,
    struct slice url, struct slice normal)
{
	struct record *record = &jobs->record;
	int64_t then;

	if (!earlier_read(jobs->earlier, entry.value, normal, record, &then) ||
	    !is_complete(jobs, record))
		return job_new(jobs, key, url, NULL);
	if (jobs->now - then <= (int64_t)jobs->rules.max_age)
		return job_known(jobs, key, url, record);
	return job_new(jobs, key, url, record);
}

/* An earlier output may have the https form that was adopted then, or NULL. */
static struct job *
job_adopted(struct jobs *jobs, uint64_t key, struct slice url)
{
	struct record *record = &jobs->record;
	struct slice values[RECORD_FIELDS], normal;
	struct store_entry entry;
	int64_t then;

	if (jobs->earlier == NULL || !jobs->rules.ask.twin ||
	    !urlrules_is_http(url))
		return NULL;
	buf_clear(&jobs->text);
	urlrules_put_https(url, &jobs->text);
	normal = normal_form(&jobs->other, buf_slice(&jobs->text));
	entry = store_get(jobs->store, store_key(normal));
	if (entry.kind != STORE_EARLIER ||
	    !earlier_read(jobs->earlier, entry.value, normal, record, &then) ||
	    !is_complete(jobs, record) ||
	    jobs->now - then > (int64_t)jobs->rules.max_age)
		return NULL;
	for (size_t i = 0; i < RECORD_FIELDS; i++)
		values[i] = record_value(record, i);
	values[RECORD_URL] = url;
	values[RECORD_HTTPS] = SLICE("1");
	record_set(record, values);
	return job_known(jobs, key, url, record);
}

static struct job *
job_for(struct jobs *jobs, struct slice url, struct slice normal)
{
	uint64_t key = store_key(normal);
	struct store_entry entry = store_get(jobs->store, key);
	struct job *job;

	switch (entry.kind) {
	case STORE_ASKING:
		job = (struct job *)(uintptr_t)entry.value;
		if (is_about(jobs, ask_record(job->ask), normal))
			return job;
		break;
	case STORE_KNOWN:
		store_read(jobs->store, entry.value, &jobs->text);
		if (record_read(&jobs->record, buf_slice(&jobs->text)) &&
		    is_about(jobs, &jobs->record, normal))
			return job_kept(jobs, key, url, entry.value);
		break;
	case STORE_EARLIER: return job_earlier(jobs, entry, key, url, normal);
	case STORE_NOTHING:
		job = job_adopted(jobs, key, url);
		if (job != NULL)
			return job;
		break;
	}
	return job_new(jobs, key, url, NULL);
}

void
jobs_enter(struct jobs *jobs, struct flight_run *run, struct place *place,
    struct slice url)
{
	struct slice normal = normal_form(&jobs->normal, url);
	struct job *job = job_for(jobs, url, normal);

	place->job = job;
	if (job->users++ == 0) {
		store_set(jobs->store, job->key,
		    (struct store_entry){
			STORE_ASKING, (uint64_t)(uintptr_t)job});
		if (!job->over)
			flight_queue(run, &job->flight, host_of(normal));
	}
	if (job->over)
		return;
	place->next = job->waiting;
	job->waiting = place;
	flight_wait(place->row);
}

const struct record *
place_record(const struct place *place)
{
	return ask_record(place->job->ask);
}

/* The last row in flight that needs it puts it into the store. */
void
jobs_leave(struct jobs *jobs, struct place *place)
{
	struct job *job = place->job;

	if (--job->users > 0)
		return;
	if (!job->kept) {
		buf_clear(&jobs->text);
		record_put(ask_record(job->ask), &jobs->text);
		job->where = store_write(jobs->store, buf_slice(&jobs->text));
	}
	store_set(jobs->store, job->key,
	    (struct store_entry){STORE_KNOWN, job->where});
	ask_free(job->ask);
	job->next = jobs->rest;
	jobs->rest = job;
}

static struct job *
job_of(struct flight_job *flight)
{
	return (struct job *)(void *)flight;
}

void
job_request(struct flight_job *flight, struct transfer_request *request)
{
	ask_request(job_of(flight)->ask, request);
}

bool
job_body(struct flight_job *flight, const struct transfer *transfer,
    struct slice bytes)
{
	return ask_body(job_of(flight)->ask, transfer, bytes);
}

enum flight_next
job_answer(struct flight_job *flight, const struct transfer_answer *answer)
{
	return ask_answer(job_of(flight)->ask, answer);
}

void
job_over(struct flight_job *flight, bool aside)
{
	struct job *job = job_of(flight);

	if (aside)
		ask_set_aside(job->ask);
	job->over = true;
	for (struct place *p = job->waiting; p != NULL; p = p->next)
		flight_ready(p->row);
	job->waiting = NULL;
}
