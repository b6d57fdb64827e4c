/* SPDX-License-Identifier: MIT */
/*
 * For LD_PRELOAD: makes one call of a function fail, as the system might.
 *   INJECT_CALL   the function: malloc, read, write, open, rename, ...
 *   INJECT_NTH    which call of it, from 1
 *   INJECT_ERRNO  what it fails with, a number
 *   INJECT_FIRED  a file that a byte is written to when it has failed
 *   INJECT_IN     "children": in the processes that the program forks, which
 *                 are counted together; else in the program alone
 *   INJECT_PROGRAM  the program, by the end of its name, where the one started
 *                 is a script; else the first one
 *   INJECT_SITES  a file for the numbers of the calls that are the first from
 *                 their place in the program: a line each
 * Only calls of the program and its libraries are counted; those of the C
 * library itself do not come by here.
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
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
static int sites = -1;

/* The places called from, by their callers up to here; shared by processes. */
enum { CALLERS = 4, PLACES = 1 << 16 };
static atomic_uint_least64_t *places;
static __thread bool looking; /* which allocates, too */

static void *
shared(size_t n)
{
	return (void *)syscall(SYS_mmap, NULL, n, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static int
file_of(const char *variable)
{
	const char *name = getenv(variable);

	return name == NULL
	    ? -1
	    : (int)syscall(SYS_openat, AT_FDCWD, name,
		  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

__attribute__((constructor)) static void
start(void)
{
	const char *text = getenv("INJECT_PROGRAM");

	/* Not yet: one that this one starts. */
	if (text != NULL && strcmp(text, program_invocation_short_name) != 0)
		return;
	text = getenv("INJECT_IN");
	children = text != NULL && strcmp(text, "children") == 0;
	calls = shared(sizeof *calls);
	program = getpid();
	text = getenv("INJECT_NTH");
	nth = text != NULL ? atol(text) : 0;
	text = getenv("INJECT_ERRNO");
	number = text != NULL ? atoi(text) : EIO;
	fired = file_of("INJECT_FIRED");
	sites = file_of("INJECT_SITES");
	if (sites >= 0) {
		void *callers[CALLERS];

		places = shared(PLACES * sizeof *places);
		backtrace(callers, CALLERS); /* loads what it needs */
	}
	wanted = getenv("INJECT_CALL");
	/* Children run without. */
	unsetenv("LD_PRELOAD");
}

static uint64_t
place_of_call(void)
{
	void *callers[CALLERS] = {NULL};
	uint64_t place = 0;

	looking = true;
	backtrace(callers, CALLERS);
	looking = false;
	for (int i = 2; i < CALLERS; i++)
		place = (place ^ (uintptr_t)callers[i]) *
		    UINT64_C(0x9E3779B97F4A7C15);
	return place != 0 ? place : 1;
}

static void
note_place(long n)
{
	uint64_t place = place_of_call(), none;
	char line[24];

	for (uint64_t i = place >> 48;; i++) {
		none = 0;
		if (atomic_compare_exchange_strong(
			&places[i % PLACES], &none, place))
			break;
		if (none == place)
			return;
	}
	syscall(SYS_write, sites, line,
	    (size_t)snprintf(line, sizeof line, "%ld\n", n));
}

/* No function that is replaced here may be called in here. */
static bool
fails(const char *call)
{
	long n;

	if (wanted == NULL || looking || strcmp(call, wanted) != 0 ||
	    (getpid() != program) != children)
		return false;
	n = atomic_fetch_add(calls, 1) + 1;
	if (sites >= 0)
		note_place(n);
	if (n != nth)
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
