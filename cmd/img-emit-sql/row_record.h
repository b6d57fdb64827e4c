/* SPDX-License-Identifier: MIT */
/*
 * Whose picture a row is: its verdict, its record, and that record's
 * collection. Each returns REJECT_REASON_NOT or why the row is left out.
 */
#ifndef IMG_ROW_RECORD_H
#define IMG_ROW_RECORD_H

#include "preparer.h"
#include "sql_row.h"

enum reject_reason row_record_verdict(struct preparer *preparer);

/* Sets the occid and KIND_LINK, or the number of a new record and KIND_CREATE.
 */
enum reject_reason row_record_judge(struct preparer *preparer, enum kind *kind);

/* Sets collid. */
enum reject_reason row_record_collection(struct preparer *preparer);

#endif
