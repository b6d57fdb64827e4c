/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "stream/fields.h"
#include "registry/problem.h"
#include "barcode_rows.h"

const char *const barcode_columns[BARCODE_COLUMNS] = {"barcode", "barcodeType",
    "barcodeBox", "barcodeQuality", "barcodeFrom", "verdict", "problems"};

/* The longer side of pictures in which no code can be expected: thumbnails and
 * pictures for the web. */
enum { SMALL = 600 };

struct barcode_worker {
	struct barcode_rows *shared;
	struct reader_process *reader;
	struct pattern_state *pattern; /* or NULL */
	struct finding finding;
	struct barcode_counts counts;
	struct buf path, why, codes, problems, cells[C_FROM];
};

void *
barcode_start(void *shared)
{
	struct barcode_worker *worker = mem_array(1, sizeof *worker);

	worker->shared = shared;
	worker->reader = reader_process_new(worker->shared->starter);
	if (worker->shared->pattern != NULL)
		worker->pattern = pattern_state_new(worker->shared->pattern);
	return worker;
}

void
barcode_stop(void *state, void *shared)
{
	struct barcode_worker *worker = state;
	struct barcode_counts *sum = &((struct barcode_rows *)shared)->counts;

	sum->rows += worker->counts.rows;
	sum->read += worker->counts.read;
	sum->several += worker->counts.several;
	sum->none += worker->counts.none;
	sum->unread += worker->counts.unread;
	sum->failed += worker->counts.failed;
	reader_process_free(worker->reader);
	if (worker->pattern != NULL)
		pattern_state_free(worker->pattern);
	buf_free(&worker->path);
	buf_free(&worker->why);
	buf_free(&worker->codes);
	buf_free(&worker->problems);
	for (size_t i = 0; i < C_FROM; i++)
		buf_free(&worker->cells[i]);
	free(worker);
}

/* Leaves the codes that --pattern finds a number in, as that number. */
static void
apply_pattern(struct barcode_worker *worker)
{
	struct tally *tally = &worker->finding.tally;
	size_t n = 0;

	if (worker->pattern == NULL)
		return;
	for (size_t i = 0; i < tally->n; i++) {
		struct code code = tally->codes[i];
		struct pattern_groups groups;

		if (pattern_match(worker->pattern, slice_of(code.text),
			&groups) != PATTERN_YES)
			continue;
		tally->codes[n] = code;
		memcpy(tally->codes[n].text, groups.number.at, groups.number.n);
		tally->codes[n].text[groups.number.n] = '\0';
		n++;
	}
	tally->n = n;
}

static void
put_cells(struct barcode_worker *worker)
{
	const struct tally *tally = &worker->finding.tally;
	struct buf *cells = worker->cells;

	for (size_t i = 0; i < C_FROM; i++)
		buf_clear(&cells[i]);
	for (size_t i = 0; i < tally->n; i++) {
		const struct code *code = &tally->codes[i];

		for (size_t k = 0; k < C_FROM && i > 0; k++)
			buf_put_char(&cells[k], ' ');
		buf_put_string(&cells[C_BARCODE], code->text);
		buf_put_string(&cells[C_TYPE], symbology_name(code->symbology));
		buf_printf(&cells[C_BOX],
		    "%" PRIu32 ",%" PRIu32 ",%" PRIu32 ",%" PRIu32, code->box.x,
		    code->box.y, code->box.width, code->box.height);
		buf_put_number(&cells[C_QUALITY], code->lines);
	}
}

static void
add_code(struct barcode_worker *worker, const char *code)
{
	buf_put_word(&worker->codes, code);
}

static void
judge(struct barcode_worker *worker)
{
	const struct finding *finding = &worker->finding;
	uint32_t longer =
	    finding->width > finding->height ? finding->width : finding->height;
	size_t n = finding->tally.n;

	worker->counts.read += n > 0;
	worker->counts.several += n > 1;
	if (n > 1)
		add_code(worker, "several-barcodes");
	if (finding->doubted > 0 && n == 0)
		add_code(worker, "barcode-weak");
	else if (finding->unread)
		add_code(worker,
		    finding->narrow && n == 0 ? "too-small-for-barcode"
					      : "barcode-cut");
	else if (n == 0)
		add_code(worker,
		    longer < SMALL ? "too-small-for-barcode" : "no-barcode");
	if (n > 0)
		return;
	if (finding->unread || finding->doubted > 0)
		worker->counts.unread++;
	else
		worker->counts.none++;
}

/* A FIFO or device would wait for ever. */
static int
open_picture(struct barcode_worker *worker, struct slice path)
{
	struct stat st;
	int fd;

	buf_clear(&worker->path);
	buf_put_slice(&worker->path, path);
	fd = open(buf_string(&worker->path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		die_errno("%s", buf_string(&worker->path));
	if (fd < 0 || fstat(fd, &st) != 0) {
		buf_put_string(&worker->why, strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		buf_put_string(&worker->why, "not a regular file");
		close(fd);
		fd = -1;
	}
	return fd;
}

static void
read_picture(struct barcode_worker *worker, struct slice path)
{
	int fd;

	buf_clear(&worker->why);
	buf_clear(&worker->codes);
	worker->finding.tally.n = 0;
	worker->counts.rows++;
	fd = open_picture(worker, path);
	if (fd >= 0 &&
	    reader_process_run(
		worker->reader, fd, &worker->finding, &worker->why)) {
		apply_pattern(worker);
		judge(worker);
	} else {
		worker->finding.tally.n = 0;
		worker->counts.failed++;
		add_code(worker, "barcode-reader-failed");
		inform("%s: %s", buf_string(&worker->path),
		    buf_string(&worker->why));
	}
	if (fd >= 0)
		close(fd);
}

struct slice
barcode_verdict(struct slice verdict, struct slice before, struct slice after)
{
	struct slice now = slice_of(problem_verdict(after));

	if (verdict.n == 0)
		return slice_equal(now, SLICE("bad")) &&
			!slice_equal(
			    slice_of(problem_verdict(before)), SLICE("bad"))
		    ? now
		    : SLICE_NONE;
	if (slice_equal(verdict, slice_of(problem_verdict(before))))
		return now;
	return SLICE_NONE;
}

static void
write_row(struct barcode_worker *worker, const struct block *block, size_t row,
    struct buf *out)
{
	const struct barcode_rows *shared = worker->shared;
	struct slice before = field_of(block, row, shared->problems);
	struct slice values[BARCODE_COLUMNS];

	put_cells(worker);
	for (size_t i = 0; i < C_FROM; i++)
		values[i] = buf_slice(&worker->cells[i]);
	values[C_FROM] = values[C_BARCODE].n > 0 ? SLICE("read") : SLICE("");
	buf_clear(&worker->problems);
	problem_merge(&worker->problems, before, "img-barcode",
	    buf_slice(&worker->codes));
	values[C_PROBLEMS] = buf_slice(&worker->problems);
	values[C_VERDICT] = barcode_verdict(
	    field_of(block, row, shared->verdict), before, values[C_PROBLEMS]);
	layout_row(shared->layout, block, row, values, out);
}

void
barcode_work(void *state, struct block *block, struct buf *out)
{
	static const struct slice untouched[BARCODE_COLUMNS] = {{NULL, 0}};
	struct barcode_worker *worker = state;
	struct buf scratch = {0};

	for (size_t row = 0; row < block->nrows; row++) {
		struct slice path = stream_value(
		    block_field(block, row, worker->shared->path), &scratch);

		if (path.n == 0) {
			layout_row(
			    worker->shared->layout, block, row, untouched, out);
			continue;
		}
		read_picture(worker, path);
		write_row(worker, block, row, out);
	}
	buf_free(&scratch);
}
