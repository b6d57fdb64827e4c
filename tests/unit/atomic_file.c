/* SPDX-License-Identifier: MIT */
/* openat() is this file's own, below. */
#undef _FORTIFY_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "file/atomic_file.h"
#include "tap.h"

static int folder;

/* As on a file system that has no files without a name. */
static bool all_named;

int
openat(int dir, const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	if (all_named && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

static bool
holds(const void *context)
{
	return *(const bool *)context;
}

static void
has(const char *name, struct slice expected, const char *what)
{
	char bytes[64];
	int fd = openat(folder, name, O_RDONLY);
	ssize_t got = fd >= 0 ? read(fd, bytes, sizeof bytes) : -1;

	if (fd >= 0)
		close(fd);
	ok(got >= 0, "it is there");
	is_slice(
	    (struct slice){bytes, got >= 0 ? (size_t)got : 0}, expected, what);
}

static void
test_put(void)
{
	const bool yes = true, no = false;
	struct atomic_file draft = {.bytes = SLICE("one"), .keep = true};
	struct stat st;

	ok(atomic_file_put(folder, "a", &draft, &st) == 0, "a new file");
	ok(st.st_size == 3, "is told of");
	has("a", SLICE("one"), "and whole");
	draft.bytes = SLICE("another");
	ok(atomic_file_put(folder, "a", &draft, &st) == EEXIST,
	    "one that is kept");
	has("a", SLICE("one"), "stays");
	draft.keep = false;
	draft.holds = holds;
	draft.context = &no;
	ok(atomic_file_put(folder, "a", &draft, &st) == EAGAIN,
	    "a source that goes");
	has("a", SLICE("one"), "changes nothing");
	draft.context = &yes;
	ok(atomic_file_put(folder, "a", &draft, &st) == 0, "one that stays");
	has("a", SLICE("another"), "takes its place");
	ok(faccessat(folder, ".a.partial", F_OK, 0) < 0,
	    "nothing else is left");
}

/* Two runs have one name for what is not whole yet. */
static void
test_named(void)
{
	struct atomic_file draft = {.bytes = SLICE("one")};
	struct stat st;
	int other;

	all_named = true;
	other = openat(folder, ".b.partial", O_CREAT | O_WRONLY, 0666);
	ok(other >= 0 && flock(other, LOCK_EX) == 0, "another run writes it");
	ok(atomic_file_put(folder, "b", &draft, &st) == EWOULDBLOCK,
	    "two do not write one file");
	ok(faccessat(folder, "b", F_OK, 0) < 0, "nothing has its name");
	close(other);
	ok(atomic_file_put(folder, "b", &draft, &st) == 0,
	    "what a run has left is used again");
	has("b", SLICE("one"), "and whole");
	ok(faccessat(folder, ".b.partial", F_OK, 0) < 0,
	    "nothing else is left");
	all_named = false;
}

int
main(void)
{
	char path[] = "/tmp/imgpipe-draft.XXXXXX";

	if (mkdtemp(path) == NULL)
		return 1;
	folder = open(path, O_RDONLY | O_DIRECTORY);
	test_put();
	test_named();
	unlinkat(folder, "a", 0);
	unlinkat(folder, "b", 0);
	close(folder);
	rmdir(path);
	return done_testing();
}
