/* SPDX-License-Identifier: MIT */
/* img-split: parts of a stream, for many machines. */
#include <stdlib.h>

#include "base/diag.h"
#include "base/opt.h"
#include "base/progress.h"
#include "base/table.h"
#include "net/picture_place.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "stream/fields.h"
#include "stream/stream.h"
#include "least.h"
#include "parts.h"

enum { ROWS_DEFAULT = 10000, PARTS_MOST = 999999 };
enum { OPT_REPLACE = OPT_LONG_ONLY };

static const struct opt_entry entries[] = {
    {'d', "directory", "FOLDER", "where the parts go, as 000001.tsv and so on"},
    {'b', "by", "WHAT",
	"what is kept together: rows as they come, folder or host "
	"(default: rows)"},
    {'r', "rows", "N", "rows of a part (default: 10000)"},
    {'n', "parts", "N", "so many parts; with --by folder or host"},
    {OPT_REPLACE, "replace", NULL, "remove the parts that are there"},
    {0, NULL, NULL, "Common options"},
    OPT_JOBS_ONE,
    OPT_OUTPUT,
    OPT_COMMON,
    {0, NULL, NULL, NULL},
};

enum by { BY_ROWS, BY_FOLDER, BY_HOST };

enum { PATH, ORIGINAL, NFIELDS };

static const char *const names[NFIELDS] = {"path", "originalUrl"};

struct split {
	const char *folder;
	enum by by;
	uint64_t rows;
	size_t most; /* parts; 0: as many as it takes */
	bool rows_given, replace;
	struct fields fields;
	struct parts *parts;
	size_t current; /* where what is new goes */
	struct least least; /* with --parts */
	struct table keys; /* and their parts */
	struct buf place;
};

static enum by
by_of(const struct opt *opt)
{
	static const char *const words[] = {"rows", "folder", "host"};

	return (enum by)opt_choice(opt, words, 3);
}

static void
read_options(struct split *split, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1) {
		switch (key) {
		case 'd': split->folder = opt->argument; break;
		case 'b': split->by = by_of(opt); break;
		case 'r':
			split->rows = opt_number(opt, 1, UINT32_MAX);
			split->rows_given = true;
			break;
		case 'n':
			split->most = (size_t)opt_number(opt, 1, PARTS_MOST);
			break;
		case OPT_REPLACE: split->replace = true; break;
		default: break;
		}
	}
	if (split->folder == NULL)
		opt_misuse(opt, "-d/--directory is required");
	if (split->most > 0 && (split->by == BY_ROWS || split->rows_given))
		opt_misuse(opt,
		    "-n/--parts requires --by folder or host, and excludes "
		    "--rows");
}

/* What must stay together: a host or a folder; empty for nothing. */
static struct slice
key_of(struct split *split, const struct block *block, size_t row)
{
	struct slice path, folder, name;
	struct url url;

	buf_clear(&split->place);
	if (split->by == BY_HOST) {
		url_put_comparable(&split->place,
		    fields_value(&split->fields, block, row, ORIGINAL),
		    SLICE(""));
		url_parse(buf_slice(&split->place), &url);
		return url.host.at != NULL ? url.host : SLICE("");
	}
	path = fields_value(&split->fields, block, row, PATH);
	if (path.n > 0 &&
	    picture_place(path, SLICE(""), &split->place, &folder, &name))
		return folder;
	if (path.n == 0 &&
	    picture_place(SLICE(""),
		fields_value(&split->fields, block, row, ORIGINAL),
		&split->place, &folder, &name))
		return folder;
	return SLICE("");
}

static size_t
new_part(struct split *split)
{
	size_t part = parts_new(split->parts);

	if (split->most > 0)
		least_add(&split->least, part);
	return part;
}

/* Where something goes that has not been seen yet. */
static size_t
next_part(struct split *split)
{
	if (split->most > 0) {
		if (parts_count(split->parts) < split->most &&
		    parts_rows(split->parts, parts_count(split->parts) - 1) > 0)
			return new_part(split);
		return least_part(&split->least, split->parts);
	}
	if (parts_rows(split->parts, split->current) >= split->rows)
		split->current = new_part(split);
	return split->current;
}

static void
take_row(struct split *split, const struct block *block, size_t row)
{
	struct slice key =
	    split->by == BY_ROWS ? SLICE("") : key_of(split, block, row);
	size_t part;

	if (key.n == 0) {
		part = next_part(split);
	} else {
		uint64_t hash = table_key(key);
		uint64_t there = table_get(&split->keys, hash);

		part = there > 0 ? (size_t)there - 1 : next_part(split);
		if (there == 0)
			*table_value(&split->keys, hash) = part + 1;
	}
	if (part >= PARTS_MOST)
		die("more than %d parts: --rows is too small", PARTS_MOST);
	parts_add(split->parts, part, block_row(block, row));
}

static void
bind(struct split *split, const struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);
	struct buf header = {0};

	for (size_t i = 0; i < columns->n; i++) {
		buf_put_string(&header, i > 0 ? "\t" : "");
		buf_put_slice(&header, columns->names[i]);
	}
	buf_put_char(&header, '\n');
	if (split->by == BY_HOST)
		stream_need(in, names[ORIGINAL]);
	fields_bind(&split->fields, in, names, NFIELDS);
	split->parts =
	    parts_open(split->folder, buf_slice(&header), split->replace);
	/* A stream without rows is a part, too. */
	split->current = new_part(split);
	buf_free(&header);
}

static void
run(struct split *split, struct stream_in *in)
{
	struct block block = {0};

	while (stream_next(in, &block)) {
		for (size_t row = 0; row < block.nrows; row++)
			take_row(split, &block, row);
		progress_add(block.nrows);
	}
	block_free(&block);
}

/* The parts get their names, which are the output. */
static void
finish(struct split *split, struct output *out)
{
	sum_up(parts_count(split->parts) == 0, "%zu parts",
	    parts_count(split->parts));
	parts_finish(split->parts, out);
	table_free(&split->keys);
	least_free(&split->least);
	fields_free(&split->fields);
	buf_free(&split->place);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {
	    .program = "img-split",
	    .synopsis = "-d FOLDER [OPTION]... [FILE]...",
	    .summary = "Cut a stream into parts, and print their names.",
	    .entries = entries,
	};
	struct split split = {.rows = ROWS_DEFAULT};
	struct stream_in *in;
	struct output *out;

	read_options(&split, &opt, argc, argv);
	in = stream_open(opt.operands, opt.noperands);
	out = output_open(opt.output);
	bind(&split, in);
	if (opt.progress)
		progress_start("rows");
	run(&split, in);
	stream_close(in);
	finish(&split, out);
	output_finish(out);
	return diag_status();
}
