/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/mem.h"
#include "net/url.h"
#include "registry/column.h"
#include "registry/media_type.h"
#include "registry/problem.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"
#include "sheet/number_list.h"
#include "sheet/url_list.h"
#include "stream/stream.h"
#include "text/counted.h"
#include "sheet_pictures.h"

/* Rows wait for lost zeros no longer than this. */
enum { WAIT_MOST = 1 << 20 };

/* The cell of a column; empty where the sheet has none. */
static struct slice
cell(const struct sheet_pictures *p, const struct csv_row *row, size_t column)
{
	const struct sheet_column *c;
	struct slice value;

	if (column == HEADER_NONE)
		return SLICE("");
	c = &p->header->columns[column];
	if (c->cell == HEADER_NONE)
		return SLICE("");
	if (!c->known)
		return row->cells[c->cell];
	if (column == p->header->catalog_number && p->number.at != NULL)
		return p->number;
	value = cell_text(row->cells[c->cell]);
	for (size_t i = 0; value.n == 0 && i < c->nfallbacks; i++)
		value = cell_text(row->cells[c->fallbacks[i]]);
	return value;
}

static void
put_code(struct sheet_pictures *p, const char *code)
{
	buf_put_word(&p->codes, code);
}

static void
doubt(struct sheet_pictures *p, uint64_t line, const char *code, size_t column,
    struct slice value)
{
	put_code(p, code);
	warnings_doubt(&p->tell, line, code,
	    column != HEADER_NONE ? slice_of(p->header->columns[column].header)
				  : SLICE_NONE,
	    value);
}

/* The column that says whose picture it is. */
static size_t
number_column(const struct header *h)
{
	return h->catalog_number != HEADER_NONE ? h->catalog_number
	    : h->other_numbers != HEADER_NONE	? h->other_numbers
	    : h->occurrence_id != HEADER_NONE	? h->occurrence_id
						: h->occid;
}

static void
doubt_number(struct sheet_pictures *p, const struct csv_row *row, size_t column)
{
	struct slice value = cell(p, row, column);
	const char *codes[NUMBER_CHECK_MOST];
	size_t n = number_check(value, codes);

	/* "none" as a second number says nothing of the first. */
	for (size_t i = 0; i < n; i++)
		if (column == number_column(p->header) ||
		    strcmp(codes[i], "number-none") != 0)
			doubt(p, row->line, codes[i], column, value);
}

/* Of the catalogue number alone. */
static void
doubt_parts(struct sheet_pictures *p, const struct csv_row *row)
{
	size_t column = p->header->catalog_number;

	if (number_parts_lack(
		&p->header->parts, row->cells, cell(p, row, column)))
		doubt(
		    p, row->line, "number-parts", column, cell(p, row, column));
}

static void
doubt_row(struct sheet_pictures *p, const struct csv_row *row)
{
	if (row->assumed != NULL) {
		doubt(p, row->line, row->cut ? "row-cut" : "row-mended",
		    HEADER_NONE, row->cut ? SLICE("") : slice_of(row->assumed));
		diag_attention();
	}
	if (row->given < row->n && !row->cut)
		doubt(p, row->line, "row-short", HEADER_NONE, SLICE(""));
}

/* What stood between the URLs, as a message shows it. */
static void
put_rule(struct buf *rules, struct slice separator)
{
	buf_put_string(rules, rules->n > 0 ? ", '" : "'");
	for (size_t i = 0; i < separator.n; i++) {
		char c = separator.at[i];

		if (c == '\n' || c == '\r' || c == '\t')
			buf_put_string(rules,
			    c == '\n'	    ? "\\n"
				: c == '\r' ? "\\r"
					    : "\\t");
		else
			buf_put_char(rules, c);
	}
	buf_put_char(rules, '\'');
}

static void
add_link(struct link_list *list, struct slice link, const char *view)
{
	if (list->n == list->room) {
		list->room = list->room > 0 ? 2 * list->room : 16;
		list->all =
		    mem_resize(list->all, list->room, sizeof *list->all);
		list->views =
		    mem_resize(list->views, list->room, sizeof *list->views);
	}
	list->views[list->n] = view;
	list->all[list->n++] = link;
}

static void
cut_urls(struct sheet_pictures *p, struct link_list *list, struct slice left,
    const char *view)
{
	struct slice link, separator, last = SLICE("");

	if (cell_text_is_nothing(left))
		return;
	while (url_list_next(&left, &link, &separator)) {
		add_link(list, link, view);
		if (p->list_rules && separator.n > 0 &&
		    !slice_equal(separator, last))
			put_rule(&p->rules, last = separator);
	}
}

static void
cut_names(struct link_list *list, struct slice cell, const char *view)
{
	struct file_names names = file_names_of(cell);
	struct slice name;

	while (file_names_next(&names, &name))
		add_link(list, file_names_base(name), view);
}

static void
cut(struct sheet_pictures *p, const struct csv_row *row, size_t which)
{
	const struct header *h = p->header;
	struct link_list *list = &p->links[which];

	list->whole = SLICE("");
	list->n = 0;
	buf_clear(&p->rules);
	for (size_t i = 0; i < h->nurls[which]; i++) {
		const struct url_column *column = &h->urls[which][i];
		struct slice text = which == LINK_NAME
		    ? peek_name(row, column->cell)
		    : peek_url(row, column->cell);

		if (list->whole.n == 0)
			list->whole = text;
		if (which == LINK_NAME)
			cut_names(list, text, column->view);
		else
			cut_urls(p, list, text, column->view);
	}
	if (p->rules.n > 0)
		warn("%s:%" PRIu64 ": column '%s': %zu URLs, cut at %.*s",
		    p->tell.file, row->line, h->columns[h->links[which]].header,
		    list->n, SLICE_ARG(buf_slice(&p->rules)));
}

/* Cuts the cells with URLs; returns how many pictures there are. */
static size_t
cut_all(struct sheet_pictures *p, const struct csv_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < p->nthere; i++) {
		cut(p, row, p->there[i]);
		if (n == 0)
			n = p->links[p->there[i]].n;
	}
	return n;
}

/* A page may belong to all pictures, a thumbnail belongs to one. */
static bool
is_shared(size_t which)
{
	return which == LINK_SOURCE || which == LINK_REFERENCE;
}

static bool
is_paired(const struct link_list *list, size_t which, size_t n)
{
	return list->n == 0 || list->n == n ||
	    (list->n == 1 && (is_shared(which) || which == LINK_NAME));
}

static struct slice
link_of(const struct sheet_pictures *p, size_t which, size_t n, size_t k)
{
	const struct link_list *list = &p->links[which];

	if (list->n == n)
		return list->all[k];
	if (list->n == 1 && (k == 0 || is_shared(which)))
		return list->all[0];
	return k == 0 ? list->whole : SLICE("");
}

static void
doubt_links(struct sheet_pictures *p, const struct csv_row *row, size_t n)
{
	bool any = false, urls = false;

	for (size_t i = 0; i < p->nthere; i++) {
		size_t which = p->there[i];
		const struct link_list *list = &p->links[which];

		any = any || which < NURLS;
		urls = urls || (which < NURLS && list->n > 0);
		if (is_paired(list, which, n))
			continue;
		doubt(p, row->line, "url-unpaired", p->header->links[which],
		    list->whole);
		return;
	}
	if (any && !urls)
		doubt(p, row->line, "url-none", HEADER_NONE, SLICE(""));
}

/* The name that picture k of n goes by: reported, or the end of its URL. */
static struct slice
name_of(struct sheet_pictures *p, size_t n, size_t k, struct slice url)
{
	const struct link_list *names = &p->links[LINK_NAME];

	if (names->n > 0 && (names->n == n || n <= 1))
		return link_of(p, LINK_NAME, n, k);
	buf_clear(&p->name);
	url_put_web_name(&p->name, url);
	return buf_slice(&p->name);
}

/* What the sheet says, or else the heading of the picture's column. */
static struct slice
view_of(const struct sheet_pictures *p, const struct csv_row *row, size_t k)
{
	const struct link_list *list = &p->links[LINK_ORIGINAL];
	struct slice told = cell(p, row, p->header->view);

	if (list->n == 0)
		list = &p->links[LINK_NAME];
	if (told.n > 0 || k >= list->n)
		return told;
	return slice_of(list->views[k]);
}

static size_t
link_column(const struct header *header, size_t column)
{
	size_t i = 0;

	while (i < NLINKS && header->links[i] != column)
		i++;
	return i;
}

/* What may still be found out about the picture that was put last. */
static void
remember(struct sheet_pictures *p, const struct csv_row *row, struct slice url,
    struct deferred_row *late)
{
	struct slice number = cell(p, row, p->header->catalog_number);

	late->line = row->line;
	late->url = table_key(url);
	if (url.n > 0)
		late->number =
		    deferred_number(cell(p, row, number_column(p->header)));
	if (zeros_wait(&p->zeros) && number_check_digits(number))
		late->number_n = number.n;
	batch_add(&p->batch, late);
}

/* Column i of picture k of n. */
static void
put_column(struct sheet_pictures *p, const struct csv_row *row, size_t i,
    size_t n, size_t k, struct deferred_row *late, struct slice url)
{
	size_t link = p->is_link[i], start = p->batch.rows.n;

	if (link < NURLS && n > 0) {
		stream_escape(&p->batch.rows, link_of(p, link, n, k));
		if (late->url_n == 0) {
			late->url_at = start;
			late->url_n = p->batch.rows.n - start;
		}
	} else if (i == p->header->view) {
		stream_escape(&p->batch.rows, view_of(p, row, k));
	} else if (link == LINK_NAME) {
		stream_escape(&p->batch.rows, name_of(p, n, k, url));
	} else if (i == p->header->problems) {
		problem_merge(&p->batch.rows, cell(p, row, i), "img-from-csv",
		    buf_slice(&p->codes));
		late->codes_end = p->batch.rows.n;
		late->bare = p->batch.rows.n == start;
	} else {
		stream_escape(&p->batch.rows, cell(p, row, i));
	}
}

/* Picture k of n of the row, or the row without any. */
static void
put_row(struct sheet_pictures *p, const struct csv_row *row, size_t n, size_t k)
{
	const struct header *h = p->header;
	struct slice url = SLICE("");
	struct deferred_row late = {0};

	for (size_t i = 0; i < p->nthere && url.n == 0 && n > 0; i++)
		if (p->there[i] < NURLS)
			url = link_of(p, p->there[i], n, k);
	for (size_t i = 0; i < h->n; i++) {
		if (i > 0)
			buf_put_char(&p->batch.rows, '\t');
		put_column(p, row, i, n, k, &late, url);
	}
	buf_put_char(&p->batch.rows, '\n');
	remember(p, row, url, &late);
	p->pictures++;
}

void
sheet_pictures_use(
    struct sheet_pictures *p, const struct header *header, const char *file)
{
	p->header = header;
	p->tell.file = file;
	p->zeros = (struct zeros){0};
	p->is_link = mem_resize(p->is_link, header->n, sizeof *p->is_link);
	free(p->unused);
	p->unused = mem_array(header->n, sizeof *p->unused);
	for (size_t i = 0; i < header->n; i++)
		p->is_link[i] = link_column(header, i);
	p->nthere = 0;
	for (size_t i = 0; i < NLINKS; i++) {
		p->links[i].n = 0;
		if (header->links[i] != HEADER_NONE)
			p->there[p->nthere++] = i;
	}
}

/* What will be no picture on the web is reported where it comes in. */
static void
doubt_urls(struct sheet_pictures *p, const struct csv_row *row)
{
	for (size_t w = 0; w < p->nthere && p->there[w] < NURLS; w++) {
		const struct link_list *list = &p->links[p->there[w]];

		for (size_t i = 0; i < list->n; i++) {
			const char *code = url_list_check(list->all[i]);

			if (code == NULL)
				continue;
			doubt(p, row->line, code, p->header->links[p->there[w]],
			    list->all[i]);
			break;
		}
	}
}

static bool
is_picture_name(struct slice name)
{
	const struct media_type *type = media_type_of_name(name);

	return type != NULL && type->group == MEDIA_PICTURE;
}

/* Looks at what is passed through: pictures should not get lost there. */
static void
look_unused(struct sheet_pictures *p, const struct csv_row *row)
{
	for (size_t i = 0; i < p->header->n; i++) {
		const struct sheet_column *c = &p->header->columns[i];
		struct unused *u = &p->unused[i];
		struct slice text;

		if (c->known || c->cell == HEADER_NONE)
			continue;
		text = peek_url(row, c->cell);
		u->filled += text.n > 0;
		u->urls += ascii_begins(text, "http://") ||
		    ascii_begins(text, "https://");
		u->files += text.n > 0 && is_picture_name(text);
	}
}

/* Columns of what people say, as of a licence's URL, have no pictures. */
static bool
is_statement(const char *header)
{
	const struct column *term = column_by_header(slice_of(header));

	return term != NULL && term->defaults;
}

void
sheet_pictures_unused(const struct sheet_pictures *p)
{
	for (size_t i = 0; i < p->header->n; i++) {
		const struct sheet_column *c = &p->header->columns[i];
		const struct unused *u = &p->unused[i];

		if (u->filled == 0 || is_statement(c->header))
			continue;
		if (u->urls > 0 && 2 * u->urls > u->filled)
			warn("%s: column '%s' has URLs that are not used (-m "
			     "'%s=originalUrl' takes them as pictures)",
			    p->tell.file, c->header, c->header);
		else if (u->files > 0 && 2 * u->files > u->filled)
			warn("%s: column '%s' has names of picture files that "
			     "are not used (-m '%s=name' takes them)",
			    p->tell.file, c->header, c->header);
	}
}

/* The row's pictures, for each number of a list. */
static void
put_pictures(struct sheet_pictures *p, const struct csv_row *row, size_t n)
{
	put_row(p, row, n, 0);
	for (size_t k = 1; k < n; k++)
		put_row(p, row, n, k);
}

/* The numbers in the row's cell; 1 where each picture may have another. */
static size_t
cut_numbers(struct sheet_pictures *p, const struct csv_row *row, size_t n,
    struct slice numbers[])
{
	size_t column = p->header->catalog_number;
	struct slice whole = cell(p, row, column);
	bool doubtful;
	size_t m = number_list(whole, numbers, &doubtful);

	if ((m > 1 && n > 1) || doubtful) {
		doubt(p, row->line, "number-list", column, whole);
		numbers[0] = whole;
		return 1;
	}
	return m;
}

static void
doubt_zeros(struct sheet_pictures *p, const struct csv_row *row)
{
	struct slice number = cell(p, row, p->header->catalog_number);

	zeros_see(&p->zeros, number);
	if (zeros_lost(&p->zeros, number))
		doubt(p, row->line, "number-zeros", p->header->catalog_number,
		    number);
}

/* The codes from there on are those of every number of the row. */
static void
keep_codes(struct sheet_pictures *p, size_t from)
{
	struct slice codes = slice_trim(slice_from(buf_slice(&p->codes), from));

	if (p->once.n > 0 && codes.n > 0)
		buf_put_char(&p->once, ' ');
	buf_put_slice(&p->once, codes);
}

/* What is reported once, however many numbers the row has. */
static void
doubt_rest(struct sheet_pictures *p, const struct csv_row *row, size_t n)
{
	size_t from = p->codes.n;

	buf_clear(&p->once);
	doubt_number(p, row, p->header->other_numbers);
	keep_codes(p, from);
	doubt_zeros(p, row);
	from = p->codes.n;
	doubt_links(p, row, n);
	doubt_urls(p, row);
	keep_codes(p, from);
}

void
sheet_pictures_add(struct sheet_pictures *p, const struct csv_row *row)
{
	struct slice numbers[NUMBER_LIST_MOST];
	size_t n, m, codes;

	p->rows++;
	p->number = SLICE_NONE;
	buf_clear(&p->codes);
	look_unused(p, row);
	doubt_row(p, row);
	n = cut_all(p, row);
	m = cut_numbers(p, row, n, numbers);
	codes = p->codes.n;
	for (size_t i = 0; i < m; i++) {
		p->number = numbers[i];
		p->codes.n = codes;
		doubt_number(p, row, p->header->catalog_number);
		doubt_parts(p, row);
		if (i == 0)
			doubt_rest(p, row, n);
		else
			doubt_zeros(p, row);
		if (i > 0 && p->once.n > 0)
			put_code(p, buf_string(&p->once));
		put_pictures(p, row, n);
	}
	p->number = SLICE_NONE;
}

bool
sheet_pictures_ready(const struct sheet_pictures *p)
{
	return p->header->catalog_number == HEADER_NONE ||
	    !zeros_wait(&p->zeros) || p->batch.rows.n > WAIT_MOST;
}

struct batch *
sheet_pictures_batch(struct sheet_pictures *p)
{
	p->batch.width = p->zeros.first;
	return &p->batch;
}

void
sheet_pictures_end(const struct sheet_pictures *p)
{
	warnings_rest(&p->tell);
	sum_up(p->pictures == 0, "%s, %s", COUNTED(p->rows, "row", "rows"),
	    COUNTED(p->pictures, "picture", "pictures"));
}

void
sheet_pictures_free(struct sheet_pictures *p)
{
	for (size_t i = 0; i < NLINKS; i++) {
		free(p->links[i].all);
		free(p->links[i].views);
	}
	free(p->unused);
	batch_free(&p->batch);
	free(p->is_link);
	buf_free(&p->batch.rows);
	buf_free(&p->codes);
	buf_free(&p->once);
	buf_free(&p->name);
	buf_free(&p->rules);
}
