/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/table.h"
#include "net/url_normal.h"
#include "run/pump.h"
#include "sink/already_there.h"
#include "sink/derivative_of.h"
#include "sink/rejects.h"
#include "sink/seen_urls.h"
#include "text/collation.h"
#include "text/counted.h"
#include "cell.h"
#include "emit.h"
#include "file_parts.h"
#include "portal_numbers.h"
#include "skeletal_groups.h"

struct emit {
	const struct emit_options *options;
	struct import_rows *items;
	enum value values[NVALUES]; /* the columns that are written */
	size_t nvalues;
	bool headed; /* the header is written */
	bool numbers; /* with catalogNumber and otherCatalogNumbers */
	struct file_parts *parts;
	struct file_parts *created; /* new specimens' skeletal files, or NULL */
	struct skeletal_groups *groups;
	struct table seen;
	struct rejects *rejects;
	uint64_t taken;
	struct buf line;
	struct buf key;
	struct already_there *there; /* NULL without -P */
	struct portal_numbers *numbers_there; /* NULL if not needed, too */
	struct derivatives derivatives;
};

/* A skeletal file has all URLs of a specimen in one cell instead. */
static void
choose_columns(struct emit *e)
{
	if (e->options->rules.importer == SKELETAL)
		return;
	for (int i = 0; i < NVALUES; i++)
		if (import_rows_have(e->items, (enum value)i))
			e->values[e->nvalues++] = (enum value)i;
}

/* Numbers of new records stand beside the keys of those that are there. */
static void
put_identifier(struct emit *e, const struct import_row *item)
{
	const struct import_row_rules *rules = &e->options->rules;

	if (item->by == BY_OCCID)
		cell_put(&e->line, item->number);
	if (rules->version->by_occid && e->numbers)
		buf_put_char(&e->line, ',');
	if (item->by == BY_NUMBER)
		cell_put(&e->line, item->number);
	if (e->numbers)
		buf_put_char(&e->line, ',');
	if (item->by == BY_OTHER)
		cell_put(&e->line, item->number);
}

static void
put_header(struct emit *e)
{
	const struct import_row_rules *rules = &e->options->rules;
	bool media = rules->version->by_occid;

	if (media)
		buf_put_string(&e->line, "occid");
	if (media && e->numbers)
		buf_put_char(&e->line, ',');
	if (e->numbers)
		buf_put_string(&e->line, "catalogNumber");
	if (e->numbers)
		buf_put_string(&e->line, ",otherCatalogNumbers");
	if (rules->importer == SKELETAL)
		buf_put_string(&e->line, ",associatedMedia");
	for (size_t i = 0; i < e->nvalues; i++) {
		buf_put_char(&e->line, ',');
		buf_put_string(&e->line,
		    e->values[i] == V_CREATOR ? rules->version->creator
					      : import_row_names[e->values[i]]);
	}
	buf_put_char(&e->line, '\n');
	file_parts_header(e->parts, buf_slice(&e->line));
	if (e->created != NULL)
		file_parts_header(e->created, buf_slice(&e->line));
	e->headed = true;
}

/* The file has columns for numbers if its first picture goes by one. */
static bool
fits_columns(struct emit *e, const struct import_row *item)
{
	if (!e->headed) {
		e->numbers = e->numbers || item->by != BY_OCCID;
		put_header(e);
	}
	return e->numbers || item->by == BY_OCCID;
}

/* Has this specimen this picture already? */
static enum reject_reason
judge_seen(struct emit *e, const struct import_row *item)
{
	buf_clear(&e->key);
	buf_put_char(&e->key, (char)('0' + item->by));
	/* As the portal compares numbers. */
	collation_put(&e->key, item->number);
	buf_put_char(&e->key, '\n');
	url_put_comparable(
	    &e->key, item->values[V_ORIGINAL], e->options->domain);
	return seen_urls_add(
	    &e->seen, table_key(buf_slice(&e->key)), item->values[V_MD5]);
}

/* Is it a smaller file of a picture that this specimen has? */
static bool
is_derivative(struct emit *e, const struct import_row *item)
{
	struct derivative_mark mark =
	    derivative_mark(item->values[V_ORIGINAL], &e->key);

	buf_clear(&e->key);
	collation_put(&e->key, item->number);
	return derivatives_add(
	    &e->derivatives, mark, table_key(buf_slice(&e->key)));
}

static enum reject_reason
take(struct emit *e, const struct import_row *item)
{
	enum reject_reason reason;

	if (!fits_columns(e, item))
		return REJECT_REASON_NO_OCCID;
	reason = judge_seen(e, item);
	if (reason != REJECT_REASON_NOT)
		return reason;
	if (is_derivative(e, item))
		return REJECT_REASON_DERIVATIVE_OF;
	if (e->groups != NULL)
		return skeletal_groups_add(e->groups, item);
	buf_clear(&e->line);
	put_identifier(e, item);
	for (size_t i = 0; i < e->nvalues; i++) {
		buf_put_char(&e->line, ',');
		cell_put(&e->line, item->values[e->values[i]]);
	}
	buf_put_char(&e->line, '\n');
	file_parts_put(e->parts, buf_slice(&e->line));
	return REJECT_REASON_NOT;
}

/* Nothing has to be done about a picture that the portal has. */
static bool
is_there(struct emit *e, const struct block *block, size_t row)
{
	return e->there != NULL &&
	    already_there_judge(e->there, block, row) ==
	    REJECT_REASON_ALREADY_THERE;
}

/* What the importer would give to nobody, to several records, or to another. */
static enum reject_reason
judge_record(struct emit *e, struct import_row *item)
{
	static const char *const names[NIDENTIFIERS] = {
	    "occid", "catalogNumber", "otherCatalogNumbers"};
	enum reject_reason reason;
	uint32_t occid;

	if (e->numbers_there == NULL || item->created || item->by == BY_OCCID)
		return REJECT_REASON_NOT;
	item->column = names[item->by];
	reason = portal_numbers_find(e->numbers_there, item, &occid);
	if (reason != REJECT_REASON_NOT || e->groups == NULL)
		return reason;
	/* It enters other numbers as the record's. */
	if (item->by == BY_OTHER)
		return REJECT_REASON_WOULD_CHANGE;
	if (portal_numbers_observed(e->numbers_there, occid))
		item->column = "observerUid";
	else if (e->options->rules.version->secures &&
	    portal_numbers_unsecured(e->numbers_there, occid))
		item->column = "recordSecurity";
	else
		return REJECT_REASON_NOT;
	return REJECT_REASON_WOULD_CHANGE;
}

/* What the portal has already, or would put in the place of what it has. */
static enum reject_reason
judge_there(struct emit *e, const struct block *block, size_t row,
    const struct import_row *item)
{
	enum reject_reason reason;

	if (e->there == NULL)
		return REJECT_REASON_NOT;
	reason = already_there_judge(e->there, block, row);
	if (reason == REJECT_REASON_NOT && e->groups != NULL &&
	    already_there_has_source(e->there, block, row,
		importer_source_name(item->values[V_ORIGINAL])))
		return REJECT_REASON_SAME_NAME;
	return reason;
}

static void
work(void *shared, struct block *block, struct buf *out)
{
	struct emit *e = shared;
	struct import_row item;

	(void)out;
	for (size_t row = 0; row < block->nrows; row++) {
		import_rows_judge(e->items, block, row, &item);
		if (item.reason == REJECT_REASON_NOT_ACCEPTED &&
		    is_there(e, block, row)) {
			item.reason = REJECT_REASON_ALREADY_THERE;
			item.column = "";
		}
		if (item.reason == REJECT_REASON_NOT)
			item.reason = judge_there(e, block, row, &item);
		if (item.reason == REJECT_REASON_NOT)
			item.reason = judge_record(e, &item);
		if (item.reason == REJECT_REASON_NOT) {
			item.reason = take(e, &item);
			item.column = "";
		}
		if (item.reason != REJECT_REASON_NOT)
			rejects_take(
			    e->rejects, block, row, item.reason, item.column);
		else
			e->taken++;
	}
}

static void
start(struct emit *e, const struct emit_options *options, struct stream_in *in)
{
	const struct import_row_rules *rules = &options->rules;

	e->options = options;
	e->items = import_rows_new(rules, in);
	e->numbers = !rules->version->by_occid || rules->create;
	if (rules->importer == SKELETAL)
		e->groups = skeletal_groups_new();
	choose_columns(e);
	e->parts = file_parts_open(options->path, "", options->bytes_most);
	if (e->groups != NULL && rules->create && options->path != NULL &&
	    strcmp(options->path, "-") != 0)
		e->created =
		    file_parts_open(options->path, "-new", options->bytes_most);
	e->rejects = rejects_open(options->rejects, in);
	if (options->portal == NULL)
		return;
	e->there = already_there_open(options->portal, options->domain, in);
	if (!rules->version->by_occid)
		e->numbers_there = portal_numbers_read(options->portal);
}

static const char *
matching(const struct skeletal_counts *counts)
{
	if (counts->by_other == 0)
		return "'Match on Catalog Number'";
	return counts->by_other == counts->specimens
	    ? "'Match on Other Catalog Numbers'"
	    : "'Match on Catalog Number' and 'Match on Other Catalog Numbers'";
}

/* What has to be set in the form depends on what is in the file. */
static void
say_settings(const struct file_parts *parts,
    const struct skeletal_counts *counts, bool created)
{
	if (counts->specimens == 0)
		return;
	warn("%s: %s; in the form choose %s, and Processing Status '%s'",
	    file_parts_name(parts),
	    created ? COUNTED(counts->specimens,
			  "new specimen, to be uploaded once",
			  "new specimens, to be uploaded once")
		    : COUNTED(counts->specimens, "specimen that the portal has",
			  "specimens that the portal has"),
	    matching(counts),
	    created ? "Unprocessed" : "Leave as is / No Explicit Setting");
}

/*
 * A status that is chosen for new records would also be given to those that
 * are there: they go into files of their own.
 */
static void
put_specimens(struct emit *e)
{
	struct file_parts *created = e->created != NULL ? e->created : e->parts;
	struct skeletal_counts there, made;

	there = skeletal_groups_put(e->groups, e->parts, false);
	made = skeletal_groups_put(e->groups, created, true);
	if (there.specimens > 0 && made.specimens > 0 && created == e->parts)
		die("%s and %" PRIu64
		    " that the portal has go into two files: give -o FILE",
		    COUNTED(made.specimens, "new specimen", "new specimens"),
		    there.specimens);
	say_settings(e->parts, &there, false);
	say_settings(created, &made, true);
	skeletal_groups_free(e->groups);
}

static void
finish_files(struct emit *e)
{
	file_parts_finish(e->parts);
	if (e->created != NULL)
		file_parts_finish(e->created);
}

static void
report(const struct emit *e)
{
	size_t nfiles = file_parts_count(e->parts) +
	    (e->created != NULL ? file_parts_count(e->created) : 0);

	if (nfiles > (e->created != NULL ? 2u : 1u))
		warn("%zu files: each is uploaded on its own", nfiles);
	inform("%s written", COUNTED(e->taken, "picture", "pictures"));
}

/* What the portal makes of quotes in texts cannot be written otherwise. */
static bool
say_spoilt(const struct emit *e)
{
	uint64_t spoilt = import_rows_spoilt(e->items);

	if (spoilt > 0)
		warn("%s quotes or backslashes in texts: portals of this "
		     "version put backslashes before them",
		    COUNTED(spoilt, "row has", "rows have"));
	return spoilt > 0;
}

bool
emit_run(const struct emit_options *options, struct stream_in *in)
{
	struct emit e = {0};
	struct pump pump = {.jobs = 1, .work = work, .shared = &e};
	bool attention;

	start(&e, options, in);
	pump_run(&pump, in, file_parts_output(e.parts));
	if (!e.headed)
		put_header(&e);
	if (e.groups != NULL)
		put_specimens(&e);
	/* Nothing may fail once the files have their names. */
	report(&e);
	attention = rejects_finish(e.rejects, e.taken);
	attention |= derivatives_finish(&e.derivatives);
	attention |= say_spoilt(&e);
	finish_files(&e);
	import_rows_free(e.items);
	already_there_close(e.there);
	portal_numbers_free(e.numbers_there);
	table_free(&e.seen);
	buf_free(&e.line);
	buf_free(&e.key);
	return attention;
}
