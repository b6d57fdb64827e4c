/* SPDX-License-Identifier: MIT */
/* The content.xml of an OpenDocument workbook: what the survey says of its
 * first sheet holds of all of its rows. */
#include "sheet/ods_sheet.h"
#include "shared.h"

struct seen {
	const struct ods_chosen *chosen;
	uint64_t line;
	size_t width;
};

static void
see_cell(void *state, const struct ods_cell *cell)
{
	struct seen *seen = state;

	must(cell->repeat > 0);
	must(cell->text.n > 0 && utf8_valid(cell->text));
	must(utf8_valid(cell->link));
	must(cell->column >= seen->width);
	seen->width = cell->column + cell->repeat;
	must(seen->width <= seen->chosen->width);
}

static void
see_row(void *state, uint64_t line, uint64_t repeat, bool hidden)
{
	struct seen *seen = state;

	(void)hidden;
	must(line > seen->line && repeat > 0);
	seen->line = line + repeat - 1;
	seen->width = 0;
}

/* False if the XML is broken or goes beyond a limit. */
static bool
parse(struct ods_sheet *sheet, struct slice text)
{
	struct xml *xml = xml_open(&ods_sheet_handler, sheet);
	bool good;

	sheet->xml = xml;
	good = xml_put(xml, text) && xml_finish(xml);
	xml_close(xml);
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = {(const char *)data, size};
	struct ods_sheet survey = {0};
	struct ods_chosen chosen;
	struct seen seen = {.chosen = &chosen};
	bool good = parse(&survey, text);

	ods_sheet_take(&survey, &chosen);
	ods_sheet_free(&survey);
	if (good && chosen.number > 0) {
		struct ods_sheet rows = {.only = chosen.number,
		    .cell_seen = see_cell,
		    .row_seen = see_row,
		    .state = &seen};

		must(parse(&rows, text));
		ods_sheet_free(&rows);
	}
	buf_free(&chosen.name);
	buf_free(&chosen.first_merged);
	return 0;
}
