/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/io.h"
#include "file/atomic_file.h"

static int
write_all(int fd, struct slice bytes)
{
	return io_write(fd, bytes.at, bytes.n) ? 0 : errno;
}

/* A file under way. */
struct sheet {
	int dir;
	int fd;
	bool named; /* it is under `partial` already */
	char partial[256]; /* beside its later name */
	char self[32]; /* its name in /proc */
};

/* What a run that was killed left after is used again. */
static int
open_named(struct sheet *sheet)
{
	sheet->fd = openat(sheet->dir, sheet->partial,
	    O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
	if (sheet->fd < 0)
		return errno;
	sheet->named = true;
	/* A network file system may have no locks at all. */
	if (flock(sheet->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return errno;
	return ftruncate(sheet->fd, 0) == 0 ? 0 : errno;
}

/* Without a name where the file system can, unless that was in vain: nothing
 * is left of it then. */
static int
open_sheet(struct sheet *sheet, int dir, const char *name, bool named)
{
	int n = snprintf(
	    sheet->partial, sizeof sheet->partial, ".%s.partial", name);

	if (n < 0 || (size_t)n >= sizeof sheet->partial)
		return ENAMETOOLONG;
	sheet->dir = dir;
	sheet->named = false;
	if (named)
		return open_named(sheet);
	sheet->fd = openat(dir, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
	if (sheet->fd < 0 && errno != EOPNOTSUPP && errno != EISDIR &&
	    errno != EINVAL && errno != ENOENT)
		return errno;
	snprintf(
	    sheet->self, sizeof sheet->self, "/proc/self/fd/%d", sheet->fd);
	return sheet->fd >= 0 && access(sheet->self, F_OK) == 0
	    ? 0
	    : open_named(sheet);
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

/* Puts it where another one may be, unless that is to be kept. */
static int
link_over(int fd, int dir, const char *partial, const char *name, bool keep)
{
	int status = link_as(fd, dir, name);

	if (status != EEXIST || keep)
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
publish(struct sheet *sheet, const char *name, bool keep)
{
	if (!sheet->named)
		return link_over(
		    sheet->fd, sheet->dir, sheet->partial, name, keep);
	if (keep &&
	    renameat2(sheet->dir, sheet->partial, sheet->dir, name,
		RENAME_NOREPLACE) == 0)
		return 0;
	/* Not all file systems know that. */
	if (keep && errno != EINVAL && errno != ENOSYS)
		return errno;
	return renameat(sheet->dir, sheet->partial, sheet->dir, name) == 0
	    ? 0
	    : errno;
}

static int
copy_all(int fd, int source)
{
	char piece[64 << 10];
	uint64_t at = 0;

	for (;;) {
		ssize_t got = io_read_at(source, piece, sizeof piece, at);
		int status;

		if (got <= 0)
			return got < 0 ? errno : 0;
		status = write_all(fd, (struct slice){piece, (size_t)got});
		if (status != 0)
			return status;
		at += (uint64_t)got;
	}
}

static int
fill(int fd, const struct atomic_file *draft)
{
	struct stat st;

	if (draft->how != ATOMIC_FILE_WRITTEN &&
	    ioctl(fd, FICLONE, draft->source) == 0 && fstat(fd, &st) == 0 &&
	    (draft->bytes.at == NULL || (size_t)st.st_size == draft->bytes.n))
		return 0;
	if (ftruncate(fd, 0) < 0)
		return errno;
	return draft->bytes.at != NULL ? write_all(fd, draft->bytes)
				       : copy_all(fd, draft->source);
}

/* Of file systems that have one owner, only he may. */
static int
set_time(int fd, const struct timespec *modified)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}};

	if (modified == NULL)
		return 0;
	times[1] = *modified;
	return futimens(fd, times) == 0 || errno == EPERM ||
		errno == EOPNOTSUPP || errno == ENOSYS
	    ? 0
	    : errno;
}

static int
put_sheet(int dir, const char *name, const struct atomic_file *draft,
    bool named, struct stat *st)
{
	struct sheet sheet;
	int status = open_sheet(&sheet, dir, name, named);
	bool locked = status == EWOULDBLOCK; /* by another program */

	if (status == 0)
		status = fill(sheet.fd, draft);
	if (status == 0)
		status = set_time(sheet.fd, draft->modified);
	if (status == 0 && draft->holds != NULL &&
	    !draft->holds(draft->context))
		status = EAGAIN;
	if (status == 0)
		status = publish(&sheet, name, draft->keep);
	if (status == 0 && fstat(sheet.fd, st) < 0)
		status = errno;
	if (status != 0 && sheet.named && !locked)
		unlinkat(dir, sheet.partial, 0);
	/* A network file system may tell only now that the disk is full. */
	if (sheet.fd >= 0 && close(sheet.fd) < 0 && status == 0)
		status = errno;
	return status;
}

/* File systems without links, and what guards them, know only renaming. */
static bool
lacks_links(int status)
{
	return status == EPERM || status == EACCES || status == EOPNOTSUPP ||
	    status == ENOSYS || status == EXDEV || status == ENOENT;
}

static int
put_link(int dir, const char *name, int source, bool keep, struct stat *st)
{
	char partial[256];
	int n = snprintf(partial, sizeof partial, ".%s.partial", name);

	if (n < 0 || (size_t)n >= sizeof partial)
		return ENAMETOOLONG;
	return link_over(source, dir, partial, name, keep) == 0 &&
		fstat(source, st) == 0
	    ? 0
	    : EXDEV;
}

int
atomic_file_put(int folder, const char *name, const struct atomic_file *draft,
    struct stat *st)
{
	int status = EXDEV;

	if (draft->how == ATOMIC_FILE_LINKED)
		status = put_link(folder, name, draft->source, draft->keep, st);
	if (status != 0)
		status = put_sheet(folder, name, draft, false, st);
	return lacks_links(status) ? put_sheet(folder, name, draft, true, st)
				   : status;
}
