/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/utf8.h"
#include "sheet/archive.h"
#include "sheet/workbook.h"
#include "text/xml.h"

/* What is unpacked of a part at most, and how much at once. */
enum { PART_MOST = 1 << 28, CHUNK = 1 << 16 };

/* Formats of cells: Excel has at most 65,490. */
enum { STYLES_MOST = 1 << 20 };

/* The length of "_x000D_". */
enum { ESCAPE = 7 };

/* What is kept of the names of sheets that are not read. */
enum { NAMES_MOST = 1 << 10 };

#define HEX "0123456789ABCDEF0123456789abcdef"

static const struct number_format general;

struct custom {
	uint64_t id;
	struct number_format format;
};

/* A part of the workbook being read. */
struct part {
	struct workbook *book;
	struct xml *xml;
	struct workbook_space space;
	/* relationships */
	workbook_relation *see;
	void *state;
	/* sheets */
	const char *sheet;
	size_t nsheets;
	bool chosen_chart;
	struct buf id; /* of the chosen sheet */
	struct buf others; /* further sheets: "id\nname\n" */
	struct buf charts; /* the ids of what has no cells, a line each */
	struct buf names;
	/* strings */
	bool in_item, in_text, in_phonetic;
	/* styles */
	bool in_styles;
	bool sorted;
	struct custom *custom; /* by id when `sorted` */
	size_t ncustom;
	size_t custom_room;
};

bool
workbook_space_has(struct workbook_space *space, struct slice uri)
{
	if (!space->known) {
		space->known = true;
		buf_put_slice(&space->uri, uri);
	}
	return slice_equal(uri, buf_slice(&space->uri));
}

void
workbook_space_free(struct workbook_space *space)
{
	buf_free(&space->uri);
	*space = (struct workbook_space){0};
}

static void
fail(struct workbook *book, const char *what, const char *text)
{
	if (book->failure.n > 0)
		return;
	buf_printf(
	    &book->failure, "%s%s%s", what, what[0] != '\0' ? ": " : "", text);
	buf_string(&book->failure);
}

static void
put_through(struct archive_in *archive, struct xml *xml, struct workbook *book,
    const char *name)
{
	char *chunk = mem_alloc(CHUNK);
	ptrdiff_t n;

	while ((n = archive_in_read(archive, chunk, CHUNK)) > 0)
		if (!xml_put(xml, (struct slice){chunk, (size_t)n}))
			break;
	free(chunk);
	if (n == 0)
		xml_finish(xml);
	if (n < 0)
		fail(book, name, archive_in_failure(archive));
	else if (xml_failure(xml) != NULL)
		fail(book, name, xml_failure(xml));
}

bool
workbook_is_part(struct slice member, struct slice name)
{
	while (slice_begins(member, "./"))
		member = slice_from(member, 2);
	while (member.n > 0 && *member.at == '/')
		member = slice_from(member, 1);
	return ascii_equal_slices(member, name);
}

/* Reads a part, if it is there; false if not. */
static bool
read_part(int fd, const char *name, const struct xml_handler *handler,
    struct part *part)
{
	struct archive_in *archive = archive_in_open(fd, PART_MOST);
	struct slice member;
	bool found = false;

	while (!found && archive_in_next(archive, &member))
		found = workbook_is_part(member, slice_of(name));
	if (found) {
		part->xml = xml_open(handler, part);
		put_through(archive, part->xml, part->book, name);
		xml_close(part->xml);
		workbook_space_free(&part->space);
	} else if (archive_in_failure(archive) != NULL) {
		fail(part->book, "", archive_in_failure(archive));
	}
	archive_in_close(archive);
	return found;
}

static void
on_relation(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct part *part = state;
	struct slice target = xml_attribute(a, n, "Target");

	if (workbook_space_has(&part->space, uri) &&
	    slice_is(name, "Relationship") && target.at != NULL)
		part->see(part->state, xml_attribute(a, n, "Id"),
		    xml_attribute(a, n, "Type"), target);
}

/* The path of a relation's target, seen from the folder. */
static void
put_target(struct buf *path, struct slice folder, struct slice target)
{
	for (;;) {
		if (slice_begins(target, "/")) {
			target = slice_from(target, 1);
			folder.n = 0;
		} else if (slice_begins(target, "./")) {
			target = slice_from(target, 2);
		} else if (slice_begins(target, "../")) {
			target = slice_from(target, 3);
			folder.n -= folder.n > 0;
			folder = path_folder(folder);
		} else {
			break;
		}
	}
	buf_put_slice(path, folder);
	buf_put_slice(path, target);
}

void
workbook_relations(struct workbook *book, int fd, struct slice path,
    workbook_relation *see, void *state)
{
	static const struct xml_handler handler = {.start = on_relation};
	struct part part = {.book = book, .see = see, .state = state};
	struct slice folder = path_folder(path);
	struct buf rels = {0};

	buf_put_slice(&rels, folder);
	buf_put_string(&rels, "_rels/");
	buf_put(&rels, path.at + folder.n, path.n - folder.n);
	buf_put_string(&rels, ".rels");
	read_part(fd, buf_string(&rels), &handler, &part);
	buf_free(&rels);
}

/* The relation that is looked for: by the end of its type, or by its id. */
struct search {
	const char *type;
	struct slice id;
	struct buf target;
};

static void
see_relation(
    void *state, struct slice id, struct slice type, struct slice target)
{
	struct search *search = state;

	if (search->target.n == 0 &&
	    (search->type != NULL ? slice_ends(type, search->type)
				  : slice_equal(id, search->id)))
		buf_put_slice(&search->target, target);
}

/* The path of what a part is related to; empty if there is none. */
static void
related(struct workbook *book, int fd, struct slice from, const char *type,
    struct slice id, struct buf *path)
{
	struct search search = {.type = type, .id = id};

	workbook_relations(book, fd, from, see_relation, &search);
	if (search.target.n > 0)
		put_target(path, path_folder(from), buf_slice(&search.target));
	buf_free(&search.target);
}

bool
workbook_is_true(struct slice attribute)
{
	return slice_is(attribute, "1") || slice_is(attribute, "true");
}

static void
choose(struct part *part, struct slice name, struct slice id)
{
	struct workbook *book = part->book;

	buf_clear(&part->id);
	buf_put_slice(&part->id, id);
	buf_clear(&book->sheet_name);
	buf_put_slice(&book->sheet_name, name);
	buf_string(&book->sheet_name);
}

static struct slice
relation_id(const struct xml_attribute a[], size_t n)
{
	struct slice other = SLICE("");

	for (size_t i = 0; i < n; i++) {
		if (a[i].uri.n == 0 || !slice_is(a[i].name, "id"))
			continue;
		if (slice_ends(a[i].uri, "relationships"))
			return a[i].value;
		other = a[i].value;
	}
	return other;
}

static void
see_chart(void *state, struct slice id, struct slice type, struct slice target)
{
	struct part *part = state;

	(void)target;
	if (!slice_ends(type, "/chartsheet") &&
	    !slice_ends(type, "/dialogsheet"))
		return;
	buf_put_slice(&part->charts, id);
	buf_put_char(&part->charts, '\n');
}

static bool
is_chart(const struct part *part, struct slice id)
{
	struct slice left = buf_slice(&part->charts), chart;

	while (slice_word(&left, '\n', &chart))
		if (slice_equal(chart, id))
			return true;
	return false;
}

/* Is it the one that was asked for, or else the first with cells? */
static bool
is_wanted(const struct part *part, struct slice title, bool hidden, bool chart)
{
	if (part->sheet == NULL)
		return part->id.n == 0 && !chart && !hidden;
	return slice_equal(title, slice_of(part->sheet)) ||
	    (part->id.n == 0 &&
		number_format_read(slice_of(part->sheet)) == part->nsheets);
}

static void
on_sheet(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct part *part = state;
	struct slice title = xml_attribute(a, n, "name");
	struct slice visibility = xml_attribute(a, n, "state");
	struct slice calendar = xml_attribute(a, n, "date1904"), id;
	bool hidden = slice_is(visibility, "hidden") ||
	    slice_is(visibility, "veryHidden");
	bool chart;

	if (!workbook_space_has(&part->space, uri))
		return;
	if (slice_equal(name, SLICE("workbookPr")))
		part->book->from1904 = workbook_is_true(calendar);
	if (!slice_equal(name, SLICE("sheet")) || title.at == NULL)
		return;
	part->nsheets++;
	buf_printf(&part->names, "%s'%.*s'", part->names.n > 0 ? ", " : "",
	    SLICE_ARG(title));
	id = relation_id(a, n);
	chart = is_chart(part, id);
	if (!is_wanted(part, title, hidden, chart)) {
		if (part->sheet == NULL && !chart && id.n > 0 && !hidden &&
		    part->others.n < NAMES_MOST)
			buf_printf(&part->others, "%.*s\n%.*s\n", SLICE_ARG(id),
			    SLICE_ARG(title));
		return;
	}
	choose(part, title, id);
	part->chosen_chart = chart;
}

/* Looks for the tag of a cell's value, whatever prefix it has. */
static bool
has_cells(struct archive_in *archive)
{
	static const char *const tags[] = {
	    "<v>", ":v>", "<t>", ":t>", "<t ", ":t "};
	enum { OVERLAP = 2 };
	char *chunk = mem_alloc(CHUNK);
	bool found = false;
	size_t kept = 0;
	ptrdiff_t n;

	while (!found &&
	    (n = archive_in_read(archive, chunk + kept, CHUNK - kept)) > 0) {
		struct slice text = {chunk, kept + (size_t)n};

		for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
			found = found || slice_contains(text, tags[i]);
		kept = text.n < OVERLAP ? text.n : OVERLAP;
		memmove(chunk, chunk + text.n - kept, kept);
	}
	free(chunk);
	return found;
}

static bool
part_has_cells(int fd, struct slice path)
{
	struct archive_in *archive = archive_in_open(fd, PART_MOST);
	struct slice member;
	bool found = false;

	while (!found && archive_in_next(archive, &member))
		if (workbook_is_part(member, path)) {
			found = has_cells(archive);
			break;
		}
	archive_in_close(archive);
	return found;
}

/* Where the first sheet is empty, the next with cells is meant; what is left of
 * the others are those after it. */
static void
skip_empty(struct part *part, int fd, struct slice path, struct slice *others)
{
	struct workbook *book = part->book;
	struct slice left = *others, id, name;
	struct buf at = {0};

	if (part_has_cells(fd, buf_slice(&book->sheet_path)))
		return;
	while (slice_word(&left, '\n', &id) && slice_word(&left, '\n', &name)) {
		buf_clear(&at);
		related(book, fd, path, NULL, id, &at);
		if (at.n == 0 || !part_has_cells(fd, buf_slice(&at)))
			continue;
		choose(part, name, id);
		buf_clear(&book->sheet_path);
		buf_put_slice(&book->sheet_path, buf_slice(&at));
		*others = left;
		break;
	}
	buf_free(&at);
}

/* Programs make empty sheets of their own accord: those are not missed. */
static void
find_unread(
    struct workbook *book, int fd, struct slice path, struct slice others)
{
	struct slice id, name;
	struct buf at = {0};

	while (slice_word(&others, '\n', &id) &&
	    slice_word(&others, '\n', &name)) {
		buf_clear(&at);
		related(book, fd, path, NULL, id, &at);
		if (at.n > 0 && part_has_cells(fd, buf_slice(&at)))
			buf_printf(&book->unread, "%s'%.*s'",
			    book->unread.n > 0 ? ", " : "", SLICE_ARG(name));
	}
	buf_free(&at);
}

static void
read_sheets(struct workbook *book, int fd, struct slice path, const char *sheet)
{
	static const struct xml_handler handler = {.start = on_sheet};
	struct part part = {.book = book, .sheet = sheet};
	struct buf name = {0};
	struct slice others;

	workbook_relations(book, fd, path, see_chart, &part);
	buf_put_slice(&name, path);
	if (!read_part(fd, buf_string(&name), &handler, &part) ||
	    part.nsheets == 0) {
		fail(book, "",
		    "no workbook in this zip file (img-from-dwca reads a "
		    "Darwin Core Archive; unpack pictures, and img-scan lists "
		    "them)");
	} else if (part.id.n == 0 && book->failure.n == 0) {
		buf_clear(&name);
		if (sheet != NULL)
			buf_printf(&name, "no sheet '%s'; there are ", sheet);
		else
			buf_put_string(&name,
			    "all sheets are hidden (--sheet NAME chooses "
			    "one): ");
		buf_put_slice(&name, buf_slice(&part.names));
		fail(book, "", buf_string(&name));
	}
	if (part.chosen_chart)
		fail(book, book->sheet_name.at,
		    "a chart, not a sheet with cells (--sheet NAME chooses "
		    "another)");
	if (part.id.n > 0)
		related(book, fd, path, NULL, buf_slice(&part.id),
		    &book->sheet_path);
	if (book->sheet_path.n == 0)
		fail(book, "", "the sheet is missing in the workbook");
	others = buf_slice(&part.others);
	if (others.n > 0 && book->failure.n == 0) {
		skip_empty(&part, fd, path, &others);
		find_unread(book, fd, path, others);
	}
	buf_free(&part.others);
	buf_free(&name);
	buf_free(&part.id);
	buf_free(&part.charts);
	buf_free(&part.names);
}

/* The character of "_x000D_" at the beginning; UINT32_MAX if none is. */
static uint32_t
escaped(struct slice s)
{
	uint32_t c = 0;

	if (s.n < ESCAPE || s.at[1] != 'x' || s.at[ESCAPE - 1] != '_')
		return UINT32_MAX;
	for (size_t i = 2; i < ESCAPE - 1; i++) {
		const char *digit = strchr(HEX, s.at[i]);

		if (digit == NULL || *digit == '\0')
			return UINT32_MAX;
		c = c * 16 + (uint32_t)(digit - HEX) % 16;
	}
	return c;
}

/* The same of two surrogates; *n becomes the length. */
static uint32_t
escaped_pair(struct slice s, size_t *n)
{
	uint32_t c = escaped(s), low;

	*n = ESCAPE;
	if (c == UINT32_MAX || c < 0xD800 || c > 0xDFFF)
		return c;
	low = escaped(slice_from(s, ESCAPE));
	*n = 2 * (size_t)ESCAPE;
	if (c > 0xDBFF || low == UINT32_MAX || low < 0xDC00 || low > 0xDFFF)
		return UINT32_MAX;
	return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

size_t
workbook_unescape(char *text, size_t n)
{
	struct slice left = {text, n};
	struct buf out = {0};
	size_t taken;

	if (memmem(text, n, "_x", 2) == NULL)
		return n;
	while (left.n > 0) {
		uint32_t c =
		    *left.at == '_' ? escaped_pair(left, &taken) : UINT32_MAX;

		if (c == UINT32_MAX || c == 0) {
			buf_put_char(&out, *left.at);
			taken = 1;
		} else {
			utf8_put(&out, c);
		}
		left = slice_from(left, taken);
	}
	n = out.n;
	memcpy(text, out.at, n);
	buf_free(&out);
	return n;
}

static void
on_string_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct part *part = state;

	(void)a, (void)n;
	if (!workbook_space_has(&part->space, uri))
		return;
	if (slice_equal(name, SLICE("si")))
		part->in_item = true;
	else if (slice_equal(name, SLICE("rPh")))
		part->in_phonetic = true;
	else if (slice_equal(name, SLICE("t")))
		part->in_text = part->in_item && !part->in_phonetic;
}

static void
on_string_text(void *state, struct slice text)
{
	struct part *part = state;

	if (part->in_text)
		buf_put_slice(&part->book->strings, text);
}

static void
on_string_end(void *state, struct slice uri, struct slice name)
{
	struct part *part = state;
	struct workbook *book = part->book;
	size_t start;

	if (!workbook_space_has(&part->space, uri))
		return;
	if (slice_equal(name, SLICE("t")))
		part->in_text = false;
	else if (slice_equal(name, SLICE("rPh")))
		part->in_phonetic = false;
	if (!slice_equal(name, SLICE("si")))
		return;
	part->in_item = false;
	start = book->nstrings > 0 ? book->string_ends[book->nstrings - 1] : 0;
	if (book->strings.n > start)
		book->strings.n = start +
		    workbook_unescape(
			book->strings.at + start, book->strings.n - start);
	if (book->nstrings == book->strings_room) {
		book->strings_room =
		    book->strings_room > 0 ? 2 * book->strings_room : 1024;
		book->string_ends = mem_resize(book->string_ends,
		    book->strings_room, sizeof *book->string_ends);
	}
	book->string_ends[book->nstrings++] = book->strings.n;
}

static void
add_custom(struct part *part, const struct xml_attribute a[], size_t n)
{
	struct slice code = xml_attribute(a, n, "formatCode");
	struct custom *to;

	if (code.at == NULL)
		return;
	if (part->ncustom == part->custom_room) {
		part->custom_room = 2 * part->custom_room + 64;
		part->custom = mem_resize(
		    part->custom, part->custom_room, sizeof *part->custom);
	}
	to = &part->custom[part->ncustom++];
	to->id = number_format_read(xml_attribute(a, n, "numFmtId"));
	to->format = number_format_parse(code);
	part->sorted = false;
}

static int
compare_custom(const void *a, const void *b)
{
	const struct custom *p = a, *q = b;

	return (p->id > q->id) - (p->id < q->id);
}

static struct number_format
format_of(struct part *part, uint64_t id)
{
	struct custom key = {.id = id};
	const struct custom *found = NULL;

	if (!part->sorted && part->ncustom > 0)
		mem_sort(part->custom, part->ncustom, sizeof *part->custom,
		    compare_custom);
	part->sorted = true;
	if (part->ncustom > 0)
		found = bsearch(&key, part->custom, part->ncustom,
		    sizeof *part->custom, compare_custom);
	if (found != NULL)
		return found->format;
	return id < 256 ? number_format_builtin((unsigned)id) : general;
}

static void
add_style(struct part *part, uint64_t id)
{
	struct workbook *book = part->book;

	if (book->nformats == STYLES_MOST) {
		xml_stop(part->xml, "more formats of cells than a million");
		return;
	}
	if (book->nformats == book->formats_room) {
		book->formats_room = 2 * book->formats_room + 64;
		book->formats = mem_resize(
		    book->formats, book->formats_room, sizeof *book->formats);
	}
	book->formats[book->nformats++] = format_of(part, id);
}

static void
on_style(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct part *part = state;

	if (!workbook_space_has(&part->space, uri))
		return;
	if (slice_equal(name, SLICE("numFmt")))
		add_custom(part, a, n);
	else if (slice_equal(name, SLICE("cellXfs")))
		part->in_styles = true;
	else if (part->in_styles && slice_equal(name, SLICE("xf")))
		add_style(
		    part, number_format_read(xml_attribute(a, n, "numFmtId")));
}

static void
on_style_end(void *state, struct slice uri, struct slice name)
{
	struct part *part = state;

	if (workbook_space_has(&part->space, uri) &&
	    slice_equal(name, SLICE("cellXfs")))
		part->in_styles = false;
}

/* Reads what the workbook is related to, if it is. */
static void
read_related(struct workbook *book, int fd, struct slice path, const char *type,
    const struct xml_handler *handler)
{
	struct part part = {.book = book};
	struct buf name = {0};

	related(book, fd, path, type, SLICE(""), &name);
	if (name.n > 0)
		read_part(fd, buf_string(&name), handler, &part);
	buf_free(&name);
	free(part.custom);
}

void
workbook_read(struct workbook *book, int fd, const char *sheet)
{
	static const struct xml_handler strings = {
	    on_string_start, on_string_end, on_string_text};
	static const struct xml_handler styles = {
	    .start = on_style, .end = on_style_end};
	struct buf path = {0};

	related(book, fd, SLICE(""), "/officeDocument", SLICE(""), &path);
	if (path.n == 0)
		buf_put_string(&path, "xl/workbook.xml");
	if (slice_ends(buf_slice(&path), ".bin"))
		fail(book, "",
		    "a binary workbook (.xlsb): save it as .xlsx or CSV");
	if (book->failure.n == 0)
		read_sheets(book, fd, buf_slice(&path), sheet);
	if (book->failure.n == 0)
		read_related(
		    book, fd, buf_slice(&path), "/sharedStrings", &strings);
	if (book->failure.n == 0)
		read_related(book, fd, buf_slice(&path), "/styles", &styles);
	buf_free(&path);
}

void
workbook_free(struct workbook *book)
{
	free(book->formats);
	free(book->string_ends);
	buf_free(&book->strings);
	buf_free(&book->sheet_path);
	buf_free(&book->sheet_name);
	buf_free(&book->unread);
	buf_free(&book->failure);
}

const struct number_format *
workbook_format(const struct workbook *book, uint64_t style)
{
	return style < book->nformats ? &book->formats[style] : &general;
}

bool
workbook_string(
    const struct workbook *book, uint64_t i, size_t *start, size_t *n)
{
	bool there = i < book->nstrings;

	*start = there && i > 0 ? book->string_ends[i - 1] : 0;
	*n = there ? book->string_ends[i] - *start : 0;
	return there;
}
