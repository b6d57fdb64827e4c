/* SPDX-License-Identifier: MIT */
/*
 * The members of a zip file, one after the other, never unpacked to disk,
 * and the writing of one: the door to libarchive. Made for hostile files: what
 * is unpacked in all is limited, encryption and damage are failures, names are
 * only text.
 */
#ifndef IMG_ARCHIVE_H
#define IMG_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "stream/output.h"

/* The first bytes of a zip file. */
#define ARCHIVE_MAGIC "PK\003\004"

struct archive_in;

/*
 * Reads the file after the descriptor, which stays the caller's, from its
 * beginning; it must be seekable. At most `most` bytes are unpacked in all.
 * Never NULL: a file that cannot be read fails at the first member.
 */
struct archive_in *archive_in_open(int fd, uint64_t most);
void archive_in_close(struct archive_in *archive);

/*
 * Goes on to the next member that is a regular file, and sets its name, valid
 * until the next call: as it is in the archive, but without "/" and "./" before
 * it, and with "/" where a program of Windows has written backslashes only.
 * False at the end or on failure.
 */
bool archive_in_next(struct archive_in *archive, struct slice *name);

/* Up to n bytes of the member; 0 at its end, -1 on failure. */
ptrdiff_t archive_in_read(struct archive_in *archive, char *to, size_t n);

/* What is wrong, or NULL. */
const char *archive_in_failure(const struct archive_in *archive);

/*
 * True for a relative name without "..", empty or "." parts, backslashes and
 * control characters: one that may be looked up below a folder.
 */
bool archive_name_is_safe(struct slice name);

struct archive_out;

/*
 * A zip file into the output, which stays the caller's. The same members give
 * the same bytes: they have no time and no owner. Every failure dies.
 */
struct archive_out *archive_out_open(struct output *out);

/* Begins a member of exactly `size` bytes. */
void archive_out_member(
    struct archive_out *archive, const char *name, uint64_t size);
void archive_out_write(struct archive_out *archive, struct slice bytes);

/* Writes the end and frees. */
void archive_out_close(struct archive_out *archive);

#endif
