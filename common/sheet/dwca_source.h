/* SPDX-License-Identifier: MIT */
/*
 * Where an archive is: a zip file, a folder, a web URL of a zip file, or one
 * text file alone. Its files by name, nothing is ever unpacked to the disk.
 */
#ifndef IMG_DWCA_SOURCE_H
#define IMG_DWCA_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct dwca_source_options {
	uint64_t unpacked_most; /* of one member; 0: by the size of the zip */
	/*
	 * Downloads an operand that is a URL to a temporary file, puts what it
	 * is called in messages, and returns the descriptor; -1 if it is none.
	 * NULL: operands are files.
	 */
	int (*fetch)(const char *operand,
	    const struct dwca_source_options *options, struct buf *shown);
	bool allow_private; /* for it */
};

struct dwca_source;
struct dwca_member;

/* "-" is standard input. Dies if there is nothing to be read. */
struct dwca_source *dwca_source_open(
    const char *operand, const struct dwca_source_options *options);
void dwca_source_close(struct dwca_source *source);

/* For messages. */
const char *dwca_source_name(const struct dwca_source *source);

/*
 * The regular files below it, "/" between the parts of a name, in the order
 * of bytes. Links, and names that lead outside, are not among them.
 */
size_t dwca_source_count(const struct dwca_source *source);
const char *dwca_source_member(const struct dwca_source *source, size_t i);

/* True if there is one; dies if a zip file has several of this name. */
bool dwca_source_has(const struct dwca_source *source, const char *name);

/*
 * The file of this name, or else the only one that differs in letter case, as
 * some systems take the one for the other; NULL if there is none.
 */
const char *dwca_source_find(
    const struct dwca_source *source, const char *name);

/*
 * Opens a file that is there. One at a time: the one before must be closed.
 * Dies if it cannot be opened.
 */
struct dwca_member *dwca_member_open(
    struct dwca_source *source, const char *name);

/* As csv_read; the state is the member. */
ptrdiff_t dwca_member_read(void *member, char *to, size_t n);

/* The first two bytes, which will be read all the same. */
struct slice dwca_member_mark(struct dwca_member *member);

/* Why reading failed, or NULL. */
const char *dwca_member_failure(const struct dwca_member *member);
void dwca_member_close(struct dwca_member *member);

#endif
