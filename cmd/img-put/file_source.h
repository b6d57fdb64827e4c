/* SPDX-License-Identifier: MIT */
/*
 * A file that is to be sent: looked at before a byte of it leaves. What is sent
 * is what was looked at: the bytes in memory, or, of a large file, those of an
 * open file that has not changed.
 */
#ifndef IMG_FILE_SOURCE_H
#define IMG_FILE_SOURCE_H

#include <errno.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "net/transfer.h"
#include "picture/hash.h"
#include "picture/picture.h"

/* A larger file is read twice instead of kept. */
#define FILE_SOURCE_KEPT ((uint64_t)32 << 20)

/* Zero-initialise. */
struct file_source {
	struct file_source *next; /* at rest */
	int fd;
	struct stat st;
	const struct media_type *kind;
	struct buf bytes; /* all of them, unless it is large */
	struct transfer_sent sent;
};

/* NULL, or a code: it is not there, or no regular file. */
const char *file_source_stat(int root, const char *path, struct stat *st);

/*
 * Opens the file below `root` and looks at it. Returns NULL if it may be sent,
 * else a code of the problem registry: it must be a regular file and no link,
 * a picture by its bytes and by its name, and have this MD5 (32 lower-case
 * hexadecimal digits). To be closed only after NULL.
 */
const char *file_source_open(struct file_source *source, int root,
    const char *path, const char *md5, struct hash *hash);

void file_source_close(struct file_source *source);

/* Those that are open or at rest, with their memory; from any thread. */
struct file_sources;

struct file_sources *file_sources_new(void);
void file_sources_free(struct file_sources *sources);
struct file_source *file_sources_take(struct file_sources *sources);

/* Not open any more. */
void file_sources_give_back(
    struct file_sources *sources, struct file_source *source);

/* Trouble of this process or machine, which is no fault of a file. */
static inline bool
upload_is_ours(int status)
{
	return status == EMFILE || status == ENFILE || status == ENOMEM;
}

#endif
