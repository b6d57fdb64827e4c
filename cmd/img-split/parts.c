/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/number.h"
#include "parts.h"

/* What waits for all parts together, and for one of them. */
enum { WAITING_MOST = 64 << 20, PART_MOST = 1 << 20, NAME_ROOM = 48 };

struct part {
	struct buf waiting;
	uint64_t rows;
};

struct parts {
	const char *path;
	int folder;
	struct buf header;
	struct part *at;
	size_t n, room;
	size_t waiting;
};

static const char *
name_of(size_t part, const char *end, char name[NAME_ROOM])
{
	snprintf(name, NAME_ROOM, "%06zu.tsv%s", part + 1, end);
	return name;
}

static const char partial[] = ".partial";

/* "000001.tsv", or its beginning that an earlier run has left. */
static bool
is_part(struct slice name, bool *complete)
{
	uint64_t number;

	*complete = slice_ends(name, ".tsv");
	if (slice_ends(name, partial))
		name.n -= sizeof partial - 1;
	if (!slice_ends(name, ".tsv"))
		return false;
	name.n -= 4;
	return name.n >= 6 && number_read(name, UINT64_MAX, &number);
}

static void
clear_folder(struct parts *parts, bool replace)
{
	int fd = dup(parts->folder);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	if (dir == NULL)
		die_errno("%s", parts->path);
	while ((entry = readdir(dir)) != NULL) {
		bool complete;

		if (!is_part(slice_of(entry->d_name), &complete))
			continue;
		if (complete && !replace)
			die("%s: parts are there already; --replace removes "
			    "them",
			    parts->path);
		if (unlinkat(parts->folder, entry->d_name, 0) < 0)
			die_errno("%s/%s", parts->path, entry->d_name);
	}
	closedir(dir);
}

struct parts *
parts_open(const char *folder, struct slice header, bool replace)
{
	struct parts *parts = mem_array(1, sizeof *parts);

	parts->path = folder;
	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		die_errno("%s", folder);
	parts->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parts->folder < 0)
		die_errno("%s", folder);
	/* The lock goes with the process. */
	if (flock(parts->folder, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		die("%s: another run is writing parts there: wait for its end, "
		    "or write to another folder",
		    folder);
	clear_folder(parts, replace);
	buf_put_slice(&parts->header, header);
	return parts;
}

size_t
parts_new(struct parts *parts)
{
	if (parts->n == parts->room) {
		parts->room = parts->room * 2 + 64;
		parts->at =
		    mem_resize(parts->at, parts->room, sizeof *parts->at);
	}
	parts->at[parts->n] = (struct part){0};
	buf_put_slice(&parts->at[parts->n].waiting, buf_slice(&parts->header));
	parts->waiting += parts->header.n;
	return parts->n++;
}

size_t
parts_count(const struct parts *parts)
{
	return parts->n;
}

uint64_t
parts_rows(const struct parts *parts, size_t part)
{
	return parts->at[part].rows;
}

/* Appends what waits to the part's file, which is open no longer than that. */
static void
flush_part(struct parts *parts, size_t number)
{
	struct part *part = &parts->at[number];
	char name[NAME_ROOM];
	int fd;

	if (part->waiting.n == 0)
		return;
	name_of(number, partial, name);
	fd = openat(parts->folder, name,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0 || !io_write(fd, part->waiting.at, part->waiting.n) ||
	    close(fd) < 0)
		die_errno("%s/%s", parts->path, name);
	parts->waiting -= part->waiting.n;
	buf_free(&part->waiting);
	part->waiting = (struct buf){0};
}

static void
flush_all(struct parts *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		flush_part(parts, i);
}

void
parts_add(struct parts *parts, size_t number, struct slice row)
{
	struct part *part = &parts->at[number];

	buf_put_slice(&part->waiting, row);
	buf_put_char(&part->waiting, '\n');
	part->rows++;
	parts->waiting += row.n + 1;
	if (part->waiting.n >= PART_MOST)
		flush_part(parts, number);
	else if (parts->waiting >= WAITING_MOST)
		flush_all(parts);
}

/* All parts get their names, or none. */
static void
name_parts(struct parts *parts)
{
	char from[NAME_ROOM], to[NAME_ROOM];

	for (size_t i = 0; i < parts->n; i++) {
		name_of(i, partial, from);
		name_of(i, "", to);
		if (renameat(parts->folder, from, parts->folder, to) < 0) {
			int error = errno;

			for (size_t k = 0; k < i; k++)
				unlinkat(
				    parts->folder, name_of(k, "", from), 0);
			errno = error;
			die_errno("%s/%s", parts->path, to);
		}
	}
}

void
parts_finish(struct parts *parts, struct output *out)
{
	struct buf line = {0};
	char name[NAME_ROOM];

	flush_all(parts);
	name_parts(parts);
	for (size_t i = 0; i < parts->n; i++) {
		buf_clear(&line);
		buf_printf(&line, "%s/%s\n", parts->path, name_of(i, "", name));
		output_put(out, buf_slice(&line));
	}
	buf_free(&line);
	close(parts->folder);
	buf_free(&parts->header);
	free(parts->at);
	free(parts);
}
