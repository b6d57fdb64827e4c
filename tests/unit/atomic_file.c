/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "file/atomic_file.h"
#include "tap.h"

static int folder;

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

int
main(void)
{
	char path[] = "/tmp/imgpipe-draft.XXXXXX";

	if (mkdtemp(path) == NULL)
		return 1;
	folder = open(path, O_RDONLY | O_DIRECTORY);
	test_put();
	unlinkat(folder, "a", 0);
	close(folder);
	rmdir(path);
	return done_testing();
}
