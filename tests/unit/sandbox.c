/* SPDX-License-Identifier: MIT */
/* What can and cannot be done from inside; each try in a child. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdlib.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file/tempfile.h"
#include "run/sandbox.h"
#include "tap.h"

static char folder[] = "/tmp/imgpipe-sandbox.XXXXXX";
static char inside[64], outside[64];
static int opened;

/* Each returns 0 if it could be done, else errno. */

static int
write_outside(void)
{
	return open(outside, O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0;
}

static int
write_inside(void)
{
	char other[80];

	snprintf(other, sizeof other, "%s.new", inside);
	if (open(other, O_WRONLY | O_CREAT, 0600) < 0)
		return errno;
	return rename(other, inside) < 0 ? errno : 0;
}

static int
write_opened(void)
{
	return write(opened, "x", 1) < 0 ? errno : 0;
}

static int
cut_outside(void)
{
	return open(outside, O_WRONLY | O_TRUNC) < 0 ? errno : 0;
}

static int
remove_outside(void)
{
	return unlink(outside) < 0 ? errno : 0;
}

static int
change_outside(void)
{
	return chmod(folder, 0700) < 0 ? errno : 0;
}

static int
run_program(void)
{
	char *const none[] = {NULL};

	execve("/bin/true", none, none);
	return errno;
}

static int
read_file(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
}

static int
make_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int
kill_other(void)
{
	return kill(getppid(), 0) < 0 ? errno : 0;
}

static int
kill_group(void)
{
	return kill(0, 0) < 0 ? errno : 0;
}

static int
kill_itself(void)
{
	signal(SIGUSR1, SIG_IGN);
	return raise(SIGUSR1) != 0 ? errno : 0;
}

static int
trace_other(void)
{
#ifdef __SANITIZE_ADDRESS__
	return EPERM; /* leaks are looked for by it */
#else
	return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0 ? errno : 0;
#endif
}

static int
type_into_terminal(void)
{
	return ioctl(0, 0x5412, "x") < 0 ? errno : 0;
}

static int
change_opened(void)
{
	return fchmod(opened, 0644) < 0 ? errno : 0;
}

static int
new_world(void)
{
	return syscall(SYS_unshare, 0x10000000) < 0 ? errno : 0;
}

static int
read_opened_folder(void)
{
	return open(folder, O_RDONLY | O_DIRECTORY) < 0 ? errno : 0;
}

static int
unnamed(void)
{
	int fd = tempfile_open();

	return write(fd, "x", 1) < 0 ? errno : 0;
}

static int
make_outside(void)
{
	char name[80];

	snprintf(name, sizeof name, "%s.more", outside);
	return open(name, O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0;
}

static int
read_home(void)
{
	return open(outside, O_RDONLY) < 0 ? errno : 0;
}

static void *
write_in_thread(void *result)
{
	*(int *)result = write_outside();
	return NULL;
}

static int
write_from_thread(void)
{
	pthread_t thread;
	int result = 0;

	if (pthread_create(&thread, NULL, write_in_thread, &result) != 0)
		return 0;
	pthread_join(thread, NULL);
	return result;
}

/* A kernel without Landlock. */
static void
lose_landlock(void)
{
	struct sock_filter filter[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					   offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(
		BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_create_ruleset, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
	struct sock_fprog program = {4, filter};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* The errno of an act in a sandbox; -1 if there is none here. */
static int
attempt(int (*act)(void), const struct sandbox_rules *rules, bool old)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (old)
			lose_landlock();
		_exit(sandbox_enter(rules) != old ? act() : 255);
	}
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status))
		return 254;
	return WEXITSTATUS(status) == 255 ? -1 : WEXITSTATUS(status);
}

static void
judge(int error, bool good, const char *name)
{
	if (error < 0)
		printf("ok %d - %s # SKIP no Landlock or seccomp\n",
		    ++tap_count, name);
	else
		ok(good, name);
}

static void
fails(int (*act)(void), const struct sandbox_rules *rules, const char *name)
{
	int error = attempt(act, rules, false);

	judge(error,
	    error == EACCES || error == EPERM || error == EROFS ||
		error == EXDEV,
	    name);
}

static void
succeeds(int (*act)(void), const struct sandbox_rules *rules, const char *name)
{
	int error = attempt(act, rules, false);

	judge(error, error == 0, name);
}

static void
test_closed(void)
{
	const char *const readable[] = {folder, "/nowhere"};
	const struct sandbox_rules nothing = {.closed = true};
	const struct sandbox_rules some = {
	    .closed = true, .readable = readable, .nreadable = 2};
	const struct sandbox_rules spare = {.closed = true, .temporary = 1};

	fails(read_opened_folder, &nothing, "nothing else is read");
	fails(read_home, &some, "nor what is not named");
	succeeds(read_opened_folder, &some, "but what is named");
	succeeds(read_file, &nothing, "and what the system needs");
	succeeds(unnamed, &spare, "temporary files without a name");
	fails(make_outside, &spare, "but none with one");
}

/* What seccomp holds alone. */
static void
test_old_kernel(void)
{
	const struct sandbox_rules rules = {.closed = true};
	int error = attempt(run_program, &rules, true);

	judge(error, error == EPERM, "without Landlock no program either");
	error = attempt(kill_other, &rules, true);
	judge(error, error == EPERM, "no signal");
	error = attempt(make_socket, &rules, true);
	judge(error, error == EPERM, "no connection");
	error = attempt(read_file, &rules, true);
	judge(error, error == 0, "and what is to be read is");
}

int
main(void)
{
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(inside, sizeof inside, "%s/in", folder);
	snprintf(outside, sizeof outside, "%s-out", folder);
	opened = open(outside, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	const struct sandbox_rules none = {.network = false};
	const struct sandbox_rules output = {.folders = {folder}};
	const struct sandbox_rules web = {.folders = {folder}, .network = true};

	fails(write_outside, &none, "no file is written");
	fails(write_from_thread, &none, "nor by a thread");
	fails(cut_outside, &none, "nor cut");
	fails(remove_outside, &none, "nor removed");
	fails(change_outside, &none, "nor made another's");
	fails(change_opened, &none, "nor when it is open");
	fails(run_program, &none, "no program is started");
	fails(make_socket, &none, "no connection is made");
	fails(kill_other, &none, "no signal is sent to others");
	fails(kill_group, &none, "nor to all");
	succeeds(kill_itself, &none, "but to itself");
	fails(trace_other, &none, "nobody is traced");
	fails(type_into_terminal, &none, "nothing is typed into a terminal");
	fails(new_world, &none, "no world of its own is made");
	fails(
	    write_inside, &none, "not even where output goes, without output");
	succeeds(write_inside, &output, "the output's folder is writable");
	fails(write_outside, &web, "but the rest is closed");
	succeeds(write_opened, &none, "what is open can be written");
	succeeds(read_file, &none, "files can be read");
	succeeds(make_socket, &web, "sockets are there for URLs");
	test_closed();
	test_old_kernel();
	unlink(inside);
	unlink(outside);
	rmdir(folder);
	return done_testing();
}
