/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "net/url.h"
#include "run/pump.h"
#include "sheet/url_numbers.h"
#include "sink/accept.h"
#include "sink/reason_counts.h"
#include "stream/output.h"
#include "eml.h"
#include "tables.h"

enum { SPOOL_BLOCK = 1 << 18 };

#define DWC "http://rs.tdwg.org/dwc/terms/"

static const char *const core_terms[] = {DWC "occurrenceID",
    DWC "basisOfRecord", DWC "institutionCode", DWC "collectionCode",
    DWC "catalogNumber", DWC "otherCatalogNumbers", DWC "scientificName", NULL};

/* Columns that say whose picture it is, and whether it is taken. */
enum role {
	COREID,
	OCCURRENCE_ID,
	OCCID,
	RECORD_NUMBER,
	NUMBER,
	OTHER_NUMBERS,
	NAME,
	VERDICT,
	MATCH,
	URL,
	SOURCE_ID,
	NROLES
};

static const char *const role_names[NROLES] = {"coreid", "occurrenceID",
    "occid", "recordCatalogNumber", "catalogNumber", "otherCatalogNumbers",
    "scientificName", "verdict", "match", "originalUrl", "sourceIdentifier"};

/* A table on its way into the zip file, which wants to know its size. */
struct spool {
	int fd;
	uint64_t size;
	struct buf bytes;
};

struct tables {
	const struct tables_options *options;
	struct extension_columns_plan plan;
	size_t roles[NROLES];
	struct slice cells[NROLES]; /* of the row */
	struct buf values[NROLES], value, key;
	struct spool core, pictures;
	struct url_numbers records, urls;
	struct output *rejects;
	struct layout *layout;
	uint64_t taken;
	struct reason_counts reasons;
};

static void
spool_flush(struct spool *spool)
{
	spool->size += spool->bytes.n;
	tempfile_write(spool->fd, buf_slice(&spool->bytes));
	buf_clear(&spool->bytes);
}

static void
spool_row(struct spool *spool)
{
	buf_put_char(&spool->bytes, '\n');
	if (spool->bytes.n >= SPOOL_BLOCK)
		spool_flush(spool);
}

static void
put_cell(struct buf *out, struct slice value)
{
	bool quote = false;

	for (size_t i = 0; i < value.n && !quote; i++)
		quote = memchr(",\"\n\r", value.at[i], 4) != NULL;
	if (!quote) {
		buf_put_slice(out, value);
		return;
	}
	buf_put_char(out, '"');
	for (size_t i = 0; i < value.n; i++) {
		if (value.at[i] == '"')
			buf_put_char(out, '"');
		buf_put_char(out, value.at[i]);
	}
	buf_put_char(out, '"');
}

static void
put_string(struct buf *out, const char *string)
{
	buf_put_char(out, ',');
	if (string != NULL)
		put_cell(out, slice_of(string));
}

static void
read_cells(struct tables *t, const struct block *block, size_t row)
{
	for (size_t i = 0; i < NROLES; i++)
		t->cells[i] = t->roles[i] == STREAM_NONE
		    ? SLICE("")
		    : stream_value(
			  block_field(block, row, t->roles[i]), &t->values[i]);
	if (t->cells[RECORD_NUMBER].n > 0)
		t->cells[NUMBER] = t->cells[RECORD_NUMBER];
}

/* What the picture and its record are linked by. */
static struct slice
core_id(const struct tables *t)
{
	static const enum role by[] = {
	    COREID, OCCURRENCE_ID, OCCID, NUMBER, OTHER_NUMBERS};

	for (size_t i = 0; i < sizeof by / sizeof *by; i++)
		if (t->cells[by[i]].n > 0)
			return t->cells[by[i]];
	return SLICE("");
}

static void
put_record(struct tables *t, struct slice id)
{
	struct buf *out = &t->core.bytes;
	const struct tables_options *options = t->options;

	put_cell(out, id);
	buf_put_char(out, ',');
	put_cell(out, t->cells[OCCURRENCE_ID]);
	put_string(out, options->basis);
	put_string(out, options->institution);
	put_string(out, options->collection);
	for (enum role i = NUMBER; i <= NAME; i++) {
		buf_put_char(out, ',');
		put_cell(out, t->cells[i]);
	}
	spool_row(&t->core);
}

/* The record of the row, once; a reason if it was another one before. */
static const char *
take_record(struct tables *t, struct slice id)
{
	size_t before = t->records.n;
	const struct url_numbers_entry *first;
	uint32_t number;

	buf_clear(&t->key);
	for (enum role i = OCCURRENCE_ID; i <= OTHER_NUMBERS; i++)
		if (i != OCCID && i != RECORD_NUMBER) {
			buf_put_slice(&t->key, t->cells[i]);
			buf_put_char(&t->key, '\n');
		}
	number = url_numbers_number(buf_slice(&t->key));
	first = url_numbers_add(&t->records, url_numbers_url(id), number, 1);
	if (t->records.n > before) {
		put_record(t, id);
		return NULL;
	}
	return first == NULL || first->number == number
	    ? NULL
	    : "identifiers-disagree";
}

static bool
is_duplicate(struct tables *t, struct slice id)
{
	size_t before = t->urls.n;

	buf_clear(&t->key);
	buf_put_slice(&t->key, id);
	buf_put_char(&t->key, '\n');
	buf_put_slice(&t->key, t->cells[URL]);
	url_numbers_add(&t->urls, url_numbers_url(buf_slice(&t->key)), 0, 1);
	return t->urls.n == before;
}

static const char *
type_of_name(struct slice url)
{
	static const struct {
		const char *end, *type;
	} types[] = {{".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"},
	    {".png", "image/png"}, {".gif", "image/gif"},
	    {".webp", "image/webp"}, {".bmp", "image/bmp"},
	    {".tif", "image/tiff"}, {".tiff", "image/tiff"},
	    {".jp2", "image/jp2"}};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t n = strlen(types[i].end);

		if (url.n > n &&
		    strncasecmp(url.at + url.n - n, types[i].end, n) == 0)
			return types[i].type;
	}
	return "";
}

/* What must not be empty has a value that follows from others. */
static struct slice
fallback(const struct tables *t, size_t column)
{
	if (column == t->plan.identifier)
		return t->cells[SOURCE_ID].n > 0 ? t->cells[SOURCE_ID]
						 : t->cells[URL];
	if (column == t->plan.format)
		return slice_of(type_of_name(t->cells[URL]));
	if (column == t->plan.type)
		return SLICE("StillImage");
	return SLICE("");
}

static void
put_picture(
    struct tables *t, const struct block *block, size_t row, struct slice id)
{
	struct buf *out = &t->pictures.bytes;

	put_cell(out, id);
	for (size_t i = 0; i < t->plan.n; i++) {
		size_t at = t->plan.columns[i].at;
		struct slice value = SLICE("");

		if (at != STREAM_NONE)
			value = stream_value(
			    block_field(block, row, at), &t->value);
		if (value.n == 0)
			value = fallback(t, i);
		buf_put_char(out, ',');
		put_cell(out, value);
	}
	spool_row(&t->pictures);
}

/* NULL if the row is taken, else why not. */
static const char *
take(struct tables *t, const struct block *block, size_t row)
{
	struct slice id = core_id(t);
	const char *reason = accept_refusal(t->cells[VERDICT], t->cells[MATCH],
	    t->cells[OCCID], t->options->create);

	/* Any identifier will do: the archive brings its records along. */
	if (reason != NULL && strcmp(reason, "no-record") == 0 && id.n > 0)
		reason = NULL;
	if (reason == NULL && id.n == 0)
		reason = "no-record";
	if (reason == NULL && !url_is_web(t->cells[URL]))
		reason = t->cells[URL].n > 0 ? "bad-url" : "no-url";
	if (reason == NULL)
		reason = take_record(t, id);
	if (reason == NULL && is_duplicate(t, id))
		reason = "duplicate";
	if (reason == NULL)
		put_picture(t, block, row, id);
	return reason;
}

static void
reject(
    struct tables *t, const struct block *block, size_t row, const char *reason)
{
	struct slice why[] = {slice_of(reason)};

	reason_counts_add(&t->reasons, reason);
	if (t->rejects == NULL)
		return;
	buf_clear(&t->key);
	layout_row(t->layout, block, row, why, &t->key);
	output_put(t->rejects, buf_slice(&t->key));
}

static void
work(void *shared, struct block *block, struct buf *out)
{
	struct tables *t = shared;

	(void)out;
	for (size_t row = 0; row < block->nrows; row++) {
		const char *reason;

		read_cells(t, block, row);
		reason = take(t, block, row);
		if (reason != NULL)
			reject(t, block, row, reason);
		else
			t->taken++;
	}
}

static void
put_headers(struct tables *t)
{
	struct buf *core = &t->core.bytes, *pictures = &t->pictures.bytes;

	buf_put_string(core, "id");
	for (size_t i = 0; core_terms[i] != NULL; i++)
		put_string(core, extension_columns_local(core_terms[i]));
	spool_row(&t->core);
	buf_put_string(pictures, "coreid");
	for (size_t i = 0; i < t->plan.n; i++)
		put_string(
		    pictures, extension_columns_local(t->plan.columns[i].term));
	spool_row(&t->pictures);
}

static void
open_rejects(struct tables *t, const struct stream_in *in)
{
	static const char *const why[] = {"reason"};

	if (t->options->rejects == NULL)
		return;
	t->rejects = output_open(t->options->rejects);
	t->layout = layout_new(stream_columns(in), why, 1);
	layout_header(t->layout, &t->key);
	output_put(t->rejects, buf_slice(&t->key));
}

struct tables *
tables_read(const struct tables_options *options, struct stream_in *in)
{
	struct tables *t = mem_array(1, sizeof *t);
	struct pump pump = {.jobs = 1, .work = work, .shared = t};
	struct output *nothing = output_open("/dev/null");

	t->options = options;
	t->core.fd = tempfile_open();
	t->pictures.fd = tempfile_open();
	stream_need(in, "originalUrl");
	for (size_t i = 0; i < NROLES; i++)
		t->roles[i] = stream_column(in, role_names[i]);
	extension_columns_plan(&t->plan, in, options->extension);
	open_rejects(t, in);
	put_headers(t);
	pump_run(&pump, in, nothing);
	output_finish(nothing);
	spool_flush(&t->core);
	spool_flush(&t->pictures);
	if (t->rejects != NULL) {
		output_finish(t->rejects);
		layout_free(t->layout);
	}
	return t;
}

const char *const *
tables_core(const struct tables *t)
{
	(void)t;
	return core_terms;
}

const struct extension_columns_plan *
tables_plan(const struct tables *t)
{
	return &t->plan;
}

static void
pack(struct spool *spool, const char *name, struct archive_out *archive)
{
	char *block = mem_alloc(SPOOL_BLOCK);
	uint64_t at = 0;

	archive_out_member(archive, name, spool->size);
	while (at < spool->size) {
		ssize_t n = io_read_at(spool->fd, block, SPOOL_BLOCK, at);

		if (n <= 0)
			die_errno("temporary file");
		archive_out_write(archive, (struct slice){block, (size_t)n});
		at += (uint64_t)n;
	}
	free(block);
}

void
tables_pack(struct tables *t, struct archive_out *archive)
{
	pack(&t->core, OCCURRENCES_NAME, archive);
	pack(&t->pictures, PICTURES_NAME, archive);
}

bool
tables_end(struct tables *t)
{
	bool attention =
	    t->reasons.n > reason_counts_count(&t->reasons, "duplicate");

	reason_counts_warn(&t->reasons, t->taken);
	inform("%" PRIu64 " pictures of %zu records written", t->taken,
	    t->records.n);
	close(t->core.fd);
	close(t->pictures.fd);
	buf_free(&t->core.bytes);
	buf_free(&t->pictures.bytes);
	for (size_t i = 0; i < NROLES; i++)
		buf_free(&t->values[i]);
	buf_free(&t->value);
	buf_free(&t->key);
	url_numbers_free(&t->records);
	url_numbers_free(&t->urls);
	extension_columns_free(&t->plan);
	free(t);
	return attention;
}
