/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "net/hosts.h"
#include "net/timers.h"

enum {
	NAMES_MOST = 5,
	BUCKETS = 1024,
	FIRST_PAUSE = 1000,
	LONGEST_PAUSE = 60000
};

struct host {
	struct host *chain; /* in its bucket */
	struct host *next, *previous; /* in `list` */
	struct list *list; /* NULL, or where the host is */
	struct host_job *first, *last; /* the line */
	bool asleep; /* has a timer */
	uint64_t away; /* started, or paused */
	uint64_t running, limit;
	uint64_t trouble; /* since the last success; see weigh() */
	int64_t since; /* when it began */
	unsigned busy, asides; /* times in a row */
	int64_t ready; /* nothing starts before */
	int64_t aside; /* set aside until */
	size_t length;
	char name[];
};

struct list {
	struct host *first, *last;
	size_t n;
};

struct hosts {
	struct host_rules rules;
	/* Walked in an order that is the same in every run, so not keyed; not
	 * many, so that crowding them costs little. */
	struct host *buckets[BUCKETS];
	struct list turn; /* something waits, and may start */
	struct list rest; /* nothing waits; the longest first */
	struct timers asleep; /* hosts that wait for `ready` */
	struct timers paused; /* jobs that will be tried again */
	uint64_t random;
};

const struct host_rules host_defaults = {
    .most = 6,
    .failures = 5,
    .aside = 60000,
    .patience = 120000,
};

static void
list_add(struct list *list, struct host *host)
{
	host->list = list;
	host->previous = list->last;
	host->next = NULL;
	if (list->last != NULL)
		list->last->next = host;
	else
		list->first = host;
	list->last = host;
	list->n++;
}

static void
list_leave(struct host *host)
{
	struct list *list = host->list;

	if (list == NULL)
		return;
	if (host->previous != NULL)
		host->previous->next = host->next;
	else
		list->first = host->next;
	if (host->next != NULL)
		host->next->previous = host->previous;
	else
		list->last = host->previous;
	list->n--;
	host->list = NULL;
}

static struct host **
bucket_of(struct hosts *hosts, struct slice name)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < name.n; i++)
		hash = (hash ^ (unsigned char)name.at[i]) * 0x100000001b3u;
	return &hosts->buckets[(hash >> 32) % BUCKETS];
}

static void
forget(struct hosts *hosts, struct host *host)
{
	struct host **at =
	    bucket_of(hosts, (struct slice){host->name, host->length});

	while (*at != host)
		at = &(*at)->chain;
	*at = host->chain;
	list_leave(host);
	free(host);
}

static struct host *
host_find(struct hosts *hosts, struct slice name)
{
	struct host **bucket = bucket_of(hosts, name), *host;

	for (host = *bucket; host != NULL; host = host->chain)
		if (slice_equal((struct slice){host->name, host->length}, name))
			return host;
	host = mem_array(1, sizeof *host + name.n);
	memcpy(host->name, name.at, name.n);
	host->length = name.n;
	host->limit = hosts->rules.most;
	host->chain = *bucket;
	*bucket = host;
	return host;
}

/* Puts the host to where it belongs after something has changed. */
static void
place(struct hosts *hosts, struct host *host, int64_t now)
{
	bool aside = host->aside > now;

	list_leave(host);
	if (host->first != NULL) {
		if (aside ||
		    (host->running < host->limit && host->ready <= now)) {
			list_add(&hosts->turn, host);
		} else if (host->running < host->limit && !host->asleep) {
			timers_add(&hosts->asleep, host->ready, host);
			host->asleep = true;
		}
	} else if (host->away == 0 && !host->asleep) {
		list_add(&hosts->rest, host);
		if (hosts->rest.n > HOSTS_KNOWN)
			forget(hosts, hosts->rest.first);
	}
}

static void
join_line(struct host_job *job, bool head)
{
	struct host *host = job->host;

	if (host->first == NULL) {
		host->first = host->last = job;
		job->next = NULL;
	} else if (head) {
		job->next = host->first;
		host->first = job;
	} else {
		job->next = NULL;
		host->last->next = job;
		host->last = job;
	}
}

struct hosts *
hosts_new(const struct host_rules *rules)
{
	struct hosts *hosts = mem_array(1, sizeof *hosts);

	hosts->rules = *rules;
	hosts->random = 0x9e3779b97f4a7c15u;
	return hosts;
}

void
hosts_free(struct hosts *hosts)
{
	for (size_t i = 0; i < BUCKETS; i++)
		while (hosts->buckets[i] != NULL)
			forget(hosts, hosts->buckets[i]);
	timers_free(&hosts->asleep);
	timers_free(&hosts->paused);
	free(hosts);
}

void
hosts_queue(
    struct hosts *hosts, struct host_job *job, struct slice name, int64_t now)
{
	job->host = host_find(hosts, name);
	join_line(job, false);
	place(hosts, job->host, now);
}

static void
wake(struct hosts *hosts, int64_t now)
{
	struct host_job *job;
	struct host *host;

	while ((job = timers_take(&hosts->paused, now)) != NULL) {
		job->host->away--;
		join_line(job, true);
		place(hosts, job->host, now);
	}
	while ((host = timers_take(&hosts->asleep, now)) != NULL) {
		host->asleep = false;
		place(hosts, host, now);
	}
}

struct host_job *
hosts_next(struct hosts *hosts, int64_t now)
{
	struct host *host;
	struct host_job *job;

	wake(hosts, now);
	/* One may have come back from being set aside, and be busy now. */
	while ((host = hosts->turn.first) != NULL && host->aside <= now &&
	    (host->running >= host->limit || host->ready > now))
		place(hosts, host, now);
	if (host == NULL)
		return NULL;
	job = host->first;
	host->first = job->next;
	job->aside = host->aside > now;
	if (!job->aside) {
		host->away++;
		host->running++;
		host->ready = now + (int64_t)hosts->rules.interval;
	}
	place(hosts, host, now);
	return job;
}

int64_t
hosts_due(const struct hosts *hosts)
{
	int64_t host = timers_due(&hosts->asleep);
	int64_t job = timers_due(&hosts->paused);

	return host < 0 || (job >= 0 && job < host) ? job : host;
}

/* Doubled each time, and spread over half to one and a half. */
static int64_t
pause_of(struct hosts *hosts, unsigned times)
{
	int64_t pause = FIRST_PAUSE;

	while (times-- > 0 && pause < LONGEST_PAUSE)
		pause *= 2;
	hosts->random ^= hosts->random << 13;
	hosts->random ^= hosts->random >> 7;
	hosts->random ^= hosts->random << 17;
	return pause / 2 + (int64_t)(hosts->random % (uint64_t)pause);
}

static bool
is_at(const void *job, const void *host)
{
	return ((const struct host_job *)job)->host == host;
}

/* What is paused there comes back at once. */
static void
set_aside(struct hosts *hosts, struct host *host, int64_t now, int64_t until)
{
	if (host->aside < until)
		host->aside = until;
	host->limit = 1;
	timers_hasten(&hosts->paused, now, is_at, host);
}

/* For the time of the rules, which doubles. */
static void
send_away(struct hosts *hosts, struct host *host, int64_t now)
{
	set_aside(hosts, host, now,
	    now + ((int64_t)hosts->rules.aside << host->asides));
	if (host->asides < 4)
		host->asides++;
}

/* What is busy or silent counts twice; true if it is set aside now. */
static bool
weigh(struct hosts *hosts, struct host *host, unsigned weight, int64_t now)
{
	if (host->trouble == 0)
		host->since = now;
	host->trouble += weight;
	if (host->trouble / 2 < hosts->rules.failures || host->aside > now)
		return false;
	send_away(hosts, host, now);
	return true;
}

static void
be_busy(struct hosts *hosts, struct host *host, int64_t wait, int64_t now)
{
	int64_t patience = (int64_t)hosts->rules.patience, until;

	/* Several answers of one moment are one. */
	if (host->ready > now + (int64_t)hosts->rules.interval && wait < 0)
		return;
	if (weigh(hosts, host, 2, now))
		return;
	if (wait > patience ||
	    (hosts->rules.failures < UINT64_MAX && wait > 0 &&
		now + wait - host->since > patience)) {
		set_aside(hosts, host, now, now + wait);
		return;
	}
	host->limit = host->limit > 1 ? host->limit / 2 : 1;
	until = now + (wait >= 0 ? wait : pause_of(hosts, host->busy++));
	if (host->ready < until)
		host->ready = until;
}

static void
be_fine(struct hosts *hosts, struct host *host)
{
	host->trouble = 0;
	host->busy = 0;
	host->asides = 0;
	if (host->limit < hosts->rules.most)
		host->limit++;
}

void
hosts_done(struct hosts *hosts, struct host_job *job, enum host_result result,
    int64_t wait, int64_t now, bool again, unsigned tries)
{
	struct host *host = job->host;

	host->running--;
	host->away--;
	switch (result) {
	case HOST_FINE: be_fine(hosts, host); break;
	case HOST_FAILED: weigh(hosts, host, 1, now); break;
	case HOST_BUSY: be_busy(hosts, host, wait, now); break;
	case HOST_SILENT: weigh(hosts, host, 2, now); break;
	}
	if (again && (result == HOST_FINE || host->aside > now)) {
		join_line(job, true);
	} else if (again) {
		host->away++;
		timers_add(&hosts->paused, now + pause_of(hosts, tries), job);
	}
	place(hosts, host, now);
}

bool
hosts_give_up(struct hosts *hosts, int64_t now)
{
	bool any = false;

	for (size_t i = 0; i < BUCKETS; i++)
		for (struct host *h = hosts->buckets[i]; h != NULL;
		     h = h->chain) {
			if (h->trouble == 0 || h->running > 0 ||
			    h->aside > now ||
			    (h->first == NULL && h->away == 0))
				continue;
			send_away(hosts, h, now);
			place(hosts, h, now);
			any = true;
		}
	return any;
}

static void
put_waiting(const struct hosts *hosts, bool trouble, size_t *n, struct buf *out)
{
	for (size_t i = 0; i < BUCKETS; i++)
		for (const struct host *h = hosts->buckets[i]; h != NULL;
		     h = h->chain) {
			if ((h->trouble > 0) != trouble ||
			    (h->first == NULL && h->away == 0))
				continue;
			if (++*n > NAMES_MOST)
				continue;
			if (*n > 1)
				buf_put_string(out, ", ");
			buf_put(out, h->name, h->length);
			if (trouble)
				buf_put_string(out, " (in trouble)");
		}
}

void
hosts_put_waiting(const struct hosts *hosts, struct buf *out)
{
	size_t n = 0;

	put_waiting(hosts, true, &n, out);
	put_waiting(hosts, false, &n, out);
	if (n > NAMES_MOST)
		buf_printf(out, " and %zu more", n - NAMES_MOST);
}
