/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/mem.h"
#include "net/http_date.h"
#include "stream/change.h"
#include "changed_since.h"
#include "check_row.h"
#include "file_check.h"
#include "judge.h"

static const char *const names[NCOLUMNS] = {
    [BYTES] = "bytes",
    [MODIFIED] = "modified",
    [FORMAT] = "format",
    [WIDTH] = "pixelXDimension",
    [HEIGHT] = "pixelYDimension",
    [ORIENTATION] = "orientation",
    [CREATE_DATE] = "createDate",
    [CREATOR] = "creator",
    [COPYRIGHT] = "copyright",
    [RIGHTS] = "rights",
    [OWNER] = "owner",
    [CAPTION] = "caption",
    [TITLE] = "title",
    [KEYWORDS] = "keywords",
    [MEDIA_MD5] = "mediaMD5",
    [PIXEL_MD5] = "pixelMD5",
    [HASH_FUNCTION] = "hashFunction",
    [HASH_VALUE] = "hashValue",
    [HTTP_STATUS] = "httpStatus",
    [FINAL_URL] = "finalUrl",
    [LAST_MODIFIED] = "lastModified",
    [ETAG] = "etag",
    [CHECKED] = "checked",
    [BEFORE] = CHANGE_BEFORE,
    [VERDICT] = "verdict",
    [PROBLEMS] = "problems",
};

struct worker {
	const struct check *check;
	struct judge *judge;
	struct file *file;
	struct buf path, codes, problems, text, words, before;
	uint64_t rows, passed, unread, changed;
	uint64_t first_unread;
	char *why_unread;
	uint64_t verdicts[SEVERITY_BAD + 1];
};

/* Some are columns where they are asked for, or there already. */
static bool
is_written(const struct check *check, enum check_column column)
{
	switch (column) {
	case MEDIA_MD5:
		return check->settings.md5 ||
		    check->there[column] != STREAM_NONE;
	case PIXEL_MD5:
		return check->settings.deep ||
		    check->there[column] != STREAM_NONE;
	case HASH_FUNCTION:
	case HASH_VALUE:
		return check->settings.hash != NULL ||
		    check->there[column] != STREAM_NONE;
	case HTTP_STATUS:
	case FINAL_URL:
	case LAST_MODIFIED:
	case ETAG: return check->urls;
	case CHECKED: return check->urls && check->record_time;
	case BEFORE: return check->before;
	default: return true;
	}
}

const char *
check_name(enum check_column column)
{
	return names[column];
}

void
check_open(struct check *check, const struct stream_in *in)
{
	bool urls = stream_column(in, "originalUrl") != STREAM_NONE;

	check->path = check->urls || urls ? stream_column(in, "path")
					  : stream_need(in, "path");
	for (size_t i = 0; i < NCOLUMNS; i++)
		check->there[i] = stream_column(in, names[i]);
	check->compares = changed_since_is_checked(check->there);
	check->before |= check->there[BEFORE] != STREAM_NONE ||
	    (check->compares &&
		(check->full || stream_column(in, "mediaID") != STREAM_NONE));
	for (size_t i = 0; i < NCOLUMNS; i++) {
		if (!is_written(check, (enum check_column)i))
			continue;
		check->names[check->nown] = names[i];
		check->own[check->nown++] = (enum check_column)i;
	}
	memcpy(check->names + check->nown, check->extra,
	    check->nextra * sizeof *check->extra);
	check->layout = layout_new(
	    stream_columns(in), check->names, check->nown + check->nextra);
}

void
check_close(struct check *check)
{
	layout_free(check->layout);
}

void *
check_start(void *shared)
{
	const struct check *check = shared;
	struct worker *w = mem_array(1, sizeof *w);

	w->check = check;
	w->judge = judge_new(&check->settings);
	w->file = file_new(check->settings.quick);
	return w;
}

/* The first row of all threads is the one that is shown. */
static void
join_unread(struct check *check, struct worker *w)
{
	check->unread += w->unread;
	if (w->why_unread == NULL ||
	    (check->why_unread != NULL &&
		check->first_unread < w->first_unread)) {
		free(w->why_unread);
		return;
	}
	free(check->why_unread);
	check->why_unread = w->why_unread;
	check->first_unread = w->first_unread;
}

void
check_stop(void *state, void *shared)
{
	struct worker *w = state;
	struct check *check = shared;

	check->rows += w->rows;
	check->passed += w->passed;
	check->changed += w->changed;
	join_unread(check, w);
	for (size_t i = 0; i <= SEVERITY_BAD; i++)
		check->verdicts[i] += w->verdicts[i];
	judge_free(w->judge);
	file_free(w->file);
	buf_free(&w->path);
	buf_free(&w->codes);
	buf_free(&w->problems);
	buf_free(&w->text);
	buf_free(&w->words);
	buf_free(&w->before);
	free(w);
}

static struct slice
there(const struct worker *w, const struct block *block, size_t row,
    enum check_column column)
{
	size_t i = w->check->there[column];

	return i != STREAM_NONE ? block_field(block, row, i) : SLICE("");
}

/* What people or other tools have said stays; an empty find says nothing. */
static void
keep_descriptions(const struct worker *w, const struct block *block, size_t row,
    struct slice values[NCOLUMNS])
{
	static const enum check_column descriptive[] = {CREATE_DATE, CREATOR,
	    COPYRIGHT, RIGHTS, OWNER, CAPTION, TITLE, KEYWORDS};

	for (size_t i = 0; i < sizeof descriptive / sizeof *descriptive; i++) {
		enum check_column c = descriptive[i];

		if (values[c].n == 0 || there(w, block, row, c).n > 0)
			values[c] = SLICE_NONE;
	}
}

/* A hash that is there and was not computed again holds as long as the file
 * has the size and time it had then. */
static void
keep_hashes(const struct worker *w, const struct block *block, size_t row,
    struct slice values[NCOLUMNS])
{
	const struct settings *settings = &w->check->settings;
	bool same = values[BYTES].n > 0 &&
	    slice_equal(there(w, block, row, BYTES), values[BYTES]) &&
	    slice_equal(there(w, block, row, MODIFIED), values[MODIFIED]);

	if (same && !settings->md5)
		values[MEDIA_MD5] = SLICE_NONE;
	if (same && !settings->deep)
		values[PIXEL_MD5] = SLICE_NONE;
	if (same && settings->hash == NULL)
		values[HASH_FUNCTION] = values[HASH_VALUE] = SLICE_NONE;
}

/* What the stream said is not written over unseen. */
static void
note_changes(struct worker *w, const struct block *block, size_t row,
    struct slice values[NCOLUMNS])
{
	struct slice said[NCOLUMNS], before;

	values[BEFORE] = SLICE_NONE;
	if (!w->check->compares)
		return;
	for (size_t i = 0; i < NCOLUMNS; i++)
		said[i] = there(w, block, row, (enum check_column)i);
	before = stream_value(said[BEFORE], &w->words);
	buf_clear(&w->before);
	if (changed_since(said, before, values, &w->before)) {
		w->changed++;
		if (w->codes.n > 0)
			buf_put_char(&w->codes, ' ');
		buf_put_string(&w->codes, "changed-since");
	}
	values[BEFORE] = buf_slice(&w->before);
}

static void
put_file_facts(struct worker *w, const struct file_facts *facts,
    struct slice values[NCOLUMNS])
{
	size_t end;

	values[BYTES] = values[MODIFIED] = SLICE("");
	if (!facts->known)
		return;
	buf_clear(&w->text);
	buf_put_number(&w->text, facts->bytes);
	end = w->text.n;
	date_put(&w->text, facts->modified);
	values[BYTES] = (struct slice){w->text.at, end};
	values[MODIFIED] = (struct slice){w->text.at + end, w->text.n - end};
}

static enum severity
severity_of(const char *verdict)
{
	switch (verdict[0]) {
	case 'w': return SEVERITY_WARN;
	case 'f': return SEVERITY_FIX;
	case 'r': return SEVERITY_RETRY;
	case 'b': return SEVERITY_BAD;
	default: return SEVERITY_NOTE;
	}
}

static void
put_verdict(struct worker *w, const struct block *block, size_t row,
    struct slice values[NCOLUMNS])
{
	const char *verdict;

	buf_clear(&w->problems);
	problem_merge(&w->problems, there(w, block, row, PROBLEMS), CHECK_OWNER,
	    buf_slice(&w->codes));
	values[PROBLEMS] = buf_slice(&w->problems);
	verdict = problem_verdict(values[PROBLEMS]);
	values[VERDICT] = slice_of(verdict);
	w->verdicts[severity_of(verdict)]++;
}

static void
say(struct worker *w, const char *path, const struct file_facts *facts)
{
	buf_clear(&w->words);
	if (facts->error != NULL)
		inform("%s: %s", path, facts->error);
	else if (judge_say(w->judge, &w->words))
		inform("%s: %s", path, buf_string(&w->words));
}

static void
count_unread(struct worker *w, uint64_t row, const char *path, const char *why)
{
	struct buf text = {0};

	if (w->unread++ > 0)
		return;
	buf_printf(&text, "%s: %s", path, why != NULL ? why : "unreadable");
	w->why_unread = buf_string(&text);
	w->first_unread = row;
}

static void
judge_file(struct worker *w, const struct block *block, size_t row,
    struct slice path, struct slice values[NCOLUMNS])
{
	struct file_facts facts;

	buf_clear(&w->path);
	buf_put_slice(&w->path, path);
	facts = file_check(w->file, buf_string(&w->path), w->judge);
	if (!facts.read)
		count_unread(w, block->first + row, w->path.at, facts.error);
	buf_clear(&w->codes);
	judge_values(w->judge, values, &w->codes);
	put_file_facts(w, &facts, values);
	keep_descriptions(w, block, row, values);
	keep_hashes(w, block, row, values);
	note_changes(w, block, row, values);
	put_verdict(w, block, row, values);
	if (diag_verbose() > 0)
		say(w, w->path.at, &facts);
}

static void
write_row(const struct worker *w, const struct block *block, size_t row,
    const struct slice values[NCOLUMNS], const struct slice extra[],
    struct buf *out)
{
	const struct check *check = w->check;
	struct slice own[NCOLUMNS + EXTRA_MOST];

	for (size_t i = 0; i < check->nown; i++)
		own[i] = values[check->own[i]];
	for (size_t i = 0; i < check->nextra; i++)
		own[check->nown + i] = extra != NULL ? extra[i] : SLICE_NONE;
	layout_row(check->layout, block, row, own, out);
}

void
check_row(void *state, const struct block *block, size_t row, struct buf *out)
{
	struct worker *w = state;
	struct slice values[NCOLUMNS], path = SLICE("");

	if (w->check->path != STREAM_NONE)
		path = stream_value(
		    block_field(block, row, w->check->path), &w->text);
	for (size_t i = 0; i < NCOLUMNS; i++)
		values[i] = SLICE_NONE;
	w->rows++;
	if (path.n > 0)
		judge_file(w, block, row, path, values);
	else
		w->passed++;
	write_row(w, block, row, values, NULL, out);
}

void
check_work(void *state, struct block *block, struct buf *out)
{
	for (size_t row = 0; row < block->nrows; row++)
		check_row(state, block, row, out);
}

void
check_give(void *state, const struct block *block, size_t row,
    struct slice values[NCOLUMNS], struct slice codes,
    const struct slice extra[], struct buf *out)
{
	struct worker *w = state;

	w->rows++;
	buf_clear(&w->codes);
	buf_put_slice(&w->codes, codes);
	keep_descriptions(w, block, row, values);
	note_changes(w, block, row, values);
	put_verdict(w, block, row, values);
	write_row(w, block, row, values, extra, out);
}
