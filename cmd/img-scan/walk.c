/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/table.h"
#include "net/url.h"
#include "stream/stream.h"
#include "walk.h"

/* Longer paths fit no row, encoded as a URL beside them. About so many bytes
 * of rows are made at once where paths are long. */
enum { PATH_LONGEST = 1 << 20, ROWS_MOST = 1 << 20 };

/*
 * The stack holds the folders from the operand to where the walk is. The
 * three texts are those of the last one; each folder knows how much of them
 * is its own path.
 */
struct walk {
	struct walk_rules rules;
	struct stat_pool *crew;
	struct folder_pool *pool;
	struct counts *tally;
	struct folder **stack;
	size_t depth, room;
	struct buf path; /* with the last slash */
	struct buf shown; /* the same as it is in the stream */
	struct buf url;
	bool has_url;
	size_t below; /* where the path below the operand begins */
	struct table listed; /* folders, where several are named */
};

struct walk *
walk_new(const struct walk_rules *rules, struct stat_pool *crew,
    struct folder_pool *pool, struct counts *tally)
{
	struct walk *walk = mem_array(1, sizeof *walk);

	walk->rules = *rules;
	walk->crew = crew;
	walk->pool = pool;
	walk->tally = tally;
	walk->listed.set = true;
	return walk;
}

void
walk_free(struct walk *walk)
{
	free(walk->stack);
	buf_free(&walk->path);
	buf_free(&walk->shown);
	buf_free(&walk->url);
	table_free(&walk->listed);
	free(walk);
}

static void
complain(const struct walk *walk, const char *name)
{
	warn_errno("%.*s%s", SLICE_ARG(buf_slice(&walk->path)), name);
	diag_attention();
}

/* Gives back the descriptors of the folders above the last one. */
static void
close_above(struct walk *walk)
{
	stat_pool_wait(walk->crew);
	for (size_t i = 0; i + 1 < walk->depth; i++) {
		if (walk->stack[i]->fd >= 0)
			close(walk->stack[i]->fd);
		walk->stack[i]->fd = -1;
	}
}

/* As openat(2) a folder; where descriptors run out, those above are closed. */
static int
open_at(struct walk *walk, int at, const char *name, int flags)
{
	int fd;

	flags |= O_DIRECTORY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	fd = openat(at, name, flags);
	if (fd < 0 && (errno == EMFILE || errno == ENFILE)) {
		close_above(walk);
		fd = openat(at, name, flags);
	}
	return fd;
}

/* Opens a path of any length, in steps that the system takes. */
static int
open_long(struct walk *walk, struct slice path)
{
	char step[PATH_MAX];
	int at = AT_FDCWD;

	for (;;) {
		size_t n = path.n < sizeof step ? path.n : sizeof step - 1;
		int fd, error;

		while (n < path.n && n > 1 && path.at[n - 1] != '/')
			n--;
		memcpy(step, path.at, n);
		step[n] = '\0';
		fd = open_at(walk, at, step, n < path.n ? O_PATH : O_RDONLY);
		error = errno;
		if (at != AT_FDCWD)
			close(at);
		errno = error;
		path.at += n;
		path.n -= n;
		if (fd < 0 || path.n == 0)
			return fd;
		at = fd;
		while (path.n > 0 && path.at[0] == '/') {
			path.at++;
			path.n--;
		}
		if (path.n == 0)
			path = SLICE(".");
	}
}

/* Opens the last folder again if it was closed; false if it cannot be. */
static bool
open_again(struct walk *walk)
{
	struct folder *folder = walk->stack[walk->depth - 1];
	struct folder *again;
	int fd;

	if (folder->fd >= 0)
		return true;
	fd = open_long(walk, buf_slice(&walk->path));
	if (fd < 0) {
		complain(walk, "");
		return false;
	}
	again = folder_new(walk->pool, fd);
	if (again->device != folder->device || again->inode != folder->inode) {
		warn(
		    "%.*s: another folder has taken its place while it was read",
		    SLICE_ARG(buf_slice(&walk->path)));
		diag_attention();
		folder_release(walk->pool, again);
		return false;
	}
	folder->fd = fd;
	again->fd = -1;
	folder_release(walk->pool, again);
	return true;
}

/* True if the folder is above itself. */
static bool
leads_back(const struct walk *walk, const struct folder *folder)
{
	for (size_t i = 0; i < walk->depth; i++)
		if (walk->stack[i]->device == folder->device &&
		    walk->stack[i]->inode == folder->inode)
			return true;
	return false;
}

/* True if it was listed already, as another operand or below one. */
static bool
is_listed(struct walk *walk, const struct folder *folder, const char *name)
{
	uint64_t key = table_key_number(
	    table_key_number(0, folder->device), folder->inode);

	if (!walk->rules.several || table_add(&walk->listed, key))
		return false;
	warn("%.*s%s: listed already, left out here",
	    SLICE_ARG(buf_slice(&walk->path)), name);
	return true;
}

/* The folder's own texts have been appended. */
static void
enter(struct walk *walk, struct folder *folder)
{
	struct folder_rules rules = {.pick = walk->rules.pick,
	    .follow = walk->rules.follow,
	    .deepest = walk->depth + 1 == walk->rules.depth_most};
	struct slice path = buf_slice(&walk->path);
	struct slice below = {path.at + walk->below, path.n - walk->below};

	if (walk->depth == walk->room) {
		walk->room = walk->room > 0 ? 2 * walk->room : 64;
		walk->stack =
		    mem_resize(walk->stack, walk->room, sizeof *walk->stack);
	}
	walk->stack[walk->depth++] = folder;
	folder->path_n = walk->path.n;
	folder->shown_n = walk->shown.n;
	folder->url_n = walk->url.n;
	folder_read(folder, &rules, path, below, walk->tally);
}

/* Back to the folder above. */
static void
leave(struct walk *walk)
{
	folder_release(walk->pool, walk->stack[--walk->depth]);
	if (walk->depth == 0)
		return;
	walk->path.n = walk->stack[walk->depth - 1]->path_n;
	walk->shown.n = walk->stack[walk->depth - 1]->shown_n;
	walk->url.n = walk->stack[walk->depth - 1]->url_n;
}

static void
append(struct walk *walk, struct slice name)
{
	buf_put_slice(&walk->path, name);
	buf_put_char(&walk->path, '/');
	stream_escape(&walk->shown, name);
	buf_put_char(&walk->shown, '/');
	url_put_path(&walk->url, name);
	buf_put_char(&walk->url, '/');
}

/* Derivatives are no photographs: their store is listed as an operand only. */
static bool
is_store(struct walk *walk, int fd, const char *name)
{
	if (faccessat(fd, ".img-derive", F_OK, 0) != 0)
		return false;
	warn(
	    "%.*s%s: a store of img-derive, left out: give it as an operand to "
	    "list it",
	    SLICE_ARG(buf_slice(&walk->path)), name);
	return true;
}

static void
go_down(struct walk *walk, const struct folder *from, struct entry entry)
{
	const char *name = folder_name(from, &entry);
	struct folder *folder;
	int fd;

	if (walk->path.n + entry.length > PATH_LONGEST) {
		errno = ENAMETOOLONG;
		complain(walk, name);
		return;
	}
	fd = open_at(walk, from->fd, name,
	    O_RDONLY | (walk->rules.follow ? 0 : O_NOFOLLOW));
	if (fd < 0 && errno == ENOENT) {
		walk->tally->vanished++;
		return;
	}
	if (fd < 0) {
		complain(walk, name);
		return;
	}
	if (is_store(walk, fd, name)) {
		close(fd);
		return;
	}
	folder = folder_new(walk->pool, fd);
	if (walk->rules.follow && leads_back(walk, folder)) {
		inform("%.*s%s: a link to a folder above, not followed",
		    SLICE_ARG(buf_slice(&walk->path)), name);
		walk->tally->loops++;
		folder_release(walk->pool, folder);
		return;
	}
	if (!walk->rules.follow && is_listed(walk, folder, name)) {
		folder_release(walk->pool, folder);
		return;
	}
	append(walk, (struct slice){name, entry.length});
	enter(walk, folder);
}

/* Gives the files up to the next folder among the entries. */
static void
give_files(struct walk *walk, struct folder *folder)
{
	struct scan_row_lead lead = {.path = buf_slice(&walk->shown),
	    .url = walk->has_url ? buf_slice(&walk->url) : SLICE_NONE};
	size_t most = ROWS_MOST / (walk->shown.n + walk->url.n);
	size_t first = folder->next;
	size_t end = first + 1;

	most = most < STAT_POOL_PART ? most : STAT_POOL_PART;
	while (end < folder->n && end - first < most &&
	    folder->entries[end].kind != ENTRY_FOLDER)
		end++;
	folder->next = end;
	stat_pool_give(walk->crew, folder, first, end - first, &lead);
}

static void
step(struct walk *walk)
{
	struct folder *folder = walk->stack[walk->depth - 1];

	if (folder->next == folder->n || !open_again(walk)) {
		leave(walk);
		return;
	}
	if (folder->entries[folder->next].kind == ENTRY_FOLDER)
		go_down(walk, folder, folder->entries[folder->next++]);
	else
		give_files(walk, folder);
}

bool
walk_folder(struct walk *walk, const char *path, struct slice url)
{
	size_t n = strlen(path);
	int fd = open_at(walk, AT_FDCWD, path, O_RDONLY);
	struct folder *folder;

	if (fd < 0)
		return false;
	folder = folder_new(walk->pool, fd);
	buf_clear(&walk->path);
	if (is_listed(walk, folder, path)) {
		folder_release(walk->pool, folder);
		return true;
	}
	buf_clear(&walk->shown);
	buf_clear(&walk->url);
	buf_put(&walk->path, path, n);
	if (n > 0 && path[n - 1] != '/')
		buf_put_char(&walk->path, '/');
	stream_escape(&walk->shown, buf_slice(&walk->path));
	buf_put_slice(&walk->url, url);
	walk->has_url = url.at != NULL;
	walk->below = walk->path.n;
	enter(walk, folder);
	while (walk->depth > 0)
		step(walk);
	return true;
}
