/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/table.h"
#include "net/url_parts.h"
#include "bucket.h"
#include "json_list.h"
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

const char listing_elsewhere[] =
    "what it lists is at other hosts, or not below the URL that was given";

static void
put_encoded(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (url_in_set(URL_UNRESERVED, c))
			buf_put_char(out, (char)c);
		else
			url_put_encoded(out, c);
	}
}

static bool
begins_with(struct slice part, const char *name)
{
	size_t n = strlen(name);

	return part.n >= n && memcmp(part.at, name, n) == 0 &&
	    (part.n == n || part.at[n] == '=');
}

void
listing_put_query(struct buf *out, struct slice page, const char *const drop[],
    const char *name, struct slice value)
{
	const char *mark = memchr(page.at, '?', page.n);
	struct slice query = SLICE(""), part;
	char separator = '?';

	if (mark != NULL)
		query = (struct slice){
		    mark + 1, page.n - (size_t)(mark - page.at) - 1};
	while (slice_word(&query, '&', &part)) {
		bool dropped = begins_with(part, name);

		for (size_t i = 0; drop[i] != NULL; i++)
			dropped |= begins_with(part, drop[i]);
		if (dropped)
			continue;
		buf_put_char(out, separator);
		buf_put_slice(out, part);
		separator = '&';
	}
	buf_put_char(out, separator);
	buf_put_string(out, name);
	buf_put_char(out, '=');
	put_encoded(out, value);
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
	listing->known = false;
	if (bucket_is(page))
		bucket_read(listing, start, url, page);
	else if (json_list_is(page))
		json_list_read(listing, start, url, page);
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
