/* SPDX-License-Identifier: MIT */
/*
 * The texts of a row in the lists of the statements. What is in parentheses
 * there is appended value by value, each after ", ".
 */
#ifndef IMG_ROW_TEXTS_H
#define IMG_ROW_TEXTS_H

#include "preparer.h"
#include "sql_row.h"

/* A new picture, with its record's and the tags; sets the lengths. */
void row_put_new(struct preparer *preparer, enum kind kind,
    struct prepared *head, struct buf *out);

/* The record as it was when it was exported, without ", " before it. */
void row_put_guard(struct preparer *preparer, struct buf *out);

/* NULL for an empty text. */
void row_put_digits(struct buf *out, struct slice digits);
void row_put_value(struct preparer *preparer, enum target_id id,
    struct slice value, struct buf *out);

void row_put_tags(struct preparer *preparer, enum kind kind,
    struct prepared *head, struct buf *out);

/* The tags that a picture is given which the portal has. */
void row_put_more_tags(struct preparer *preparer, struct buf *out);

#endif
