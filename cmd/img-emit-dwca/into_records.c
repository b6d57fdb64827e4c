/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/table.h"
#include "file/tempfile.h"
#include "sheet/dwca_table.h"
#include "text/collation.h"
#include "text/utf8_nfc.h"
#include "into_records.h"

/* What an identifier is; part of its key. */
enum kind {
	CORE_ID = 'i',
	GUID = 'g',
	CATALOG_NUMBER = 'c',
	OTHER_NUMBER = 'x',
	PORTAL_ID = 'p'
};

#define NOBODY UINT32_MAX

/* Above the offset of a record's id. */
#define PROTECTED (UINT64_C(1) << 63)
#define HAS_GUID (UINT64_C(1) << 62)
#define OFFSET (HAS_GUID - 1)

struct into_records {
	bool portal; /* core ids are the portal's occids */
	bool has_occid;
	struct table first; /* records by key, from 1 */
	struct table several; /* keys of more than one */
	int fd; /* of the ids, one after the other */
	struct buf pending;
	uint64_t *ends; /* of each id in the file, with its flags */
	size_t n, room;
	uint64_t size;
	struct buf key, folded, id;
};

enum {
	F_OCCURRENCE_ID,
	F_NUMBER,
	F_OTHER,
	F_RECORD_ID,
	F_OCCID,
	F_SECURITY,
	NFIELDS
};

static uint64_t
key_of(struct into_records *r, enum kind kind, struct slice text)
{
	buf_clear(&r->key);
	buf_put_char(&r->key, (char)kind);
	if (kind == GUID && ascii_begins(text, "urn:uuid:"))
		text = slice_from(text, 9);
	if (kind == CATALOG_NUMBER || kind == OTHER_NUMBER) {
		/* As a portal compares them. */
		buf_clear(&r->folded);
		collation_put(&r->folded, text);
		utf8_caseless(&r->key, buf_slice(&r->folded));
	} else {
		for (size_t i = 0; i < text.n; i++)
			buf_put_char(&r->key,
			    kind == GUID ? ascii_lower(text.at[i])
					 : text.at[i]);
	}
	return table_key(buf_slice(&r->key));
}

static void
index_key(struct into_records *r, enum kind kind, struct slice text)
{
	uint64_t key, *before;

	if (text.n == 0)
		return;
	key = key_of(r, kind, text);
	before = table_value(&r->first, key);
	if (*before == 0)
		*before = r->n + 1;
	else if (*before != r->n + 1)
		table_add(&r->several, key);
}

static void
add_id(struct into_records *r, struct slice id, uint64_t flags)
{
	if (r->n == NOBODY - 1)
		die("too many records");
	if (r->n == r->room) {
		r->room = r->room > 0 ? 2 * r->room : 1024;
		r->ends = mem_resize(r->ends, r->room, sizeof *r->ends);
	}
	buf_put_slice(&r->pending, id);
	r->size += id.n;
	r->ends[r->n++] = r->size | flags;
	if (r->pending.n >= 1 << 16) {
		tempfile_write(r->fd, buf_slice(&r->pending));
		buf_clear(&r->pending);
	}
}

static void
add_record(struct into_records *r, const struct dwca_table *table,
    const struct dwca_meta_field *const fields[NFIELDS])
{
	struct slice id = dwca_table_key(table), cells[NFIELDS];
	uint64_t flags = 0;

	for (size_t i = 0; i < NFIELDS; i++)
		cells[i] = fields[i] != NULL
		    ? slice_trim(dwca_table_value(table, fields[i]))
		    : SLICE("");
	index_key(r, CORE_ID, id);
	index_key(r, GUID, cells[F_OCCURRENCE_ID]);
	index_key(r, GUID, cells[F_RECORD_ID]);
	index_key(r, CATALOG_NUMBER, cells[F_NUMBER]);
	index_key(r, OTHER_NUMBER, cells[F_OTHER]);
	index_key(r, PORTAL_ID, cells[F_OCCID]);
	if (cells[F_OCCURRENCE_ID].n > 0)
		flags |= HAS_GUID;
	if (cells[F_SECURITY].n > 0 &&
	    !slice_equal(cells[F_SECURITY], SLICE("0")))
		flags |= PROTECTED;
	add_id(r, id, flags);
}

struct into_records *
into_records_read(const struct dwca_package *package,
    const struct dwca_table_options *options)
{
	static const char *const names[F_SECURITY] = {"occurrenceID",
	    "catalogNumber", "otherCatalogNumbers", "recordID", "occid"};
	struct into_records *r = mem_array(1, sizeof *r);
	const struct dwca_meta_table *meta =
	    &package->meta.tables[package->records];
	const struct dwca_meta_field *fields[NFIELDS];
	struct dwca_table *table;

	r->fd = tempfile_open();
	r->several.set = true;
	r->portal = package->portal;
	for (size_t i = 0; i < F_SECURITY; i++)
		fields[i] = dwca_package_field(meta, names[i]);
	fields[F_SECURITY] = dwca_package_security(meta);
	r->has_occid = fields[F_OCCID] != NULL;
	table =
	    dwca_table_open(package->source, package->folder, meta, options);
	while (dwca_table_next(table))
		add_record(r, table, fields);
	dwca_table_close(table);
	tempfile_write(r->fd, buf_slice(&r->pending));
	return r;
}

/* What the identifiers of a row have led to so far. */
struct finding {
	uint32_t record; /* or NOBODY */
	bool several, differ;
};

/* False if nothing has this identifier. */
static bool
look(struct into_records *r, struct finding *finding, enum kind kind,
    struct slice text)
{
	uint32_t record;
	uint64_t key;

	if (text.n == 0)
		return false;
	key = key_of(r, kind, slice_trim(text));
	if (!table_has(&r->first, key))
		return false;
	record = (uint32_t)table_get(&r->first, key) - 1;
	if (table_has(&r->several, key))
		finding->several = true;
	else if (finding->record == NOBODY)
		finding->record = record;
	else if (finding->record != record)
		finding->differ = true;
	return true;
}

static bool
found(const struct finding *finding)
{
	return finding->record != NOBODY || finding->several;
}

/*
 * The ids of the archive itself count only where nothing else speaks: another
 * archive, or another portal, has the same ones for other records.
 */
static void
look_all(struct into_records *r, const struct row *row, struct finding *finding)
{
	const struct slice *cells = row->cells;
	bool guid = look(r, finding, GUID, cells[OCCURRENCE_ID]);

	look(r, finding, GUID, cells[OCCURRENCE_RECORD_ID]);
	look(r, finding, CATALOG_NUMBER, cells[NUMBER]);
	if (r->has_occid)
		look(r, finding, PORTAL_ID, cells[OCCID]);
	if (!found(finding))
		look(r, finding, OTHER_NUMBER, cells[OTHER_NUMBERS]);
	if (!found(finding) && r->portal && !r->has_occid)
		look(r, finding, CORE_ID, cells[OCCID]);
	if (!found(finding) && cells[OCCURRENCE_ID].n == 0 &&
	    cells[NUMBER].n == 0 && cells[OTHER_NUMBERS].n == 0 &&
	    cells[OCCID].n == 0)
		look(r, finding, CORE_ID, cells[COREID]);
	/* It has another occurrenceID than the row says. */
	if (row->guid_given && !guid && finding->record != NOBODY &&
	    (r->ends[finding->record] & HAS_GUID) != 0)
		finding->differ = true;
}

static struct slice
read_id(struct into_records *r, uint32_t record)
{
	uint64_t end = r->ends[record] & OFFSET;
	uint64_t begin = record > 0 ? r->ends[record - 1] & OFFSET : 0;
	size_t n = (size_t)(end - begin);

	buf_clear(&r->id);
	buf_room(&r->id, n + 1);
	if (io_read_at(r->fd, r->id.at, n, begin) != (ssize_t)n)
		die_errno("temporary file");
	r->id.n = n;
	return buf_slice(&r->id);
}

enum reject_reason
into_records_find(struct into_records *r, const struct row *row,
    bool include_protected, struct slice *id)
{
	struct finding finding = {.record = NOBODY};

	look_all(r, row, &finding);
	if (finding.differ)
		return REJECT_REASON_CONTRADICTORY;
	if (finding.record == NOBODY)
		return finding.several ? REJECT_REASON_AMBIGUOUS
				       : REJECT_REASON_NO_RECORD;
	if ((r->ends[finding.record] & PROTECTED) != 0 && !include_protected)
		return REJECT_REASON_PROTECTED;
	*id = read_id(r, finding.record);
	if (id->n == 0)
		return REJECT_REASON_NO_RECORD;
	/* The picture would be all of theirs. */
	return table_has(&r->several, key_of(r, CORE_ID, *id))
	    ? REJECT_REASON_AMBIGUOUS
	    : REJECT_REASON_NOT;
}

void
into_records_free(struct into_records *r)
{
	close(r->fd);
	table_free(&r->first);
	table_free(&r->several);
	buf_free(&r->pending);
	buf_free(&r->key);
	buf_free(&r->folded);
	buf_free(&r->id);
	free(r->ends);
	free(r);
}
