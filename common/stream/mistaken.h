/* SPDX-License-Identifier: MIT */
/*
 * What people give in place of a stream, a sheet or an archive: what it is by
 * its first bytes or its name, and which program takes it.
 */
#ifndef IMG_MISTAKEN_H
#define IMG_MISTAKEN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * What a file is by its first bytes, if it is plainly something else than what
 * was asked for: "a picture, not a stream: img-scan lists pictures". NULL if
 * it may be that.
 */
const char *mistaken_for_stream(struct slice head);
const char *mistaken_for_sheet(struct slice head);
const char *mistaken_for_archive(struct slice head);
const char *mistaken_for_list(struct slice head);

/* The same of what is no picture by its name's extension. */
const char *mistaken_for_picture(struct slice name);

/*
 * The same for a folder; `records`: it holds what img-portal-export writes.
 */
const char *mistaken_folder(bool records);

/* Where a column comes from that a stream lacks, or NULL: "img-match writes
 * it". */
const char *mistaken_column(const char *name);

/* What to do with what is no path here, or NULL: how Windows writes paths, what
 * Word makes of quotes and dashes, what the shell has left as it was, URLs, and
 * what img-portal-export would have written. */
const char *mistaken_no_path(struct slice path);

/* The same for any file that is not there; also blanks around its name, units,
 * other machines, and drives that are not connected. */
const char *mistaken_missing(struct slice path);

/* The same, or "did you mean 'photos'?" by what is in its folder; good until
 * the next call. For a name or two: it reads the folder. */
const char *mistaken_or_near(struct slice path);

/* Why a file cannot be opened, by the errno value given, and what to do. */
void mistaken_put_error(struct buf *text, const char *path, int error);

/* Dies with that of errno. */
_Noreturn void mistaken_die(const char *path);

/* Says what a program waits for that reads standard input from a terminal. */
void mistaken_terminal(void);

/* What would be lost if a text was written over a file that begins with these
 * bytes, as "a picture"; NULL if it may be an earlier output. */
const char *mistaken_target(struct slice head);

/* What a file with this name would be, and what is written never is, as "a
 * workbook", or NULL. */
const char *mistaken_target_name(struct slice path);

#endif
