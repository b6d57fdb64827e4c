/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "buf.h"
#include "diag.h"
#include "progress.h"
#include "utf8.h"

static const char *name = "imgpipe";
static int verbosity;
static atomic_bool attention;

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
	if (fflush(stdout) != 0 || ferror(stdout)) {
		warn_errno("standard output");
		_exit(DIAG_FAILED);
	}
}

void
diag_init(const char *program)
{
	name = program;
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

/*
 * One write for the whole line, so that lines of several programs and threads
 * do not mix. Nothing here may allocate by dying functions: memory may be
 * what is missing.
 */
static void
say(const char *format, va_list ap, const char *cause)
{
	char plain[8192];
	static const char hex[] = "0123456789ABCDEF";
	char line[sizeof plain * 4];
	size_t n = 0;
	int length = vsnprintf(plain, sizeof plain, format, ap);
	struct slice rest = {
	    plain, length < 0 ? 0 : strnlen(plain, sizeof plain)};

	n = (size_t)snprintf(line, sizeof line, "%s: ", name);
	while (rest.n > 0 && n < sizeof line - 512) {
		size_t valid = utf8_span(rest.at, rest.n > 4 ? 4 : rest.n);
		struct slice one = rest;
		unsigned char c = (unsigned char)*rest.at;

		if (valid > 0)
			utf8_take(&one);
		if (valid > 0 && c >= 0x20 && c != 0x7F && c != 0xC2) {
			memcpy(line + n, rest.at, rest.n - one.n);
			n += rest.n - one.n;
			rest = one;
			continue;
		}
		if (c == 0xC2 && valid > 0 &&
		    (unsigned char)rest.at[1] >= 0xA0) {
			line[n++] = *rest.at++;
			line[n++] = *rest.at++;
			rest.n -= 2;
			continue;
		}
		line[n++] = '\\';
		line[n++] = 'x';
		line[n++] = hex[c >> 4];
		line[n++] = hex[c & 15];
		rest.at++;
		rest.n--;
	}
	n += (size_t)snprintf(line + n, sizeof line - n, "%s%s\n",
	    cause != NULL ? ": " : "", cause != NULL ? cause : "");
	progress_hide();
	fflush(stdout);
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}

void
die(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(format, ap, NULL);
	va_end(ap);
	exit(DIAG_FAILED);
}

void
die_errno(const char *format, ...)
{
	const char *cause = strerror(errno);
	va_list ap;

	va_start(ap, format);
	say(format, ap, cause);
	va_end(ap);
	exit(DIAG_FAILED);
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
diag_attention(void)
{
	attention = true;
}

int
diag_status(void)
{
	return attention ? DIAG_ATTENTION : DIAG_DONE;
}
