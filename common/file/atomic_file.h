/* SPDX-License-Identifier: MIT */
/*
 * Files that appear under their names when they are complete, never before;
 * what was there until then stays as it was. A run that is killed leaves at
 * most NAME's draft, ".NAME.partial", which the next one uses again.
 */
#ifndef IMG_ATOMIC_FILE_H
#define IMG_ATOMIC_FILE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/slice.h"

enum atomic_file_how {
	ATOMIC_FILE_WRITTEN, /* the bytes are written */
	ATOMIC_FILE_SHARED, /* the source's blocks are shared, or copied */
	ATOMIC_FILE_LINKED /* a hard link to the source, or as above */
};

struct atomic_file {
	struct slice bytes; /* at NULL: only the source has them */
	enum atomic_file_how how;
	int source; /* a file with the same bytes, which is only read */
	const struct timespec *modified; /* NULL: now */
	bool keep; /* what has the name already: EEXIST */
	/* Asked before it gets its name, or NULL: false ends with EAGAIN. */
	bool (*holds)(const void *context);
	const void *context;
};

/*
 * Puts it into an open folder under a name, which is a single path segment.
 * *st is about the new file. Returns 0 or an errno value; EWOULDBLOCK if
 * another program writes it. From any thread, but not for the same name at
 * once.
 */
int atomic_file_put(int folder, const char *name,
    const struct atomic_file *draft, struct stat *st);

#endif
