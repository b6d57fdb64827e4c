/* SPDX-License-Identifier: MIT */
/*
 * URLs in flight: each is asked for once, however many rows hold it, and what
 * is known of it is kept for rows to come.
 */
#ifndef IMG_URL_JOBS_H
#define IMG_URL_JOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "net/flight.h"
#include "result_record.h"
#include "url_check.h"

struct url_jobs_rules {
	struct url_check_rules ask;
	const char *recheck; /* an earlier output, or NULL */
	const char *column; /* of its URLs */
	struct slice base; /* of those that are root-relative, or empty */
	uint64_t max_age; /* seconds for which it counts */
};

struct url_jobs;
struct url_job;

/* One URL of one row. */
struct place {
	struct url_job *job; /* NULL if it is not asked for */
	struct flight_row *row;
	struct place *next; /* that waits for the same job */
	/* The row's own. */
	unsigned rules; /* what url_rules_find() found */
	bool mended; /* the URL is asked for as url_rules_repair() makes it */
};

struct url_jobs *url_jobs_open(const struct url_jobs_rules *rules);
void url_jobs_close(struct url_jobs *jobs);

/* Sees that the URL is asked for, and that the place's row waits for it. */
void url_jobs_enter(struct url_jobs *jobs, struct flight_run *run,
    struct place *place, struct slice url);

/* What is known, when the row waits no more; until url_jobs_leave(). */
const struct result_record *place_record(const struct place *place);
void url_jobs_leave(struct url_jobs *jobs, struct place *place);

/* For flight. */
void url_job_request(
    struct flight_job *flight, struct transfer_request *request);
bool url_job_body(struct flight_job *flight, const struct transfer *transfer,
    struct slice bytes);
enum flight_next url_job_answer(
    struct flight_job *flight, const struct transfer_answer *answer);
void url_job_over(struct flight_job *flight, bool aside);

#endif
