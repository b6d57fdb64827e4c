/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "run/message.h"
#include "run/sandbox.h"
#include "thumbnail.h"
#include "thumbnail_process.h"

/* A thumbnail of 160 pixels is never as large. */
enum { ANSWER_MOST = 1 << 20 };

/* Nothing of the terminal's or the pipeline's; no file but what it is given. */
static void
shut_in(void)
{
	const struct rlimit none = {0, 0};
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit memory = {(rlim_t)2 << 30, (rlim_t)2 << 30};

	setrlimit(RLIMIT_AS, &memory);
#endif
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
	}
	sandbox_enter(&(struct sandbox_rules){.closed = true});
}

_Noreturn static void
serve(int socket)
{
	struct buf jpeg = {0};
	char byte;
	int fds[MESSAGE_FDS];
	size_t nfds;

	diag_on_crash(SIG_DFL);
	if (!thumbnail_start())
		_exit(1);
	shut_in();
	while (
	    message_receive(socket, &byte, 1, fds, &nfds) == 1 && nfds == 1) {
		uint32_t n;

		buf_clear(&jpeg);
		if (!thumbnail_make(fds[0], &jpeg) || jpeg.n > ANSWER_MOST)
			buf_clear(&jpeg);
		n = (uint32_t)jpeg.n;
		close(fds[0]);
		if (!io_write(socket, &n, sizeof n) ||
		    !io_write(socket, buf_slice(&jpeg).at, jpeg.n))
			break;
	}
	_exit(0);
}

static bool
start(struct thumbnail_process *process)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return false;
	process->pid = fork();
	if (process->pid == 0) {
		close(ends[0]);
		serve(ends[1]);
	}
	close(ends[1]);
	process->socket = ends[0];
	if (process->pid > 0)
		return true;
	close(ends[0]);
	process->pid = 0;
	return false;
}

bool
thumbnail_process_ask(struct thumbnail_process *process, int fd)
{
	if (process->pid == 0 && !start(process))
		return false;
	process->busy = message_send(process->socket, "", 1, &fd, 1);
	if (!process->busy)
		thumbnail_process_end(process);
	return process->busy;
}

static bool
read_all(int socket, void *to, size_t n)
{
	for (char *at = to; n > 0;) {
		ssize_t got = io_read(socket, at, n);

		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

bool
thumbnail_process_take(
    struct thumbnail_process *process, bool waited, struct buf *jpeg)
{
	uint32_t n = 0;
	bool whole = !waited && read_all(process->socket, &n, sizeof n) &&
	    n <= ANSWER_MOST && read_all(process->socket, buf_room(jpeg, n), n);

	process->busy = false;
	if (whole)
		jpeg->n += n;
	else
		thumbnail_process_end(process);
	return whole && n > 0;
}

void
thumbnail_process_end(struct thumbnail_process *process)
{
	if (process->pid == 0)
		return;
	close(process->socket);
	kill(process->pid, SIGKILL);
	while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	process->pid = 0;
	process->busy = false;
}
