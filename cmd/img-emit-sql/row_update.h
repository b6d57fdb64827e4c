/* SPDX-License-Identifier: MIT */
/*
 * The texts of a row whose picture is in the portal and is changed or taken
 * out: with what it had, so that the inverse can bring that back.
 */
#ifndef IMG_ROW_UPDATE_H
#define IMG_ROW_UPDATE_H

#include "preparer.h"
#include "sql_row.h"

void row_put_update(
    struct preparer *preparer, struct prepared *head, struct buf *out);
void row_put_removal(
    struct preparer *preparer, struct prepared *head, struct buf *out);

#endif
