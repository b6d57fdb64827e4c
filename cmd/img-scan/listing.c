/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "bucket.h"
#include "listing.h"
#include "markup.h"

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

/* A name without a folder before it. */
static bool
is_bare(struct slice handed)
{
	return handed.at != NULL && memchr(handed.at, '/', handed.n) == NULL &&
	    memmem(handed.at, handed.n, "%2F", 3) == NULL;
}

/* True if the link is of that sort and its name has come with the other. */
static bool
repeats(struct table *seen, struct slice url, bool handed, struct buf *name)
{
	uint64_t *first; /* 1: a file, 2: one handed out */
	const char *slash;

	if (is_bare(scope_handed(url)) != handed)
		return false;
	buf_clear(name);
	if (!scope_put_handed(name, url)) {
		slash = memrchr(url.at, '/', url.n);
		scope_decode(
		    name, slice_from(url, (size_t)(slash + 1 - url.at)));
	}
	first = table_value(seen, table_key(buf_slice(name)));
	if (*first == 0)
		*first = 1 + handed;
	return *first != 1u + handed;
}

/* Files that the page leads to, and hands out by a program besides. */
static void
drop_handed(struct listing *listing)
{
	struct table seen = {0};
	struct buf name = {0};
	size_t n = 0;

	for (size_t i = 0; i < listing->n; i++)
		if (listing->links[i].kind == LINK_FILE)
			repeats(&seen, link_url(listing, &listing->links[i]),
			    false, &name);
	for (size_t i = 0; i < listing->n; i++)
		if (listing->links[i].kind != LINK_FILE ||
		    !repeats(&seen, link_url(listing, &listing->links[i]), true,
			&name))
			listing->links[n++] = listing->links[i];
	listing->n = n;
	table_free(&seen);
	buf_free(&name);
}

static bool
has_handed(const struct listing *listing)
{
	for (size_t i = 0; i < listing->n; i++)
		if (listing->links[i].kind == LINK_FILE &&
		    is_bare(
			scope_handed(link_url(listing, &listing->links[i]))))
			return true;
	return false;
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
	if (has_handed(listing))
		drop_handed(listing);
}

void
listing_free(struct listing *listing)
{
	buf_free(&listing->text);
	buf_free(&listing->more);
	free(listing->links);
}
