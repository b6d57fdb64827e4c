/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "base/progress.h"
#include "picture/hash.h"
#include "thumbnail_process.h"
#include "thumbnails.h"

/* Seconds for one picture; and how many are made ahead of one that is slow. */
enum { PATIENCE = 20, AHEAD = 64, CODES_MOST = 4 };

struct want {
	size_t row;
	unsigned code; /* of its barcodes, from 0 */
	struct thumbnail_part part; /* empty: the whole picture */
	struct buf jpeg;
	bool answered, again;
	time_t since;
};

struct making {
	const struct report_rows *rows;
	struct want *wants; /* in the order of their weight */
	size_t n, room, next, done;
	struct thumbnail_process *processes;
	size_t *at; /* what each of them works on */
	size_t jobs;
	uint64_t budget, used, missing, put;
	struct buf *json;
};

static int
compare_folders(const void *a, const void *b, void *context)
{
	const struct report_row *rows = context;
	size_t p = *(const size_t *)a, q = *(const size_t *)b;
	int order =
	    slice_compare(path_folder(rows[p].path), path_folder(rows[q].path));

	return order != 0 ? order : (p > q) - (p < q);
}

/* 0: needs a person; 1: the first of its folder; 2: another; 3: no file. */
static unsigned char *
weigh(const struct report_rows *rows)
{
	unsigned char *weight = mem_array(rows->n + 1, 1);
	size_t *order = mem_array(rows->n + 1, sizeof *order);

	for (size_t i = 0; i < rows->n; i++)
		order[i] = i;
	qsort_r(order, rows->n, sizeof *order, compare_folders, rows->rows);
	for (size_t i = 0; i < rows->n; i++) {
		const struct report_row *row = &rows->rows[order[i]];
		bool first = i == 0 ||
		    !slice_equal(path_folder(row->path),
			path_folder(rows->rows[order[i - 1]].path));

		weight[order[i]] = row->path.n == 0			  ? 3
		    : row->need == NEED_PERSON || row->need == NEED_LATER ? 0
		    : first						  ? 1
									  : 2;
	}
	free(order);
	return weight;
}

/* Four numbers with commas between them. */
static bool
read_part(struct slice text, struct thumbnail_part *part)
{
	uint32_t *to[] = {&part->x, &part->y, &part->width, &part->height};

	for (int i = 0; i < 4; i++) {
		struct slice word;
		uint64_t value;

		if (!slice_word(&text, ',', &word) ||
		    !number_read(word, UINT32_MAX, &value))
			return false;
		*to[i] = (uint32_t)value;
	}
	return text.n == 0 && part->width > 0 && part->height > 0;
}

static void
add_want(struct making *making, const struct want *want)
{
	if (making->n == making->room) {
		making->room = making->room * 2 + 256;
		making->wants = mem_resize(
		    making->wants, making->room, sizeof *making->wants);
	}
	making->wants[making->n++] = *want;
}

static void
add_row(struct making *making, size_t row)
{
	struct slice boxes = making->rows->rows[row].boxes, box;
	struct want want = {.row = row};

	add_want(making, &want);
	while (want.code < CODES_MOST && slice_word(&boxes, ' ', &box))
		if (read_part(box, &want.part)) {
			add_want(making, &want);
			want.code++;
		}
}

static void
list_wants(struct making *making)
{
	unsigned char *weight = weigh(making->rows);

	for (unsigned char w = 0; w < 3; w++)
		for (size_t i = 0; i < making->rows->n; i++)
			if (weight[i] == w)
				add_row(making, i);
	free(weight);
}

static int
open_file(struct slice path)
{
	struct buf name = {0};
	struct stat st;
	int fd;

	buf_put_slice(&name, path);
	fd = open(
	    buf_string(&name), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		die_errno("%s", buf_string(&name));
	buf_free(&name);
	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* A small picture takes a hundredth of the time of one of 24 megapixels. */
static int
open_picture(const struct report_row *row, const struct want *want)
{
	bool small = row->made.n > 0 && !want->again && want->part.width == 0;
	int fd = small ? open_file(row->made) : -1;

	return fd >= 0 ? fd : open_file(row->path);
}

static time_t
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

static void
hand_over(struct making *making, size_t p)
{
	struct want *want = &making->wants[making->at[p]];
	int fd = open_picture(&making->rows->rows[want->row], want);

	want->answered = fd < 0 ||
	    !thumbnail_process_ask(&making->processes[p], fd, &want->part);
	if (fd >= 0)
		close(fd);
	want->since = now();
}

/* Hands pictures to all that are idle. */
static void
hand_out(struct making *making)
{
	for (size_t p = 0; p < making->jobs; p++)
		while (!making->processes[p].busy && making->next < making->n &&
		    making->next < making->done + AHEAD * making->jobs) {
			making->at[p] = making->next++;
			hand_over(making, p);
		}
}

/* What fails may have lacked memory: another process tries it again. */
static void
take_answer(struct making *making, size_t p, bool late)
{
	struct want *want = &making->wants[making->at[p]];
	bool made =
	    thumbnail_process_take(&making->processes[p], late, &want->jpeg);

	if (!made && !late && !want->again) {
		want->again = true;
		hand_over(making, p);
		if (!want->answered)
			return;
	}
	want->answered = true;
	progress_add(1);
}

/* Until one has an answer, or has had its time. */
static void
wait_for_answers(struct making *making)
{
	struct pollfd *polls = mem_array(making->jobs, sizeof *polls);
	size_t busy = 0;

	for (size_t p = 0; p < making->jobs; p++) {
		polls[p].fd = making->processes[p].busy
		    ? making->processes[p].socket
		    : -1;
		polls[p].events = POLLIN;
		busy += making->processes[p].busy;
	}
	if (busy > 0 && poll(polls, making->jobs, 1000) < 0 && errno != EINTR)
		abort();
	for (size_t p = 0; p < making->jobs; p++) {
		struct want *want = &making->wants[making->at[p]];
		bool late = making->processes[p].busy &&
		    polls[p].revents == 0 && now() - want->since > PATIENCE;

		if (polls[p].revents != 0 || late)
			take_answer(making, p, late);
	}
	free(polls);
}

/* False when the budget is used up. */
static bool
put_done(struct making *making)
{
	for (; making->done < making->n; making->done++) {
		struct want *want = &making->wants[making->done];
		uint64_t size = (want->jpeg.n + 2) / 3 * 4;

		if (!want->answered)
			return true;
		if (want->jpeg.n == 0) {
			making->missing += want->part.width == 0;
			continue;
		}
		if (making->used + size > making->budget)
			return false;
		making->used += size;
		buf_printf(making->json, "%s\"%zu",
		    making->put++ > 0 ? ",\n" : "", want->row);
		if (want->part.width > 0)
			buf_printf(making->json, ".%u", want->code);
		buf_put_string(making->json, "\":\"");
		hash_put_base64(making->json,
		    (const unsigned char *)want->jpeg.at, want->jpeg.n);
		buf_put_char(making->json, '"');
		buf_free(&want->jpeg);
	}
	return false;
}

void
thumbnails_put(struct buf *json, const struct report_rows *rows,
    struct starter *starter, uint64_t budget, size_t jobs, uint64_t *missing)
{
	struct making making = {
	    .rows = rows, .budget = budget, .json = json, .jobs = jobs};

	if (budget == 0) {
		buf_put_string(json, "{}");
		return;
	}
	list_wants(&making);
	making.processes = mem_array(jobs, sizeof *making.processes);
	making.at = mem_array(jobs, sizeof *making.at);
	for (size_t p = 0; p < jobs; p++)
		making.processes[p].starter = starter;
	buf_put_char(json, '{');
	while (put_done(&making)) {
		hand_out(&making);
		wait_for_answers(&making);
	}
	buf_put_char(json, '}');
	for (size_t p = 0; p < jobs; p++)
		thumbnail_process_end(&making.processes[p]);
	for (size_t i = 0; i < making.n; i++)
		buf_free(&making.wants[i].jpeg);
	*missing = making.missing;
	free(making.processes);
	free(making.at);
	free(making.wants);
}
