/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdlib.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "net/retry.h"
#include "picture/inflate.h"
#include "page_fetch.h"

/* So many bytes tell whether it is text. */
enum { LOOK = 512, CHARSET_MOST = 40 };

struct fetch {
	struct fetch_rules rules;
	struct transfers *transfers;
	struct hosts *hosts;
	struct buf agent;
	uint64_t running;
	size_t ended; /* pages since fetch_wait() began */
};

struct fetch *
fetch_open(const struct fetch_rules *rules)
{
	struct fetch *fetch = mem_array(1, sizeof *fetch);
	const char *proxy;

	fetch->rules = *rules;
	buf_printf(&fetch->agent, "img-scan/%s", opt_version());
	if (rules->contact != NULL)
		buf_printf(&fetch->agent, " (+%s)", rules->contact);
	fetch->rules.transfer.agent = buf_string(&fetch->agent);
	fetch->rules.transfer.parallel = rules->hosts.most;
	fetch->transfers = transfers_open(&fetch->rules.transfer);
	proxy = transfers_proxy(fetch->transfers);
	if (proxy != NULL && !rules->transfer.allow_private)
		warn("requests go through the proxy %s: it decides which "
		     "addresses are reached",
		    proxy);
	fetch->hosts = hosts_new(&rules->hosts);
	return fetch;
}

void
fetch_close(struct fetch *fetch)
{
	if (fetch == NULL)
		return;
	hosts_free(fetch->hosts);
	transfers_close(fetch->transfers);
	buf_free(&fetch->agent);
	free(fetch);
}

void
fetch_turn(struct fetch *fetch, uint64_t interval)
{
	struct host_rules rules = fetch->rules.hosts;

	if (rules.interval < interval)
		rules.interval = interval;
	hosts_free(fetch->hosts);
	fetch->hosts = hosts_new(&rules);
}

void
fetch_queue(struct fetch *fetch, struct fetch_page *page)
{
	page->queued = true;
	hosts_queue(fetch->hosts, &page->job, SLICE("host"), transfer_clock());
}

/* Binary data has zero bytes early, text has none but in UTF-16. */
static bool
looks_like_text(struct slice bytes)
{
	size_t n = bytes.n < LOOK ? bytes.n : LOOK;

	return n == 0 || memchr(bytes.at, '\0', n) == NULL ||
	    (n > 1 && (unsigned char)bytes.at[0] >= 0xfe &&
		(unsigned char)bytes.at[1] >= 0xfe);
}

/* A file as gzip(1) writes it, which is read where a list may be packed. */
static bool
is_packed(const struct fetch_page *page)
{
	struct slice bytes = buf_slice(&page->body);

	return page->is_folder && slice_begins(bytes, "\x1F\x8B");
}

/* 207 is a list of WebDAV. */
static int
wanted_status(const struct fetch_page *page)
{
	return page->get_status != 0 ? 207 : 200;
}

static bool
take_body(void *context, const struct transfer *transfer, struct slice bytes)
{
	struct fetch_page *page = context;

	if (transfer_status(transfer) != wanted_status(page))
		return false;
	buf_put_slice(&page->body, bytes);
	return page->body.n <= page->most &&
	    (looks_like_text(buf_slice(&page->body)) || is_packed(page));
}

/* By its type, or by its first character where the type does not tell. */
static bool
is_markup(const struct fetch_page *page, struct slice type)
{
	size_t i = 0;

	if (ascii_begins(type, "text/html") || ascii_begins(type, "text/xml") ||
	    ascii_begins(type, "application/xml") ||
	    ascii_begins(type, "application/xhtml+xml") ||
	    ascii_begins(type, "application/json"))
		return true;
	if (type.n > 0 && !ascii_begins(type, "text/plain"))
		return false;
	while (i < page->body.n &&
	    memchr("\xef\xbb\xbf \t\r\n", page->body.at[i], 7) != NULL)
		i++;
	return i < page->body.n && memchr("<[{", page->body.at[i], 3) != NULL;
}

static void
read_type(struct fetch_page *page, struct slice type)
{
	page->is_page = is_markup(page, type);
	for (; type.n > 0; type.at++, type.n--) {
		if (!ascii_begins(type, "charset="))
			continue;
		type = (struct slice){type.at + 8, type.n - 8};
		for (size_t i = 0; i < type.n && i < CHARSET_MOST; i++)
			if (strchr("\"'; ", type.at[i]) == NULL)
				buf_put_char(&page->charset, type.at[i]);
			else if (page->charset.n > 0)
				break;
		return;
	}
}

/* The type is then that of the packed file. */
static bool
unpack(struct fetch_page *page)
{
	struct buf packed = page->body;
	bool whole;

	page->body = (struct buf){0};
	whole = inflate_gzip(buf_slice(&packed), page->most + 1, &page->body);
	buf_free(&packed);
	if (!whole && page->body.n <= page->most)
		buf_put_string(&page->failure, "a damaged gzip file");
	return whole;
}

static void
conclude(struct fetch_page *page, const struct transfer_answer *answer)
{
	page->done = true;
	page->status =
	    page->get_status != 0 ? page->get_status : answer->status;
	if (answer->status == wanted_status(page))
		page->status = 200;
	buf_put_slice(&page->final, answer->url);
	if (answer->outcome == TRANSFER_ANSWERED && is_packed(page))
		read_type(page, unpack(page) ? SLICE("") : answer->type);
	else
		read_type(page, answer->type);
	if (answer->outcome == TRANSFER_PRIVATE)
		buf_put_string(&page->failure,
		    "an address that is not public (--allow-private)");
	else if (page->failure.n > 0)
		return;
	else if (answer->outcome != TRANSFER_ANSWERED)
		buf_put_string(&page->failure,
		    answer->error != NULL ? answer->error : "no answer");
	else if (page->status != 200)
		buf_printf(
		    &page->failure, "the server answers %d", page->status);
	else if (page->body.n > page->most)
		buf_printf(
		    &page->failure, "more than %zu MiB", page->most >> 20);
	page->is_page &= looks_like_text(buf_slice(&page->body));
}

static struct fetch_page *
page_of(struct host_job *job)
{
	return (struct fetch_page *)(void *)((char *)job -
	    offsetof(struct fetch_page, job));
}

static void
launch(struct fetch *fetch)
{
	int64_t now = transfer_clock();
	struct host_job *job;

	while ((job = hosts_next(fetch->hosts, now)) != NULL) {
		struct fetch_page *page = page_of(job);
		static const char *const depth[] = {"Depth: 1", NULL};
		bool dav = page->get_status != 0;
		struct transfer_request request = {.url = buf_slice(&page->url),
		    .method = dav ? "PROPFIND" : NULL,
		    .headers = dav ? depth : NULL,
		    .fresh = page->tries > 0,
		    .body = take_body,
		    .context = page};

		if (job->aside) {
			buf_put_string(&page->failure,
			    "not asked: the host does not answer, or wants to "
			    "be left alone for long");
			page->done = true;
			fetch->ended++;
			continue;
		}
		buf_clear(&page->body);
		transfers_start(fetch->transfers, &request);
		fetch->running++;
	}
}

/* A WebDAV server that shows no page for a folder: no method, no type, nothing
 * in it. */
static bool
wants_propfind(
    const struct fetch_page *page, const struct transfer_answer *answer)
{
	return page->is_folder && page->get_status == 0 &&
	    answer->outcome == TRANSFER_ANSWERED &&
	    (answer->status == 405 || answer->status == 415 ||
		answer->status == 501 ||
		(answer->status == 200 && page->body.n == 0 &&
		    !ascii_begins(answer->type, "image/")));
}

static void
land(struct fetch *fetch, struct transfer *transfer)
{
	const struct transfer_answer *answer = transfer_answer(transfer);
	struct fetch_page *page = transfer_context(transfer);
	enum host_result result = retry_after_answer(answer);
	int64_t wait =
	    answer->retry_after >= 0 ? answer->retry_after * 1000 : -1;
	bool again = result != HOST_FINE && page->tries < fetch->rules.retries;

	fetch->running--;
	if (result == HOST_FINE && wants_propfind(page, answer)) {
		page->get_status = answer->status;
		again = true;
	}
	hosts_done(fetch->hosts, &page->job, result, wait, transfer_clock(),
	    again, page->tries++);
	if (!again) {
		conclude(page, answer);
		fetch->ended++;
	}
	transfer_release(transfer);
}

void
fetch_wait(struct fetch *fetch)
{
	fetch->ended = 0;
	for (;;) {
		int64_t due, now;
		int wait = -1;
		struct transfer *transfer;

		launch(fetch);
		if (fetch->ended > 0)
			return;
		due = hosts_due(fetch->hosts);
		now = transfer_clock();
		if (due < 0 && fetch->running == 0)
			return;
		if (due >= 0)
			wait = due <= now	    ? 0
			    : due - now < INT32_MAX ? (int)(due - now)
						    : INT32_MAX;
		transfer = transfers_next(fetch->transfers, wait);
		if (transfer != NULL)
			land(fetch, transfer);
	}
}

void
fetch_page_free(struct fetch_page *page)
{
	buf_free(&page->url);
	buf_free(&page->failure);
	buf_free(&page->final);
	buf_free(&page->charset);
	buf_free(&page->body);
}
