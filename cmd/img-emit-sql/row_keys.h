/* SPDX-License-Identifier: MIT */
/*
 * What a row's record and picture are called (sink/record_id.h), and the keys
 * by which a second row of the same picture is known.
 */
#ifndef IMG_ROW_KEYS_H
#define IMG_ROW_KEYS_H

#include "preparer.h"
#include "sql_row.h"

/* Names the record that is to be made. */
void row_keys_record(struct preparer *preparer, struct prepared *head);

/* Names the picture, and sets the keys and which file of it this is. */
void row_keys_find(struct preparer *preparer, struct prepared *head);

/* The key of the picture that the portal has under this id. */
void row_keys_add_there(
    const struct preparer *preparer, uint64_t media_id, struct prepared *head);

#endif
