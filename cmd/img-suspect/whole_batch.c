/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "whole_batch.h"
#include "doubt.h"

/* Dated rows that a folder must have, the part of them on either side that may
 * be anything, and the days that are never far. */
enum { DATED_LEAST = 10, PART = 10, DAYS_LEAST = 7 };

/* A row by something that it has. */
struct entry {
	uint64_t hash;
	int64_t order; /* among those with the hash: a day, or 0 */
	size_t row;
};

struct entries {
	struct entry *at;
	size_t n;
};

static int
compare(const void *a, const void *b)
{
	const struct entry *p = a, *q = b;

	if (p->hash != q->hash)
		return p->hash < q->hash ? -1 : 1;
	if (p->order != q->order)
		return p->order < q->order ? -1 : 1;
	return (p->row > q->row) - (p->row < q->row);
}

static void
add(struct entries *entries, uint64_t hash, int64_t order, size_t row)
{
	if (hash != 0)
		entries->at[entries->n++] = (struct entry){hash, order, row};
}

/* The entries from `first` on with the same hash. */
static size_t
same(const struct entries *entries, size_t first)
{
	size_t last = first;

	while (last < entries->n &&
	    entries->at[last].hash == entries->at[first].hash)
		last++;
	return last - first;
}

static int
compare_pictures(const void *a, const void *b)
{
	const struct portal_picture *p = a, *q = b;

	if (p->hash != q->hash)
		return p->hash < q->hash ? -1 : 1;
	return (p->occid > q->occid) - (p->occid < q->occid);
}

void
portal_pictures_add(
    struct portal_pictures *pictures, uint64_t hash, uint32_t occid)
{
	if (hash == 0 || occid == 0)
		return;
	if (pictures->n == pictures->room) {
		pictures->room = pictures->room * 2 + 1024;
		pictures->at = mem_resize(
		    pictures->at, pictures->room, sizeof *pictures->at);
	}
	pictures->at[pictures->n++] = (struct portal_picture){hash, occid};
}

void
portal_pictures_sort(struct portal_pictures *pictures)
{
	if (pictures->n > 0)
		mem_sort(pictures->at, pictures->n, sizeof *pictures->at,
		    compare_pictures);
}

/* True if the portal has it for another record than the row's. */
static bool
elsewhere(const struct portal_pictures *pictures, uint64_t hash, uint32_t occid)
{
	size_t low = 0, high = pictures->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pictures->at[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < pictures->n && pictures->at[low].hash == hash; low++)
		if (pictures->at[low].occid != occid && occid != 0)
			return true;
	return false;
}

static void
mark_group(struct trait *traits, const struct entry *group, size_t n)
{
	uint64_t first = trait_subject(&traits[group[0].row]);
	bool differ = false;

	for (size_t i = 1; i < n && !differ; i++)
		differ = trait_subject(&traits[group[i].row]) != first;
	for (size_t i = 0; i < n && differ; i++)
		traits[group[i].row].doubts |= DOUBT_BIT(DOUBT_SAME);
}

static uint64_t
picture_hash(const struct trait *trait, size_t kind)
{
	return kind == 0 ? trait->url : kind == 1 ? trait->md5 : trait->pixels;
}

void
batch_same_pictures(
    struct trait *traits, size_t n, const struct portal_pictures *pictures)
{
	struct entries entries = {.at = mem_array(n, sizeof *entries.at)};

	for (size_t kind = 0; kind < 3; kind++) {
		entries.n = 0;
		for (size_t i = 0; i < n; i++) {
			uint64_t hash = picture_hash(&traits[i], kind);

			if (trait_subject(&traits[i]) == 0)
				continue;
			add(&entries, hash, 0, i);
			if (hash != 0 &&
			    elsewhere(pictures, hash, traits[i].occid))
				traits[i].doubts |= DOUBT_BIT(DOUBT_SAME);
		}
		if (entries.n > 0)
			mem_sort(
			    entries.at, entries.n, sizeof *entries.at, compare);
		for (size_t i = 0, m; i < entries.n; i += m) {
			m = same(&entries, i);
			mark_group(traits, &entries.at[i], m);
		}
	}
	free(entries.at);
}

void
batch_too_many(struct trait *traits, size_t n, size_t most)
{
	struct entries entries = {.at = mem_array(n, sizeof *entries.at)};

	for (size_t i = 0; i < n; i++)
		add(&entries, trait_subject(&traits[i]), 0, i);
	if (entries.n > 0)
		mem_sort(entries.at, entries.n, sizeof *entries.at, compare);
	for (size_t i = 0, m; i < entries.n; i += m) {
		m = same(&entries, i);
		for (size_t j = i; m > most && j < i + m; j++)
			traits[entries.at[j].row].doubts |=
			    DOUBT_BIT(DOUBT_MANY);
	}
	free(entries.at);
}

/* The dates of a folder, in order. */
static void
check_folder(struct trait *traits, const struct entry *dates, size_t n)
{
	int64_t from = dates[n / PART].order,
		to = dates[n - 1 - n / PART].order;
	int64_t far = to - from > DAYS_LEAST ? to - from : DAYS_LEAST;

	for (size_t i = 0; i < n; i++)
		if (dates[i].order < from - far || dates[i].order > to + far)
			traits[dates[i].row].doubts |= DOUBT_BIT(DOUBT_DATE);
}

/* Is it of the days in its folder's name? Clocks may be a day off. */
static bool
is_of_name(const struct trait *trait)
{
	return trait->day >= trait->from - 1 && trait->day <= trait->to + 1;
}

/* A folder's name counts if it is right for most of its pictures: others are
 * called after the day that they were copied. */
static void
check_name(struct trait *traits, const struct entry *dates, size_t n)
{
	size_t right = 0;

	if (traits[dates[0].row].from == NO_DAY)
		return;
	for (size_t i = 0; i < n; i++)
		right += is_of_name(&traits[dates[i].row]);
	for (size_t i = 0; i < n && 2 * right > n; i++)
		if (!is_of_name(&traits[dates[i].row]))
			traits[dates[i].row].doubts |= DOUBT_BIT(DOUBT_DATE);
}

void
batch_dates(struct trait *traits, size_t n)
{
	struct entries entries = {.at = mem_array(n, sizeof *entries.at)};

	for (size_t i = 0; i < n; i++)
		if (traits[i].day != NO_DAY)
			add(&entries, traits[i].folder, traits[i].day, i);
	if (entries.n > 0)
		mem_sort(entries.at, entries.n, sizeof *entries.at, compare);
	for (size_t i = 0, m; i < entries.n; i += m) {
		m = same(&entries, i);
		check_name(traits, &entries.at[i], m);
		if (m >= DATED_LEAST)
			check_folder(traits, &entries.at[i], m);
	}
	free(entries.at);
}
