/* SPDX-License-Identifier: MIT */
/*
 * A row whose picture the portal had when it was exported: which one, and what
 * becomes of the row.
 */
#ifndef IMG_ROW_KNOWN_H
#define IMG_ROW_KNOWN_H

#include "preparer.h"
#include "sql_row.h"

/* The cells of a row that only names its picture become those of its record. */
enum reject_reason row_known_named(struct preparer *preparer);

/* Finds the picture; or why the row is left out. */
enum reject_reason row_known_judge(struct preparer *preparer, enum kind kind);

/* True if the picture that was found has a number. */
bool row_known_id(struct preparer *preparer, uint64_t *id);

/* Sets the kind of a row whose picture was found, and the key of that. */
void row_known_settle(struct preparer *preparer, struct prepared *head);

#endif
