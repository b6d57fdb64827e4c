/* SPDX-License-Identifier: MIT */
#include "text/collation.h"
#include "query.h"

void
query_scratch_free(struct query_scratch *scratch)
{
	buf_free(&scratch->fold);
}

/* The first hit that is not below the occid. */
static size_t
find(const struct hits *hits, uint32_t occid)
{
	size_t at = hits->n;

	while (at > 0 && hits->hit[at - 1].occid >= occid)
		at--;
	return at;
}

static void
hits_add(struct hits *hits, const struct hit *hit)
{
	size_t at = find(hits, hit->occid);

	if (at < hits->n && hits->hit[at].occid == hit->occid) {
		if (hit->exact && !hits->hit[at].exact)
			hits->hit[at] = *hit;
		else if (hit->exact == hits->hit[at].exact &&
		    hit->kind < hits->hit[at].kind)
			hits->hit[at] = *hit;
		return;
	}
	if (hits->n == HITS_MOST) {
		hits->more = true;
		if (at == HITS_MOST)
			return;
		hits->n--;
	}
	memmove(&hits->hit[at + 1], &hits->hit[at],
	    (hits->n - at) * sizeof *hits->hit);
	hits->hit[at] = *hit;
	hits->n++;
}

void
hits_copy(struct hits *hits, const struct hits *from)
{
	hits->n = from->n;
	hits->more = from->more;
	memcpy(hits->hit, from->hit, from->n * sizeof *from->hit);
}

void
hits_join(struct hits *hits, const struct hits *others)
{
	for (size_t i = 0; i < others->n; i++)
		hits_add(hits, &others->hit[i]);
	hits->more = hits->more || others->more;
}

void
hits_meet(struct hits *hits, const struct hits *others)
{
	size_t kept = 0;

	for (size_t i = 0; i < hits->n; i++) {
		size_t at = find(others, hits->hit[i].occid);

		if (at < others->n &&
		    others->hit[at].occid == hits->hit[i].occid)
			hits->hit[kept++] = hits->hit[i];
	}
	hits->n = kept;
	hits->more = hits->more && others->more;
}

/* The number itself is there to be compared: no trust in hashes needed. */
static bool
number_agrees(const struct key *key, struct slice number, bool *exact,
    struct query_scratch *scratch)
{
	buf_clear(&scratch->fold);
	collation_put(&scratch->fold, number);
	*exact = slice_equal(key->text, buf_slice(&scratch->fold));
	return *exact || key_padded_equal(key->text, buf_slice(&scratch->fold));
}

/* Of what the records do not say nothing is asked. */
static bool
in_collection(const struct records *records, const struct query *ask,
    const struct fact *fact)
{
	return ask->collid == 0 || records->collid == 0 ||
	    fact->collid == ask->collid;
}

static void
ask_occid(
    const struct records *records, const struct query *ask, struct hits *hits)
{
	struct hit hit = {.occid = ask->occid, .exact = true, .ask = ask};
	struct fact fact;

	/* Running numbers are no occids. */
	if (ask->occid == 0 || records->no_occid ||
	    !record_table_find(records->facts, ask->occid, &hit.fact))
		return;
	fact = record_table_get(records->facts, hit.fact);
	if (in_collection(records, ask, &fact))
		hits_add(hits, &hit);
}

bool
query_may_know(const struct records *records, struct slice number)
{
	/* Zeros may be padding. */
	for (size_t i = 0; i < number.n; i++)
		if (!records->occurs[(unsigned char)number.at[i]] &&
		    number.at[i] != '0')
			return false;
	return true;
}

void
query_records(const struct records *records, const struct query *ask,
    unsigned kinds, bool exact, struct query_scratch *scratch,
    struct hits *hits)
{
	const struct entry *entry;
	size_t n;

	if (kinds == 0)
		return;
	if (ask->source == QUERY_OCCID) {
		ask_occid(records, ask, hits);
		return;
	}
	entry = index_find(records->index, &ask->key, &n);
	for (; n > 0; n--, entry++) {
		struct hit hit = {
		    .fact = entry->fact, .kind = index_kind(entry), .ask = ask};
		struct fact fact;

		if ((kinds >> hit.kind & 1) == 0)
			continue;
		hit.exact = entry->exact == index_exact(&ask->key, hit.kind);
		if (exact && !hit.exact)
			continue;
		fact = record_table_get(records->facts, entry->fact);
		if (!in_collection(records, ask, &fact))
			continue;
		if (hit.kind == KIND_CATALOG &&
		    (!number_agrees(
			 &ask->key, fact.number, &hit.exact, scratch) ||
			(exact && !hit.exact)))
			continue;
		hit.occid = fact.occid;
		hits_add(hits, &hit);
		/* Entries come by occid: those that follow are left out. */
		if (hits->n == HITS_MOST && hits->more &&
		    hit.occid > hits->hit[HITS_MOST - 1].occid)
			break;
	}
}
