/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "stream/fields.h"
#include "registry/problem.h"
#include "audit.h"

const char *const finding_codes[FINDINGS] = {[FOUND_DEAD] = "audit-dead",
    [FOUND_SILENT] = "audit-silent",
    [FOUND_DRIFT] = "audit-drift",
    [FOUND_NO_FILE] = "audit-no-file",
    [FOUND_ORPHAN] = "audit-orphan",
    [FOUND_THUMBNAIL] = "audit-thumbnail",
    [FOUND_SAME_URL] = "audit-same-url",
    [FOUND_SAME_PICTURE] = "audit-same-picture",
    [FOUND_HTTPS] = "audit-https",
    [FOUND_UNCHECKED] = "audit-unchecked"};

/* A part of so many of a collection's pictures that are dead is no chance. */
enum { DEAD_PART = 20 };

enum own { OWN_PATH, OWN_VERDICT, OWN_PROBLEMS, NOWN };

static const char *const own_names[NOWN] = {"path", "verdict", "problems"};

struct writer {
	struct audit *audit;
	size_t nin, ncolumns, at[NOWN];
	struct slice *fields;
	struct buf row, codes, host, collection;
	bool there, dead;
};

struct tally *
tally_of(struct tallies *tallies, struct slice name)
{
	uint64_t *place = table_value(&tallies->numbers, table_key(name));

	if (*place == 0) {
		if (tallies->n == tallies->room) {
			tallies->room = tallies->room * 2 + 64;
			tallies->at = mem_resize(
			    tallies->at, tallies->room, sizeof *tallies->at);
		}
		tallies->at[tallies->n++] = (struct tally){0};
		*place = tallies->n;
	}
	return &tallies->at[*place - 1];
}

void
audit_note(struct audit *audit, struct slice row, char kind, struct slice text)
{
	struct buf *scratch = &audit->scratch;

	buf_clear(scratch);
	buf_put_char(scratch, kind);
	buf_put_slice(scratch, text);
	sorter_add(audit->rows, row, buf_slice(scratch));
}

static void
put_fields(struct writer *writer, struct output *out)
{
	struct buf line = {0};

	for (size_t i = 0; i < writer->ncolumns; i++) {
		buf_put_string(&line, i > 0 ? "\t" : "");
		buf_put_slice(&line, writer->fields[i]);
	}
	buf_put_char(&line, '\n');
	output_put(out, buf_slice(&line));
	buf_free(&line);
}

static void
begin(struct writer *writer, struct output *out)
{
	struct slice header = buf_slice(&writer->audit->header);

	writer->nin = 1;
	for (size_t i = 0; i < header.n; i++)
		writer->nin += header.at[i] == '\t';
	writer->ncolumns = writer->nin;
	writer->fields = mem_array(writer->nin + NOWN, sizeof *writer->fields);
	fields_split(header, writer->fields, writer->nin);
	for (size_t own = 0; own < NOWN; own++) {
		size_t at = 0;

		while (at < writer->nin &&
		    !slice_is(writer->fields[at], own_names[own]))
			at++;
		if (at == writer->nin)
			at = writer->ncolumns++;
		writer->fields[at] = slice_of(own_names[own]);
		writer->at[own] = at;
	}
	put_fields(writer, out);
}

static bool
is_spared(struct writer *writer)
{
	struct audit *audit = writer->audit;
	const struct tally *host =
	    tally_of(&audit->hosts, buf_slice(&writer->host));
	const struct tally *collection =
	    tally_of(&audit->collections, buf_slice(&writer->collection));

	return host->dead >= host->pictures ||
	    collection->dead * DEAD_PART > collection->pictures;
}

/* A picture of the portal, or a file without any. */
static void
put_row(struct writer *writer, struct slice path, struct output *out)
{
	struct audit *audit = writer->audit;
	struct slice codes;
	struct buf merged = {0};

	if (audit->times > 0) {
		if (!writer->dead)
			return;
		if (is_spared(writer)) {
			audit->spared++;
			return;
		}
		audit->removable++;
	} else if (writer->codes.n == 0 && !audit->all) {
		return;
	}
	for (size_t i = 0; i < writer->ncolumns; i++)
		writer->fields[i] = SLICE("");
	if (path.n == 0)
		fields_split(
		    buf_slice(&writer->row), writer->fields, writer->nin);
	else
		writer->fields[writer->at[OWN_PATH]] = path;
	problem_merge(&merged, writer->fields[writer->at[OWN_PROBLEMS]],
	    "img-audit", buf_slice(&writer->codes));
	codes = buf_slice(&merged);
	writer->fields[writer->at[OWN_PROBLEMS]] = codes;
	writer->fields[writer->at[OWN_VERDICT]] =
	    slice_of(problem_verdict(codes));
	put_fields(writer, out);
	buf_free(&merged);
}

static void
count_code(struct audit *audit, struct slice code)
{
	for (int i = 0; i < FINDINGS; i++)
		audit->counts[i] += slice_is(code, finding_codes[i]);
}

static void
add_code(struct writer *writer, struct slice code)
{
	if (slice_has_word(buf_slice(&writer->codes), ' ', code))
		return;
	buf_put_string(&writer->codes, writer->codes.n > 0 ? " " : "");
	buf_put_slice(&writer->codes, code);
	count_code(writer->audit, code);
}

static void
set(struct buf *to, struct slice text)
{
	buf_clear(to);
	buf_put_slice(to, text);
}

static void
take_note(struct writer *writer, struct slice note, struct output *out)
{
	char kind = *note.at;

	note = slice_from(note, 1);
	switch (kind) {
	case 'r': set(&writer->row, note); break;
	case 'f': add_code(writer, note); break;
	case 'h': set(&writer->host, note); break;
	case 'c': set(&writer->collection, note); break;
	case 'x': writer->dead = true; break;
	default: /* a file on the disk */
		buf_clear(&writer->codes);
		add_code(writer, slice_of(finding_codes[FOUND_ORPHAN]));
		writer->dead = false;
		put_row(writer, note, out);
		buf_clear(&writer->codes);
	}
}

void
audit_write(struct audit *audit, struct output *out)
{
	struct writer writer = {.audit = audit};
	struct buf key = {0};
	struct slice next, note;

	begin(&writer, out);
	while (sorter_next(audit->rows, &next, &note)) {
		if (!slice_equal(next, buf_slice(&key))) {
			if (key.n > 0)
				put_row(&writer, SLICE(""), out);
			buf_clear(&writer.codes);
			buf_clear(&writer.host);
			buf_clear(&writer.collection);
			writer.dead = false;
			set(&key, next);
		}
		take_note(&writer, note, out);
	}
	if (key.n > 1)
		put_row(&writer, SLICE(""), out);
	buf_free(&key);
	buf_free(&writer.row);
	buf_free(&writer.codes);
	buf_free(&writer.host);
	buf_free(&writer.collection);
	free(writer.fields);
}
