/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/utf8.h"
#include "sheet/record_sheet.h"
#include "stream/output.h"
#include "text/collation.h"
#include "prepared.h"

enum { SOURCES = 16, COLLIDS = 64, BLOCK = 1 << 20, PAGE = 1 << 12 };

static const char magic[16] = "imgpipe records";
static const uint32_t layout_version = 2, byte_order = 0x01020304;

struct source {
	char name[PATH_MAX];
	uint64_t size, inode, hash;
	int64_t seconds, changed; /* mtime, ctime */
	int64_t nanoseconds, changed_nanoseconds;
};

/* What the file begins with; then sections, then the check of them all. */
struct header {
	char magic[sizeof magic];
	uint32_t byte_order, layout;
	uint64_t header_size, size;
	char version[32]; /* of imgpipe */
	struct hash_key secret;
	uint64_t collation; /* what text/collation makes of all characters */
	uint64_t nsources;
	struct source sources[SOURCES];
	uint64_t ncollids;
	uint32_t collids[COLLIDS];
	uint32_t trust_id;
	/* The records. */
	uint64_t rows;
	uint32_t collid;
	/* Bytes, as what comes from a file need not be a bool. */
	uint8_t several, guarded, more_codes, occurs[UCHAR_MAX + 1];
	struct records_codes codes;
	uint32_t nchunks;
	uint64_t nplaces;
	uint64_t n[INDEX_PARTS], nbuckets[INDEX_PARTS];
};

struct prepared {
	const char *file; /* the name */
	int fd;
	struct header header;
	const char *map;
	/* While it is checked. */
	struct index_part parts[INDEX_PARTS];
	const struct record_place *places;
	atomic_size_t next_block, next_part;
	atomic_ullong sum;
	atomic_bool wrong;
};

/* Where the sections begin. */
struct sections {
	uint64_t chunks, entries, starts, places, end;
};

static struct sections
sections_of(const struct header *h)
{
	struct sections at = {.chunks = (sizeof *h + PAGE - 1) / PAGE * PAGE};
	uint64_t n = 0, nstarts = 0;

	for (size_t i = 0; i < INDEX_PARTS; i++) {
		n += h->n[i];
		nstarts += h->nbuckets[i] + 1;
	}
	at.entries =
	    at.chunks + (uint64_t)h->nchunks * RECORD_TABLE_CHUNK + PAGE;
	at.starts = at.entries + n * sizeof(struct entry);
	at.places = at.starts + nstarts * sizeof(uint32_t);
	at.end = at.places + h->nplaces * sizeof(struct record_place);
	return at;
}

/* Changes with the tables of characters, which make the keys. */
static uint64_t
collation_print(const struct hash_key *secret)
{
	struct buf text = {0}, folded = {0};
	uint64_t print;

	for (uint32_t c = 1; c <= 0xFFFF; c++)
		if (c < 0xD800 || c > 0xDFFF)
			utf8_put(&text, c);
	collation_put(&folded, buf_slice(&text));
	print = hash_key_text(secret, 0, buf_slice(&folded));
	buf_free(&text);
	buf_free(&folded);
	return print;
}

static uint64_t
hash_file(const char *file, const struct hash_key *secret)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char *block = mem_aligned(BLOCK);
	uint64_t hash = 0, at = 0;
	ssize_t n;

	if (fd < 0)
		die_errno("%s", file);
	while ((n = io_read_at(fd, block, BLOCK, at)) > 0) {
		hash = hash_key_text(
		    secret, hash, (struct slice){block, (size_t)n});
		at += (uint64_t)n;
	}
	if (n < 0)
		die_errno("%s", file);
	close(fd);
	free(block);
	return hash;
}

static void
see_source(struct source *source, const struct stat *st)
{
	source->size = (uint64_t)st->st_size;
	source->inode = (uint64_t)st->st_ino;
	source->seconds = st->st_mtim.tv_sec;
	source->nanoseconds = st->st_mtim.tv_nsec;
	source->changed = st->st_ctim.tv_sec;
	source->changed_nanoseconds = st->st_ctim.tv_nsec;
}

static bool
is_untouched(const struct source *source, const struct stat *st)
{
	struct source now = *source;

	see_source(&now, st);
	return memcmp(&now, source, sizeof now) == 0;
}

/* What has only been copied or touched is the same. */
static void
check_source(const struct prepared *p, const struct source *source)
{
	static const char advice[] =
	    "make the file again with img-match --prepare";
	struct stat st;

	if (stat(source->name, &st) < 0)
		die("%s: it was made of '%s', which is not there: %s", p->file,
		    source->name, advice);
	if (is_untouched(source, &st))
		return;
	if ((uint64_t)st.st_size != source->size ||
	    hash_file(source->name, &p->header.secret) != source->hash)
		die("%s: it was made of '%s', which has changed since: %s",
		    p->file, source->name, advice);
}

static __attribute__((noreturn)) void
refuse(const char *file, const char *why)
{
	die("%s: prepared records %s: make the file again with img-match "
	    "--prepare",
	    file, why);
}

/* What does not fit could not be read any further. */
static const char *
header_fault(const struct header *h, uint64_t size)
{
	uint64_t n = 0;
	bool good;

	if (h->byte_order != byte_order || h->layout != layout_version ||
	    h->header_size != sizeof *h)
		return "of another version of imgpipe or kind of machine";
	if (h->version[sizeof h->version - 1] != '\0' ||
	    strcmp(h->version, opt_version()) != 0)
		return "of another version of imgpipe";
	good = h->nsources > 0 && h->nsources <= SOURCES &&
	    h->ncollids <= COLLIDS && h->nplaces <= UINT32_MAX &&
	    record_table_may_have(h->nchunks, 0) && h->codes.n <= RECORDS_CODES;
	for (size_t i = 0; good && i < h->nsources; i++)
		good = memchr(h->sources[i].name, '\0', PATH_MAX) != NULL;
	for (size_t i = 0; good && i < h->codes.n; i++)
		good = h->codes.code[i].n <= RECORDS_CODE_MOST;
	for (size_t i = 0; good && i < INDEX_PARTS; i++) {
		good = h->n[i] <= UINT32_MAX && h->nbuckets[i] > 0 &&
		    h->nbuckets[i] <= UINT32_MAX;
		n += h->n[i];
	}
	if (!good || n > UINT64_MAX / PAGE || h->size != size ||
	    sections_of(h).end + sizeof(uint64_t) != size)
		return "damaged";
	return NULL;
}

struct prepared *
prepared_open(const char *file)
{
	struct prepared *p = NULL;
	const char *fault;
	struct stat st;
	ssize_t n;
	int fd;

	if (strcmp(file, "-") == 0 || stat(file, &st) < 0 ||
	    !S_ISREG(st.st_mode))
		return NULL;
	fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return NULL;
	p = mem_array(1, sizeof *p);
	n = io_read_at(fd, &p->header, sizeof p->header, 0);
	if (n < (ssize_t)sizeof magic ||
	    memcmp(p->header.magic, magic, sizeof magic) != 0) {
		close(fd);
		free(p);
		return NULL;
	}
	fault = n < (ssize_t)sizeof p->header
	    ? "damaged"
	    : header_fault(&p->header, (uint64_t)st.st_size);
	if (fault != NULL)
		refuse(file, fault);
	p->file = file;
	p->fd = fd;
	return p;
}

void
prepared_close(struct prepared *p)
{
	if (p == NULL)
		return;
	if (p->map != NULL)
		munmap((void *)(uintptr_t)p->map, p->header.size);
	close(p->fd);
	free(p);
}

struct hash_key
prepared_secret(const struct prepared *p)
{
	return p->header.secret;
}

const char *
prepared_source(const struct prepared *p, size_t i)
{
	return i < p->header.nsources ? p->header.sources[i].name : NULL;
}

/* Each block by its number, so that they can be added up in any order. */
static uint64_t
block_print(const struct hash_key *secret, uint64_t nth, struct slice block)
{
	return hash_key_text(secret, nth + 1, block);
}

/* Whatever is in a part, nothing outside of the file is reached through it. */
static bool
is_sound(const struct index_part *part, uint32_t nchunks)
{
	bool sound =
	    part->starts[0] == 0 && part->starts[part->nbuckets] == part->n;

	for (size_t i = 0; i < part->nbuckets; i++)
		sound = sound && part->starts[i] <= part->starts[i + 1];
	for (size_t i = 0; i < part->n; i++)
		sound = sound &&
		    record_table_may_have(nchunks, part->entries[i].fact);
	return sound;
}

static bool
is_part_sound(const struct prepared *p, size_t nth)
{
	uint64_t n = p->header.nplaces, end = (nth + 1) * n / INDEX_PARTS;
	bool sound = is_sound(&p->parts[nth], p->header.nchunks);

	for (uint64_t i = nth * n / INDEX_PARTS; i < end; i++)
		sound = sound &&
		    record_table_may_have(p->header.nchunks, p->places[i].ref);
	return sound;
}

static void *
check(void *argument)
{
	struct prepared *p = argument;
	uint64_t size = p->header.size - sizeof(uint64_t), at;
	size_t i;

	while ((i = atomic_fetch_add(&p->next_block, 1)) * BLOCK < size) {
		at = (uint64_t)i * BLOCK;
		atomic_fetch_add(&p->sum,
		    block_print(&p->header.secret, i,
			(struct slice){p->map + at,
			    size - at < BLOCK ? size - at : BLOCK}));
	}
	while ((i = atomic_fetch_add(&p->next_part, 1)) < INDEX_PARTS)
		if (!is_part_sound(p, i))
			atomic_store(&p->wrong, true);
	return NULL;
}

static void
check_all(struct prepared *p, size_t jobs)
{
	pthread_t *threads = mem_array(jobs, sizeof *threads);
	size_t started = 0;
	uint64_t sum;

	while (started + 1 < jobs &&
	    pthread_create(&threads[started], NULL, check, p) == 0)
		started++;
	check(p);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	free(threads);
	memcpy(&sum, p->map + p->header.size - sizeof sum, sizeof sum);
	if (sum != p->sum || p->wrong)
		refuse(p->file, "damaged");
}

static void
map(struct prepared *p)
{
	const struct header *h = &p->header;
	struct sections at = sections_of(h);
	const char *starts, *entries;
	void *pages = mmap(
	    NULL, h->size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, p->fd, 0);

	if (pages == MAP_FAILED)
		die_errno("%s", p->file);
	p->map = pages;
	starts = p->map + at.starts;
	entries = p->map + at.entries;
	p->places = (const void *)(p->map + at.places);
	for (size_t i = 0; i < INDEX_PARTS; i++) {
		p->parts[i] = (struct index_part){.n = h->n[i],
		    .nbuckets = h->nbuckets[i],
		    .starts = (const void *)starts,
		    .entries = (const void *)entries};
		starts += (h->nbuckets[i] + 1) * sizeof(uint32_t);
		entries += h->n[i] * sizeof(struct entry);
	}
}

static void
check_options(const struct prepared *p, const struct records_options *options)
{
	const struct header *h = &p->header;

	if (h->ncollids != options->ncollids ||
	    (h->ncollids > 0 &&
		memcmp(h->collids, options->collids,
		    h->ncollids * sizeof *h->collids) != 0))
		die("%s: the records were prepared with another -c/--collid",
		    p->file);
	if ((h->trust_id != 0) != options->trust_id)
		die("%s: the records were prepared with%s --occid", p->file,
		    h->trust_id != 0 ? "" : "out");
	if (collation_print(&h->secret) != h->collation)
		refuse(p->file, "of other tables of characters");
}

struct records
prepared_records(struct prepared *p, const struct records_options *options)
{
	const struct header *h = &p->header;
	struct records records = {.rows = h->rows,
	    .collid = h->collid,
	    .several = h->several != 0,
	    .guarded = h->guarded != 0,
	    .codes = h->codes};

	for (size_t i = 0; i < h->nsources; i++)
		check_source(p, &h->sources[i]);
	check_options(p, options);
	map(p);
	check_all(p, options->jobs);
	records.codes.more = h->more_codes != 0;
	for (size_t i = 0; i <= UCHAR_MAX; i++)
		records.occurs[i] = h->occurs[i] != 0;
	records.facts = record_table_of_parts(
	    p->map + sections_of(h).chunks, h->nchunks, p->places, h->nplaces);
	records.index = index_of_parts(p->parts);
	return records;
}

/* Writing: blocks are checked as they go. */
struct writer {
	struct output *out;
	struct buf block;
	const struct hash_key *secret;
	uint64_t nblocks, sum;
};

static void
put_block(struct writer *w, size_t n)
{
	w->sum += block_print(
	    w->secret, w->nblocks++, (struct slice){w->block.at, n});
	output_put(w->out, (struct slice){w->block.at, n});
	w->block.n -= n;
	memmove(w->block.at, w->block.at + n, w->block.n);
}

static void
put(struct writer *w, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n > 0) {
		size_t some = n < BLOCK ? n : BLOCK;

		buf_put(&w->block, at, some);
		at += some;
		n -= some;
		if (w->block.n >= BLOCK)
			put_block(w, BLOCK);
	}
}

static void
put_zeros(struct writer *w, size_t n)
{
	memset(buf_room(&w->block, n), 0, n);
	w->block.n += n;
	while (w->block.n >= BLOCK)
		put_block(w, BLOCK);
}

static void
put_sections(struct writer *w, const struct records *records)
{
	struct record_table_parts table = record_table_parts(records->facts);

	for (uint32_t i = 0; i < table.nchunks; i++) {
		put(w, table.chunks[i], table.used[i]);
		put_zeros(w, RECORD_TABLE_CHUNK - table.used[i]);
	}
	put_zeros(w, PAGE);
	for (size_t i = 0; i < INDEX_PARTS; i++) {
		struct index_part part = index_part(records->index, i);

		put(w, part.entries, part.n * sizeof *part.entries);
	}
	for (size_t i = 0; i < INDEX_PARTS; i++) {
		struct index_part part = index_part(records->index, i);

		put(w, part.starts, (part.nbuckets + 1) * sizeof *part.starts);
	}
	put(w, table.places, table.nplaces * sizeof *table.places);
}

static void
write_file(
    struct writer *w, const struct header *h, const struct records *records)
{
	put(w, h, sizeof *h);
	put_zeros(w, (size_t)sections_of(h).chunks - sizeof *h);
	put_sections(w, records);
	while (w->block.n > 0)
		put_block(w, w->block.n < BLOCK ? w->block.n : BLOCK);
	output_put(
	    w->out, (struct slice){(const char *)&w->sum, sizeof w->sum});
	buf_free(&w->block);
}

/* Files only, and streams: what sheets have to be told, is told each time. */
static void
begin_sources(struct header *h, char *const sources[], size_t n,
    const struct records_options *options)
{
	if (n > SOURCES)
		die("--prepare: more than %d files of records", SOURCES);
	h->nsources = n;
	for (size_t i = 0; i < n; i++) {
		struct stat st;

		if (realpath(sources[i], h->sources[i].name) == NULL ||
		    stat(sources[i], &st) < 0)
			die_errno("%s", sources[i]);
		if (!S_ISREG(st.st_mode) ||
		    !record_sheet_is_stream(sources[i], &options->sheets[i]))
			die("%s: --prepare takes records as a stream in a "
			    "file, as img-portal-export writes them",
			    sources[i]);
		see_source(&h->sources[i], &st);
	}
}

/* After they have been read. */
static void
end_sources(struct header *h)
{
	for (size_t i = 0; i < h->nsources; i++) {
		struct source *source = &h->sources[i];
		struct stat st;

		source->hash = hash_file(source->name, &h->secret);
		if (stat(source->name, &st) < 0 || !is_untouched(source, &st))
			die("%s: it has changed while it was read",
			    source->name);
	}
}

static void
set_options(struct header *h, const struct records_options *options)
{
	if (options->ncollids > COLLIDS)
		die("--prepare: more than %d collections", COLLIDS);
	h->ncollids = options->ncollids;
	if (h->ncollids > 0)
		memcpy(h->collids, options->collids,
		    h->ncollids * sizeof *h->collids);
	h->trust_id = options->trust_id;
}

static void
set_records(struct header *h, const struct records *records)
{
	struct record_table_parts table = record_table_parts(records->facts);

	h->rows = records->rows;
	h->collid = records->collid;
	h->several = records->several;
	h->guarded = records->guarded;
	h->codes = records->codes;
	h->more_codes = records->codes.more;
	for (size_t i = 0; i <= UCHAR_MAX; i++)
		h->occurs[i] = records->occurs[i];
	h->nchunks = table.nchunks;
	h->nplaces = table.nplaces;
	for (size_t i = 0; i < INDEX_PARTS; i++) {
		struct index_part part = index_part(records->index, i);

		h->n[i] = part.n;
		h->nbuckets[i] = part.nbuckets;
	}
	h->size = sections_of(h).end + sizeof(uint64_t);
}

uint64_t
prepared_write(struct output *out, char *const sources[], size_t n,
    const struct records_options *options, const struct hash_key *secret)
{
	struct header *h = mem_array(1, sizeof *h);
	struct writer writer = {.out = out, .secret = secret};
	struct records_options all = *options;
	struct records records;

	memcpy(h->magic, magic, sizeof magic);
	h->byte_order = byte_order;
	h->layout = layout_version;
	h->header_size = sizeof *h;
	memcpy(h->version, opt_version(), strlen(opt_version()) + 1);
	h->secret = *secret;
	h->collation = collation_print(secret);
	begin_sources(h, sources, n, options);
	set_options(h, options);
	/* For rows with whatever columns. */
	all.by_occurrence = all.by_occid = true;
	records = records_read(sources, n, &all);
	if (records.rows == 0 || records.no_occid || records.left_out > 0)
		die("--prepare: every record must have an occid");
	end_sources(h);
	set_records(h, &records);
	write_file(&writer, h, &records);
	output_finish(writer.out);
	record_table_free(records.facts);
	index_free(records.index);
	free(h);
	return records.rows;
}
