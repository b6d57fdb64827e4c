/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "net/url.h"
#include "text/collation.h"
#include "cell.h"
#include "skeletal_groups.h"

enum { NO_URL = 0 };

/* A specimen: its number and the list of its URLs. */
struct group {
	enum identifier by;
	bool created; /* the portal has no record of it */
	size_t number, number_n; /* in bytes */
	size_t key, key_n; /* the number as it is compared */
	size_t first; /* of urls, counted from 1; NO_URL: none */
	size_t last;
	size_t cell; /* bytes that its cell will have */
	size_t same_key; /* the one before it, from 1; 0: none */
};

struct link {
	size_t at; /* in bytes */
	size_t n;
	size_t next;
};

struct skeletal_groups {
	struct buf bytes;
	struct group *groups;
	size_t n;
	size_t room;
	struct table by_number; /* the last group, from 1 */
	struct link *links;
	size_t nlinks;
	size_t links_room;
	struct buf name;
	struct buf other;
};

struct skeletal_groups *
skeletal_groups_new(void)
{
	return mem_array(1, sizeof(struct skeletal_groups));
}

void
skeletal_groups_free(struct skeletal_groups *g)
{
	buf_free(&g->bytes);
	buf_free(&g->name);
	buf_free(&g->other);
	free(g->groups);
	table_free(&g->by_number);
	free(g->links);
	free(g);
}

static struct slice
bytes_of(const struct skeletal_groups *g, size_t at, size_t n)
{
	return (struct slice){g->bytes.at + at, n};
}

static struct slice
key_of(const struct skeletal_groups *g, const struct group *group)
{
	return bytes_of(g, group->key, group->key_n);
}

/* By its number as the portal compares it; the first spelling is written. */
static struct group *
find(struct skeletal_groups *g, const struct import_row *item)
{
	struct group *group;
	uint64_t *last;

	buf_clear(&g->name);
	collation_put(&g->name, item->number);
	last = table_value(&g->by_number,
	    table_key_after((uint64_t)item->by, buf_slice(&g->name)));
	for (size_t i = *last; i > 0; i = group->same_key) {
		group = &g->groups[i - 1];
		if (group->by == item->by &&
		    slice_equal(key_of(g, group), buf_slice(&g->name))) {
			group->created = group->created && item->created;
			return group;
		}
	}
	if (g->n == g->room) {
		g->room = g->room * 2 + 1024;
		g->groups = mem_resize(g->groups, g->room, sizeof *g->groups);
	}
	group = &g->groups[g->n++];
	*group = (struct group){.by = item->by,
	    .created = item->created,
	    .number = g->bytes.n,
	    .number_n = item->number.n,
	    .same_key = *last};
	*last = g->n;
	buf_put_slice(&g->bytes, item->number);
	group->key = g->bytes.n;
	group->key_n = g->name.n;
	buf_put_slice(&g->bytes, buf_slice(&g->name));
	return group;
}

static struct slice
link_of(const struct skeletal_groups *g, size_t i)
{
	const struct link *link = &g->links[i - 1];

	return bytes_of(g, link->at, link->n);
}

static enum reject_reason
refusal(struct skeletal_groups *g, const struct group *group, struct slice url)
{
	if (group->cell + url.n + 1 > GROUP_CELL_MOST)
		return REJECT_REASON_TOO_LONG;
	buf_clear(&g->name);
	url_put_name(&g->name, url);
	for (size_t i = group->first; i != NO_URL; i = g->links[i - 1].next) {
		if (slice_equal(link_of(g, i), url))
			return REJECT_REASON_DUPLICATE;
		buf_clear(&g->other);
		url_put_name(&g->other, link_of(g, i));
		if (slice_equal(buf_slice(&g->name), buf_slice(&g->other)))
			return REJECT_REASON_SAME_NAME;
	}
	return REJECT_REASON_NOT;
}

enum reject_reason
skeletal_groups_add(struct skeletal_groups *g, const struct import_row *item)
{
	struct slice url = item->values[V_ORIGINAL];
	struct group *group = find(g, item);
	enum reject_reason reason = refusal(g, group, url);

	if (reason != REJECT_REASON_NOT)
		return reason;
	if (g->nlinks == g->links_room) {
		g->links_room = g->links_room > 0 ? 2 * g->links_room : 1024;
		g->links =
		    mem_resize(g->links, g->links_room, sizeof *g->links);
	}
	g->links[g->nlinks++] = (struct link){g->bytes.n, url.n, NO_URL};
	buf_put_slice(&g->bytes, url);
	if (group->first == NO_URL)
		group->first = g->nlinks;
	else
		g->links[group->last - 1].next = g->nlinks;
	group->last = g->nlinks;
	group->cell += url.n + 1;
	return REJECT_REASON_NOT;
}

static void
put_cell(
    const struct skeletal_groups *g, const struct group *group, struct buf *out)
{
	for (size_t k = group->first; k != NO_URL; k = g->links[k - 1].next) {
		if (k != group->first)
			buf_put_char(out, ';');
		buf_put_slice(out, link_of(g, k));
	}
}

struct skeletal_counts
skeletal_groups_put(
    const struct skeletal_groups *g, struct file_parts *parts, bool created)
{
	struct skeletal_counts counts = {0};
	struct buf line = {0}, cell = {0};

	for (size_t i = 0; i < g->n; i++) {
		const struct group *group = &g->groups[i];

		if (group->created != created || group->first == NO_URL)
			continue;
		buf_clear(&line);
		buf_clear(&cell);
		if (group->by == BY_OTHER)
			buf_put_char(&line, ',');
		cell_put(&line, bytes_of(g, group->number, group->number_n));
		if (group->by == BY_NUMBER)
			buf_put_char(&line, ',');
		buf_put_char(&line, ',');
		put_cell(g, group, &cell);
		cell_put(&line, buf_slice(&cell));
		buf_put_char(&line, '\n');
		file_parts_put(parts, buf_slice(&line));
		counts.specimens++;
		counts.by_other += group->by == BY_OTHER;
	}
	buf_free(&line);
	buf_free(&cell);
	return counts;
}
