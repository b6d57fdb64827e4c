/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "engine_each.h"
#include "engine_exec.h"

/* Programs at once, and what is read of one, bytes. */
enum { AT_ONCE_MOST = 64, TEXT_MOST = 8192 };

struct one {
	pid_t pid; /* 0: none runs */
	int out;
	struct slice name;
	struct buf text;
};

struct all {
	const struct engine_each *each;
	enum engine_pass pass;
	struct buf words;
	struct buf names;
	struct slice left; /* of the names */
	struct one ones[AT_ONCE_MOST];
	struct pollfd wait[AT_ONCE_MOST + 1];
	size_t n; /* at once */
	int nothing; /* /dev/null */
	bool ended; /* from outside */
	int worst;
};

static bool
read_names(struct all *all)
{
	struct stat st;
	ssize_t got;

	if (fstat(all->each->names, &st) != 0)
		return false;
	got = io_read_at(all->each->names,
	    buf_room(&all->names, (size_t)st.st_size), (size_t)st.st_size, 0);
	if (got < 0)
		return false;
	all->names.n = (size_t)got;
	all->left = buf_slice(&all->names);
	return true;
}

/* Failures that pass are better than those that stay. */
static void
note(struct all *all, int status)
{
	if (status != 0 &&
	    (all->worst == 0 ||
		(WIFEXITED(status) && WEXITSTATUS(status) == ENGINE_NOT_FOUND)))
		all->worst = status;
}

static void
one_start(struct all *all, struct one *one, struct slice name)
{
	const struct engine_each *each = all->each;
	int ends[2];

	buf_clear(&all->words);
	each->engine->arguments(
	    each->settings, each->target, all->pass, &all->words);
	/* The last word is the target's. */
	all->words.n--;
	if (all->words.at[all->words.n - 1] != ':' &&
	    all->words.at[all->words.n - 1] != '/')
		buf_put_char(&all->words, '/');
	buf_put_slice(&all->words, name);
	buf_put_char(&all->words, '\0');
	if (pipe2(ends, O_CLOEXEC) != 0) {
		note(all, -1);
		return;
	}
	one->pid = engine_exec(&all->words, each->folder,
	    (int[]){all->nothing, ends[1], each->messages});
	close(ends[1]);
	if (one->pid < 0) {
		one->pid = 0;
		close(ends[0]);
		note(all, -1);
		return;
	}
	one->out = ends[0];
	one->name = name;
	buf_clear(&one->text);
}

/* Its first line counts. */
static void
one_end(struct all *all, struct one *one)
{
	struct slice text = slice_trim(buf_slice(&one->text));
	const char *end = memchr(text.at, '\n', text.n);
	struct buf line = {0};
	int status;

	close(one->out);
	status = engine_exec_wait(one->pid);
	one->pid = 0;
	note(all, status);
	if (status != 0 || text.n == 0)
		return;
	if (end != NULL)
		text.n = (size_t)(end - text.at);
	buf_put_slice(&line, one->name);
	buf_put_char(&line, '\t');
	buf_put_slice(&line, text);
	buf_put_char(&line, '\n');
	io_write(all->each->lines, line.at, line.n);
	buf_free(&line);
}

static void
one_read(struct all *all, struct one *one)
{
	char bytes[4096];
	ssize_t got = io_read(one->out, bytes, sizeof bytes);

	if (got <= 0)
		one_end(all, one);
	else if (one->text.n + (size_t)got <= TEXT_MOST)
		buf_put(&one->text, bytes, (size_t)got);
}

static void
start_more(struct all *all)
{
	char mark = all->each->engine->separator;

	for (size_t i = 0; i < all->n; i++) {
		struct slice name;

		if (all->ones[i].pid == 0 && !all->ended &&
		    slice_word(&all->left, mark, &name))
			one_start(all, &all->ones[i], name);
	}
}

static void
end_all(struct all *all)
{
	char byte;

	if (recv(all->each->socket, &byte, 1, 0) <= 0)
		all->wait[all->n].fd = -1;
	all->ended = true;
	note(all, SIGTERM);
	for (size_t i = 0; i < all->n; i++)
		if (all->ones[i].pid != 0)
			kill(all->ones[i].pid, SIGTERM);
}

/* False if none runs. */
static bool
wait_for_some(struct all *all)
{
	size_t running = 0;

	for (size_t i = 0; i < all->n; i++) {
		bool runs = all->ones[i].pid != 0;

		all->wait[i] = (struct pollfd){
		    .fd = runs ? all->ones[i].out : -1, .events = POLLIN};
		running += runs;
	}
	if (running == 0)
		return false;
	if (poll(all->wait, (nfds_t)all->n + 1, -1) < 0)
		return true;
	if (all->wait[all->n].revents != 0)
		end_all(all);
	for (size_t i = 0; i < all->n; i++)
		if (all->wait[i].revents != 0)
			one_read(all, &all->ones[i]);
	return true;
}

int
engine_each_run(const struct engine_each *each, enum engine_pass pass)
{
	struct all *all = mem_array(1, sizeof *all);
	int worst;

	all->each = each;
	all->pass = pass;
	all->n = each->settings->parallel < AT_ONCE_MOST
	    ? (size_t)each->settings->parallel
	    : AT_ONCE_MOST;
	all->nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
	all->wait[all->n] =
	    (struct pollfd){.fd = each->socket, .events = POLLIN};
	if (all->nothing < 0 || !read_names(all))
		note(all, -1);
	else
		do
			start_more(all);
		while (wait_for_some(all));
	worst = all->worst;
	close(all->nothing);
	for (size_t i = 0; i < all->n; i++)
		buf_free(&all->ones[i].text);
	buf_free(&all->words);
	buf_free(&all->names);
	free(all);
	return worst;
}
