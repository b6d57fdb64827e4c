/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "run/sandbox.h"
#include "run/starter.h"

/* Seconds, on the slowest of disks. */
enum { PREPARING_MOST = 60 };

struct starter {
	struct starter_job job;
	int socket;
	pid_t pid;
	pthread_mutex_t lock; /* an order and its answer belong together */
};

/* Start a process with descriptors, or end one and say how it died. */
struct order {
	bool start;
	pid_t pid;
};

/* Nothing of the terminal's or the pipeline's; no file but the system's. */
static void
shut_in(void)
{
	const struct rlimit none = {0, 0};
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(null, STDOUT_FILENO) < 0)
		die_errno("/dev/null");
	sandbox_enter(&(struct sandbox_rules){.closed = true});
}

static struct starter_report
start_one(const struct starter *starter, const int fds[], size_t nfds)
{
	struct starter_report report = {.pid = fork()};

	report.error = errno;
	if (report.pid == 0) {
		close(starter->socket);
		shut_in();
		starter->job.serve(starter->job.context, fds, nfds);
		_exit(0);
	}
	for (size_t i = 0; i < nfds; i++)
		close(fds[i]);
	return report;
}

static struct starter_report
end_one(pid_t pid)
{
	struct starter_report report = {.pid = pid};

	kill(pid, SIGKILL);
	while (waitpid(pid, &report.status, 0) < 0)
		if (errno != EINTR)
			return (struct starter_report){
			    .pid = -1, .error = errno};
	return report;
}

/* Interrupts are for the program, which closes its end when it dies. */
_Noreturn static void
starter_run(const struct starter *starter)
{
	static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	int fds[MESSAGE_FDS];
	struct order order;
	size_t nfds;

	/* A crash is for the report that this process makes of it. */
	diag_on_crash(SIG_DFL);
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	if (starter->job.prepare != NULL) {
		/* Libraries that lack memory may wait for themselves. */
		alarm(PREPARING_MOST);
		starter->job.prepare(starter->job.context);
		alarm(0);
	}
	while (message_receive(starter->socket, &order, sizeof order, fds,
		   &nfds) == (ptrdiff_t)sizeof order) {
		struct starter_report report = order.start
		    ? start_one(starter, fds, nfds)
		    : end_one(order.pid);

		if (!message_send(
			starter->socket, &report, sizeof report, NULL, 0))
			break;
	}
	_exit(0);
}

struct starter *
starter_new(const struct starter_job *job)
{
	struct starter *starter = mem_array(1, sizeof *starter);
	int ends[2];

	starter->job = *job;
	pthread_mutex_init(&starter->lock, NULL);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		die_errno("a socket for decoders");
	fflush(NULL);
	starter->pid = fork();
	if (starter->pid < 0)
		die_errno("a process for decoders");
	starter->socket = ends[starter->pid == 0];
	close(ends[starter->pid != 0]);
	if (starter->pid == 0)
		starter_run(starter);
	return starter;
}

void
starter_free(struct starter *starter)
{
	close(starter->socket);
	while (waitpid(starter->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	pthread_mutex_destroy(&starter->lock);
	free(starter);
}

static struct starter_report
give_order(struct starter *starter, const struct order *order, const int fds[],
    size_t nfds)
{
	struct starter_report report;
	int none[MESSAGE_FDS];
	size_t nnone;

	pthread_mutex_lock(&starter->lock);
	if (!message_send(starter->socket, order, sizeof *order, fds, nfds) ||
	    message_receive(starter->socket, &report, sizeof report, none,
		&nnone) != (ptrdiff_t)sizeof report)
		report = (struct starter_report){.pid = -1, .error = ECHILD};
	pthread_mutex_unlock(&starter->lock);
	return report;
}

struct starter_report
starter_begin(
    struct starter *starter, const int fds[], size_t nfds, int *socket)
{
	struct starter_report report = {.pid = -1};
	int ends[2], all[MESSAGE_FDS];

	assert(nfds < MESSAGE_FDS);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		report.error = errno;
		return report;
	}
	all[0] = ends[1];
	for (size_t i = 0; i < nfds; i++)
		all[i + 1] = fds[i];
	report =
	    give_order(starter, &(struct order){.start = true}, all, nfds + 1);
	close(ends[1]);
	if (report.pid <= 0)
		close(ends[0]);
	else
		*socket = ends[0];
	return report;
}

const char *
starter_explain(const struct starter_report *report)
{
	return report->error == ECHILD
	    ? "what starts it has ended: out of memory?"
	    : strerror(report->error);
}

struct starter_report
starter_end(struct starter *starter, pid_t pid)
{
	return give_order(starter, &(struct order){.pid = pid}, NULL, 0);
}
