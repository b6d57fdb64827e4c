/* SPDX-License-Identifier: MIT */
/*
 * Whose turn it is: jobs wait in line at their host, and hosts take turns.
 * A host is asked so many things at once and so often; one that says it is
 * busy is left in peace for a while and then asked more slowly; one that does
 * not answer again and again is set aside, so that others do not wait for it.
 *
 * Nothing here looks at a clock: `now` is milliseconds of any clock that only
 * goes forward. Memory is bounded by the jobs that wait and HOSTS_KNOWN.
 */
#ifndef IMG_HOSTS_H
#define IMG_HOSTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Hosts that are remembered though nothing waits for them. */
#define HOSTS_KNOWN 4096

struct host_rules {
	uint64_t most; /* jobs at once at one host */
	uint64_t interval; /* ms between two starts at one host */
	uint64_t failures; /* without a success between, until set aside */
	uint64_t aside; /* ms it is set aside; doubled each time, to 16 times */
	uint64_t patience; /* ms: a host that asks for more is set aside */
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
 * is not to be told as done.
 */
struct host_job *hosts_next(struct hosts *hosts, int64_t now);

/*
 * When hosts_next(), having given nothing, may give something though no job
 * is done before; -1 never.
 */
int64_t hosts_due(const struct hosts *hosts);

/*
 * A job that was started is over. `wait`: milliseconds that a busy host asked
 * for, or -1. With `again` the job waits once more: at the head of the line
 * after HOST_FINE, else after a pause that grows with `tries`.
 */
void hosts_done(struct hosts *hosts, struct host_job *job,
    enum host_result result, int64_t wait, int64_t now, bool again,
    unsigned tries);

#endif
