/* SPDX-License-Identifier: MIT */
/* Numbers with their noun, for messages: "1 row", "2 rows". */
#ifndef IMG_COUNTED_H
#define IMG_COUNTED_H

#include <stdint.h>

struct counted {
	char text[96];
};

/*
 * The number, a blank, and `one` if it is 1, else `many`; a verb may go with
 * them ("row is", "rows are"). COUNTED() is for an argument of a message: its
 * text lives to the end of the statement.
 */
struct counted counted(uint64_t n, const char *one, const char *many);

#define COUNTED(n, one, many) (counted((n), (one), (many)).text)

#endif
