/* SPDX-License-Identifier: MIT */
/*
 * What a photograph of a specimen looks like: a sheet of paper with a plant,
 * a label, a barcode, a ruler and patches of colour; or only its label.
 */
#ifndef SAMPLE_SHEET_H
#define SAMPLE_SHEET_H

#include <stdbool.h>

#include "canvas.h"

struct sheet {
	const char *number; /* on the barcode */
	const char *title; /* the label's first line */
	const char *name; /* the species */
	const char *second; /* on another one above the label, or empty */
	bool code128; /* instead of Code 39 */
	int module; /* of the barcode, in pixels; 0: as fits the label */
	int cover; /* percent of the height of the bars that is hidden */
	int cut; /* percent of their length */
	bool label_only;
};

void sheet_draw(struct canvas *c, const struct sheet *sheet);

#endif
