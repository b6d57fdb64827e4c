/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "file_stat.h"
#include "folder.h"

/* A spare folder keeps at most so much memory for names. */
enum { KEPT_MOST = 1 << 20, READ_AT_ONCE = 1 << 16 };

struct folder *
folder_new(struct folder_pool *pool, int fd)
{
	struct folder *folder = pool->spare;
	struct stat st;

	if (fstat(fd, &st) < 0)
		die_errno("a folder that was opened");
	if (folder != NULL)
		pool->spare = folder->spare;
	else
		folder = mem_array(1, sizeof *folder);
	folder->fd = fd;
	folder->device = st.st_dev;
	folder->inode = st.st_ino;
	folder->n = folder->next = 0;
	folder->held = 1;
	buf_clear(&folder->names);
	return folder;
}

void
folder_hold(struct folder *folder)
{
	folder->held++;
}

static void
free_entries(struct folder *folder)
{
	buf_free(&folder->names);
	free(folder->entries);
	folder->entries = NULL;
	folder->room = 0;
}

void
folder_release(struct folder_pool *pool, struct folder *folder)
{
	if (--folder->held > 0)
		return;
	if (folder->fd >= 0)
		close(folder->fd);
	if (folder->names.room > KEPT_MOST)
		free_entries(folder);
	folder->spare = pool->spare;
	pool->spare = folder;
}

void
folder_pool_free(struct folder_pool *pool)
{
	while (pool->spare != NULL) {
		struct folder *folder = pool->spare;

		pool->spare = folder->spare;
		free_entries(folder);
		free(folder);
	}
}

/*
 * Ranks bytes as they sort in the stream: the four that are escaped begin
 * with a backslash there, and a name ends before anything else.
 */
static unsigned
rank(unsigned char c)
{
	switch (c) {
	case '\\': return 0x59;
	case '\n': return 0x5A;
	case '\r': return 0x5B;
	case '\t': return 0x5C;
	default: break;
	}
	return c > '\\' ? c
			: (unsigned)(c - (c > '\t') - (c > '\n') - (c > '\r'));
}

/* A folder's path goes on with a slash. */
static unsigned
rank_at(const char *names, const struct entry *entry, size_t at)
{
	if (at < entry->length)
		return rank((unsigned char)names[entry->at + at]);
	return at == entry->length && entry->kind == ENTRY_FOLDER ? rank('/')
								  : 0;
}

static int
compare(const void *a, const void *b, void *names)
{
	const struct entry *x = a;
	const struct entry *y = b;
	const char *p = (const char *)names + x->at;
	const char *q = (const char *)names + y->at;
	size_t at = 0;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	while (at < x->length && at < y->length && p[at] == q[at])
		at++;
	return (int)rank_at(names, x, at) - (int)rank_at(names, y, at);
}

/* How many bytes all names have in common at the beginning. */
static size_t
common_length(const struct folder *folder)
{
	const char *first = folder_name(folder, &folder->entries[0]);
	size_t common = folder->entries[0].length;

	for (size_t i = 1; i < folder->n && common > 0; i++) {
		const char *name = folder_name(folder, &folder->entries[i]);
		size_t n = 0;

		while (n < common && name[n] == first[n])
			n++;
		common = n;
	}
	return common;
}

static void
sort(struct folder *folder)
{
	size_t common;
	bool sorted = true;

	if (folder->n < 2)
		return;
	common = common_length(folder);
	for (size_t i = 0; i < folder->n; i++) {
		struct entry *entry = &folder->entries[i];

		entry->key = 0;
		for (size_t at = common; at < common + 8; at++)
			entry->key = entry->key << 8 |
			    rank_at(folder->names.at, entry, at);
		sorted = sorted &&
		    (i == 0 || compare(entry - 1, entry, folder->names.at) < 0);
	}
	if (!sorted)
		qsort_r(folder->entries, folder->n, sizeof *folder->entries,
		    compare, folder->names.at);
}

static mode_t
mode_of_type(unsigned char type)
{
	return type == DT_REG ? S_IFREG
	    : type == DT_DIR  ? S_IFDIR
	    : type == DT_LNK  ? S_IFLNK
			      : S_IFIFO;
}

struct reading {
	struct folder *folder;
	const struct folder_rules *rules;
	struct slice path;
	struct slice below;
	struct counts *tally;
};

static void
add_entry(struct reading *r, struct slice name, enum entry_kind kind)
{
	struct folder *folder = r->folder;
	struct entry *entry;

	if (!utf8_valid(name)) {
		warn("%.*s%.*s: the name is not UTF-8", SLICE_ARG(r->path),
		    SLICE_ARG(name));
		diag_attention();
		return;
	}
	if (folder->n == folder->room) {
		folder->room = folder->room > 0 ? 2 * folder->room : 16;
		folder->entries = mem_resize(
		    folder->entries, folder->room, sizeof *folder->entries);
	}
	if (folder->names.n > UINT32_MAX - name.n)
		die("%.*s: more than 4 GiB of names", SLICE_ARG(r->path));
	entry = &folder->entries[folder->n++];
	*entry = (struct entry){.at = (uint32_t)folder->names.n,
	    .length = (uint16_t)name.n,
	    .kind = (uint8_t)kind};
	buf_put(&folder->names, name.at, name.n + 1);
}

/* Counts what is not wanted; true for what is. */
static bool
wanted(enum file_filter_reason reason, struct counts *tally)
{
	tally->hidden += reason == FILE_FILTER_HIDDEN;
	tally->excluded += reason == FILE_FILTER_GLOB;
	tally->other += reason == FILE_FILTER_EXTENSION;
	return reason == FILE_FILTER_WANTED;
}

static void
take_file(struct reading *r, struct slice name, bool linked)
{
	if (wanted(file_filter_file(r->rules->pick, r->below, name), r->tally))
		add_entry(r, name, linked ? ENTRY_LINKED : ENTRY_FILE);
}

static void
take_folder(struct reading *r, struct slice name)
{
	if (!wanted(
		file_filter_folder(r->rules->pick, r->below, name), r->tally))
		return;
	if (r->rules->deepest)
		r->tally->deep++;
	else
		add_entry(r, name, ENTRY_FOLDER);
}

/* A link that leads nowhere is worth a word only if it looks wanted. */
static void
lost_link(struct reading *r, struct slice name)
{
	int error = errno;

	if (!wanted(file_filter_file(r->rules->pick, r->below, name), r->tally))
		return;
	errno = error;
	warn_errno(
	    "%.*s%.*s: symbolic link", SLICE_ARG(r->path), SLICE_ARG(name));
	diag_attention();
}

static void
take(struct reading *r, const struct dirent64 *d)
{
	struct slice name = slice_of(d->d_name);
	struct file_stat sight = {.mode = mode_of_type(d->d_type)};
	bool link;

	if (d->d_type == DT_UNKNOWN &&
	    !file_stat_at(r->folder->fd, d->d_name, false, &sight)) {
		r->tally->vanished++;
		return;
	}
	link = S_ISLNK(sight.mode);
	if (link && r->rules->follow &&
	    !file_stat_at(r->folder->fd, d->d_name, true, &sight)) {
		lost_link(r, name);
		return;
	}
	if (S_ISREG(sight.mode))
		take_file(r, name, link);
	else if (S_ISDIR(sight.mode))
		take_folder(r, name);
	else if (S_ISLNK(sight.mode))
		r->tally->links++;
	else
		r->tally->special++;
}

void
folder_read(struct folder *folder, const struct folder_rules *rules,
    struct slice path, struct slice below, struct counts *tally)
{
	static _Alignas(struct dirent64) char bytes[READ_AT_ONCE];
	struct reading r = {folder, rules, path, below, tally};
	ssize_t n;

	while ((n = getdents64(folder->fd, bytes, sizeof bytes)) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct dirent64 *d = (const void *)(bytes + at);

			if (strcmp(d->d_name, ".") != 0 &&
			    strcmp(d->d_name, "..") != 0)
				take(&r, d);
			at += d->d_reclen;
		}
	}
	if (n < 0 && errno == ENOENT) {
		tally->vanished++;
	} else if (n < 0) {
		warn_errno("%.*s", SLICE_ARG(path));
		diag_attention();
	}
	tally->folders++;
	sort(folder);
}
