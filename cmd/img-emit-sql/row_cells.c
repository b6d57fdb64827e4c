/* SPDX-License-Identifier: MIT */
#include "ascii_checks.h"
#include "row_cells.h"

static void
fetch(struct preparer *p, struct row_fields row, const struct plan_field *there,
    size_t n, struct slice *values)
{
	for (size_t i = 0; i < n; i++)
		values[there[i].id] = row_field(&row, there[i].column);
	for (size_t i = 0; i < n && !p->plain; i++)
		values[there[i].id] =
		    stream_unescape(values[there[i].id], &p->scratch);
}

static void
map_url(struct preparer *p, struct slice *url)
{
	for (size_t m = 0; m < p->plan->nmaps; m++) {
		const struct plan_map *map = &p->plan->maps[m];
		size_t start = p->mapped.n;

		if (url->n < map->from.n ||
		    memcmp(url->at, map->from.at, map->from.n) != 0)
			continue;
		buf_put_slice(&p->mapped, map->to);
		buf_put_slice(&p->mapped, slice_from(*url, map->from.n));
		*url =
		    (struct slice){p->mapped.at + start, p->mapped.n - start};
		p->plain = p->plain && bytes_are_plain(map->to);
		return;
	}
}

/* --map: what is written and compared is the new URL. */
static void
map_urls(struct preparer *p)
{
	size_t room = 0;

	for (size_t i = 0; i < p->plan->nurls; i++)
		room += p->values[p->plan->urls[i]].n;
	buf_clear(&p->mapped);
	/* Nothing may move: room for all of them. */
	for (size_t m = 0; m < p->plan->nmaps; m++)
		room += NTARGETS * p->plan->maps[m].to.n;
	buf_room(&p->mapped, room);
	for (size_t i = 0; i < p->plan->nurls; i++)
		map_url(p, &p->values[p->plan->urls[i]]);
}

void
row_cells_fetch(struct preparer *p, const struct block *block, size_t row)
{
	const struct plan *plan = p->plan;
	struct row_fields fields = block_row_fields(block, row);
	struct slice whole = block_row(block, row);

	p->plain = p->all_plain || bytes_are_plain(whole);
	buf_clear(&p->scratch);
	/* Room for every field, some of them twice: nothing may move. */
	if (!p->plain)
		buf_room(&p->scratch, whole.n * 2);
	for (size_t i = 0; i < plan->nfilled; i++)
		p->values[plan->filled[i]] = SLICE("");
	fetch(p, fields, plan->targets_there, plan->ntargets_there, p->values);
	fetch(p, fields, plan->cells_there, plan->ncells_there, p->cells);
	if (plan->nmaps > 0)
		map_urls(p);
	p->column = "";
	p->number = SLICE("");
	p->other = SLICE("");
}
