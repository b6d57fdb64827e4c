/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
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
#include "run/sandbox_calls.h"

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

static bool
is_lack(int error)
{
	return error == ENOMEM || error == EMFILE || error == ENFILE;
}

/* What this kernel does not offer is done without; what the system lacks now
 * is not. */
static void
failed(const char *what)
{
	if (is_lack(errno))
		die_errno("%s", what);
	inform("%s: %s", what, strerror(errno));
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
	if (beneath.parent_fd < 0) {
		if (is_lack(errno))
			die_errno("%s", path);
		return false;
	}
	if (fstat(beneath.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		beneath.allowed_access &= OF_FILES;
	rc = beneath.allowed_access == 0
	    ? 0
	    : syscall(SYS_landlock_add_rule, ruleset,
		  LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	if (rc != 0 && is_lack(errno))
		die_errno("%s", path);
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
		failed("the kernel does not keep this program from writing "
		       "files (Landlock)");
	if (ruleset >= 0)
		close(ruleset);
	return done;
}

static bool
enclose_calls(const struct sandbox_rules *rules)
{
	bool done = sandbox_calls_refuse(rules->network);

	if (!done)
		failed(
		    "no protection against starting programs: the kernel has "
		    "no seccomp");
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
		failed("no sandbox");
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
