/* SPDX-License-Identifier: MIT */
/* Which entries of a folder are wanted, by their names. */
#ifndef IMG_FILE_FILTER_H
#define IMG_FILE_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

struct file_filter_glob;

/* {0} and file_filter_extensions() to begin with. One thread at a time. */
struct file_filter {
	bool all; /* files with any extension, or none */
	bool hidden; /* names that begin with a dot too */
	struct slice *extensions;
	size_t nextensions;
	struct file_filter_glob *globs;
	size_t nglobs;
	bool includes; /* there is an --include */
	struct buf scratch; /* a path for globs that hold a slash */
};

enum file_filter_reason {
	FILE_FILTER_WANTED,
	FILE_FILTER_HIDDEN,
	FILE_FILTER_GLOB,
	FILE_FILTER_EXTENSION
};

/* Adds a list of extensions, separated by commas or blanks, with or without
 * their dots; letter case does not matter. The list stays the caller's. */
void file_filter_extensions(struct file_filter *pick, const char *list);

/*
 * Adds a glob(7) pattern. Without a slash it is matched against names, with
 * one against the path below the operand ("*" matches slashes too). One that
 * ends in a slash is for folders only. The pattern stays the caller's.
 */
void file_filter_glob(
    struct file_filter *pick, const char *pattern, bool include);

/* Adds those that pictures go by, which are listed without -e and -a. */
void file_filter_pictures(struct file_filter *pick);

/* `below` is the folder's path below the operand, empty or ending in "/". */
enum file_filter_reason file_filter_file(
    struct file_filter *pick, struct slice below, struct slice name);
enum file_filter_reason file_filter_folder(
    struct file_filter *pick, struct slice below, struct slice name);

void file_filter_free(struct file_filter *pick);

#endif
