/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/progress.h"
#include "stat_pool.h"

enum { THREADS_MOST = 64, PARTS_PER_THREAD = 8 };

/* Consecutive entries of a folder, and what becomes of them. */
struct part {
	struct folder *folder;
	size_t first, n;
	struct buf path, url;
	struct scan_row_lead lead;
	struct buf rows;
	struct counts tally;
	bool done;
};

/* Parts are numbered in the order given; part i is in slot i % nslots. */
struct stat_pool {
	uint64_t min_age;
	struct folder_pool *pool;
	struct output *out;
	struct counts *tally;
	struct part *slots;
	size_t nslots;
	size_t written; /* parts; the main thread's */
	pthread_t threads[THREADS_MOST];
	size_t nthreads;
	pthread_mutex_t lock; /* for what follows, and `done` of parts */
	pthread_cond_t given, done;
	size_t taken, end;
	bool ending;
};

static void
failed(struct part *part, const struct entry *entry)
{
	const char *name = folder_name(part->folder, entry);

	if (errno == ENOENT && entry->kind == ENTRY_FILE) {
		part->tally.vanished++;
		return;
	}
	warn_errno("%.*s%s", SLICE_ARG(part->lead.path), name);
	diag_attention();
}

static void
look_at_part(struct part *part, uint64_t min_age)
{
	for (size_t i = part->first; i < part->first + part->n; i++) {
		const struct entry *entry = &part->folder->entries[i];
		const char *name = folder_name(part->folder, entry);
		struct file_stat sight;

		if (!file_stat_at(part->folder->fd, name,
			entry->kind == ENTRY_LINKED, &sight)) {
			failed(part, entry);
		} else if (!S_ISREG(sight.mode)) {
			part->tally.special++;
		} else if (file_stat_young(&sight, min_age)) {
			part->tally.young++;
		} else {
			scan_row_local(&part->rows, &part->lead,
			    (struct slice){name, entry->length}, sight.bytes,
			    sight.seconds);
			part->tally.rows++;
		}
	}
}

static struct part *
part_number(const struct stat_pool *crew, size_t number)
{
	return &crew->slots[number % crew->nslots];
}

/* Does the next part that nobody has taken. With the lock held. */
static void
work(struct stat_pool *crew)
{
	struct part *part = part_number(crew, crew->taken++);

	pthread_mutex_unlock(&crew->lock);
	look_at_part(part, crew->min_age);
	pthread_mutex_lock(&crew->lock);
	part->done = true;
	pthread_cond_signal(&crew->done);
}

static void *
worker(void *argument)
{
	struct stat_pool *crew = argument;

	pthread_mutex_lock(&crew->lock);
	for (;;) {
		while (crew->taken == crew->end && !crew->ending)
			pthread_cond_wait(&crew->given, &crew->lock);
		if (crew->taken == crew->end)
			break;
		work(crew);
	}
	pthread_mutex_unlock(&crew->lock);
	return NULL;
}

struct stat_pool *
stat_pool_new(size_t jobs, uint64_t min_age, struct folder_pool *pool,
    struct output *out, struct counts *tally)
{
	struct stat_pool *crew = mem_array(1, sizeof *crew);

	*crew = (struct stat_pool){.min_age = min_age,
	    .pool = pool,
	    .out = out,
	    .tally = tally,
	    .lock = PTHREAD_MUTEX_INITIALIZER,
	    .given = PTHREAD_COND_INITIALIZER,
	    .done = PTHREAD_COND_INITIALIZER};
	if (jobs > THREADS_MOST + 1)
		jobs = THREADS_MOST + 1;
	crew->nslots = jobs > 1 ? jobs * PARTS_PER_THREAD : 1;
	crew->slots = mem_array(crew->nslots, sizeof *crew->slots);
	while (crew->nthreads < jobs - 1 &&
	    pthread_create(
		&crew->threads[crew->nthreads], NULL, worker, crew) == 0)
		crew->nthreads++;
	return crew;
}

static void
write_part(struct stat_pool *crew, struct part *part)
{
	output_put(crew->out, buf_slice(&part->rows));
	folder_release(crew->pool, part->folder);
	crew->tally->rows += part->tally.rows;
	crew->tally->special += part->tally.special;
	crew->tally->young += part->tally.young;
	crew->tally->vanished += part->tally.vanished;
	progress_add(part->tally.rows);
}

/*
 * Writes the oldest part if it is done, or helps until it is. False if there
 * is none, or it is not done and not to be waited for.
 */
static bool
write_next(struct stat_pool *crew, bool wait)
{
	struct part *part = part_number(crew, crew->written);
	bool done;

	if (crew->written == crew->end)
		return false;
	pthread_mutex_lock(&crew->lock);
	while (!part->done && wait)
		if (crew->taken < crew->end)
			work(crew);
		else
			pthread_cond_wait(&crew->done, &crew->lock);
	done = part->done;
	pthread_mutex_unlock(&crew->lock);
	if (done) {
		write_part(crew, part);
		crew->written++;
	}
	return done;
}

void
stat_pool_give(struct stat_pool *crew, struct folder *folder, size_t first,
    size_t n, const struct scan_row_lead *lead)
{
	struct part *part;

	while (crew->end - crew->written == crew->nslots)
		write_next(crew, true);
	part = part_number(crew, crew->end);
	folder_hold(folder);
	part->folder = folder;
	part->first = first;
	part->n = n;
	part->done = false;
	part->tally = (struct counts){0};
	buf_clear(&part->rows);
	buf_clear(&part->path);
	buf_clear(&part->url);
	buf_put_slice(&part->path, lead->path);
	buf_put_slice(&part->url, lead->url);
	part->lead.path = buf_slice(&part->path);
	part->lead.url =
	    lead->url.at != NULL ? buf_slice(&part->url) : SLICE_NONE;
	pthread_mutex_lock(&crew->lock);
	crew->end++;
	pthread_cond_signal(&crew->given);
	pthread_mutex_unlock(&crew->lock);
	while (write_next(crew, crew->nthreads == 0))
		continue;
}

void
stat_pool_wait(struct stat_pool *crew)
{
	while (write_next(crew, true))
		continue;
}

void
stat_pool_free(struct stat_pool *crew)
{
	stat_pool_wait(crew);
	pthread_mutex_lock(&crew->lock);
	crew->ending = true;
	pthread_cond_broadcast(&crew->given);
	pthread_mutex_unlock(&crew->lock);
	for (size_t i = 0; i < crew->nthreads; i++)
		pthread_join(crew->threads[i], NULL);
	for (size_t i = 0; i < crew->nslots; i++) {
		buf_free(&crew->slots[i].path);
		buf_free(&crew->slots[i].url);
		buf_free(&crew->slots[i].rows);
	}
	free(crew->slots);
	free(crew);
}
