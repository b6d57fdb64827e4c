/* SPDX-License-Identifier: MIT */
/* meta.xml in pieces: what it describes keeps the promises of meta.h. */
#include "sheet/csv.h"
#include "../../cmd/img-from-dwca/meta.h"
#include "shared.h"

static void
check_table(const struct meta_table *table)
{
	must(table->row_type != NULL && table->encoding != NULL);
	must((unsigned char)table->delimiter < 0x80);
	must((unsigned char)table->quote < 0x80);
	must(table->key == META_NONE || table->key < CSV_CELLS_MOST);
	for (size_t i = 0; i < table->nfields; i++) {
		must(table->fields[i].term != NULL &&
		    *table->fields[i].term != '\0');
		must(table->fields[i].index == META_NONE ||
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
	struct meta meta = {0};
	struct meta_reader *reader = meta_reader_new(&meta);
	size_t first = size > 0 ? data[0] % size : 0;
	bool good = meta_put(reader, (struct slice){(const char *)data, first});

	good = good &&
	    meta_put(reader,
		(struct slice){(const char *)data + first, size - first});
	good = good && meta_finish(reader);
	must(good == (meta_failure(reader) == NULL));
	must(!good || meta.n > 0);
	for (size_t i = 0; good && i < meta.n; i++)
		check_table(&meta.tables[i]);
	meta_reader_free(reader);
	meta_free(&meta);
	return 0;
}
