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
	bool label_only;
};

void sheet_draw(struct canvas *c, const struct sheet *sheet);

#endif
