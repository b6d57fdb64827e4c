/* SPDX-License-Identifier: MIT */
/*
 * The folder that derivatives go to: files in folders, one level deep, and
 * nothing above, beside or after a symbolic link. What is written appears
 * under its name when it is complete, never before; what was there until then
 * stays as it was.
 *
 * Names are single path segments from store_path.h. Safe to call from any
 * thread, but not for the same name at once. Failures are errno values, 0 for
 * none.
 */
#ifndef IMG_STORE_H
#define IMG_STORE_H

#include <stdbool.h>
#include <sys/stat.h>

#include "file/atomic_file.h"

struct store;

/*
 * Opens it. With `create` the folder is made if it is not there, and its
 * parents are not; without, a store that is not there is an empty one. Dies
 * if it is no folder.
 */
struct store *store_open(const char *path, bool create);
void store_close(struct store *store);

/*
 * A subtree of the same kind, whose name begins with ".". With `create` it is
 * made, and it dies if that is not possible; without, it may be missing.
 */
struct store *store_inside(
    const struct store *store, const char *name, bool create);

/* Makes the folder for files. */
int store_folder(const struct store *store, const char *folder);

/* About a regular file; ENOENT where there is none, ELOOP for a link. */
int store_stat(const struct store *store, const char *folder, const char *name,
    struct stat *st);

/* Reads up to n - 1 bytes, a NUL after them; how many goes to *length. */
int store_read(const struct store *store, const char *folder, const char *name,
    char *to, size_t n, size_t *length);

/* Puts the draft under the name; *st is about the new file. */
int store_put(const struct store *store, const char *folder, const char *name,
    const struct atomic_file *draft, struct stat *st);

#endif
