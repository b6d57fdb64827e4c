/* SPDX-License-Identifier: MIT */
/*
 * CSV files below a size: FILE.csv, then FILE-2.csv, FILE-3.csv, each with
 * the header. All of them appear together, when all are complete.
 */
#ifndef IMG_FILE_PARTS_H
#define IMG_FILE_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "stream/output.h"

struct file_parts;

/*
 * `path` NULL is standard output, which cannot be split. The suffix is put
 * before the path's extension: "-new" makes FILE-new.csv.
 */
struct file_parts *file_parts_open(
    const char *path, const char *suffix, uint64_t bytes_most);

/* What the first of them is called, "the file" for standard output. */
const char *file_parts_name(const struct file_parts *parts);

/* Writes the header of the first file, and keeps it for the others. */
void file_parts_header(struct file_parts *parts, struct slice header);

/* Appends a line with its LF, in a new file if it does not fit any more. */
void file_parts_put(struct file_parts *parts, struct slice line);

/* The file at hand. */
struct output *file_parts_output(const struct file_parts *parts);

/* How many files there are. */
size_t file_parts_count(const struct file_parts *parts);

/* Completes all files. */
void file_parts_finish(struct file_parts *parts);

#endif
