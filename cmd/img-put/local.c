/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "stream/mistaken.h"
#include "file/atomic_file.h"
#include "file/safe_dir.h"
#include "local.h"

enum { PIECE = 64 << 10 };

struct local {
	int fd; /* -1: not there, and nothing is in it */
	bool full;
};

/* With those above it; whether it is one is seen when it is opened. */
static int
make_folders(const char *path)
{
	char *copy = mem_string(path, strlen(path));
	int status = 0;

	for (char *c = copy + 1; *copy != '\0' && *c != '\0'; c++) {
		if (*c != '/')
			continue;
		*c = '\0';
		mkdir(copy, 0777);
		*c = '/';
	}
	if (mkdir(copy, 0777) < 0 && errno != EEXIST)
		status = -1;
	free(copy);
	return status;
}

struct local *
local_open(const char *path, const struct settings *settings)
{
	struct local *local = mem_array(1, sizeof *local);

	/* A folder of that name would be made, and never found again. */
	if (*path == '~' && access(path, F_OK) < 0)
		mistaken_die(path);
	if (!settings->dry_run && make_folders(path) < 0)
		die_errno("%s", path);
	local->full = settings->full;
	local->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (local->fd < 0 && (!settings->dry_run || errno != ENOENT))
		die_errno("%s", path);
	return local;
}

void
local_close(struct local *local)
{
	if (local->fd >= 0)
		close(local->fd);
	free(local);
}

static bool
has_md5(int fd, const char *md5, struct hash *hash)
{
	struct buf text = {0};
	char piece[PIECE];
	ssize_t got;
	bool same;

	hash_begin(hash);
	while ((got = io_read(fd, piece, sizeof piece)) > 0)
		hash_push(hash, piece, (size_t)got);
	hash_end(hash, &text);
	same = got == 0 && slice_equal(buf_slice(&text), slice_of(md5));
	buf_free(&text);
	return same;
}

static bool
same_time(const struct stat *a, const struct stat *b)
{
	return a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static enum local_found
compare(const struct local *local, int fd, const struct stat *ours,
    const char *md5, struct hash *hash)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return LOCAL_UNKNOWN;
	if (!S_ISREG(st.st_mode) || st.st_size != ours->st_size)
		return LOCAL_DIFFERS;
	if (same_time(&st, ours) && !local->full)
		return LOCAL_SAME;
	return has_md5(fd, md5, hash) ? LOCAL_SAME : LOCAL_DIFFERS;
}

enum local_found
local_look(const struct local *local, const char *name, const struct stat *ours,
    const char *md5, struct hash *hash)
{
	enum local_found found;
	int fd;

	if (local->fd < 0)
		return LOCAL_ABSENT;
	fd = safe_dir_open(local->fd, name);
	if (fd < 0)
		return errno == ENOENT			 ? LOCAL_ABSENT
		    : errno == ELOOP || errno == ENOTDIR ? LOCAL_DIFFERS
							 : LOCAL_UNKNOWN;
	found = compare(local, fd, ours, md5, hash);
	close(fd);
	return found;
}

static bool
check(int folder, const char *segment, const char *md5, struct hash *hash)
{
	int fd = openat(folder, segment, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	bool same = fd >= 0 && has_md5(fd, md5, hash);

	if (fd >= 0)
		close(fd);
	return same;
}

static int
put_into(const struct local *local, int folder, const char *segment,
    const struct file_source *source, bool over, const char *md5,
    struct hash *hash)
{
	struct atomic_file draft = {.bytes = source->sent.bytes,
	    .how = ATOMIC_FILE_SHARED,
	    .source = source->fd,
	    .modified = &source->st.st_mtim,
	    .keep = !over,
	    .holds = source->sent.holds,
	    .context = source->sent.context};
	struct stat st;
	int status = atomic_file_put(folder, segment, &draft, &st);

	if (status != 0)
		return status;
	if (st.st_size == source->st.st_size &&
	    (!local->full || check(folder, segment, md5, hash)))
		return 0;
	/* The next run must not take it for what it should be. */
	unlinkat(folder, segment, 0);
	return EIO;
}

int
local_put(const struct local *local, const char *name,
    const struct file_source *source, bool over, const char *md5,
    struct hash *hash)
{
	const char *segment;
	int folder = safe_dir_folder(local->fd, name, true, &segment), status;

	if (folder < 0)
		return errno;
	status = put_into(local, folder, segment, source, over, md5, hash);
	close(folder);
	return status;
}
