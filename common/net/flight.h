/* SPDX-License-Identifier: MIT */
/*
 * The loop of filters that wait: a window of rows in flight, jobs at many
 * hosts at once (hosts.h), results out in input order.
 *
 * A row comes in through open(), which may queue jobs for it and tell how
 * many of them it waits for; a job may serve several rows. A job makes one
 * request after another until it is over. All of this happens in one thread,
 * so nothing needs a lock. Rows that need the processor instead of the
 * network go to work(), in threads of its own, and so do the steps of jobs
 * that need both.
 *
 * Memory is bounded by the window. Where all of it waits for a few rows whose
 * hosts are in trouble, these hosts are set aside. SIGINT, SIGTERM and SIGHUP
 * end the program with status 2 after the rows that are done have been written,
 * in input order; rows that were still waited for are missing between them.
 */
#ifndef IMG_FLIGHT_H
#define IMG_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "net/hosts.h"
#include "net/transfer.h"
#include "run/thread_pool.h"
#include "stream/output.h"
#include "stream/stream.h"

struct batch;
struct flight_run;

/* What comes after an answer or a step. */
enum flight_next {
	FLIGHT_OVER, /* the job is over */
	FLIGHT_MORE, /* another request or step */
	FLIGHT_FAILED, /* a temporary failure: once more, later */
	FLIGHT_BUSY, /* the same, and the host has asked to be left alone */
	FLIGHT_SILENT /* the same, and the host has not answered */
};

/* The same of an answer, see retry.h; FLIGHT_OVER if it is final. */
enum flight_next flight_after(enum host_result result);

struct flight_row {
	const struct block *block;
	size_t row;
	void *state; /* of `row_size` bytes, zero when open() is called */
	/* flight's own. */
	struct thread_pool_piece piece;
	struct batch *batch;
	size_t waits;
	bool worked;
	struct buf text; /* what work() has made of it */
};

/* Part of what the program keeps about a job; zero at first. */
struct flight_job {
	struct host_job host; /* hosts' own */
	struct thread_pool_piece piece; /* flight's own */
	enum flight_next stepped; /* what step() has returned */
	unsigned tries; /* temporary failures so far */
	struct flight_run *run;
};

struct flight {
	struct host_rules hosts;
	size_t window; /* rows in flight */
	size_t parallel; /* requests at once */
	unsigned retries; /* of a job, after temporary failures */
	size_t row_size; /* of a row's state */
	const char *resume; /* how an interrupted run goes on, for a message */

	/* A row has come in. */
	void (*open)(
	    void *shared, struct flight_run *run, struct flight_row *row);
	/* Fills in what is to be asked for; its context is set by flight. */
	void (*request)(void *shared, struct flight_job *job,
	    struct transfer_request *request);
	/* request->body's work; NULL if no body is wanted. */
	bool (*body)(void *shared, struct flight_job *job,
	    const struct transfer *transfer, struct slice bytes);
	enum flight_next (*answer)(void *shared, struct flight_job *job,
	    const struct transfer_answer *answer);
	/*
	 * For jobs that also need the processor or the disk, else NULL: true
	 * if what comes next is a step(), taken in a thread of the job's own,
	 * instead of a request. It counts as one while it lasts.
	 */
	bool (*steps)(void *shared, struct flight_job *job);
	enum flight_next (*step)(void *state, struct flight_job *job);
	/*
	 * The job is over, by its answers or because its host is set aside
	 * (then no request of it has been made since the last answer). Tells
	 * its rows by flight_ready(); the job's memory is the program's.
	 */
	void (*over)(void *shared, struct flight_job *job, bool aside);
	/* Appends what the row becomes, with its LF. */
	void (*give)(void *shared, struct flight_row *row, struct buf *out);

	/* For flight_work() and step(): threads, each with its own state. */
	size_t jobs;
	void *(*start)(void *shared);
	void (*work)(void *state, struct flight_row *row, struct buf *out);
	void (*stop)(void *state, void *shared);
	void *shared;
};

/* Runs to the end of the stream. Does not finish `out`. */
void flight_run(const struct flight *flight, struct transfers *transfers,
    struct stream_in *in, struct output *out);

/* Puts a job in line at its host; the name is copied. Not from work(). */
void flight_queue(
    struct flight_run *run, struct flight_job *job, struct slice host);

/* The row is not given before flight_ready() was called once more. */
void flight_wait(struct flight_row *row);
void flight_ready(struct flight_row *row);

/*
 * Ends the program with status 2 and a message, after the rows that are done
 * have been written. Not from work() or step().
 */
_Noreturn void flight_die(struct flight_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Hands the row to a thread; work() appends the row, give() is not called. */
void flight_work(struct flight_run *run, struct flight_row *row);

#endif
