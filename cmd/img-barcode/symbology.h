/* SPDX-License-Identifier: MIT */
/* The kinds of codes, and how much must agree before one is believed. */
#ifndef IMG_SYMBOLOGY_H
#define IMG_SYMBOLOGY_H

#include "base/slice.h"

enum symbology {
	CODE39,
	CODE128,
	QR,
	DATAMATRIX,
	CODE93,
	CODABAR,
	I25,
	EAN13,
	EAN8,
	UPCA,
	UPCE,
	SYMBOLOGIES
};

#define SYMBOLOGY_BIT(s) (1u << (s))
#define SYMBOLOGY_DEFAULT \
	(SYMBOLOGY_BIT(CODE39) | SYMBOLOGY_BIT(CODE128) | SYMBOLOGY_BIT(QR) | \
	    SYMBOLOGY_BIT(DATAMATRIX))
#define SYMBOLOGY_MATRIX (SYMBOLOGY_BIT(QR) | SYMBOLOGY_BIT(DATAMATRIX))

/* As --symbology and the column barcodeType have it. */
const char *symbology_name(enum symbology symbology);

/* SYMBOLOGIES if there is no such name. */
enum symbology symbology_find(struct slice name);

/* So many scan lines must agree; 1 where the code corrects its own errors. */
unsigned symbology_lines(enum symbology symbology);

#endif
