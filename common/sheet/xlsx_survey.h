/* SPDX-License-Identifier: MIT */
/*
 * What must be known of a workbook's sheet before its first row is given: how
 * wide it is, and where its cells link to. Both come after the rows.
 */
#ifndef IMG_XLSX_SURVEY_H
#define IMG_XLSX_SURVEY_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "sheet/workbook.h"

/* Columns that a sheet can have. */
enum { XLSX_COLUMNS_MOST = 16384 };

/* A sheet is not larger than this when unpacked. */
#define XLSX_SHEET_MOST ((uint64_t)4 << 30)

struct xlsx_link {
	uint64_t row; /* from 1 */
	size_t column; /* from 0 */
	size_t start, n; /* of `texts` */
};

/* Zero-initialise; xlsx_survey_free() when done. */
struct xlsx_survey {
	uint64_t line; /* of the first row, the header */
	size_t header; /* its columns, up to its last cell */
	size_t width; /* of the widest row */
	struct xlsx_link *links; /* by row and column */
	size_t nlinks, room;
	struct buf texts;
};

/*
 * The column of a reference such as "AB12", from 0, `otherwise` without; and
 * its row, from 1, or 0.
 */
size_t xlsx_column(struct slice reference, size_t otherwise);
uint64_t xlsx_row(struct slice reference);

/* Appends such a reference. */
void xlsx_put_reference(struct buf *out, size_t column, uint64_t row);

/*
 * Surveys the workbook's chosen sheet; `skip` is the last row before the
 * header. Reads no further than the header where the sheet has no links and
 * says that it is not wider. A failure is the book's.
 */
void xlsx_survey_read(
    struct xlsx_survey *survey, struct workbook *book, int fd, uint64_t skip);
void xlsx_survey_free(struct xlsx_survey *survey);

/* Where a cell links to; SLICE_NONE if nowhere. */
struct slice xlsx_survey_link(
    const struct xlsx_survey *survey, uint64_t row, size_t column);

#endif
