/* SPDX-License-Identifier: MIT */
/*
 * kernel CALL=ERRNO... -- COMMAND...: runs the command as if on a kernel, or in
 * a container, that lacks these calls: each fails with that number. The calls
 * are those of the table below.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Calls, and what must be in an argument of theirs: any bits, or all bits. */
static const struct lack {
	const char *name;
	int call;
	int argument; /* or -1 */
	uint32_t mask, value;
} lacks[] = {
    {"landlock", SYS_landlock_create_ruleset, -1, 0, 0},
    {"landlock-rule", SYS_landlock_add_rule, -1, 0, 0},
    {"landlock-restrict", SYS_landlock_restrict_self, -1, 0, 0},
    {"seccomp", SYS_prctl, 0, UINT32_MAX, PR_SET_SECCOMP},
    {"no-new-privileges", SYS_prctl, 0, UINT32_MAX, PR_SET_NO_NEW_PRIVS},
    {"parent-death", SYS_prctl, 0, UINT32_MAX, PR_SET_PDEATHSIG},
    {"tmpfile", SYS_openat, 2, O_TMPFILE, O_TMPFILE},
    {"memfd", SYS_memfd_create, -1, 0, 0},
    {"pidfd", SYS_pidfd_open, -1, 0, 0},
    {"clone3", SYS_clone3, -1, 0, 0},
    {"renameat2", SYS_renameat2, -1, 0, 0},
    {"linkat", SYS_linkat, -1, 0, 0},
    {"fallocate", SYS_fallocate, -1, 0, 0},
    {"fadvise", SYS_fadvise64, -1, 0, 0},
    {"copy-range", SYS_copy_file_range, -1, 0, 0},
    {"sendfile", SYS_sendfile, -1, 0, 0},
    {"statx", SYS_statx, -1, 0, 0},
    {"flock", SYS_flock, -1, 0, 0},
    {"random", SYS_getrandom, -1, 0, 0},
    {"affinity", SYS_sched_getaffinity, -1, 0, 0},
    {"madvise", SYS_madvise, -1, 0, 0},
    {"eventfd", SYS_eventfd2, -1, 0, 0},
    {"sync", SYS_fsync, -1, 0, 0},
    {"sync-data", SYS_fdatasync, -1, 0, 0},
    {"times", SYS_utimensat, -1, 0, 0},
};

enum { STEPS_MOST = 256 };

static struct sock_filter steps[STEPS_MOST];
static unsigned short nsteps;

static void
put(uint16_t code, uint32_t value, uint8_t yes, uint8_t no)
{
	if (nsteps == STEPS_MOST)
		exit(99);
	steps[nsteps++] = (struct sock_filter){code, yes, no, value};
}

static void
put_load(size_t from)
{
	put(BPF_LD | BPF_W | BPF_ABS, (uint32_t)from, 0, 0);
}

static void
put_lack(const struct lack *lack, uint32_t number)
{
	put(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)lack->call, 0,
	    lack->argument < 0 ? 1 : 5);
	if (lack->argument >= 0) {
		put_load(offsetof(struct seccomp_data, args) +
		    sizeof(uint64_t) * (size_t)lack->argument +
		    (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0));
		put(BPF_ALU | BPF_AND | BPF_K, lack->mask, 0, 0);
		put(BPF_JMP | BPF_JEQ | BPF_K, lack->value, 0, 1);
	}
	put(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | number, 0, 0);
	if (lack->argument >= 0)
		put_load(offsetof(struct seccomp_data, nr));
}

static void
put_word(const char *word)
{
	const char *end = strchr(word, '=');

	for (size_t i = 0; end != NULL && i < sizeof lacks / sizeof *lacks; i++)
		if (strncmp(lacks[i].name, word, (size_t)(end - word)) == 0 &&
		    lacks[i].name[end - word] == '\0') {
			put_lack(&lacks[i], (uint32_t)atoi(end + 1));
			return;
		}
	fprintf(stderr, "kernel: %s: not known\n", word);
	exit(99);
}

int
main(int argc, char *argv[])
{
	struct sock_fprog program = {.filter = steps};
	int i = 1;

	put_load(offsetof(struct seccomp_data, nr));
	for (; i < argc && strcmp(argv[i], "--") != 0; i++)
		put_word(argv[i]);
	put(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
	program.len = nsteps;
	if (i + 1 >= argc || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		return 99;
	execvp(argv[i + 1], argv + i + 1);
	return 99;
}
