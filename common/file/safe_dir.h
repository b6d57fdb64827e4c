/* SPDX-License-Identifier: MIT */
/*
 * Folders and files below a folder, and nothing above, beside or after a
 * symbolic link. Paths are relative, as safe_dir_allows() allows them. Failures
 * are -1 with errno: ELOOP or ENOTDIR where a link or a file is in the way.
 */
#ifndef IMG_SAFE_DIR_H
#define IMG_SAFE_DIR_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/slice.h"

/* Longer names have no room for what a file is called until it is complete. */
enum { SAFE_DIR_NAME_MOST = 240, SAFE_DIR_PATH_MOST = 1000 };

/*
 * True for segments between single slashes, of at most SAFE_DIR_NAME_MOST bytes
 * each and SAFE_DIR_PATH_MOST in all, without control characters, none of which
 * begins with "." or "-", or ends in "." or a blank.
 */
bool safe_dir_allows(struct slice path);

/*
 * Appends what is left of the path below `root`, both as somebody has written
 * them; nothing is looked up. False if it is not below.
 */
bool safe_dir_put_rest(struct buf *out, const char *root, struct slice path);

/*
 * The folder that the path's last segment is in, to be closed; the segment goes
 * to *name, a string inside `path`. With `create` missing folders are made.
 */
int safe_dir_folder(int root, const char *path, bool create, const char **name);

/* Opens the file to be read; it may be no regular one. */
int safe_dir_open(int root, const char *path);

/* About a file, or a link. */
int safe_dir_stat(int root, const char *path, struct stat *st);

#endif
