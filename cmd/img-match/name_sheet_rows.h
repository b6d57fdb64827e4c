/* SPDX-License-Identifier: MIT */
/* What name_sheet_read.c makes of a sheet, and name_sheet.c finds in it. */
#ifndef IMG_NAME_SHEET_ROWS_H
#define IMG_NAME_SHEET_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/table.h"
#include "name_sheet.h"

/* A row of the sheet, its texts as places in one buffer while that grows. */
struct name_row {
	struct slice folded, spelled, folder;
	struct slice extras; /* each with a NUL after it */
	size_t at; /* of the texts: folded, spelled, folder, number, extras */
	bool early; /* digits that may turn out to lack zeros */
	struct named named;
};

struct name_sheet {
	struct name_row
	    *rows; /* by comparable form, spelling, folder, number */
	struct named
	    *named; /* of each row, side by side for name_sheet_find() */
	_Atomic uint64_t *users; /* of each row: which picture took it */
	_Atomic bool *used; /* of each row: whether one did */
	const char *extras[NAMED_EXTRAS]; /* columns, in the sheet's order */
	size_t nextras;
	size_t n, room;
	struct table endings; /* of the folders' paths */
	struct buf texts;
};

#endif
