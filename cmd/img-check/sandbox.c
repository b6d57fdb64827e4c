/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/diag.h"
#include "sandbox.h"

/* What headers of version 2 do not know yet. */
#define ACCESS_FS_TRUNCATE (UINT64_C(1) << 14) /* from version 3 */
#define ACCESS_NET_BIND_TCP (UINT64_C(1) << 0) /* from version 4 */
#define ACCESS_NET_CONNECT_TCP (UINT64_C(1) << 1)

#define WRITING \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | \
	    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | \
	    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | \
	    LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

/* struct landlock_ruleset_attr as of version 4. */
struct ruleset {
	uint64_t files;
	uint64_t network;
};

static int
make_ruleset(long version, bool network)
{
	struct ruleset rules = {.files = WRITING | LANDLOCK_ACCESS_FS_EXECUTE};
	size_t size = offsetof(struct ruleset, network);

	if (version >= 2)
		rules.files |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		rules.files |= ACCESS_FS_TRUNCATE;
	if (version >= 4) {
		rules.network = ACCESS_NET_BIND_TCP;
		rules.network |= network ? 0 : ACCESS_NET_CONNECT_TCP;
		size = sizeof rules;
	}
	return (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
}

static bool
allow_folder(int ruleset, long version, const char *folder)
{
	struct landlock_path_beneath_attr beneath = {
	    .allowed_access = LANDLOCK_ACCESS_FS_WRITE_FILE |
		LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE};
	long rc;

	if (version >= 3)
		beneath.allowed_access |= ACCESS_FS_TRUNCATE;
	beneath.parent_fd = open(folder, O_PATH | O_CLOEXEC);
	if (beneath.parent_fd < 0)
		return false;
	rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
	    &beneath, 0);
	close(beneath.parent_fd);
	return rc == 0;
}

static bool
enclose_files(const struct sandbox_rules *rules)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	int ruleset = version > 0 ? make_ruleset(version, rules->network) : -1;
	bool done = ruleset >= 0 &&
	    (rules->folder == NULL ||
		allow_folder(ruleset, version, rules->folder)) &&
	    syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;

	if (!done)
		inform("the kernel does not keep this program from writing "
		       "files (Landlock): %s",
		    strerror(errno));
	if (ruleset >= 0)
		close(ruleset);
	return done;
}

/* What neither this program nor its libraries have any business with. */
static const int forbidden[] = {
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
#ifndef __SANITIZE_ADDRESS__ /* which looks for leaks by it */
    SCMP_SYS(ptrace),
#endif
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(move_mount),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(chroot),
    SCMP_SYS(pivot_root),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
};

static const int of_network[] = {
    SCMP_SYS(socket),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
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
enclose_calls(const struct sandbox_rules *rules)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool done = filter != NULL &&
	    forbid(filter, forbidden, sizeof forbidden / sizeof *forbidden) &&
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

bool
sandbox_enter(const struct sandbox_rules *rules)
{
	bool files, calls;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
		inform("no sandbox: %s", strerror(errno));
		return false;
	}
	files = enclose_files(rules);
	calls = enclose_calls(rules);
	return files && calls;
}
