/* SPDX-License-Identifier: MIT */
/*
 * Several numbers in one cell: a picture of several specimens. A cell is cut
 * at semicolons, bars and line ends if each part has a digit; at commas,
 * slashes, "&", "+" and "and" (und, et, y, e) only if all parts are letters and
 * digits of one form, "UCR0001003, UCR0001004".
 */
#ifndef IMG_NUMBER_LIST_H
#define IMG_NUMBER_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "sheet/number_check.h"

/* A cell of more is left whole. */
enum { NUMBER_LIST_MOST = 64 };

/*
 * Cuts a cell into its numbers, each as cell_text() has it, and returns how
 * many there are: 1, the cell as it is, if it is no list. `doubtful` is then
 * true if it looks like one that is not cut: "1003, 1004", "K001003+4",
 * "K001003 or K001004".
 */
size_t number_list(
    struct slice cell, struct slice numbers[NUMBER_LIST_MOST], bool *doubtful);

/*
 * All doubts about a number that stays one: those of number_check(), and that
 * it looks like several.
 */
enum { NUMBER_DOUBTS_MOST = NUMBER_CHECK_MOST + 1 };
size_t number_doubts(struct slice value, const char *codes[NUMBER_DOUBTS_MOST]);

#endif
