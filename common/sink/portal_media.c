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
#include "base/table.h"
#include "net/url_normal.h"
#include "sink/portal_media.h"
#include "stream/mistaken.h"
#include "stream/stream.h"
#include "text/collation.h"

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
	size_t occid, original, web;
	size_t ids[NPORTAL_MEDIA_KEYS]; /* their columns; none for URLs */
	struct slice domain;
	/* What finds entries by their keys: several may have the same, and a
	 * place is 8 bytes; base/table has neither. */
	struct place *places;
	size_t nplaces; /* a power of two, or 0 */
};

/* An entry's number and one more, 0 for none; bits of the key's hash. */
struct place {
	uint32_t entry, tag;
};

static uint32_t
to_occid(struct slice digits)
{
	uint64_t n;

	return number_read(digits, UINT32_MAX, &n) ? (uint32_t)n : 0;
}

static void
add(struct portal_media *media, uint32_t occid, uint64_t offset)
{
	if (media->n == media->room) {
		media->room = media->room * 2 + 1024;
		media->entries = mem_resize(
		    media->entries, media->room, sizeof *media->entries);
	}
	media->entries[media->n++] = (struct entry){occid, offset};
}

/* The stream's reader checks the text; the index is of its rows' places. */
static void
index_rows(struct portal_media *media, struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);
	struct block block = {0};
	uint64_t offset = 0;

	for (size_t i = 0; i < columns->n; i++)
		offset += columns->names[i].n + 1;
	while (stream_next(in, &block)) {
		for (size_t row = 0; row < block.nrows; row++) {
			add(media,
			    to_occid(block_field(&block, row, media->occid)),
			    offset);
			offset += block_row(&block, row).n + 1;
		}
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
map(struct portal_media *media, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *at;

	if (fd < 0 || fstat(fd, &st) < 0)
		mistaken_die(path);
	if (!S_ISREG(st.st_mode))
		die("%s: not a regular file", path);
	media->size = (size_t)st.st_size;
	at = mmap(NULL, media->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		die_errno("%s", path);
	media->text = at;
	close(fd);
}

static void
resolve(struct portal_media *media, struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);

	media->width = columns->n;
	media->names = mem_array(columns->n, sizeof *media->names);
	for (size_t i = 0; i < columns->n; i++)
		media->names[i] =
		    mem_string(columns->names[i].at, columns->names[i].n);
	media->occid = stream_need(in, "occid");
	media->original = stream_need(in, "originalUrl");
	media->web = stream_need(in, "url");
	media->ids[PORTAL_MEDIA_ID] = stream_need(in, "mediaID");
	media->ids[PORTAL_MEDIA_GUID] = stream_column(in, "recordID");
	media->ids[PORTAL_MEDIA_SOURCE] = stream_column(in, "sourceIdentifier");
	media->ids[PORTAL_MEDIA_URL] = STREAM_NONE;
	media->ids[PORTAL_MEDIA_MD5] = stream_column(in, "mediaMD5");
}

static void
split(const struct portal_media *media, uint64_t offset, struct slice fields[])
{
	const char *at = media->text + offset;
	const char *end = media->text + media->size;

	for (size_t i = 0; i < media->width; i++) {
		char stop = i + 1 < media->width ? '\t' : '\n';
		const char *next = memchr(at, stop, (size_t)(end - at));

		if (next == NULL)
			die("media.tsv: changed while it was read");
		fields[i] = (struct slice){at, (size_t)(next - at)};
		at = next + 1;
	}
}

/* The value, where its escapes mean what they mean. */
static struct slice
value_of(struct slice field, struct buf *scratch)
{
	return stream_value(field, scratch);
}

/*
 * Sets a key as it is compared in `scratch`; empty if it is none, such as a
 * word of the portal's in place of a URL.
 */
static struct slice
comparable(const struct portal_media *media, enum portal_media_key key,
    struct slice value, struct buf *scratch)
{
	struct slice prefix = SLICE("urn:uuid:");

	buf_clear(scratch);
	if (value.n == 0)
		return value;
	switch (key) {
	case PORTAL_MEDIA_URL:
		url_put_comparable(scratch, value, media->domain);
		if (scratch->n > 0 && scratch->at[0] != '/' &&
		    (scratch->n < 8 || memcmp(scratch->at, "https://", 8) != 0))
			buf_clear(scratch);
		break;
	case PORTAL_MEDIA_GUID:
		if (value.n > prefix.n &&
		    strncasecmp(value.at, prefix.at, prefix.n) == 0)
			value = slice_from(value, prefix.n);
		/* fall through */
	case PORTAL_MEDIA_MD5:
		for (size_t i = 0; i < value.n; i++)
			buf_put_char(scratch,
			    value.at[i] >= 'A' && value.at[i] <= 'Z'
				? (char)(value.at[i] + 32)
				: value.at[i]);
		break;
	default: buf_put_slice(scratch, value); break;
	}
	return buf_slice(scratch);
}

/*
 * Notes that the entry has the key. Of many rows with the same key two are
 * enough to see that it is not one picture's, of URLs and MD5s two records.
 */
static void
note(struct portal_media *media, uint32_t entry, enum portal_media_key key,
    struct slice text)
{
	uint64_t hash = table_key_after((uint64_t)key, text);
	size_t mask = media->nplaces - 1, at = hash & mask, same = 0;
	uint32_t tag = (uint32_t)(hash >> 32);
	bool by_record = key == PORTAL_MEDIA_URL || key == PORTAL_MEDIA_MD5;

	for (; media->places[at].entry != 0; at = (at + 1) & mask) {
		struct place place = media->places[at];

		if (place.tag != tag)
			continue;
		if (++same == 2 ||
		    (by_record &&
			media->entries[place.entry - 1].occid ==
			    media->entries[entry].occid))
			return;
	}
	media->places[at] = (struct place){entry + 1, tag};
}

static void
note_value(struct portal_media *media, uint32_t entry,
    enum portal_media_key key, struct slice field, struct buf scratch[2])
{
	struct slice text;

	if (field.n == 0)
		return;
	text =
	    comparable(media, key, value_of(field, &scratch[0]), &scratch[1]);
	if (text.n > 0)
		note(media, entry, key, text);
}

static void
note_all(struct portal_media *media, unsigned keys)
{
	struct slice *fields = mem_array(media->width, sizeof *fields);
	struct buf scratch[2] = {0};

	for (uint32_t i = 0; i < media->n; i++) {
		split(media, media->entries[i].offset, fields);
		for (int key = 0; key < NPORTAL_MEDIA_KEYS; key++)
			if ((keys & 1u << key) != 0 &&
			    media->ids[key] != STREAM_NONE)
				note_value(media, i, (enum portal_media_key)key,
				    fields[media->ids[key]], scratch);
		if ((keys & 1u << PORTAL_MEDIA_URL) == 0)
			continue;
		note_value(media, i, PORTAL_MEDIA_URL, fields[media->original],
		    scratch);
		note_value(
		    media, i, PORTAL_MEDIA_URL, fields[media->web], scratch);
	}
	buf_free(&scratch[0]);
	buf_free(&scratch[1]);
	free(fields);
}

static void
build(struct portal_media *media, unsigned keys)
{
	size_t most = 0;

	for (int key = 0; key < NPORTAL_MEDIA_KEYS; key++)
		if ((keys & 1u << key) != 0)
			most += media->n * (key == PORTAL_MEDIA_URL ? 2 : 1);
	if (keys == 0)
		return;
	if (media->n >= UINT32_MAX)
		die("media.tsv: too many rows");
	for (media->nplaces = 1024; media->nplaces * 3 / 4 < most;)
		media->nplaces *= 2;
	media->places = mem_table(media->nplaces, sizeof *media->places);
	note_all(media, keys);
}

struct portal_media *
portal_media_read(const char *dir, unsigned keys, struct slice domain)
{
	struct portal_media *media = mem_array(1, sizeof *media);
	struct buf path = {0};
	struct stream_in *in;
	char *operand;

	media->domain = domain;
	buf_printf(&path, "%s/media.tsv", dir);
	operand = buf_string(&path);
	in = stream_open(&operand, 1);
	resolve(media, in);
	index_rows(media, in);
	stream_close(in);
	map(media, operand);
	mem_sort(media->entries, media->n, sizeof *media->entries, compare);
	build(media, keys);
	buf_free(&path);
	return media;
}

void
portal_media_free(struct portal_media *media)
{
	if (media == NULL)
		return;
	munmap((void *)(uintptr_t)media->text, media->size);
	for (size_t i = 0; i < media->width; i++)
		free(media->names[i]);
	free(media->names);
	free(media->entries);
	free(media->places);
	free(media);
}

size_t
portal_media_width(const struct portal_media *media)
{
	return media->width;
}

size_t
portal_media_column(const struct portal_media *media, const char *name)
{
	for (size_t i = 0; i < media->width; i++)
		if (strcmp(media->names[i], name) == 0)
			return i;
	return STREAM_NONE;
}

static size_t
first_of(const struct portal_media *media, uint32_t occid)
{
	size_t low = 0, high = media->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (media->entries[middle].occid < occid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void
portal_media_ask(const struct portal_media *media, struct portal_media_query *q,
    const struct picture_keys *keys)
{
	q->as_is = *keys;
	q->alike.original =
	    comparable(media, PORTAL_MEDIA_URL, keys->original, &q->original);
	q->alike.web = comparable(media, PORTAL_MEDIA_URL, keys->web, &q->web);
	q->alike.md5 = comparable(media, PORTAL_MEDIA_MD5, keys->md5, &q->md5);
}

void
portal_media_query_free(struct portal_media_query *q)
{
	buf_free(&q->original);
	buf_free(&q->web);
	buf_free(&q->md5);
	buf_free(&q->there);
	buf_free(&q->value);
}

static bool
is_one_of(struct slice there, const struct picture_keys *keys)
{
	return there.n > 0 &&
	    (slice_equal(there, keys->original) ||
		slice_equal(there, keys->web));
}

/* A path alone and a URL with a host that has the same path. */
static bool
is_path_of(struct slice path, struct slice url)
{
	const char *slash;

	if (path.n == 0 || path.at[0] != '/' || url.n < 8 || url.at[0] == '/')
		return false;
	slash = memchr(url.at + 8, '/', url.n - 8);
	return slash != NULL &&
	    slice_equal(path, slice_from(url, (size_t)(slash - url.at)));
}

static bool
is_alike(const struct portal_media *media, struct slice a, struct slice b)
{
	if (a.n == 0 || b.n == 0)
		return false;
	return slice_equal(a, b) ||
	    (media->domain.n == 0 && (is_path_of(a, b) || is_path_of(b, a)));
}

bool
portal_media_has(const struct portal_media *media, struct portal_media_query *q,
    struct slice field, bool web)
{
	struct slice there = comparable(
	    media, PORTAL_MEDIA_URL, value_of(field, &q->value), &q->there);

	return is_alike(media, there, web ? q->alike.web : q->alike.original);
}

/* The field of the portal's has one of the row's URLs in some spelling. */
static bool
is_spelled(const struct portal_media *media, struct portal_media_query *q,
    struct slice field)
{
	return portal_media_has(media, q, field, false) ||
	    portal_media_has(media, q, field, true);
}

static bool
has_md5(const struct portal_media *media, const struct slice fields[],
    struct slice md5)
{
	size_t at = media->ids[PORTAL_MEDIA_MD5];

	return at != STREAM_NONE && md5.n > 0 && fields[at].n == md5.n &&
	    strncasecmp(fields[at].at, md5.at, md5.n) == 0;
}

enum portal_media_found
portal_media_find(const struct portal_media *media,
    struct portal_media_query *q, uint32_t occid, struct slice fields[])
{
	const struct entry *spelled = NULL, *only = NULL;
	size_t found = 0;

	for (size_t i = first_of(media, occid);
	     i < media->n && media->entries[i].occid == occid; i++) {
		split(media, media->entries[i].offset, fields);
		if (is_one_of(fields[media->original], &q->as_is) ||
		    is_one_of(fields[media->web], &q->as_is))
			return PORTAL_MEDIA_SAME;
		if (spelled == NULL &&
		    (is_spelled(media, q, fields[media->original]) ||
			is_spelled(media, q, fields[media->web])))
			spelled = &media->entries[i];
		if (has_md5(media, fields, q->as_is.md5)) {
			only = &media->entries[i];
			found++;
		}
	}
	if (spelled == NULL && found != 1)
		return PORTAL_MEDIA_NONE;
	split(media, (spelled != NULL ? spelled : only)->offset, fields);
	return spelled != NULL ? PORTAL_MEDIA_SPELLED : PORTAL_MEDIA_BYTES;
}

bool
portal_media_has_source(const struct portal_media *media,
    struct portal_media_query *q, uint32_t occid, struct slice source)
{
	size_t at = media->ids[PORTAL_MEDIA_SOURCE];
	struct slice *fields;
	bool found = false;

	if (at == STREAM_NONE || source.n == 0)
		return false;
	fields = mem_array(media->width, sizeof *fields);
	buf_clear(&q->original);
	collation_put(&q->original, source);
	for (size_t i = first_of(media, occid);
	     !found && i < media->n && media->entries[i].occid == occid; i++) {
		split(media, media->entries[i].offset, fields);
		buf_clear(&q->there);
		collation_put(&q->there, value_of(fields[at], &q->value));
		found =
		    slice_equal(buf_slice(&q->original), buf_slice(&q->there));
	}
	free(fields);
	return found;
}

/* The next entry after *at whose key may be this one, NULL at the end. */
static const struct entry *
next_place(const struct portal_media *media, uint64_t hash, size_t *at)
{
	size_t mask = media->nplaces - 1;

	while (media->places[*at].entry != 0) {
		struct place place = media->places[*at];

		*at = (*at + 1) & mask;
		if (place.tag == (uint32_t)(hash >> 32))
			return &media->entries[place.entry - 1];
	}
	return NULL;
}

bool
portal_media_find_id(const struct portal_media *media,
    struct portal_media_query *q, enum portal_media_key key, struct slice id,
    struct slice fields[])
{
	struct slice wanted = comparable(media, key, id, &q->there);
	const struct entry *entry, *only = NULL;
	uint64_t hash;
	size_t at;

	if (wanted.n == 0 || media->ids[key] == STREAM_NONE ||
	    media->nplaces == 0)
		return false;
	hash = table_key_after((uint64_t)key, wanted);
	at = hash & (media->nplaces - 1);
	while ((entry = next_place(media, hash, &at)) != NULL) {
		struct slice there;

		split(media, entry->offset, fields);
		there = comparable(media, key,
		    value_of(fields[media->ids[key]], &q->value), &q->original);
		if (!slice_equal(there, wanted))
			continue;
		if (only != NULL)
			return false;
		only = entry;
	}
	if (only == NULL)
		return false;
	split(media, only->offset, fields);
	return true;
}

/* True if the entry, of a key with the hash of this text, has it. */
static bool
has_key(const struct portal_media *media, struct portal_media_query *q,
    const struct entry *entry, enum portal_media_key key, struct slice text,
    struct slice fields[])
{
	split(media, entry->offset, fields);
	if (key == PORTAL_MEDIA_MD5)
		return has_md5(media, fields, text);
	for (int i = 0; i < 2; i++) {
		struct slice field =
		    fields[i == 0 ? media->original : media->web];

		if (slice_equal(comparable(media, key,
				    value_of(field, &q->value), &q->there),
			text))
			return true;
	}
	return false;
}

static bool
is_with_another(const struct portal_media *media, struct portal_media_query *q,
    uint32_t occid, enum portal_media_key key, struct slice text,
    struct slice fields[])
{
	const struct entry *entry;
	uint64_t hash;
	size_t at;

	if (text.n == 0 || media->nplaces == 0)
		return false;
	hash = table_key_after((uint64_t)key, text);
	at = hash & (media->nplaces - 1);
	while ((entry = next_place(media, hash, &at)) != NULL)
		if (entry->occid != occid &&
		    has_key(media, q, entry, key, text, fields))
			return true;
	return false;
}

bool
portal_media_is_elsewhere(const struct portal_media *media,
    struct portal_media_query *q, uint32_t occid, struct slice fields[])
{
	return is_with_another(media, q, occid, PORTAL_MEDIA_URL,
		   q->alike.original, fields) ||
	    is_with_another(
		media, q, occid, PORTAL_MEDIA_URL, q->alike.web, fields) ||
	    is_with_another(
		media, q, occid, PORTAL_MEDIA_MD5, q->alike.md5, fields);
}
