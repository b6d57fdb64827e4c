/* SPDX-License-Identifier: MIT */
/* What became of the entries that were met. */
#ifndef IMG_COUNTS_H
#define IMG_COUNTS_H

#include <stdint.h>

struct counts {
	uint64_t rows;
	uint64_t folders; /* read */
	uint64_t hidden;
	uint64_t excluded; /* by --include or --exclude */
	uint64_t other; /* extensions that are not listed */
	uint64_t links; /* symbolic links not followed */
	uint64_t loops; /* links to a folder above themselves */
	uint64_t special; /* neither file nor folder nor link */
	uint64_t deep; /* folders below --max-depth */
	uint64_t young; /* by --min-age */
	uint64_t vanished; /* between reading the folder and looking at it */
};

/* Says how many were listed and what was left out: with -v, or as a warning
 * if folders were read and nothing was found. */
void counts_report(const struct counts *tally);

#endif
