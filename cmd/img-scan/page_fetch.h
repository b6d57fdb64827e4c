/* SPDX-License-Identifier: MIT */
/*
 * Pages over HTTP, several at once and politely: so many at once and so often,
 * again after temporary failures, slower where the host says it is busy. From
 * one thread.
 */
#ifndef IMG_PAGE_FETCH_H
#define IMG_PAGE_FETCH_H

#include <stdbool.h>

#include "base/buf.h"
#include "net/hosts.h"
#include "net/transfer.h"

/* How pages are asked for. Strings stay the caller's. */
struct fetch_rules {
	const char *contact; /* for the User-Agent, or NULL */
	uint64_t retries;
	struct host_rules hosts;
	struct transfer_rules transfer;
};

/* A page. {0}, then url, most and is_folder, to begin with. */
struct fetch_page {
	struct host_job job; /* fetch's own */
	struct buf url;
	size_t most; /* bytes that it may have */
	unsigned tries;
	bool queued, done;
	/* It is a folder or a list: gzip may have packed it, and WebDAV's
	 * PROPFIND lists it where a GET says nothing. */
	bool is_folder;
	int get_status; /* of that GET, when PROPFIND was asked; or 0 */
	/* When done. */
	int status; /* 0 if no answer came */
	bool is_page; /* HTML or XML */
	struct buf failure; /* why it could not be read; empty if it was */
	struct buf final; /* its URL after redirects */
	struct buf charset; /* empty where it is not given */
	struct buf body;
};

struct fetch;

/* Dies if the rules cannot be kept. */
struct fetch *fetch_open(const struct fetch_rules *rules);
void fetch_close(struct fetch *fetch);

/* From now on one host is asked, `interval` milliseconds apart if that is more
 * than the rules say. Nothing may be queued. */
void fetch_turn(struct fetch *fetch, uint64_t interval);

/* Puts the page in line; it is held until it is done. */
void fetch_queue(struct fetch *fetch, struct fetch_page *page);

/* Works until a page that was queued is done. */
void fetch_wait(struct fetch *fetch);

void fetch_page_free(struct fetch_page *page);

#endif
