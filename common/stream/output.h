/* SPDX-License-Identifier: MIT */
/*
 * Where a program's text goes: standard output, or a file that appears only
 * when it is complete. Every failure to write dies with exit status 2.
 *
 * The last LF is held back until more is written or output_finish() is
 * called. So a program that is killed or dies leaves text whose last line has
 * no LF, and the reader of an img-stream(5) notices.
 */
#ifndef IMG_OUTPUT_H
#define IMG_OUTPUT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

struct output;

/*
 * Opens for writing. NULL or "-" is standard output. A regular file, or a
 * name not yet there, is written as NAME.partial and renamed by
 * output_finish(); a symbolic link is resolved first and stays; the mode is
 * that of the file replaced, else what the umask allows. A device or FIFO is
 * written directly. Dies where a picture, a workbook, a PDF or a database has
 * the name: that is somebody's source.
 */
struct output *output_open(const char *path);

/*
 * The folder in which output_finish() will rename, to be given back with
 * free(3); NULL where it will not.
 */
char *output_folder(const struct output *out);

/* Appends; the bytes are written when enough have come, or by flushing. */
void output_put(struct output *out, struct slice bytes);

/* Writes what is there but a last LF. */
void output_flush(struct output *out);

/*
 * Ended well: writes the last LF, renames, closes and frees. Without this
 * call the output stays incomplete.
 */
void output_finish(struct output *out);

#endif
