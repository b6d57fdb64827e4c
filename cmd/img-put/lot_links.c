/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/diag.h"
#include "lot_parts.h"
#include "public_link.h"

/* So many files in a row without a link: then others will have none, too. */
enum { FAILURES_MOST = 10 };

bool
lot_has_links(const struct lot *lot)
{
	return lot->links.n > 0;
}

const char *
lot_no_links(const struct lot *lot)
{
	return lot->no_links.n > 0 ? lot->no_links.at : NULL;
}

/* The first reason counts. */
static void
set_no_links(struct lot *lot, const char *before, struct slice text)
{
	if (lot->no_links.n > 0)
		return;
	buf_put_string(&lot->no_links, before);
	buf_put_slice(&lot->no_links, text);
	buf_string(&lot->no_links);
}

void
lot_take_link(struct lot *lot, struct lot_file *file, struct slice link)
{
	/* An offset of 0 is that of no link. */
	size_t start = lot->links.n > 0 ? lot->links.n : 1;
	struct buf url = {0};
	const char *wrong = public_link_put(&url, link);

	file->unfit = wrong != NULL;
	if (wrong == NULL) {
		if (lot->links.n == 0)
			buf_put_char(&lot->links, '\0');
		buf_put_slice(&lot->links, buf_slice(&url));
		buf_put_char(&lot->links, '\0');
		file->link = start;
	} else {
		inform("%s: its public link is %s", lot_name(lot, file), wrong);
		set_no_links(
		    lot, "the public link of a file is ", slice_of(wrong));
	}
	buf_free(&url);
}

static bool
is_linked(const struct lot_file *file)
{
	return file->link > 0 || !file->done ||
	    file->result.action == UPLOAD_NOTHING;
}

/* Up to so many files that have no link, of those from there on; where the next
 * ones begin. */
static size_t
list_some(struct lot *lot, size_t from, size_t most)
{
	lot_begin_list(lot);
	for (; from < lot->n && most > 0; from++) {
		struct lot_file *file = &lot->files[from];

		if (is_linked(file) || file->unfit)
			continue;
		lot_list_file(lot, file);
		most--;
	}
	return from;
}

/* Asks for them, once more after temporary failures. */
static size_t
ask_some(struct lot *lot, size_t from, size_t most)
{
	size_t next = list_some(lot, from, most);
	unsigned pause = PAUSE_FIRST;
	enum engine_end end;

	for (uint64_t tries = 0; lot->list.n > 0; tries++) {
		if (!lot_run_once(lot, ENGINE_LINK, &end) ||
		    end != ENGINE_LATER || lot->trouble.n > 0 ||
		    tries == lot->settings->retries)
			break;
		engine_process_pause(lot->process, pause);
		pause = pause * 2 < PAUSE_LONGEST ? pause * 2 : PAUSE_LONGEST;
		list_some(lot, from, next - from);
	}
	return next;
}

/* What its program has said of the first file without a link. */
static void
explain(struct lot *lot)
{
	struct slice error = slice_of(engine_process_error(lot->process));
	const char *end = memmem(error.at, error.n, "; ", 2);

	if (slice_contains(error, "doesn't support public links")) {
		set_no_links(lot, "the remote makes no public links",
		    SLICE(": give the URL of the target with -u/--url"));
		return;
	}
	if (end != NULL)
		error.n = (size_t)(end - error.at);
	set_no_links(lot, "no file gets a public link: ", error);
}

/*
 * What comes of a few is what will come of all: others are not made public for
 * nothing. Where those begin that were not asked for.
 */
static size_t
ask_few(struct lot *lot)
{
	size_t next = ask_some(lot, 0, 1);

	if (lot->list.n == 0 || lot_has_links(lot) || lot->no_links.n > 0 ||
	    lot->trouble.n > 0)
		return next;
	explain(lot);
	if (!slice_contains(buf_slice(&lot->no_links), "makes no public"))
		next = ask_some(lot, next, FAILURES_MOST - 1);
	return next;
}

/* Files without a link are not done if more may come. */
static void
settle_links(struct lot *lot)
{
	for (size_t i = 0; i < lot->n; i++) {
		struct lot_file *file = &lot->files[i];

		if (is_linked(file))
			continue;
		if (lot->trouble.n > 0)
			file->done = false;
		else
			file->result.problem = "put-no-link";
	}
}

void
lot_link_all(struct lot *lot)
{
	bool trouble = lot->trouble.n > 0;
	size_t next;

	if (!lot->engine->links || lot->settings->base != NULL ||
	    lot->settings->dry_run)
		return;
	next = ask_few(lot);
	if (!lot_has_links(lot) && (trouble || lot->trouble.n == 0))
		return;
	if (lot->trouble.n == 0)
		ask_some(lot, next, lot->n);
	settle_links(lot);
}
