/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "file/safe_dir.h"
#include "file_source.h"
#include "lot_parts.h"

enum { THREADS_MOST = 64 };

/* Bytes for which a run of the program is worth its while. */
#define READY_LEAST ((uint64_t)256 << 20)

struct lot *
lot_new(const struct settings *settings, struct engine_process *process)
{
	struct lot *lot = mem_array(1, sizeof *lot);

	lot->settings = settings;
	lot->process = process;
	lot->engine = engine_process_engine(process);
	lot->sources = file_sources_new();
	lot->all_sent = true;
	pthread_mutex_init(&lot->lock, NULL);
	pthread_cond_init(&lot->changed, NULL);
	return lot;
}

void
lot_free(struct lot *lot)
{
	pthread_cond_destroy(&lot->changed);
	pthread_mutex_destroy(&lot->lock);
	file_sources_free(lot->sources);
	buf_free(&lot->names);
	buf_free(&lot->list);
	buf_free(&lot->trouble);
	buf_free(&lot->links);
	buf_free(&lot->no_links);
	free(lot->files);
	table_free(&lot->by_name);
	free(lot);
}

const char *
lot_name(const struct lot *lot, const struct lot_file *file)
{
	return lot->names.at + file->name;
}

/* The next one of that name, from there on. */
static struct lot_file *
find(const struct lot *lot, struct slice name, uint32_t from)
{
	while (from != 0) {
		struct lot_file *file = &lot->files[from - 1];

		if (slice_equal(slice_of(lot_name(lot, file)), name))
			return file;
		from = file->same_key;
	}
	return NULL;
}

static struct lot_file *
find_first(const struct lot *lot, struct slice name)
{
	return find(
	    lot, name, (uint32_t)table_get(&lot->by_name, table_key(name)));
}

static struct lot_file *
find_md5(const struct lot *lot, struct slice name, const char *md5)
{
	struct lot_file *file = find_first(lot, name);

	while (file != NULL && strcmp(file->md5, md5) != 0)
		file = find(lot, name, file->same_key);
	return file;
}

void
lot_add(struct lot *lot, struct slice name, const char *md5, uint64_t at)
{
	struct lot_file *file;
	uint64_t *last;

	if (find_md5(lot, name, md5) != NULL)
		return;
	if (lot->n == UINT32_MAX)
		die("more files than one run can have");
	if (lot->n == lot->room) {
		lot->room = lot->room * 2 + 1024;
		lot->files =
		    mem_resize(lot->files, lot->room, sizeof *lot->files);
	}
	last = table_value(&lot->by_name, table_key(name));
	file = &lot->files[lot->n];
	*file = (struct lot_file){
	    .name = lot->names.n, .row = at, .same_key = (uint32_t)*last};
	*last = ++lot->n;
	memcpy(file->md5, md5, MD5_SIZE);
	buf_put_slice(&lot->names, name);
	buf_put_char(&lot->names, '\0');
}

struct upload_result
lot_result(const struct lot *lot, struct slice name, const char *md5)
{
	return find_md5(lot, name, md5)->result;
}

struct slice
lot_link(const struct lot *lot, struct slice name, const char *md5)
{
	const struct lot_file *file = find_md5(lot, name, md5);

	return file->link > 0 ? slice_of(lot->links.at + file->link)
			      : SLICE_NONE;
}

uint64_t
lot_undone(const struct lot *lot)
{
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < lot->n; i++)
		if (!lot->files[i].done && lot->files[i].row < least)
			least = lot->files[i].row;
	return least;
}

const char *
lot_trouble(const struct lot *lot)
{
	return lot->trouble.n > 0 ? lot->trouble.at : NULL;
}

static void
set_trouble(struct lot *lot, const char *text)
{
	if (lot->trouble.n > 0)
		return;
	buf_put_string(&lot->trouble, text);
	buf_string(&lot->trouble);
}

static void
finish(struct lot_file *file, enum upload_action action, const char *problem)
{
	file->done = true;
	file->result = (struct upload_result){action, problem};
}

static struct stamp
stamp_of(const struct stat *st)
{
	return (struct stamp){
	    st->st_dev, st->st_ino, st->st_size, st->st_mtim, st->st_ctim};
}

static bool
same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool
is_stamped(const struct lot *lot, const struct lot_file *file)
{
	struct stamp now;
	struct stat st;

	if (safe_dir_stat(lot->root, lot_name(lot, file), &st) != 0)
		return false;
	now = stamp_of(&st);
	return now.device == file->stamp.device &&
	    now.inode == file->stamp.inode && now.size == file->stamp.size &&
	    same_time(now.modified, file->stamp.modified) &&
	    same_time(now.changed, file->stamp.changed);
}

/* What is not there, or is no file, the program is not asked about. */
static void
stat_all(struct lot *lot)
{
	for (size_t i = 0; i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];
		const char *problem;
		struct stat st;

		errno = 0;
		problem = file_source_stat(lot->root, lot_name(lot, file), &st);
		if (problem != NULL && upload_is_ours(errno))
			die_errno("%s", lot_name(lot, file));
		if (problem != NULL)
			finish(file, UPLOAD_NOTHING, problem);
		else
			file->stamp = stamp_of(&st);
	}
}

/* What an engine leaves to its caller. */
static enum engine_there
judge(const struct lot *lot, const struct lot_file *file,
    const struct engine_facts *facts)
{
	if (facts->size >= 0 && facts->size != file->stamp.size)
		return THERE_DIFFERS;
	if (facts->md5[0] != '\0' && strcmp(facts->md5, file->md5) != 0)
		return THERE_DIFFERS;
	if (lot->pass == ENGINE_COMPARE)
		return THERE_SAME;
	if (lot->settings->full)
		return THERE_UNCLEAR;
	return facts->md5[0] != '\0' ||
		facts->modified == file->stamp.modified.tv_sec
	    ? THERE_SAME
	    : THERE_UNCLEAR;
}

static void
take_facts(void *context, struct engine_facts *facts)
{
	struct lot *lot = context;
	struct slice name = buf_slice(&facts->name);
	struct lot_file *file = find_first(lot, name);

	for (; file != NULL; file = find(lot, name, file->same_key)) {
		if (!file->listed)
			continue;
		if (facts->there == THERE_SENT) {
			file->sent = true;
			continue;
		}
		if (facts->there == THERE_LINK) {
			lot_take_link(lot, file, buf_slice(&facts->link));
			continue;
		}
		if (facts->there == THERE_BROKEN) {
			file->broken = true;
			continue;
		}
		file->there = (unsigned char)(facts->there == THERE_FACTS
			? judge(lot, file, facts)
			: facts->there);
		file->known = true;
	}
}

void
lot_list_file(struct lot *lot, struct lot_file *file)
{
	file->listed = true;
	file->known = false;
	buf_put_string(&lot->list, lot->engine->prefix);
	buf_put_string(&lot->list, lot_name(lot, file));
	buf_put_char(&lot->list, lot->engine->separator);
}

bool
lot_run_once(struct lot *lot, enum engine_pass pass, enum engine_end *end)
{
	struct engine_run run = {.pass = pass,
	    .root = lot->path,
	    .names = buf_slice(&lot->list),
	    .to_the_end = engine_process_interrupted(),
	    .facts = take_facts,
	    .context = lot};

	lot->pass = pass;
	*end = engine_process_run(lot->process, &run);
	if (engine_process_interrupted() && !run.to_the_end) {
		set_trouble(
		    lot, "interrupted; the rows that were done are written");
		return false;
	}
	if (*end == ENGINE_FULL)
		set_trouble(lot, "the disk of the server is full");
	else if (*end == ENGINE_FAILED)
		set_trouble(lot, engine_process_error(lot->process));
	return *end != ENGINE_FULL && *end != ENGINE_FAILED;
}

static void
note_compared(struct lot *lot)
{
	for (size_t i = 0; i < lot->n; i++)
		lot->files[i].compared =
		    lot->files[i].listed && lot->files[i].sent;
}

/* For the files that are listed; once more after temporary failures. */
static bool
run_pass(struct lot *lot, enum engine_pass pass)
{
	unsigned pause = PAUSE_FIRST;

	if (lot->list.n == 0)
		return true;
	for (uint64_t tries = 0;; tries++) {
		enum engine_end end;

		if (!lot_run_once(lot, pass, &end))
			return false;
		if (end == ENGINE_WHOLE)
			note_compared(lot);
		if (pass == ENGINE_SEND && end != ENGINE_LATER)
			lot->all_sent &= end == ENGINE_SENT;
		if (end == ENGINE_DONE || end == ENGINE_SENT ||
		    end == ENGINE_WHOLE)
			return true;
		if (tries == lot->settings->retries)
			break;
		engine_process_pause(lot->process, pause);
		pause = pause * 2 < PAUSE_LONGEST ? pause * 2 : PAUSE_LONGEST;
	}
	set_trouble(lot, engine_process_error(lot->process));
	return false;
}

void
lot_begin_list(struct lot *lot)
{
	buf_clear(&lot->list);
	for (size_t i = 0; i < lot->n; i++)
		lot->files[i].listed = false;
}

/* What engines say nothing of is not there, or unknown. */
static void
settle(struct lot *lot)
{
	for (size_t i = 0; i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];

		if (!file->listed || file->known)
			continue;
		if (lot->engine->blind) {
			file->there = THERE_ABSENT;
			file->known = true;
		} else {
			finish(file, UPLOAD_NOTHING, "put-failed");
		}
	}
}

/* Only the bytes tell, or all of them are to be compared. */
static bool
compare(struct lot *lot)
{
	lot_begin_list(lot);
	for (size_t i = 0; i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];

		if (file->done || !file->known)
			continue;
		if (file->there == THERE_UNCLEAR ||
		    (lot->settings->full && file->there == THERE_SAME))
			lot_list_file(lot, file);
	}
	if (!run_pass(lot, ENGINE_COMPARE))
		return false;
	settle(lot);
	return true;
}

static bool
look(struct lot *lot)
{
	lot_begin_list(lot);
	for (size_t i = 0; i < lot->n; i++)
		if (!lot->files[i].done)
			lot_list_file(lot, &lot->files[i]);
	if (!run_pass(lot, ENGINE_LOOK))
		return false;
	settle(lot);
	return compare(lot);
}

/* What is there needs no more, unless all bytes are to be compared. */
static void
decide(struct lot *lot)
{
	for (size_t i = 0; i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];

		if (file->done)
			continue;
		if (file->there == THERE_DIFFERS && !lot->settings->replace)
			finish(file, UPLOAD_NOTHING, "put-exists");
		else if (file->there == THERE_SAME && !lot->settings->full)
			finish(file, UPLOAD_SKIPPED, NULL);
		else
			file->wanted = file->there != THERE_SAME;
	}
}

static void
check_file(struct lot *lot, struct lot_file *file, struct hash *hash)
{
	struct file_source *source = file_sources_take(lot->sources);
	const char *problem;

	errno = 0;
	problem = file_source_open(
	    source, lot->root, lot_name(lot, file), file->md5, hash);
	if (problem != NULL && upload_is_ours(errno))
		die_errno("%s", lot_name(lot, file));
	if (problem == NULL) {
		file->stamp = stamp_of(&source->st);
		file_source_close(source);
	}
	file_sources_give_back(lot->sources, source);
	if (problem != NULL)
		finish(file, UPLOAD_NOTHING, problem);
	else if (!file->wanted)
		finish(file, UPLOAD_SKIPPED, NULL);
	else if (lot->settings->dry_run)
		finish(file,
		    file->there == THERE_DIFFERS ? UPLOAD_REPLACED : UPLOAD_PUT,
		    NULL);
}

/* None after trouble. */
static struct lot_file *
next_file(struct lot *lot)
{
	struct lot_file *file = NULL;

	pthread_mutex_lock(&lot->lock);
	while (lot->next < lot->n && lot->files[lot->next].done)
		lot->next++;
	if (lot->next < lot->n && !lot->stopped &&
	    !engine_process_interrupted())
		file = &lot->files[lot->next++];
	pthread_mutex_unlock(&lot->lock);
	return file;
}

static void
hand_over(struct lot *lot, struct lot_file *file)
{
	pthread_mutex_lock(&lot->lock);
	if (!file->done) {
		file->ready = true;
		lot->ready += (uint64_t)file->stamp.size;
		pthread_cond_signal(&lot->changed);
	}
	pthread_mutex_unlock(&lot->lock);
}

static void *
check_some(void *context)
{
	struct lot *lot = context;
	struct hash *hash = uploader_start(NULL);
	struct lot_file *file;

	while ((file = next_file(lot)) != NULL) {
		check_file(lot, file, hash);
		hand_over(lot, file);
	}
	uploader_stop(hash, NULL);
	pthread_mutex_lock(&lot->lock);
	lot->checking--;
	pthread_cond_signal(&lot->changed);
	pthread_mutex_unlock(&lot->lock);
	return NULL;
}

/* Every file that is to be sent is looked at, by several threads. */
static size_t
start_checks(struct lot *lot, pthread_t threads[THREADS_MOST])
{
	size_t n = lot->settings->parallel, started = 0;

	lot->next = 0;
	lot->checking = n < THREADS_MOST ? n : THREADS_MOST;
	n = lot->checking;
	while (started < n &&
	    pthread_create(&threads[started], NULL, check_some, lot) == 0)
		started++;
	pthread_mutex_lock(&lot->lock);
	lot->checking -= n - started;
	pthread_mutex_unlock(&lot->lock);
	if (started == 0) {
		lot->checking = 1;
		check_some(lot);
	}
	return started;
}

/*
 * After it was sent: is it there now, and was it the file looked at? Some
 * targets list a file only after a while.
 */
static void
conclude(struct lot *lot, struct lot_file *file)
{
	bool over = file->result.action == UPLOAD_REPLACED;

	if (!is_stamped(lot, file)) {
		finish(file, UPLOAD_NOTHING, "put-changed");
		file->strange = file->sent ||
		    (lot->engine->blind && file->there != THERE_ABSENT);
	} else if (file->there == THERE_SAME)
		finish(file, over ? UPLOAD_REPLACED : UPLOAD_PUT, NULL);
	else if (file->there == THERE_ABSENT && file->sent)
		finish(file, UPLOAD_NOTHING, "put-not-whole");
	else if (file->there == THERE_ABSENT)
		finish(file, UPLOAD_NOTHING,
		    lot->all_sent ? "put-failed" : "put-refused");
	else
		finish(file, UPLOAD_NOTHING,
		    file->sent || file->broken || over ? "put-not-whole"
						       : "put-exists");
}

/* A part of it, under its own name. */
static bool
is_half(const struct lot_file *file)
{
	return file->broken && file->known && file->there != THERE_SAME &&
	    file->there != THERE_ABSENT;
}

/* What its program has compared need not be asked for. */
static void
conclude_compared(struct lot *lot)
{
	for (size_t i = 0; i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];

		/* Others may be looked at just now. */
		if (!file->compared || file->done)
			continue;
		file->there = THERE_SAME;
		conclude(lot, file);
	}
}

/*
 * After an interruption or a failure only what has been sent is asked for; what
 * is not there may still come.
 */
static void
confirm(struct lot *lot, bool whole)
{
	bool asked;

	if (!lot->settings->full)
		conclude_compared(lot);
	lot_begin_list(lot);
	for (size_t i = 0; i < lot->n; i++)
		if (!lot->files[i].done &&
		    (whole || lot->files[i].sent || lot->engine->blind))
			lot_list_file(lot, &lot->files[i]);
	asked = run_pass(lot, ENGINE_LOOK);
	if (asked && whole)
		settle(lot);
	if (asked)
		asked = compare(lot);
	for (size_t i = 0; asked && i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];

		if (file->done)
			continue;
		file->strange = is_half(file);
		if (file->known && (whole || file->there == THERE_SAME))
			conclude(lot, file);
	}
}

/* Files that were written to while they were sent. */
static void
drop_strange(struct lot *lot)
{
	lot_begin_list(lot);
	for (size_t i = 0; i < lot->n; i++)
		if (lot->files[i].strange)
			lot_list_file(lot, &lot->files[i]);
	run_pass(lot, ENGINE_DROP);
}

/*
 * Lists what has been looked at and was not sent, once that is enough for a run
 * of the program, or all; nothing if there is no more.
 */
static void
list_ready(struct lot *lot)
{
	lot_begin_list(lot);
	pthread_mutex_lock(&lot->lock);
	while (lot->checking > 0 && lot->ready < READY_LEAST)
		pthread_cond_wait(&lot->changed, &lot->lock);
	for (size_t i = 0; i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];

		if (!file->ready)
			continue;
		file->ready = false;
		if (file->there == THERE_DIFFERS)
			file->result.action = UPLOAD_REPLACED;
		lot_list_file(lot, file);
	}
	lot->ready = 0;
	pthread_mutex_unlock(&lot->lock);
}

/*
 * While the program sends what has been looked at, the files after them are
 * looked at. False if the run cannot go on.
 */
static bool
send_ready(struct lot *lot, bool *any)
{
	for (;;) {
		list_ready(lot);
		if (engine_process_interrupted()) {
			set_trouble(lot,
			    "interrupted; the rows that were done are written");
			return false;
		}
		if (lot->list.n == 0)
			return true;
		*any = true;
		if (!run_pass(lot, ENGINE_SEND))
			return false;
		if (!lot->settings->full)
			conclude_compared(lot);
	}
}

static void
check_and_send(struct lot *lot)
{
	pthread_t threads[THREADS_MOST];
	size_t n = start_checks(lot, threads);
	bool any = false, whole = send_ready(lot, &any);

	pthread_mutex_lock(&lot->lock);
	lot->stopped = true;
	pthread_mutex_unlock(&lot->lock);
	while (n > 0)
		pthread_join(threads[--n], NULL);
	if (!any)
		return;
	confirm(lot, whole);
	drop_strange(lot);
}

void
lot_run(struct lot *lot, int root, const char *path)
{
	lot->root = root;
	lot->path = path;
	engine_process_catch_signals();
	stat_all(lot);
	if (!look(lot))
		return;
	decide(lot);
	check_and_send(lot);
	lot_link_all(lot);
}
