/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "registry/column.h"
#include "stream/stream.h"
#include "sheet/wide.h"
#include "text/counted.h"
#include "sheet_header.h"

enum { COLUMNS_MOST = 4096 };

static const char *const link_names[NLINKS] = {"originalUrl", "url",
    "thumbnailUrl", "archiveUrl", "sourceUrl", "referenceUrl", "name"};

/* What a sheet may say, beside all that goes into the portal's table and what
 * archives describe pictures by. */
static const char *const accepted[] = {"name", "catalogNumber",
    "otherCatalogNumbers", "occurrenceID", "coreid", "occid", "collid", "view",
    "tags"};

bool
mappings_add(struct mappings *mappings, const char *text)
{
	const char *equals = strrchr(text, '=');
	struct slice target = slice_of(equals != NULL ? equals + 1 : "");
	const struct column *term = column_by_header(target);
	struct mapping *to;

	if (equals == NULL || equals == text || (target.n > 0 && term == NULL))
		return false;
	mappings->all =
	    mem_resize(mappings->all, mappings->n + 1, sizeof *mappings->all);
	to = &mappings->all[mappings->n++];
	to->source = mem_string(text, (size_t)(equals - text));
	to->target = mem_string(term != NULL ? term->name : "",
	    term != NULL ? strlen(term->name) : 0);
	to->used = false;
	return true;
}

void
mappings_free(struct mappings *mappings)
{
	for (size_t i = 0; i < mappings->n; i++) {
		free(mappings->all[i].source);
		free(mappings->all[i].target);
	}
	free(mappings->all);
	*mappings = (struct mappings){0};
}

static void
put_lower(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_put_char(out,
		    s.at[i] >= 'A' && s.at[i] <= 'Z'
			? (char)(s.at[i] - 'A' + 'a')
			: s.at[i]);
}

static bool
equal_but_case(struct slice a, struct slice b)
{
	struct buf lower[2] = {{0}, {0}};
	bool equal;

	put_lower(&lower[0], a);
	put_lower(&lower[1], b);
	equal = slice_equal(buf_slice(&lower[0]), buf_slice(&lower[1]));
	buf_free(&lower[0]);
	buf_free(&lower[1]);
	return equal;
}

/* "image*": "*" is for any text, also none. */
static bool
fits_pattern(struct slice pattern, struct slice header)
{
	struct slice after, text = SLICE_NONE;

	for (;;) {
		if (pattern.n > 0 && *pattern.at == '*') {
			after = pattern = slice_from(pattern, 1);
			text = header;
		} else if (pattern.n > 0 && header.n > 0 &&
		    ascii_lower(*pattern.at) == ascii_lower(*header.at)) {
			pattern = slice_from(pattern, 1);
			header = slice_from(header, 1);
		} else if (pattern.n == 0 && header.n == 0) {
			return true;
		} else if (text.n > 0) {
			pattern = after;
			header = text = slice_from(text, 1);
		} else {
			return false;
		}
	}
}

/*
 * The mapping for the column: by its header, or "#" and its number, or else by
 * a pattern.
 */
static struct mapping *
mapping_of(struct mappings *mappings, struct slice header, size_t i)
{
	struct mapping *found = NULL;
	struct buf number = {0};

	buf_printf(&number, "#%zu", i + 1);
	for (size_t k = 0; k < mappings->n; k++) {
		struct mapping *m = &mappings->all[k];
		struct slice source = slice_trim(slice_of(m->source));

		if (equal_but_case(source, header) ||
		    slice_equal(source, buf_slice(&number)))
			found = m;
	}
	for (size_t k = 0; found == NULL && k < mappings->n; k++)
		if (fits_pattern(
			slice_trim(slice_of(mappings->all[k].source)), header))
			found = &mappings->all[k];
	buf_free(&number);
	return found;
}

static bool
is_accepted(const struct column *term)
{
	for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++)
		if (strcmp(term->name, accepted[i]) == 0)
			return true;
	return term->media != NULL || term->terms != NULL;
}

/* Punctuation and blanks would need quoting wherever a name is used. */
static bool
is_plain(uint32_t c)
{
	return c >= 0x80 ? c != 0xA0 && c != 0xFEFF
			 : (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		(c >= 'a' && c <= 'z') || c == '_' || c == '-' || c == '.' ||
		c == ':';
}

/* A name for a column that nobody knows, out of what the sheet calls it. */
static char *
legal_name(struct slice header, size_t i)
{
	struct buf name = {0};
	bool gap = false;
	char *copy;

	while (header.n > 0) {
		uint32_t c = utf8_take(&header);

		if (!is_plain(c)) {
			gap = name.n > 0;
			continue;
		}
		if (gap)
			buf_put_char(&name, '_');
		gap = false;
		utf8_put(&name, c);
	}
	if (name.n == 0)
		buf_printf(&name, "column%zu", i + 1);
	if (column_find(buf_slice(&name)) != NULL) {
		copy = mem_string(name.at, name.n);
		buf_clear(&name);
		buf_printf(&name, "sheet_%s", copy);
		free(copy);
	}
	copy = mem_string(name.at, name.n);
	buf_free(&name);
	return copy;
}

/* A column being resolved, in the sheet's order. */
struct source {
	struct slice header;
	const struct column *term; /* NULL: unknown */
	bool left_out;
	bool mapped; /* by -m */
	struct wide wide; /* what its heading says */
	size_t
	    further; /* it is of the link that an earlier one is, or NLINKS */
	size_t replaced_by; /* for the column of this index, or HEADER_NONE */
	char *view;
};

static void
list_columns(struct buf *list, const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		buf_printf(list, "%s'%.*s'", i > 0 ? ", " : "",
		    SLICE_ARG(slice_trim(row->cells[i])));
	buf_string(list);
}

static _Noreturn void
die_of_columns(const char *file, const struct csv_row *row, const char *what)
{
	struct buf list = {0};
	const char *separator =
	    row->n == 1 ? sheet_options_separator(row->cells[0]) : NULL;

	list_columns(&list, row);
	if (separator != NULL)
		die("%s:%" PRIu64 ": %s; there is one column, %s, where %s "
		    "seems to be the delimiter (-d)",
		    file, row->line, what, list.at, separator);
	die("%s:%" PRIu64 ": %s; the columns are %s%s", file, row->line, what,
	    list.at,
	    sheet_options_title(row->cells, row->n)
		? " (a title, it seems: --skip N leaves N lines out)"
		: "");
}

static void
find_terms(struct source *sources, const struct csv_row *row,
    struct mappings *mappings)
{
	for (size_t i = 0; i < row->n; i++) {
		struct source *s = &sources[i];
		struct mapping *m;

		s->header = slice_trim(row->cells[i]);
		s->further = NLINKS;
		s->replaced_by = HEADER_NONE;
		m = mapping_of(mappings, s->header, i);
		if (m != NULL) {
			m->used = true;
			s->mapped = true;
			s->left_out = m->target[0] == '\0';
			s->term = column_find(slice_of(m->target));
			continue;
		}
		s->term = column_by_header(s->header);
		if (s->term != NULL && !is_accepted(s->term))
			s->term = NULL;
	}
}

/* True if the header's last word, after a prefix or address, is this one. */
static bool
is_word(struct slice header, struct slice word)
{
	if (header.n < word.n ||
	    (header.n > word.n &&
		strchr(":/#", header.at[header.n - word.n - 1]) == NULL))
		return false;
	return equal_but_case(slice_from(header, header.n - word.n), word);
}

static bool
is_picture(const struct source *source)
{
	return source->term != NULL &&
	    (strcmp(source->term->name, "originalUrl") == 0 ||
		strcmp(source->term->name, "url") == 0);
}

/*
 * "identifier" is the picture in GBIF's Multimedia, and just some number
 * elsewhere: it counts only if nothing else names the picture. "Name" is
 * mostly a person's or a plant's; that of a file is written small, as in the
 * stream.
 */
static void
yield(struct source *sources, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct source *s = &sources[i];

		if (s->term == NULL || s->mapped)
			continue;
		if (equal_but_case(s->header, SLICE("name")) &&
		    !slice_equal(s->header, SLICE("name")))
			s->term = NULL;
		if (!is_word(s->header, SLICE("identifier")))
			continue;
		for (size_t k = 0; k < n; k++)
			if (k != i && is_picture(&sources[k]))
				s->term = NULL;
	}
}

static size_t
link_of_term(const struct column *term)
{
	size_t i = 0;

	while (i < NLINKS &&
	    (term == NULL || strcmp(term->name, link_names[i]) != 0))
		i++;
	return i;
}

/* Headings of the same kind that are wide, or were said to be by -m. */
static bool
are_wide(const struct source *a, const struct source *b)
{
	return (a->mapped && b->mapped) ||
	    equal_but_case(a->header, b->header) ||
	    (a->wide.picture && b->wide.picture &&
		(a->wide.numbered || b->wide.numbered || a->view[0] != '\0' ||
		    b->view[0] != '\0'));
}

/* False if another column is the name, and is not one of several. */
static bool
may_be_name(const struct source *sources, size_t n, const struct source *s)
{
	for (size_t i = 0; i < n; i++)
		if (link_of_term(sources[i].term) == LINK_NAME &&
		    !are_wide(&sources[i], s))
			return false;
	return true;
}

/* An "image" is a file's name if its cells are, a "URL" is not. */
static bool
is_misnamed(const struct source *s)
{
	static const char *const words[] = {"ur", "link", "access", "ident"};
	struct buf lower = {0};
	bool said = false;

	put_lower(&lower, s->header);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		said = said || slice_contains(buf_slice(&lower), words[i]);
	buf_free(&lower);
	return !said && s->wide.picture;
}

/* The link that the cells of a column are, as its heading allows; or NLINKS. */
static size_t
link_of_cells(const struct source *s, const struct peek_cells *cells)
{
	size_t files = cells->files + (s->wide.plain ? cells->stems : 0);

	if (!s->wide.picture || cells->filled == 0)
		return NLINKS;
	if (cells->urls > 0 && 2 * (files + cells->urls) > cells->filled)
		return s->wide.thumbnail ? LINK_THUMBNAIL : LINK_ORIGINAL;
	return s->wide.thumbnail || files < cells->filled ? NLINKS : LINK_NAME;
}

/* What numbered columns without anything are: as the others are. */
static void
find_empty(struct source *sources, size_t n, const struct peek *peek)
{
	bool names = false, urls = false;

	for (size_t i = 0; i < n; i++) {
		size_t link = link_of_term(sources[i].term);

		names = names ||
		    (sources[i].wide.picture && peek_cells(peek, i).files > 0);
		urls = urls || link == LINK_ORIGINAL || link == LINK_WEB;
	}
	for (size_t i = 0; i < n; i++) {
		struct source *s = &sources[i];
		size_t link = s->wide.thumbnail ? LINK_THUMBNAIL
		    : names && !urls		? LINK_NAME
						: LINK_ORIGINAL;

		if (s->term == NULL && !s->mapped && !s->left_out &&
		    s->wide.picture && s->wide.numbered &&
		    peek_cells(peek, i).filled == 0 &&
		    (link != LINK_NAME || may_be_name(sources, n, s)))
			s->term = column_find(slice_of(link_names[link]));
	}
}

/*
 * Columns for further pictures, that no name tells: "image2", "back". They are
 * taken by what their cells are, or by a number after a name that is known.
 */
static void
find_wide(struct source *sources, size_t n, const struct peek *peek)
{
	for (size_t i = 0; i < n; i++) {
		struct buf view = {0};

		sources[i].wide = wide_read(sources[i].header, &view);
		sources[i].view = buf_string(&view);
	}
	for (size_t i = 0; i < n; i++) {
		struct source *s = &sources[i];
		struct peek_cells cells = peek_cells(peek, i);
		size_t link;

		if (s->mapped || s->left_out ||
		    (s->term != NULL &&
			!(is_picture(s) && is_misnamed(s) && cells.urls == 0)))
			continue;
		link = link_of_cells(s, &cells);
		if (link == NLINKS ||
		    (link == LINK_NAME && !may_be_name(sources, n, s)))
			continue;
		s->term = column_find(slice_of(link_names[link]));
	}
	find_empty(sources, n, peek);
}

/* Several columns of URLs are one after the other; the first has the name. */
static bool
join_links(struct source *later)
{
	size_t link = link_of_term(later->term);

	if (link == NLINKS)
		return false;
	later->further = link;
	later->term = NULL;
	return true;
}

static bool
is_identifier(const struct column *term)
{
	return strcmp(term->name, "catalogNumber") == 0 ||
	    strcmp(term->name, "otherCatalogNumbers") == 0 ||
	    strcmp(term->name, "occurrenceID") == 0 ||
	    strcmp(term->name, "coreid") == 0 ||
	    strcmp(term->name, "occid") == 0 ||
	    strcmp(term->name, "collid") == 0 ||
	    strcmp(term->name, "name") == 0;
}

/*
 * Two columns that say the same of a picture, such as a title and a
 * description: the one with the lower rank counts, and the other where it has
 * nothing. That one keeps a column of its own, too.
 */
static bool
rank_rivals(struct source *sources, size_t k, size_t i)
{
	const struct column *term = sources[i].term;
	size_t loser = i, winner = k;

	if (is_identifier(term) || is_picture(&sources[i]) ||
	    (sources[i].mapped && sources[k].mapped))
		return false;
	if (sources[i].mapped ||
	    (!sources[k].mapped &&
		column_rank(term, sources[i].header) <
		    column_rank(term, sources[k].header))) {
		loser = k;
		winner = i;
	}
	sources[loser].term = NULL;
	sources[loser].replaced_by = winner;
	inform(
	    "columns '%.*s' and '%.*s' are both %s: the first is used, and the "
	    "second where the first is empty",
	    SLICE_ARG(sources[winner].header), SLICE_ARG(sources[loser].header),
	    term->name);
	return true;
}

/* Two columns for one target: column i, and one before it. */
static _Noreturn void
die_of_rivals(const struct source *earlier, const struct source sources[],
    size_t i, const char *file, const struct csv_row *row)
{
	const struct source *later = &sources[i];
	struct buf which = {0}, both = {0};

	if (equal_but_case(earlier->header, later->header))
		buf_printf(&which, "#%zu", i + 1);
	else
		buf_put_slice(&which, later->header);
	if (is_picture(later))
		buf_printf(&both,
		    ", or take both as pictures with -m '%.*s=%s' -m '%s=%s'",
		    SLICE_ARG(earlier->header), later->term->name,
		    buf_string(&which), later->term->name);
	die("%s:%" PRIu64 ": columns '%.*s' and '%.*s' are both %s: leave one "
	    "out with -m '%s='%s",
	    file, row->line, SLICE_ARG(earlier->header),
	    SLICE_ARG(later->header), later->term->name, buf_string(&which),
	    buf_string(&both));
}

static void
settle_rivals(
    struct source *sources, const char *file, const struct csv_row *row)
{
	for (size_t i = 0; i < row->n; i++)
		for (size_t k = 0; k < i && sources[i].term != NULL; k++) {
			if (sources[k].term != sources[i].term)
				continue;
			if (are_wide(&sources[k], &sources[i]) &&
			    join_links(&sources[i]))
				continue;
			if (!rank_rivals(sources, k, i))
				die_of_rivals(
				    &sources[k], sources, i, file, row);
		}
}

/* A sheet with one column of URLs has the pictures there. */
static void
promote(struct source *sources, size_t n)
{
	const struct column *original = column_find(SLICE("originalUrl"));
	const struct column *web = column_find(SLICE("url"));
	struct source *only = NULL;

	for (size_t i = 0; i < n; i++) {
		if (sources[i].term == original)
			return;
		if (sources[i].term == web && !sources[i].mapped)
			only = &sources[i];
	}
	if (only == NULL)
		return;
	only->term = original;
	for (size_t i = 0; i < n; i++)
		if (sources[i].further == LINK_WEB)
			sources[i].further = LINK_ORIGINAL;
}

static size_t
source_of(const struct source *sources, size_t n, const struct column *term)
{
	for (size_t i = 0; i < n; i++)
		if (sources[i].term == term)
			return i;
	return HEADER_NONE;
}

static void
add(struct header *header, char *name, const struct source *source, size_t cell,
    bool known)
{
	struct sheet_column *c = &header->columns[header->n++];

	c->name = name;
	c->cell = cell;
	c->known = known;
	if (source == NULL)
		return;
	c->header = mem_string(source->header.at, source->header.n);
	inform("column %zu '%s' is %s%s", cell + 1, c->header, name,
	    known ? "" : " (passed through)");
}

/* Several columns of pictures, and a heading that says more than that. */
static bool
has_views(const struct source *sources, size_t n)
{
	bool several = false, view = false;

	for (size_t i = 0; i < n; i++) {
		size_t further = sources[i].further;
		size_t link =
		    further != NLINKS ? further : link_of_term(sources[i].term);

		if (link != LINK_ORIGINAL && link != LINK_NAME)
			continue;
		several = several || further != NLINKS;
		view = view || sources[i].view[0] != '\0';
	}
	return several && view;
}

static void
add_known(struct header *header, const struct source *sources, size_t n)
{
	size_t nterms;
	const struct column *terms = column_all(&nterms);

	for (size_t i = 0; i < nterms; i++) {
		const struct column *t = &terms[i];
		size_t cell = source_of(sources, n, t);

		if (cell != HEADER_NONE || strcmp(t->name, "name") == 0 ||
		    strcmp(t->name, "problems") == 0 ||
		    (strcmp(t->name, "view") == 0 && has_views(sources, n)))
			add(header, mem_string(t->name, strlen(t->name)),
			    cell != HEADER_NONE ? &sources[cell] : NULL, cell,
			    true);
	}
}

static bool
is_taken(const struct header *header, const char *name)
{
	for (size_t i = 0; i < header->n; i++)
		if (strcmp(header->columns[i].name, name) == 0)
			return true;
	return false;
}

static void
add_unknown(struct header *header, const struct source *sources, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *name;

		if (sources[i].term != NULL || sources[i].left_out ||
		    sources[i].further != NLINKS)
			continue;
		name = legal_name(sources[i].header, i);
		while (is_taken(header, name)) {
			struct buf other = {0};

			buf_printf(&other, "%s_%zu", name, i + 1);
			free(name);
			name = buf_string(&other);
		}
		add(header, name, &sources[i], i, false);
	}
}

static size_t
index_of(const struct header *header, const char *name)
{
	for (size_t i = 0; i < header->n; i++)
		if (strcmp(header->columns[i].name, name) == 0)
			return i;
	return HEADER_NONE;
}

static void
add_url_column(struct header *header, size_t link, const struct source *source,
    size_t cell)
{
	struct url_column *to;

	header->urls[link] = mem_resize(header->urls[link],
	    header->nurls[link] + 1, sizeof *header->urls[link]);
	to = &header->urls[link][header->nurls[link]++];
	to->cell = cell;
	to->view = mem_string(source->view, strlen(source->view));
	if (source->further != NLINKS)
		inform("column %zu '%.*s' is %s of a further row", cell + 1,
		    SLICE_ARG(source->header), link_names[link]);
}

/* The columns with URLs of each kind, and what is in for others. */
static void
find_others(struct header *header, const struct source *sources, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct source *s = &sources[i];
		size_t link =
		    s->further != NLINKS ? s->further : link_of_term(s->term);

		if (link < NLINKS)
			add_url_column(header, link, s, i);
	}
	for (size_t c = 0; c < header->n; c++) {
		struct sheet_column *column = &header->columns[c];

		for (size_t i = 0; i < n; i++)
			if (column->known && column->cell != HEADER_NONE &&
			    sources[i].replaced_by == column->cell &&
			    column->nfallbacks < FALLBACKS)
				column->fallbacks[column->nfallbacks++] = i;
	}
}

static void
find_indexes(struct header *header)
{
	for (size_t i = 0; i < NLINKS; i++)
		header->links[i] = index_of(header, link_names[i]);
	header->catalog_number = index_of(header, "catalogNumber");
	header->other_numbers = index_of(header, "otherCatalogNumbers");
	header->occurrence_id = index_of(header, "occurrenceID");
	header->occid = index_of(header, "occid");
	header->view = index_of(header, "view");
	header->problems = index_of(header, "problems");
}

static void
check(const struct header *header, const char *file, const struct csv_row *row,
    const struct mappings *mappings)
{
	bool any = false, picture = false;

	for (size_t i = 0; i < mappings->n; i++)
		if (!mappings->all[i].used) {
			struct buf what = {0};

			buf_printf(&what, "no column '%s' for -m",
			    mappings->all[i].source);
			die_of_columns(file, row, buf_string(&what));
		}
	for (size_t i = 0; i < header->n; i++)
		any |= header->columns[i].known &&
		    header->columns[i].cell != HEADER_NONE;
	for (size_t i = 0; i < NLINKS; i++)
		picture |= header->nurls[i] > 0;
	picture |= index_of(header, "path") != HEADER_NONE;
	if (!any)
		die_of_columns(file, row,
		    "no column has a name known here (-m COLUMN=originalUrl "
		    "says which has the pictures)");
	if (!picture && !mappings->no_pictures)
		die_of_columns(file, row,
		    "no column with URLs or names of pictures "
		    "(-m COLUMN=originalUrl says which it is)");
}

/* Whose pictures they are may stand in a column that nobody knows. */
static void
doubt_numbers(
    const struct header *header, const char *file, const struct csv_row *row)
{
	struct buf list = {0};

	if (header->catalog_number != HEADER_NONE ||
	    header->other_numbers != HEADER_NONE ||
	    header->occurrence_id != HEADER_NONE ||
	    header->occid != HEADER_NONE ||
	    index_of(header, "coreid") != HEADER_NONE)
		return;
	for (size_t i = 0; i < header->n; i++)
		if (!header->columns[i].known &&
		    header->columns[i].header[0] != '\0')
			buf_printf(&list, "%s'%s'", list.n > 0 ? ", " : "",
			    header->columns[i].header);
	if (list.n > 0)
		warn("%s:%" PRIu64
		     ": no column with the specimen's number: name it with -m "
		     "COLUMN=catalogNumber; unknown columns: %s",
		    file, row->line, buf_string(&list));
	buf_free(&list);
}

void
header_read(struct header *header, const char *file, const struct peek *peek,
    struct mappings *mappings)
{
	const struct csv_row *row = &peek->rows[0];
	struct source *sources = mem_array(row->n, sizeof *sources);

	if (row->n > COLUMNS_MOST)
		die("%s:%" PRIu64 ": %zu columns; no more than %d are read",
		    file, row->line, row->n, COLUMNS_MOST);
	*header = (struct header){0};
	for (size_t i = 0; i < mappings->n; i++)
		mappings->all[i].used = false;
	find_terms(sources, row, mappings);
	yield(sources, row->n);
	find_wide(sources, row->n, peek);
	settle_rivals(sources, file, row);
	promote(sources, row->n);
	/* "name", "problems" and "view" come in addition. */
	header->columns = mem_array(row->n + 3, sizeof *header->columns);
	add_known(header, sources, row->n);
	add_unknown(header, sources, row->n);
	find_indexes(header);
	header->parts = number_parts_find(row->cells, row->n);
	find_others(header, sources, row->n);
	check(header, file, row, mappings);
	doubt_numbers(header, file, row);
	for (size_t i = 0; i < row->n; i++)
		free(sources[i].view);
	free(sources);
}

void
header_free(struct header *header)
{
	for (size_t i = 0; i < header->n; i++) {
		free(header->columns[i].name);
		free(header->columns[i].header);
	}
	free(header->columns);
	for (size_t i = 0; i < NLINKS; i++) {
		for (size_t k = 0; k < header->nurls[i]; k++)
			free(header->urls[i][k].view);
		free(header->urls[i]);
	}
	*header = (struct header){0};
}

void
header_put(const struct header *header, struct buf *out)
{
	for (size_t i = 0; i < header->n; i++) {
		if (i > 0)
			buf_put_char(out, '\t');
		stream_escape(out, slice_of(header->columns[i].name));
	}
	buf_put_char(out, '\n');
}

void
header_follow(
    struct header *header, const struct header *first, const char *file)
{
	struct sheet_column *columns = mem_array(first->n, sizeof *columns);

	for (size_t i = 0; i < first->n; i++) {
		size_t at = index_of(header, first->columns[i].name);

		if (at == HEADER_NONE)
			die("%s: no column for '%s', which the first file has",
			    file, first->columns[i].name);
		columns[i] = header->columns[at];
	}
	if (header->n > first->n)
		die("%s: %s where the first file has %zu", file,
		    COUNTED(header->n, "column", "columns"), first->n);
	free(header->columns);
	header->columns = columns;
	find_indexes(header);
}
