/* SPDX-License-Identifier: MIT */
/* What can and cannot be done from inside; each try in a child. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../cmd/img-check/sandbox.h"
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

/* The errno of an act in a sandbox; -1 if there is none here. */
static int
attempt(int (*act)(void), const char *allowed, bool network)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct sandbox_rules rules = {allowed, network};

		_exit(sandbox_enter(&rules) ? act() : 255);
	}
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status))
		return 254;
	return WEXITSTATUS(status) == 255 ? -1 : WEXITSTATUS(status);
}

static void
fails(int (*act)(void), const char *name)
{
	int error = attempt(act, NULL, false);

	if (error < 0)
		printf("ok %d - %s # SKIP no Landlock or seccomp\n",
		    ++tap_count, name);
	else
		ok(error == EACCES || error == EPERM || error == EROFS, name);
}

static void
succeeds(int (*act)(void), bool network, const char *name)
{
	int error = attempt(act, inside[0] ? folder : NULL, network);

	if (error < 0)
		printf("ok %d - %s # SKIP no Landlock or seccomp\n",
		    ++tap_count, name);
	else
		ok(error == 0, name);
}

int
main(void)
{
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(inside, sizeof inside, "%s/in", folder);
	snprintf(outside, sizeof outside, "%s-out", folder);
	opened = open(outside, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	fails(write_outside, "no file is written");
	fails(write_from_thread, "nor by a thread");
	fails(cut_outside, "nor cut");
	fails(remove_outside, "nor removed");
	fails(change_outside, "nor made another's");
	fails(run_program, "no program is started");
	fails(make_socket, "no connection is made");
	fails(write_inside, "not even where output goes, without output");
	succeeds(write_inside, false, "the output's folder is writable");
	succeeds(write_opened, false, "what is open can be written");
	succeeds(read_file, false, "files can be read");
	succeeds(make_socket, true, "sockets are there for URLs");
	ok(attempt(write_outside, folder, true) != 0,
	    "but the rest is still closed");
	unlink(inside);
	unlink(outside);
	rmdir(folder);
	return done_testing();
}
