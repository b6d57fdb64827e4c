/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "file_check.h"

/* Few calls, and a processor's second cache still holds it. */
enum { PIECE = 512 << 10, QUICK_PIECE = 64 << 10 };

struct file {
	bool quick;
	unsigned char *piece;
};

struct file *
file_new(bool quick)
{
	struct file *file = mem_alloc(sizeof *file);

	file->quick = quick;
	file->piece = mem_aligned(PIECE);
	return file;
}

void
file_free(struct file *file)
{
	free(file->piece);
	free(file);
}

/* A file that is read once more, and the errno of what failed there. */
struct reading {
	int fd, error;
};

static size_t
read_at(void *context, uint64_t offset, void *bytes, size_t n)
{
	struct reading *reading = context;
	ssize_t got;

	if (offset > INT64_MAX - n)
		return 0;
	got = io_read_at(reading->fd, bytes, n, offset);
	if (got < 0)
		reading->error = errno;
	return got > 0 ? (size_t)got : 0;
}

/* The disk or the network has failed, which says nothing of the picture. */
static void
fail_reading(struct judge *judge, struct file_facts *facts, int error)
{
	facts->error = strerror(error);
	facts->read = false;
	judge_begin(judge);
	judge_find(judge, READ_ERROR);
}

/* All bytes, or as many as it takes; false and errno if they cannot be read. */
static bool
push_all(struct file *file, int fd, struct judge *judge, uint64_t *total)
{
	size_t n = file->quick ? QUICK_PIECE : PIECE;
	ssize_t got;

	while ((got = io_read(fd, file->piece, n)) > 0) {
		judge_push(judge, file->piece, (size_t)got);
		*total += (uint64_t)got;
		if (judge_is_done(judge) ||
		    (file->quick && judge_settled(judge)))
			break;
	}
	return got >= 0;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void
check_open(struct file *file, int fd, const struct stat *before,
    const char *path, struct judge *judge, struct file_facts *facts)
{
	uint64_t total = 0, size = (uint64_t)before->st_size;
	struct reading reading = {.fd = fd};
	struct stat after;
	bool stopped;

	if (!file->quick && before->st_size > PIECE)
		posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	if (!push_all(file, fd, judge, &total) || fstat(fd, &after) != 0) {
		fail_reading(judge, facts, errno);
		return;
	}
	facts->read = true;
	stopped = judge_is_done(judge) || (file->quick && judge_settled(judge));
	if (!same_file(before, &after) || (!stopped && total != size))
		judge_find(judge, CHANGED);
	if (!stopped || total > size)
		size = total;
	judge_end(judge, size, read_at, &reading, slice_of(path));
	if (reading.error != 0)
		fail_reading(judge, facts, reading.error);
}

static void
cannot_open(struct judge *judge, struct file_facts *facts)
{
	if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
		die_errno("files cannot be opened");
	facts->error = strerror(errno);
	judge_find(
	    judge, errno == ENOENT || errno == ENOTDIR ? MISSING : UNREADABLE);
}

struct file_facts
file_check(struct file *file, const char *path, struct judge *judge)
{
	struct file_facts facts = {0};
	struct stat st;
	int fd;

	judge_begin(judge);
	if (stat(path, &st) != 0) {
		cannot_open(judge, &facts);
		return facts;
	}
	facts.modified = st.st_mtim.tv_sec;
	if (!S_ISREG(st.st_mode)) {
		facts.read = true;
		judge_find(judge, NOT_A_FILE);
		return facts;
	}
	/* It may have become a FIFO since. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		cannot_open(judge, &facts);
	} else if (!S_ISREG(st.st_mode)) {
		judge_find(judge, NOT_A_FILE);
	} else {
		facts.known = true;
		facts.bytes = (uint64_t)st.st_size;
		facts.modified = st.st_mtim.tv_sec;
		check_open(file, fd, &st, path, judge, &facts);
	}
	if (fd >= 0)
		close(fd);
	return facts;
}
