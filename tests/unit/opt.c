/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/opt.h"
#include "tap.h"

static struct opt
with(const char *argument)
{
	return (struct opt){.program = "unit", .argument = argument};
}

static void
is_size(const char *text, uint64_t expected)
{
	struct opt opt = with(text);

	ok(opt_size(&opt) == expected, text);
}

static void
is_seconds(const char *text, uint64_t expected)
{
	struct opt opt = with(text);

	ok(opt_seconds(&opt) == expected, text);
}

static uint64_t
number(const struct opt *opt)
{
	return opt_number(opt, 1, 1024);
}

/* The text must be refused: tried in a child process. */
static void
is_refused(uint64_t (*parse)(const struct opt *), const char *text)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct opt opt = with(text);

		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(3);
		parse(&opt);
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		exit(2);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == DIAG_FAILED, text);
}

int
main(void)
{
	struct opt opt = with("1024");

	is_size("0", 0);
	is_size("8000000", 8000000);
	is_size("8MB", 8000000);
	is_size("8mb", 8000000);
	is_size("8 MB", 8000000);
	is_size("8MiB", 8 << 20);
	is_size("8M", 8 << 20);
	is_size("3k", 3 << 10);
	is_size("2GB", 2000000000);
	is_size("18446744073709551615", UINT64_MAX);
	is_seconds("90", 90);
	is_seconds("90s", 90);
	is_seconds("15m", 900);
	is_seconds("2h", 7200);
	is_seconds("1d", 86400);
	is_seconds("1w", 604800);
	ok(opt_number(&opt, 1, 1024) == 1024, "a number");
	is_refused(opt_size, "");
	is_refused(opt_size, "MB");
	is_refused(opt_size, "-1");
	is_refused(opt_size, "8MBs");
	is_refused(opt_size, "8.5MB");
	is_refused(opt_size, "18446744073709551616");
	is_refused(opt_size, "18446744073709551615k");
	is_refused(opt_seconds, "1y");
	is_refused(number, "0");
	is_refused(number, "1025");
	is_refused(number, "4x");
	is_refused(number, " 4");
	is_refused(number, "0x4");
	return done_testing();
}
