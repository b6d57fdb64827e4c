/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/diag.h"
#include "file/tempfile.h"
#include "run/sandbox.h"

/* What headers of version 2 do not know yet. */
#define ACCESS_FS_TRUNCATE (UINT64_C(1) << 14) /* from version 3 */
#define ACCESS_NET_BIND_TCP (UINT64_C(1) << 0) /* from version 4 */
#define ACCESS_NET_CONNECT_TCP (UINT64_C(1) << 1)
#define SCOPE_ALL UINT64_C(3) /* from version 6: sockets, signals */

#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITING \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | \
	    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | \
	    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
	    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)
/* What makes files appear under a name, from folder to folder too. */
#define MAKING \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | \
	    LANDLOCK_ACCESS_FS_REFER | ACCESS_FS_TRUNCATE)
#define OF_FILES \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | \
	    ACCESS_FS_TRUNCATE)

/* struct landlock_ruleset_attr as of version 6. */
struct ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scoped;
};

/* What is kept closed, by the kernel's version. */
static struct ruleset
closed_by(long version, const struct sandbox_rules *rules)
{
	struct ruleset closed = {.files = WRITING | LANDLOCK_ACCESS_FS_EXECUTE};

	if (rules->closed)
		closed.files |= READING;
	if (version >= 2)
		closed.files |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		closed.files |= ACCESS_FS_TRUNCATE;
	if (version >= 4) {
		closed.network = ACCESS_NET_BIND_TCP;
		closed.network |= rules->network ? 0 : ACCESS_NET_CONNECT_TCP;
	}
	if (version >= 6)
		closed.scoped = SCOPE_ALL;
	return closed;
}

static size_t
size_by(long version)
{
	if (version < 4)
		return offsetof(struct ruleset, network);
	return version < 6 ? offsetof(struct ruleset, scoped)
			   : sizeof(struct ruleset);
}

/* Of a file only what files have; what the kernel does not know is open. */
static bool
allow(int ruleset, const struct ruleset *closed, const char *path,
    uint64_t access)
{
	struct landlock_path_beneath_attr beneath = {
	    .allowed_access = access & closed->files};
	struct stat st;
	long rc;

	beneath.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (beneath.parent_fd < 0)
		return false;
	if (fstat(beneath.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		beneath.allowed_access &= OF_FILES;
	rc = beneath.allowed_access == 0
	    ? 0
	    : syscall(SYS_landlock_add_rule, ruleset,
		  LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(beneath.parent_fd);
	return rc == 0;
}

/* What libraries look for when it is needed: other libraries, names of hosts,
 * character sets, time zones. */
static void
allow_system(int ruleset, const struct ruleset *closed)
{
	static const char *const paths[] = {"/usr", "/lib", "/lib64", "/etc",
	    "/run/systemd/resolve", "/proc/self", "/dev/zero", "/dev/urandom",
	    "/dev/random"};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		allow(ruleset, closed, paths[i], READING);
}

static bool
allow_all(int ruleset, const struct ruleset *closed,
    const struct sandbox_rules *rules)
{
	for (size_t i = 0; i < SANDBOX_FOLDERS; i++)
		if (rules->folders[i] != NULL &&
		    !allow(
			ruleset, closed, rules->folders[i], MAKING | READING))
			return false;
	allow(ruleset, closed, "/dev/null", OF_FILES);
	if (!rules->closed)
		return true;
	for (size_t i = 0; i < rules->nreadable; i++)
		allow(ruleset, closed, rules->readable[i], READING);
	allow_system(ruleset, closed);
	return true;
}

static bool
enclose_files(const struct sandbox_rules *rules)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	struct ruleset closed = closed_by(version, rules);
	int ruleset = version <= 0 ? -1
				   : (int)syscall(SYS_landlock_create_ruleset,
					 &closed, size_by(version), 0);
	bool done = ruleset >= 0 && allow_all(ruleset, &closed, rules) &&
	    syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;

	if (!done)
		inform("the kernel does not keep this program from writing "
		       "files (Landlock): %s",
		    strerror(errno));
	if (ruleset >= 0)
		close(ruleset);
	return done;
}

/* What neither these programs nor their libraries have any business with. */
static const int forbidden[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat),
#ifndef __SANITIZE_ADDRESS__ /* which looks for leaks by it */
    SCMP_SYS(ptrace),
#endif
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp),
    SCMP_SYS(tkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(move_mount), SCMP_SYS(fsopen),
    SCMP_SYS(fsmount), SCMP_SYS(open_tree), SCMP_SYS(open_by_handle_at),
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(chroot), SCMP_SYS(pivot_root),
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup), SCMP_SYS(keyctl), SCMP_SYS(add_key),
    SCMP_SYS(request_key), SCMP_SYS(init_module), SCMP_SYS(finit_module),
    SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(reboot),
    SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(acct), SCMP_SYS(quotactl),
    SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(sethostname),
    SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setresuid),
    SCMP_SYS(setresgid), SCMP_SYS(setgroups), SCMP_SYS(capset), SCMP_SYS(chmod),
    SCMP_SYS(fchmod), SCMP_SYS(fchmodat), SCMP_SYS(chown), SCMP_SYS(fchown),
    SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SCMP_SYS(removexattr),
    SCMP_SYS(lremovexattr), SCMP_SYS(fremovexattr), SCMP_SYS(truncate),
    SCMP_SYS(utime), SCMP_SYS(utimes), SCMP_SYS(futimesat), SCMP_SYS(mknod),
    SCMP_SYS(mknodat), SCMP_SYS(symlink), SCMP_SYS(symlinkat),
    452, /* fchmodat2, of which headers may not know */
    463, /* setxattrat */
};

static const int of_network[] = {
    SCMP_SYS(socket),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
};

static bool
forbid(scmp_filter_ctx filter, const int calls[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(
			filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0) < 0)
			return false;
	return true;
}

static bool
forbid_if(scmp_filter_ctx filter, int call, struct scmp_arg_cmp condition)
{
	return seccomp_rule_add_array(
		   filter, SCMP_ACT_ERRNO(EPERM), call, 1, &condition) >= 0;
}

/* Typing into the terminal of whoever started this. */
static bool
forbid_terminals(scmp_filter_ctx filter)
{
	enum { TYPE_CHARACTER = 0x5412, LINUX_CONSOLE = 0x541C };
	static const uint64_t requests[] = {TYPE_CHARACTER, LINUX_CONSOLE};

	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
		if (!forbid_if(filter, SCMP_SYS(ioctl),
			SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, requests[i])))
			return false;
	return true;
}

/* Signals to others, times of files by name, and worlds of one's own. What
 * clone3 is asked for a filter cannot see: the C library does without. */
static bool
forbid_some(scmp_filter_ctx filter)
{
	uint64_t self = (uint64_t)getpid();

	return forbid_if(
		   filter, SCMP_SYS(kill), SCMP_A0(SCMP_CMP_NE, self, 0)) &&
	    forbid_if(
		filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, self, 0)) &&
	    forbid_if(
		filter, SCMP_SYS(utimensat), SCMP_A1(SCMP_CMP_NE, 0, 0)) &&
	    forbid_if(filter, SCMP_SYS(clone),
		SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)) &&
	    forbid_if(filter, SCMP_SYS(clone),
		SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWNS, CLONE_NEWNS)) &&
	    seccomp_rule_add(
		filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) >= 0;
}

static bool
enclose_calls(const struct sandbox_rules *rules)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool done = filter != NULL &&
	    forbid(filter, forbidden, sizeof forbidden / sizeof *forbidden) &&
	    forbid_terminals(filter) && forbid_some(filter) &&
	    (rules->network ||
		forbid(filter, of_network,
		    sizeof of_network / sizeof *of_network)) &&
	    seccomp_load(filter) == 0;

	if (!done)
		inform("the kernel does not keep this program from starting "
		       "others (seccomp)");
	seccomp_release(filter);
	return done;
}

/* There in builds that count what tests reach: they write that at the end. */
extern void __gcov_dump(void) __attribute__((weak));

bool
sandbox_enter(const struct sandbox_rules *rules)
{
	bool files, calls;

	if (__gcov_dump != NULL)
		return false;
	tempfile_reserve(rules->temporary);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
		inform("no sandbox: %s", strerror(errno));
		return false;
	}
	files = enclose_files(rules);
	calls = enclose_calls(rules);
	return files && calls;
}

void
sandbox_enclose(const struct sandbox_rules *rules, const struct output *out)
{
	struct sandbox_rules all = *rules;
	char *folder = output_folder(out);

	for (size_t i = 0; i < SANDBOX_FOLDERS && folder != NULL; i++)
		if (all.folders[i] == NULL) {
			all.folders[i] = folder;
			break;
		}
	sandbox_enter(&all);
	free(folder);
}
