/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "stream/mistaken.h"
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
		mistaken_die(path);
	store->fd = open(path, FOLDER);
	if (store->fd < 0 && (create || errno != ENOENT))
		mistaken_die(path);
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
		ssize_t got = io_read(fd, to + *length, n - 1 - *length);

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

int
store_put(const struct store *store, const char *folder, const char *name,
    const struct atomic_file *draft, struct stat *st)
{
	int dir = open_folder(store, folder), status;

	if (dir < 0)
		return errno;
	status = atomic_file_put(dir, name, draft, st);
	close(dir);
	return status;
}
