/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/table.h"
#include "net/url.h"
#include "registry/column.h"
#include "registry/problem.h"
#include "sheet/cell_text.h"
#include "sheet/number_check.h"
#include "sheet/number_list.h"
#include "sheet/url_list.h"
#include "stream/stream.h"
#include "text/counted.h"
#include "archive_pictures.h"
#include "column_plan.h"
#include "core_records.h"
#include "media_kind.h"
#include "sheet/dwca_terms.h"

enum { WRITE_BLOCK = 1 << 16 };

enum code {
	AMBIGUOUS,
	DUPLICATE,
	NO_URL,
	NO_SPECIMEN,
	ORPHAN,
	OTHER_MEDIA,
	NCODES
};

static const char *const codes[NCODES] = {"id-not-unique", "duplicate",
    "no-web-url", "not-a-specimen", "orphan", "other-media"};

static const char *const identifiers[NIDENTIFIERS] = {
    "catalogNumber", "otherCatalogNumbers", "occurrenceID"};

struct archive_pictures {
	struct output *out;
	struct column_plan plan;
	/* Places in the plan; DWCA_NONE if the column is not there. */
	size_t coreid, original, name, format, created, occid, verdict,
	    problems;
	size_t of_record[NRECORD_VALUES]; /* what its record may say */

	/* Of the table being read. */
	const struct dwca_meta_field *type; /* or NULL */
	bool maybe_names; /* in a field that may also have the URL */
	struct binding *bindings;
	size_t *bound; /* columns that have fields */
	size_t nbound;
	bool *tidy; /* columns whose values have no blanks at their ends */
	struct slice *values; /* of the row, one for each column */
	bool marks[NCODES];
	bool marked_any;
	const char *doubts[NUMBER_DOUBTS_MOST]; /* about the number */
	size_t ndoubts;
	bool zeros_lost; /* of the row's number, by those of the records before
			  */
	bool bad[NCODES]; /* by the registry */
	size_t expected; /* rows that have been announced */
	/*
	 * The core has events or taxa, and its specimens are in an extension
	 * beside the pictures: only an occurrenceID of its own says whose a
	 * picture is.
	 */
	bool beside;
	bool other_core; /* its rows are no specimens */
	struct core_records *records;
	struct table seen;
	struct buf rows, file_name, mime, raw_format, date, list;
	uint64_t count, marked[NCODES], doubted;
};

/* A column for what one of the tables has; always for the picture's URL. */
static void
plan_column(struct archive_pictures *p, const struct dwca_package packages[],
    size_t n, const struct column *column)
{
	bool original = strcmp(column->name, "originalUrl") == 0;
	size_t at = column_plan_add_rule(
	    &p->plan, packages, n, column->name, column->terms, original);

	if (original) {
		p->original = at;
		p->name = column_plan_add(&p->plan, "name", NULL);
	}
	if (strcmp(column->name, "format") == 0)
		p->format = at;
	if (strcmp(column->name, "createDate") == 0)
		p->created = at;
	if (strcmp(column->name, "recordSecurity") == 0)
		p->of_record[RECORD_SECURITY] = at;
}

static bool
has_protected(const struct dwca_package *package,
    const struct dwca_table_options *options)
{
	const struct dwca_meta_table *meta;
	struct dwca_table_options ahead = *options;
	const struct dwca_meta_field *security;
	struct dwca_table *table;
	bool found = false;

	if (package->records == DWCA_NONE)
		return false;
	meta = &package->meta.tables[package->records];
	security = dwca_package_security(meta);
	if (security == NULL)
		return false;
	ahead.ahead = true;
	table = dwca_table_open(package->source, package->folder, meta, &ahead);
	while (!found && dwca_table_next(table)) {
		struct slice value =
		    url_list_trim(dwca_table_value(table, security));

		found = value.n > 0 && !slice_equal(value, SLICE("0"));
	}
	dwca_table_close(table);
	return found;
}

/* A column for it, if one of the records is protected. */
static void
plan_security(struct archive_pictures *p, const struct dwca_package packages[],
    size_t n, const struct dwca_table_options *options)
{
	size_t *at = &p->of_record[RECORD_SECURITY];

	for (size_t i = 0; i < n && *at == DWCA_NONE; i++)
		if (has_protected(&packages[i], options))
			*at = column_plan_add(&p->plan, "recordSecurity", NULL);
}

static void
plan_columns(struct archive_pictures *p, const struct dwca_package packages[],
    size_t n, bool occid, const struct dwca_table_options *options)
{
	size_t ncolumns;
	const struct column *columns = column_all(&ncolumns);
	struct column_plan *plan = &p->plan;

	p->coreid = column_plan_add(plan, "coreid", NULL);
	p->occid = occid ? column_plan_add(plan, "occid", NULL) : DWCA_NONE;
	for (size_t i = 0; i < ncolumns; i++)
		if (columns[i].terms != NULL)
			plan_column(p, packages, n, &columns[i]);
	for (size_t i = 0; i < NIDENTIFIERS; i++)
		p->of_record[i] =
		    column_plan_add(plan, identifiers[i], identifiers[i]);
	plan_security(p, packages, n, options);
	p->verdict = column_plan_add(plan, "verdict", NULL);
	p->problems = column_plan_add(plan, "problems", NULL);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < packages[i].meta.n; k++)
			if (dwca_package_is_media(&packages[i], k))
				column_plan_pass(
				    plan, &packages[i].meta.tables[k], false);
}

/* URLs and numbers; what people write keeps its blanks. */
static bool
is_tidy(const struct column_rule *column)
{
	size_t n = strlen(column->name);

	for (size_t i = 0; i < NIDENTIFIERS; i++)
		if (strcmp(column->name, identifiers[i]) == 0)
			return true;
	return column->terms != NULL && n > 3 &&
	    strcmp(column->name + n - 3, "Url") == 0;
}

struct archive_pictures *
archive_pictures_new(const struct dwca_package packages[], size_t n, bool occid,
    const struct dwca_table_options *options, struct output *out)
{
	struct archive_pictures *p = mem_array(1, sizeof *p);

	p->out = out;
	p->seen.set = true;
	plan_columns(p, packages, n, occid, options);
	p->values = mem_array(p->plan.n, sizeof *p->values);
	p->bound = mem_array(p->plan.n, sizeof *p->bound);
	p->tidy = mem_array(p->plan.n, sizeof *p->tidy);
	for (size_t i = 0; i < p->plan.n; i++)
		p->tidy[i] = is_tidy(&p->plan.columns[i]);
	for (size_t i = 0; i < NCODES; i++)
		p->bad[i] =
		    strcmp(problem_verdict(slice_of(codes[i])), "bad") == 0;
	return p;
}

void
archive_pictures_header(struct archive_pictures *p)
{
	column_plan_header(&p->plan, &p->rows);
	output_put(p->out, buf_slice(&p->rows));
	buf_clear(&p->rows);
}

/* In Audiovisual Core `identifier` is the URL only if it looks like one. */
static bool
has_names(const struct archive_pictures *p, const struct dwca_meta_table *table)
{
	const struct binding *original = &p->bindings[p->original];

	if (!dwca_row_type_is_audiovisual(table->row_type))
		return false;
	for (size_t i = 0; i < original->n; i++)
		if (dwca_term_is(original->fields[i]->term, "identifier"))
			return true;
	return false;
}

static void
use_table(struct archive_pictures *p, const struct dwca_meta_table *table)
{
	if (p->bindings != NULL)
		column_plan_unbind(&p->plan, p->bindings);
	p->bindings = column_plan_bind(&p->plan, table);
	p->nbound = 0;
	for (size_t i = 0; i < p->plan.n; i++)
		if (p->bindings[i].n > 0)
			p->bound[p->nbound++] = i;
	p->expected = 0;
	p->maybe_names = has_names(p, table);
	p->type = dwca_package_field(table, "type");
}

static void
mark(struct archive_pictures *p, enum code code)
{
	p->marks[code] = p->marked_any = true;
	p->marked[code]++;
}

/* What a date and a time with a blank between them are in the stream. */
static struct slice
plain_date(struct archive_pictures *p, struct slice date)
{
	static const char shape[] = "0000-00-00 00:00:00";

	if (date.n < sizeof shape - 1)
		return date;
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == '0' ? date.at[i] < '0' || date.at[i] > '9'
				    : date.at[i] != shape[i])
			return date;
	buf_clear(&p->date);
	buf_put_slice(&p->date, date);
	p->date.at[10] = 'T';
	return buf_slice(&p->date);
}

/* False for what is a name of the picture, where that should be its URL. */
static bool
is_value(const struct archive_pictures *p, size_t column, struct slice text,
    const struct dwca_meta_field *field)
{
	return column != p->original || !p->maybe_names || url_is_web(text) ||
	    !dwca_term_is(field->term, "identifier");
}

static bool
is_identifier(const struct archive_pictures *p, size_t column)
{
	for (size_t i = 0; i < NIDENTIFIERS; i++)
		if (column == p->of_record[i])
			return true;
	return false;
}

static struct slice
value(const struct archive_pictures *p, const struct dwca_table *table,
    size_t column)
{
	const struct binding *binding = &p->bindings[column];

	for (size_t i = 0; i < binding->n; i++) {
		struct slice text = dwca_table_value(table, binding->fields[i]);

		if (p->tidy[column])
			text = is_identifier(p, column) ? cell_text(text)
							: url_list_trim(text);
		if (text.n > 0 && is_value(p, column, text, binding->fields[i]))
			return text;
	}
	return SLICE("");
}

/* What the row's record says, where the row says nothing itself. */
static void
identify(struct archive_pictures *p)
{
	struct slice id = p->beside ? p->values[p->of_record[OCCURRENCE_ID]]
				    : p->values[p->coreid];
	struct record record;

	if (p->beside && id.n == 0) {
		mark(p, NO_SPECIMEN);
		return;
	}
	if (p->records == NULL || !core_records_find(p->records, id, &record)) {
		mark(p, ORPHAN);
		return;
	}
	if (record.several) {
		mark(p, AMBIGUOUS);
		return;
	}
	for (size_t i = 0; i < RECORD_ZEROS; i++)
		if (p->of_record[i] != DWCA_NONE &&
		    p->values[p->of_record[i]].n == 0)
			p->values[p->of_record[i]] = record.values[i];
	p->zeros_lost = record.values[RECORD_ZEROS].n > 0;
	for (size_t i = 0; i < NIDENTIFIERS; i++)
		if (p->values[p->of_record[i]].n > 0)
			return;
	if (p->other_core)
		mark(p, NO_SPECIMEN);
}

/* Spreadsheets ruin the numbers of archives as they do those of sheets. */
static void
doubt_number(struct archive_pictures *p)
{
	struct slice number = p->values[p->of_record[CATALOG_NUMBER]];

	p->ndoubts = number.n > 0 ? number_doubts(number, p->doubts) : 0;
	if (p->zeros_lost && number.n > 0 && p->ndoubts == 0)
		p->doubts[p->ndoubts++] = "number-zeros";
	p->zeros_lost = false;
	p->doubted += p->ndoubts > 0;
}

static void
put_problems(struct archive_pictures *p)
{
	buf_clear(&p->list);
	for (size_t i = 0; i < NCODES && p->marked_any; i++) {
		if (!p->marks[i])
			continue;
		if (p->list.n > 0)
			buf_put_char(&p->list, ' ');
		buf_put_string(&p->list, codes[i]);
		if (p->bad[i])
			p->values[p->verdict] = SLICE("bad");
	}
	if (slice_contains(p->values[p->original], "&amp;"))
		buf_printf(&p->list, "%surl-entity", p->list.n > 0 ? " " : "");
	for (size_t i = 0; i < p->ndoubts; i++)
		buf_printf(
		    &p->list, "%s%s", p->list.n > 0 ? " " : "", p->doubts[i]);
	p->values[p->problems] = buf_slice(&p->list);
}

static void
put_row(struct archive_pictures *p)
{
	put_problems(p);
	for (size_t i = 0; i < p->plan.n; i++) {
		if (i > 0)
			buf_put_char(&p->rows, '\t');
		if (p->values[i].n > 0)
			stream_escape(&p->rows, p->values[i]);
	}
	buf_put_char(&p->rows, '\n');
	p->count++;
	if (p->rows.n >= WRITE_BLOCK) {
		output_put(p->out, buf_slice(&p->rows));
		buf_clear(&p->rows);
	}
}

/* The row with this URL of all that its cell may hold. */
static void
put_picture(struct archive_pictures *p, struct slice url, struct slice type)
{
	struct slice format =
	    p->format != DWCA_NONE ? p->values[p->format] : SLICE("");
	uint64_t record = table_key(p->values[p->coreid]);

	url = url_list_trim(url);
	p->values[p->original] = url;
	buf_clear(&p->file_name);
	if (!url_put_web_name(&p->file_name, url))
		mark(p, NO_URL);
	p->values[p->name] = buf_slice(&p->file_name);
	if (media_kind_is_other(format, type, url))
		mark(p, OTHER_MEDIA);
	if (url.n > 0 && !table_add(&p->seen, table_key_after(record, url)))
		mark(p, DUPLICATE);
	put_row(p);
	p->marks[NO_URL] = p->marks[OTHER_MEDIA] = p->marks[DUPLICATE] = false;
	p->values[p->verdict] = SLICE("");
}

/* Takes the next part off a list with a separator of its own. */
static bool
next_part(struct slice *cell, const char *separator, struct slice *part)
{
	size_t n = strlen(separator);
	const char *end;

	if (cell->at == NULL)
		return false;
	end = memmem(cell->at, cell->n, separator, n);
	*part = *cell;
	if (end == NULL) {
		*cell = SLICE_NONE;
	} else {
		part->n = (size_t)(end - cell->at);
		cell->at += part->n + n;
		cell->n -= part->n + n;
	}
	while (part->n > 0 && *part->at == ' ') {
		part->at++;
		part->n--;
	}
	while (part->n > 0 && part->at[part->n - 1] == ' ')
		part->n--;
	return true;
}

static void
put_list(struct archive_pictures *p, struct slice cell, const char *separator,
    struct slice type)
{
	struct slice part, rest = cell;
	bool any = false;

	while (next_part(&rest, separator, &part)) {
		if (part.n == 0)
			continue;
		put_picture(p, part, type);
		any = true;
	}
	if (!any)
		put_picture(p, cell, type);
}

/* Neighbours mostly have the same format. */
static struct slice
mime_type(struct archive_pictures *p, struct slice format)
{
	if (slice_equal(format, buf_slice(&p->raw_format)))
		return buf_slice(&p->mime);
	buf_clear(&p->raw_format);
	buf_put_slice(&p->raw_format, format);
	buf_clear(&p->mime);
	media_kind_put_format(&p->mime, format);
	return buf_slice(&p->mime);
}

/* Has what the next rows need fetched from memory. */
static void
expect(struct archive_pictures *p, const struct dwca_table *table, size_t key)
{
	const struct binding *original = &p->bindings[p->original];
	struct slice keys[CORE_RECORDS_EXPECTED];
	size_t n = 0;

	for (; n < CORE_RECORDS_EXPECTED; n++) {
		keys[n] = dwca_table_peek(table, n, key);
		if (keys[n].at == NULL)
			break;
		if (original->n > 0)
			table_expect(&p->seen,
			    table_key_after(table_key(keys[n]),
				dwca_table_peek(
				    table, n, original->fields[0]->index)));
	}
	if (p->records != NULL)
		core_records_expect(p->records, keys, n);
	p->expected = n;
}

static void
begin_row(struct archive_pictures *p, const struct dwca_table *table)
{
	for (size_t i = 0; i < NCODES; i++)
		p->marks[i] = false;
	p->marked_any = false;
	for (size_t i = 0; i < p->plan.n; i++)
		p->values[i] = SLICE("");
	for (size_t i = 0; i < p->nbound; i++)
		p->values[p->bound[i]] = value(p, table, p->bound[i]);
	p->values[p->coreid] = dwca_table_key(table);
	if (p->occid != DWCA_NONE)
		p->values[p->occid] = p->values[p->coreid];
	if (p->created != DWCA_NONE)
		p->values[p->created] = plain_date(p, p->values[p->created]);
	if (p->format != DWCA_NONE && p->values[p->format].n > 0)
		p->values[p->format] = mime_type(p, p->values[p->format]);
}

static void
write_table(struct archive_pictures *p, const struct dwca_package *package,
    size_t index, const struct dwca_table_options *options)
{
	const struct dwca_meta_table *meta = &package->meta.tables[index];
	struct dwca_table *table =
	    dwca_table_open(package->source, package->folder, meta, options);
	const struct binding *original;
	const char *separator;

	if (meta->key == DWCA_NONE)
		die("%s: '%s' has no %s, so its pictures have no record",
		    dwca_source_name(package->source), meta->files[0],
		    meta->core ? "id" : "coreid");
	use_table(p, meta);
	original = &p->bindings[p->original];
	separator = original->n > 0 ? original->fields[0]->list : NULL;
	for (;;) {
		struct slice type;

		if (p->expected == 0)
			expect(p, table, meta->key);
		if (!dwca_table_next(table))
			break;
		p->expected -= p->expected > 0;
		begin_row(p, table);
		type = p->type != NULL ? dwca_table_value(table, p->type)
				       : SLICE("");
		identify(p);
		doubt_number(p);
		if (separator != NULL)
			put_list(p, p->values[p->original], separator, type);
		else
			put_picture(p, p->values[p->original], type);
	}
	dwca_table_close(table);
}

/* The fields of records, and what the rows before tell of zeros. */
struct record_fields {
	const struct dwca_meta_field *of[NRECORD_VALUES];
	const struct dwca_meta_field *institution, *collection;
	uint64_t last; /* collection */
	struct zeros zeros; /* of its numbers */
	uint64_t first; /* collection, and its first number with zeros */
	size_t first_width;
};

static struct slice
field_value(const struct dwca_table *table, const struct dwca_meta_field *field)
{
	return field != NULL ? cell_text(dwca_table_value(table, field))
			     : SLICE("");
}

static uint64_t
collection_key(
    const struct record_fields *fields, const struct dwca_table *table)
{
	return table_key_after(
	    table_key(field_value(table, fields->institution)),
	    field_value(table, fields->collection));
}

/* One collection's zeros say nothing of another's. */
static bool
has_lost_zeros(struct record_fields *fields, const struct dwca_table *table,
    struct slice number)
{
	uint64_t collection = collection_key(fields, table);

	if (collection != fields->last)
		fields->zeros = (struct zeros){0};
	fields->last = collection;
	zeros_see(&fields->zeros, number);
	if (zeros_lost(&fields->zeros, number))
		return true;
	return fields->zeros.width == 0 && collection == fields->first &&
	    number.n < fields->first_width && number_check_digits(number);
}

static void
read_record(const struct dwca_table *table, struct record_fields *fields,
    struct slice values[NRECORD_VALUES])
{
	for (size_t i = 0; i < RECORD_ZEROS; i++)
		values[i] = field_value(table, fields->of[i]);
	values[RECORD_ZEROS] =
	    has_lost_zeros(fields, table, values[CATALOG_NUMBER]) ? SLICE("1")
								  : SLICE("");
}

/* The first number with zeros, for the records of the first collection that
 * are before it. */
static void
find_first_zeros(struct record_fields *fields,
    const struct dwca_package *package,
    const struct dwca_table_options *options)
{
	const struct dwca_meta_table *meta =
	    &package->meta.tables[package->records];
	struct dwca_table_options ahead = *options;
	struct dwca_table *table;
	struct zeros zeros = {0};

	if (fields->of[CATALOG_NUMBER] == NULL)
		return;
	ahead.ahead = true;
	ahead.threaded = false;
	table = dwca_table_open(package->source, package->folder, meta, &ahead);
	while (zeros_wait(&zeros) && dwca_table_next(table)) {
		uint64_t collection = collection_key(fields, table);

		if (zeros.rows == 0)
			fields->first = collection;
		if (collection != fields->first)
			break;
		zeros_see(
		    &zeros, field_value(table, fields->of[CATALOG_NUMBER]));
	}
	fields->first_width = zeros.first;
	dwca_table_close(table);
}

static struct record_fields
find_fields(const struct dwca_package *package,
    const struct dwca_table_options *options)
{
	const struct dwca_meta_table *meta =
	    &package->meta.tables[package->records];
	struct record_fields fields = {0};

	for (size_t i = 0; i < NIDENTIFIERS; i++)
		fields.of[i] = dwca_package_field(meta, identifiers[i]);
	fields.of[RECORD_SECURITY] = dwca_package_security(meta);
	fields.institution = dwca_package_field(meta, "institutionCode");
	fields.collection = dwca_package_field(meta, "collectionCode");
	find_first_zeros(&fields, package, options);
	return fields;
}

static void
read_records(struct archive_pictures *p, const struct dwca_package *package,
    const struct dwca_table_options *options)
{
	const struct dwca_meta_table *meta;
	struct record_fields fields;
	struct slice values[NRECORD_VALUES];
	struct dwca_table *table;

	if (package->records == DWCA_NONE ||
	    package->meta.tables[package->records].key == DWCA_NONE) {
		warn("%s: no table of records with an id, so no picture gets a "
		     "number",
		    dwca_source_name(package->source));
		return;
	}
	meta = &package->meta.tables[package->records];
	table =
	    dwca_table_open(package->source, package->folder, meta, options);
	fields = find_fields(package, options);
	p->records = core_records_new();
	while (dwca_table_next(table)) {
		read_record(table, &fields, values);
		if (!p->beside)
			core_records_add(
			    p->records, dwca_table_key(table), values);
		else if (values[OCCURRENCE_ID].n > 0)
			core_records_add(
			    p->records, values[OCCURRENCE_ID], values);
	}
	dwca_table_close(table);
}

static bool
has_associated(const struct dwca_package *package)
{
	return package->records != DWCA_NONE &&
	    dwca_package_field(&package->meta.tables[package->records],
		"associatedMedia") != NULL;
}

/* What is in the records' own associatedMedia. */
static void
write_associated(struct archive_pictures *p, const struct dwca_package *package,
    const struct dwca_table_options *options)
{
	const struct dwca_meta_table *meta;
	const struct dwca_meta_field *media;
	struct record_fields fields;
	struct slice values[NRECORD_VALUES], cell, link, separator;
	struct dwca_table *table;

	if (!has_associated(package))
		return;
	meta = &package->meta.tables[package->records];
	media = dwca_package_field(meta, "associatedMedia");
	table =
	    dwca_table_open(package->source, package->folder, meta, options);
	fields = find_fields(package, options);
	for (size_t i = 0; i < p->plan.n; i++)
		p->values[i] = SLICE("");
	p->marks[AMBIGUOUS] = p->marks[ORPHAN] = false;
	while (dwca_table_next(table)) {
		read_record(table, &fields, values);
		cell = url_list_trim(dwca_table_value(table, media));
		if (cell.n == 0)
			continue;
		for (size_t i = 0; i < RECORD_ZEROS; i++)
			if (p->of_record[i] != DWCA_NONE)
				p->values[p->of_record[i]] = values[i];
		p->zeros_lost = values[RECORD_ZEROS].n > 0;
		doubt_number(p);
		p->values[p->coreid] = dwca_table_key(table);
		if (p->occid != DWCA_NONE)
			p->values[p->occid] = p->values[p->coreid];
		if (media->list != NULL)
			put_list(p, cell, media->list, SLICE(""));
		else
			while (url_list_next(&cell, &link, &separator))
				put_picture(p, link, SLICE(""));
	}
	dwca_table_close(table);
}

static void
look_at_core(struct archive_pictures *p, const struct dwca_package *package)
{
	const struct dwca_meta *meta = &package->meta;

	p->beside = p->other_core = false;
	for (size_t i = 0; i < meta->n; i++) {
		if (!meta->tables[i].core ||
		    dwca_package_is_media(package, i) ||
		    dwca_row_type_is_occurrence(meta->tables[i].row_type))
			continue;
		p->other_core = true;
		p->beside = package->records != DWCA_NONE &&
		    !meta->tables[package->records].core;
	}
}

void
archive_pictures_write(struct archive_pictures *p,
    const struct dwca_package *package,
    const struct dwca_table_options *options)
{
	bool any = false;

	for (size_t i = 0; i < package->meta.n; i++)
		any = any || dwca_package_is_media(package, i);
	look_at_core(p, package);
	if (any)
		read_records(p, package, options);
	for (size_t i = 0; i < package->meta.n; i++)
		if (dwca_package_is_media(package, i))
			write_table(p, package, i, options);
	write_associated(p, package, options);
	output_put(p->out, buf_slice(&p->rows));
	buf_clear(&p->rows);
	core_records_free(p->records);
	p->records = NULL;
	table_free(&p->seen);
	if (any || has_associated(package))
		return;
	warn("%s: it has no pictures: neither an extension nor associatedMedia",
	    dwca_source_name(package->source));
	diag_attention();
}

void
archive_pictures_end(struct archive_pictures *p)
{
	sum_up(p->count == 0, "%s%s", COUNTED(p->count, "row", "rows"),
	    p->count == 0 ? ": no record has a picture" : "");
	for (size_t i = 0; i < NCODES; i++)
		if (p->marked[i] > 0)
			inform("%s: %s", COUNTED(p->marked[i], "row", "rows"),
			    codes[i]);
	if (p->doubted > 0)
		warn(
		    "%s a catalogNumber that a spreadsheet may have ruined, or "
		    "that is no number: see the codes number-... in problems",
		    COUNTED(p->doubted, "row has", "rows have"));
	if (p->bindings != NULL)
		column_plan_unbind(&p->plan, p->bindings);
	column_plan_free(&p->plan);
	buf_free(&p->rows);
	buf_free(&p->file_name);
	buf_free(&p->mime);
	buf_free(&p->date);
	buf_free(&p->list);
	buf_free(&p->raw_format);
	free(p->values);
	free(p->bound);
	free(p->tidy);
	free(p);
}
