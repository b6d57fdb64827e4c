/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "run/message.h"
#include "thumbnail_process.h"

/* A thumbnail is never as large; it comes in parts. */
enum { ANSWER_MOST = 1 << 20, PART = 1 << 15 };

#define MEMORY_MOST ((rlim_t)2 << 30)
#define ROOM_LEAST ((size_t)64 << 20)

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
	const struct rlimit memory = {MEMORY_MOST, MEMORY_MOST};

	setrlimit(RLIMIT_AS, &memory);
#endif
}

static void *
nothing(void *context)
{
	return context;
}

/* What was not made may be the picture's fault, or that of a system that has
 * no thread and no memory to give. */
static bool
is_lacking(void)
{
	pthread_t thread;
	void *room;

	if (pthread_create(&thread, NULL, nothing, NULL) != 0)
		return true;
	pthread_join(thread, NULL);
	room = mmap(NULL, ROOM_LEAST, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		return true;
	munmap(room, ROOM_LEAST);
	return false;
}

static void
make(int fd, const struct thumbnail_part *part, struct buf *jpeg)
{
	buf_clear(jpeg);
	if (thumbnail_make(fd, part, jpeg) && jpeg->n <= ANSWER_MOST)
		return;
	buf_clear(jpeg);
	if (is_lacking())
		die("no memory or no thread for thumbnails");
}

static void
serve(void *context, const int given[], size_t ngiven)
{
	struct buf jpeg = {0};
	struct thumbnail_part part;
	int fds[MESSAGE_FDS];
	size_t nfds;

	(void)context;
	if (ngiven != 1)
		return;
	bound_memory();
	while (message_receive(given[0], &part, sizeof part, fds, &nfds) ==
	    (ptrdiff_t)sizeof part) {
		if (nfds != 1) /* no descriptor is left */
			_exit(2);
		make(fds[0], &part, &jpeg);
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
thumbnail_process_ask(struct thumbnail_process *process, int fd,
    const struct thumbnail_part *part)
{
	if (process->pid == 0) {
		struct starter_report report =
		    starter_begin(process->starter, NULL, 0, &process->socket);

		if (report.pid <= 0)
			die("no process for thumbnails: %s",
			    starter_explain(&report));
		process->pid = report.pid;
	}
	process->busy =
	    message_send(process->socket, part, sizeof *part, &fd, 1);
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

/* Crashes are the picture's fault where the system gives enough memory. */
static bool
is_tight(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_AS, &limit) == 0 &&
	    limit.rlim_cur < MEMORY_MOST;
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
	    (WIFEXITED(report.status) && WEXITSTATUS(report.status) == 2) ||
	    (WIFSIGNALED(report.status) && WTERMSIG(report.status) != SIGKILL &&
		is_tight()))
		die("a process for thumbnails could not go on");
}
