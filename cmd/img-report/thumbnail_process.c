/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "run/message.h"
#include "thumbnail.h"
#include "thumbnail_process.h"

/* A thumbnail of 160 pixels is never as large; it comes in parts. */
enum { ANSWER_MOST = 1 << 20, PART = 1 << 15 };

static void
prepare(void *context)
{
	(void)context;
	if (!thumbnail_start())
		die("libvips does not start");
}

static bool
send_jpeg(int socket, struct slice jpeg)
{
	uint32_t n = (uint32_t)jpeg.n;

	if (!message_send(socket, &n, sizeof n, NULL, 0))
		return false;
	for (size_t at = 0; at < jpeg.n; at += PART)
		if (!message_send(socket, jpeg.at + at,
			jpeg.n - at < PART ? jpeg.n - at : PART, NULL, 0))
			return false;
	return true;
}

static void
bound_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
	const struct rlimit memory = {(rlim_t)2 << 30, (rlim_t)2 << 30};

	setrlimit(RLIMIT_AS, &memory);
#endif
}

static void
serve(void *context, const int given[], size_t ngiven)
{
	struct buf jpeg = {0};
	char byte;
	int fds[MESSAGE_FDS];
	size_t nfds;

	(void)context;
	if (ngiven != 1)
		return;
	bound_memory();
	while (
	    message_receive(given[0], &byte, 1, fds, &nfds) == 1 && nfds == 1) {
		buf_clear(&jpeg);
		if (!thumbnail_make(fds[0], &jpeg) || jpeg.n > ANSWER_MOST)
			buf_clear(&jpeg);
		close(fds[0]);
		if (!send_jpeg(given[0], buf_slice(&jpeg)))
			break;
	}
	buf_free(&jpeg);
}

struct starter *
thumbnail_starter_new(void)
{
	return starter_new(
	    &(struct starter_job){.prepare = prepare, .serve = serve});
}

bool
thumbnail_process_ask(struct thumbnail_process *process, int fd)
{
	if (process->pid == 0) {
		struct starter_report report =
		    starter_begin(process->starter, NULL, 0, &process->socket);

		if (report.pid <= 0)
			die("no process for thumbnails: %s",
			    starter_explain(&report));
		process->pid = report.pid;
	}
	process->busy = message_send(process->socket, "", 1, &fd, 1);
	if (!process->busy)
		thumbnail_process_end(process);
	return process->busy;
}

static bool
receive(int socket, struct buf *jpeg)
{
	int none[MESSAGE_FDS];
	size_t nnone;
	uint32_t n;

	if (message_receive(socket, &n, sizeof n, none, &nnone) !=
		(ptrdiff_t)sizeof n ||
	    n > ANSWER_MOST)
		return false;
	while (jpeg->n < n) {
		size_t most = n - jpeg->n < PART ? n - jpeg->n : PART;
		ptrdiff_t got = message_receive(
		    socket, buf_room(jpeg, most), most, none, &nnone);

		if (got <= 0)
			return false;
		jpeg->n += (size_t)got;
	}
	return n > 0;
}

bool
thumbnail_process_take(
    struct thumbnail_process *process, bool waited, struct buf *jpeg)
{
	process->busy = false;
	if (!waited && receive(process->socket, jpeg))
		return true;
	buf_clear(jpeg);
	thumbnail_process_end(process);
	return false;
}

void
thumbnail_process_end(struct thumbnail_process *process)
{
	struct starter_report report;

	if (process->pid == 0)
		return;
	close(process->socket);
	report = starter_end(process->starter, process->pid);
	process->pid = 0;
	process->busy = false;
	if (report.pid < 0 ||
	    (WIFEXITED(report.status) && WEXITSTATUS(report.status) == 2))
		die("a process for thumbnails could not go on");
}
