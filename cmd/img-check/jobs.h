/* SPDX-License-Identifier: MIT */
/*
 * URLs in flight: each is asked for once, however many rows hold it, and what
 * is known of it is kept for rows to come.
 */
#ifndef IMG_CHECK_JOBS_H
#define IMG_CHECK_JOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "ask.h"
#include "flight.h"
#include "record.h"
#include "slice.h"

struct jobs_rules {
	struct ask_rules ask;
	const char *recheck; /* an earlier output, or NULL */
	const char *column; /* of its URLs */
	uint64_t max_age; /* seconds for which it counts */
};

struct jobs;
struct job;

/* One URL of one row. */
struct place {
	struct job *job; /* NULL if it is not asked for */
	struct flight_row *row;
	struct place *next; /* that waits for the same job */
	/* The row's own. */
	unsigned rules; /* what urlrules_find() told */
	bool mended; /* the URL is asked for as urlrules_repair() makes it */
};

struct jobs *jobs_open(const struct jobs_rules *rules);
void jobs_close(struct jobs *jobs);

/* Sees that the URL is asked for, and that the place's row waits for it. */
void jobs_enter(struct jobs *jobs, struct flight_run *run, struct place *place,
    struct slice url);

/* What is known, when the row waits no more; until jobs_leave(). */
const struct record *place_record(const struct place *place);
void jobs_leave(struct jobs *jobs, struct place *place);

/* For flight. */
void job_request(struct flight_job *flight, struct transfer_request *request);
bool job_body(struct flight_job *flight, const struct transfer *transfer,
    struct slice bytes);
enum flight_next job_answer(
    struct flight_job *flight, const struct transfer_answer *answer);
void job_over(struct flight_job *flight, bool aside);

#endif
