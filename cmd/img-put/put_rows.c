/* SPDX-License-Identifier: MIT */
#include "base/diag.h"
#include "stream/fields.h"
#include "registry/problem.h"
#include "put_rows.h"

enum { OWN_URLS, OWN_VERDICT = NSIZES, OWN_PROBLEMS, OWN_ACTION, NOWN };

static const char *const own[NOWN] = {
    "originalUrl", "url", "thumbnailUrl", "verdict", "problems", "action"};

static size_t
first_own(bool urls)
{
	return urls ? 0 : OWN_VERDICT;
}

const char *const *
row_own(const struct settings *settings, bool urls, size_t *n)
{
	size_t first = first_own(urls);

	*n = (settings->dry_run ? NOWN : OWN_ACTION) - first;
	return own + first;
}

struct row_columns
row_columns(const struct stream_in *in, const struct settings *settings)
{
	static const char *const files[] = {
	    "largeFile", "webFile", "thumbnailFile"};
	static const char *const md5[] = {"largeMD5", "webMD5", "thumbnailMD5"};
	struct row_columns columns = {.photograph = stream_column(in, "path"),
	    .store = stream_column(in, "store"),
	    .verdict = stream_column(in, "verdict"),
	    .problems = stream_column(in, "problems")};

	for (int i = 0; i < NSIZES; i++) {
		columns.files[i] = stream_column(in, files[i]);
		columns.md5[i] = stream_column(in, md5[i]);
		columns.derived |= columns.files[i] != STREAM_NONE;
	}
	if (!columns.derived) {
		columns.files[LARGE] = stream_need(in, "path");
		columns.md5[LARGE] = stream_column(in, "mediaMD5");
	}
	if (settings->root == NULL && columns.store == STREAM_NONE)
		die("the input has no column 'store', as img-derive writes it: "
		    "give the folder of the files with --root");
	return columns;
}

void
row_reader_free(struct row_reader *reader)
{
	for (int i = 0; i < NSIZES; i++)
		buf_free(&reader->files[i]);
	buf_free(&reader->photograph);
	buf_free(&reader->store);
	buf_free(&reader->scratch);
}

static void
take(struct row_reader *reader, struct buf *to, struct slice field)
{
	buf_clear(to);
	buf_put_slice(to, stream_value(field, &reader->scratch));
	buf_string(to);
}

/* What is not fit for the web has a derivative that is. */
static bool
is_left_alone(struct row_reader *reader, const struct row_columns *columns,
    const struct block *block, size_t row)
{
	struct slice verdict = field_of(block, row, columns->verdict);

	return problem_condemns(verdict,
		   field_of(block, row, columns->problems), "img-put",
		   &reader->scratch) ||
	    (!columns->derived && slice_equal(verdict, SLICE("fix")));
}

bool
row_read(struct row_reader *reader, const struct row_columns *columns,
    const struct block *block, size_t row)
{
	bool any = false;

	if (is_left_alone(reader, columns, block, row))
		return false;
	take(reader, &reader->photograph,
	    field_of(block, row, columns->photograph));
	take(reader, &reader->store, field_of(block, row, columns->store));
	for (int i = 0; i < NSIZES; i++) {
		take(reader, &reader->files[i],
		    field_of(block, row, columns->files[i]));
		any |= reader->files[i].n > 0;
	}
	return any;
}

void
row_writer_free(struct row_writer *writer)
{
	buf_free(&writer->found);
	buf_free(&writer->problems);
	buf_free(&writer->action);
}

static const char *
action_of(const struct upload_result *result)
{
	switch (result->action) {
	case UPLOAD_SKIPPED: return "skip";
	case UPLOAD_PUT: return "put";
	case UPLOAD_REPLACED: return "replace";
	case UPLOAD_NOTHING: break;
	}
	return "refuse";
}

/* A word for each file, one for the row if they agree. */
static void
put_action(struct row_writer *writer, const struct row_file files[NSIZES])
{
	const char *first = NULL;
	bool agree = true;

	for (int i = 0; i < NSIZES; i++) {
		const char *action = action_of(&files[i].result);

		if (!files[i].sent)
			continue;
		agree &= first == NULL || strcmp(first, action) == 0;
		first = first != NULL ? first : action;
	}
	buf_clear(&writer->action);
	for (int i = 0; i < NSIZES; i++)
		if (files[i].sent && (!agree || writer->action.n == 0))
			buf_put_word(
			    &writer->action, action_of(&files[i].result));
}

static void
put_problems(struct row_writer *writer, struct slice there,
    const struct row_file files[NSIZES])
{
	buf_clear(&writer->found);
	for (int i = 0; i < NSIZES; i++) {
		const char *problem = files[i].result.problem;

		if (files[i].sent && problem != NULL &&
		    !slice_has_word(
			buf_slice(&writer->found), ' ', slice_of(problem)))
			buf_put_word(&writer->found, problem);
	}
	buf_clear(&writer->problems);
	problem_merge(
	    &writer->problems, there, "img-put", buf_slice(&writer->found));
}

void
row_write(struct row_writer *writer, const struct block *block, size_t row,
    const struct row_file files[NSIZES], struct buf *out)
{
	struct slice values[NOWN];

	for (int i = 0; i < NSIZES; i++)
		values[OWN_URLS + i] =
		    files[i].sent && files[i].result.problem == NULL
		    ? files[i].url
		    : SLICE_NONE;
	put_problems(
	    writer, field_of(block, row, writer->columns.problems), files);
	values[OWN_PROBLEMS] = buf_slice(&writer->problems);
	values[OWN_VERDICT] = slice_of(problem_verdict(values[OWN_PROBLEMS]));
	put_action(writer, files);
	values[OWN_ACTION] = buf_slice(&writer->action);
	layout_row(
	    writer->layout, block, row, values + first_own(writer->urls), out);
}

void
row_write_through(struct row_writer *writer, const struct block *block,
    size_t row, struct buf *out)
{
	struct slice values[NOWN];

	for (size_t i = 0; i < NOWN; i++)
		values[i] = SLICE_NONE;
	values[OWN_ACTION] = SLICE("leave");
	layout_row(
	    writer->layout, block, row, values + first_own(writer->urls), out);
}
