/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/progress.h"

static struct {
	const char *unit;
	bool on, terminal, shown;
	pthread_mutex_t lock;
	struct timespec start;
	double next; /* seconds after the start */
	uint64_t done, total;
} state = {.lock = PTHREAD_MUTEX_INITIALIZER};
static atomic_uint_fast64_t count, bytes;

static double
elapsed(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - state.start.tv_sec) +
	    (double)(now.tv_nsec - state.start.tv_nsec) / 1e9;
}

void
progress_start(const char *unit)
{
	state.unit = unit;
	state.terminal = isatty(STDERR_FILENO) == 1;
	state.next = 2;
	clock_gettime(CLOCK_MONOTONIC, &state.start);
	state.on = true;
}

void
progress_share(uint64_t done, uint64_t total)
{
	if (!state.on)
		return;
	pthread_mutex_lock(&state.lock);
	state.done = done;
	state.total = total;
	pthread_mutex_unlock(&state.lock);
}

static int
moved(char *line, size_t room, double seconds)
{
	double n = (double)bytes / 1e6;

	return n == 0
	    ? 0
	    : snprintf(line, room, ", %.1f MB, %.1f MB/s", n, n / seconds);
}

static int
left(char *line, size_t room, double seconds)
{
	double share =
	    state.total > 0 ? (double)state.done / (double)state.total : 0;
	unsigned long rest;

	if (share <= 0 || share > 1)
		return 0;
	rest = (unsigned long)(seconds / share - seconds + 0.5);
	return snprintf(line, room, ", %d %%, %lu:%02lu:%02lu left",
	    (int)(share * 100), rest / 3600, rest / 60 % 60, rest % 60);
}

/* Under the lock. */
static void
show(double seconds)
{
	char line[256];
	uint64_t n = count;
	int at = snprintf(line, sizeof line, "%s%s: %" PRIu64 " %s, %.0f/s",
	    state.terminal ? "\r\033[K" : "", diag_program(), n, state.unit,
	    (double)n / seconds);

	at += moved(line + at, sizeof line - (size_t)at - 1, seconds);
	at += left(line + at, sizeof line - (size_t)at - 1, seconds);
	if (!state.terminal)
		line[at++] = '\n';
	state.shown = true;
	if (write(STDERR_FILENO, line, (size_t)at) < 0)
		state.on = false;
}

static void
show_if_due(void)
{
	double seconds;

	if (!state.on || pthread_mutex_trylock(&state.lock) != 0)
		return;
	seconds = elapsed();
	if (seconds >= state.next) {
		show(seconds);
		state.next = seconds + 1;
	}
	pthread_mutex_unlock(&state.lock);
}

void
progress_add(uint64_t n)
{
	count += n;
	show_if_due();
}

void
progress_bytes(uint64_t n)
{
	bytes += n;
	show_if_due();
}

void
progress_end(void)
{
	if (!state.on)
		return;
	pthread_mutex_lock(&state.lock);
	state.done = state.total;
	if (state.shown) {
		show(elapsed());
		if (state.terminal && write(STDERR_FILENO, "\n", 1) < 0)
			state.on = false;
	}
	state.on = state.shown = false;
	pthread_mutex_unlock(&state.lock);
}

void
progress_hide(void)
{
	if (!state.on || !state.terminal || !state.shown)
		return;
	if (write(STDERR_FILENO, "\r\033[K", 4) < 0)
		state.on = false;
}
