/* SPDX-License-Identifier: MIT */
/*
 * What the URLs of a row serve, and what is said of it: whether the portal can
 * take it.
 */
#ifndef IMG_ROW_PICTURE_H
#define IMG_ROW_PICTURE_H

#include "preparer.h"

/* Settles the values and the facts of each file; or why the row is left out. */
enum reject_reason row_picture_judge(struct preparer *preparer);

#endif
