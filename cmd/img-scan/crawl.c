/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/progress.h"
#include "base/table.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "crawl.h"
#include "json_list.h"
#include "listing.h"
#include "robots.h"
#include "scan_row.h"

/* What is still to be written: rows, or a page and all below it. */
struct step {
	struct step *next;
	bool is_page;
	bool maybe; /* may be a file as well */
	uint64_t
	    *above; /* fingerprints of the pages above it, from the start */
	size_t nabove;
	uint64_t
	    before; /* fingerprint of the page that it goes on from, or 0 */
	uint64_t level;
	struct fetch_page page;
	struct buf rows;
	uint64_t nrows;
};

struct crawl {
	struct crawl_rules rules;
	struct output *out;
	struct counts *tally;
	struct fetch *fetch;
	struct fetch_page robots_page;
	struct buf origin; /* that the robots are of */
	struct robots robots;
	/* Of the operand. */
	struct buf start, first_page;
	struct step *first;
	struct table seen;
	uint64_t pages;
	struct listing listing;
	struct buf below, name, shown;
};

struct crawl *
crawl_new(
    const struct crawl_rules *rules, struct output *out, struct counts *tally)
{
	struct crawl *crawl = mem_array(1, sizeof *crawl);

	crawl->rules = *rules;
	crawl->out = out;
	crawl->tally = tally;
	return crawl;
}

void
crawl_free(struct crawl *crawl)
{
	fetch_close(crawl->fetch);
	fetch_page_free(&crawl->robots_page);
	robots_free(&crawl->robots);
	listing_free(&crawl->listing);
	buf_free(&crawl->origin);
	buf_free(&crawl->start);
	buf_free(&crawl->first_page);
	buf_free(&crawl->below);
	buf_free(&crawl->name);
	buf_free(&crawl->shown);
	free(crawl);
}

/* By its query a list of a bucket, as S3 and its likes are asked for one. */
static bool
asks_bucket(const struct url *url)
{
	static const char *const names[] = {"list-type=", "max-keys=",
	    "encoding-type=", "delimiter=", "continuation-token=",
	    "start-after=", "marker=", "comp=list", "restype=container"};
	struct slice query = url->query, part;

	while (query.at != NULL && slice_word(&query, '&', &part))
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (ascii_begins(part, names[i]))
				return true;
	return false;
}

/* No picture is called so. */
static bool
is_site_map(struct slice path)
{
	struct slice name = path_last(path);

	return ascii_begins(name, "sitemap") &&
	    (ascii_ends(name, ".xml") || ascii_ends(name, ".xml.gz"));
}

static bool
asks_api(struct slice url)
{
	struct buf bucket = {0};
	bool asks = json_list_put_bucket(&bucket, url);

	buf_free(&bucket);
	return asks;
}

bool
crawl_is_folder(struct slice url)
{
	struct url parts;

	url_parse(url, &parts);
	return parts.path.n == 0 || asks_bucket(&parts) ||
	    parts.path.at[parts.path.n - 1] == '/' || is_site_map(parts.path) ||
	    asks_api(url);
}

static void
complain(struct crawl *crawl, struct slice url, const char *why)
{
	buf_clear(&crawl->shown);
	url_put_redacted(&crawl->shown, url);
	warn("%s: %s", buf_string(&crawl->shown), why);
	diag_attention();
}

static bool
is_new(struct crawl *crawl, struct slice url)
{
	return table_add(&crawl->seen, table_key(url));
}

static struct step *
step_page(struct slice url, uint64_t level, bool maybe)
{
	struct step *step = mem_array(1, sizeof *step);

	step->is_page = true;
	step->level = level;
	step->maybe = maybe;
	step->page.most = LISTING_MOST;
	step->page.is_folder = !maybe;
	buf_put_slice(&step->page.url, url);
	return step;
}

static void
step_free(struct step *step)
{
	fetch_page_free(&step->page);
	free(step->above);
	buf_free(&step->rows);
	free(step);
}

/* Where the path begins. */
static size_t
origin_length(struct slice url)
{
	struct url parts;

	url_parse(url, &parts);
	return (size_t)(parts.path.at - url.at);
}

static void
read_robots(struct crawl *crawl)
{
	struct fetch_page *page = &crawl->robots_page;

	if (page->status == 200)
		robots_read(&crawl->robots, buf_slice(&page->body));
	/* Who cannot be asked has not allowed it (RFC 9309, 2.3.1.4). */
	else if (page->status == 0 || page->status >= 500 ||
	    page->status == 429)
		robots_read(
		    &crawl->robots, SLICE("User-agent: *\nDisallow: /\n"));
}

/* Those of the start's host, unless they are known already. */
static void
get_robots(struct crawl *crawl)
{
	struct slice start = buf_slice(&crawl->start);
	struct fetch_page *page = &crawl->robots_page;

	start.n = origin_length(start);
	if (slice_equal(start, buf_slice(&crawl->origin)))
		return;
	robots_free(&crawl->robots);
	fetch_turn(crawl->fetch, 0);
	buf_clear(&crawl->origin);
	buf_put_slice(&crawl->origin, start);
	if (crawl->rules.ignore_robots)
		return;
	fetch_page_free(page);
	*page = (struct fetch_page){.most = ROBOTS_MOST};
	buf_put_slice(&page->url, start);
	buf_put_string(&page->url, "/robots.txt");
	fetch_queue(crawl->fetch, page);
	while (!page->done)
		fetch_wait(crawl->fetch);
	read_robots(crawl);
	if (crawl->robots.delay > 0)
		fetch_turn(crawl->fetch, crawl->robots.delay);
}

static bool
is_allowed(const struct crawl *crawl, struct slice url)
{
	size_t n = origin_length(url);

	return robots_allow(
	    &crawl->robots, (struct slice){url.at + n, url.n - n});
}

/* Splits what is below the start into crawl->below and crawl->name. */
static void
split(struct crawl *crawl, struct slice url)
{
	struct slice below = scope_below(buf_slice(&crawl->start), url);
	const char *mark = below.n > 0 ? memchr(below.at, '?', below.n) : NULL;
	const char *slash;
	size_t n;

	buf_clear(&crawl->below);
	buf_clear(&crawl->name);
	if (mark != NULL)
		below.n = (size_t)(mark - below.at);
	if (below.n > 0 && below.at[below.n - 1] == '/')
		below.n--;
	slash = below.n > 0 ? memrchr(below.at, '/', below.n) : NULL;
	n = slash != NULL ? (size_t)(slash - below.at) + 1 : 0;
	scope_decode(&crawl->below, (struct slice){below.at, n});
	if (!scope_put_handed(&crawl->name, url))
		scope_decode(
		    &crawl->name, (struct slice){below.at + n, below.n - n});
}

static uint64_t
level_of(const struct crawl *crawl)
{
	uint64_t level = 1;

	for (size_t i = 0; i < crawl->below.n; i++)
		level += crawl->below.at[i] == '/';
	return level;
}

static bool
is_wanted(struct crawl *crawl, enum file_filter_reason reason)
{
	switch (reason) {
	case FILE_FILTER_HIDDEN: crawl->tally->hidden++; break;
	case FILE_FILTER_GLOB: crawl->tally->excluded++; break;
	case FILE_FILTER_EXTENSION: crawl->tally->other++; break;
	case FILE_FILTER_WANTED: return true;
	}
	return false;
}

/* The folders on the way to what was split. */
static bool
way_is_wanted(struct crawl *crawl)
{
	struct slice all = buf_slice(&crawl->below);

	for (size_t from = 0, at = 0; at < all.n; at++) {
		struct slice name = {all.at + from, at - from};

		if (all.at[at] != '/')
			continue;
		if (name.n > 0 &&
		    !is_wanted(crawl,
			file_filter_folder(crawl->rules.pick,
			    (struct slice){all.at, from}, name)))
			return false;
		from = at + 1;
	}
	return true;
}

static bool
too_deep(struct crawl *crawl, uint64_t level)
{
	return crawl->rules.depth_most > 0 && level > crawl->rules.depth_most;
}

static bool
file_is_wanted(struct crawl *crawl, struct slice url)
{
	split(crawl, url);
	if (too_deep(crawl, level_of(crawl))) {
		crawl->tally->deep++;
		return false;
	}
	return crawl->name.n > 0 && way_is_wanted(crawl) &&
	    is_wanted(crawl,
		file_filter_file(crawl->rules.pick, buf_slice(&crawl->below),
		    buf_slice(&crawl->name)));
}

static void
put_file(struct crawl *crawl, struct step *step, struct slice url,
    const struct listing_facts *facts)
{
	if (!file_is_wanted(crawl, url) || !is_new(crawl, url))
		return;
	scan_row_remote(&step->rows, url, facts, SLICE(""));
	step->nrows++;
}

/* The page of a folder, or NULL. */
static struct step *
open_folder(struct crawl *crawl, const struct step *from, struct slice url,
    enum link_kind kind)
{
	bool query = memchr(url.at, '?', url.n) != NULL;
	uint64_t level;

	split(crawl, url);
	/* The index page of a folder lies in it. */
	level = query ? from->level + 1
	    : kind == LINK_FOLDER && url.at[url.n - 1] != '/'
	    ? level_of(crawl)
	    : level_of(crawl) + 1;
	if (kind == LINK_MAYBE && crawl->rules.depth_most > 0 &&
	    too_deep(crawl, level) && !crawl->rules.pick->all)
		return NULL;
	if (!way_is_wanted(crawl) ||
	    (!query && crawl->name.n > 0 &&
		!is_wanted(crawl,
		    file_filter_folder(crawl->rules.pick,
			buf_slice(&crawl->below), buf_slice(&crawl->name)))))
		return NULL;
	if (too_deep(crawl, level)) {
		crawl->tally->deep++;
		return NULL;
	}
	return is_new(crawl, url) ? step_page(url, level, kind == LINK_MAYBE)
				  : NULL;
}

/* Of a page: what it leads to, as seen from there. 0 if there are no files. */
static uint64_t
fingerprint(const struct crawl *crawl, struct slice page)
{
	const struct listing *listing = &crawl->listing;
	uint64_t print = 1;
	bool files = false;

	for (size_t i = 0; i < listing->n; i++) {
		const struct link *link = &listing->links[i];
		struct slice url = link_url(listing, link);
		struct slice below = scope_below(page, url);

		/* Not the way up. */
		if (below.at == NULL || below.n == 0)
			continue;
		print = print * 0x100000001b3u + table_key(below);
		print = print * 0x100000001b3u + link->facts.bytes +
		    (uint64_t)link->facts.time;
		files |= link->kind == LINK_FILE;
	}
	return files ? print : 0;
}

static bool
repeats(const struct step *step, uint64_t print)
{
	for (size_t i = 0; i < step->nabove && print != 0; i++)
		if (step->above[i] == print)
			return true;
	return false;
}

static void
remember(struct step *page, const struct step *from, uint64_t print)
{
	page->nabove = from->nabove + 1;
	page->above = mem_array(page->nabove, sizeof *page->above);
	for (size_t i = 0; i < from->nabove; i++)
		page->above[i] = from->above[i];
	page->above[from->nabove] = print;
}

static const char no_more[] =
    "the list goes on, but its next page is one that was there before; what "
    "comes after it is missing";

/* The next page of a list. */
static struct step **
follow_more(struct crawl *crawl, const struct step *from, uint64_t print,
    struct step **tail)
{
	struct slice more = buf_slice(&crawl->listing.more);

	if (more.n == 0)
		return tail;
	if (!is_new(crawl, more)) {
		complain(crawl, buf_slice(&from->page.url), no_more);
		return tail;
	}
	*tail = step_page(more, from->level, false);
	(*tail)->before = print;
	return &(*tail)->next;
}

/* The steps that a page becomes, in the order of their URLs. */
static struct step **
follow(struct crawl *crawl, const struct step *from, uint64_t print,
    struct step **tail)
{
	struct listing *listing = &crawl->listing;
	struct step *rows = NULL;

	for (size_t i = 0; i < listing->n; i++) {
		const struct link *link = &listing->links[i];
		struct slice url = link_url(listing, link);

		if (link->kind == LINK_FILE) {
			if (rows == NULL)
				rows = mem_array(1, sizeof *rows);
			put_file(crawl, rows, url, &link->facts);
			continue;
		}
		struct step *page = open_folder(crawl, from, url, link->kind);

		if (page == NULL)
			continue;
		remember(page, from, print);
		if (rows != NULL) {
			*tail = rows;
			tail = &rows->next;
			rows = NULL;
		}
		*tail = page;
		tail = &page->next;
	}
	if (rows != NULL) {
		*tail = rows;
		tail = &rows->next;
	}
	return follow_more(crawl, from, print, tail);
}

/* Where the page really is, in crawl->name; false if that is no use. */
static bool
settle(struct crawl *crawl, struct step *step)
{
	struct slice asked = buf_slice(&step->page.url);
	struct slice start = buf_slice(&crawl->start), final;
	size_t n;

	buf_clear(&crawl->name);
	if (!scope_put(&crawl->name, buf_slice(&step->page.final)))
		return false;
	final = buf_slice(&crawl->name);
	if (slice_equal(final, asked))
		return true;
	if (slice_equal(asked, start)) {
		n = origin_length(final);
		if (scope_below((struct slice){final.at, n + 1}, start).at !=
		    NULL) {
			buf_clear(&crawl->start);
			buf_put_slice(&crawl->start, final);
			is_new(crawl, final);
			return true;
		}
	}
	if (scope_below(start, final).at == NULL) {
		buf_printf(&step->page.failure,
		    "leads to %.*s, which is not below the start",
		    SLICE_ARG(final));
		return false;
	}
	if (!is_new(crawl, final)) {
		crawl->tally->loops++;
		return false;
	}
	return true;
}

/* A name without an extension has turned out to be a file. */
static bool
is_file(const struct step *step)
{
	return step->maybe && step->page.status == 200 && !step->page.is_page;
}

/* What lists of servers have in them even when they are empty. */
static bool
is_list(struct slice page)
{
	static const char *const marks[] = {"index of", "directory listing",
	    "listing of", "listing for", "directory of", "parent directory",
	    "href=\"../\"", "href=\"..\"", "href=\"?c=n", "href=\"?sort"};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (ascii_contains(page, marks[i]))
			return true;
	return false;
}

/* A page that leads nowhere, and does not look like an empty folder's. */
static bool
is_no_list(const struct crawl *crawl, const struct fetch_page *page)
{
	return crawl->pages == 1 && crawl->listing.n == 0 &&
	    crawl->listing.more.n == 0 && crawl->listing.wrong == NULL &&
	    !crawl->listing.known && !is_list(buf_slice(&page->body));
}

/* What was asked for as a page is a file. */
static struct step **
put_page_file(struct crawl *crawl, struct slice url, struct step **tail)
{
	static const struct listing_facts nothing;
	struct step *rows = mem_array(1, sizeof *rows);

	if (file_is_wanted(crawl, url)) {
		scan_row_remote(&rows->rows, url, &nothing, SLICE(""));
		rows->nrows++;
	}
	*tail = rows;
	return &rows->next;
}

/* The steps that a page becomes which has been read, and what is wrong. */
static struct step **
judge_page(struct crawl *crawl, struct step *step, struct step **tail)
{
	struct fetch_page *page = &step->page;
	uint64_t print = fingerprint(crawl, buf_slice(&crawl->name));

	/* What has no extension and is for programs is a file. */
	if (step->maybe && crawl->listing.wrong != NULL)
		return put_page_file(crawl, buf_slice(&page->url), tail);
	crawl->tally->folders++;
	if (crawl->listing.wrong != NULL)
		buf_put_string(&page->failure, crawl->listing.wrong);
	else if (is_no_list(crawl, page))
		buf_put_string(&page->failure,
		    "no links to files or folders below it: it may be no list, "
		    "or one that a script in it makes");
	else if (step->before != 0 && step->before == print)
		buf_put_string(&page->failure, no_more);
	else if (repeats(step, print))
		buf_put_string(&page->failure,
		    "shows the same as a folder above it; not followed");
	else
		return follow(crawl, step, print, tail);
	return crawl->listing.wrong != NULL ? follow(crawl, step, print, tail)
					    : tail;
}

/* Puts what the first step leads to in its place. */
static void
expand(struct crawl *crawl)
{
	struct step *step = crawl->first, *rest = step->next;
	struct step **tail = &crawl->first;
	struct fetch_page *page = &step->page;

	if (is_file(step)) {
		tail = put_page_file(crawl, buf_slice(&page->url), tail);
	} else if (page->failure.n == 0 && !page->is_page) {
		buf_put_string(&page->failure, "not a page of links");
	} else if (page->failure.n == 0 && settle(crawl, step)) {
		listing_read(&crawl->listing, buf_slice(&crawl->start),
		    buf_slice(&crawl->name),
		    page->charset.n > 0 ? buf_string(&page->charset) : NULL,
		    buf_slice(&page->body));
		tail = judge_page(crawl, step, tail);
	}
	if (page->failure.n > 0)
		complain(
		    crawl, buf_slice(&page->url), buf_string(&page->failure));
	*tail = rest;
	step_free(step);
}

static void
put_refusal(struct crawl *crawl, struct buf *out)
{
	struct fetch_page *page = &crawl->robots_page;

	if (page->failure.n == 0)
		buf_put_string(out, "robots.txt forbids it (--ignore-robots)");
	else
		buf_printf(out, "its robots.txt: %s%s",
		    buf_string(&page->failure),
		    page->status == 0 ? "" : " (--ignore-robots)");
}

/* Asks for the first pages there are, as many as may be asked for at once. */
static void
look_ahead(struct crawl *crawl)
{
	uint64_t n = 0;

	for (struct step *step = crawl->first;
	     step != NULL && n < crawl->rules.fetch.hosts.most &&
	     crawl->pages + n < crawl->rules.pages_most;
	     step = step->next) {
		struct fetch_page *page = &step->page;

		if (!step->is_page)
			continue;
		n++;
		if (page->queued || page->done)
			continue;
		if (is_allowed(crawl, buf_slice(&page->url))) {
			fetch_queue(crawl->fetch, page);
			continue;
		}
		put_refusal(crawl, &page->failure);
		page->done = true;
	}
}

static void
write_rows(struct crawl *crawl, struct step *step)
{
	output_put(crawl->out, buf_slice(&step->rows));
	crawl->tally->rows += step->nrows;
	progress_add(step->nrows);
	crawl->first = step->next;
	step_free(step);
}

/* No more pages; those that are asked for already are waited for. */
static void
give_up(struct crawl *crawl)
{
	complain(crawl, buf_slice(&crawl->start),
	    "more pages than --max-pages; the rest is not read");
	for (struct step **at = &crawl->first, *step; (step = *at) != NULL;) {
		if (!step->is_page) {
			at = &step->next;
			continue;
		}
		while (step->page.queued && !step->page.done)
			fetch_wait(crawl->fetch);
		*at = step->next;
		step_free(step);
	}
}

static void
run(struct crawl *crawl)
{
	while (crawl->first != NULL) {
		struct step *step = crawl->first;

		if (!step->is_page) {
			write_rows(crawl, step);
		} else if (crawl->pages >= crawl->rules.pages_most) {
			give_up(crawl);
		} else {
			look_ahead(crawl);
			if (!step->page.done)
				output_flush(crawl->out);
			while (!step->page.done)
				fetch_wait(crawl->fetch);
			crawl->pages++;
			expand(crawl);
		}
	}
}

/*
 * Where what is listed lies, and in crawl->first_page what is asked for first.
 * A bucket in the path is a folder: what is in it is below it.
 */
static bool
put_start(struct crawl *crawl, struct slice url)
{
	struct buf folder = {0};
	struct url parts;
	bool put;

	url_parse(url, &parts);
	if (parts.path.n > 0 && parts.path.at[parts.path.n - 1] != '/' &&
	    asks_bucket(&parts) && !asks_api(url)) {
		size_t n = (size_t)(parts.path.at + parts.path.n - url.at);

		buf_put(&folder, url.at, n);
		buf_put_char(&folder, '/');
		buf_put_slice(&folder, slice_from(url, n));
		url = buf_slice(&folder);
	}
	buf_clear(&crawl->start);
	buf_clear(&crawl->first_page);
	put = scope_put(&crawl->first_page, url);
	url = buf_slice(&crawl->first_page);
	if (put && !json_list_put_bucket(&crawl->start, url))
		buf_put_slice(&crawl->start, url);
	buf_free(&folder);
	return put;
}

const char *
crawl_folder(struct crawl *crawl, struct slice url)
{
	struct url parts;
	struct slice start;

	if (!put_start(crawl, url))
		return "not a URL that can be read";
	start = buf_slice(&crawl->start);
	url_parse(start, &parts);
	if (parts.userinfo.at != NULL)
		return "a name or password in the URL would stand in every row";
	if (crawl->fetch == NULL)
		crawl->fetch = fetch_open(&crawl->rules.fetch);
	get_robots(crawl);
	crawl->pages = 0;
	crawl->seen = (struct table){.set = true};
	is_new(crawl, buf_slice(&crawl->first_page));
	crawl->first = step_page(buf_slice(&crawl->first_page), 1, false);
	run(crawl);
	table_free(&crawl->seen);
	return NULL;
}
