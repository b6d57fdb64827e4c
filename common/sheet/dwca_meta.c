/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "sheet/csv.h"
#include "text/xml.h"
#include "sheet/dwca_meta.h"

enum { TABLES_MOST = 256, FIELDS_MOST = 4096, FILES_MOST = 4096 };

#define SIMPLE_RECORD \
	"http://rs.tdwg.org/dwc/xsd/simpledarwincore/SimpleDarwinRecord"

struct dwca_meta_reader {
	struct dwca_meta *meta;
	struct dwca_meta_table *table; /* that the parser is in, or NULL */
	struct xml *xml;
	bool in_location;
	struct buf location;
	const char *failure;
};

static char *
copy(struct slice s)
{
	return mem_string(s.at, s.n);
}

struct dwca_meta_table *
dwca_meta_add_table(struct dwca_meta *meta)
{
	struct dwca_meta_table *table;

	meta->tables =
	    mem_resize(meta->tables, meta->n + 1, sizeof *meta->tables);
	table = &meta->tables[meta->n++];
	*table = (struct dwca_meta_table){.delimiter = ',',
	    .quote = '"',
	    .key = DWCA_NONE,
	    .row_type = copy(SLICE(SIMPLE_RECORD)),
	    .encoding = copy(SLICE("UTF-8"))};
	return table;
}

struct dwca_meta_field *
dwca_meta_add_field(struct dwca_meta_table *table)
{
	struct dwca_meta_field *field;

	table->fields = mem_resize(
	    table->fields, table->nfields + 1, sizeof *table->fields);
	field = &table->fields[table->nfields++];
	*field = (struct dwca_meta_field){.index = DWCA_NONE};
	return field;
}

void
dwca_meta_add_file(struct dwca_meta_table *table, struct slice name)
{
	table->files =
	    mem_resize(table->files, table->nfiles + 1, sizeof *table->files);
	table->files[table->nfiles++] = copy(name);
}

static void
free_table(struct dwca_meta_table *table)
{
	for (size_t i = 0; i < table->nfields; i++) {
		free(table->fields[i].term);
		free(table->fields[i].value);
		free(table->fields[i].list);
	}
	for (size_t i = 0; i < table->nfiles; i++)
		free(table->files[i]);
	free(table->fields);
	free(table->files);
	free(table->row_type);
	free(table->encoding);
}

void
dwca_meta_free(struct dwca_meta *meta)
{
	for (size_t i = 0; i < meta->n; i++)
		free_table(&meta->tables[i]);
	free(meta->tables);
	*meta = (struct dwca_meta){0};
}

static void
stop(struct dwca_meta_reader *reader, const char *why)
{
	xml_stop(reader->xml, why);
}

/* "\t" and the like stand for characters. */
static void
unescape(struct buf *out, struct slice text)
{
	static const char from[] = "tnrf\\", to[] = "\t\n\r\f\\";

	for (size_t i = 0; i < text.n; i++) {
		const char *found = NULL;

		if (text.at[i] == '\\' && i + 1 < text.n &&
		    text.at[i + 1] != '\0')
			found = strchr(from, text.at[i + 1]);
		buf_put_char(
		    out, found != NULL ? to[found - from] : text.at[i]);
		i += found != NULL;
	}
}

static size_t
column(struct dwca_meta_reader *reader, struct slice text)
{
	uint64_t value;

	if (!number_read(slice_trim(text), CSV_CELLS_MOST - 1, &value)) {
		stop(reader, "an index is not the number of a column");
		return DWCA_NONE;
	}
	return (size_t)value;
}

/* One ASCII character, as the attribute has it; `none` if it is empty. */
static char
character(struct dwca_meta_reader *reader, struct slice text, char none,
    const char *why)
{
	struct buf plain = {0};
	char c = none;

	unescape(&plain, text);
	if (plain.n > 1 || (plain.n == 1 && (unsigned char)*plain.at >= 0x80))
		stop(reader, why);
	else if (plain.n == 1)
		c = *plain.at;
	buf_free(&plain);
	return c;
}

/* Line ends are found out: what is declared is wrong too often. */
static void
check_line_end(struct dwca_meta_reader *reader, struct slice text)
{
	struct buf plain = {0};

	unescape(&plain, text);
	for (size_t i = 0; i < plain.n; i++)
		if (strchr("\r\n \t", plain.at[i]) == NULL) {
			stop(reader,
			    "linesTerminatedBy is neither LF, CRLF nor CR");
			break;
		}
	buf_free(&plain);
}

static void
set_text(char **to, struct slice value)
{
	if (value.at == NULL || slice_trim(value).n == 0)
		return;
	free(*to);
	*to = copy(slice_trim(value));
}

static void
start_table(struct dwca_meta_reader *reader, bool core,
    const struct xml_attribute attributes[], size_t n)
{
	struct dwca_meta_table *table;
	struct slice value;
	uint64_t lines = 0;

	if (reader->table != NULL) {
		stop(reader, "a table inside a table");
		return;
	}
	if (reader->meta->n == TABLES_MOST) {
		stop(reader, "too many tables");
		return;
	}
	table = reader->table = dwca_meta_add_table(reader->meta);
	table->core = core;
	set_text(&table->row_type, xml_attribute(attributes, n, "rowType"));
	set_text(&table->encoding, xml_attribute(attributes, n, "encoding"));
	value = xml_attribute(attributes, n, "fieldsTerminatedBy");
	if (value.at != NULL)
		table->delimiter = character(reader, value, ',',
		    "fieldsTerminatedBy is not one ASCII character");
	/* A raw TAB in an attribute becomes a blank by the rules of XML. */
	if (table->delimiter == ' ')
		table->delimiter = '\t';
	value = xml_attribute(attributes, n, "fieldsEnclosedBy");
	if (value.at != NULL)
		table->quote = character(reader, value, '\0',
		    "fieldsEnclosedBy is not one ASCII character");
	value = xml_attribute(attributes, n, "linesTerminatedBy");
	if (value.at != NULL)
		check_line_end(reader, value);
	value = slice_trim(xml_attribute(attributes, n, "ignoreHeaderLines"));
	if (value.n > 0 && !number_read(value, UINT32_MAX, &lines))
		stop(reader, "ignoreHeaderLines is not a number");
	table->header_lines = lines;
}

static void
start_field(struct dwca_meta_reader *reader,
    const struct xml_attribute attributes[], size_t n)
{
	struct slice index = xml_attribute(attributes, n, "index");
	struct slice term = slice_trim(xml_attribute(attributes, n, "term"));
	struct slice value = xml_attribute(attributes, n, "default");
	struct slice list = xml_attribute(attributes, n, "delimitedBy");
	struct dwca_meta_field *field;
	struct buf plain = {0};

	if (reader->table->nfields == FIELDS_MOST) {
		stop(reader, "too many fields");
		return;
	}
	if (term.n == 0) {
		stop(reader, "a field without a term");
		return;
	}
	field = dwca_meta_add_field(reader->table);
	field->term = copy(term);
	if (index.at != NULL && slice_trim(index).n > 0)
		field->index = column(reader, index);
	if (value.at != NULL)
		field->value = copy(value);
	unescape(&plain, list.at != NULL ? list : SLICE(""));
	if (plain.n > 0)
		field->list = copy(buf_slice(&plain));
	buf_free(&plain);
}

/* The id may be a field at the same time, by its term. */
static void
start_key(struct dwca_meta_reader *reader,
    const struct xml_attribute attributes[], size_t n)
{
	struct slice index = xml_attribute(attributes, n, "index");

	if (index.at == NULL || slice_trim(index).n == 0)
		return;
	reader->table->key = column(reader, index);
	if (slice_trim(xml_attribute(attributes, n, "term")).n > 0)
		start_field(reader, attributes, n);
}

static void
start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	struct dwca_meta_reader *reader = state;

	(void)uri;
	if (slice_equal(name, SLICE("core")))
		start_table(reader, true, attributes, n);
	else if (slice_equal(name, SLICE("extension")))
		start_table(reader, false, attributes, n);
	else if (reader->table == NULL)
		return;
	else if (slice_equal(name, SLICE("id")) ||
	    slice_equal(name, SLICE("coreid")))
		start_key(reader, attributes, n);
	else if (slice_equal(name, SLICE("field")))
		start_field(reader, attributes, n);
	else if (slice_equal(name, SLICE("location"))) {
		reader->in_location = true;
		buf_clear(&reader->location);
	}
}

/* A path as zip files have it, whatever the writer's system. */
static struct slice
portable(struct buf *path)
{
	struct slice name;

	for (size_t i = 0; i < path->n; i++)
		if (path->at[i] == '\\')
			path->at[i] = '/';
	name = slice_trim(buf_slice(path));
	while (name.n > 2 && memcmp(name.at, "./", 2) == 0)
		name = slice_from(name, 2);
	return name;
}

static void
end_location(struct dwca_meta_reader *reader)
{
	struct slice name = portable(&reader->location);

	reader->in_location = false;
	if (reader->table->nfiles == FILES_MOST)
		stop(reader, "too many files");
	else if (name.n > 0)
		dwca_meta_add_file(reader->table, name);
}

static void
end(void *state, struct slice uri, struct slice name)
{
	struct dwca_meta_reader *reader = state;

	(void)uri;
	if (reader->in_location && slice_equal(name, SLICE("location")))
		end_location(reader);
	else if (slice_equal(name, SLICE("core")) ||
	    slice_equal(name, SLICE("extension")))
		reader->table = NULL;
}

static void
text(void *state, struct slice bytes)
{
	struct dwca_meta_reader *reader = state;

	if (reader->in_location)
		buf_put_slice(&reader->location, bytes);
}

struct dwca_meta_reader *
dwca_meta_reader_new(struct dwca_meta *meta)
{
	static const struct xml_handler handler = {start, end, text};
	struct dwca_meta_reader *reader = mem_array(1, sizeof *reader);

	reader->meta = meta;
	reader->xml = xml_open(&handler, reader);
	return reader;
}

bool
dwca_meta_put(struct dwca_meta_reader *reader, struct slice bytes)
{
	return xml_put(reader->xml, bytes);
}

bool
dwca_meta_finish(struct dwca_meta_reader *reader)
{
	if (!xml_finish(reader->xml))
		return false;
	if (reader->meta->n == 0)
		reader->failure = "it describes no table";
	return reader->failure == NULL;
}

const char *
dwca_meta_failure(const struct dwca_meta_reader *reader)
{
	const char *failure = xml_failure(reader->xml);

	return failure != NULL ? failure : reader->failure;
}

void
dwca_meta_reader_free(struct dwca_meta_reader *reader)
{
	if (reader == NULL)
		return;
	xml_close(reader->xml);
	buf_free(&reader->location);
	free(reader);
}
