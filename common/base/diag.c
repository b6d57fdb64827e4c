/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/progress.h"
#include "base/utf8.h"

static const char *name = "imgpipe";
static int verbosity;
static atomic_bool attention;
static bool attention_ok;
static atomic_bool ended; /* by us, not by a library's exit(3) */

/*
 * A closed descriptor is occupied by one that fails in the way it would have
 * failed itself: 0 cannot be read, 1 and 2 cannot be written.
 */
static void
occupy(int fd)
{
	if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
		return;
	if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
		_exit(DIAG_FAILED);
}

static void
close_stdout(void)
{
	if (!ended) {
		warn("a library has ended the program: out of memory?");
		_exit(DIAG_FAILED);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		warn_errno("standard output");
		_exit(DIAG_FAILED);
	}
}

/* Only calls that are allowed in a signal handler. */
static void
end_by_crash(int signal)
{
	static const char text[] = ": crashed: no memory, or a fault of the "
				   "program or a library\n";

	(void)signal;
	(void)!write(STDERR_FILENO, name, strlen(name));
	(void)!write(STDERR_FILENO, text, sizeof text - 1);
	_exit(DIAG_FAILED);
}

void
diag_on_crash(void (*handler)(int signal))
{
	static const int signals[] = {
	    SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
	struct sigaction now, then = {.sa_flags = SA_ONSTACK};

	then.sa_handler = handler;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigaction(signals[i], NULL, &now) == 0 &&
		    (now.sa_handler == SIG_DFL ||
			now.sa_handler == end_by_crash))
			sigaction(signals[i], &then, NULL);
}

void
diag_init(const char *program)
{
	name = program;
	diag_on_crash(end_by_crash);
	/* A limit of files' sizes is an error of writing, not a signal. */
	signal(SIGXFSZ, SIG_IGN);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		occupy(fd);
	if (atexit(close_stdout) != 0)
		_exit(DIAG_FAILED);
}

const char *
diag_program(void)
{
	return name;
}

void
diag_verbosity(int level)
{
	verbosity = level;
}

int
diag_verbose(void)
{
	return verbosity;
}

static void say(const char *format, va_list ap, const char *cause)
    __attribute__((format(printf, 1, 0)));

static bool
harmless(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

/*
 * One write for the whole line, so that lines of several programs and threads
 * do not mix. Harmless text needs no memory: that may be what is missing.
 */
static void
say(const char *format, va_list ap, const char *cause)
{
	char text[8192], line[sizeof text + 1024];
	struct buf shown = {0};
	int n;

	if (vsnprintf(text, sizeof text, format, ap) < 0)
		text[0] = '\0';
	if (!harmless(text))
		utf8_show(&shown, slice_of(text));
	n = snprintf(line, sizeof line, "%s: %s%s%s", name,
	    shown.n > 0 ? buf_string(&shown) : text, cause != NULL ? ": " : "",
	    cause != NULL ? cause : "");
	buf_free(&shown);
	if (n > (int)sizeof line - 2)
		n = (int)sizeof line - 2;
	line[n++] = '\n';
	progress_hide();
	fflush(stdout);
	if (write(STDERR_FILENO, line, (size_t)n) < 0)
		return;
}

/*
 * Not exit(3): what libraries do at exit is not safe while other threads are
 * at work in them.
 */
_Noreturn static void
fail(void)
{
	fflush(stdout);
	_exit(DIAG_FAILED);
}

void
die(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(format, ap, NULL);
	va_end(ap);
	fail();
}

void
die_errno(const char *format, ...)
{
	const char *cause = strerror(errno);
	va_list ap;

	va_start(ap, format);
	say(format, ap, cause);
	va_end(ap);
	fail();
}

void
warn(const char *format, ...)
{
	va_list ap;

	if (verbosity < 0)
		return;
	va_start(ap, format);
	say(format, ap, NULL);
	va_end(ap);
}

void
warn_errno(const char *format, ...)
{
	const char *cause = strerror(errno);
	va_list ap;

	if (verbosity < 0)
		return;
	va_start(ap, format);
	say(format, ap, cause);
	va_end(ap);
}

void
inform(const char *format, ...)
{
	va_list ap;

	if (verbosity < 1)
		return;
	va_start(ap, format);
	say(format, ap, NULL);
	va_end(ap);
}

void
sum_up(bool nothing, const char *format, ...)
{
	va_list ap;

	if (verbosity < (nothing ? 0 : 1))
		return;
	va_start(ap, format);
	say(format, ap, NULL);
	va_end(ap);
}

void
diag_attention(void)
{
	attention = true;
}

bool
diag_needs_attention(void)
{
	return attention;
}

void
diag_attention_ok(void)
{
	attention_ok = true;
}

int
diag_status(void)
{
	ended = true;
	return attention && !attention_ok ? DIAG_ATTENTION : DIAG_DONE;
}
