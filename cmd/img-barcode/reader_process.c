/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "run/message.h"
#include "reader_message.h"
#include "reader_process.h"

/* No picture takes as long. */
enum { SECONDS_MOST = 120 };

struct reader_process {
	struct starter *starter;
	pid_t pid; /* 0: not running */
	int socket;
};

/* The libraries' assertions say nothing that a row does not say. */
static void
prepare(void *context)
{
	(void)context;
	grey_start("img-barcode");
}

static void
answer_one(struct search *search, int fd, struct reader_answer *answer)
{
	struct buf why = {0};

	memset(answer, 0, sizeof *answer);
	answer->read = search_file(search, fd, &answer->finding, &why);
	snprintf(answer->why, sizeof answer->why, "%s", buf_string(&why));
	buf_free(&why);
}

static void
serve(void *context, const int fds[], size_t nfds)
{
	const unsigned *symbologies = context;
	struct reader_answer answer;
	struct search *search;
	int got[MESSAGE_FDS], socket;
	size_t ngot;
	char byte;

	if (nfds != 1)
		return;
	socket = fds[0];
	/* What libraries print is no message of this program. */
	dup2(STDIN_FILENO, STDERR_FILENO);
	search = search_new(*symbologies);
	while (message_receive(socket, &byte, 1, got, &ngot) == 1) {
		if (ngot != 1) /* no descriptor is left */
			_exit(2);
		answer_one(search, got[0], &answer);
		close(got[0]);
		if (!message_send(socket, &answer, sizeof answer, NULL, 0))
			break;
	}
	search_free(search);
}

struct starter *
reader_starter_new(unsigned *symbologies)
{
	return starter_new(&(struct starter_job){
	    .prepare = prepare, .serve = serve, .context = symbologies});
}

struct reader_process *
reader_process_new(struct starter *starter)
{
	struct reader_process *process = mem_array(1, sizeof *process);

	process->starter = starter;
	return process;
}

static struct starter_report
process_end(struct reader_process *process)
{
	pid_t pid = process->pid;

	close(process->socket);
	process->pid = 0;
	return starter_end(process->starter, pid);
}

void
reader_process_free(struct reader_process *process)
{
	if (process->pid > 0)
		process_end(process);
	free(process);
}

static void
process_begin(struct reader_process *process)
{
	struct starter_report report;

	if (process->pid > 0)
		return;
	report = starter_begin(process->starter, NULL, 0, &process->socket);
	if (report.pid <= 0)
		die("a reader process cannot be started: %s",
		    starter_explain(&report));
	process->pid = report.pid;
}

static bool
wait_for_answer(const struct reader_process *process)
{
	struct pollfd wait = {.fd = process->socket, .events = POLLIN};
	int n;

	do
		n = poll(&wait, 1, SECONDS_MOST * 1000);
	while (n < 0 && errno == EINTR);
	return n != 0;
}

static void
explain_death(const struct starter_report *report, struct buf *why)
{
	int status = report->status;

	if (report->pid < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 2))
		die("a reader could not go on");
	if (WIFSIGNALED(status))
		buf_printf(why, "the reader crashed (%s)",
		    strsignal(WTERMSIG(status)));
	else
		buf_put_string(why, "the reader ended");
}

/* Whether there is an answer; *late if it was waited for long enough. */
static bool
ask(struct reader_process *process, int fd, struct reader_answer *answer,
    bool *late)
{
	int none[MESSAGE_FDS];
	size_t nnone;

	*late = false;
	if (!message_send(process->socket, "", 1, &fd, 1))
		return false;
	*late = !wait_for_answer(process);
	return !*late &&
	    message_receive(process->socket, answer, sizeof *answer, none,
		&nnone) == (ptrdiff_t)sizeof *answer;
}

/* What came of it; *again if another process may know better: it fails for a
 * bad picture, but also for want of memory. */
static bool
run_once(struct reader_process *process, int fd, struct finding *finding,
    struct buf *why, bool *again)
{
	struct reader_answer answer;
	struct starter_report report;
	bool late;

	process_begin(process);
	if (ask(process, fd, &answer, &late)) {
		answer.why[sizeof answer.why - 1] = '\0';
		buf_put_string(why, answer.why);
		*finding = answer.finding;
		if (answer.read && finding->tally.n <= CODES_MOST)
			return true;
		process_end(process);
		*again = true;
		return false;
	}
	report = process_end(process);
	*again = !late;
	if (late)
		buf_printf(why, "the reader took longer than %d seconds",
		    SECONDS_MOST);
	else
		explain_death(&report, why);
	return false;
}

bool
reader_process_run(struct reader_process *process, int fd,
    struct finding *finding, struct buf *why)
{
	bool read = false, again = true;

	for (int i = 0; i < 2 && again && !read; i++) {
		again = false;
		buf_clear(why);
		read = run_once(process, fd, finding, why, &again);
	}
	return read;
}
