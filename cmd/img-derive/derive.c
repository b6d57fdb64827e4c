/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "derive.h"
#include "existing_files.h"
#include "pages.h"
#include "render_process.h"

/* Names are made by one worker at a time; others hardly ever meet. */
enum { LOCKS = 64 };

struct derive {
	const struct settings *settings;
	struct render_starter *starter;
	struct store *store;
	struct store *records;
	struct name_registry *claims;
	char options[KEY_SIZE];
	pthread_mutex_t locks[LOCKS];
};

struct deriver {
	struct derive *derive;
	struct render_process *process;
	struct hash *md5;
	struct hash *digest;
	struct picture_source source;
	struct existing_files *existing;
	struct buf scratch;
	/* Of the picture claimed last. */
	struct buf path;
	char folder[NAME_SIZE];
	char base[NAME_SIZE];
	char owner[KEY_SIZE];
	struct claim_key name;
	struct store_record record;
	enum claim claim;
	/* And of the row, if its file has several. */
	struct pages pages;
	struct page_claim *page_claims;
	size_t page_room;
	char whole[NAME_SIZE]; /* the base that they have in common */
	uint32_t page; /* of the picture, or 0 */
};

struct page_claim {
	char base[NAME_SIZE];
	struct claim_key name;
	enum claim claim;
};

/* The first half of a SHA-256. */
static void
put_key(struct hash *digest, struct slice of, char key[KEY_SIZE])
{
	struct buf text = {0};

	hash_begin(digest);
	hash_push(digest, of.at, of.n);
	hash_end(digest, &text);
	memcpy(key, text.at, KEY_SIZE - 1);
	key[KEY_SIZE - 1] = '\0';
	buf_free(&text);
}

/* All that decides about the bytes of a derivative but its source. */
static void
put_options(struct buf *out, const struct settings *settings)
{
	for (int i = 0; i < NSIZES; i++)
		buf_printf(out, "%" PRIu32 " %" PRIu32 " ",
		    settings->boxes[i].width, settings->boxes[i].height);
	buf_printf(out, "%d %" PRIu64 " %d %d %d", settings->quality,
	    settings->max_bytes, settings->sharpen, settings->keep_gps,
	    settings->use_existing);
	if (settings->page > 0)
		buf_printf(out, " %d", settings->page);
}

struct derive *
derive_new(const struct settings *settings, struct render_starter *starter)
{
	struct derive *derive = mem_array(1, sizeof *derive);
	struct hash *digest = hash_new(hash_find("sha256"));
	struct buf options = {0};
	bool write = !settings->dry_run;

	derive->settings = settings;
	derive->starter = starter;
	derive->store = store_open(settings->store, write);
	derive->records =
	    store_inside(derive->store, STORE_RECORD_FOLDER, write);
	derive->claims = name_registry_new();
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_init(&derive->locks[i], NULL);
	put_options(&options, settings);
	put_key(digest, buf_slice(&options), derive->options);
	buf_free(&options);
	hash_free(digest);
	return derive;
}

void
derive_free(struct derive *derive)
{
	for (int i = 0; i < LOCKS; i++)
		pthread_mutex_destroy(&derive->locks[i]);
	name_registry_free(derive->claims);
	store_close(derive->records);
	store_close(derive->store);
	free(derive);
}

struct deriver *
deriver_new(struct derive *derive)
{
	struct deriver *deriver = mem_array(1, sizeof *deriver);

	deriver->derive = derive;
	deriver->process = render_process_new(derive->starter);
	deriver->md5 = hash_new(hash_find("md5"));
	deriver->digest = hash_new(hash_find("sha256"));
	deriver->existing = existing_files_new(derive->settings);
	return deriver;
}

void
deriver_free(struct deriver *deriver)
{
	render_process_free(deriver->process);
	hash_free(deriver->md5);
	hash_free(deriver->digest);
	existing_files_free(deriver->existing);
	picture_source_free(&deriver->source);
	buf_free(&deriver->scratch);
	buf_free(&deriver->path);
	free(deriver->page_claims);
	free(deriver);
}

static void
keep(char to[NAME_SIZE], const struct buf *from)
{
	snprintf(to, NAME_SIZE, "%.*s", SLICE_ARG(buf_slice(from)));
}

static unsigned
digit(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct claim_key
claim_key(const char *hex)
{
	struct claim_key key;

	for (size_t i = 0; i < sizeof key.bytes; i++)
		key.bytes[i] =
		    (uint8_t)(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
	return key;
}

/* Upper and lower case are one name: on some file systems they are. */
static struct claim_key
name_key(struct deriver *deriver)
{
	char key[KEY_SIZE];

	buf_clear(&deriver->scratch);
	buf_printf(&deriver->scratch, "%s/%s", deriver->folder, deriver->base);
	for (size_t i = 0; i < deriver->scratch.n; i++) {
		char *c = &deriver->scratch.at[i];

		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	put_key(deriver->digest, buf_slice(&deriver->scratch), key);
	return claim_key(key);
}

static void
read_record(struct deriver *deriver)
{
	char text[STORE_RECORD_MOST];
	size_t n;

	deriver->record = (struct store_record){0};
	if (store_read(deriver->derive->records, deriver->folder, deriver->base,
		text, sizeof text, &n) == 0)
		store_record_parse(&deriver->record, (struct slice){text, n});
}

static bool
is_mine(const struct deriver *deriver)
{
	const char *owner = deriver->record.owner;

	return !deriver->record.there || *owner == '\0' ||
	    strcmp(owner, deriver->owner) == 0;
}

static bool
same_source(
    const struct store_record *record, struct slice md5, const char *path)
{
	struct stat st;

	if (md5.n > 0 && *record->md5 != '\0')
		return slice_equal(md5, slice_of(record->md5));
	return stat(path, &st) == 0 &&
	    stamp_equal(stamp_of(&st), record->source);
}

/* The same file by another path, or one that was moved here from there. */
static bool
is_same_picture(
    const struct store_record *record, struct slice md5, const char *path)
{
	struct stat there, here;

	if (stat(path, &here) != 0)
		return false;
	if (stat(record->path, &there) == 0)
		return there.st_dev == here.st_dev &&
		    there.st_ino == here.st_ino;
	return same_source(record, md5, path);
}

/* Reads the record; that of the same picture is taken over. */
static void
read_own_record(struct deriver *deriver, struct slice md5)
{
	read_record(deriver);
	if (!is_mine(deriver) &&
	    is_same_picture(&deriver->record, md5, deriver->path.at))
		memcpy(deriver->record.owner, deriver->owner, KEY_SIZE);
}

/* A name of its own, the same at every run: it is made of the path. */
static void
go_aside(struct deriver *deriver)
{
	size_t n = strlen(deriver->base);

	snprintf(deriver->base + n, sizeof deriver->base - n, "_%.8s",
	    deriver->owner);
	deriver->name = name_key(deriver);
	read_record(deriver);
}

/*
 * The place where the picture would be alone; if another one had it in an
 * earlier run, the place aside.
 */
static void
find_place(struct deriver *deriver, struct slice md5)
{
	deriver->name = name_key(deriver);
	read_own_record(deriver, md5);
	if (!is_mine(deriver))
		go_aside(deriver);
}

static void
compose_place(struct deriver *deriver, const struct picture_row *row)
{
	const struct settings *settings = deriver->derive->settings;

	buf_clear(&deriver->path);
	buf_put_slice(&deriver->path, row->path);
	buf_string(&deriver->path);
	put_key(deriver->digest, row->path, deriver->owner);
	buf_clear(&deriver->scratch);
	store_path_folder(&deriver->scratch, settings->layout, row->number);
	keep(deriver->folder, &deriver->scratch);
	buf_clear(&deriver->scratch);
	if (row->by.n > 0)
		store_path_number_base(
		    &deriver->scratch, row->by, settings->suffixes, NSIZES);
	else
		store_path_base(
		    &deriver->scratch, row->name, settings->suffixes, NSIZES);
	if (row->slot > 1)
		buf_printf(&deriver->scratch, "_%" PRIu32, row->slot);
	keep(deriver->base, &deriver->scratch);
}

struct claim_key
derive_place_key(struct deriver *deriver, const struct picture_row *row)
{
	compose_place(deriver, row);
	return name_key(deriver);
}

enum derive_place
derive_place(struct deriver *deriver, const struct picture_row *row)
{
	compose_place(deriver, row);
	read_own_record(deriver, row->md5);
	if (!deriver->record.there || *deriver->record.owner == '\0')
		return PLACE_FREE;
	return is_mine(deriver) ? PLACE_MINE : PLACE_TAKEN;
}

void
derive_skip(struct derive *derive, uint64_t row)
{
	name_registry_wait(derive->claims, row);
	name_registry_pass(derive->claims, row + 1);
}

const char *
derive_pages(
    struct deriver *deriver, const struct picture_row *row, struct buf *why)
{
	struct picture_source *source = &deriver->source;
	const struct settings *settings = deriver->derive->settings;
	const char *problem;

	deriver->pages.of.n = 0;
	if (settings->page != PAGE_ALL && row->page == 0)
		return NULL;
	buf_clear(&deriver->path);
	buf_put_slice(&deriver->path, row->path);
	/* What cannot be opened now is said by derive_picture(). */
	if (picture_source_open(source, buf_string(&deriver->path)) != 0)
		return NULL;
	problem = pages_find(
	    &deriver->pages, settings, deriver->process, source, row, why);
	picture_source_close(source);
	return problem;
}

/* The place where the picture would be, or else the one aside; in its turn. */
static void
take_place(struct deriver *deriver, size_t base)
{
	struct name_registry *claims = deriver->derive->claims;
	struct claim_key owner = claim_key(deriver->owner);

	deriver->claim = name_registry_take(claims, deriver->name, owner);
	if (deriver->claim != CLAIM_REFUSED)
		return;
	deriver->base[base] = '\0';
	go_aside(deriver);
	deriver->claim = name_registry_take(claims, deriver->name, owner);
}

/* Each page has a name of its own, made of that of the whole. */
static void
take_pages(struct deriver *deriver, struct slice md5)
{
	size_t n = deriver->pages.of.n, base;

	memcpy(deriver->whole, deriver->base, NAME_SIZE);
	if (n > deriver->page_room) {
		deriver->page_room = n;
		deriver->page_claims = mem_resize(
		    deriver->page_claims, n, sizeof *deriver->page_claims);
	}
	for (size_t i = 0; i < n; i++) {
		struct page_claim *claim = &deriver->page_claims[i];

		buf_clear(&deriver->scratch);
		buf_put_string(&deriver->scratch, deriver->whole);
		pages_put_suffix(&deriver->scratch, &deriver->pages, i);
		keep(deriver->base, &deriver->scratch);
		base = strlen(deriver->base);
		find_place(deriver, md5);
		take_place(deriver, base);
		memcpy(claim->base, deriver->base, NAME_SIZE);
		claim->name = deriver->name;
		claim->claim = deriver->claim;
	}
}

size_t
derive_claim(struct deriver *deriver, const struct picture_row *row)
{
	struct name_registry *claims = deriver->derive->claims;
	size_t base;

	compose_place(deriver, row);
	base = strlen(deriver->base);
	find_place(deriver, row->md5);
	name_registry_wait(claims, row->row);
	take_place(deriver, base);
	deriver->page = 0;
	take_pages(deriver, row->md5);
	name_registry_pass(claims, row->row + 1);
	return deriver->pages.of.n > 0 ? deriver->pages.of.n : 1;
}

static struct slice
name_of(struct deriver *deriver, int size)
{
	buf_clear(&deriver->scratch);
	buf_printf(&deriver->scratch, "%s%s.jpg", deriver->base,
	    deriver->derive->settings->suffixes[size]);
	return buf_slice(&deriver->scratch);
}

/* The names of what is to be made; the rest of the record is empty. */
static void
begin_record(struct deriver *deriver, struct store_record *record)
{
	const struct settings *settings = deriver->derive->settings;

	*record = (struct store_record){.there = true};
	memcpy(record->owner, deriver->owner, KEY_SIZE);
	snprintf(record->path, sizeof record->path, "%s", deriver->path.at);
	for (int i = 0; i < NSIZES; i++) {
		if (!is_made(settings, i))
			continue;
		name_of(deriver, i);
		keep(record->files[i].name, &deriver->scratch);
	}
}

static void
put_options_key(struct deriver *deriver, char key[KEY_SIZE])
{
	struct buf text = {0};

	buf_put_string(&text, deriver->derive->options);
	if (deriver->page > 0)
		buf_printf(&text, " page %" PRIu32, deriver->page);
	else
		existing_files_put_key(deriver->existing, &text);
	put_key(deriver->digest, buf_slice(&text), key);
	buf_free(&text);
}

/* The file is as it was when it was made; looks into it if it must. */
static bool
is_unchanged(struct deriver *deriver, struct derivative *file)
{
	const struct derive *derive = deriver->derive;
	struct buf bytes = {0}, text = {0};
	struct stat st;
	size_t n = 0;
	bool same;

	if (store_stat(derive->store, deriver->folder, file->name, &st) != 0 ||
	    (uint64_t)st.st_size != file->stamp.bytes)
		return false;
	if (stamp_equal(stamp_of(&st), file->stamp))
		return true;
	/* A copy of the store may have other times. */
	buf_room(&bytes, (size_t)st.st_size + 2);
	same = store_read(derive->store, deriver->folder, file->name, bytes.at,
		   (size_t)st.st_size + 2, &n) == 0;
	hash_begin(deriver->md5);
	hash_push(deriver->md5, bytes.at, same ? n : 0);
	hash_end(deriver->md5, &text);
	same = same && strcmp(buf_string(&text), file->md5) == 0;
	buf_free(&bytes);
	buf_free(&text);
	return same;
}

static bool
is_current(struct deriver *deriver, const struct picture_row *row,
    const struct store_record *wanted)
{
	struct store_record *record = &deriver->record;

	if (!record->complete || !is_mine(deriver) ||
	    strcmp(record->options, wanted->options) != 0 ||
	    !same_source(record, row->md5, deriver->path.at))
		return false;
	for (int i = 0; i < NSIZES; i++) {
		if (strcmp(record->files[i].name, wanted->files[i].name) != 0)
			return false;
		if (*record->files[i].name != '\0' &&
		    !is_unchanged(deriver, &record->files[i]))
			return false;
	}
	return true;
}

static bool
is_listed(const struct store_record *record, const char *name)
{
	for (int i = 0; i < NSIZES; i++)
		if (strcmp(record->files[i].name, name) == 0)
			return true;
	return false;
}

/*
 * Nothing is written over but what this program has made, or began to make:
 * the record says so.
 */
static bool
is_in_the_way(struct deriver *deriver, const struct store_record *wanted)
{
	const struct derive *derive = deriver->derive;
	struct stat st;

	for (int i = 0; i < NSIZES; i++) {
		const char *name = wanted->files[i].name;
		int status;

		if (*name == '\0' || is_listed(&deriver->record, name))
			continue;
		status = store_stat(derive->store, deriver->folder, name, &st);
		if (status != ENOENT &&
		    !(status == 0 && derive->settings->replace))
			return true;
	}
	return false;
}

static int
write_record(struct deriver *deriver, const struct store_record *record)
{
	const struct derive *derive = deriver->derive;
	struct atomic_file draft = {.source = -1};
	struct stat st;
	int status;

	buf_clear(&deriver->scratch);
	store_record_put(&deriver->scratch, record);
	draft.bytes = buf_slice(&deriver->scratch);
	status = store_folder(derive->records, deriver->folder);
	return status != 0 ? status
			   : store_put(derive->records, deriver->folder,
				 deriver->base, &draft, &st);
}

/* What is to come is written down first: a killed run can be taken up. */
static int
announce(struct deriver *deriver, const struct store_record *wanted)
{
	bool known = deriver->record.there && is_mine(deriver);

	for (int i = 0; i < NSIZES; i++)
		known =
		    known && is_listed(&deriver->record, wanted->files[i].name);
	return known ? 0 : write_record(deriver, wanted);
}

static int
store_one(struct deriver *deriver, const struct rendered *rendered,
    struct derivative *file)
{
	const struct derive *derive = deriver->derive;
	struct atomic_file draft = {.bytes = rendered->bytes,
	    .how = !rendered->as_it_is	     ? ATOMIC_FILE_WRITTEN
		: derive->settings->hardlink ? ATOMIC_FILE_LINKED
					     : ATOMIC_FILE_SHARED,
	    .source = deriver->source.fd};
	struct stat st;
	int status =
	    store_put(derive->store, deriver->folder, file->name, &draft, &st);

	if (status != 0)
		return status;
	file->stamp = stamp_of(&st);
	file->width = rendered->width;
	file->height = rendered->height;
	hash_begin(deriver->md5);
	hash_push(deriver->md5, rendered->bytes.at, rendered->bytes.n);
	buf_clear(&deriver->scratch);
	hash_end(deriver->md5, &deriver->scratch);
	memcpy(file->md5, buf_string(&deriver->scratch), MD5_SIZE);
	return 0;
}

static int
store_all(struct deriver *deriver, struct store_record *wanted,
    const struct rendered rendered[NSIZES])
{
	int status = store_folder(deriver->derive->store, deriver->folder);

	if (status == 0)
		status = announce(deriver, wanted);
	for (int i = 0; i < NSIZES && status == 0; i++)
		if (*wanted->files[i].name != '\0')
			status =
			    store_one(deriver, &rendered[i], &wanted->files[i]);
	wanted->complete = true;
	return status != 0 ? status : write_record(deriver, wanted);
}

/* The file is still what it was when it was opened, and what the row says. */
static bool
is_steady(const struct picture_source *source, struct slice md5)
{
	struct stat st;

	return fstat(source->fd, &st) == 0 &&
	    stamp_equal(stamp_of(&st), source->stamp) &&
	    (md5.n == 0 || slice_equal(md5, slice_of(source->md5)));
}

/* NULL, or the code of what is wrong with the source that was opened. */
static const char *
render_source(struct deriver *deriver, const struct picture_row *row,
    struct rendered rendered[NSIZES], struct buf *why)
{
	struct picture_source *source = &deriver->source;
	struct render_request request = {.source = source->fd,
	    .existing = {-1, -1, -1},
	    .want_md5 = row->md5.n > 0,
	    .page = deriver->page};
	const char *problem;

	if (deriver->page == 0)
		existing_files_descriptors(deriver->existing, request.existing);
	problem = render_process_run(
	    deriver->process, &request, rendered, source->md5, why);
	if (problem != render_fault && !is_steady(source, row->md5) &&
	    (problem == NULL || source->md5[0] != '\0' || row->md5.n == 0)) {
		buf_clear(why);
		buf_put_string(why, "it has changed");
		return "derive-changed";
	}
	return problem;
}

/* Failures of what is in the store, not of the file system. */
static bool
is_obstacle(int status)
{
	return status == ELOOP || status == ENOTDIR || status == EISDIR ||
	    status == EEXIST;
}

/* Of the process, not of the file that could not be opened. */
static bool
is_shortage(int status)
{
	return status == EMFILE || status == ENFILE || status == ENOMEM;
}

static int
make(struct deriver *deriver, const struct picture_row *row,
    struct store_record *wanted, struct derived *derived, struct buf *why)
{
	struct picture_source *source = &deriver->source;
	struct rendered rendered[NSIZES];
	int status = picture_source_open(source, deriver->path.at);

	if (is_shortage(status))
		return status;
	if (status != 0) {
		buf_put_string(why, strerror(status));
		derived->problem = "derive-unreadable";
		return 0;
	}
	derived->problem = render_source(deriver, row, rendered, why);
	wanted->source = source->stamp;
	memcpy(wanted->md5, source->md5, MD5_SIZE);
	if (derived->problem == render_fault) {
		picture_source_close(source);
		derived->problem = NULL;
		return ENOMEM;
	}
	derived->blank = wanted->blank =
	    derived->problem == NULL && rendered[THUMBNAIL].blank;
	if (derived->problem == NULL)
		status = store_all(deriver, wanted, rendered);
	picture_source_close(source);
	if (is_obstacle(status)) {
		buf_printf(why, "%s/%s: %s", deriver->folder, deriver->base,
		    strerror(status));
		derived->problem = "derive-exists";
		return 0;
	}
	return status;
}

/* Whether it could be made, as far as the picture's head tells. */
static const char *
look_ahead(struct deriver *deriver, struct buf *why)
{
	struct picture_source *source = &deriver->source;
	struct rendered rendered[NSIZES];
	int status = picture_source_open(source, deriver->path.at);
	const char *problem;

	if (status != 0) {
		buf_put_string(why, strerror(status));
		return "derive-unreadable";
	}
	problem = render_process_run(deriver->process,
	    &(struct render_request){.source = source->fd,
		.existing = {-1, -1, -1},
		.look_ahead = true,
		.page = deriver->page},
	    rendered, source->md5, why);
	picture_source_close(source);
	return problem;
}

static int
derive_locked(struct deriver *deriver, const struct picture_row *row,
    struct derived *derived, struct buf *why)
{
	bool again = deriver->record.complete && is_mine(deriver);
	struct store_record wanted;
	int status = 0;

	begin_record(deriver, &wanted);
	put_options_key(deriver, wanted.options);
	if (is_current(deriver, row, &wanted)) {
		derived->action = DERIVE_KEPT;
		derived->blank = deriver->record.blank;
		memcpy(
		    wanted.files, deriver->record.files, sizeof wanted.files);
	} else if (is_in_the_way(deriver, &wanted)) {
		derived->problem = "derive-exists";
		buf_printf(why, "a file of that name is in the store: %s/%s",
		    deriver->folder, deriver->base);
	} else {
		derived->action = again ? DERIVE_MADE_AGAIN : DERIVE_MADE;
		if (deriver->derive->settings->dry_run)
			derived->problem = look_ahead(deriver, why);
		else
			status = make(deriver, row, &wanted, derived, why);
	}
	if (derived->problem != NULL)
		derived->action = DERIVE_NOTHING;
	memcpy(derived->folder, deriver->folder, NAME_SIZE);
	memcpy(derived->files, wanted.files, sizeof derived->files);
	return status;
}

/*
 * The name that the pages' have in common stays the file's, though nothing has
 * just that name: so no other file takes it in a later run.
 */
static int
keep_whole(struct deriver *deriver, const struct picture_row *row)
{
	struct store_record record = {.there = true};
	struct stat st;
	int status = 0;

	memcpy(deriver->base, deriver->whole, NAME_SIZE);
	read_own_record(deriver, row->md5);
	if ((deriver->record.there && is_mine(deriver)) ||
	    stat(deriver->path.at, &st) != 0)
		return 0;
	memcpy(record.owner, deriver->owner, KEY_SIZE);
	record.source = stamp_of(&st);
	snprintf(record.md5, sizeof record.md5, "%.*s", SLICE_ARG(row->md5));
	snprintf(record.path, sizeof record.path, "%s", deriver->path.at);
	if (!deriver->derive->settings->dry_run)
		status = write_record(deriver, &record);
	return is_obstacle(status) ? 0 : status;
}

static int
begin_page(
    struct deriver *deriver, const struct picture_row *row, size_t picture)
{
	const struct page_claim *claim = &deriver->page_claims[picture];
	int status = picture == 0 ? keep_whole(deriver, row) : 0;

	memcpy(deriver->base, claim->base, NAME_SIZE);
	deriver->name = claim->name;
	deriver->claim = claim->claim;
	deriver->page = deriver->pages.of.at[picture];
	read_own_record(deriver, row->md5);
	return status;
}

int
derive_picture(struct deriver *deriver, const struct picture_row *row,
    size_t picture, struct derived *derived, struct buf *why)
{
	pthread_mutex_t *lock;
	int status = 0;

	*derived = (struct derived){.action = DERIVE_NOTHING};
	if (existing_files_is_derivative(deriver->existing, deriver->path.at)) {
		derived->action = DERIVE_EXISTING;
		return 0;
	}
	if (deriver->pages.of.n > 0)
		status = begin_page(deriver, row, picture);
	if (status != 0)
		return status;
	derived->page = deriver->page;
	existing_files_find(deriver->existing, deriver->path.at);
	lock = &deriver->derive->locks[deriver->name.bytes[0] % LOCKS];
	pthread_mutex_lock(lock);
	/* Another row with the same picture may have been faster, even a later
	 * one. */
	if (deriver->claim == CLAIM_AGAIN || !deriver->record.complete)
		read_own_record(deriver, row->md5);
	status = derive_locked(deriver, row, derived, why);
	pthread_mutex_unlock(lock);
	existing_files_close(deriver->existing);
	return status;
}
