/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "bucket.h"
#include "listing.h"
#include "markup.h"
#include "mem.h"

struct link *
listing_add(struct listing *listing, struct slice url, enum link_kind kind)
{
	struct link *link;

	if (listing->n == LISTING_LINKS)
		return NULL;
	if (listing->n == listing->room) {
		listing->room = listing->room > 0 ? 2 * listing->room : 64;
		listing->links = mem_resize(
		    listing->links, listing->room, sizeof *listing->links);
	}
	link = &listing->links[listing->n++];
	*link = (struct link){.at = listing->text.n, .n = url.n, .kind = kind};
	buf_put_slice(&listing->text, url);
	return link;
}

static int
compare(const void *a, const void *b, void *context)
{
	const struct listing *listing = context;
	const struct link *x = a, *y = b;
	int order = slice_compare(link_url(listing, x), link_url(listing, y));

	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

/* What two links to one URL tell. */
static void
merge(struct link *into, const struct link *link)
{
	if (link->kind > into->kind)
		into->kind = link->kind;
	if (!into->facts.has_bytes) {
		into->facts.has_bytes = link->facts.has_bytes;
		into->facts.bytes = link->facts.bytes;
	}
	if (!into->facts.has_time) {
		into->facts.has_time = link->facts.has_time;
		into->facts.time = link->facts.time;
	}
}

static void
sort(struct listing *listing)
{
	size_t n = 0;

	if (listing->n == 0)
		return;
	qsort_r(listing->links, listing->n, sizeof *listing->links, compare,
	    listing);
	for (size_t i = 1; i < listing->n; i++) {
		struct link *last = &listing->links[n];

		if (slice_equal(link_url(listing, last),
			link_url(listing, &listing->links[i])))
			merge(last, &listing->links[i]);
		else
			listing->links[++n] = listing->links[i];
	}
	listing->n = n + 1;
}

void
listing_read(struct listing *listing, struct slice start, struct slice url,
    const char *charset, struct slice page)
{
	buf_clear(&listing->text);
	buf_clear(&listing->more);
	listing->n = 0;
	listing->wrong = NULL;
	if (bucket_is(page))
		bucket_read(listing, start, url, page);
	else
		markup_read(listing, start, url, charset, page);
	sort(listing);
}

void
listing_free(struct listing *listing)
{
	buf_free(&listing->text);
	buf_free(&listing->more);
	free(listing->links);
}
