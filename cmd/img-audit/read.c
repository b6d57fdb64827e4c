/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "registry/problem.h"
#include "net/picture_place.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "registry/derivative_name.h"
#include "stream/fields.h"
#include "audit.h"

/* A stream's columns that are looked at. */
enum column {
	C_ORIGINAL,
	C_URL,
	C_THUMBNAIL,
	C_OCCID,
	C_COLLID,
	C_MD5,
	C_BYTES,
	C_PATH,
	C_VERDICT,
	C_PROBLEMS,
	C_CHECKED,
	NCOLUMNS
};

static const char *const names[NCOLUMNS] = {"originalUrl", "url",
    "thumbnailUrl", "occid", "collid", "mediaMD5", "bytes", "path", "verdict",
    "problems", "checked"};

struct reader {
	struct audit *audit;
	struct fields fields;
	struct slice values[NCOLUMNS];
};

static void
fetch(struct reader *reader, const struct block *block, size_t row)
{
	for (size_t i = 0; i < NCOLUMNS; i++)
		reader->values[i] =
		    fields_value(&reader->fields, block, row, i);
}

/*
 * The key of a URL: where it is, and the stem of its picture, so that a
 * picture meets what was made of it. False if it is no URL.
 */
static bool
put_key(struct audit *audit, struct slice url)
{
	struct slice folder, name;
	struct derivative_name found;

	buf_clear(&audit->key);
	buf_clear(&audit->url);
	if (url.n == 0 || url_is_placeholder(url))
		return false;
	url_put_comparable(&audit->url, url, audit->domain);
	if (!picture_place(SLICE(""), buf_slice(&audit->url), &audit->scratch,
		&folder, &name)) {
		buf_put_slice(&audit->key, buf_slice(&audit->url));
		return true;
	}
	found =
	    derivative_name(&derivative_defaults, folder, picture_stem(name));
	buf_put_slice(&audit->key, found.before);
	buf_put_slice(&audit->key, found.after);
	buf_put_char(&audit->key, '\0');
	buf_put_slice(&audit->key, found.stem);
	return true;
}

static struct slice
host_of(const struct audit *audit)
{
	struct url url;

	url_parse(buf_slice(&audit->url), &url);
	return url.host.at != NULL ? url.host : SLICE("");
}

/* The value of a file: its source, the comparable URL, and what is known. */
static void
put_file(struct audit *audit, char source, const struct slice parts[], size_t n)
{
	struct buf *value = &audit->value;

	buf_clear(value);
	buf_put_slice(value, buf_slice(&audit->url));
	buf_put_char(value, '\0');
	buf_put_char(value, source);
	for (size_t i = 0; i < n; i++) {
		buf_put_char(value, '\0');
		buf_put_slice(value, parts[i]);
	}
	sorter_add(audit->files, buf_slice(&audit->key), buf_slice(value));
}

/* Where the picture is served, and in which collection it is. */
static void
note_host(struct audit *audit, struct slice id, struct slice collid)
{
	audit_note(audit, id, 'h', host_of(audit));
	audit_note(audit, id, 'c', collid);
	tally_of(&audit->hosts, host_of(audit))->pictures++;
	tally_of(&audit->collections, collid)->pictures++;
}

static void
take_medium(struct reader *reader, const struct block *block, size_t row)
{
	struct audit *audit = reader->audit;
	const struct slice *values = reader->values;
	char number[24];
	struct slice id = {number,
	    (size_t)snprintf(
		number, sizeof number, "%016" PRIx64, audit->nrows++)};

	audit_note(audit, id, 'r', block_row(block, row));
	for (int i = C_ORIGINAL; i <= C_THUMBNAIL; i++) {
		bool main = i == C_ORIGINAL ||
		    (i == C_URL && values[C_ORIGINAL].n == 0);
		struct slice parts[] = {id,
		    main	     ? SLICE("m")
			: i == C_URL ? SLICE("w")
				     : SLICE("t"),
		    values[C_OCCID], values[C_MD5],
		    values[i].n > 4 &&
			    strncasecmp(values[i].at, "http:", 5) == 0
			? SLICE("http")
			: SLICE(""),
		    values[C_COLLID]};

		if (put_key(audit, values[i])) {
			put_file(audit, 'D', parts, 6);
			if (main)
				note_host(audit, id, values[C_COLLID]);
		} else if (i == C_THUMBNAIL &&
		    fields_have(&reader->fields, C_THUMBNAIL)) {
			audit_note(audit, id, 'f',
			    slice_of(finding_codes[FOUND_THUMBNAIL]));
		}
	}
	if (values[C_MD5].n > 0) {
		buf_clear(&audit->value);
		buf_put_slice(&audit->value, values[C_OCCID]);
		buf_put_char(&audit->value, '\0');
		buf_put_slice(&audit->value, id);
		buf_clear(&audit->key);
		for (size_t i = 0; i < values[C_MD5].n; i++)
			buf_put_char(
			    &audit->key, ascii_lower(values[C_MD5].at[i]));
		sorter_add(audit->hashes, buf_slice(&audit->key),
		    buf_slice(&audit->value));
	}
}

static void
take_disk(struct reader *reader, const struct block *block, size_t row)
{
	const struct slice *values = reader->values;
	struct audit *audit = reader->audit;
	struct slice parts[] = {values[C_PATH], values[C_MD5]};

	(void)block;
	(void)row;
	if (!put_key(audit, values[C_ORIGINAL]))
		return;
	table_add(&audit->disk_hosts, table_key(host_of(audit)));
	put_file(audit, 'F', parts, 2);
}

/*
 * What a check says of the picture itself: codes of img-check --also are of its
 * further URLs, which may be gone while it is there.
 */
static struct slice
own_verdict(
    struct audit *audit, struct slice verdict, struct slice codes, bool *also)
{
	struct buf *own = &audit->scratch;
	struct slice code;

	*also = false;
	buf_clear(own);
	while (slice_word(&codes, ' ', &code)) {
		if (!slice_begins(code, "also-")) {
			buf_put_char(own, ' ');
			buf_put_slice(own, code);
		} else if (slice_is(code, "also-bad")) {
			*also = true;
		}
	}
	return *also ? slice_of(problem_verdict(buf_slice(own))) : verdict;
}

static void
take_check(struct reader *reader, const struct block *block, size_t row)
{
	const struct slice *values = reader->values;
	struct audit *audit = reader->audit;
	bool also;
	struct slice verdict =
	    own_verdict(audit, values[C_VERDICT], values[C_PROBLEMS], &also);
	/* Sorted by time, as the value begins alike. */
	struct slice parts[] = {values[C_CHECKED], verdict, values[C_MD5],
	    values[C_ORIGINAL].n > 5 &&
		    strncasecmp(values[C_ORIGINAL].at, "https:", 6) == 0
		? SLICE("https")
		: SLICE(""),
	    also ? SLICE("also") : SLICE("")};

	(void)block;
	(void)row;
	/* A row that no check has seen is none. */
	if (verdict.n > 0 && put_key(audit, values[C_ORIGINAL]))
		put_file(audit, 'W', parts, 5);
}

static void
read_stream(struct audit *audit, struct stream_in *in,
    void (*take)(struct reader *, const struct block *, size_t))
{
	struct reader reader = {.audit = audit};
	struct block block = {0};

	stream_need(in, "originalUrl");
	fields_bind(&reader.fields, in, names, NCOLUMNS);
	while (stream_next(in, &block)) {
		for (size_t row = 0; row < block.nrows; row++) {
			fetch(&reader, &block, row);
			take(&reader, &block, row);
		}
		progress_add(block.nrows);
	}
	block_free(&block);
	fields_free(&reader.fields);
}

/* Keeps the header of media.tsv, whose rows are written. */
static void
keep_header(struct audit *audit, const struct columns *columns)
{
	for (size_t i = 0; i < columns->n; i++) {
		buf_put_string(&audit->header, i > 0 ? "\t" : "");
		buf_put_slice(&audit->header, columns->names[i]);
	}
}

void
audit_read(struct audit *audit, struct stream_in *checks)
{
	struct buf path = {0};
	struct stat st;
	struct stream_in *in;
	char *operand;

	buf_put_string(&path, audit->portal);
	if (stat(audit->portal, &st) == 0 && S_ISDIR(st.st_mode))
		buf_put_string(&path, "/media.tsv");
	operand = buf_string(&path);
	in = stream_open(&operand, 1);
	stream_need(in, "mediaID");
	keep_header(audit, stream_columns(in));
	read_stream(audit, in, take_medium);
	stream_close(in);
	buf_free(&path);
	if (audit->disk != NULL) {
		operand = mem_string(audit->disk, strlen(audit->disk));
		in = stream_open(&operand, 1);
		read_stream(audit, in, take_disk);
		stream_close(in);
		free(operand);
	}
	if (audit->times > 0) {
		stream_need(checks, "verdict");
		stream_need(checks, "checked");
	} else if (stream_column(checks, "verdict") == STREAM_NONE) {
		warn("no column 'verdict' (img-check writes it): every picture "
		     "counts as never checked");
	}
	read_stream(audit, checks, take_check);
}
