/* SPDX-License-Identifier: MIT */
/*
 * A file that is to be sent: looked at before a byte of it leaves. What is sent
 * is what was looked at: the bytes in memory, or, of a large file, those of an
 * open file that has not changed.
 */
#ifndef IMG_PUT_SOURCE_H
#define IMG_PUT_SOURCE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "buf.h"
#include "hash.h"
#include "picture.h"
#include "transfer.h"

/* A larger file is read twice instead of kept. */
#define SOURCE_KEPT ((uint64_t)32 << 20)

/* Zero-initialise. */
struct source {
	struct source *next; /* at rest */
	int fd;
	struct stat st;
	const struct picture_kind *kind;
	struct buf bytes; /* all of them, unless it is large */
	struct transfer_sent sent;
};

/*
 * Opens the file below `root` and looks at it. Returns NULL if it may be sent,
 * else a code of the problem registry: it must be a regular file and no link,
 * a picture by its bytes and by its name, and have this MD5 (32 lower-case
 * hexadecimal digits). To be closed only after NULL.
 */
const char *source_open(struct source *source, int root, const char *path,
    const char *md5, struct hash *hash);

/* True if it is still what was looked at. */
bool source_holds(const struct source *source);
void source_close(struct source *source);

/* Those that are open or at rest, with their memory; from any thread. */
struct sources;

struct sources *sources_new(void);
void sources_free(struct sources *sources);
struct source *sources_take(struct sources *sources);

/* Not open any more. */
void sources_give_back(struct sources *sources, struct source *source);

#endif
