/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

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
		if (ngot != 1)
			break;
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

/* 0, or an errno value. */
static int
process_begin(struct reader_process *process)
{
	struct starter_report report;

	if (process->pid > 0)
		return 0;
	report = starter_begin(process->starter, NULL, 0, &process->socket);
	if (report.pid <= 0)
		return report.error;
	process->pid = report.pid;
	return 0;
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
	if (report->pid > 0 && WIFSIGNALED(report->status))
		buf_printf(why, "the reader crashed (%s)",
		    strsignal(WTERMSIG(report->status)));
	else
		buf_put_string(why, "the reader ended");
}

bool
reader_process_run(struct reader_process *process, int fd,
    struct finding *finding, struct buf *why)
{
	struct reader_answer answer;
	struct starter_report report;
	int error = process_begin(process), none[MESSAGE_FDS];
	size_t nnone;

	if (error != 0) {
		buf_printf(why, "no process for a reader: %s", strerror(error));
		return false;
	}
	if (message_send(process->socket, "", 1, &fd, 1)) {
		if (!wait_for_answer(process)) {
			process_end(process);
			buf_printf(why,
			    "the reader took longer than %d seconds",
			    SECONDS_MOST);
			return false;
		}
		if (message_receive(process->socket, &answer, sizeof answer,
			none, &nnone) == (ptrdiff_t)sizeof answer) {
			answer.why[sizeof answer.why - 1] = '\0';
			buf_put_string(why, answer.why);
			*finding = answer.finding;
			return answer.read && finding->tally.n <= CODES_MOST;
		}
	}
	report = process_end(process);
	explain_death(&report, why);
	return false;
}
