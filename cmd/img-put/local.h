/* SPDX-License-Identifier: MIT */
/* A target that is a folder of this machine. From any thread. */
#ifndef IMG_LOCAL_H
#define IMG_LOCAL_H

#include <stdbool.h>

#include "picture/hash.h"
#include "file_source.h"
#include "put_settings.h"

struct local;

/* Makes the folder if it is not there, unless dry; dies if it is none. */
struct local *local_open(const char *path, const struct settings *settings);
void local_close(struct local *local);

enum local_found {
	LOCAL_ABSENT,
	LOCAL_SAME,
	LOCAL_DIFFERS, /* or is no regular file */
	LOCAL_UNKNOWN /* it cannot be read: errno tells why */
};

/* What is there under the name, beside a file of ours. */
enum local_found local_look(const struct local *local, const char *name,
    const struct stat *ours, const char *md5, struct hash *hash);

/*
 * Puts the open source there, with its time, `over` another file or not; 0 or
 * an errno value: EAGAIN if the source has changed meanwhile, EEXIST if there
 * is a file now.
 */
int local_put(const struct local *local, const char *name,
    const struct file_source *source, bool over, const char *md5,
    struct hash *hash);

#endif
