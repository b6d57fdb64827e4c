/* SPDX-License-Identifier: MIT */
/* Numbers that belong to another row's picture: a sheet that has slipped by a
 * row or more, or of which one column was sorted. */
#ifndef IMG_SLIP_H
#define IMG_SLIP_H

#include <stddef.h>
#include <stdint.h>

/* A row whose name disagrees: the records of its number and of its name. */
struct slip_row {
	const char *file; /* and its line */
	uint64_t line;
	uint32_t number, name; /* occids; 0: of nobody */
};

/* Zero-initialise, free with slips_free(). */
struct slips {
	struct slip_row *rows;
	size_t n, room;
};

void slips_add(struct slips *slips, const struct slip_row *row);
void slips_join(struct slips *slips, const struct slips *others);
void slips_free(struct slips *slips);

/*
 * Says once where it begins, if three rows or more (by lines) have the numbers
 * of those so many rows after or before them, or all have each other's.
 */
void slips_report(struct slips *slips);

#endif
