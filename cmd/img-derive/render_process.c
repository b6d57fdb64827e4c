/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "registry/problem.h"
#include "run/message.h"
#include "run/starter.h"
#include "image.h"
#include "memory_gate.h"
#include "render_message.h"
#include "render_process.h"

struct render_starter {
	const struct settings *settings;
	const char *program;
	struct starter *starter;
};

struct render_process {
	struct render_starter *starter;
	pid_t pid; /* 0: not running */
	int socket;
	int results;
	bool ready; /* it has said that it is */
	uint64_t memory; /* that it has been given to decode in */
	struct buf bytes;
};

static void
prepare(void *context)
{
	const struct render_starter *starter = context;

	image_start(starter->program);
}

static void
serve(void *context, const int fds[], size_t nfds)
{
	const struct render_starter *starter = context;

	if (nfds == 2)
		render_serve(starter->settings, fds[0], fds[1]);
}

struct render_starter *
render_starter_new(const struct settings *settings, const char *program)
{
	struct render_starter *starter = mem_array(1, sizeof *starter);

	starter->settings = settings;
	starter->program = program;
	starter->starter = starter_new(&(struct starter_job){
	    .prepare = prepare, .serve = serve, .context = starter});
	return starter;
}

void
render_starter_free(struct render_starter *starter)
{
	starter_free(starter->starter);
	free(starter);
}

struct render_process *
render_process_new(struct render_starter *starter)
{
	struct render_process *process = mem_array(1, sizeof *process);

	process->starter = starter;
	process->results = memfd_create("results", MFD_CLOEXEC);
	if (process->results < 0)
		die_errno("memory for results");
	return process;
}

static struct starter_report
process_end(struct render_process *process)
{
	pid_t pid = process->pid;

	memory_gate_leave(process->memory);
	process->memory = 0;
	close(process->socket);
	process->pid = 0;
	return starter_end(process->starter->starter, pid);
}

void
render_process_free(struct render_process *process)
{
	if (process->pid > 0)
		process_end(process);
	close(process->results);
	buf_free(&process->bytes);
	free(process);
}

/* NULL, or why there is none. */
static const char *
process_begin(struct render_process *process)
{
	struct starter_report report;

	if (process->pid > 0)
		return NULL;
	report = starter_begin(
	    process->starter->starter, &process->results, 1, &process->socket);
	if (report.pid <= 0)
		return starter_explain(&report);
	process->pid = report.pid;
	process->ready = false;
	return NULL;
}

enum hearing { ANSWERED, DIED, HUNG, FAILED /* here, with errno */ };

/* True when there is an answer, or an end. */
static bool
wait_for_answer(const struct render_process *process)
{
	struct pollfd wait = {.fd = process->socket, .events = POLLIN};
	int seconds = process->starter->settings->timeout, n;

	do
		n = poll(&wait, 1, seconds * 1000);
	while (n < 0 && errno == EINTR);
	return n != 0;
}

/* GLib ends a program by a trap when it has no memory and no thread. */
static bool
is_fault(const struct starter_report *report)
{
	int status = report->status;

	return report->pid < 0 ||
	    (WIFEXITED(status) && WEXITSTATUS(status) == 2) ||
	    (WIFSIGNALED(status) && WTERMSIG(status) == SIGTRAP);
}

static const char *
explain_death(const struct starter_report *report, struct buf *why)
{
	int status = report->status;

	if (is_fault(report)) {
		buf_put_string(why, "a decoder could not go on");
		return render_fault;
	}
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
		buf_put_string(
		    why, "its decoder was killed, perhaps for want of memory");
		return "derive-killed";
	}
	if (WIFSIGNALED(status))
		buf_printf(why, "its decoder crashed (%s)",
		    strsignal(WTERMSIG(status)));
	else
		buf_printf(
		    why, "its decoder ended (status %d)", WEXITSTATUS(status));
	return "derive-broken";
}

static bool
is_consistent(const struct render_answer *answer, uint64_t had, uint64_t *total)
{
	*total = 0;
	for (int i = 0; i < NSIZES; i++) {
		uint64_t at = answer->sizes[i].at, n = answer->sizes[i].n;

		if (!answer->sizes[i].made)
			continue;
		if (at != *total || at > had || n > had - at)
			return false;
		*total += n;
	}
	return true;
}

static const char *
results_fault(const char *text, struct buf *why)
{
	buf_printf(why, "the output of a decoder cannot be read: %s", text);
	return render_fault;
}

/* Copies them: what the other process does with them later is its own. */
static const char *
take_results(struct render_process *process, const struct render_answer *answer,
    struct rendered rendered[NSIZES], struct buf *why)
{
	uint64_t total;
	struct stat st;
	ssize_t got;

	if (fstat(process->results, &st) != 0)
		return results_fault(strerror(errno), why);
	if (!is_consistent(answer, (uint64_t)st.st_size, &total)) {
		buf_put_string(why, "its decoder answered nonsense");
		return "derive-broken";
	}
	buf_clear(&process->bytes);
	buf_room(&process->bytes, (size_t)total + 1);
	got = io_read_at(process->results, process->bytes.at, (size_t)total, 0);
	if (got != (ssize_t)total)
		return results_fault(
		    got < 0 ? strerror(errno) : "a part is missing", why);
	for (int i = 0; i < NSIZES; i++)
		rendered[i] = answer->sizes[i].made
		    ? (struct rendered){.bytes = {process->bytes.at +
						answer->sizes[i].at,
					    (size_t)answer->sizes[i].n},
			  .as_it_is = answer->sizes[i].as_it_is,
			  .blank = answer->sizes[i].blank,
			  .width = answer->sizes[i].width,
			  .height = answer->sizes[i].height}
		    : (struct rendered){.bytes = SLICE_NONE};
	return NULL;
}

static bool
are_pages(const struct tiff_pages *pages)
{
	for (uint16_t i = 0; i < pages->n; i++)
		if (i == TIFF_PAGES_MOST || pages->at[i] > TIFF_PAGES_MOST ||
		    pages->at[i] <= (i > 0 ? pages->at[i - 1] : 0))
			return false;
	return true;
}

static const char *
read_pages(const struct render_answer *answer, struct tiff_pages *pages,
    struct buf *why)
{
	if (!are_pages(&answer->pages)) {
		buf_put_string(why, "its decoder answered nonsense");
		return "derive-broken";
	}
	*pages = answer->pages;
	return NULL;
}

static const char *
read_answer(struct render_process *process,
    const struct render_request *request, struct render_answer *answer,
    struct rendered rendered[NSIZES], char md5[MD5_SIZE], struct buf *why)
{
	const struct problem *problem;

	answer->why[sizeof answer->why - 1] = '\0';
	answer->problem[sizeof answer->problem - 1] = '\0';
	answer->md5[MD5_SIZE - 1] = '\0';
	memcpy(md5, answer->md5, MD5_SIZE);
	buf_put_string(why, answer->why);
	if (answer->fault)
		return render_fault;
	if (answer->problem[0] != '\0') {
		problem = problem_find(slice_of(answer->problem));
		return problem != NULL ? problem->code : "derive-broken";
	}
	if (request->pages != NULL)
		return read_pages(answer, request->pages, why);
	return take_results(process, answer, rendered, why);
}

/* Why no message goes to the process, or comes from it. */
static enum hearing
lost(void)
{
	return errno == EPIPE || errno == ECONNRESET ? DIED : FAILED;
}

static bool
ask(const struct render_process *process, const struct render_request *request)
{
	struct render_question question = {.look_ahead = request->look_ahead,
	    .want_md5 = request->want_md5,
	    .list_pages = request->pages != NULL,
	    .page = request->page};
	int fds[MESSAGE_FDS] = {request->source};
	size_t nfds = 1;

	for (int i = 0; i < NSIZES; i++) {
		question.existing[i] = request->existing[i] >= 0;
		if (question.existing[i])
			fds[nfds++] = request->existing[i];
	}
	return message_send(
	    process->socket, &question, sizeof question, fds, nfds);
}

/* Waits for others to give memory back; that is not the decoder's time. */
static bool
answer_gate(struct render_process *process, struct render_gate gate)
{
	if (gate.enter) {
		gate.enter = memory_gate_enter(gate.bytes);
		process->memory += gate.enter ? gate.bytes : 0;
	} else if (gate.bytes <= process->memory) {
		memory_gate_leave(gate.bytes);
		process->memory -= gate.bytes;
	}
	return message_send(process->socket, &gate, sizeof gate, NULL, 0);
}

/* The answer to a question, what is asked meanwhile being answered. */
static enum hearing
hear(struct render_process *process, struct render_answer *answer)
{
	union {
		struct render_answer answer;
		struct render_gate gate;
	} message;
	int none[MESSAGE_FDS];
	size_t nnone;

	for (;;) {
		ptrdiff_t n;

		if (!wait_for_answer(process))
			return HUNG;
		n = message_receive(
		    process->socket, &message, sizeof message, none, &nnone);
		if (n == (ptrdiff_t)sizeof message.answer) {
			*answer = message.answer;
			return ANSWERED;
		}
		if (n < 0)
			return lost();
		if (n == 1) {
			process->ready = true;
			continue;
		}
		if (n != (ptrdiff_t)sizeof message.gate)
			return DIED;
		if (!answer_gate(process, message.gate))
			return lost();
	}
}

/* What is asked, and what came of it; *again if another process may know
 * better: a decoder dies of a bad picture, but also of a lack of memory. */
static const char *
run_once(struct render_process *process, const struct render_request *request,
    struct rendered rendered[NSIZES], char md5[MD5_SIZE], struct buf *why,
    bool *again)
{
	const char *missing = process_begin(process);
	struct render_answer answer;
	struct starter_report report;
	enum hearing heard;

	if (missing != NULL) {
		buf_printf(
		    why, "a decoder process cannot be started: %s", missing);
		return render_fault;
	}
	heard = ask(process, request) ? hear(process, &answer) : lost();
	if (heard == ANSWERED)
		return read_answer(
		    process, request, &answer, rendered, md5, why);
	if (heard == FAILED)
		buf_printf(why, "a decoder process cannot be reached: %s",
		    strerror(errno));
	report = process_end(process);
	if (heard == FAILED)
		return render_fault;
	if (heard == HUNG && !process->ready) {
		buf_put_string(why, "a decoder does not start");
		return render_fault;
	}
	if (heard == HUNG) {
		buf_printf(why, "its decoder took longer than %d seconds",
		    process->starter->settings->timeout);
		return "derive-broken";
	}
	*again = !is_fault(&report);
	return explain_death(&report, why);
}

const char *
render_process_run(struct render_process *process,
    const struct render_request *request, struct rendered rendered[NSIZES],
    char md5[MD5_SIZE], struct buf *why)
{
	size_t start = why->n;
	const char *problem = NULL;
	bool again = true;

	for (int i = 0; i < 2 && again; i++) {
		again = false;
		why->n = start;
		md5[0] = '\0';
		for (int k = 0; k < NSIZES; k++)
			rendered[k] = (struct rendered){.bytes = SLICE_NONE};
		problem =
		    run_once(process, request, rendered, md5, why, &again);
	}
	return problem;
}
