/* SPDX-License-Identifier: MIT */
/*
 * Walls around the parsing of what strangers have made: from then on no
 * program is started, no other process is touched, no file is written but
 * below the folders named, and no connection is made unless that is allowed.
 * Files that are open stay usable.
 */
#ifndef IMG_SANDBOX_H
#define IMG_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "stream/output.h"

enum { SANDBOX_FOLDERS = 4 };

struct sandbox_rules {
	/* Where files may be made, renamed and removed; NULL for none. */
	const char *folders[SANDBOX_FOLDERS];
	/* With `closed` nothing is read but these files and folders, those
	 * above, and what the system's libraries need; else reading is free. */
	bool closed;
	const char *const *readable;
	size_t nreadable;
	size_t temporary; /* so many temporary files, at most, are made */
	bool network;
};

/*
 * Encloses this thread and those it starts, for good: to be called before
 * there are others. Names of readable files that are not there are passed
 * over. Kernels differ in what they offer (Landlock from Linux 5.13 on,
 * seccomp): what is missing is said with -v. False if something is. Ends the
 * program where the system lacks memory or descriptors for it.
 */
bool sandbox_enter(const struct sandbox_rules *rules);

/* The same; the folder where the output is to appear may be written too. */
void sandbox_enclose(
    const struct sandbox_rules *rules, const struct output *out);

#endif
