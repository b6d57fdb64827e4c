/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/progress.h"
#include "registry/column.h"
#include "run/pump.h"
#include "sheet/cell_text.h"
#include "sheet/number_check.h"
#include "sheet/number_list.h"
#include "sheet/number_parts.h"
#include "sheet/record_sheet.h"
#include "stream/fields.h"
#include "stream/stream.h"
#include "text/collation.h"
#include "text/counted.h"
#include "known_number.h"
#include "record_doubts.h"
#include "record_reader.h"

enum role {
	OCCID,
	COLLECTION,
	SECURITY,
	NUMBER,
	OTHER,
	OCCURRENCE,
	RECORD,
	INSTITUTION,
	CODE,
	REFERENCES, /* where an archive's id may show that it is an occid */
	NROLES
};

static const char *const role_names[NROLES] = {"occid", "collid",
    "recordSecurity", "catalogNumber", "otherCatalogNumbers", "occurrenceID",
    "recordID", "institutionCode", "collectionCode", "references"};

/* One file being read, and what its readers have in common. */
struct load {
	struct records *records;
	const struct records_options *options;
	const struct sheet_options *sheet; /* of the file being read */
	size_t columns[NROLES];
	bool from_id; /* the occid is the column `id` */
	bool prove_id; /* each row's references must end in its occid */
	bool ignore_id; /* it has turned out to be a number of the file's own */
	const char *with_occid, *without_occid; /* a file of each kind */
	bool earlier_occid; /* a file before this one has them */
	uint64_t nrows; /* of this file */
	uint64_t before; /* of the earlier ones */
	unsigned shapes; /* bits 1 << shape of the rows seen */
	bool any; /* row of this file that is a record's */
	bool occids; /* row of this file whose occid is not empty */
	bool blank; /* there was none, and it is read once more */
	uint64_t left_out;
	uint64_t line; /* of the first of them */
	char *reason; /* why */
	struct number_parts parts; /* of numbers, in columns of a sheet */
	struct record_doubts doubts; /* about numbers of a stream */
};

/* One thread that reads. */
struct read_ahead {
	struct load *load;
	struct record_table_writer writer;
	struct index_writer *index;
	struct buf fold, family, cells[NROLES];
	unsigned shapes;
	uint64_t rows;
	uint64_t last; /* of the file's rows that was read, from 1 */
	uint64_t left_out, line;
	char *reason;
	bool any, occids;
	uint32_t occid, collid; /* of the last row, 0 before the first */
	uint32_t ref;
	uint32_t first; /* collection that was seen */
	bool several; /* and others */
	struct records_codes codes;
	struct buf seen; /* the codes of the last row, to be quick */
	uint32_t seen_collid;
	bool guarded; /* some records are protected */
	bool elsewhere; /* there is the fact of no record: */
	uint32_t elsewhere_ref;
	struct record_doubts doubts;
	bool occurs[UCHAR_MAX + 1];
};

bool
records_occid(struct slice text, uint32_t *occid)
{
	uint64_t value;

	if (text.n > 10 || !number_read(text, UINT32_MAX, &value))
		return false;
	*occid = (uint32_t)value;
	return value > 0;
}

/* False for "s.n.", "none", "0" and the like. */
static bool
is_number(struct slice text)
{
	bool other = false;

	for (size_t i = 0; i < text.n; i++)
		other = other || (text.at[i] != '0' && text.at[i] != ' ');
	return other && number_has_digit(text);
}

/* What is after "name: ", SLICE_NONE if it has no name. */
static struct slice
named_value(struct slice part)
{
	const char *colon = memmem(part.at, part.n, ": ", 2);
	size_t n;

	if (colon == NULL)
		return SLICE_NONE;
	n = (size_t)(colon - part.at) + 2;
	return slice_trim_blanks((struct slice){part.at + n, part.n - n});
}

/* Takes the next part off; false at the end. */
static bool
next_part(struct records_others *others, struct slice *number)
{
	const char *end;

	if (others->value.at != NULL) {
		*number = others->value;
		others->value = SLICE_NONE;
		return true;
	}
	if (others->rest.n == 0)
		return false;
	*number = others->rest;
	end = memchr(number->at, ';', number->n);
	if (end != NULL)
		number->n = (size_t)(end - number->at);
	others->rest.at += number->n + (end != NULL);
	others->rest.n -= number->n + (end != NULL);
	*number = slice_trim_blanks(*number);
	others->value = named_value(*number);
	return true;
}

bool
records_other(struct records_others *others, struct slice *number)
{
	if (!others->begun) {
		others->begun = true;
		others->rest = *number = others->cell;
		if (is_number(*number))
			return true;
	}
	while (next_part(others, number))
		if (number->n < others->cell.n && is_number(*number))
			return true;
	return false;
}

struct slice
records_occurrence(struct slice text)
{
	static const struct slice prefix = {"urn:uuid:", 9};

	if (text.n > prefix.n && strncasecmp(text.at, prefix.at, prefix.n) == 0)
		return (struct slice){text.at + prefix.n, text.n - prefix.n};
	return text;
}

static void
add(struct read_ahead *reader, struct slice text, enum kind kind)
{
	struct key key;

	buf_clear(&reader->fold);
	collation_put(&reader->fold, text);
	if (!key_make(&key, buf_slice(&reader->fold)))
		return;
	index_add(reader->index, &key, kind, reader->ref);
	if (kind != KIND_CATALOG)
		return;
	for (size_t i = 0; i < key.text.n; i++)
		reader->occurs[(unsigned char)key.text.at[i]] = true;
	buf_clear(&reader->family);
	if (number_put_family(&reader->family, key.text) &&
	    key_make(&key, buf_slice(&reader->family)))
		index_add(reader->index, &key, KIND_FAMILY, reader->ref);
}

/* An occurrenceID that somebody may take for a catalogue number. */
static bool
may_be_number(struct slice id)
{
	const char *codes[NUMBER_CHECK_MOST];

	return id.n > 0 && number_check(id, codes) == 0;
}

static void
add_identifiers(struct read_ahead *reader, const struct slice cells[NROLES])
{
	struct records_others others = {.cell = cells[OTHER]};
	struct slice other, id;

	while (records_other(&others, &other))
		add(reader, other, KIND_OTHER);
	id = records_occurrence(cells[OCCURRENCE]);
	if (reader->load->options->by_occurrence || may_be_number(id))
		add(reader, id, KIND_OCCURRENCE);
	if (reader->load->options->by_occurrence &&
	    !slice_equal(id, cells[RECORD]))
		add(reader, cells[RECORD], KIND_OCCURRENCE);
}

/*
 * A number that is known elsewhere makes no new record here. Digits alone say
 * nothing: each collection counts from 1.
 */
static void
add_elsewhere(struct read_ahead *reader, struct slice number)
{
	struct key key;

	buf_clear(&reader->fold);
	collation_put(&reader->fold, number);
	if (!number_has_letter(buf_slice(&reader->fold)) ||
	    !key_make(&key, buf_slice(&reader->fold)))
		return;
	if (!reader->elsewhere)
		reader->elsewhere_ref =
		    record_table_add(reader->load->records->facts,
			&reader->writer, &(struct fact){.number = number});
	reader->elsewhere = true;
	index_add(reader->index, &key, KIND_ELSEWHERE, reader->elsewhere_ref);
}

/* True if the row tells nothing of its record but what the last one did. */
static bool
continues(const struct read_ahead *reader, uint32_t occid,
    const struct slice cells[NROLES])
{
	if (occid != reader->occid)
		return false;
	return cells[NUMBER].n == 0 && cells[RECORD].n == 0;
}

/* A record's rows with further identifiers may leave it out. */
static uint32_t
collection_of(
    const struct read_ahead *reader, uint32_t occid, const struct slice *cell)
{
	uint32_t collid;

	if (records_occid(*cell, &collid))
		return collid;
	return occid == reader->occid ? reader->collid : 0;
}

static bool
is_wanted(const struct records_options *options, uint32_t collid)
{
	for (size_t i = 0; i < options->ncollids; i++)
		if (options->collids[i] == collid)
			return true;
	return options->ncollids == 0;
}

/* What is no number protects, too. */
static uint8_t
security_of(struct slice cell)
{
	uint64_t security;

	if (cell.n == 0)
		return 0;
	return number_read(cell, UINT8_MAX, &security) ? (uint8_t)security : 1;
}

static void
add_record(struct read_ahead *reader, const struct fact *fact)
{
	reader->ref = record_table_add(
	    reader->load->records->facts, &reader->writer, fact);
	reader->occid = fact->occid;
	reader->collid = fact->collid;
	reader->shapes |= 1u << ((fact->number.n > 0) + 2 * (fact->id.n > 0));
	if (reader->first == 0)
		reader->first = fact->collid;
	reader->guarded |= fact->security > 0;
	reader->several |= fact->collid != 0 && fact->collid != reader->first;
	if (fact->number.n > 0)
		add(reader, fact->number, KIND_CATALOG);
}

/* ".../individual/index.php?occid=41" is of the portal's record 41. */
static bool
shows_occid(struct slice references, struct slice occid)
{
	static const struct slice word = {"occid=", 6};

	references = slice_trim(references);
	if (references.n < word.n + occid.n)
		return false;
	references = slice_from(references, references.n - word.n - occid.n);
	return memcmp(references.at, word.at, word.n) == 0 &&
	    slice_equal(slice_from(references, word.n), occid);
}

static void
add_code(struct records_codes *codes, struct slice text, uint32_t collid)
{
	struct records_code *code = codes->code;

	if (text.n == 0 || text.n > RECORDS_CODE_MOST)
		return;
	for (size_t i = 0; i < codes->n; i++, code++)
		if (code->collid == collid &&
		    slice_equal((struct slice){code->text, code->n}, text))
			return;
	if (codes->n == RECORDS_CODES) {
		codes->more = true;
		return;
	}
	codes->n++;
	code->collid = collid;
	code->n = text.n;
	memcpy(code->text, text.at, text.n);
}

/* Most rows have the codes of the row before. */
static void
see_codes(
    struct read_ahead *reader, uint32_t collid, const struct slice cells[])
{
	struct slice one = cells[INSTITUTION], other = cells[CODE];

	if (one.n + other.n == 0 ||
	    (collid == reader->seen_collid &&
		reader->seen.n == one.n + other.n &&
		memcmp(reader->seen.at, one.at, one.n) == 0 &&
		memcmp(reader->seen.at + one.n, other.at, other.n) == 0))
		return;
	buf_clear(&reader->seen);
	buf_put_slice(&reader->seen, one);
	buf_put_slice(&reader->seen, other);
	reader->seen_collid = collid;
	for (size_t i = 0; i < 2; i++) {
		buf_clear(&reader->fold);
		collation_put(&reader->fold, i == 0 ? one : other);
		add_code(&reader->codes, buf_slice(&reader->fold), collid);
	}
}

bool
records_code(
    const struct records_codes *codes, struct slice code, uint32_t *collid)
{
	size_t found = 0;

	for (size_t i = 0; i < codes->n; i++) {
		const struct records_code *one = &codes->code[i];

		if (!slice_equal((struct slice){one->text, one->n}, code))
			continue;
		*collid = one->collid;
		found++;
	}
	/* Without collids nothing says which record has which of two codes;
	 * an institution's and its collection's are both its own. */
	if (found == 1 && *collid == 0 && codes->n > 2)
		return false;
	return found == 1 && !codes->more;
}

/* The key of a record without occid: the n-th row of all, from 0. */
static uint32_t
running_number(const struct load *load, uint64_t n)
{
	n += load->before + 1;
	if (n > UINT32_MAX)
		die("more records than fit (%" PRIu32 ")", UINT32_MAX);
	return (uint32_t)n;
}

/* NULL, or what is wrong with the row, the n-th of its file, from 0. */
static const char *
add_row(struct read_ahead *reader, const struct slice cells[NROLES],
    uint64_t number)
{
	bool no_occid = reader->load->records->no_occid;
	struct slice id = cells[RECORD];
	uint32_t occid, collid;

	reader->occids |= cells[OCCID].n > 0;
	if (no_occid && id.n == 0)
		id = cells[OCCURRENCE];
	if (no_occid)
		occid = running_number(reader->load, number);
	else if (!records_occid(cells[OCCID], &occid))
		return "column 'occid' (or 'id'): not a record's number";
	if (reader->load->prove_id &&
	    !shows_occid(cells[REFERENCES], cells[OCCID]))
		return "column 'id' is not the portal's occid: the row's "
		       "references do not end with occid=ID (--occid takes it "
		       "for one)";
	if (cells[NUMBER].n > RECORD_TABLE_TEXT_MOST)
		return "column 'catalogNumber': longer than 254 bytes";
	if (id.n > RECORD_TABLE_TEXT_MOST)
		return "column 'recordID' or 'occurrenceID': longer than 254 "
		       "bytes";
	reader->any = true;
	collid = collection_of(reader, occid, &cells[COLLECTION]);
	if (!is_wanted(reader->load->options, collid)) {
		add_elsewhere(reader, cells[NUMBER]);
		return NULL;
	}
	reader->rows++;
	see_codes(reader, collid, cells);
	if (!continues(reader, occid, cells))
		add_record(reader,
		    &(struct fact){.occid = occid,
			.collid = collid,
			.number = cells[NUMBER],
			.id = id,
			.security = security_of(cells[SECURITY])});
	add_identifiers(reader, cells);
	return NULL;
}

static void *
start(void *shared)
{
	struct read_ahead *reader = mem_array(1, sizeof *reader);

	reader->load = shared;
	reader->index = index_writer_new();
	return reader;
}

/* The first line of all threads is the one that is shown. */
static void
join_left_out(struct load *load, struct read_ahead *reader)
{
	load->left_out += reader->left_out;
	if (reader->reason == NULL ||
	    (load->reason != NULL && load->line <= reader->line)) {
		free(reader->reason);
		return;
	}
	free(load->reason);
	load->reason = reader->reason;
	load->line = reader->line;
}

static void
stop(void *state, void *shared)
{
	struct read_ahead *reader = state;
	struct load *load = shared;

	index_take(load->records->index, reader->index);
	load->shapes |= reader->shapes;
	load->records->rows += reader->rows;
	load->any |= reader->any;
	load->occids |= reader->occids;
	if (load->nrows < reader->last)
		load->nrows = reader->last;
	join_left_out(load, reader);
	record_doubts_join(&load->doubts, &reader->doubts);
	if (load->records->collid == 0)
		load->records->collid = reader->first;
	load->records->several |= reader->several ||
	    (reader->first != 0 && reader->first != load->records->collid);
	load->records->guarded |= reader->guarded;
	for (size_t i = 0; i <= UCHAR_MAX; i++)
		load->records->occurs[i] |= reader->occurs[i];
	buf_free(&reader->fold);
	buf_free(&reader->family);
	buf_free(&reader->seen);
	for (size_t i = 0; i < reader->codes.n; i++)
		add_code(&load->records->codes,
		    (struct slice){
			reader->codes.code[i].text, reader->codes.code[i].n},
		    reader->codes.code[i].collid);
	load->records->codes.more |= reader->codes.more;
	for (size_t i = 0; i < NROLES; i++)
		buf_free(&reader->cells[i]);
	free(reader);
}

static void
leave_out(struct read_ahead *reader, uint64_t line, const char *wrong,
    struct slice value)
{
	struct buf text = {0};

	if (reader->left_out++ > 0)
		return;
	buf_printf(&text, "%s: '%.*s'", wrong, SLICE_ARG(value));
	reader->line = line;
	reader->reason = buf_string(&text);
}

static void
work(void *state, struct block *block, struct buf *out)
{
	struct read_ahead *reader = state;
	const size_t *columns = reader->load->columns;
	struct slice cells[NROLES];

	(void)out;
	reader->occid = 0;
	reader->last = block->first + block->nrows;
	for (size_t row = 0; row < block->nrows; row++) {
		const char *wrong;

		for (size_t i = 0; i < NROLES; i++)
			cells[i] =
			    stream_value(field_of(block, row, columns[i]),
				&reader->cells[i]);
		wrong = add_row(reader, cells, block->first + row);
		record_doubts_see(
		    &reader->doubts, block->line + row, cells[NUMBER]);
		if (wrong != NULL)
			leave_out(
			    reader, block->line + row, wrong, cells[OCCID]);
	}
}

/*
 * A portal calls the occid `id` in its own exports, and every archive and
 * database calls its own numbers so. A portal's export has its own recordIDs or
 * collids, or references that show the occid. Without, it is not looked at.
 */
static void
find_id(struct load *load, const struct slice names[], size_t n)
{
	size_t *columns = load->columns;

	load->prove_id = load->from_id = false;
	if (columns[REFERENCES] == STREAM_NONE)
		columns[REFERENCES] =
		    record_sheet_find(names, n, "referenceUrl");
	if (load->blank)
		columns[OCCID] = STREAM_NONE;
	if (columns[OCCID] != STREAM_NONE || load->ignore_id)
		return;
	columns[OCCID] = record_sheet_find(names, n, "id");
	if (columns[OCCID] == STREAM_NONE || load->options->trust_id)
		return;
	load->prove_id = columns[REFERENCES] != STREAM_NONE;
	load->from_id = load->prove_id || columns[RECORD] != STREAM_NONE ||
	    columns[COLLECTION] != STREAM_NONE;
	load->ignore_id = !load->from_id;
	if (load->ignore_id)
		columns[OCCID] = STREAM_NONE;
}

/* What links to the records of such a file are good for. */
static void
take_no_occid(struct load *load, const char *file)
{
	if (load->without_occid == NULL)
		warn(
		    "%s: no column 'occid', the record's key in the portal%s: "
		    "pictures are linked to catalogue numbers, which "
		    "img-emit-csv and img-emit-dwca take, but not img-emit-sql "
		    "(img-portal-export's files and the portal's own download "
		    "have occids)",
		    file,
		    load->blank ? " (it is empty in every row)"
			: load->ignore_id
			? " ('id' is not shown to be it; --occid takes it for "
			  "one)"
			: "");
	load->without_occid = file;
	load->records->no_occid = true;
}

/* A barcode beside a catalogue number is another number of the record. */
static void
find_second_number(
    struct load *load, const char *file, const struct slice names[], size_t n)
{
	const struct column *number = column_find(SLICE("catalogNumber"));
	size_t *columns = load->columns;

	if (columns[NUMBER] == STREAM_NONE || columns[OTHER] != STREAM_NONE)
		return;
	for (size_t i = 0; i < n; i++) {
		if (i == columns[NUMBER] ||
		    column_by_header(names[i]) != number)
			continue;
		columns[OTHER] = i;
		warn("%s: columns '%.*s' and '%.*s' are both a catalogNumber: "
		     "the first is used, the second as otherCatalogNumbers",
		    file, SLICE_ARG(names[columns[NUMBER]]),
		    SLICE_ARG(names[i]));
		return;
	}
}

static void
find_columns(
    struct load *load, const char *file, const struct slice names[], size_t n)
{
	struct buf there = {0};
	bool found = false;

	for (size_t i = 0; i < NROLES; i++)
		load->columns[i] = record_sheet_find(names, n, role_names[i]);
	find_id(load, names, n);
	find_second_number(load, file, names, n);
	for (size_t i = NUMBER; i <= OCCURRENCE; i++)
		found = found || load->columns[i] != STREAM_NONE;
	/* The recordID beside a mediaID is the picture's. */
	if (!found && record_sheet_find(names, n, "mediaID") != STREAM_NONE)
		die("%s:1: these are the pictures of a portal; its records are "
		    "in occurrences.tsv",
		    file);
	found = found || load->columns[RECORD] != STREAM_NONE;
	if (!found ||
	    (load->options->ncollids > 0 &&
		load->columns[COLLECTION] == STREAM_NONE)) {
		record_sheet_put_names(&there, names, n);
		die("%s:1: no column %s; there are: %s", file,
		    found ? "'collid'"
			  : "with an identifier (catalogNumber, "
			    "otherCatalogNumbers, occurrenceID, recordID; "
			    "'img-from-csv --no-pictures -m "
			    "COLUMN=catalogNumber' names it)",
		    buf_string(&there));
	}
	if (load->columns[OCCID] == STREAM_NONE)
		take_no_occid(load, file);
	else
		load->with_occid = file;
	if (load->with_occid != NULL && load->without_occid != NULL)
		die("%s has occids and %s has none: give files of one kind, as "
		    "a record may be in both",
		    load->with_occid, load->without_occid);
}

/* True if `occid` is empty in all of this file, or what `id` has is nowhere the
 * portal's occid: then the file is read once more as one without. */
static bool
reads_again(const struct load *load, const char *file)
{
	struct stat st;

	return (load->from_id || !load->occids) && !load->any &&
	    load->columns[OCCID] != STREAM_NONE && load->nrows > 0 &&
	    !load->earlier_occid && stat(file, &st) == 0 &&
	    (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

static void
doubt_number(struct load *load, const struct record_sheet *sheet,
    const struct slice *row)
{
	uint64_t line = record_sheet_line(sheet);
	struct slice number = cell_text(row[load->columns[NUMBER]]);

	record_doubts_see(&load->doubts, line, number);
	if (number_parts_lack(&load->parts, row, number))
		record_doubts_add(&load->doubts, "number-parts", line, number);
}

/* Another collection's zeros say nothing. An institution and its collection
 * have a code each. */
static bool
is_one_collection(const struct load *load)
{
	const struct records *records = load->records;

	return !records->several && !records->codes.more &&
	    records->codes.n <= 2 && load->options->ncollids == 0;
}

static void
report_doubts(struct load *load, const char *file, const struct slice names[])
{
	if (is_one_collection(load))
		record_doubts_zeros(&load->doubts);
	if (load->columns[NUMBER] != STREAM_NONE && !reads_again(load, file))
		record_doubts_report(&load->doubts,
		    strcmp(file, "-") == 0 ? "<stdin>" : file,
		    names[load->columns[NUMBER]]);
	record_doubts_free(&load->doubts);
}

static void
read_stream(struct load *load, char *const *file)
{
	struct stream_in *in = stream_open(file, 1);
	/* Reading a stream without writing one. */
	struct output *nowhere = output_open("/dev/null");
	struct pump pump = {.jobs = load->options->jobs,
	    .start = start,
	    .work = work,
	    .stop = stop,
	    .shared = load};

	find_columns(
	    load, *file, stream_columns(in)->names, stream_columns(in)->n);
	if (load->options->progress)
		progress_start("records");
	load->nrows = 0;
	pump_run(&pump, in, nowhere);
	output_finish(nowhere);
	report_doubts(load, *file, stream_columns(in)->names);
	stream_close(in);
}

/* False if a cell that is read is not what it was written as. */
static bool
take_cells(const struct record_sheet *sheet, const size_t columns[],
    const struct slice *row, struct slice cells[], struct slice *damaged)
{
	for (size_t i = 0; i < NROLES; i++) {
		cells[i] = columns[i] == STREAM_NONE
		    ? SLICE("")
		    : cell_text(row[columns[i]]);
		*damaged = cells[i];
		if (!record_sheet_is_sure(sheet, cells[i]))
			return false;
	}
	return true;
}

static void
add_sheet_row(struct load *load, struct read_ahead *reader,
    struct record_sheet *sheet, const struct slice *row, uint64_t number)
{
	struct slice cells[NROLES], damaged;
	const char *wrong;

	if (!take_cells(sheet, load->columns, row, cells, &damaged)) {
		record_sheet_leave_out(sheet,
		    "characters that could not be read (--encoding names the "
		    "encoding): '%.*s'",
		    SLICE_ARG(damaged));
		return;
	}
	wrong = add_row(reader, cells, number);
	if (wrong != NULL)
		record_sheet_leave_out(
		    sheet, "%s: '%.*s'", wrong, SLICE_ARG(cells[OCCID]));
}

static void
read_sheet(struct load *load, const char *file)
{
	struct sheet_options options = *load->sheet;
	struct record_sheet *sheet;
	struct read_ahead *reader;
	const struct slice *row;
	uint64_t n = 0;

	options.again = load->blank || load->ignore_id;
	sheet = record_sheet_open(file, &options);
	find_columns(load, file, record_sheet_header(sheet),
	    record_sheet_columns(sheet));
	load->parts = number_parts_find(
	    record_sheet_header(sheet), record_sheet_columns(sheet));
	reader = start(load);
	while ((row = record_sheet_next(sheet)) != NULL) {
		if (load->columns[NUMBER] != STREAM_NONE)
			doubt_number(load, sheet, row);
		add_sheet_row(load, reader, sheet, row, n++);
	}
	stop(reader, load);
	load->nrows = n;
	report_doubts(load, file, record_sheet_header(sheet));
	if (reads_again(load, file)) {
		record_sheet_discard(sheet);
		return;
	}
	if (!load->any)
		record_sheet_die_unread(sheet);
	record_sheet_close(sheet);
}

/* Says which rows of a stream were left out; dies if all were. */
static void
report_left_out(struct load *load, const char *file)
{
	load->records->left_out += load->left_out;
	if (load->left_out == 0)
		return;
	if (!load->any)
		die("%s:%" PRIu64 ": %s", file, load->line, load->reason);
	warn("%s: %s left out, the first on line %" PRIu64 ": %s", file,
	    COUNTED(load->left_out, "row", "rows"), load->line, load->reason);
	diag_attention();
	free(load->reason);
}

static void
read_file(struct load *load, char *const *file)
{
	load->any = load->occids = false;
	load->left_out = 0;
	load->reason = NULL;
	if (record_sheet_is_stream(*file, load->sheet))
		read_stream(load, file);
	else
		read_sheet(load, *file);
}

static void
read_records(struct load *load, char *const *file)
{
	load->ignore_id = load->blank = false;
	read_file(load, file);
	while (reads_again(load, *file)) {
		free(load->reason);
		load->with_occid = NULL;
		load->ignore_id = load->blank || load->occids;
		load->blank = load->blank || !load->occids;
		read_file(load, file);
	}
	load->earlier_occid = load->with_occid != NULL;
	report_left_out(load, *file);
	load->before += load->nrows;
}

struct records
records_read(
    char *const files[], size_t n, const struct records_options *options)
{
	struct records records = {
	    .facts = record_table_new(), .index = index_new()};
	struct load load = {.records = &records, .options = options};

	for (size_t i = 0; i < n; i++) {
		load.sheet = &options->sheets[i];
		read_records(&load, &files[i]);
	}
	index_build(records.index, records.facts, options->jobs);
	/* More than one shape: one row may complete another. */
	if (options->by_occid || (load.shapes & (load.shapes - 1)) != 0)
		record_table_sort(records.facts);
	return records;
}
