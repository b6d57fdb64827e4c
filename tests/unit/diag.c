/* SPDX-License-Identifier: MIT */
/* Messages, as a child process writes them. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "tap.h"

static void
say_plain(void)
{
	warn("%s: %s", "a.tsv", "plain");
}

static void
say_hostile(void)
{
	warn("%s", "a\x1B[31m\n\xFF\xC3\xA9.jpg");
}

static void
say_long(void)
{
	static char text[20000];

	for (size_t i = 0; i + 1 < sizeof text; i++)
		text[i] = i % 2 == 0 ? '\x01' : 'x';
	die("%s", text);
}

static void
end_by_library(void)
{
	exit(1);
}

static void
say_nothing(void)
{
	diag_verbosity(-1);
	warn("not with -q");
	inform("nor this");
}

/* What the child says; its exit status goes to *status. */
static void
hear(void (*speak)(void), struct buf *text, int *status)
{
	int ends[2];
	char part[4096];
	ssize_t n;
	pid_t child;

	fflush(stdout);
	if (pipe(ends) < 0 || (child = fork()) < 0)
		exit(2);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		speak();
		_exit(0);
	}
	close(ends[1]);
	buf_clear(text);
	while ((n = read(ends[0], part, sizeof part)) > 0)
		buf_put(text, part, (size_t)n);
	close(ends[0]);
	waitpid(child, status, 0);
}

int
main(void)
{
	struct buf text = {0};
	int status;

	diag_init("unit");
	hear(end_by_library, &text, &status);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == DIAG_FAILED,
	    "an exit that is not ours is status 2");
	hear(say_plain, &text, &status);
	is_slice(buf_slice(&text), SLICE("unit: a.tsv: plain\n"), "a message");
	hear(say_hostile, &text, &status);
	is_slice(buf_slice(&text),
	    SLICE("unit: a\\x1B[31m\\x0A\\xFF\xC3\xA9.jpg\n"),
	    "control characters and invalid bytes are shown");
	hear(say_long, &text, &status);
	ok(text.n > 8000 && text.at[text.n - 1] == '\n' &&
		memchr(text.at, '\n', text.n) == text.at + text.n - 1,
	    "a long message is one line");
	ok(WIFEXITED(status) && WEXITSTATUS(status) == DIAG_FAILED,
	    "die is status 2");
	hear(say_nothing, &text, &status);
	is_slice(buf_slice(&text), SLICE(""), "-q");
	buf_free(&text);
	return done_testing() + diag_status();
}
