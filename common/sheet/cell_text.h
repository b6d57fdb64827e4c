/* SPDX-License-Identifier: MIT */
/* What a person has put into a cell, without what the sheet's program needs. */
#ifndef IMG_CELL_TEXT_H
#define IMG_CELL_TEXT_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * The value without blanks at its ends; ="00123" and '00123, which keep a
 * program from taking it for a number, are 00123; what databases write for
 * nothing (NULL, \N) is empty.
 */
struct slice cell_text(struct slice cell);

/* True if there is nothing but blanks, no-break spaces among them. */
bool cell_text_is_blank(struct slice cell);

/* True if a person means nothing by it: "-", "n/a", "unknown", "s.n.". */
bool cell_text_is_nothing(struct slice text);

/* True if it has a character that was replaced as it could not be read. */
bool cell_text_is_damaged(struct slice value);

#endif
