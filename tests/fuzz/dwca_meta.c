/* SPDX-License-Identifier: MIT */
/* meta.xml in pieces: what it describes keeps the promises of dwca_meta.h. */
#include "sheet/csv.h"
#include "sheet/dwca_meta.h"
#include "shared.h"

static void
check_table(const struct dwca_meta_table *table)
{
	must(table->row_type != NULL && table->encoding != NULL);
	must((unsigned char)table->delimiter < 0x80);
	must((unsigned char)table->quote < 0x80);
	must(table->key == DWCA_NONE || table->key < CSV_CELLS_MOST);
	for (size_t i = 0; i < table->nfields; i++) {
		must(table->fields[i].term != NULL &&
		    *table->fields[i].term != '\0');
		must(table->fields[i].index == DWCA_NONE ||
		    table->fields[i].index < CSV_CELLS_MOST);
		must(table->fields[i].list == NULL ||
		    *table->fields[i].list != '\0');
	}
	for (size_t i = 0; i < table->nfiles; i++)
		must(*table->files[i] != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dwca_meta meta = {0};
	struct dwca_meta_reader *reader = dwca_meta_reader_new(&meta);
	size_t first = size > 0 ? data[0] % size : 0;
	bool good =
	    dwca_meta_put(reader, (struct slice){(const char *)data, first});

	good = good &&
	    dwca_meta_put(reader,
		(struct slice){(const char *)data + first, size - first});
	good = good && dwca_meta_finish(reader);
	must(good == (dwca_meta_failure(reader) == NULL));
	must(!good || meta.n > 0);
	for (size_t i = 0; good && i < meta.n; i++)
		check_table(&meta.tables[i]);
	dwca_meta_reader_free(reader);
	dwca_meta_free(&meta);
	return 0;
}
