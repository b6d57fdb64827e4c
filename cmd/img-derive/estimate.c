/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "base/diag.h"
#include "base/mem.h"
#include "derive_rows.h"
#include "estimate.h"
#include "pages.h"
#include "render_process.h"

enum { SAMPLE = 32 };

struct sample {
	char *paths[SAMPLE];
	uint32_t pages[SAMPLE]; /* of TIFFs, or 0 */
	uint64_t pictures;
	uint64_t left_alone;
	uint64_t random;
	/* Of the sample: what cannot be derived takes its time, too. */
	uint64_t tried, derived;
	uint64_t bytes[NSIZES];
	double seconds;
};

/* Always the same sequence: the sample of a stream is always the same. */
static uint64_t
next_random(struct sample *sample)
{
	uint64_t x = sample->random;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return sample->random = x;
}

/* Each picture is in the sample with the same chance. */
static void
consider(struct sample *sample, struct slice path, uint32_t page)
{
	uint64_t at = sample->pictures++;

	if (at >= SAMPLE)
		at = next_random(sample) % sample->pictures;
	if (at >= SAMPLE)
		return;
	free(sample->paths[at]);
	sample->paths[at] = mem_string(path.at, path.n);
	sample->pages[at] = page;
}

/* All pictures of the row's file: one, but for pages. */
static void
consider_all(struct sample *sample, const struct settings *settings,
    struct render_process *process, const struct picture_row *row)
{
	struct picture_source source = {0};
	struct pages pages = {.of = {.n = 0}};
	char *path = mem_string(row->path.at, row->path.n);
	struct buf why = {0};

	if ((settings->page == PAGE_ALL || row->page > 0) &&
	    picture_source_open(&source, path) == 0) {
		pages_find(&pages, settings, process, &source, row, &why);
		picture_source_close(&source);
	}
	for (uint16_t i = 0; i < pages.of.n; i++)
		consider(sample, row->path, pages.of.at[i]);
	if (pages.of.n == 0)
		consider(sample, row->path, 0);
	buf_free(&why);
	free(path);
}

static void
read_stream(struct sample *sample, const struct settings *settings,
    struct render_process *process, struct stream_in *in)
{
	struct row_columns columns = row_columns(in, settings);
	struct row_reader reader = {0};
	struct block block = {0};
	struct picture_row picture;

	while (stream_next(in, &block))
		for (size_t i = 0; i < block.nrows; i++)
			if (row_read(&reader, &columns, &block, i, &picture))
				consider_all(
				    sample, settings, process, &picture);
			else
				sample->left_alone++;
	block_free(&block);
	row_reader_free(&reader);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
derive(struct sample *sample, const struct settings *settings,
    struct render_process *process, size_t at)
{
	struct picture_source source = {0};
	struct rendered rendered[NSIZES];
	char md5[MD5_SIZE];
	struct buf why = {0};
	double start = now();

	sample->tried++;
	if (picture_source_open(&source, sample->paths[at]) != 0)
		return;
	if (render_process_run(process,
		&(struct render_request){.source = source.fd,
		    .existing = {-1, -1, -1},
		    .page = sample->pages[at]},
		rendered, md5, &why) == NULL) {
		sample->derived++;
		for (int i = 0; i < NSIZES; i++)
			if (is_made(settings, i))
				sample->bytes[i] += rendered[i].bytes.n;
	}
	sample->seconds += now() - start;
	picture_source_close(&source);
	buf_free(&why);
}

static void
put_row(struct buf *text, const char *quantity, double value, const char *unit)
{
	static const char *const prefixes[] = {"", "k", "M", "G", "T", "P"};
	size_t prefix = 0;

	buf_printf(text, "%s\t%.0f\t", quantity, value);
	while (value >= 9999.5 && prefix < 5 && *unit == 'B') {
		value /= 1000;
		prefix++;
	}
	if (*unit == 's' && value >= 5400)
		buf_printf(text, "%.1f h\n", value / 3600);
	else if (*unit == 's' && value >= 90)
		buf_printf(text, "%.0f min\n", value / 60);
	else
		buf_printf(text, "%.0f%s%s%s\n", value,
		    *unit != '\0' ? " " : "", prefixes[prefix], unit);
}

static void
report(const struct sample *sample, struct buf *text, size_t jobs)
{
	static const char *const sizes[] = {
	    "largeBytes", "webBytes", "thumbnailBytes"};
	double scale = sample->tried > 0
	    ? (double)sample->pictures / (double)sample->tried
	    : 0;
	double sum = 0;

	buf_put_string(text, "quantity\tvalue\treadable\n");
	put_row(text, "pictures", (double)sample->pictures, "");
	put_row(text, "leftAlone", (double)sample->left_alone, "");
	put_row(text, "sampled", (double)sample->tried, "");
	put_row(text, "refused",
	    (double)(sample->tried - sample->derived) * scale, "");
	for (int i = 0; i < NSIZES; i++) {
		sum += (double)sample->bytes[i];
		put_row(text, sizes[i], (double)sample->bytes[i] * scale, "B");
	}
	put_row(text, "storeBytes", sum * scale, "B");
	put_row(text, "seconds", sample->seconds * scale / (double)jobs, "s");
}

void
estimate(const struct settings *settings, struct render_starter *starter,
    struct stream_in *in, struct output *out, size_t jobs)
{
	struct sample sample = {.random = 0x9E3779B97F4A7C15U};
	struct render_process *process = render_process_new(starter);
	struct buf text = {0};

	read_stream(&sample, settings, process, in);
	for (size_t i = 0; i < SAMPLE && sample.paths[i] != NULL; i++)
		derive(&sample, settings, process, i);
	report(&sample, &text, jobs);
	output_put(out, buf_slice(&text));
	for (size_t i = 0; i < SAMPLE; i++)
		free(sample.paths[i]);
	buf_free(&text);
	render_process_free(process);
}
