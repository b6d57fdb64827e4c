/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/path.h"
#include "registry/media_type.h"
#include "registry/problem.h"
#include "group_row.h"

/* Columns that are written. */
enum own {
	OWN_URL,
	OWN_THUMBNAIL_URL,
	OWN_ARCHIVE_URL,
	OWN_FILE,
	OWN_FACTS = OWN_FILE + NPLACES,
	OWN_PAGES = OWN_FACTS + NPLACES * NFACTS,
	OWN_VERDICT,
	OWN_PROBLEMS,
	NOWN
};

static const char *const own_names[NOWN] = {"url", "thumbnailUrl", "archiveUrl",
    "largeFile", "webFile", "thumbnailFile", "archiveFile", "largeBytes",
    "largeMD5", "largeFormat", "largeXDimension", "largeYDimension", "webBytes",
    "webMD5", "webFormat", "webXDimension", "webYDimension", "thumbnailBytes",
    "thumbnailMD5", "thumbnailFormat", "thumbnailXDimension",
    "thumbnailYDimension", "archiveBytes", "archiveMD5", "archiveFormat",
    "archiveXDimension", "archiveYDimension", "pages", "verdict", "problems"};

struct group_writer {
	struct group_run *run;
	struct slice *names; /* of the columns written */
	size_t ncolumns;
	size_t at[NOWN]; /* where they are; STREAM_NONE: not written */
	struct slice *fields; /* of the row in work */
	struct buf pages, codes;
};

/* Is the column of any use in this stream? */
static bool
is_wanted(const struct group_run *run, size_t own)
{
	if (own < OWN_FILE)
		return run->columns[G_ORIGINAL] != STREAM_NONE;
	if (own < OWN_FACTS)
		return run->columns[G_PATH] != STREAM_NONE;
	if (own < OWN_PAGES)
		return run->columns[FIRST_FACT + (own - OWN_FACTS) % NFACTS] !=
		    STREAM_NONE;
	if (own == OWN_PAGES)
		return run->patterns.of[ROLE_PAGE] != NULL;
	return true;
}

struct group_writer *
group_writer_new(struct group_run *run, const struct columns *columns)
{
	struct group_writer *writer = mem_array(1, sizeof *writer);

	writer->run = run;
	writer->names = mem_array(columns->n + NOWN, sizeof *writer->names);
	writer->fields = mem_array(columns->n + NOWN, sizeof *writer->fields);
	for (size_t i = 0; i < columns->n; i++)
		writer->names[i] = columns->names[i];
	writer->ncolumns = columns->n;
	for (size_t own = 0; own < NOWN; own++) {
		size_t at = 0;

		writer->at[own] = STREAM_NONE;
		if (!is_wanted(run, own))
			continue;
		while (at < columns->n &&
		    !slice_equal(writer->names[at], slice_of(own_names[own])))
			at++;
		if (at == columns->n)
			at = writer->ncolumns++;
		writer->names[at] = slice_of(own_names[own]);
		writer->at[own] = at;
	}
	return writer;
}

void
group_writer_free(struct group_writer *writer)
{
	buf_free(&writer->pages);
	buf_free(&writer->codes);
	free(writer->names);
	free(writer->fields);
	free(writer);
}

static void
put_fields(const struct slice fields[], size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_put_char(out, '\t');
		buf_put_slice(out, fields[i]);
	}
	buf_put_char(out, '\n');
}

void
group_put_header(const struct group_writer *writer, struct buf *out)
{
	put_fields(writer->names, writer->ncolumns, out);
}

static struct slice
value(const struct group_writer *writer, const struct member *member,
    enum group_column column)
{
	size_t at = writer->run->columns[column];

	return at == STREAM_NONE ? SLICE("") : member->fields[at];
}

static void
begin_row(struct group_writer *writer, const struct member *member)
{
	size_t nin = writer->run->ncolumns;

	for (size_t i = 0; i < writer->ncolumns; i++)
		writer->fields[i] = i < nin ? member->fields[i] : SLICE("");
}

static struct slice *
own_field(struct group_writer *writer, size_t own)
{
	size_t at = writer->at[own];

	return at == STREAM_NONE ? NULL : &writer->fields[at];
}

/* What is there stays. */
static void
fill(struct group_writer *writer, size_t own, struct slice field)
{
	struct slice *to = own_field(writer, own);

	if (to != NULL && to->n == 0)
		*to = field;
}

/*
 * The file that is to be served, for img-put: of a row of its own too, unless
 * browsers do not show it.
 */
static void
fill_main(struct group_writer *writer, const struct member *member)
{
	if (!member->shown || value(writer, member, G_PATH).n == 0)
		return;
	fill(writer, OWN_FILE + PLACE_MAIN, value(writer, member, G_PATH));
	for (size_t fact = 0; fact < NFACTS; fact++)
		fill(writer, OWN_FACTS + PLACE_MAIN * NFACTS + fact,
		    value(writer, member,
			(enum group_column)(FIRST_FACT + fact)));
}

static void
fill_place(
    struct group_writer *writer, enum place place, const struct member *member)
{
	static const size_t urls[NPLACES] = {[PLACE_WEB] = OWN_URL,
	    [PLACE_THUMBNAIL] = OWN_THUMBNAIL_URL,
	    [PLACE_ARCHIVE] = OWN_ARCHIVE_URL};

	fill(writer, urls[place], value(writer, member, G_ORIGINAL));
	fill(writer, OWN_FILE + place, value(writer, member, G_PATH));
	for (size_t fact = 0; fact < NFACTS; fact++)
		fill(writer, OWN_FACTS + place * NFACTS + fact,
		    value(writer, member,
			(enum group_column)(FIRST_FACT + fact)));
}

/* By number; of one page the file that browsers show is first. */
static bool
page_is_before(const struct member members[], size_t a, size_t b)
{
	const struct member *x = &members[a], *y = &members[b];

	if (x->page != y->page)
		return x->page < y->page;
	return x->shown != y->shown ? x->shown : a < b;
}

/* The files of the other pages, a line each. */
static void
fill_pages(struct group_writer *writer, const struct member members[], size_t n)
{
	struct buf *pages = &writer->pages;

	buf_clear(pages);
	for (size_t last = n, next;; last = next) {
		struct slice field;

		next = n;
		for (size_t i = 0; i < n; i++)
			if (group_is_further_page(members, n, i) &&
			    (last == n || page_is_before(members, last, i)) &&
			    (next == n || page_is_before(members, i, next)))
				next = i;
		if (next == n)
			break;
		field = value(writer, &members[next], G_ORIGINAL);
		if (field.n == 0)
			field = value(writer, &members[next], G_PATH);
		buf_put_string(pages, pages->n > 0 ? "\\n" : "");
		buf_put_slice(pages, field);
	}
	fill(writer, OWN_PAGES, buf_slice(pages));
}

/* Gives the row a code of its own, or none, and the verdict that follows. */
static void
put_code(struct group_writer *writer, const char *code)
{
	struct slice *problems = own_field(writer, OWN_PROBLEMS);
	struct slice *verdict = own_field(writer, OWN_VERDICT);
	const char *before = problem_verdict(*problems);

	buf_clear(&writer->codes);
	problem_merge(&writer->codes, *problems, "img-group", slice_of(code));
	*problems = buf_slice(&writer->codes);
	if (slice_equal(*verdict, slice_of(before)) ||
	    (verdict->n == 0 && *code != '\0'))
		*verdict = slice_of(problem_verdict(*problems));
}

static void
put_single(struct group_writer *writer, const struct member *member,
    const char *code, struct buf *out)
{
	begin_row(writer, member);
	fill_main(writer, member);
	put_code(writer, code);
	put_fields(writer->fields, writer->ncolumns, out);
	writer->run->pictures++;
}

/* A URL that the row has already is another than the file's. */
static bool
disagrees(const struct group_writer *writer, const struct member members[],
    const struct grouping *grouping)
{
	static const enum group_column urls[NPLACES] = {
	    G_ORIGINAL, G_WEB, G_THUMBNAIL, G_ARCHIVE};
	const struct member *row = &members[grouping->place[PLACE_MAIN]];

	for (int place = PLACE_WEB; place < NPLACES; place++) {
		struct slice there = value(writer, row, urls[place]), file;

		if (there.n == 0 || grouping->place[place] == NO_MEMBER)
			continue;
		file =
		    value(writer, &members[grouping->place[place]], G_ORIGINAL);
		if (file.n > 0 && !slice_equal(there, file))
			return true;
	}
	return false;
}

static bool
is_in(const struct grouping *grouping, size_t member)
{
	for (int place = 0; place < NPLACES; place++)
		if (grouping->place[place] == (int)member)
			return true;
	return false;
}

static void
put_one(struct group_writer *writer, const struct member members[], size_t n,
    const struct grouping *grouping, struct buf *out)
{
	const struct group_run *run = writer->run;
	static const int order[] = {PLACE_ARCHIVE, PLACE_WEB, PLACE_THUMBNAIL};
	const struct member *row = &members[grouping->place[PLACE_MAIN]];

	begin_row(writer, row);
	fill_main(writer, row);
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		int member = grouping->place[order[i]];

		if (member == NO_MEMBER)
			continue;
		fill_place(writer, (enum place)order[i], &members[member]);
		for (size_t k = 0; k < run->ndescriptive; k++) {
			struct slice *to = &writer->fields[run->descriptive[k]];

			if (to->n == 0)
				*to =
				    members[member].fields[run->descriptive[k]];
		}
	}
	fill_pages(writer, members, n);
	put_code(writer, grouping->alone ? "thumbnail-alone" : "");
	put_fields(writer->fields, writer->ncolumns, out);
	writer->run->pictures++;
	writer->run->alone += grouping->alone;
}

/* Every file for itself: the small ones are kept out of the portal. */
static void
put_unclear(struct group_writer *writer, const struct member members[],
    size_t n, struct buf *out)
{
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= members[i].sound && members[i].role != ROLE_WEB &&
		    members[i].role != ROLE_THUMBNAIL;
	for (size_t i = 0; i < n; i++) {
		bool small = members[i].role == ROLE_WEB ||
		    members[i].role == ROLE_THUMBNAIL;

		put_single(writer, &members[i],
		    any && small ? "derivative-of" : "group-unclear", out);
	}
	writer->run->unclear++;
}

void
group_put(struct group_writer *writer, const struct member members[], size_t n,
    struct buf *out)
{
	struct grouping grouping = group_decide(writer->run, members, n);

	if (n > 1 &&
	    (grouping.unclear ||
		(grouping.place[PLACE_MAIN] != NO_MEMBER &&
		    disagrees(writer, members, &grouping)))) {
		put_unclear(writer, members, n, out);
		return;
	}
	if (grouping.place[PLACE_MAIN] != NO_MEMBER)
		put_one(writer, members, n, &grouping, out);
	for (size_t i = 0; i < n; i++)
		if (!is_in(&grouping, i) &&
		    !group_is_further_page(members, n, i))
			put_single(writer, &members[i], "", out);
}
