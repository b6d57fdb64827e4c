/* SPDX-License-Identifier: MIT */
/* What a picture's own name says of the record that something else led to. */
#ifndef IMG_NAME_CHECK_H
#define IMG_NAME_CHECK_H

#include "decide.h"
#include "inside.h"

enum name_says { NAME_SILENT, NAME_AGREES, NAME_DISAGREES };

/* Of one thread; zero-initialise, free with name_check_free(). */
struct name_check {
	struct outcome outcome; /* of the name alone */
	struct hits others; /* whose number the name is, if it disagrees */
	struct inside_scratch inside;
};

void name_check_free(struct name_check *check);

/*
 * Compares a row's outcome with its names, one of which disagrees if it is the
 * number of another record by the rules for names, or holds one with letters
 * in it, and not the number of the outcome's. A row whose number nobody has
 * disagrees with any known number. `by_file`: the file's name has led to the
 * outcome; where it has, or agrees, its URL must have a number with letters to
 * disagree: mere digits are often the server's.
 */
enum name_says name_check_row(struct name_check *check, struct planner *planner,
    struct decider *decider, const struct block *block, size_t row,
    const struct outcome *outcome, bool by_file);

/*
 * Where the name has led to nothing: adds to the outcome's records those whose
 * numbers are in it, and returns the first number as the name has it.
 */
struct slice name_check_inside(struct name_check *check,
    struct planner *planner, const struct decider *decider,
    const struct block *block, size_t row, struct outcome *outcome);

#endif
