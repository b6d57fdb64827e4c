/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "net/flight.h"
#include "run/read_ahead.h"

enum { BATCH_ROWS = 256, BATCHES_MOST = 1024, BYTES_MOST = 64 << 20 };
enum { WRITE_EVERY = 20, LANDINGS = 64 }; /* milliseconds; at one go */
enum { SAY_EVERY = 10000 };

struct flight_run {
	const struct flight *flight;
	struct transfers *transfers;
	struct hosts *hosts;
	struct output *out;
	struct read_ahead *reader;
	struct thread_pool *crew; /* NULL until a row needs it */
	struct flight_row *rows; /* a ring */
	char *states;
	size_t nrows; /* of the ring, a power of two */
	uint64_t first, end; /* rows in flight */
	size_t nbatches, bytes; /* in flight */
	size_t running; /* requests */
	bool at_end;
	char *error; /* of the stream, after its last row */
	struct buf text;
	int64_t said; /* when rows have last been given, or who is waited for */
	bool unwritten; /* output_put() since `written` */
	int64_t written;
};

static volatile sig_atomic_t interrupted;
static const struct transfers *to_wake;

static void
interrupt(int signal)
{
	interrupted = signal;
	transfers_wake(to_wake);
}

/* A signal that was ignored when the program started stays so. */
static void
catch_signals(const struct transfers *transfers)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {
	    .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
	struct sigaction old;

	to_wake = transfers;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		sigaction(signals[i], NULL, &old);
		if (old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

static void
wake(void *context)
{
	transfers_wake(context);
}

static struct flight_row *
row_at(const struct flight_run *run, uint64_t number)
{
	return &run->rows[number & (run->nrows - 1)];
}

static void
start_run(struct flight_run *run, struct stream_in *in)
{
	run->nrows = BATCH_ROWS;
	while (run->nrows < run->flight->window)
		run->nrows *= 2;
	run->rows = mem_array(run->nrows, sizeof *run->rows);
	run->states = mem_array(run->nrows, run->flight->row_size);
	for (size_t i = 0; i < run->nrows; i++)
		run->rows[i].state = run->states + i * run->flight->row_size;
	run->hosts = hosts_new(&run->flight->hosts);
	run->said = transfer_clock();
	run->reader = read_ahead_start(in, BATCH_ROWS, wake, run->transfers);
	catch_signals(run->transfers);
}

static void
end_run(struct flight_run *run)
{
	if (run->crew != NULL)
		thread_pool_stop(run->crew);
	read_ahead_stop(run->reader);
	hosts_free(run->hosts);
	for (size_t i = 0; i < run->nrows; i++)
		buf_free(&run->rows[i].text);
	free(run->rows);
	free(run->states);
	buf_free(&run->text);
}

static void
open_row(struct flight_run *run, struct batch *batch, size_t number)
{
	struct flight_row *row = row_at(run, run->end++);

	row->block = &batch->block;
	row->batch = batch;
	row->row = number;
	row->waits = 0;
	row->worked = false;
	memset(row->state, 0, run->flight->row_size);
	run->flight->open(run->flight->shared, run, row);
}

static void
let_go(struct flight_run *run, struct batch *batch)
{
	progress_share(batch->position, batch->total);
	run->nbatches--;
	run->bytes -= batch->block.bytes.n;
	read_ahead_give_back(run->reader, batch);
}

static void
open_batch(struct flight_run *run, struct batch *batch)
{
	run->nbatches++;
	run->bytes += batch->block.bytes.n;
	if (batch->block.error != NULL) {
		run->error = batch->block.error;
		batch->block.error = NULL;
		run->at_end = true;
	}
	for (size_t i = 0; i < batch->block.nrows; i++)
		open_row(run, batch, i);
	if (batch->block.nrows == 0)
		let_go(run, batch);
}

static bool
has_room(const struct flight_run *run)
{
	return run->end - run->first + BATCH_ROWS <= run->nrows &&
	    run->nbatches < BATCHES_MOST && run->bytes < BYTES_MOST;
}

static void
fill(struct flight_run *run)
{
	struct batch *batch;

	while (!run->at_end && has_room(run)) {
		run->at_end = !read_ahead_take(run->reader, &batch);
		if (batch == NULL)
			return;
		open_batch(run, batch);
	}
}

static bool
take_body(void *context, const struct transfer *transfer, struct slice bytes)
{
	struct flight_job *job = context;
	const struct flight *flight = job->run->flight;

	return flight->body(flight->shared, job, transfer, bytes);
}

static struct flight_job *
job_of(struct host_job *host)
{
	return (struct flight_job *)(void *)((char *)host -
	    offsetof(struct flight_job, host));
}

static struct flight_job *
stepping(struct thread_pool_piece *piece)
{
	return (struct flight_job *)(void *)((char *)piece -
	    offsetof(struct flight_job, piece));
}

static struct flight_row *
row_of(struct thread_pool_piece *piece)
{
	return (struct flight_row *)(void *)((char *)piece -
	    offsetof(struct flight_row, piece));
}

/* In a thread of the crew. */
static void
work_piece(void *state, struct thread_pool_piece *piece, void *context)
{
	const struct flight *flight = ((struct flight_run *)context)->flight;

	if (flight->step != NULL) {
		struct flight_job *job = stepping(piece);

		job->stepped = flight->step(state, job);
	} else {
		struct flight_row *row = row_of(piece);

		buf_clear(&row->text);
		flight->work(state, row, &row->text);
	}
}

static void
wake_run(void *context)
{
	const struct flight_run *run = context;

	transfers_wake(run->transfers);
}

static void
hand_over(struct flight_run *run, struct thread_pool_piece *piece)
{
	if (run->crew == NULL) {
		struct thread_pool_task task = {run->flight->jobs,
		    run->flight->start, work_piece, run->flight->stop,
		    run->flight->shared, wake_run, run};

		run->crew = thread_pool_start(&task);
	}
	thread_pool_hand(run->crew, piece);
}

static void
start_request(struct flight_run *run, struct flight_job *job)
{
	const struct flight *flight = run->flight;
	struct transfer_request request = {0};

	flight->request(flight->shared, job, &request);
	/* The old connection may have been the trouble. */
	request.fresh = job->tries > 0;
	request.body = flight->body != NULL ? take_body : NULL;
	request.context = job;
	transfers_start(run->transfers, &request);
}

static void
launch(struct flight_run *run)
{
	const struct flight *flight = run->flight;
	int64_t now = transfer_clock();
	struct host_job *next;

	while (run->running < flight->parallel &&
	    (next = hosts_next(run->hosts, now)) != NULL) {
		struct flight_job *job = job_of(next);

		if (next->aside) {
			flight->over(flight->shared, job, true);
			continue;
		}
		run->running++;
		if (flight->steps != NULL && flight->steps(flight->shared, job))
			hand_over(run, &job->piece);
		else
			start_request(run, job);
	}
}

/* A request or a step has ended. */
static void
conclude(struct flight_run *run, struct flight_job *job, enum flight_next next,
    int64_t wait)
{
	static const enum host_result results[] = {
	    [FLIGHT_OVER] = HOST_FINE,
	    [FLIGHT_MORE] = HOST_FINE,
	    [FLIGHT_FAILED] = HOST_FAILED,
	    [FLIGHT_BUSY] = HOST_BUSY,
	    [FLIGHT_SILENT] = HOST_SILENT,
	};
	const struct flight *flight = run->flight;
	bool again = next == FLIGHT_MORE ||
	    (next != FLIGHT_OVER && job->tries < flight->retries);

	run->running--;
	hosts_done(run->hosts, &job->host, results[next], wait,
	    transfer_clock(), again, job->tries);
	if (next != FLIGHT_MORE)
		job->tries++;
	if (!again)
		flight->over(flight->shared, job, false);
}

static void
land(struct flight_run *run, struct transfer *transfer)
{
	const struct flight *flight = run->flight;
	const struct transfer_answer *answer = transfer_answer(transfer);
	struct flight_job *job = transfer_context(transfer);
	int64_t wait =
	    answer->retry_after >= 0 ? answer->retry_after * 1000 : -1;

	conclude(run, job, flight->answer(flight->shared, job, answer), wait);
	transfer_release(transfer);
}

static void
collect(struct flight_run *run)
{
	struct thread_pool_piece *piece, *next;

	if (run->crew == NULL)
		return;
	for (piece = thread_pool_collect(run->crew); piece != NULL;
	     piece = next) {
		next = piece->next;
		if (run->flight->step == NULL) {
			flight_ready(row_of(piece));
		} else {
			struct flight_job *job = stepping(piece);

			conclude(run, job, job->stepped, -1);
		}
	}
}

static void
give_row(struct flight_run *run, struct flight_row *row)
{
	const struct flight *flight = run->flight;

	buf_clear(&run->text);
	if (!row->worked)
		flight->give(flight->shared, row, &run->text);
	output_put(run->out, buf_slice(row->worked ? &row->text : &run->text));
	progress_add(1);
	run->unwritten = true;
}

static void
give(struct flight_run *run)
{
	struct flight_row *row;
	uint64_t before = run->first;

	while (run->first < run->end &&
	    (row = row_at(run, run->first))->waits == 0) {
		give_row(run, row);
		if (--row->batch->left == 0)
			let_go(run, row->batch);
		run->first++;
	}
	if (run->first != before)
		run->said = transfer_clock();
}

/* Most rows in flight are done, but wait for a few before them. */
static bool
is_held_up(const struct flight_run *run)
{
	uint64_t done = 0;

	for (uint64_t i = run->first; i < run->end; i++)
		done += row_at(run, i)->waits == 0;
	return 2 * done > run->end - run->first;
}

/* Hosts in trouble are no more waited for where that holds up the others; true
 * if there was one. */
static bool
go_on(struct flight_run *run)
{
	if (run->at_end || run->running > 0 || has_room(run) ||
	    !is_held_up(run))
		return false;
	return hosts_give_up(run->hosts, transfer_clock());
}

static void
say_waiting(struct flight_run *run, int64_t now)
{
	if (diag_verbose() < 1 || now - run->said < SAY_EVERY)
		return;
	run->said = now;
	buf_clear(&run->text);
	hosts_put_waiting(run->hosts, &run->text);
	if (run->text.n > 0)
		inform("waiting for %s", buf_string(&run->text));
}

static int
patience(const struct flight_run *run)
{
	int64_t due = hosts_due(run->hosts), now;

	if (due < 0 || run->running >= run->flight->parallel)
		return -1;
	now = transfer_clock();
	return due <= now ? 0 : due - now < INT32_MAX ? (int)(due - now) : -1;
}

/* Lands what has ended. What is done is written now and then, and at rest. */
static void
wait_for_news(struct flight_run *run)
{
	int64_t now = transfer_clock();
	int wait = patience(run);
	struct transfer *transfer;

	say_waiting(run, now);
	if (diag_verbose() > 0 && (wait < 0 || wait > SAY_EVERY))
		wait = SAY_EVERY;
	if (run->unwritten && now - run->written >= WRITE_EVERY) {
		output_flush(run->out);
		run->unwritten = false;
		run->written = now;
	}
	if (run->unwritten && (wait < 0 || wait > WRITE_EVERY))
		wait = WRITE_EVERY;
	transfer = transfers_next(run->transfers, wait);
	for (int i = 1; transfer != NULL; i++) {
		land(run, transfer);
		transfer =
		    i < LANDINGS ? transfers_next(run->transfers, 0) : NULL;
	}
}

/*
 * What is done of the rows is written, what comes after rows that are still
 * waited for too; how many those are that are missing.
 */
static uint64_t
stop_early(struct flight_run *run)
{
	uint64_t last = run->first, given = 0, missing;

	collect(run);
	for (uint64_t i = run->first; i < run->end; i++)
		if (row_at(run, i)->waits == 0) {
			give_row(run, row_at(run, i));
			given++;
			last = i + 1;
		}
	missing = last - run->first - given;
	output_flush(run->out);
	progress_end();
	return missing;
}

_Noreturn static void
end_interrupted(struct flight_run *run)
{
	uint64_t missing = stop_early(run);
	const char *resume = run->flight->resume;

	if (missing > 0)
		die("interrupted; the rows that were done are written, those "
		    "after %" PRIu64 " that were waited for too; %s",
		    missing, resume);
	die("interrupted; the rows that were done are written; %s", resume);
}

void
flight_die(struct flight_run *run, const char *format, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	stop_early(run);
	die("%s", buf_string(&text));
}

void
flight_run(const struct flight *flight, struct transfers *transfers,
    struct stream_in *in, struct output *out)
{
	struct flight_run run = {
	    .flight = flight, .transfers = transfers, .out = out};

	start_run(&run, in);
	for (;;) {
		uint64_t before = run.first;

		fill(&run);
		collect(&run);
		launch(&run);
		give(&run);
		if (interrupted)
			end_interrupted(&run);
		if (run.at_end && run.first == run.end)
			break;
		/* With rows given there is room for more. */
		if (run.first == before && !go_on(&run))
			wait_for_news(&run);
	}
	progress_end();
	if (run.error != NULL) {
		output_flush(out);
		die("%s", run.error);
	}
	end_run(&run);
}

enum flight_next
flight_after(enum host_result result)
{
	switch (result) {
	case HOST_FAILED: return FLIGHT_FAILED;
	case HOST_BUSY: return FLIGHT_BUSY;
	case HOST_SILENT: return FLIGHT_SILENT;
	default: return FLIGHT_OVER;
	}
}

void
flight_queue(struct flight_run *run, struct flight_job *job, struct slice host)
{
	job->run = run;
	hosts_queue(run->hosts, &job->host, host, transfer_clock());
}

void
flight_wait(struct flight_row *row)
{
	row->waits++;
}

void
flight_ready(struct flight_row *row)
{
	row->waits--;
}

void
flight_work(struct flight_run *run, struct flight_row *row)
{
	row->worked = true;
	row->waits++;
	hand_over(run, &row->piece);
}
