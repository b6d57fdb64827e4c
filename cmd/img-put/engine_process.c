/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "engine_each.h"
#include "engine_exec.h"
#include "engine_process.h"

/* A path, and the message's beginning. */
enum { ORDER_MOST = 8192 };

/* What is kept of a program's messages. */
enum { ERRORS_MOST = 2000 };

enum { PIECE = 64 << 10 };

enum stream { LINES, MESSAGES, STREAMS };

struct engine_process {
	const struct engine *engine;
	const struct settings *settings;
	const struct target *target;
	pid_t pid;
	int socket;
	int names; /* a file without a name */
	int pipes[STREAMS]; /* the ends that are read, or written */
	struct buf text[STREAMS]; /* the beginning of a line */
	struct buf errors;
	struct engine_facts facts;
};

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal)
{
	interrupted = signal;
}

/* A signal that was ignored when the program started stays so. */
void
engine_process_catch_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {
	    .sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
	struct sigaction old;

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		sigaction(signals[i], NULL, &old);
		if (old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

bool
engine_process_interrupted(void)
{
	return interrupted != 0;
}

static pid_t
start(const struct engine_process *process, enum engine_pass pass,
    const char *root)
{
	struct buf words = {0};
	pid_t pid;

	process->engine->arguments(
	    process->settings, process->target, pass, &words);
	pid = engine_exec(&words, root,
	    (int[]){process->names, process->pipes[LINES],
		process->pipes[MESSAGES]});
	buf_free(&words);
	return pid;
}

/* Until it has ended; what comes by the socket meanwhile ends it. */
static int
wait_for_end(const struct engine_process *process, pid_t pid)
{
	struct pollfd wait[2] = {{.fd = process->socket, .events = POLLIN},
	    {.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN}};
	char byte;

	/* A kernel without it lets it run to its end. */
	while (wait[1].fd >= 0 &&
	    (poll(wait, 2, -1) < 0 || wait[1].revents == 0)) {
		if (wait[0].revents == 0)
			continue;
		if (recv(process->socket, &byte, 1, 0) <= 0)
			wait[0].fd = -1;
		kill(pid, SIGTERM);
	}
	close(wait[1].fd);
	return engine_exec_wait(pid);
}

static int
run_for_each(const struct engine_process *process, enum engine_pass pass,
    const char *root)
{
	const struct engine_each each = {.engine = process->engine,
	    .settings = process->settings,
	    .target = process->target,
	    .folder = root,
	    .names = process->names,
	    .socket = process->socket,
	    .lines = process->pipes[LINES],
	    .messages = process->pipes[MESSAGES]};

	return engine_each_run(&each, pass);
}

/* The status of waitpid(2), or -1. */
static int
run_program(const struct engine_process *process, enum engine_pass pass,
    const char *root)
{
	pid_t pid = start(process, pass, root);

	return pid > 0 ? wait_for_end(process, pid) : -1;
}

/* What is missing in a folder is what rsync is to take away. */
static int
run_order(const struct engine_process *process, enum engine_pass pass,
    const char *root)
{
	const char *folder = getenv("TMPDIR");
	struct buf empty = {0};
	int status = -1;

	if (pass == ENGINE_LINK)
		return run_for_each(process, pass, root);
	if (pass != ENGINE_DROP)
		return run_program(process, pass, root);
	buf_printf(&empty, "%s/img-put.XXXXXX",
	    folder != NULL && *folder != '\0' ? folder : "/tmp");
	if (mkdtemp(buf_string(&empty)) != NULL) {
		status = run_program(process, pass, empty.at);
		rmdir(empty.at);
	}
	buf_free(&empty);
	return status;
}

/* Signals are for the program, which says what is to be done. */
_Noreturn static void
serve(const struct engine_process *process)
{
	static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	char order[ORDER_MOST];
	ssize_t n;

	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	while ((n = recv(process->socket, order, sizeof order - 1, 0)) > 0) {
		int status;

		order[n] = '\0';
		/* Asked to end what has ended already. */
		if (n < 2)
			continue;
		status =
		    run_order(process, (enum engine_pass)order[0], order + 1);
		if (send(process->socket, &status, sizeof status,
			MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(0);
}

static void
open_pipes(struct engine_process *process, int others[STREAMS])
{
	for (int i = 0; i < STREAMS; i++) {
		int ends[2];

		if (pipe2(ends, O_CLOEXEC) != 0)
			die_errno("a pipe from %s", process->engine->program);
		process->pipes[i] = ends[0];
		others[i] = ends[1];
		fcntl(ends[0], F_SETFL, O_NONBLOCK);
	}
}

struct engine_process *
engine_process_new(const struct settings *settings, const struct target *target)
{
	const struct engine *engine = engine_of(target);
	struct engine_process *process;
	int ends[2], others[STREAMS];

	if (engine == NULL)
		return NULL;
	process = mem_array(1, sizeof *process);
	*process = (struct engine_process){
	    .engine = engine, .settings = settings, .target = target};
	open_pipes(process, others);
	process->names = memfd_create("names", MFD_CLOEXEC);
	if (process->names < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		die_errno("%s", engine->program);
	fflush(NULL);
	process->pid = fork();
	if (process->pid < 0)
		die_errno("a process for %s", engine->program);
	process->socket = ends[process->pid == 0];
	close(ends[process->pid != 0]);
	if (process->pid != 0) {
		for (int i = 0; i < STREAMS; i++)
			close(others[i]);
		return process;
	}
	for (int i = 0; i < STREAMS; i++) {
		close(process->pipes[i]);
		process->pipes[i] = others[i];
	}
	serve(process);
}

void
engine_process_free(struct engine_process *process)
{
	if (process == NULL)
		return;
	close(process->socket);
	while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	close(process->names);
	for (int i = 0; i < STREAMS; i++) {
		close(process->pipes[i]);
		buf_free(&process->text[i]);
	}
	buf_free(&process->errors);
	buf_free(&process->facts.name);
	buf_free(&process->facts.link);
	free(process);
}

const struct engine *
engine_process_engine(const struct engine_process *process)
{
	return process->engine;
}

const char *
engine_process_error(struct engine_process *process)
{
	return process->errors.n > 0 ? buf_string(&process->errors)
				     : "it ended without a word";
}

static struct engine_facts *
no_facts(struct engine_process *process)
{
	struct engine_facts *facts = &process->facts;

	buf_clear(&facts->name);
	buf_clear(&facts->link);
	facts->size = -1;
	facts->modified = 0;
	facts->md5[0] = '\0';
	return facts;
}

static void
take_message(struct engine_process *process, const struct engine_run *run,
    struct slice line)
{
	const struct engine *engine = process->engine;
	struct engine_facts *facts = no_facts(process);
	struct buf *errors = &process->errors;

	line = slice_trim(line);
	if (line.n == 0)
		return;
	if (engine->message != NULL && engine->message(line, facts))
		run->facts(run->context, facts);
	inform("%.*s", SLICE_ARG(line));
	if (errors->n + line.n > ERRORS_MOST)
		return;
	if (errors->n > 0)
		buf_put_string(errors, "; ");
	buf_put_slice(errors, line);
}

static void
take_line(struct engine_process *process, const struct engine_run *run,
    struct slice line)
{
	struct engine_facts *facts = no_facts(process);

	if (process->engine->line(run->pass, line, facts))
		run->facts(run->context, facts);
}

/* What has come of one of its streams; a last line may have no LF yet. */
static void
drain(struct engine_process *process, const struct engine_run *run,
    enum stream which)
{
	struct buf *text = &process->text[which];
	ssize_t got;

	for (;;) {
		size_t start = 0;
		char *end;

		got = read(process->pipes[which], buf_room(text, PIECE), PIECE);
		if (got <= 0)
			return;
		text->n += (size_t)got;
		while ((end = memchr(
			    text->at + start, '\n', text->n - start)) != NULL) {
			struct slice line = {
			    text->at + start, (size_t)(end - text->at) - start};

			if (which == LINES)
				take_line(process, run, line);
			else
				take_message(process, run, line);
			start += line.n + 1;
		}
		memmove(text->at, text->at + start, text->n - start);
		text->n -= start;
	}
}

/* The exit status; -1 if the process that starts the others is gone. */
static int
attend(struct engine_process *process, const struct engine_run *run)
{
	struct pollfd wait[STREAMS + 1] = {{.fd = process->socket}};
	bool asked = false;
	int status = -1;
	ssize_t n = 0;

	for (int i = 0; i < STREAMS; i++)
		wait[i + 1].fd = process->pipes[i];
	for (int i = 0; i <= STREAMS; i++)
		wait[i].events = POLLIN;
	do {
		if (interrupted && !asked && !run->to_the_end) {
			asked = true;
			send(process->socket, "", 1, MSG_NOSIGNAL);
		}
		/* A signal may come just before the wait. */
		poll(wait, STREAMS + 1, 200);
		for (int i = 0; i < STREAMS; i++)
			drain(process, run, (enum stream)i);
		n = recv(process->socket, &status, sizeof status, MSG_DONTWAIT);
	} while (n < 0 && (errno == EAGAIN || errno == EINTR));
	for (int i = 0; i < STREAMS; i++)
		drain(process, run, (enum stream)i);
	return n == (ssize_t)sizeof status ? status : -1;
}

static bool
give_names(struct engine_process *process, struct slice names)
{
	return ftruncate(process->names, 0) == 0 &&
	    lseek(process->names, 0, SEEK_SET) == 0 &&
	    io_write(process->names, names.at, names.n) &&
	    lseek(process->names, 0, SEEK_SET) == 0;
}

static bool
give_order(struct engine_process *process, const struct engine_run *run)
{
	struct buf order = {0};
	bool sent;

	buf_put_char(&order, (char)run->pass);
	buf_put_string(&order, run->root);
	sent = order.n < ORDER_MOST &&
	    send(process->socket, order.at, order.n, MSG_NOSIGNAL) ==
		(ssize_t)order.n;
	buf_free(&order);
	return sent;
}

enum engine_end
engine_process_run(struct engine_process *process, const struct engine_run *run)
{
	int status;

	buf_clear(&process->errors);
	for (int i = 0; i < STREAMS; i++)
		buf_clear(&process->text[i]);
	if (!give_names(process, run->names) || !give_order(process, run))
		die_errno("%s", process->engine->program);
	status = attend(process, run);
	for (int i = 0; i < STREAMS; i++)
		if (process->text[i].n > 0 && i == MESSAGES)
			take_message(
			    process, run, buf_slice(&process->text[i]));
	if (status < 0 || !WIFEXITED(status))
		return ENGINE_LATER;
	return WEXITSTATUS(status) == ENGINE_NOT_FOUND
	    ? ENGINE_FAILED
	    : process->engine->end(
		  run->pass, WEXITSTATUS(status), buf_slice(&process->errors));
}

void
engine_process_pause(struct engine_process *process, unsigned seconds)
{
	struct pollfd wait = {.fd = process->socket};

	/* It ends early where a signal has come, or the other process went. */
	if (!interrupted)
		poll(&wait, 1, (int)seconds * 1000);
}
