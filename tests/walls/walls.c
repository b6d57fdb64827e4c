/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into a program, tries from inside of its walls what they forbid,
 * as soon as they stand, and says on standard error what came of each. The
 * file that is not to be read is named by WALLS_SECRET.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <unistd.h>

static void
tell(const char *what, int status)
{
	char line[128];
	int n = snprintf(line, sizeof line, "walls: %s: %s\n", what,
	    status >= 0				    ? "done"
		: errno == EACCES || errno == EPERM ? "refused"
		: errno == EXDEV || errno == EROFS  ? "refused"
						    : strerror(errno));

	(void)!write(STDERR_FILENO, line, (size_t)n);
}

static void
try_all(void)
{
	char *const none[] = {NULL};
	const char *secret = getenv("WALLS_SECRET");
	char name[4096];

	snprintf(name, sizeof name, "%s.made", secret);
	tell("write", open(name, O_WRONLY | O_CREAT, 0600));
	tell("exec", execve("/bin/true", none, none));
	tell("connect", socket(AF_INET, SOCK_STREAM, 0));
#ifdef __SANITIZE_ADDRESS__ /* which looks for leaks by it */
	errno = EPERM;
	tell("trace", -1);
#else
	tell("trace", (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
#endif
	tell("signal", kill(getppid(), 0));
	tell("type", ioctl(STDIN_FILENO, TIOCSTI, "x"));
	tell("read", open(secret, O_RDONLY));
}

/* The last thing that is called when walls are built. */
int
prctl(int option, ...)
{
	void *symbol = dlsym(RTLD_NEXT, "prctl");
	int (*real)(int, ...);
	unsigned long arguments[4];
	va_list ap;
	int status;

	va_start(ap, option);
	for (size_t i = 0; i < 4; i++)
		arguments[i] = va_arg(ap, unsigned long);
	va_end(ap);
	memcpy(&real, &symbol, sizeof real);
	status = real(
	    option, arguments[0], arguments[1], arguments[2], arguments[3]);
	if (option == PR_SET_SECCOMP && getenv("WALLS_SECRET") != NULL)
		try_all();
	return status;
}
