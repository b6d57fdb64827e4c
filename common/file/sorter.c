/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "file/sorter.h"
#include "file/tempfile.h"

enum { RUN_BUFFER = 64 << 10, WRITE_BUFFER = 1 << 20 };

/* What is before a record's bytes. */
struct head {
	uint32_t key, value;
};

/* A record in memory: where it is, and how its key begins. */
struct entry {
	uint64_t begins;
	size_t at;
};

/* A sorted part of the file. */
struct run {
	uint64_t at, end; /* not read yet */
	struct buf bytes;
	size_t next; /* of the bytes */
	struct slice key, value; /* its least record */
};

struct sorter {
	size_t memory;
	struct buf bytes;
	struct entry *entries;
	size_t n, room;
	int fd;
	uint64_t written;
	struct run *runs;
	size_t nruns, runs_room;
	size_t *heap; /* runs that have a record, the least first */
	size_t nheap;
	size_t next; /* entry, where all is in memory */
	bool merging;
};

struct sorter *
sorter_new(size_t memory)
{
	struct sorter *sorter = mem_array(1, sizeof *sorter);

	sorter->memory = memory;
	sorter->fd = -1;
	return sorter;
}

void
sorter_free(struct sorter *sorter)
{
	for (size_t i = 0; i < sorter->nruns; i++)
		buf_free(&sorter->runs[i].bytes);
	if (sorter->fd >= 0)
		close(sorter->fd);
	buf_free(&sorter->bytes);
	free(sorter->entries);
	free(sorter->runs);
	free(sorter->heap);
	free(sorter);
}

static size_t
record_size(const char *at)
{
	struct head head;

	memcpy(&head, at, sizeof head);
	return sizeof head + head.key + head.value;
}

static void
record_parts(const char *at, struct slice *key, struct slice *value)
{
	struct head head;

	memcpy(&head, at, sizeof head);
	*key = (struct slice){at + sizeof head, head.key};
	*value = (struct slice){at + sizeof head + head.key, head.value};
}

static int
compare_records(const char *a, const char *b)
{
	struct slice key[2], value[2];
	int order;

	record_parts(a, &key[0], &value[0]);
	record_parts(b, &key[1], &value[1]);
	order = slice_compare(key[0], key[1]);
	return order != 0 ? order : slice_compare(value[0], value[1]);
}

static int
compare_entries(const void *a, const void *b, void *bytes)
{
	const struct entry *p = a, *q = b;

	if (p->begins != q->begins)
		return p->begins < q->begins ? -1 : 1;
	return compare_records(
	    (const char *)bytes + p->at, (const char *)bytes + q->at);
}

static void
sort_entries(struct sorter *sorter)
{
	if (sorter->n > 1)
		qsort_r(sorter->entries, sorter->n, sizeof *sorter->entries,
		    compare_entries, sorter->bytes.at);
}

/* Writes what is in memory as a run. */
static void
spill(struct sorter *sorter)
{
	struct buf out = {0};
	struct run run = {.at = sorter->written};

	if (sorter->fd < 0)
		sorter->fd = tempfile_open();
	sort_entries(sorter);
	for (size_t i = 0; i < sorter->n; i++) {
		const char *record = sorter->bytes.at + sorter->entries[i].at;

		buf_put(&out, record, record_size(record));
		if (out.n >= WRITE_BUFFER || i + 1 == sorter->n) {
			tempfile_write(sorter->fd, buf_slice(&out));
			sorter->written += out.n;
			buf_clear(&out);
		}
	}
	buf_free(&out);
	run.end = sorter->written;
	if (sorter->nruns == sorter->runs_room) {
		sorter->runs_room = sorter->runs_room * 2 + 16;
		sorter->runs = mem_resize(
		    sorter->runs, sorter->runs_room, sizeof *sorter->runs);
	}
	sorter->runs[sorter->nruns++] = run;
	sorter->n = 0;
	buf_clear(&sorter->bytes);
}

/* The first eight bytes as a number that orders as they do. */
static uint64_t
beginning(struct slice key)
{
	uint64_t number = 0;

	for (size_t i = 0; i < 8; i++)
		number =
		    number << 8 | (i < key.n ? (unsigned char)key.at[i] : 0);
	return number;
}

void
sorter_add(struct sorter *sorter, struct slice key, struct slice value)
{
	struct head head = {(uint32_t)key.n, (uint32_t)value.n};
	size_t more = sizeof head + key.n + value.n;

	if (sorter->n > 0 &&
	    sorter->bytes.n + more + (sorter->n + 1) * sizeof *sorter->entries >
		sorter->memory)
		spill(sorter);
	if (sorter->n == sorter->room) {
		sorter->room = sorter->room + sorter->room / 2 + 1024;
		sorter->entries = mem_resize(
		    sorter->entries, sorter->room, sizeof *sorter->entries);
	}
	sorter->entries[sorter->n++] =
	    (struct entry){beginning(key), sorter->bytes.n};
	buf_put(&sorter->bytes, (const char *)&head, sizeof head);
	buf_put_slice(&sorter->bytes, key);
	buf_put_slice(&sorter->bytes, value);
}

/* Reads until n bytes from the next one on are there. */
static void
run_fill(struct sorter *sorter, struct run *run, size_t n)
{
	size_t left = run->bytes.n - run->next, want;

	if (left >= n)
		return;
	if (left > 0)
		memmove(run->bytes.at, run->bytes.at + run->next, left);
	run->bytes.n = left;
	run->next = 0;
	want = n - left > RUN_BUFFER ? n - left : RUN_BUFFER;
	if (want > run->end - run->at)
		want = (size_t)(run->end - run->at);
	if (io_read_at(sorter->fd, buf_room(&run->bytes, want), want,
		run->at) != (ssize_t)want)
		die_errno("a temporary file cannot be read");
	run->bytes.n += want;
	run->at += want;
}

/* Its next record; false at its end. */
static bool
run_next(struct sorter *sorter, struct run *run)
{
	const char *at;

	if (run->next == run->bytes.n && run->at == run->end)
		return false;
	run_fill(sorter, run, sizeof(struct head));
	run_fill(sorter, run, record_size(run->bytes.at + run->next));
	at = run->bytes.at + run->next;
	record_parts(at, &run->key, &run->value);
	run->next += record_size(at);
	return true;
}

static bool
run_before(const struct sorter *sorter, size_t a, size_t b)
{
	const struct run *p = &sorter->runs[a], *q = &sorter->runs[b];
	int order = slice_compare(p->key, q->key);

	return (order != 0 ? order : slice_compare(p->value, q->value)) < 0;
}

static void
sink_down(struct sorter *sorter, size_t i)
{
	size_t *heap = sorter->heap;

	for (;;) {
		size_t least = i, child = 2 * i + 1, run = heap[i];

		for (size_t k = child; k < child + 2 && k < sorter->nheap; k++)
			if (run_before(sorter, heap[k], heap[least]))
				least = k;
		if (least == i)
			return;
		heap[i] = heap[least];
		heap[least] = run;
		i = least;
	}
}

static void
begin_merging(struct sorter *sorter)
{
	sorter->merging = true;
	if (sorter->nruns == 0) {
		sort_entries(sorter);
		return;
	}
	if (sorter->n > 0)
		spill(sorter);
	buf_free(&sorter->bytes);
	sorter->bytes = (struct buf){0};
	sorter->heap = mem_array(sorter->nruns, sizeof *sorter->heap);
	for (size_t i = 0; i < sorter->nruns; i++)
		if (run_next(sorter, &sorter->runs[i]))
			sorter->heap[sorter->nheap++] = i;
	for (size_t i = sorter->nheap; i > 0; i--)
		sink_down(sorter, i - 1);
}

/* Takes the run that gave the last record to its next. */
static void
advance(struct sorter *sorter)
{
	if (!run_next(sorter, &sorter->runs[sorter->heap[0]]))
		sorter->heap[0] = sorter->heap[--sorter->nheap];
	if (sorter->nheap > 0)
		sink_down(sorter, 0);
}

bool
sorter_next(struct sorter *sorter, struct slice *key, struct slice *value)
{
	const struct run *run;

	if (!sorter->merging)
		begin_merging(sorter);
	else if (sorter->nruns > 0 && sorter->nheap > 0)
		advance(sorter);
	if (sorter->nruns == 0) {
		if (sorter->next == sorter->n)
			return false;
		record_parts(
		    sorter->bytes.at + sorter->entries[sorter->next++].at, key,
		    value);
		return true;
	}
	if (sorter->nheap == 0)
		return false;
	run = &sorter->runs[sorter->heap[0]];
	*key = run->key;
	*value = run->value;
	return true;
}
