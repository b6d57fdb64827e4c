/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "base/table.h"
#include "file/tempfile.h"
#include "registry/problem.h"
#include "text/counted.h"
#include "barcode_rows.h"
#include "carry.h"

enum state {
	SHOT_PLAIN, /* no code, and no bars */
	SHOT_CODE, /* one code */
	SHOT_BREAK /* several codes, or bars that nobody reads, or unknown */
};

/* What is known of when a picture was taken; the best first. Times with and
 * without a zone cannot be compared. */
enum clock { CLOCK_TAKEN, CLOCK_TAKEN_ZONED, CLOCK_MODIFIED, CLOCK_NONE };

/* What a camera calls its pictures: "IMG_" and a counter of four digits, or a
 * longer number. Other names are of no camera. */
struct camera {
	uint32_t series; /* a hash; 0: no camera's name */
	uint16_t count; /* 1 to 10000; 0: none that goes round */
};

/* A row. */
struct shot {
	uint64_t folder; /* its hash */
	int64_t time;
	uint32_t row;
	uint32_t source; /* the row whose code it is given, or itself */
	size_t code; /* where its code begins in the text of codes */
	struct camera camera;
	unsigned char state, clock;
	bool slate;
};

struct carrying {
	const struct carry_options *options;
	struct shot *shots;
	size_t n, room;
	struct buf codes; /* as the cells have them: code, TAB, type, LF */
	uint64_t carried, slates, untimed, refused, others;
};

struct carry_columns {
	size_t path, taken, modified, problems, verdict, barcode, type, from;
};

static struct carry_columns
find_columns(const struct stream_in *in)
{
	return (struct carry_columns){.path = stream_need(in, "path"),
	    .taken = stream_column(in, "createDate"),
	    .modified = stream_column(in, "modified"),
	    .problems = stream_need(in, "problems"),
	    .verdict = stream_need(in, "verdict"),
	    .barcode = stream_need(in, "barcode"),
	    .type = stream_need(in, "barcodeType"),
	    .from = stream_need(in, "barcodeFrom")};
}

/* All rows must be known before the first is written. */
static void
keep_for_later(void *shared, struct slice bytes, struct output *out)
{
	(void)out;
	tempfile_write(((struct barcode_rows *)shared)->spool, bytes);
}

/* Takes off what is in front of the time's zone; cameras seldom give one. */
static bool
read_local_time(struct slice *text, int64_t *time)
{
	enum { SECONDS = sizeof "YYYY-MM-DDThh:mm:ss" - 1 };
	char whole[SECONDS + 2];

	if (text->n < SECONDS)
		return false;
	snprintf(whole, sizeof whole, "%.*sZ", SECONDS, text->at);
	*text = slice_from(*text, SECONDS);
	while (text->n > 0 && (*text->at == '.' || ascii_is_digit(*text->at)))
		*text = slice_from(*text, 1);
	return date_read(slice_of(whole), time);
}

/* "Z", "+hh:mm" or "-hh:mm", as seconds east. */
static bool
read_zone(struct slice zone, int64_t *east)
{
	struct slice hours, minutes;
	uint64_t h, m;

	*east = 0;
	if (slice_is(zone, "Z"))
		return true;
	if (zone.n != sizeof "+hh:mm" - 1 || zone.at[3] != ':' ||
	    (*zone.at != '+' && *zone.at != '-'))
		return false;
	hours = (struct slice){zone.at + 1, 2};
	minutes = (struct slice){zone.at + 4, 2};
	if (!number_read(hours, 23, &h) || !number_read(minutes, 59, &m))
		return false;
	*east = ((int64_t)h * 60 + (int64_t)m) * (*zone.at == '-' ? -60 : 60);
	return true;
}

/* CLOCK_NONE if it is no time. */
static enum clock
read_time(struct slice text, int64_t *time)
{
	int64_t east;

	if (!read_local_time(&text, time))
		return CLOCK_NONE;
	if (!read_zone(text, &east))
		return CLOCK_TAKEN;
	*time -= east;
	return CLOCK_TAKEN_ZONED;
}

static enum state
state_of(const struct block *block, size_t row, const struct carry_columns *c)
{
	struct slice problems = block_field(block, row, c->problems);
	struct slice type = block_field(block, row, c->type);

	if (block_field(block, row, c->barcode).n > 0)
		return memchr(type.at, ' ', type.n) == NULL ? SHOT_CODE
							    : SHOT_BREAK;
	return slice_has_word(problems, ' ', SLICE("no-barcode")) ? SHOT_PLAIN
								  : SHOT_BREAK;
}

static uint64_t
hash_folder(struct slice path)
{
	path.n -= path_last(path).n;
	return table_key(path);
}

static struct camera
camera_of(struct slice path)
{
	enum { COUNTER = 4 };
	struct slice name = path_last(path), stem = name;
	const char *dot = memrchr(name.at, '.', name.n);
	struct camera camera = {0, 0};
	size_t n = 0, letters = 0;
	uint64_t count;

	if (dot != NULL)
		stem.n = (size_t)(dot - name.at);
	while (n < stem.n && ascii_is_digit(stem.at[stem.n - 1 - n]))
		n++;
	if (n < COUNTER)
		return camera;
	while (!ascii_is_digit(stem.at[letters]))
		letters++;
	camera.series =
	    (uint32_t)table_key((struct slice){stem.at, letters}) | 1;
	if (n == COUNTER &&
	    number_read(slice_from(stem, stem.n - n), 9999, &count))
		camera.count = (uint16_t)(count + 1);
	return camera;
}

/* True if it is clear that another camera took it: the names begin otherwise,
 * or so many pictures cannot have been taken between. */
static bool
is_other(const struct camera *slate, const struct camera *camera)
{
	enum { ROUND = 10000, MOST = 1000 };

	if (slate->series == 0 || camera->series == 0)
		return false;
	if (slate->series != camera->series)
		return true;
	return slate->count != 0 && camera->count != 0 &&
	    (camera->count - slate->count + ROUND) % ROUND > MOST;
}

static void
keep_code(struct carrying *carrying, const struct block *block, size_t row,
    const struct carry_columns *c)
{
	buf_put_slice(&carrying->codes, block_field(block, row, c->barcode));
	buf_put_char(&carrying->codes, '\t');
	buf_put_slice(&carrying->codes, block_field(block, row, c->type));
	buf_put_char(&carrying->codes, '\n');
}

static enum clock
clock_of(const struct block *block, size_t row, const struct carry_columns *c,
    int64_t *time)
{
	enum clock clock = CLOCK_NONE;

	*time = 0;
	if (c->taken != STREAM_NONE)
		clock = read_time(block_field(block, row, c->taken), time);
	if (clock != CLOCK_NONE)
		return clock;
	return c->modified != STREAM_NONE &&
		read_time(block_field(block, row, c->modified), time) !=
		    CLOCK_NONE
	    ? CLOCK_MODIFIED
	    : CLOCK_NONE;
}

static void
add_shot(struct carrying *carrying, const struct block *block, size_t row,
    const struct carry_columns *c)
{
	struct shot shot = {.row = (uint32_t)carrying->n,
	    .source = (uint32_t)carrying->n,
	    .code = carrying->codes.n};

	shot.folder = hash_folder(block_field(block, row, c->path));
	shot.camera = camera_of(block_field(block, row, c->path));
	shot.clock = (unsigned char)clock_of(block, row, c, &shot.time);
	shot.state = (unsigned char)state_of(block, row, c);
	if (shot.state == SHOT_CODE)
		keep_code(carrying, block, row, c);
	carrying->untimed += shot.clock == CLOCK_NONE;
	if (carrying->n == carrying->room) {
		carrying->room = carrying->room * 2 + 1024;
		carrying->shots = mem_resize(
		    carrying->shots, carrying->room, sizeof *carrying->shots);
	}
	carrying->shots[carrying->n++] = shot;
}

static int
by_time(const void *a, const void *b)
{
	const struct shot *left = a, *right = b;

	if (left->folder != right->folder)
		return left->folder < right->folder ? -1 : 1;
	if (left->clock != right->clock)
		return left->clock < right->clock ? -1 : 1;
	if (left->time != right->time)
		return left->time < right->time ? -1 : 1;
	return left->row < right->row ? -1 : 1;
}

static int
by_row(const void *a, const void *b)
{
	const struct shot *left = a, *right = b;

	return left->row < right->row ? -1 : 1;
}

static bool
goes_on(const struct carrying *carrying, const struct shot *before,
    const struct shot *shot)
{
	return before != NULL &&
	    (uint64_t)(shot->time - before->time) <= carrying->options->gap;
}

static void
give_code(struct carrying *carrying, struct shot *slate, struct shot *shot)
{
	shot->source = slate->row;
	shot->code = slate->code;
	carrying->slates += !slate->slate;
	slate->slate = true;
	carrying->carried++;
}

/* Pictures of one folder and one clock, by time. */
static void
carry_in(struct carrying *carrying, struct shot shots[], size_t n)
{
	struct shot *slate = NULL, *before = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!goes_on(carrying, before, &shots[i]))
			slate = NULL;
		before = &shots[i];
		if (shots[i].state != SHOT_PLAIN)
			slate = shots[i].state == SHOT_CODE ? before : NULL;
		else if (slate != NULL &&
		    is_other(&slate->camera, &before->camera))
			carrying->others++;
		else if (slate != NULL)
			give_code(carrying, slate, before);
	}
}

/* The pictures of the folder's best clock; 0 if one of another clock ends a
 * run, as nobody knows which. */
static size_t
count_timed(const struct shot shots[], size_t n)
{
	size_t timed = 0;

	for (size_t i = 0; i < n; i++)
		if (shots[i].clock == shots[0].clock)
			timed++;
		else if (shots[i].state != SHOT_PLAIN)
			return 0;
	return timed;
}

static void
carry_codes(struct carrying *carrying)
{
	struct shot *shots = carrying->shots;
	size_t n, timed;

	mem_sort(shots, carrying->n, sizeof *shots, by_time);
	for (size_t i = 0; i < carrying->n; i += n) {
		n = 1;
		while (i + n < carrying->n &&
		    shots[i + n].folder == shots[i].folder)
			n++;
		timed = count_timed(&shots[i], n);
		carrying->refused += timed == 0;
		if (shots[i].clock != CLOCK_NONE)
			carry_in(carrying, &shots[i], timed);
	}
	mem_sort(shots, carrying->n, sizeof *shots, by_row);
}

struct carry_writer {
	struct carrying *carrying;
	struct carry_columns columns;
	struct layout *layout;
	struct buf codes, own, cells[2];
};

/* The own codes of the row, but for the one that is no longer true. */
static void
put_codes(struct carry_writer *writer, struct slice before, const char *gone,
    const char *added)
{
	struct slice word, list = before;

	buf_clear(&writer->own);
	buf_clear(&writer->codes);
	while (slice_word(&list, ' ', &word)) {
		if (slice_equal(word, slice_of(gone)))
			continue;
		if (writer->own.n > 0)
			buf_put_char(&writer->own, ' ');
		buf_put_slice(&writer->own, word);
	}
	if (*added != '\0' && writer->own.n > 0)
		buf_put_char(&writer->own, ' ');
	buf_put_string(&writer->own, added);
	problem_merge(
	    &writer->codes, SLICE(""), "img-barcode", buf_slice(&writer->own));
}

/* The cells of the code that is carried on. */
static void
put_carried(struct carry_writer *writer, const struct shot *shot,
    struct slice values[BARCODE_COLUMNS])
{
	struct slice rest =
	    slice_from(buf_slice(&writer->carrying->codes), shot->code);
	struct slice line = SLICE(""), cell = SLICE("");
	enum barcode_column columns[2] = {C_BARCODE, C_TYPE};

	slice_word(&rest, '\n', &line);
	for (size_t i = 0; i < 2; i++) {
		slice_word(&line, '\t', &cell);
		values[columns[i]] = stream_value(cell, &writer->cells[i]);
	}
	values[C_FROM] = SLICE("carried");
}

static void
write_shot(struct carry_writer *writer, const struct block *block, size_t row,
    const struct shot *shot, struct buf *out)
{
	struct slice before = block_field(block, row, writer->columns.problems);
	struct slice verdict = block_field(block, row, writer->columns.verdict);
	bool carried = shot->source != shot->row;
	bool held = shot->slate && !writer->carrying->options->keep_slates;
	struct slice values[BARCODE_COLUMNS];

	for (size_t i = 0; i < BARCODE_COLUMNS; i++)
		values[i] = SLICE_NONE;
	if (carried)
		put_carried(writer, shot, values);
	if (carried || held) {
		put_codes(writer, before, carried ? "no-barcode" : "",
		    held ? "barcode-slate" : "");
		values[C_PROBLEMS] = buf_slice(&writer->codes);
		values[C_VERDICT] =
		    barcode_verdict(verdict, before, values[C_PROBLEMS]);
	}
	layout_row(writer->layout, block, row, values, out);
}

/* Of a stream that is open. */
struct spool_name {
	char path[40];
	char *operand;
};

/* The kept rows once more: noted down, or written. */
static struct stream_in *
open_spool(struct spool_name *name, int spool)
{
	snprintf(name->path, sizeof name->path, "/proc/self/fd/%d", spool);
	name->operand = name->path;
	return stream_open(&name->operand, 1);
}

static void
note_shots(struct carrying *carrying, int spool)
{
	struct spool_name name;
	struct stream_in *in = open_spool(&name, spool);
	struct carry_columns columns = find_columns(in);
	struct block block = {0};

	while (stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++)
			add_shot(carrying, &block, row, &columns);
	}
	block_free(&block);
	stream_close(in);
}

static void
write_shots(struct carrying *carrying, int spool, struct output *out)
{
	struct spool_name name;
	struct stream_in *in = open_spool(&name, spool);
	struct carry_writer writer = {
	    .carrying = carrying, .columns = find_columns(in)};
	struct block block = {0};
	struct buf text = {0};
	size_t n = 0;

	writer.layout =
	    layout_new(stream_columns(in), barcode_columns, BARCODE_COLUMNS);
	layout_header(writer.layout, &text);
	while (stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++)
			write_shot(
			    &writer, &block, row, &carrying->shots[n++], &text);
		output_put(out, buf_slice(&text));
		buf_clear(&text);
	}
	output_put(out, buf_slice(&text));
	layout_free(writer.layout);
	block_free(&block);
	stream_close(in);
	buf_free(&text);
	buf_free(&writer.codes);
	buf_free(&writer.own);
	buf_free(&writer.cells[0]);
	buf_free(&writer.cells[1]);
}

void
carry_run(const struct carry_options *options, struct pump *pump,
    struct slice header, struct stream_in *in, struct output *out)
{
	struct barcode_rows *rows = pump->shared;
	struct carrying carrying = {.options = options};

	rows->spool = tempfile_open();
	tempfile_write(rows->spool, header);
	pump->collect = keep_for_later;
	pump_run(pump, in, out);
	note_shots(&carrying, rows->spool);
	carry_codes(&carrying);
	write_shots(&carrying, rows->spool, out);
	inform("%s the code of %s before them",
	    COUNTED(carrying.carried, "picture got", "pictures got"),
	    COUNTED(carrying.slates, "picture", "pictures"));
	if (carrying.untimed > 0)
		warn("%s no time (createDate, modified) and got no code from "
		     "--carry",
		    COUNTED(carrying.untimed, "picture has", "pictures have"));
	if (carrying.others > 0)
		warn("%s of another camera than the slate before it and got no "
		     "code from --carry: put the pictures of each camera into "
		     "a folder of its own",
		    COUNTED(carrying.others, "picture is", "pictures are"));
	if (carrying.refused > 0)
		warn("%s not carried on in: pictures with a code and others "
		     "have times there that cannot be compared (no createDate, "
		     "or with and without a zone)",
		    COUNTED(carrying.refused, "folder was", "folders were"));
	close(rows->spool);
	free(carrying.shots);
	buf_free(&carrying.codes);
}
