/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine_exec.h"

_Noreturn static void
become(const struct buf *words, const char *folder, const int streams[3])
{
	char *argv[256];
	size_t n = 0;

	for (size_t at = 0; at < words->n && n < 255;
	     at += strlen(words->at + at) + 1)
		argv[n++] = words->at + at;
	argv[n] = NULL;
	setenv("LC_ALL", "C", 1);
	for (int i = 0; i < 3; i++)
		if (dup2(streams[i], i) < 0)
			_exit(ENGINE_NOT_FOUND - 1);
	if (chdir(folder) < 0)
		_exit(ENGINE_NOT_FOUND - 1);
	execvp(argv[0], argv);
	fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
	_exit(ENGINE_NOT_FOUND);
}

pid_t
engine_exec(const struct buf *words, const char *folder, const int streams[3])
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], SIG_DFL);
	become(words, folder, streams);
}

int
engine_exec_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}
