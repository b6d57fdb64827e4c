/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "stream/stream.h"
#include "portal_media.h"

struct entry {
	uint32_t occid;
	uint64_t offset; /* of the row */
};

struct portal_media {
	const char *text;
	size_t size;
	struct entry *entries; /* by occid, then by offset */
	size_t n, room;
	size_t width;
	char **names;
	size_t occid, original, web, md5;
};

static uint32_t
to_occid(struct slice digits)
{
	uint64_t n;

	return number_read(digits, UINT32_MAX, &n) ? (uint32_t)n : 0;
}

static void
add(struct portal_media *existing, uint32_t occid, uint64_t offset)
{
	if (existing->n == existing->room) {
		existing->room = existing->room * 2 + 1024;
		existing->entries = mem_resize(existing->entries,
		    existing->room, sizeof *existing->entries);
	}
	existing->entries[existing->n++] = (struct entry){occid, offset};
}

/* The stream's reader checks the text; the index is of its rows' places. */
static void
index_rows(struct portal_media *existing, struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);
	struct block block = {0};
	uint64_t offset = 0;

	for (size_t i = 0; i < columns->n; i++)
		offset += columns->names[i].n + 1;
	while (stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t row = 0; row < block.nrows; row++) {
			add(existing,
			    to_occid(block_field(&block, row, existing->occid)),
			    offset);
			offset += block_row(&block, row).n + 1;
		}
		if (block.error != NULL)
			die("%s", block.error);
	}
	block_free(&block);
}

static int
compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->occid != y->occid)
		return x->occid < y->occid ? -1 : 1;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

static void
map(struct portal_media *existing, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *at;

	if (fd < 0 || fstat(fd, &st) < 0)
		die_errno("%s", path);
	if (!S_ISREG(st.st_mode))
		die("%s: not a regular file", path);
	existing->size = (size_t)st.st_size;
	at = mmap(NULL, existing->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		die_errno("%s", path);
	existing->text = at;
	close(fd);
}

static void
resolve(struct portal_media *existing, struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);

	existing->width = columns->n;
	existing->names = mem_array(columns->n, sizeof *existing->names);
	for (size_t i = 0; i < columns->n; i++)
		existing->names[i] =
		    mem_string(columns->names[i].at, columns->names[i].n);
	existing->occid = stream_need(in, "occid");
	existing->original = stream_need(in, "originalUrl");
	existing->web = stream_need(in, "url");
	existing->md5 = stream_column(in, "mediaMD5");
	stream_need(in, "mediaID");
}

struct portal_media *
portal_media_read(const char *dir)
{
	struct portal_media *existing = mem_array(1, sizeof *existing);
	struct buf path = {0};
	struct stream_in *in;
	char *operand;

	buf_printf(&path, "%s/media.tsv", dir);
	operand = buf_string(&path);
	in = stream_open(&operand, 1);
	resolve(existing, in);
	index_rows(existing, in);
	stream_close(in);
	map(existing, operand);
	qsort(
	    existing->entries, existing->n, sizeof *existing->entries, compare);
	buf_free(&path);
	return existing;
}

void
portal_media_free(struct portal_media *existing)
{
	if (existing == NULL)
		return;
	munmap((void *)(uintptr_t)existing->text, existing->size);
	for (size_t i = 0; i < existing->width; i++)
		free(existing->names[i]);
	free(existing->names);
	free(existing->entries);
	free(existing);
}

size_t
portal_media_width(const struct portal_media *existing)
{
	return existing->width;
}

size_t
portal_media_column(const struct portal_media *existing, const char *name)
{
	for (size_t i = 0; i < existing->width; i++)
		if (strcmp(existing->names[i], name) == 0)
			return i;
	return STREAM_NONE;
}

static void
split(
    const struct portal_media *existing, uint64_t offset, struct slice fields[])
{
	const char *at = existing->text + offset;
	const char *end = existing->text + existing->size;

	for (size_t i = 0; i < existing->width; i++) {
		char stop = i + 1 < existing->width ? '\t' : '\n';
		const char *next = memchr(at, stop, (size_t)(end - at));

		if (next == NULL)
			die("media.tsv: changed while it was read");
		fields[i] = (struct slice){at, (size_t)(next - at)};
		at = next + 1;
	}
}

static size_t
first_of(const struct portal_media *existing, uint32_t occid)
{
	size_t low = 0, high = existing->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (existing->entries[middle].occid < occid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_one_of(struct slice there, const struct picture_keys *keys)
{
	return there.n > 0 &&
	    (slice_equal(there, keys->original) ||
		slice_equal(there, keys->web));
}

static bool
same_md5(struct slice there, struct slice md5)
{
	return md5.n > 0 && there.n == md5.n &&
	    strncasecmp(there.at, md5.at, md5.n) == 0;
}

bool
portal_media_find(const struct portal_media *existing, uint32_t occid,
    const struct picture_keys *keys, struct slice fields[])
{
	const struct entry *only = NULL;
	size_t found = 0;

	for (size_t i = first_of(existing, occid);
	     i < existing->n && existing->entries[i].occid == occid; i++) {
		split(existing, existing->entries[i].offset, fields);
		if (is_one_of(fields[existing->original], keys) ||
		    is_one_of(fields[existing->web], keys))
			return true;
		if (existing->md5 != STREAM_NONE &&
		    same_md5(fields[existing->md5], keys->md5)) {
			only = &existing->entries[i];
			found++;
		}
	}
	if (found != 1)
		return false;
	split(existing, only->offset, fields);
	return true;
}
