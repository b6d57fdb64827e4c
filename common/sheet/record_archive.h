/* SPDX-License-Identifier: MIT */
/*
 * The records of a Darwin Core Archive as a sheet: its table of occurrences,
 * with the local names of its terms as the header.
 */
#ifndef IMG_RECORD_ARCHIVE_H
#define IMG_RECORD_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "sheet/sheet_options.h"

struct record_archive;

/* True for a zip file that is no workbook, and a folder with a meta.xml. */
bool record_archive_is(const char *path);

/* Dies of what is no archive, and of one without a table of records. */
struct record_archive *record_archive_open(
    const char *path, const struct sheet_options *options);
void record_archive_close(struct record_archive *archive);

/*
 * The header's names, valid until closed: `id` for the id of the core, which
 * may be an occid or not, `coreid` where the occurrences are an extension.
 */
const struct slice *record_archive_header(
    const struct record_archive *archive, size_t *n);

/* "archive: file", for messages. */
const char *record_archive_name(const struct record_archive *archive);

/*
 * The values of the next row, valid until the next call; NULL at the end. If it
 * breaks the rules, *wrong says how, and lenience would read it so.
 */
const struct slice *record_archive_next(
    struct record_archive *archive, uint64_t *line, const char **wrong);

#endif
