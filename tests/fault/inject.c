/* SPDX-License-Identifier: MIT */
/*
 * For LD_PRELOAD: makes one call of a function fail, as the system might.
 *   INJECT_CALL   the function: malloc, read, write, open, rename, ...
 *   INJECT_NTH    which call of it, from 1
 *   INJECT_ERRNO  what it fails with, a number
 *   INJECT_FIRED  a file that a byte is written to when it has failed
 *   INJECT_IN     "children": in the processes that the program forks, which
 *                 are counted together; else in the program alone
 * Only calls of the program and its libraries are counted; those of the C
 * library itself do not come by here.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long *calls;
static bool children;
static long nth;
static int number;
static pid_t program;
static int fired = -1; /* open, for behind walls nothing can be opened */
static const char *wanted;

__attribute__((constructor)) static void
start(void)
{
	const char *text = getenv("INJECT_IN");

	children = text != NULL && strcmp(text, "children") == 0;
	calls = (void *)syscall(SYS_mmap, NULL, sizeof *calls,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	program = getpid();
	text = getenv("INJECT_NTH");
	nth = text != NULL ? atol(text) : 0;
	text = getenv("INJECT_ERRNO");
	number = text != NULL ? atoi(text) : EIO;
	text = getenv("INJECT_FIRED");
	if (text != NULL)
		fired = (int)syscall(SYS_openat, AT_FDCWD, text,
		    O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	wanted = getenv("INJECT_CALL");
	/* Children run without. */
	unsetenv("LD_PRELOAD");
}

/* No function that is replaced here may be called in here. */
static bool
fails(const char *call)
{
	if (wanted == NULL || strcmp(call, wanted) != 0 ||
	    (getpid() != program) != children ||
	    atomic_fetch_add(calls, 1) + 1 != nth)
		return false;
	if (fired >= 0)
		syscall(SYS_write, fired, "!", 1);
	errno = number;
	return true;
}

#define REAL(name) \
	static __typeof__(name) *real; \
	if (real == NULL) \
	*(void **)&real = dlsym(RTLD_NEXT, #name)

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *at, size_t n);

void *
malloc(size_t n)
{
	return fails("malloc") ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails("malloc") ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *at, size_t n)
{
	return fails("malloc") ? NULL : __libc_realloc(at, n);
}

void *
mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
	if (fails("mmap"))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, n, protection, flags, fd, offset);
}

ssize_t
read(int fd, void *to, size_t n)
{
	REAL(read);
	return fails("read") ? -1 : real(fd, to, n);
}

ssize_t
pread(int fd, void *to, size_t n, off_t at)
{
	REAL(pread);
	return fails("read") ? -1 : real(fd, to, n, at);
}

ssize_t
pread64(int fd, void *to, size_t n, off64_t at)
{
	REAL(pread64);
	return fails("read") ? -1 : real(fd, to, n, at);
}

/* A message must come through, or nothing could be told; what wakes a thread
 * of the program itself (eventfd) never fails. */
static bool
may_fail(int fd)
{
	struct stat st;

	return fd != STDERR_FILENO && fstat(fd, &st) == 0 &&
	    (st.st_mode & S_IFMT) != 0;
}

ssize_t
write(int fd, const void *from, size_t n)
{
	REAL(write);
	return may_fail(fd) && fails("write") ? -1 : real(fd, from, n);
}

ssize_t
pwrite64(int fd, const void *from, size_t n, off64_t at)
{
	REAL(pwrite64);
	return fails("write") ? -1 : real(fd, from, n, at);
}

static mode_t
mode_of(int flags, va_list ap)
{
	return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(ap, mode_t) : 0;
}

#define OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list ap; \
		mode_t mode; \
		REAL(name); \
		va_start(ap, flags); \
		mode = mode_of(flags, ap); \
		va_end(ap); \
		return fails("open") ? -1 : real(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
	int name(int folder, const char *path, int flags, ...) \
	{ \
		va_list ap; \
		mode_t mode; \
		REAL(name); \
		va_start(ap, flags); \
		mode = mode_of(flags, ap); \
		va_end(ap); \
		return fails("open") ? -1 : real(folder, path, flags, mode); \
	}
OPENAT(openat)
OPENAT(openat64)

int
close(int fd)
{
	REAL(close);
	if (fails("close")) {
		real(fd);
		errno = number;
		return -1;
	}
	return real(fd);
}

int
rename(const char *from, const char *to)
{
	REAL(rename);
	return fails("rename") ? -1 : real(from, to);
}

int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	REAL(renameat);
	return fails("rename") ? -1 : real(from_folder, from, to_folder, to);
}

int
linkat(
    int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	REAL(linkat);
	return fails("rename") ? -1
			       : real(from_folder, from, to_folder, to, flags);
}

int
flock(int fd, int operation)
{
	REAL(flock);
	return fails("flock") ? -1 : real(fd, operation);
}

int
fdatasync(int fd)
{
	REAL(fdatasync);
	return fails("fsync") ? -1 : real(fd);
}

int
fsync(int fd)
{
	REAL(fsync);
	return fails("fsync") ? -1 : real(fd);
}

int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*run)(void *), void *argument)
{
	REAL(pthread_create);
	return fails("pthread_create")
	    ? EAGAIN
	    : real(thread, attributes, run, argument);
}
