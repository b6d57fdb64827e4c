/* SPDX-License-Identifier: MIT */
#include "symbology.h"

/* A check digit makes two enough. */
static const struct {
	const char *name;
	unsigned lines;
} symbologies[SYMBOLOGIES] = {
    [CODE39] = {"code39", 3},
    [CODE128] = {"code128", 2},
    [QR] = {"qr", 1},
    [DATAMATRIX] = {"datamatrix", 1},
    [CODE93] = {"code93", 3},
    [CODABAR] = {"codabar", 4},
    [I25] = {"i25", 4},
    [EAN13] = {"ean13", 3},
    [EAN8] = {"ean8", 4},
    [UPCA] = {"upca", 3},
    [UPCE] = {"upce", 4},
};

const char *
symbology_name(enum symbology symbology)
{
	return symbologies[symbology].name;
}

enum symbology
symbology_find(struct slice name)
{
	unsigned i = 0;

	while (i < SYMBOLOGIES &&
	    !slice_equal(name, slice_of(symbologies[i].name)))
		i++;
	return (enum symbology)i;
}

unsigned
symbology_lines(enum symbology symbology)
{
	return symbologies[symbology].lines;
}
