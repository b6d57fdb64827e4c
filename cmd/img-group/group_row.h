/* SPDX-License-Identifier: MIT */
/* The rows that img-group writes. */
#ifndef IMG_GROUP_ROW_H
#define IMG_GROUP_ROW_H

#include "group.h"

struct group_writer;

struct group_writer *group_writer_new(
    struct group_run *run, const struct columns *columns);
void group_writer_free(struct group_writer *writer);

void group_put_header(const struct group_writer *writer, struct buf *out);

/* The rows of the files of one stem and place: one, if it is clear what each
 * of them is. */
void group_put(struct group_writer *writer, const struct member members[],
    size_t n, struct buf *out);

#endif
