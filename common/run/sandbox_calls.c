/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run/sandbox_calls.h"

/* A process of another kind of machine would have other numbers of calls. */
#if defined __x86_64__
#define MACHINE AUDIT_ARCH_X86_64
#elif defined __i386__
#define MACHINE AUDIT_ARCH_I386
#elif defined __aarch64__
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined __arm__
#define MACHINE AUDIT_ARCH_ARM
#elif defined __riscv && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#elif defined __powerpc64__ && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define MACHINE AUDIT_ARCH_PPC64LE
#elif defined __s390x__
#define MACHINE AUDIT_ARCH_S390X
#else
#define MACHINE 0
#endif

/* What neither these programs nor their libraries have any business with. */
static const int forbidden[] = {
    SYS_execve,
    SYS_execveat,
#ifndef __SANITIZE_ADDRESS__ /* which looks for leaks by it */
    SYS_ptrace,
#endif
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_tkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_pidfd_open,
    SYS_pidfd_getfd,
    SYS_pidfd_send_signal,
    SYS_mount,
    SYS_umount2,
    SYS_move_mount,
    SYS_fsopen,
    SYS_fsmount,
    SYS_open_tree,
    SYS_open_by_handle_at,
    SYS_unshare,
    SYS_setns,
    SYS_chroot,
    SYS_pivot_root,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_quotactl,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_sethostname,
    SYS_setuid,
    SYS_setgid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_setgroups,
    SYS_capset,
    SYS_fchmod,
    SYS_fchmodat,
    SYS_fchown,
    SYS_fchownat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
    SYS_truncate,
    SYS_mknodat,
    SYS_symlinkat,
    452, /* fchmodat2, of which headers may not know */
    463, /* setxattrat */
#ifdef SYS_chmod /* not where Linux came late */
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_mknod,
    SYS_symlink,
#endif
#ifdef SYS_utime
    SYS_utime,
#endif
#ifdef SYS_utimes
    SYS_utimes,
    SYS_futimesat,
#endif
#ifdef SYS_chown32 /* where numbers of users once had 16 bits */
    SYS_chown32,
    SYS_fchown32,
    SYS_lchown32,
    SYS_setuid32,
    SYS_setgid32,
    SYS_setresuid32,
    SYS_setresgid32,
    SYS_setgroups32,
#endif
#ifdef SYS_truncate64
    SYS_truncate64,
#endif
#ifdef SYS_clock_settime64
    SYS_clock_settime64,
#endif
};

static const int of_network[] = {
    SYS_socket,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept4,
#ifdef SYS_accept
    SYS_accept,
#endif
#ifdef SYS_socketcall /* all of them in one */
    SYS_socketcall,
#endif
};

/* Of an argument, the half that an int is in, or the other. */
enum half { LOW, HIGH };

/* Calls that are refused for what they ask. */
struct condition {
	int call;
	int argument;
	enum half half;
	uint32_t mask; /* of it, compared with: */
	uint32_t value;
	bool other; /* refused if it is another value */
};

enum {
	TYPE_CHARACTER = 0x5412, /* into the terminal of whoever started this */
	LINUX_CONSOLE = 0x541C,
#ifdef __s390x__
	CLONE_FLAGS = 1,
#else
	CLONE_FLAGS = 0,
#endif
};

#define ANY UINT32_MAX

enum { STEPS_MOST = 512 };

/* A program for the kernel's filter. */
struct steps {
	struct sock_filter at[STEPS_MOST];
	unsigned short n;
};

static void
put(struct steps *steps, uint16_t code, uint32_t value, uint8_t yes, uint8_t no)
{
	assert(steps->n < STEPS_MOST);
	steps->at[steps->n++] = (struct sock_filter){code, yes, no, value};
}

static void
put_load(struct steps *steps, size_t from)
{
	put(steps, BPF_LD | BPF_W | BPF_ABS, (uint32_t)from, 0, 0);
}

/* The next `n` steps are for this value alone. */
static void
put_if(struct steps *steps, uint32_t value, uint8_t n)
{
	put(steps, BPF_JMP | BPF_JEQ | BPF_K, value, 0, n);
}

static void
put_unless(struct steps *steps, uint32_t value, uint8_t n)
{
	put(steps, BPF_JMP | BPF_JEQ | BPF_K, value, n, 0);
}

static void
put_return(struct steps *steps, uint32_t what)
{
	put(steps, BPF_RET | BPF_K, what, 0, 0);
}

static void
put_refusals(struct steps *steps, const int calls[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_if(steps, (uint32_t)calls[i], 1);
		put_return(steps, SECCOMP_RET_ERRNO | EPERM);
	}
}

static void
put_condition(struct steps *steps, const struct condition *condition)
{
	const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	size_t at = offsetof(struct seccomp_data, args) +
	    sizeof(uint64_t) * (size_t)condition->argument +
	    ((condition->half == HIGH) != big ? sizeof(uint32_t) : 0);

	put_if(steps, (uint32_t)condition->call, 5);
	put_load(steps, at);
	put(steps, BPF_ALU | BPF_AND | BPF_K, condition->mask, 0, 0);
	if (condition->other)
		put_unless(steps, condition->value, 1);
	else
		put_if(steps, condition->value, 1);
	put_return(steps, SECCOMP_RET_ERRNO | EPERM);
	put_load(steps, offsetof(struct seccomp_data, nr));
}

/* Signals to others, times of files by name, worlds of one's own, and typing
 * into terminals. What clone3 is asked for a filter cannot see: the C library
 * does without. */
static void
put_conditions(struct steps *steps)
{
	const uint32_t self = (uint32_t)getpid();
	const struct condition conditions[] = {
	    {SYS_kill, 0, LOW, ANY, self, true},
	    {SYS_tgkill, 0, LOW, ANY, self, true},
	    {SYS_utimensat, 1, LOW, ANY, 0, true},
	    {SYS_utimensat, 1, HIGH, ANY, 0, true},
#ifdef SYS_utimensat_time64
	    {SYS_utimensat_time64, 1, LOW, ANY, 0, true},
#endif
	    {SYS_clone, CLONE_FLAGS, LOW, CLONE_NEWUSER, CLONE_NEWUSER, false},
	    {SYS_clone, CLONE_FLAGS, LOW, CLONE_NEWNS, CLONE_NEWNS, false},
	    {SYS_ioctl, 1, LOW, ANY, TYPE_CHARACTER, false},
	    {SYS_ioctl, 1, LOW, ANY, LINUX_CONSOLE, false},
	};

	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
		put_condition(steps, &conditions[i]);
	put_if(steps, SYS_clone3, 1);
	put_return(steps, SECCOMP_RET_ERRNO | ENOSYS);
}

static void
put_machine(struct steps *steps)
{
	put_load(steps, offsetof(struct seccomp_data, arch));
	put_unless(steps, MACHINE, 1);
	put_return(steps, SECCOMP_RET_KILL_PROCESS);
	put_load(steps, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
	/* The same calls by other numbers (x32). */
	put(steps, BPF_JMP | BPF_JGE | BPF_K, UINT32_C(0x40000000), 0, 1);
	put_return(steps, SECCOMP_RET_ERRNO | ENOSYS);
#endif
}

bool
sandbox_calls_refuse(bool network)
{
	struct steps steps = {.n = 0};
	struct sock_fprog program = {.filter = steps.at};

	if (MACHINE == 0) {
		errno = ENOSYS;
		return false;
	}
	put_machine(&steps);
	put_refusals(&steps, forbidden, sizeof forbidden / sizeof *forbidden);
	if (!network)
		put_refusals(
		    &steps, of_network, sizeof of_network / sizeof *of_network);
	put_conditions(&steps);
	put_return(&steps, SECCOMP_RET_ALLOW);
	program.len = steps.n;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
