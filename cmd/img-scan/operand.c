/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/progress.h"
#include "base/utf8.h"
#include "net/picture_page.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "stream/mistaken.h"
#include "stream/stream.h"
#include "list_line.h"
#include "operand.h"

/* Names what cannot be listed; `why` NULL stands for errno. */
static void
complain(struct slice name, const struct list *list, const char *why)
{
	int error = errno;
	struct buf where = {0};

	if (list != NULL)
		buf_printf(
		    &where, "%s:%" PRIu64 ": ", list->source, list->line);
	if (url_is_web(name))
		url_put_redacted(&where, name);
	else
		buf_put_slice(&where, name.n > 0 ? name : SLICE("''"));
	buf_string(&where);
	errno = error;
	if (why == NULL)
		warn_errno("%s", where.at);
	else
		warn("%s: %s", where.at, why);
	diag_attention();
	buf_free(&where);
}

/* Behind everything that the crew still works on. */
static void
write_row(struct operand *named)
{
	stat_pool_wait(named->crew);
	output_put(named->out, buf_slice(&named->row));
	named->tally->rows++;
	progress_add(1);
}

static void
write_file(struct operand *named, struct slice path,
    const struct file_stat *sight, struct slice url)
{
	const char *slash = memrchr(path.at, '/', path.n);
	size_t folder = slash != NULL ? (size_t)(slash - path.at) + 1 : 0;
	struct buf shown = {0};
	struct scan_row_lead lead = {
	    .url = url, .codes = buf_slice(&named->codes)};

	if (file_stat_young(sight, named->rules.min_age)) {
		named->tally->young++;
		return;
	}
	stream_escape(&shown, (struct slice){path.at, folder});
	lead.path = buf_slice(&shown);
	scan_row_local(&named->row, &lead,
	    (struct slice){path.at + folder, path.n - folder}, sight->bytes,
	    sight->seconds);
	write_row(named);
	buf_free(&shown);
}

static const char *
no_picture(const struct operand *named, struct slice path, mode_t mode)
{
	if (!S_ISREG(mode))
		return "neither a file nor a folder";
	return named->rules.any_file ? NULL : mistaken_for_picture(path);
}

static void
scan_found(struct operand *named, struct slice path,
    const struct file_stat *sight, const struct list *list)
{
	bool has_url = named->rules.place.base != NULL;
	bool folder = S_ISDIR(sight->mode);
	struct slice url = SLICE_NONE;
	const char *why = NULL;

	if (!folder)
		why = no_picture(named, path, sight->mode);
	if (why == NULL && has_url)
		why = public_url_url(&named->rules.place, path, folder,
		    list != NULL, &named->url);
	if (why != NULL) {
		complain(path, list, why);
		return;
	}
	if (has_url)
		url = buf_slice(&named->url);
	if (!folder)
		write_file(named, path, sight, url);
	else if (!walk_folder(named->walk, path.at, url))
		complain(path, list, NULL);
}

/* NULL: as errno says. */
static const char *
why_missing(struct slice path, const struct list *list)
{
	if (errno != ENOENT)
		return NULL;
	return list != NULL ? mistaken_missing(path) : mistaken_or_near(path);
}

static void
scan_path(struct operand *named, struct slice path, const struct list *list)
{
	struct file_stat sight;

	if (file_stat_at(AT_FDCWD, path.at, true, &sight))
		scan_found(named, path, &sight, list);
	else
		complain(path, list, why_missing(path, list));
}

static void
scan_url(struct operand *named, struct slice url, const struct list *list)
{
	const char *why;

	if (!named->rules.pages && !crawl_is_folder(url)) {
		why = list == NULL ? picture_page_find(url) : NULL;
		if (why != NULL)
			complain(url, NULL, why);
		scan_row_remote(
		    &named->row, url, NULL, buf_slice(&named->codes));
		write_row(named);
		return;
	}
	stat_pool_wait(named->crew);
	why = crawl_folder(named->crawl, url);
	if (why != NULL)
		complain(url, list, why);
}

static void
scan(struct operand *named, struct slice name, const struct list *list)
{
	buf_clear(&named->url);
	buf_clear(&named->row);
	if (url_is_web(name))
		scan_url(named, name, list);
	else
		scan_path(named, name, list);
}

/* What the line names is neither here nor on the web; it gets a row. */
static void
scan_nothing(struct operand *named, const struct list_line *line,
    const struct list *list)
{
	const char *why = line->as_url ? "neither a file nor a URL of the web"
				       : mistaken_missing(line->text);

	complain(line->text, list, why);
	buf_clear(&named->row);
	scan_row_none(&named->row, line->as_url ? SLICE("") : line->text,
	    line->as_url ? line->text : SLICE(""), buf_slice(&named->codes));
	write_row(named);
}

/* A line is what it says, where that is there; else what is meant by it. */
static void
scan_line(struct operand *named, struct slice name, const struct list *list)
{
	struct list_line line = {.rest = name};
	struct file_stat sight;

	buf_clear(&named->codes);
	buf_clear(&named->url);
	buf_clear(&named->row);
	if (!url_is_web(name) &&
	    file_stat_at(AT_FDCWD, name.at, true, &sight)) {
		scan_found(named, name, &sight, list);
		return;
	}
	while (list_line_next(&line, &named->line, &named->codes))
		if (line.nothing)
			scan_nothing(named, &line, list);
		else
			scan(named, line.text, list);
	buf_clear(&named->codes);
}

void
operand_scan(struct operand *named, struct slice name, const struct list *list)
{
	if (!utf8_valid(name))
		complain(name, list, "not UTF-8");
	else if (list != NULL)
		scan_line(named, name, list);
	else
		scan(named, name, NULL);
}

void
operand_free(struct operand *named)
{
	buf_free(&named->url);
	buf_free(&named->row);
	buf_free(&named->line);
	buf_free(&named->codes);
}
