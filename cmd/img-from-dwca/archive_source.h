/* SPDX-License-Identifier: MIT */
/*
 * Where an archive is: a zip file, a folder, a web URL of a zip file, or one
 * text file alone. Its files by name, nothing is ever unpacked to the disk.
 */
#ifndef IMG_ARCHIVE_SOURCE_H
#define IMG_ARCHIVE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct archive_source_options {
	bool allow_private;
	uint64_t unpacked_most; /* of one member; 0: by the size of the zip */
};

struct archive_source;
struct member;

/* "-" is standard input. Dies if there is nothing to be read. */
struct archive_source *archive_source_open(
    const char *operand, const struct archive_source_options *options);
void archive_source_close(struct archive_source *source);

/* For messages. */
const char *archive_source_name(const struct archive_source *source);

/*
 * The regular files below it, "/" between the parts of a name, in the order
 * of bytes. Links, and names that lead outside, are not among them.
 */
size_t archive_source_count(const struct archive_source *source);
const char *archive_source_member(
    const struct archive_source *source, size_t i);

/* True if there is one; dies if a zip file has several of this name. */
bool archive_source_has(const struct archive_source *source, const char *name);

/*
 * The file of this name, or else the only one that differs in letter case, as
 * some systems take the one for the other; NULL if there is none.
 */
const char *archive_source_find(
    const struct archive_source *source, const char *name);

/*
 * Opens a file that is there. One at a time: the one before must be closed.
 * Dies if it cannot be opened.
 */
struct member *member_open(struct archive_source *source, const char *name);

/* As csv_read; the state is the member. */
ptrdiff_t member_read(void *member, char *to, size_t n);

/* The first two bytes, which will be read all the same. */
struct slice member_mark(struct member *member);

/* Why reading failed, or NULL. */
const char *member_failure(const struct member *member);
void member_close(struct member *member);

#endif
