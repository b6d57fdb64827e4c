/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "buf.h"
#include "diag.h"
#include "mem.h"
#include "store.h"

struct store {
	int fd; /* -1: not there, and nothing is in it */
};

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC, JOINED_MOST = 512 };

struct store *
store_open(const char *path, bool create)
{
	struct store *store = mem_array(1, sizeof *store);

	if (create && mkdir(path, 0777) < 0 && errno != EEXIST)
		die_errno("%s", path);
	store->fd = open(path, FOLDER);
	if (store->fd < 0 && (create || errno != ENOENT))
		die_errno("%s", path);
	return store;
}

struct store *
store_inside(const struct store *store, const char *name, bool create)
{
	struct store *inside = mem_array(1, sizeof *inside);

	if (create && mkdirat(store->fd, name, 0777) < 0 && errno != EEXIST)
		die_errno("%s in the store", name);
	inside->fd = openat(store->fd, name, FOLDER | O_NOFOLLOW);
	if (inside->fd < 0 && create)
		die_errno("%s in the store", name);
	return inside;
}

void
store_close(struct store *store)
{
	if (store->fd >= 0)
		close(store->fd);
	free(store);
}

/* The folder of that name, or -1 with errno; never through a link. */
static int
open_folder(const struct store *store, const char *folder)
{
	if (store->fd < 0) {
		errno = ENOENT;
		return -1;
	}
	return openat(store->fd, folder, FOLDER | O_NOFOLLOW);
}

int
store_folder(const struct store *store, const char *folder)
{
	return mkdirat(store->fd, folder, 0777) == 0 || errno == EEXIST ? 0
									: errno;
}

/* For looking only: one call in place of three, and nothing is written. */
static const char *
join(char path[JOINED_MOST], const char *folder, const char *name)
{
	int n = snprintf(path, JOINED_MOST, "%s/%s", folder, name);

	return n > 0 && n < JOINED_MOST ? path : "";
}

int
store_stat(const struct store *store, const char *folder, const char *name,
    struct stat *st)
{
	char path[JOINED_MOST];

	if (store->fd < 0)
		return ENOENT;
	if (fstatat(store->fd, join(path, folder, name), st,
		AT_SYMLINK_NOFOLLOW) != 0)
		return errno;
	return S_ISREG(st->st_mode) ? 0 : S_ISLNK(st->st_mode) ? ELOOP : EISDIR;
}

static int
read_all(int fd, char *to, size_t n, size_t *length)
{
	*length = 0;
	while (*length < n - 1) {
		ssize_t got = read(fd, to + *length, n - 1 - *length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (got == 0)
			break;
		*length += (size_t)got;
	}
	to[*length] = '\0';
	return 0;
}

int
store_read(const struct store *store, const char *folder, const char *name,
    char *to, size_t n, size_t *length)
{
	char path[JOINED_MOST];
	int fd, status;

	if (store->fd < 0)
		return ENOENT;
	fd = openat(store->fd, join(path, folder, name),
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno;
	status = read_all(fd, to, n, length);
	close(fd);
	return status;
}

static int
write_all(int fd, struct slice bytes)
{
	while (bytes.n > 0) {
		ssize_t done = write(fd, bytes.at, bytes.n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return errno;
		bytes.at += done;
		bytes.n -= (size_t)done;
	}
	return 0;
}

/* A file under way. */
struct draft {
	int dir;
	int fd;
	bool named; /* it stands under `partial` already */
	char partial[256]; /* beside its later name */
	char self[32]; /* its name in /proc */
};

/* What a run that was killed left behind is used again. */
static int
open_named(struct draft *draft)
{
	draft->fd = openat(draft->dir, draft->partial,
	    O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
	if (draft->fd < 0)
		return errno;
	draft->named = true;
	return flock(draft->fd, LOCK_EX | LOCK_NB) == 0 &&
		ftruncate(draft->fd, 0) == 0
	    ? 0
	    : errno;
}

/* Without a name where the file system can: nothing is left of it then. */
static int
open_draft(struct draft *draft, int dir, const char *name)
{
	int n = snprintf(
	    draft->partial, sizeof draft->partial, ".%s.partial", name);

	if (n < 0 || (size_t)n >= sizeof draft->partial)
		return ENAMETOOLONG;
	draft->dir = dir;
	draft->named = false;
	draft->fd = openat(dir, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
	if (draft->fd < 0 && errno != EOPNOTSUPP && errno != EISDIR &&
	    errno != EINVAL && errno != ENOENT)
		return errno;
	snprintf(
	    draft->self, sizeof draft->self, "/proc/self/fd/%d", draft->fd);
	return draft->fd >= 0 && access(draft->self, F_OK) == 0
	    ? 0
	    : open_named(draft);
}

/* Gives the file a name that is not taken. */
static int
link_as(int fd, int dir, const char *name)
{
	char self[32];

	snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, self, dir, name, AT_SYMLINK_FOLLOW) == 0
	    ? 0
	    : errno;
}

/* Puts it where another one may be. */
static int
link_over(int fd, int dir, const char *partial, const char *name)
{
	int status = link_as(fd, dir, name);

	if (status != EEXIST)
		return status;
	unlinkat(dir, partial, 0);
	status = link_as(fd, dir, partial);
	if (status == 0 && renameat(dir, partial, dir, name) < 0)
		status = errno;
	/* Renaming a link over another one of the same file does nothing. */
	unlinkat(dir, partial, 0);
	return status;
}

static int
publish(struct draft *draft, const char *name)
{
	if (!draft->named)
		return link_over(draft->fd, draft->dir, draft->partial, name);
	return renameat(draft->dir, draft->partial, draft->dir, name) == 0
	    ? 0
	    : errno;
}

static int
fill(struct draft *draft, struct slice bytes, enum store_how how, int source)
{
	struct stat st;

	if (how != STORE_WRITTEN && ioctl(draft->fd, FICLONE, source) == 0 &&
	    fstat(draft->fd, &st) == 0 && (size_t)st.st_size == bytes.n)
		return 0;
	if (ftruncate(draft->fd, 0) < 0)
		return errno;
	return write_all(draft->fd, bytes);
}

static int
put_draft(int dir, const char *name, struct slice bytes, enum store_how how,
    int source, struct stat *st)
{
	struct draft draft;
	int status = open_draft(&draft, dir, name);

	if (status == 0)
		status = fill(&draft, bytes, how, source);
	if (status == 0)
		status = publish(&draft, name);
	if (status == 0 && fstat(draft.fd, st) < 0)
		status = errno;
	if (status != 0 && draft.named && status != EWOULDBLOCK)
		unlinkat(dir, draft.partial, 0);
	/* A network file system may tell only now that the disk is full. */
	if (draft.fd >= 0 && close(draft.fd) < 0 && status == 0)
		status = errno;
	return status;
}

static int
put_link(int dir, const char *name, int source, struct stat *st)
{
	char partial[256];
	int n = snprintf(partial, sizeof partial, ".%s.partial", name);

	if (n < 0 || (size_t)n >= sizeof partial)
		return ENAMETOOLONG;
	return link_over(source, dir, partial, name) == 0 &&
		fstat(source, st) == 0
	    ? 0
	    : EXDEV;
}

int
store_put(const struct store *store, const char *folder, const char *name,
    struct slice bytes, enum store_how how, int source, struct stat *st)
{
	int dir = open_folder(store, folder), status = EXDEV;

	if (dir < 0)
		return errno;
	if (how == STORE_LINKED)
		status = put_link(dir, name, source, st);
	if (status != 0)
		status = put_draft(dir, name, bytes, how, source, st);
	close(dir);
	return status;
}
