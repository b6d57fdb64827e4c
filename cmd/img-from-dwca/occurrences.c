/* SPDX-License-Identifier: MIT */
#include "base/diag.h"
#include "sheet/cell_text.h"
#include "stream/stream.h"
#include "column_plan.h"
#include "occurrences.h"

/* The first columns are ids and numbers. */
enum { WRITE_BLOCK = 1 << 16, NUMBERS = 5 };

static const struct dwca_meta_table *
records_of(const struct dwca_package *package)
{
	if (package->records == DWCA_NONE)
		die("%s: it has no table of records",
		    dwca_source_name(package->source));
	return &package->meta.tables[package->records];
}

static struct slice
first_value(const struct dwca_table *table, const struct binding *binding)
{
	struct slice value = SLICE("");

	for (size_t i = 0; i < binding->n && value.n == 0; i++)
		value = dwca_table_value(table, binding->fields[i]);
	return value;
}

/* Where the ids come from: those of another portal are other records' here. */
static void
tell_ids(const struct dwca_package *package, const struct dwca_meta_table *meta,
    bool asked)
{
	const char *name = dwca_source_name(package->source);

	if (!meta->core)
		warn("%s: coreid is the id of the core, not of the occurrences",
		    name);
	if (asked || meta->key == DWCA_NONE)
		return;
	if (package->portal)
		warn(
		    "%s: occid is the core id (column %zu of %s), as the "
		    "archive is a portal's: right only in the portal that made "
		    "it",
		    name, meta->key + 1, meta->files[0]);
	else
		warn("%s: not a portal's archive: occid stays empty (--occid "
		     "fills it with column %zu of %s)",
		    name, meta->key + 1, meta->files[0]);
}

static void
write_records(const struct column_plan *plan,
    const struct dwca_package *package, bool asked,
    const struct dwca_table_options *options, struct output *out)
{
	const struct dwca_meta_table *meta = records_of(package);
	struct dwca_table *table =
	    dwca_table_open(package->source, package->folder, meta, options);
	struct binding *bindings = column_plan_bind(plan, meta);
	struct buf rows = {0};
	bool occid = asked || package->portal;
	struct slice value;

	tell_ids(package, meta, asked);
	while (dwca_table_next(table)) {
		if (occid)
			stream_escape(&rows, dwca_table_key(table));
		buf_put_char(&rows, '\t');
		stream_escape(&rows, dwca_table_key(table));
		for (size_t i = 2; i < plan->n; i++) {
			buf_put_char(&rows, '\t');
			value = first_value(table, &bindings[i]);
			stream_escape(
			    &rows, i < NUMBERS ? cell_text(value) : value);
		}
		buf_put_char(&rows, '\n');
		if (rows.n < WRITE_BLOCK)
			continue;
		output_put(out, buf_slice(&rows));
		buf_clear(&rows);
	}
	output_put(out, buf_slice(&rows));
	buf_free(&rows);
	column_plan_unbind(plan, bindings);
	dwca_table_close(table);
}

void
occurrences_write(const struct dwca_package packages[], size_t n, bool occid,
    const struct dwca_table_options *options, struct output *out)
{
	struct column_plan plan = {0};
	struct buf header = {0};

	column_plan_add(&plan, "occid", NULL);
	column_plan_add(&plan, "coreid", NULL);
	column_plan_add(&plan, "catalogNumber", "catalogNumber");
	column_plan_add(&plan, "otherCatalogNumbers", "otherCatalogNumbers");
	column_plan_add(&plan, "occurrenceID", "occurrenceID");
	for (size_t i = 0; i < n; i++)
		column_plan_pass(&plan, records_of(&packages[i]), true);
	column_plan_header(&plan, &header);
	output_put(out, buf_slice(&header));
	for (size_t i = 0; i < n; i++)
		write_records(&plan, &packages[i], occid, options, out);
	buf_free(&header);
	column_plan_free(&plan);
}
