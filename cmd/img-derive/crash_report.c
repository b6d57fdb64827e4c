/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "crash_report.h"

/*
 * A decoder may run in a thread of its own, so the crash alone does not tell
 * which worker asked for it.
 */
enum { WORKERS = 64 };
static _Atomic(const char *) about[WORKERS];
static atomic_uint workers;
static _Thread_local unsigned worker; /* counted from 1 */
#ifndef __SANITIZE_ADDRESS__
static _Thread_local char stack[16 << 10];
#endif

void
crash_report_about(const char *path)
{
#ifndef __SANITIZE_ADDRESS__ /* which has one itself */
	/* A stack of its own, for when the thread's has run out. */
	if (worker == 0)
		sigaltstack(
		    &(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
#endif
	if (worker == 0)
		worker = atomic_fetch_add(&workers, 1) + 1;
	if (worker <= WORKERS)
		atomic_store(&about[worker - 1], path);
}

/* Only calls that are allowed in a signal handler. */
static void
say(const char *text)
{
	char line[512];
	size_t n = 0;

	for (; text[n] != '\0' && n < sizeof line; n++)
		line[n] = (unsigned char)text[n] < ' ' ? '?' : text[n];
	(void)!write(STDERR_FILENO, line, n);
}

static void
handle(int signal)
{
	(void)signal;
	for (unsigned i = 0; i < WORKERS; i++) {
		const char *path = atomic_load(&about[i]);

		if (path == NULL)
			continue;
		say(diag_program());
		say(": a decoder crashed, perhaps on ");
		say(path);
		(void)!write(STDERR_FILENO, "\n", 1);
	}
	_exit(DIAG_FAILED);
}

void
crash_report_install(void)
{
	static const int signals[] = {
	    SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
	struct sigaction now,
	    then = {.sa_handler = handle, .sa_flags = SA_ONSTACK};

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigaction(signals[i], NULL, &now) == 0 &&
		    now.sa_handler == SIG_DFL)
			sigaction(signals[i], &then, NULL);
}
