/* SPDX-License-Identifier: MIT */
/* Rows whose pictures are judged through their URLs. */
#ifndef IMG_REMOTE_H
#define IMG_REMOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "net/flight.h"
#include "net/hosts.h"
#include "net/transfer.h"
#include "stream/output.h"
#include "stream/stream.h"
#include "check_row.h"

struct remote_settings {
	bool none; /* no server is asked */
	const char
	    *also; /* further columns of URLs, comma-separated, or NULL */
	bool by_url; /* even where there is a path */
	bool fix; /* write the percent-encoded form of illegal URLs */
	bool twin, sniff, full, record_time; /* as in url_check.h */
	struct slice
	    base; /* of root-relative URLs, without a slash; or empty */
	const char *contact; /* an address for the User-Agent, or NULL */
	const char *agent; /* instead of the usual User-Agent, or NULL */
	const char *recheck; /* an earlier output, or NULL */
	uint64_t max_age; /* seconds: it counts for so long */
	uint64_t parallel; /* requests at once */
	uint64_t retries;
	struct transfer_rules transfer;
	struct host_rules hosts;
};

extern const struct remote_settings remote_defaults;

struct remote;

/*
 * Finds the columns of URLs in the input, and tells check of the columns that
 * are written: to be called before check_open(). NULL if the input has none,
 * or none is to be asked for.
 */
struct remote *remote_open(const struct remote_settings *settings,
    const struct stream_in *in, struct check *check);

/* Opens all that is needed: nothing more is written by remote_run(). */
void remote_start(struct remote *remote);

/* Judges all rows, those with a path in `jobs` threads. */
void remote_run(struct remote *remote, struct stream_in *in, struct output *out,
    size_t jobs);

/* Says so if every URL failed in one way: most likely the fault is here. */
void remote_conclude(const struct remote *remote);
void remote_close(struct remote *remote);

#endif
