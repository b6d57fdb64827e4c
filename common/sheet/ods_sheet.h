/* SPDX-License-Identifier: MIT */
/*
 * The events of an OpenDocument file's content.xml as cells and rows of one of
 * its sheets; without `only`, as facts of the sheet that is wanted.
 */
#ifndef IMG_ODS_SHEET_H
#define IMG_ODS_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "sheet/ods_cell.h"
#include "text/xml.h"

/* Facts of a sheet. */
struct ods_chosen {
	size_t number; /* from 1; 0: none */
	struct buf name; /* ends with a NUL */
	uint64_t line; /* of the header */
	size_t header; /* columns up to its last cell */
	size_t width; /* of the widest row */
	uint64_t merged; /* cells over several rows, below the header */
	struct buf first_merged; /* "A3" */
};

struct ods_sheet {
	/* What is asked for. */
	const char *wanted; /* name or number; NULL: the first with cells that
			     * is not hidden */
	size_t only; /* the sheet whose cells are seen; 0: none */
	uint64_t skip; /* rows before the header */
	void (*cell_seen)(void *state, const struct ods_cell *cell);
	void (*row_seen)(
	    void *state, uint64_t line, uint64_t repeat, bool hidden);
	void *state;
	struct xml *xml;

	/* What is found out. */
	bool done; /* nothing that follows counts */
	struct buf names; /* of the sheets, for a message */
	struct buf unread; /* of those with cells after the chosen one */
	struct ods_chosen chosen;

	/* The parser's place. */
	struct buf hidden, style; /* names of styles, each with a LF */
	size_t skipped; /* depth within what is no text of a cell */
	size_t ntables;
	bool in_table, in_row, in_cell, named;
	struct ods_chosen table;
	bool table_named, table_hidden;
	uint64_t line, repeat; /* of the row */
	bool row_hidden;
	size_t column, row_width, row_bytes;
	struct ods_reading reading;
};

/* Its state is a struct ods_sheet. */
extern const struct xml_handler ods_sheet_handler;

/* Takes over the facts of the sheet that is wanted; number 0: there is none. */
void ods_sheet_take(struct ods_sheet *sheet, struct ods_chosen *chosen);
void ods_sheet_free(struct ods_sheet *sheet);

#endif
