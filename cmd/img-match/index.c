/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/diag.h"
#include "base/mem.h"
#include "index.h"

enum { SHARDS = INDEX_PARTS, PER_BUCKET = 4 };
/* Bytes of a chunk: from this on it is mapped, so that freeing gives it back.
 */
enum { CHUNK_LEAST = 1 << 10, CHUNK_MOST = 1 << 17 };

struct chunk {
	struct chunk *next;
	size_t n, room, bytes;
	struct entry entries[];
};

struct index_writer {
	struct chunk *chunks[SHARDS];
};

struct shard {
	struct chunk *chunks;
	size_t n;
	size_t nbuckets;
	uint32_t *starts; /* of bucket i, and after the last one the end */
	struct entry *entries;
};

struct index {
	struct shard shards[SHARDS];
	bool borrowed; /* the memory is another's */
};

struct index *
index_new(void)
{
	return mem_array(1, sizeof(struct index));
}

void
index_free(struct index *index)
{
	for (size_t i = 0; i < SHARDS && !index->borrowed; i++) {
		free(index->shards[i].starts);
		free(index->shards[i].entries);
	}
	free(index);
}

struct index_part
index_part(const struct index *index, size_t i)
{
	const struct shard *shard = &index->shards[i];

	return (struct index_part){
	    shard->n, shard->nbuckets, shard->starts, shard->entries};
}

struct index *
index_of_parts(const struct index_part parts[INDEX_PARTS])
{
	struct index *index = index_new();

	index->borrowed = true;
	/* Nothing writes to them. */
	for (size_t i = 0; i < INDEX_PARTS; i++)
		index->shards[i] = (struct shard){.n = parts[i].n,
		    .nbuckets = parts[i].nbuckets,
		    .starts = (uint32_t *)(uintptr_t)parts[i].starts,
		    .entries = (struct entry *)(uintptr_t)parts[i].entries};
	return index;
}

struct index_writer *
index_writer_new(void)
{
	return mem_array(1, sizeof(struct index_writer));
}

static struct chunk *
new_chunk(struct chunk *next)
{
	size_t bytes = next == NULL ? CHUNK_LEAST : next->bytes * 2;
	struct chunk *chunk;

	if (bytes < CHUNK_MOST) {
		chunk = mem_alloc(bytes);
	} else {
		bytes = CHUNK_MOST;
		chunk = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (chunk == MAP_FAILED)
			die_errno("memory for the records");
	}
	chunk->next = next;
	chunk->n = 0;
	chunk->bytes = bytes;
	chunk->room = (bytes - sizeof *chunk) / sizeof *chunk->entries;
	return chunk;
}

static void
free_chunk(struct chunk *chunk)
{
	if (chunk->bytes == CHUNK_MOST)
		munmap(chunk, CHUNK_MOST);
	else
		free(chunk);
}

void
index_add(struct index_writer *writer, const struct key *key, enum kind kind,
    uint32_t fact)
{
	struct chunk **chunk = &writer->chunks[key->shard];

	if (*chunk == NULL || (*chunk)->n == (*chunk)->room)
		*chunk = new_chunk(*chunk);
	(*chunk)->entries[(*chunk)->n++] =
	    (struct entry){key->hash, index_exact(key, kind), fact};
}

void
index_take(struct index *index, struct index_writer *writer)
{
	for (size_t i = 0; i < SHARDS; i++) {
		struct chunk *chunk = writer->chunks[i];

		while (chunk != NULL) {
			struct chunk *next = chunk->next;

			index->shards[i].n += chunk->n;
			chunk->next = index->shards[i].chunks;
			index->shards[i].chunks = chunk;
			chunk = next;
		}
	}
	free(writer);
}

static size_t
bucket_of(const struct shard *shard, uint64_t hash)
{
	return (size_t)((hash >> 32) * shard->nbuckets >> 32);
}

/* Moves the entries to their buckets and gives the chunks back. */
static void
fill_buckets(struct shard *shard)
{
	uint32_t *ends = shard->starts;
	struct chunk *next;

	for (struct chunk *c = shard->chunks; c != NULL; c = c->next)
		for (size_t i = 0; i < c->n; i++)
			ends[bucket_of(shard, c->entries[i].hash)]++;
	for (size_t i = 1; i < shard->nbuckets; i++)
		ends[i] += ends[i - 1];
	/* Filled from their ends, which so become their starts. */
	for (struct chunk *c = shard->chunks; c != NULL; c = next) {
		next = c->next;
		for (size_t i = 0; i < c->n; i++) {
			size_t bucket = bucket_of(shard, c->entries[i].hash);

			shard->entries[--ends[bucket]] = c->entries[i];
		}
		free_chunk(c);
	}
	shard->chunks = NULL;
	ends[shard->nbuckets] = (uint32_t)shard->n;
}

struct build {
	struct index *index;
	const struct record_table *facts;
	atomic_size_t next;
};

static int
compare(const void *a, const void *b, void *of)
{
	const struct entry *p = a, *q = b;
	const struct record_table *facts = ((const struct build *)of)->facts;
	uint32_t occid_p, occid_q;

	if (p->hash != q->hash)
		return p->hash < q->hash ? -1 : 1;
	occid_p = record_table_get(facts, p->fact).occid;
	occid_q = record_table_get(facts, q->fact).occid;
	return (occid_p > occid_q) - (occid_p < occid_q);
}

static void
build_shard(struct shard *shard, struct build *build)
{
	const uint32_t *starts;

	shard->nbuckets = shard->n / PER_BUCKET + 1;
	shard->starts = mem_array(shard->nbuckets + 1, sizeof *shard->starts);
	shard->entries = mem_array(shard->n, sizeof *shard->entries);
	fill_buckets(shard);
	starts = shard->starts;
	for (size_t i = 0; i < shard->nbuckets; i++) {
		size_t start = starts[i], n = starts[i + 1] - start;

		if (n > 1)
			qsort_r(shard->entries + start, n,
			    sizeof *shard->entries, compare, build);
	}
}

static void *
build_shards(void *argument)
{
	struct build *build = argument;
	size_t i;

	while ((i = atomic_fetch_add(&build->next, 1)) < SHARDS)
		build_shard(&build->index->shards[i], build);
	return NULL;
}

void
index_build(struct index *index, const struct record_table *facts, size_t jobs)
{
	struct build build = {.index = index, .facts = facts};
	pthread_t *threads = mem_array(jobs, sizeof *threads);
	size_t started = 0;

	while (started + 1 < jobs &&
	    pthread_create(&threads[started], NULL, build_shards, &build) == 0)
		started++;
	build_shards(&build);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	free(threads);
}

static const struct shard *
shard_of(const struct index *index, const struct key *key)
{
	return &index->shards[key->shard];
}

void
index_prefetch_bucket(const struct index *index, const struct key *key)
{
	const struct shard *shard = shard_of(index, key);

	__builtin_prefetch(shard->starts + bucket_of(shard, key->hash));
}

void
index_prefetch_entries(const struct index *index, const struct key *key)
{
	const struct shard *shard = shard_of(index, key);
	const uint32_t *start = shard->starts + bucket_of(shard, key->hash);

	__builtin_prefetch(shard->entries + start[0]);
	__builtin_prefetch(shard->entries + start[1]);
}

/* The first of n entries whose hash is not below. */
static size_t
lower_bound(const struct entry *entries, size_t n, uint64_t hash)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (entries[middle].hash < hash)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

const struct entry *
index_find(const struct index *index, const struct key *key, size_t *n)
{
	const struct shard *shard = shard_of(index, key);
	const uint32_t *start = shard->starts + bucket_of(shard, key->hash);
	const struct entry *entries = shard->entries + start[0];
	size_t there = start[1] - start[0];
	size_t first = lower_bound(entries, there, key->hash), last;

	if (there - first > INDEX_MOST)
		there = first + INDEX_MOST;
	for (last = first; last < there && entries[last].hash == key->hash;)
		last++;
	*n = last - first;
	return entries + first;
}
