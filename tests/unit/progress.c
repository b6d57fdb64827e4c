/* SPDX-License-Identifier: MIT */
/* Progress, as a child shows it on a terminal and in a pipe. */
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/progress.h"
#include "tap.h"

enum { PATIENCE = 30000 }; /* milliseconds, for a machine that is busy */

struct child {
	pid_t pid;
	int shown; /* its standard error */
	int go; /* closed by the parent: go on */
	struct buf text;
};

static bool
may_go_on(int go)
{
	struct pollfd fd = {.fd = go, .events = POLLIN};

	return poll(&fd, 1, 1) > 0;
}

/* Half of the work is done again and again until the parent has seen it. */
static _Noreturn void
work(int go)
{
	diag_init("test");
	progress_start("rows");
	while (!may_go_on(go)) {
		progress_add(1);
		progress_bytes(1000);
		progress_share(1, 2);
	}
	warn("a message");
	progress_end();
	_exit(0);
}

static _Noreturn void
work_shortly(int go)
{
	(void)go;
	diag_init("test");
	progress_start("rows");
	progress_add(1000);
	progress_end();
	_exit(0);
}

static struct child
start(void (*run)(int), bool terminal)
{
	struct child child = {0};
	int out[2], go[2];

	if (pipe(go) != 0 || (!terminal && pipe(out) != 0))
		exit(2);
	child.pid = terminal ? forkpty(&child.shown, NULL, NULL, NULL) : fork();
	if (child.pid == 0) {
		close(go[1]);
		if (!terminal) {
			dup2(out[1], STDERR_FILENO);
			close(out[0]);
			close(out[1]);
		}
		run(go[0]);
	}
	close(go[0]);
	child.go = go[1];
	if (!terminal) {
		close(out[1]);
		child.shown = out[0];
	}
	return child;
}

/* Reads on; false at the end. */
static bool
read_on(struct child *child)
{
	struct pollfd fd = {.fd = child->shown, .events = POLLIN};
	char piece[512];
	ssize_t n;

	if (poll(&fd, 1, PATIENCE) <= 0)
		return false;
	n = read(child->shown, piece, sizeof piece);
	if (n <= 0)
		return false;
	buf_put(&child->text, piece, (size_t)n);
	return true;
}

static bool
has(struct child *child, const char *text)
{
	return strstr(buf_string(&child->text), text) != NULL;
}

static void
finish(struct child *child)
{
	int status;

	if (child->go >= 0)
		close(child->go);
	while (read_on(child))
		continue;
	ok(waitpid(child->pid, &status, 0) == child->pid && status == 0,
	    "the child ends well");
	close(child->shown);
	buf_free(&child->text);
}

int
main(void)
{
	struct child child = start(work, true);

	while (!has(&child, " left") && read_on(&child))
		continue;
	ok(has(&child, "\r\033[Ktest: "),
	    "terminal: the line is written in place");
	ok(has(&child, " rows, "), "with what is counted");
	ok(has(&child, " MB/s"), "and what is moved");
	ok(has(&child, "50 %, 0:00:0"),
	    "and the time left: as much as has gone");
	ok(!has(&child, "\n"), "and without a line end");
	close(child.go);
	child.go = -1;
	while (read_on(&child))
		continue;
	ok(has(&child, "\r\033[Ktest: a message"), "a message clears the line");
	ok(has(&child, "100 %, 0:00:00 left\r\n"), "the last line stays");
	finish(&child);

	child = start(work, false);
	while (!has(&child, " left\n") && read_on(&child))
		continue;
	ok(has(&child, "test: ") && !has(&child, "\r"),
	    "no terminal: whole lines, nothing is cleared");
	finish(&child);

	child = start(work_shortly, true);
	while (read_on(&child))
		continue;
	is_slice(buf_slice(&child.text), SLICE(""), "short work shows nothing");
	finish(&child);
	return done_testing();
}
