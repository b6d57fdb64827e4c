/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "stream/mistaken.h"
#include "stream/output.h"

enum { ENOUGH = 1 << 16 };

struct output {
	int fd;
	bool held; /* a last LF waits for what follows */
	char *name;
	char *partial; /* NULL where the output is written directly */
	struct buf waiting;
};

/* The file that a chain of symbolic links ends at, there or not. */
static char *
resolve(const char *path)
{
	char *at = mem_string(path, strlen(path));
	char target[PATH_MAX];

	for (int links = 0; links < 40; links++) {
		ssize_t n = readlink(at, target, sizeof target - 1);
		const char *slash = strrchr(at, '/');
		struct buf next = {0};

		if (n < 0)
			return at;
		if (target[0] != '/' && slash != NULL)
			buf_put(&next, at, (size_t)(slash - at) + 1);
		buf_put(&next, target, (size_t)n);
		buf_string(&next);
		free(at);
		at = next.at;
	}
	errno = ELOOP;
	die_errno("%s", path);
}

/* True if the name is still that of the file. */
static bool
is_still(int fd, const char *name)
{
	struct stat opened, named;

	return fstat(fd, &opened) == 0 && stat(name, &named) == 0 &&
	    opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

static _Noreturn void
die_no_folder(const char *name)
{
	const char *slash = strrchr(name, '/');

	errno = ENOENT;
	if (slash == NULL)
		mistaken_die(name);
	die("%.*s: no such folder: make it first", (int)(slash - name), name);
}

/*
 * The lock goes with the process. A run that had it may have renamed the file
 * since it was opened: then there is none of the name, or a new one.
 */
static int
open_locked(const char *name)
{
	for (;;) {
		int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);

		if (fd < 0 && errno == ENOENT)
			die_no_folder(name);
		if (fd < 0)
			mistaken_die(name);
		if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
			die("%s: another run is writing it: wait for its end, "
			    "or write to another file",
			    name);
		if (is_still(fd, name))
			return fd;
		close(fd);
	}
}

static int
open_partial(struct output *out, const struct stat *replaced)
{
	struct buf name = {0};
	int fd;

	buf_printf(&name, "%s.partial", out->name);
	out->partial = buf_string(&name);
	fd = open_locked(out->partial);
	/* A run that was killed may have left something. */
	if (ftruncate(fd, 0) < 0)
		die_errno("%s", out->partial);
	if (replaced != NULL && fchmod(fd, replaced->st_mode & 0777) < 0)
		die_errno("%s", out->partial);
	return fd;
}

/* What is there already is no output of ours where its bytes say otherwise. */
static void
spare_source(const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	char head[512];
	ssize_t n = fd >= 0 ? io_read(fd, head, sizeof head) : 0;
	const char *what =
	    n > 0 ? mistaken_target((struct slice){head, (size_t)n}) : NULL;

	if (fd >= 0)
		close(fd);
	if (what != NULL)
		die("%s: %s, which the output would be written over: give it "
		    "another name",
		    name, what);
}

/* A text with such a name is opened by nothing. */
static void
spare_name(const char *path)
{
	const char *what = mistaken_target_name(slice_of(path));

	if (what != NULL)
		die("%s: by its name %s, which is not what is written: give it "
		    "another name",
		    path, what);
}

/* Standard output and a file that will be replaced are not to be the same:
 * what was written to the one would be gone. NULL for standard output. */
static void
keep_apart(const struct stat *replaced, const char *name)
{
	static struct stat file;
	static bool named, standard;
	struct stat out;

	standard |= replaced == NULL;
	if (replaced != NULL) {
		file = *replaced;
		named = true;
	}
	if (standard && named && fstat(STDOUT_FILENO, &out) == 0 &&
	    out.st_dev == file.st_dev && out.st_ino == file.st_ino)
		die("%s: standard output goes there, too: give one of them "
		    "another name",
		    name);
}

struct output *
output_open(const char *path)
{
	struct output *out = mem_array(1, sizeof *out);
	struct stat st;

	out->fd = STDOUT_FILENO;
	if (path == NULL || strcmp(path, "-") == 0) {
		keep_apart(NULL, "standard output");
		out->name = mem_string("standard output", 15);
		return out;
	}
	out->name = resolve(path);
	if (stat(out->name, &st) < 0) {
		if (errno != ENOENT)
			mistaken_die(path);
		spare_name(path);
		out->fd = open_partial(out, NULL);
	} else if (S_ISREG(st.st_mode)) {
		spare_source(out->name);
		spare_name(path);
		keep_apart(&st, path);
		out->fd = open_partial(out, &st);
	} else if (S_ISDIR(st.st_mode)) {
		die("%s: a folder: the output is a file, as %s/%s.tsv", path,
		    path, diag_program());
	} else {
		out->fd = open(out->name, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		if (out->fd < 0)
			die_errno("%s", path);
	}
	return out;
}

char *
output_folder(const struct output *out)
{
	const char *slash;

	if (out->partial == NULL)
		return NULL;
	slash = strrchr(out->name, '/');
	return slash == NULL ? mem_string(".", 1)
	    : slash == out->name
	    ? mem_string("/", 1)
	    : mem_string(out->name, (size_t)(slash - out->name));
}

/* A program that catches SIGPIPE for its connections still ends by it here. */
static void
end_by_pipe(void)
{
	struct sigaction action;

	sigaction(SIGPIPE, NULL, &action);
	if (action.sa_handler == SIG_IGN)
		return;
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

static void
write_all(struct output *out, const char *bytes, size_t n)
{
	if (io_write(out->fd, bytes, n))
		return;
	if (errno == EPIPE)
		end_by_pipe();
	die_errno("%s", out->name);
}

/* Puts back the LF held so far and keeps back the one that is now the last. */
static struct slice
hold(struct output *out, struct slice bytes)
{
	if (out->held)
		buf_put_char(&out->waiting, '\n');
	out->held = bytes.at[bytes.n - 1] == '\n';
	bytes.n -= out->held;
	return bytes;
}

void
output_put(struct output *out, struct slice bytes)
{
	if (bytes.n == 0)
		return;
	bytes = hold(out, bytes);
	if (bytes.n < ENOUGH) {
		buf_put_slice(&out->waiting, bytes);
		if (out->waiting.n >= ENOUGH)
			output_flush(out);
		return;
	}
	output_flush(out);
	write_all(out, bytes.at, bytes.n);
}

void
output_flush(struct output *out)
{
	write_all(out, out->waiting.at, out->waiting.n);
	buf_clear(&out->waiting);
}

static void
discard(struct output *out)
{
	buf_free(&out->waiting);
	free(out->partial);
	free(out->name);
	free(out);
}

/* Some file systems have no such call: what they keep is theirs to say. */
static bool
is_on_disk(int fd)
{
	return fdatasync(fd) == 0 || errno == EINVAL || errno == ENOSYS ||
	    errno == EOPNOTSUPP;
}

void
output_finish(struct output *out)
{
	if (out->held)
		buf_put_char(&out->waiting, '\n');
	output_flush(out);
	/* Under its name the file is whole, even after a power failure; a
	 * network file system may tell only now that the disk is full. The
	 * lock is held until the file has its name. */
	if (out->partial != NULL &&
	    (!is_on_disk(out->fd) || rename(out->partial, out->name) < 0))
		die_errno("%s", out->name);
	if (close(out->fd) < 0 && out->partial == NULL)
		die_errno("%s", out->name);
	discard(out);
}
