/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "run/pump.h"
#include "stream/output.h"
#include "tap.h"

static char input[] = "/tmp/imgpipe-unit-pump.XXXXXX";
static char result[] = "/tmp/imgpipe-unit-pump.XXXXXX";
static char reference[] = "/tmp/imgpipe-unit-pump.XXXXXX";

enum { NROWS = 50000 };

static void
write_input(uint64_t wrong)
{
	FILE *fp = fopen(input, "w");

	if (fp == NULL)
		exit(2);
	fputs("n\tsquare\n", fp);
	for (uint64_t i = 0; i < NROWS; i++)
		if (i == wrong)
			fputs("bad\t\n", fp);
		else
			fprintf(fp, "%" PRIu64 "\t\n", i);
	if (fclose(fp) != 0)
		exit(2);
}

static void *
start(void *shared)
{
	(void)shared;
	return mem_array(1, sizeof(uint64_t));
}

static void
stop(void *state, void *shared)
{
	*(uint64_t *)shared += *(uint64_t *)state;
	free(state);
}

static void
work(void *state, struct block *block, struct buf *out)
{
	for (size_t row = 0; row < block->nrows; row++) {
		struct slice field = block_field(block, row, 0);

		if (slice_equal(field, SLICE("bad"))) {
			block_fail(block, row, "a bad row");
			return;
		}
		++*(uint64_t *)state;
		/* Uneven work, so that results are done out of order. */
		for (volatile int spin = (int)(row * 7919 % 50); spin > 0;)
			spin--;
		buf_put_slice(out, block_row(block, row));
		buf_put_char(out, '\n');
	}
}

/* In a process of its own, because an error ends it. */
static int
run(const char *to, size_t jobs, size_t rows_at_once)
{
	char *names[] = {input};
	uint64_t rows = 0;
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();

	if (child == 0) {
		struct pump pump = {.jobs = jobs,
		    .rows_at_once = rows_at_once,
		    .start = start,
		    .work = work,
		    .stop = stop,
		    .shared = &rows};
		struct stream_in *in;
		struct output *out;

		if (freopen(to, "w", stdout) == NULL ||
		    freopen("/dev/null", "w", stderr) == NULL)
			_exit(3);
		in = stream_open(names, 1);
		out = output_open(NULL);
		output_put(out, SLICE("n\tsquare\n"));
		pump_run(&pump, in, out);
		output_finish(out);
		stream_close(in);
		_exit(rows == NROWS ? 0 : 4);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		exit(2);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool
same_files(void)
{
	FILE *a = fopen(reference, "rb"), *b = fopen(result, "rb");
	int c, d;

	if (a == NULL || b == NULL)
		exit(2);
	do {
		c = getc(a);
		d = getc(b);
	} while (c == d && c != EOF);
	fclose(a);
	fclose(b);
	return c == d;
}

static void
compare_runs(int expected, const char *name)
{
	static const size_t jobs[] = {1, 2, 3, 8};
	static const size_t at_once[] = {0, 1, 7, 1000};

	ok(run(reference, 1, 0) == expected, name);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 4; k++) {
			bool status =
			    run(result, jobs[i], at_once[k]) == expected;

			ok(status && same_files(), name);
		}
}

static char
last_byte(const char *name)
{
	FILE *fp = fopen(name, "rb");
	int c;

	if (fp == NULL || fseek(fp, -1, SEEK_END) < 0)
		exit(2);
	c = getc(fp);
	fclose(fp);
	return (char)c;
}

int
main(void)
{
	if (close(mkstemp(input)) < 0 || close(mkstemp(result)) < 0 ||
	    close(mkstemp(reference)) < 0)
		return 2;
	write_input(NROWS);
	compare_runs(0, "the same bytes whatever the number of workers");
	ok(last_byte(reference) == '\n', "ended well: with the last LF");
	write_input(NROWS / 2 + 17);
	compare_runs(2, "the same bytes up to an error");
	ok(last_byte(reference) != '\n', "ended badly: without the last LF");
	unlink(input);
	unlink(result);
	unlink(reference);
	return done_testing();
}
