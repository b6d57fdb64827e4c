/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "sheet/csv.h"
#include "sheet/dwca_infer.h"
#include "sheet/dwca_terms.h"

#define ROW_OCCURRENCE "http://rs.tdwg.org/dwc/terms/Occurrence"
#define ROW_AUDIOVISUAL "http://rs.tdwg.org/ac/terms/Multimedia"
#define ROW_MULTIMEDIA "http://rs.gbif.org/terms/1.0/Multimedia"

static bool
is_text(const char *name)
{
	static const char *const ends[] = {".csv", ".txt", ".tsv", ".tab"};
	size_t n = strlen(name);

	if (strncmp(name, "__MACOSX/", 9) == 0)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (n > 4 && strcasecmp(name + n - 4, ends[i]) == 0)
			return true;
	return false;
}

static size_t
find(const struct csv_row *header, const char *local)
{
	for (size_t i = 0; i < header->n; i++) {
		struct slice cell = header->cells[i];
		size_t n = strlen(local);

		if (cell.n >= n &&
		    strncasecmp(cell.at + cell.n - n, local, n) == 0 &&
		    (cell.n == n ||
			strchr(":/#\"", cell.at[cell.n - n - 1]) != NULL))
			return i;
	}
	return DWCA_NONE;
}

/* The first of the words that is a column, the last one NULL. */
static size_t
find_any(const struct csv_row *header, const char *const locals[])
{
	size_t found = DWCA_NONE;

	for (size_t i = 0; found == DWCA_NONE && locals[i] != NULL; i++)
		found = find(header, locals[i]);
	return found;
}

static const char *
row_type(const struct csv_row *header)
{
	static const char *const of_record[] = {"catalogNumber", "occurrenceID",
	    "basisOfRecord", "associatedMedia", NULL};
	static const char *const of_picture[] = {
	    "coreid", "gbifID", "format", "type", "license", NULL};

	if (find(header, "accessURI") != DWCA_NONE)
		return ROW_AUDIOVISUAL;
	if (find(header, "basisOfRecord") == DWCA_NONE &&
	    find(header, "identifier") != DWCA_NONE &&
	    find_any(header, of_picture) != DWCA_NONE)
		return ROW_MULTIMEDIA;
	if (find_any(header, of_record) != DWCA_NONE)
		return ROW_OCCURRENCE;
	return NULL;
}

static void
fill(struct dwca_meta_table *table, const struct csv_row *header,
    const char *name)
{
	static const char *const of_core[] = {
	    "id", "coreid", "gbifID", "occurrenceID", NULL};
	static const char *const of_extension[] = {
	    "coreid", "gbifID", "id", "occurrenceID", NULL};
	const char *type = row_type(header);
	bool core = strcmp(type, ROW_OCCURRENCE) == 0;

	table->core = core;
	free(table->row_type);
	table->row_type = mem_string(type, strlen(type));
	table->encoding[0] = '\0';
	table->delimiter = '\0';
	table->header_lines = header->line;
	table->key = find_any(header, core ? of_core : of_extension);
	dwca_meta_add_file(table, slice_of(name));
	for (size_t i = 0; i < header->n; i++) {
		struct dwca_meta_field *field;

		/* The key alone is no term. */
		if (header->cells[i].n == 0 ||
		    (i == table->key &&
			slice_equal(header->cells[i], SLICE("coreid"))))
			continue;
		field = dwca_meta_add_field(table);
		field->term =
		    mem_string(header->cells[i].at, header->cells[i].n);
		field->index = i;
	}
}

static void
look(struct dwca_meta *meta, struct dwca_source *source, const char *name,
    const struct dwca_table_options *options)
{
	struct dwca_meta_table any = {.encoding = (char[]){""},
	    .quote = '"',
	    .header_lines = 1,
	    .key = DWCA_NONE};
	struct dwca_member *member;
	struct csv *csv = dwca_table_csv(source, name, &any, options, &member);
	struct csv_row header;

	if (csv_next(csv, &header) && row_type(&header) != NULL)
		fill(dwca_meta_add_table(meta), &header, name);
	else if (dwca_member_failure(member) != NULL)
		die("%s: %s: %s", dwca_source_name(source), name,
		    dwca_member_failure(member));
	csv_close(csv);
	dwca_member_close(member);
}

/* The first zip file inside, or NULL. */
static const char *
nested_zip(const struct dwca_source *source)
{
	for (size_t i = 0; i < dwca_source_count(source); i++) {
		const char *name = dwca_source_member(source, i);
		size_t n = strlen(name);

		if (n > 4 && strcasecmp(name + n - 4, ".zip") == 0)
			return name;
	}
	return NULL;
}

void
dwca_infer(struct dwca_meta *meta, struct dwca_source *source,
    const struct dwca_table_options *options)
{
	for (size_t i = 0; i < dwca_source_count(source); i++) {
		const char *name = dwca_source_member(source, i);

		if (is_text(name) && dwca_source_has(source, name))
			look(meta, source, name, options);
	}
	if (meta->n == 0 && nested_zip(source) != NULL)
		die("%s: no Darwin Core Archive, but a zip file with one in it, "
		    "perhaps: unpack '%s' and give that",
		    dwca_source_name(source), nested_zip(source));
	if (meta->n == 0)
		die("%s: no Darwin Core Archive: no meta.xml, and no file "
		    "whose header line has occurrences or pictures (img-scan "
		    "lists the pictures of a folder, img-from-csv reads a "
		    "spreadsheet)",
		    dwca_source_name(source));
	inform("%s: no meta.xml: tables found by their header lines",
	    dwca_source_name(source));
}
