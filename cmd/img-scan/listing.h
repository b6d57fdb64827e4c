/* SPDX-License-Identifier: MIT */
/*
 * A page of a web folder, as links: HTML of any server or hand, or a list in
 * XML or JSON of a bucket, a folder or a site. No network here, and nothing
 * about a page is believed: it is read as far as it goes.
 */
#ifndef IMG_LISTING_H
#define IMG_LISTING_H

#include "listing_facts.h"
#include "scope.h"

/* A page may have so many bytes, and so many links count. */
#define LISTING_MOST ((size_t)16 << 20)
#define LISTING_LINKS ((size_t)1 << 20)

struct link {
	size_t at, n; /* of the URL, in the listing's text */
	enum link_kind kind;
	struct listing_facts facts;
};

/* {0} to begin with; used again for page after page. */
struct listing {
	struct buf text;
	struct link *links; /* sorted by their URLs, each once */
	size_t n, room;
	struct buf more; /* URL of the list's next page, or empty */
	bool known; /* a list for programs, not a page for people */
	const char *wrong; /* why the page is no listing, or NULL */
};

/*
 * Reads the page at `url`; both URLs as scope_put() gives them. `charset` is
 * what the server says of it, or NULL. The links that lead to files and folders
 * below the start are kept.
 */
void listing_read(struct listing *listing, struct slice start, struct slice url,
    const char *charset, struct slice page);
void listing_free(struct listing *listing);

static inline struct slice
link_url(const struct listing *listing, const struct link *link)
{
	return (struct slice){listing->text.at + link->at, link->n};
}

/* Why a list has nothing that counts, though there is something in it. */
extern const char listing_elsewhere[];

/*
 * For the readers of pages: appends the page's query, without the names in
 * `drop` and that of the value, which comes after it, encoded.
 */
void listing_put_query(struct buf *out, struct slice page,
    const char *const drop[], const char *name, struct slice value);

/* For the readers of pages: adds a link, as scope_put() gives it; NULL if
 * there are too many. Valid until the next call. */
struct link *listing_add(
    struct listing *listing, struct slice url, enum link_kind kind);

#endif
