/* SPDX-License-Identifier: MIT */
/*
 * Walls around the parsing of what strangers have made: from then on no
 * program is started, no file is written but below one folder, and no
 * connection made unless that is allowed. Files that are open stay usable,
 * and reading is free. The only door to libseccomp.
 */
#ifndef IMG_SANDBOX_H
#define IMG_SANDBOX_H

#include <stdbool.h>

struct sandbox_rules {
	const char *folder; /* where files may be made and renamed, or NULL */
	bool network;
};

/*
 * Encloses this thread and those it starts, for good. Kernels differ in what
 * they offer (Landlock from Linux 5.13 on, seccomp): what is missing is said
 * with -v. False if something is.
 */
bool sandbox_enter(const struct sandbox_rules *rules);

#endif
