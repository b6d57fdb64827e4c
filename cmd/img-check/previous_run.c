/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/table.h"
#include "net/http_date.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "stream/mistaken.h"
#include "stream/stream.h"
#include "check_row.h"
#include "previous_run.h"

struct previous_run {
	FILE *file;
	int64_t modified;
	size_t url; /* columns of the file */
	size_t there[NCOLUMNS];
	struct slice base;
	struct buf line, value, whole, normal, codes;
};

/* Field i of a line; empty if there are fewer. */
static struct slice
field(struct slice line, size_t i)
{
	const char *tab;

	while ((tab = line.n > 0 ? memchr(line.at, '\t', line.n) : NULL) &&
	    i > 0) {
		line.n -= (size_t)(tab + 1 - line.at);
		line.at = tab + 1;
		i--;
	}
	if (i > 0)
		return SLICE("");
	return tab != NULL ? (struct slice){line.at, (size_t)(tab - line.at)}
			   : line;
}

static size_t
find(struct slice header, const char *name)
{
	size_t n = 1;

	for (size_t i = 0; i < header.n; i++)
		n += header.at[i] == '\t';
	for (size_t i = 0; i < n; i++)
		if (slice_equal(field(header, i), slice_of(name)))
			return i;
	return STREAM_NONE;
}

static void
find_columns(struct previous_run *earlier, const char *path,
    const char *url_column, struct slice header)
{
	for (size_t i = 0; i < NCOLUMNS; i++)
		earlier->there[i] =
		    find(header, check_name((enum check_column)i));
	earlier->url = find(header, url_column);
	if (earlier->url == STREAM_NONE ||
	    earlier->there[HTTP_STATUS] == STREAM_NONE ||
	    earlier->there[PROBLEMS] == STREAM_NONE)
		die("%s: not an output of img-check: the columns %s, "
		    "httpStatus and problems are required",
		    path, url_column);
}

/* The URL of a line as it is looked up, valid until the next call. */
static struct slice
url_of(struct previous_run *earlier, struct slice line)
{
	struct slice url =
	    stream_value(field(line, earlier->url), &earlier->value);

	buf_clear(&earlier->normal);
	if (url_is_own_path(url)) {
		buf_clear(&earlier->whole);
		buf_put_slice(&earlier->whole, earlier->base);
		buf_put_slice(&earlier->whole, url);
		url = buf_slice(&earlier->whole);
	}
	if (url.n > 0)
		url_put_normal(&earlier->normal, url);
	return buf_slice(&earlier->normal);
}

static void
enter_all(
    struct previous_run *earlier, struct result_store *store, uint64_t offset)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, earlier->file)) > 0 &&
	    line[n - 1] == '\n') {
		struct slice url =
		    url_of(earlier, (struct slice){line, (size_t)n - 1});

		if (url.n > 0)
			result_store_set(store, table_key(url),
			    (struct result_store_entry){
				RESULT_STORE_EARLIER, offset});
		offset += (uint64_t)n;
	}
	free(line);
}

struct previous_run *
previous_run_open(const char *path, const char *url_column, struct slice base,
    struct result_store *store)
{
	struct previous_run *earlier = mem_array(1, sizeof *earlier);
	struct stat st;
	char *header = NULL;
	size_t room = 0;
	ssize_t n;

	earlier->base = base;
	earlier->file = fopen(path, "re");
	if (earlier->file == NULL || fstat(fileno(earlier->file), &st) < 0)
		mistaken_die(path);
	if (!S_ISREG(st.st_mode))
		die("%s: not a regular file", path);
	earlier->modified = st.st_mtim.tv_sec;
	n = getline(&header, &room, earlier->file);
	if (n > 0 && header[n - 1] == '\n') {
		find_columns(earlier, path, url_column,
		    (struct slice){header, (size_t)n - 1});
		enter_all(earlier, store, (uint64_t)n);
	} else if (n < 0 && ferror(earlier->file)) {
		die_errno("%s", path);
	}
	free(header);
	return earlier;
}

void
previous_run_close(struct previous_run *earlier)
{
	fclose(earlier->file);
	buf_free(&earlier->line);
	buf_free(&earlier->value);
	buf_free(&earlier->normal);
	buf_free(&earlier->whole);
	buf_free(&earlier->codes);
	free(earlier);
}

/* This tool's codes but those of the URL itself and of what the row said of
 * it, which are found again. */
static struct slice
own_codes(struct previous_run *earlier, struct slice problems)
{
	struct slice code;

	buf_clear(&earlier->codes);
	while (slice_word(&problems, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		if (problem == NULL ||
		    strcmp(problem->owner, CHECK_OWNER) != 0 ||
		    (code.n > 4 && memcmp(code.at, "url-", 4) == 0) ||
		    slice_equal(code, SLICE("not-https")) ||
		    slice_equal(code, SLICE("page-not-picture")) ||
		    slice_equal(code, SLICE("same-answer")) ||
		    slice_equal(code, SLICE("changed-since")) ||
		    (code.n > 5 && memcmp(code.at, "also-", 5) == 0))
			continue;
		if (earlier->codes.n > 0)
			buf_put_char(&earlier->codes, ' ');
		buf_put_slice(&earlier->codes, code);
	}
	return buf_slice(&earlier->codes);
}

bool
previous_run_read(struct previous_run *earlier, uint64_t where,
    struct slice url, struct result_record *record, int64_t *time)
{
	struct slice values[RESULT_RECORD_FIELDS], line;

	buf_clear(&earlier->line);
	result_store_read_line(fileno(earlier->file), where, &earlier->line);
	line = buf_slice(&earlier->line);
	if (!slice_equal(url_of(earlier, line), url))
		return false;
	buf_clear(&earlier->value);
	buf_room(&earlier->value, line.n); /* so that slices of it stay */
	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++)
		values[i] = SLICE("");
	for (size_t i = 0; i < NCOLUMNS; i++)
		if (earlier->there[i] != STREAM_NONE)
			values[i] = stream_unescape(
			    field(line, earlier->there[i]), &earlier->value);
	values[RESULT_RECORD_URL] = url;
	values[VERDICT] = SLICE("");
	values[PROBLEMS] = own_codes(earlier, values[PROBLEMS]);
	*time = earlier->modified;
	if (!date_read(values[CHECKED], time))
		*time = earlier->modified;
	result_record_set(record, values);
	return true;
}
