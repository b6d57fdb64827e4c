/* SPDX-License-Identifier: MIT */
/*
 * Whose turn it is: jobs wait in line at their host, and hosts take turns.
 * A host is asked so many things at once and so often; one that says it is
 * busy is left in peace for a while and then asked more slowly; one that fails
 * again and again, is busy for long or does not answer is set aside, so that
 * others do not wait for it: what waits for it comes back at once.
 *
 * Nothing here looks at a clock: `now` is milliseconds of any clock that only
 * goes forward. Memory is bounded by the jobs that wait and HOSTS_KNOWN.
 */
#ifndef IMG_HOSTS_H
#define IMG_HOSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

/* Hosts that are remembered though nothing waits for them. */
#define HOSTS_KNOWN 4096

struct host_rules {
	uint64_t most; /* jobs at once at one host */
	uint64_t interval; /* ms between two starts at one host */
	/* So often busy or silent without a success between, or twice as often
	 * failing in another way, and a host is set aside. */
	uint64_t failures;
	uint64_t aside; /* ms it is set aside; doubled each time, to 16 times */
	/* ms: one that asks for more, all its pauses since the last success
	 * taken together, is set aside */
	uint64_t patience;
};

/* 6 at once, set aside for a minute after 5 failures, patience 2 minutes. */
extern const struct host_rules host_defaults;

/* Something to be done at a host; part of what its owner keeps about it. */
struct host_job {
	struct host *host;
	struct host_job *next;
	bool aside; /* not to be started: its host is set aside */
};

enum host_result {
	HOST_FINE,
	HOST_FAILED, /* has answered, but not as it should */
	HOST_BUSY, /* has said so: 429, 503 */
	HOST_SILENT /* no connection, no answer */
};

struct hosts;

struct hosts *hosts_new(const struct host_rules *rules);
void hosts_free(struct hosts *hosts);

/* Puts the job at the end of its host's line; `name` is copied. */
void hosts_queue(
    struct hosts *hosts, struct host_job *job, struct slice name, int64_t now);

/*
 * The job that may start now, or NULL. With job->aside it has not begun and
 * is not to be reported as done.
 */
struct host_job *hosts_next(struct hosts *hosts, int64_t now);

/*
 * When hosts_next(), having given nothing, may give something though no job
 * is done before; -1 never.
 */
int64_t hosts_due(const struct hosts *hosts);

/*
 * Sets aside the hosts that are in trouble and only waited for: nothing of them
 * runs. True if there was one.
 */
bool hosts_give_up(struct hosts *hosts, int64_t now);

/* Appends the names of some hosts that are waited for, those in trouble first;
 * nothing if there are none. */
void hosts_put_waiting(const struct hosts *hosts, struct buf *out);

/*
 * A job that was started is over. `wait`: milliseconds that a busy host asked
 * for, or -1. With `again` the job waits once more: at the head of the line
 * after HOST_FINE or at a host that is set aside, else after a pause that grows
 * with `tries`.
 */
void hosts_done(struct hosts *hosts, struct host_job *job,
    enum host_result result, int64_t wait, int64_t now, bool again,
    unsigned tries);

#endif
