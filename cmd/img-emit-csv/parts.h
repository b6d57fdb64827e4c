/* SPDX-License-Identifier: MIT */
/*
 * CSV files below a size: FILE.csv, then FILE-2.csv, FILE-3.csv, each with
 * the header. All of them appear together, when all are complete.
 */
#ifndef PARTS_H
#define PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "output.h"
#include "slice.h"

struct parts;

/* `path` NULL is standard output, which cannot be split. */
struct parts *parts_open(
    const char *path, uint64_t bytes_most, struct slice header);

/* Appends a line with its LF, in a new file if it does not fit any more. */
void parts_put(struct parts *parts, struct slice line);

/* The file at hand. */
struct output *parts_output(const struct parts *parts);

/* Completes all files; returns how many there are. */
size_t parts_finish(struct parts *parts);

#endif
