/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/path.h"
#include "base/utf8.h"
#include "registry/problem.h"
#include "derive_rows.h"

enum {
	OWN_STORE,
	OWN_FILES,
	OWN_FACTS = OWN_FILES + NSIZES,
	NFACTS = 5,
	OWN_VERDICT = OWN_FACTS + NFACTS * NSIZES,
	OWN_PROBLEMS,
	OWN_PAGE,
	OWN_ACTION,
	NOWN = ROW_OWN_MOST
};

static const char *const own[NOWN] = {"store", "largeFile", "webFile",
    "thumbnailFile", "largeBytes", "largeMD5", "largeFormat", "largeXDimension",
    "largeYDimension", "webBytes", "webMD5", "webFormat", "webXDimension",
    "webYDimension", "thumbnailBytes", "thumbnailMD5", "thumbnailFormat",
    "thumbnailXDimension", "thumbnailYDimension", "verdict", "problems",
    "tiffPage", "action"};

/* Weaker than SEVERITY_FIX, and cured all the same. */
static const char *const cured[] = {"bmp", "wrong-extension",
    "trailing-data-cut", "end-missing", "rotated", "odd-format", "too-big",
    "trailing-data"};

/* Without a column of pages that of actions has its place. */
static size_t
action_at(const struct settings *settings)
{
	return settings->page == PAGE_ALL ? OWN_ACTION : OWN_PAGE;
}

size_t
row_own(const struct settings *settings, const char *names[ROW_OWN_MOST])
{
	size_t n = action_at(settings);

	memcpy(names, own, sizeof own);
	names[n] = own[OWN_ACTION];
	return settings->dry_run ? n + 1 : n;
}

/* The specimen's number is in the first of three columns that has one. */
static void
bind_by(struct row_columns *columns, const struct stream_in *in,
    const char *name_by)
{
	bool number = name_by != NULL && strcmp(name_by, "catalogNumber") == 0;

	for (size_t i = 0; i < 3; i++)
		columns->by[i] = number ? columns->numbers[i] : STREAM_NONE;
	if (name_by != NULL &&
	    (!number ||
		(columns->by[0] == STREAM_NONE &&
		    columns->by[2] == STREAM_NONE)))
		columns->by[1] = stream_need(in, name_by);
}

struct row_columns
row_columns(const struct stream_in *in, const struct settings *settings)
{
	static const char *const numbers[] = {"recordCatalogNumber",
	    "catalogNumber", "matchKey", "otherCatalogNumbers"};
	struct row_columns columns = {.path = stream_need(in, "path"),
	    .name = stream_column(in, "name"),
	    .md5 = stream_column(in, "mediaMD5"),
	    .verdict = stream_column(in, "verdict"),
	    .problems = stream_column(in, "problems"),
	    .match = stream_column(in, "match"),
	    .occid = stream_column(in, "occid"),
	    .order = stream_column(in, "sortOccurrence"),
	    .page = stream_column(in, "tiffPage")};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		columns.numbers[i] = stream_column(in, numbers[i]);
	bind_by(&columns, in, settings->name_by);
	return columns;
}

void
row_reader_free(struct row_reader *reader)
{
	for (size_t i = 0; i < sizeof reader->scratch / sizeof *reader->scratch;
	     i++)
		buf_free(&reader->scratch[i]);
}

static struct slice
field(const struct block *block, size_t row, size_t column)
{
	return column == STREAM_NONE ? SLICE("")
				     : block_field(block, row, column);
}

static bool
is_one_of(struct slice value, const char *one, const char *other)
{
	return slice_equal(value, slice_of(one)) ||
	    slice_equal(value, slice_of(other));
}

/* A person must say first whose picture it is. */
static bool
is_disputed(struct slice match, struct slice occid, struct slice number)
{
	if (occid.n > 0)
		return false;
	return is_one_of(match, "ambiguous", "contradictory") ||
	    (slice_equal(match, SLICE("none")) && number.n == 0);
}

bool
row_read(struct row_reader *reader, const struct row_columns *columns,
    const struct block *block, size_t row, struct picture_row *picture)
{
	struct buf *scratch = reader->scratch;
	struct slice number = SLICE("");
	uint64_t order, page;

	picture->row = block->first + row;
	picture->path =
	    stream_value(field(block, row, columns->path), &scratch[0]);
	picture->name =
	    stream_value(field(block, row, columns->name), &scratch[1]);
	picture->md5 = field(block, row, columns->md5);
	for (size_t i = 0; i < 4 && number.n == 0; i++)
		number = stream_value(
		    field(block, row, columns->numbers[i]), &scratch[2]);
	if (picture->path.n == 0 ||
	    problem_condemns(field(block, row, columns->verdict),
		field(block, row, columns->problems), "img-derive",
		&scratch[3]) ||
	    is_disputed(field(block, row, columns->match),
		field(block, row, columns->occid), number))
		return false;
	if (picture->name.n == 0)
		picture->name = path_last(picture->path);
	picture->number =
	    number.n > 0 ? number : store_path_stem(picture->name);
	picture->slot = 0;
	picture->by = SLICE("");
	for (size_t i = 0; i < 3 && picture->by.n == 0; i++)
		picture->by = stream_value(
		    field(block, row, columns->by[i]), &scratch[5]);
	picture->order =
	    number_read(field(block, row, columns->order), UINT32_MAX, &order)
	    ? (uint32_t)order
	    : UINT32_MAX;
	picture->page =
	    number_read(field(block, row, columns->page), UINT16_MAX, &page)
	    ? (uint32_t)page
	    : 0;
	return true;
}

void
row_writer_free(struct row_writer *writer)
{
	buf_free(&writer->problems);
	buf_free(&writer->kept);
	buf_free(&writer->scratch);
}

static bool
is_cured(struct slice code, bool keep_gps, uint32_t page)
{
	const struct problem *problem = problem_find(code);

	if (problem != NULL && problem->severity == SEVERITY_FIX)
		return true;
	for (size_t i = 0; i < sizeof cured / sizeof *cured; i++)
		if (slice_equal(code, slice_of(cured[i])))
			return true;
	return (!keep_gps && slice_equal(code, SLICE("gps"))) ||
	    (page > 0 && slice_equal(code, SLICE("several-pages")));
}

/* Only the large picture takes the place of the source. */
static void
put_problems(struct row_writer *writer, struct slice there,
    const struct derived *derived)
{
	bool cures = is_made(writer->settings, LARGE) &&
	    derived->action != DERIVE_NOTHING &&
	    derived->action != DERIVE_EXISTING;
	struct slice code,
	    found = derived->problem != NULL ? slice_of(derived->problem)
					     : SLICE("");

	if (derived->problem == NULL && derived->blank)
		found = SLICE("derive-blank");
	buf_clear(&writer->kept);
	while (slice_word(&there, ' ', &code)) {
		if (cures &&
		    is_cured(code, writer->settings->keep_gps, derived->page))
			continue;
		buf_put_slice(&writer->kept, code);
		buf_put_char(&writer->kept, ' ');
	}
	if (derived->action == DERIVE_EXISTING)
		found = SLICE("derive-derivative");
	buf_clear(&writer->problems);
	problem_merge(
	    &writer->problems, buf_slice(&writer->kept), "img-derive", found);
}

/* Room for the cells of one derivative. */
struct cells {
	char file[2 * NAME_SIZE];
	char bytes[24];
	char width[16];
	char height[16];
};

static void
fill(struct cells *cells, const struct derived *derived, int size,
    bool only_name, struct slice values[])
{
	const struct derivative *file = &derived->files[size];
	struct slice *facts = &values[OWN_FACTS + NFACTS * size];

	snprintf(cells->file, sizeof cells->file, "%s/%s", derived->folder,
	    file->name);
	values[OWN_FILES + size] = slice_of(cells->file);
	if (only_name)
		return;
	snprintf(
	    cells->bytes, sizeof cells->bytes, "%" PRIu64, file->stamp.bytes);
	snprintf(cells->width, sizeof cells->width, "%" PRIu32, file->width);
	snprintf(cells->height, sizeof cells->height, "%" PRIu32, file->height);
	facts[0] = slice_of(cells->bytes);
	facts[1] = slice_of(file->md5);
	facts[2] = SLICE("image/jpeg");
	facts[3] = slice_of(cells->width);
	facts[4] = slice_of(cells->height);
}

/* A name that the stream cannot hold must be told with img-put's --root. */
static struct slice
store_name(const struct settings *settings)
{
	struct slice name = slice_of(settings->store);

	return utf8_valid(name) ? name : SLICE("");
}

void
row_write(struct row_writer *writer, const struct block *block, size_t row,
    const struct derived *derived, struct buf *out)
{
	static const char *const actions[] = {[DERIVE_NOTHING] = "refuse",
	    [DERIVE_KEPT] = "keep",
	    [DERIVE_MADE] = "make",
	    [DERIVE_MADE_AGAIN] = "make-again",
	    [DERIVE_EXISTING] = "leave"};
	bool dry = writer->settings->dry_run;
	bool done = derived->action == DERIVE_KEPT ||
	    derived->action == DERIVE_MADE ||
	    derived->action == DERIVE_MADE_AGAIN;
	struct cells cells[NSIZES];
	struct slice values[NOWN];
	char page[16];

	for (size_t i = 0; i < NOWN; i++)
		values[i] = SLICE("");
	for (int i = 0; i < NSIZES; i++)
		if (done && *derived->files[i].name != '\0')
			fill(&cells[i], derived, i,
			    dry && derived->action != DERIVE_KEPT, values);
	if (done)
		values[OWN_STORE] = store_name(writer->settings);
	put_problems(
	    writer, field(block, row, writer->columns.problems), derived);
	values[OWN_PROBLEMS] = buf_slice(&writer->problems);
	values[OWN_VERDICT] = slice_of(problem_verdict(values[OWN_PROBLEMS]));
	snprintf(page, sizeof page, "%" PRIu32, derived->page);
	values[OWN_PAGE] = derived->page > 0 ? slice_of(page) : SLICE("");
	values[action_at(writer->settings)] =
	    slice_of(actions[derived->action]);
	if (dry && done)
		values[OWN_PROBLEMS] = values[OWN_VERDICT] = SLICE_NONE;
	layout_row(writer->layout, block, row, values, out);
}

void
row_write_through(struct row_writer *writer, const struct block *block,
    size_t row, struct buf *out)
{
	struct slice values[NOWN];

	for (size_t i = 0; i < NOWN; i++)
		values[i] = SLICE_NONE;
	if (writer->settings->dry_run)
		values[action_at(writer->settings)] = SLICE("leave");
	layout_row(writer->layout, block, row, values, out);
}
