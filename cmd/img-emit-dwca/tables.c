/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/table.h"
#include "base/utf8.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "registry/column.h"
#include "registry/media_type.h"
#include "run/pump.h"
#include "sheet/dwca_table.h"
#include "sheet/dwca_terms.h"
#include "sheet/url_list.h"
#include "sink/accept.h"
#include "sink/already_there.h"
#include "sink/derivative_of.h"
#include "sink/portal_records.h"
#include "sink/rejects.h"
#include "sink/seen_urls.h"
#include "stream/output.h"
#include "text/counted.h"
#include "into.h"
#include "table_cell.h"
#include "member_spool.h"
#include "meta_write.h"
#include "tables.h"

#define CORE_NAME "occurrences.csv"
#define PICTURES_NAME "multimedia.csv"
#define DWC "http://rs.tdwg.org/dwc/terms/"

static const char *const core_terms[] = {DWC "occurrenceID",
    DWC "basisOfRecord", DWC "institutionCode", DWC "collectionCode",
    DWC "catalogNumber", DWC "otherCatalogNumbers", DWC "scientificName", NULL};

struct tables {
	const struct tables_options *options;
	struct extension_columns_plan plan;
	struct row row;
	struct into *into; /* or NULL: records are written, too */
	struct already_there *there; /* these two NULL without a portal */
	struct portal_records *portal;
	struct buf said[NPORTAL_RECORD_COLUMNS];
	size_t key_column; /* of the coreid */
	struct buf value, key;
	struct member_spool core, pictures;
	struct table records, urls, ids;
	/* Of the archive that is added to, each with its record: URLs as they
	 * are, and comparable with what MD5 they have; MD5s. */
	struct table as_is, alike, hashes;
	struct derivatives derivatives;
	struct rejects *rejects;
	const char *column; /* that the reason is about, or "" */
	struct accept_type type; /* of the row */
	struct buf format;
	uint64_t taken, carried;
};

static void
end_row(struct member_spool *spool)
{
	buf_put_char(&spool->bytes, '\n');
	member_spool_settle(spool);
}

static void
put_next(struct buf *out, struct slice value)
{
	buf_put_char(out, '\t');
	table_cell_put(out, value);
}

static struct slice
or_empty(const char *string)
{
	return string != NULL ? slice_of(string) : SLICE("");
}

static void
put_record(struct tables *t, struct slice id)
{
	const struct tables_options *options = t->options;
	const struct slice *cells = t->row.cells;
	struct buf *out = &t->core.bytes;

	if (!options->importable)
		buf_put_char(out, '\t');
	table_cell_put(out, id);
	put_next(out, cells[OCCURRENCE_ID]);
	put_next(out,
	    cells[BASIS_OF_RECORD].n > 0 ? cells[BASIS_OF_RECORD]
					 : or_empty(options->basis));
	put_next(out, or_empty(options->institution));
	put_next(out, or_empty(options->collection));
	put_next(out, cells[NUMBER]);
	put_next(out, cells[OTHER_NUMBERS]);
	put_next(out, cells[NAME]);
	end_row(&t->core);
}

/* The record of the row, once; a reason if it was another one before. */
static enum reject_reason
take_record(struct tables *t, struct slice id)
{
	static const enum role identity[] = {
	    OCCURRENCE_ID, NUMBER, OTHER_NUMBERS, NAME};
	uint64_t identifiers, *first;

	buf_clear(&t->key);
	for (size_t i = 0; i < sizeof identity / sizeof *identity; i++) {
		buf_put_slice(&t->key, t->row.cells[identity[i]]);
		buf_put_char(&t->key, '\n');
	}
	identifiers = table_key(buf_slice(&t->key)) | 1;
	first = table_value(&t->records, table_key(id));
	if (*first == 0) {
		*first = identifiers;
		put_record(t, id);
		return REJECT_REASON_NOT;
	}
	return *first == identifiers ? REJECT_REASON_NOT
				     : REJECT_REASON_IDENTIFIERS_DISAGREE;
}

/* Whether the record has had this; it has it from now on. */
static bool
had_before(struct table *seen, const struct buf *key)
{
	return !table_add(seen, table_key(buf_slice(key)));
}

/* Begins what is known of the record's pictures. */
static void
begin_key(struct tables *t, struct slice id)
{
	buf_clear(&t->key);
	buf_put_slice(&t->key, id);
	buf_put_char(&t->key, '\n');
}

static uint64_t
as_is_key(struct tables *t, struct slice id, struct slice text)
{
	begin_key(t, id);
	buf_put_slice(&t->key, text);
	return table_key(buf_slice(&t->key));
}

static uint64_t
alike_key(struct tables *t, struct slice id, struct slice url)
{
	begin_key(t, id);
	url_put_comparable(
	    &t->key, url, or_empty(t->options->row.media_domain));
	return table_key(buf_slice(&t->key));
}

static uint64_t
md5_key(struct tables *t, struct slice id, struct slice md5)
{
	begin_key(t, id);
	for (size_t i = 0; i < md5.n; i++)
		buf_put_char(&t->key, ascii_lower(md5.at[i]));
	return table_key(buf_slice(&t->key));
}

static enum reject_reason
see_url(struct tables *t, struct slice id, struct slice url, struct slice md5)
{
	return seen_urls_add(&t->urls, alike_key(t, id, url), md5);
}

/* Whether the archive that is added to has the picture. */
static enum reject_reason
judge_there(struct tables *t, struct slice id)
{
	struct slice md5 = t->row.cells[MEDIA_MD5], url = t->row.cells[URL];
	enum reject_reason reason;

	if (table_has(&t->as_is, as_is_key(t, id, url)) ||
	    (md5.n > 0 && table_has(&t->hashes, md5_key(t, id, md5))))
		return REJECT_REASON_ALREADY_THERE;
	reason = seen_urls_find(&t->alike, alike_key(t, id, url), md5);
	return reason == REJECT_REASON_DUPLICATE ? REJECT_REASON_ALREADY_THERE
						 : reason;
}

/* Two pictures of a record never have one identifier: a portal would take the
 * second for the first. */
static struct slice
provider_id(struct tables *t, struct slice id)
{
	struct slice picture = row_picture_id(&t->row, false);

	buf_clear(&t->key);
	buf_put_slice(&t->key, id);
	buf_put_char(&t->key, '\n');
	buf_put_slice(&t->key, picture);
	return had_before(&t->ids, &t->key) ? row_picture_id(&t->row, true)
					    : picture;
}

/* What dcterms:type calls it. */
static struct slice
type_word(const struct media_meaning *meaning)
{
	static const char *const words[] = {[MEDIA_PICTURE] = "StillImage",
	    [MEDIA_SOUND] = "Sound",
	    [MEDIA_VIDEO] = "MovingImage",
	    [MEDIA_DOCUMENT] = "Text",
	    [MEDIA_MODEL] = "InteractiveResource",
	    [MEDIA_OTHER] = ""};

	return meaning->known ? slice_of(words[meaning->group])
			      : SLICE("StillImage");
}

/* What must not be empty has a value that follows from others. */
static struct slice
fill(const struct tables *t, enum filling filling, struct slice picture)
{
	switch (filling) {
	case IDENTIFIER: return picture;
	case FORMAT: return t->type.format;
	case TYPE: return type_word(&t->type.meaning);
	default: return SLICE("");
	}
}

/* Facts of the file that is served, not of the one that was checked. */
static bool
fact_role(enum filling filling, enum role *role)
{
	static const enum role roles[ALWAYS] = {[FACT_MD5] = MEDIA_MD5,
	    [FACT_HASH_FUNCTION] = HASH_FUNCTION,
	    [FACT_HASH_VALUE] = HASH_VALUE,
	    [FACT_WIDTH] = WIDTH,
	    [FACT_HEIGHT] = HEIGHT};

	if (filling >= ALWAYS || filling < FACT_MD5)
		return false;
	*role = roles[filling];
	return true;
}

static void
put_value(struct tables *t, const struct block *block, size_t row,
    const struct extension_column *column, struct slice picture)
{
	struct buf *out = &t->pictures.bytes;
	struct slice value = SLICE("");
	enum role role;

	if (column->at != STREAM_NONE)
		value = stream_value(
		    block_field(block, row, column->at), &t->value);
	if (value.n == 0)
		value = column->fallback;
	if (fact_role(column->filling, &role))
		value = t->row.cells[role];
	switch (column->filling) {
	case ACCESS: table_cell_put(out, t->row.cells[URL]); return;
	case LINK: row_put_url(&t->row, out, value); return;
	case PROVIDER_ID: table_cell_put(out, picture); return;
	case FORMAT: table_cell_put(out, t->type.format); return;
	default:
		table_cell_put(out,
		    value.n > 0 ? value : fill(t, column->filling, picture));
	}
}

/*
 * Begins the next cell of a row of pictures, and says which column of the plan
 * it is; false at the end of the row. The coreid is put on the way.
 */
static bool
next_cell(struct tables *t, struct slice id, size_t *cell, size_t *column)
{
	size_t last = t->plan.n > t->key_column ? t->plan.n : t->key_column;
	struct buf *out = &t->pictures.bytes;

	for (; *cell <= last; ++*cell) {
		if (*cell > 0)
			buf_put_char(out, '\t');
		if (*cell == t->key_column) {
			table_cell_put(out, id);
			continue;
		}
		*column = *cell < t->key_column ? *cell : *cell - 1;
		++*cell;
		if (*column < t->plan.n)
			return true;
		--*cell;
	}
	end_row(&t->pictures);
	return false;
}

static void
put_picture(
    struct tables *t, const struct block *block, size_t row, struct slice id)
{
	struct slice picture = provider_id(t, id);
	size_t cell = 0, column;

	while (next_cell(t, id, &cell, &column))
		put_value(t, block, row, &t->plan.columns[column], picture);
}

static struct slice
field_value(const struct dwca_meta_table *meta, const struct dwca_table *table,
    const char *name)
{
	const struct dwca_meta_field *field = dwca_package_field(meta, name);

	return field != NULL ? slice_trim(dwca_table_value(table, field))
			     : SLICE("");
}

/* The MD5 that the archive has of a picture, or nothing. */
static struct slice
archive_md5(const struct dwca_meta_table *meta, const struct dwca_table *table)
{
	struct slice md5 = field_value(meta, table, "mediaMD5");
	struct slice function = field_value(meta, table, "hashFunction");

	if (md5.n == 0 &&
	    (function.n == 0 || ascii_equal(function, "MD5") ||
		ascii_equal(function, "MD-5")))
		md5 = field_value(meta, table, "hashValue");
	return accept_value(column_find(SLICE("mediaMD5")), md5) ==
		REJECT_REASON_NOT
	    ? md5
	    : SLICE("");
}

/* Where the best picture's URL is, the one that a hash is of. */
static bool
is_best_url(const struct dwca_meta_table *meta, const char *term)
{
	return dwca_term_is(term, "accessURI") ||
	    (dwca_term_is(term, "identifier") &&
		dwca_package_field(meta, "accessURI") == NULL);
}

/* Keeps in mind what pictures the record has already. */
static void
note_picture(struct tables *t, const struct dwca_meta_table *meta,
    const struct dwca_table *table, struct slice id)
{
	struct slice md5 = archive_md5(meta, table);

	for (size_t i = 0; i < meta->nfields; i++) {
		const struct dwca_meta_field *field = &meta->fields[i];
		struct slice value = slice_trim(dwca_table_value(table, field));

		if (value.n == 0)
			continue;
		if (url_is_web(value)) {
			table_add(&t->as_is, as_is_key(t, id, value));
			seen_urls_add(&t->alike, alike_key(t, id, value),
			    is_best_url(meta, field->term) ? md5 : SLICE(""));
		}
		if (dwca_term_is(field->term, "providerManagedID"))
			table_add(&t->ids, as_is_key(t, id, value));
	}
	if (md5.n > 0)
		table_add(&t->hashes, md5_key(t, id, md5));
}

/* Those in the records, which a portal's import takes, too. */
static void
note_associated(struct tables *t)
{
	const struct dwca_meta_field *media;
	struct dwca_table *table = into_read_associated(t->into, &media);

	while (table != NULL && dwca_table_next(table)) {
		struct slice id = dwca_table_key(table), link, separator;
		struct slice cell =
		    url_list_trim(dwca_table_value(table, media));

		while (url_list_next(&cell, &link, &separator))
			if (url_is_web(link)) {
				table_add(&t->as_is, as_is_key(t, id, link));
				seen_urls_add(&t->alike, alike_key(t, id, link),
				    SLICE(""));
			}
	}
	dwca_table_close(table);
}

/* Those in tables that stay as they are. */
static void
note_others(struct tables *t)
{
	const struct dwca_meta_table *meta;
	struct dwca_table *table;
	size_t i = 0;

	while ((table = into_read_other(t->into, &i, &meta)) != NULL) {
		while (dwca_table_next(table))
			note_picture(t, meta, table, dwca_table_key(table));
		dwca_table_close(table);
	}
	note_associated(t);
}

/* The pictures that the archive has. */
static void
carry_pictures(struct tables *t)
{
	struct dwca_table *table = into_read(t->into);

	while (dwca_table_next(table)) {
		struct slice id = dwca_table_key(table);
		size_t cell = 0, column;

		while (next_cell(t, id, &cell, &column)) {
			const struct dwca_meta_field *field =
			    t->plan.columns[column].field;

			if (field != NULL)
				table_cell_put(&t->pictures.bytes,
				    dwca_table_value(table, field));
		}
		note_picture(t, into_pictures(t->into), table, id);
		t->carried++;
	}
	dwca_table_close(table);
}

/* Any identifier will do: the archive brings its records along. */
static enum reject_reason
judge_record(struct tables *t, struct slice id)
{
	const struct slice *cells = t->row.cells;
	struct accept_number made;
	enum reject_reason reason = accept_record(
	    cells[MATCH], cells[OCCID], t->options->create, NULL, &t->column);

	if ((reason == REJECT_REASON_NO_RECORD ||
		reason == REJECT_REASON_NO_OCCID) &&
	    id.n > 0)
		return REJECT_REASON_NOT;
	if (reason != REJECT_REASON_NOT)
		return reason;
	if (id.n == 0)
		return REJECT_REASON_NO_RECORD;
	if (!slice_is(cells[MATCH], "none") ||
	    cells[NUMBER].n + cells[OTHER_NUMBERS].n == 0)
		return REJECT_REASON_NOT;
	return accept_new_number(cells[NUMBER], cells[OTHER_NUMBERS], SLICE(""),
	    cells[PROBLEMS], &made, &t->column);
}

/* True if a portal's import is to read the archive. */
static bool
is_imported(const struct tables *t)
{
	return t->options->into != NULL || t->options->importable;
}

static enum reject_reason
judge_url(struct tables *t)
{
	const struct slice *cells = t->row.cells;
	struct slice url = cells[URL];
	size_t most = column_find(SLICE("originalUrl"))->most;
	enum reject_reason reason;

	if (url.n == 0)
		return REJECT_REASON_NO_URL;
	t->column =
	    t->row.first.at == t->row.cells[WEB_URL].at ? "url" : "originalUrl";
	reason = accept_url(url, false);
	if (reason == REJECT_REASON_NOT)
		reason = accept_page(url,
		    accept_is_served(
			cells[VERDICT], cells[PATH], cells[HTTP_STATUS]));
	if (reason != REJECT_REASON_NOT)
		return reason;
	accept_find_type(t->row.cells[FORMAT_CELL], url, &t->type, &t->format);
	/* A portal's import asks the server, and dies of its answer. */
	reason = accept_type(&t->type, MEDIA_GBIF, !is_imported(t));
	if (reason != REJECT_REASON_NOT)
		t->column = t->type.by_url ? t->column : "format";
	else if (utf8_length(url) > most)
		reason = REJECT_REASON_TOO_LONG; /* a portal would cut it */
	return reason;
}

/* What a portal's staging table of an import has less room for. */
static bool
is_cut(const struct column *column, struct slice value)
{
	enum { OWNER = 100, NOTES = 255 };

	return (strcmp(column->name, "owner") == 0 &&
		   utf8_length(value) > OWNER) ||
	    (strcmp(column->name, "notes") == 0 && utf8_length(value) > NOTES);
}

/* The other pictures' URLs; the best one has been judged. */
static enum reject_reason
judge_link(const struct tables *t, const char *name, struct slice url)
{
	bool web = strcmp(name, "url") == 0;
	enum reject_reason reason;

	if ((!web && strcmp(name, "thumbnailUrl") != 0) ||
	    (web && t->row.first.at == t->row.cells[WEB_URL].at))
		return REJECT_REASON_NOT;
	url = accept_url_value(url);
	if (url.n == 0)
		return REJECT_REASON_NOT;
	reason = accept_url(url, true);
	return reason == REJECT_REASON_NOT ? accept_page(url, false) : reason;
}

/* Lengths are a portal's, and no matter where none imports the archive. */
static enum reject_reason
judge_values(struct tables *t, const struct block *block, size_t row)
{
	for (size_t i = 0; i < t->plan.n; i++) {
		const struct extension_column *c = &t->plan.columns[i];
		struct slice value = c->fallback;
		enum reject_reason reason;
		enum role role;

		if (c->column == NULL || c->filling == ACCESS ||
		    c->filling == FORMAT)
			continue;
		if (c->at != STREAM_NONE &&
		    block_field(block, row, c->at).n > 0)
			value = stream_value(
			    block_field(block, row, c->at), &t->value);
		if (fact_role(c->filling, &role))
			value = t->row.cells[role];
		reason = accept_value(c->column, value);
		if (reason == REJECT_REASON_NOT && is_cut(c->column, value))
			reason = REJECT_REASON_TOO_LONG;
		if (reason == REJECT_REASON_NOT)
			reason = judge_link(t, c->column->name, value);
		if (reason == REJECT_REASON_NOT ||
		    (reason == REJECT_REASON_TOO_LONG && !is_imported(t)))
			continue;
		t->column = c->column->name;
		return reason;
	}
	return REJECT_REASON_NOT;
}

static enum reject_reason
judge(struct tables *t, struct slice id)
{
	enum reject_reason reason = accept_verdict(t->row.cells[VERDICT]);

	t->column = reason == REJECT_REASON_BAD_VALUE ? "verdict" : "";
	if (reason == REJECT_REASON_NOT)
		reason = judge_record(t, id);
	if (reason == REJECT_REASON_NOT && !t->options->include_protected &&
	    row_is_protected(&t->row)) {
		t->column = "recordSecurity";
		return REJECT_REASON_PROTECTED;
	}
	if (reason == REJECT_REASON_NOT)
		reason = judge_url(t);
	if (reason == REJECT_REASON_NOT)
		t->column = "";
	return reason;
}

/* What the row does not say of its record, and the portal does. */
static void
ask_portal(struct tables *t)
{
	static const enum role roles[NPORTAL_RECORD_COLUMNS] = {
	    NAME, BASIS_OF_RECORD, SECURITY};
	struct slice *cells = t->row.cells;
	uint64_t occid;

	if (!number_read(cells[OCCID], UINT32_MAX, &occid))
		return;
	for (int i = 0; i < NPORTAL_RECORD_COLUMNS; i++)
		if (cells[roles[i]].n == 0)
			cells[roles[i]] =
			    portal_records_value(t->portal, (uint32_t)occid,
				(enum portal_record_column)i, &t->said[i]);
}

static enum reject_reason
take(struct tables *t, const struct block *block, size_t row)
{
	const struct slice *cells = t->row.cells;
	struct slice id = t->into != NULL ? SLICE("?") : row_core_id(&t->row);
	enum reject_reason reason = judge(t, id);

	if (reason == REJECT_REASON_NOT)
		reason = judge_values(t, block, row);
	if (reason == REJECT_REASON_NOT && t->there != NULL)
		reason = already_there_judge(t->there, block, row);
	if (reason == REJECT_REASON_NOT)
		reason = t->into != NULL
		    ? into_find(
			  t->into, &t->row, t->options->include_protected, &id)
		    : take_record(t, id);
	if (reason == REJECT_REASON_NOT)
		reason = judge_there(t, id);
	if (reason == REJECT_REASON_NOT)
		reason = see_url(t, id, cells[URL], cells[MEDIA_MD5]);
	if (reason == REJECT_REASON_NOT &&
	    derivatives_add(&t->derivatives,
		derivative_mark(cells[URL], &t->key), table_key(id)))
		reason = REJECT_REASON_DERIVATIVE_OF;
	if (reason == REJECT_REASON_NOT)
		put_picture(t, block, row, id);
	return reason;
}

static void
work(void *shared, struct block *block, struct buf *out)
{
	struct tables *t = shared;

	(void)out;
	for (size_t row = 0; row < block->nrows; row++) {
		enum reject_reason reason;

		row_read(&t->row, block, row);
		if (t->portal != NULL)
			ask_portal(t);
		reason = take(t, block, row);
		if (reason != REJECT_REASON_NOT)
			rejects_take(t->rejects, block, row, reason, t->column);
		else
			t->taken++;
	}
}

/*
 * A portal's import replaces whole records, and knows columns by the names in
 * this line: so they have a prefix there, which it does not know, and before
 * the id, in the column that it takes for the id, there is nothing.
 */
static void
put_core_header(struct tables *t)
{
	struct buf *out = &t->core.bytes;

	buf_put_string(out, t->options->importable ? "id" : "id\tid");
	for (size_t i = 0; core_terms[i] != NULL; i++) {
		buf_put_string(out, t->options->importable ? "\t" : "\tdwc:");
		buf_put_slice(out, dwca_term_local(core_terms[i]));
	}
	end_row(&t->core);
}

static void
put_headers(struct tables *t)
{
	size_t cell = 0, column;

	if (t->into == NULL)
		put_core_header(t);
	while (next_cell(t, SLICE("coreid"), &cell, &column))
		buf_put_slice(&t->pictures.bytes,
		    dwca_term_local(t->plan.columns[column].term));
}

/* What kind of extension there is decides what goes into it. */
static void
plan_pictures(struct tables *t, const struct stream_in *in)
{
	const struct dwca_meta_table *table =
	    t->into != NULL ? into_pictures(t->into) : NULL;
	enum extension extension = t->options->extension;

	if (table != NULL)
		extension = dwca_row_type_is_audiovisual(table->row_type) ||
			dwca_package_field(table, "accessURI") != NULL
		    ? AUDIOVISUAL
		    : MULTIMEDIA;
	extension_columns_plan(&t->plan, in, extension, &t->options->defaults);
	if (table != NULL && !t->options->replace)
		extension_columns_merge(&t->plan, table);
	if (t->into != NULL)
		t->key_column = into_key(t->into);
}

static struct tables *
begin(const struct tables_options *options, struct stream_in *in)
{
	struct tables *t = mem_array(1, sizeof *t);

	t->options = options;
	t->ids.set = t->as_is.set = t->hashes.set = true;
	member_spool_open(&t->core);
	member_spool_open(&t->pictures);
	if (stream_column(in, "url") == STREAM_NONE)
		stream_need(in, "originalUrl");
	row_bind(&t->row, &options->row, in);
	if (options->into != NULL)
		t->into = into_open(options->into, options->lenient);
	if (options->portal != NULL) {
		t->there = already_there_open(
		    options->portal, or_empty(options->row.media_domain), in);
		t->portal = portal_records_read(options->portal);
	}
	plan_pictures(t, in);
	t->rejects = rejects_open(options->rejects, in);
	put_headers(t);
	if (t->into != NULL && into_pictures(t->into) != NULL &&
	    !options->replace)
		carry_pictures(t);
	if (t->into != NULL)
		note_others(t);
	return t;
}

struct tables *
tables_read(const struct tables_options *options, struct stream_in *in)
{
	struct tables *t = begin(options, in);
	struct pump pump = {.jobs = 1, .work = work, .shared = t};
	struct output *nothing = output_open("/dev/null");

	pump_run(&pump, in, nothing);
	output_finish(nothing);
	return t;
}

void
tables_pack(struct tables *t, struct archive_out *archive)
{
	struct buf meta = {0};

	if (t->into != NULL) {
		into_pack(t->into, &t->plan, &t->pictures, archive);
		return;
	}
	meta_write(&meta, core_terms, t->options->importable ? 0 : 1, CORE_NAME,
	    &t->plan, PICTURES_NAME);
	archive_out_member(archive, "meta.xml", meta.n);
	archive_out_write(archive, buf_slice(&meta));
	buf_free(&meta);
	member_spool_pack(&t->core, CORE_NAME, archive);
	member_spool_pack(&t->pictures, PICTURES_NAME, archive);
}

bool
tables_end(struct tables *t)
{
	bool attention = rejects_finish(t->rejects, t->taken);

	attention |= derivatives_finish(&t->derivatives);
	if (t->into != NULL)
		inform("%s added to %" PRIu64,
		    COUNTED(t->taken, "picture", "pictures"), t->carried);
	else
		inform("%s of %s written",
		    COUNTED(t->taken, "picture", "pictures"),
		    COUNTED(t->records.n, "record", "records"));
	into_close(t->into);
	already_there_close(t->there);
	portal_records_free(t->portal);
	for (int i = 0; i < NPORTAL_RECORD_COLUMNS; i++)
		buf_free(&t->said[i]);
	row_free(&t->row);
	buf_free(&t->value);
	buf_free(&t->format);
	buf_free(&t->key);
	table_free(&t->records);
	table_free(&t->urls);
	table_free(&t->ids);
	table_free(&t->as_is);
	table_free(&t->alike);
	table_free(&t->hashes);
	extension_columns_free(&t->plan);
	free(t);
	return attention;
}
