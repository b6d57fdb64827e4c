/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "text/xml.h"
#include "markup.h"

/* Of the text around a link so much is kept. */
enum { TEXT_MOST = 1024 };

/* And of a link's own text. */
enum { LABEL_MOST = 32 };

struct markup {
	struct listing *listing;
	struct slice start, url;
	struct buf base; /* what links are relative to */
	bool has_base;
	struct buf link, whole, raw; /* the link in work, scope_put() */
	bool linked; /* there is one on this line */
	bool inside; /* its text */
	bool folder; /* marked as one */
	bool perhaps; /* the same, by a word that some say of everything */
	bool parent; /* marked as the way up */
	struct listing_facts facts;
	enum link_kind kind;
	char label[LABEL_MOST]; /* the link's text begins so */
	size_t nlabel;
	char last; /* and ends so */
	struct buf before, after; /* the text around it */
	unsigned literal; /* <pre> within <pre>: there a line is a line */
	unsigned quiet; /* script, style, title */
	bool has_number; /* in an attribute of the cell */
	uint64_t number;
	size_t cell; /* where its text begins */
};

static bool
is(struct slice name, const char *const list[])
{
	for (; *list != NULL; list++)
		if (slice_equal(name, slice_of(*list)))
			return true;
	return false;
}

static bool
is_word(struct slice text, const char *const list[])
{
	for (; *list != NULL; list++)
		if (text.n == strlen(*list) &&
		    strncasecmp(text.at, *list, text.n) == 0)
			return true;
	return false;
}

/* Some servers' way up leads to a folder below. */
static bool
is_parent(const struct markup *m)
{
	static const char *const words[] = {"..", "../", "parent directory",
	    "parent directory/", "[to parent directory]", NULL};
	struct slice label = slice_trim((struct slice){m->label, m->nlabel});

	return m->parent || is_word(label, words);
}

static void
end_link(struct markup *m)
{
	struct link *link;
	bool folder = m->folder || m->last == '/' ||
	    (m->perhaps && !listing_facts_shows_size(buf_slice(&m->after)));

	m->inside = false;
	if (!m->linked)
		return;
	m->linked = false;
	if (is_parent(m))
		return;
	if (folder && m->kind != LINK_FOLDER &&
	    memchr(m->link.at, '?', m->link.n) == NULL) {
		buf_put_char(&m->link, '/');
		m->kind = LINK_FOLDER;
	}
	link = listing_add(m->listing, buf_slice(&m->link), m->kind);
	if (link == NULL || m->kind == LINK_FOLDER)
		return;
	listing_facts_read(
	    &m->facts, buf_slice(&m->before), buf_slice(&m->after));
	link->facts = m->facts;
}

static void
end_line(struct markup *m)
{
	end_link(m);
	buf_clear(&m->before);
	buf_clear(&m->after);
	m->folder = m->perhaps = m->parent = false;
	m->has_number = false;
	m->facts = (struct listing_facts){0};
}

/* As browsers do: blanks around it do not count, nor line breaks and tabs
 * inside, and a backslash in the path is a slash. */
static void
put_raw(struct buf *out, struct slice href)
{
	bool path = true;

	buf_clear(out);
	while (href.n > 0 && (unsigned char)*href.at <= ' ')
		href.at++, href.n--;
	while (href.n > 0 && (unsigned char)href.at[href.n - 1] <= ' ')
		href.n--;
	for (size_t i = 0; i < href.n; i++) {
		char c = href.at[i];

		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		path &= c != '?' && c != '#';
		buf_put_char(out, path && c == '\\' ? '/' : c);
	}
}

/* "mailto:", "javascript:" and all that is not for the web. */
static bool
is_foreign(struct slice href)
{
	struct url parts;

	url_parse(href, &parts);
	return parts.scheme.at != NULL &&
	    !(parts.scheme.n == 4 &&
		strncasecmp(parts.scheme.at, "http", 4) == 0) &&
	    !(parts.scheme.n == 5 &&
		strncasecmp(parts.scheme.at, "https", 5) == 0);
}

/* Takes what comes from `from` on, up to one of the characters, out. */
static void
cut_out(struct buf *text, size_t from, const char *end)
{
	size_t to = from + 1;

	while (to < text->n && strchr(end, text->at[to]) == NULL)
		to++;
	memmove(text->at + from, text->at + to, text->n - to);
	text->n -= to - from;
}

/* The visitor's session, another one each time: no part of a file's URL. */
static void
drop_session(struct buf *href)
{
	for (size_t i = 0; i < href->n; i++) {
		struct slice rest = slice_from(buf_slice(href), i);
		bool mark = *rest.at == '?';

		if (ascii_begins(rest, ";jsessionid=")) {
			cut_out(href, i--, "/?#");
		} else if ((mark || *rest.at == '&') &&
		    ascii_begins(slice_from(rest, 1), "phpsessid=")) {
			cut_out(href, i, "&#");
			if (mark && i < href->n && href->at[i] == '&')
				href->at[i] = '?';
			i--;
		}
	}
}

static bool
resolve(struct markup *m, struct slice href, struct buf *out)
{
	if (href.n > LINK_MOST)
		return false;
	put_raw(&m->raw, href);
	drop_session(&m->raw);
	if (is_foreign(buf_slice(&m->raw)))
		return false;
	buf_clear(&m->whole);
	url_resolve(&m->whole, buf_slice(&m->base), buf_slice(&m->raw));
	buf_clear(out);
	return scope_put(out, buf_slice(&m->whole));
}

static void
begin_link(struct markup *m, struct slice href)
{
	end_link(m);
	buf_clear(&m->after);
	m->last = '\0';
	m->nlabel = 0;
	m->facts = (struct listing_facts){0};
	if (href.at == NULL || !resolve(m, href, &m->link))
		return;
	m->kind = scope_judge(m->start, m->url, buf_slice(&m->link));
	m->inside = m->linked = m->kind != LINK_NONE;
}

static void
set_base(struct markup *m, struct slice href)
{
	struct buf base = {0};

	if (m->has_base || href.n == 0 || !resolve(m, href, &base))
		return;
	buf_clear(&m->base);
	buf_put_slice(&m->base, buf_slice(&base));
	m->has_base = true;
	buf_free(&base);
}

static void
read_icon(struct markup *m, struct slice alt)
{
	static const char *const marks[] = {
	    "[DIR]", "[DIRECTORY]", "[FOLDER]", NULL};
	static const char *const words[] = {"directory", "folder", NULL};
	static const char *const up[] = {"[PARENTDIR]", NULL};

	if (m->linked && !m->inside)
		end_line(m);
	m->folder |= is_word(alt, marks);
	m->perhaps |= is_word(alt, words);
	m->parent |= is_word(alt, up);
}

/* A cell may have its exact number beside the rounded one. */
static void
begin_cell(struct markup *m, const struct xml_attribute attributes[], size_t n)
{
	static const char *const names[] = {
	    "data-size", "data-order", "data-sort", "data-sort-value"};

	m->has_number = false;
	m->cell = m->after.n;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (number_read(xml_attribute(attributes, n, names[i]),
			INT64_MAX, &m->number)) {
			m->has_number = true;
			return;
		}
}

static const double units[] = {1e0, 1e3, 1e6, 1e9, 1e12};

/* True if "44 KiB" in the cell is the number, rounded. */
static bool
is_rounded(struct slice text, uint64_t number)
{
	double value = 0, scale = 1;
	const char *unit;
	size_t i = 0;
	bool point = false;

	while (i < text.n && text.at[i] == ' ')
		i++;
	for (; i < text.n && memchr("0123456789.", text.at[i], 11) != NULL; i++)
		if (text.at[i] == '.')
			point = true;
		else {
			value = value * 10 + (text.at[i] - '0');
			scale *= point ? 10 : 1;
		}
	while (i < text.n && text.at[i] == ' ')
		i++;
	if (i == text.n)
		return false;
	unit = strchr("BKMGT", text.at[i] & ~0x20);
	if (unit == NULL || *unit == '\0')
		return false;
	value = value / scale * units[unit - "BKMGT"];
	return (double)number >= value * 0.9 - 1 &&
	    (double)number <= value * 1.2 + units[unit - "BKMGT"];
}

static void
end_cell(struct markup *m)
{
	struct slice text;

	if (!m->has_number || !m->linked || m->cell >= m->after.n)
		return;
	text = (struct slice){m->after.at + m->cell, m->after.n - m->cell};
	m->has_number = false;
	if (!m->facts.has_bytes && is_rounded(text, m->number)) {
		m->facts.has_bytes = true;
		m->facts.bytes = m->number;
	}
}

static const char *const lines[] = {"tr", "br", "li", "hr", "p", "div", "ul",
    "ol", "table", "h1", "h2", "dt", "dd", NULL};
static const char *const quiet[] = {"script", "style", "title", NULL};
static const char *const cells[] = {"td", "th", NULL};
static const char *const apart[] = {"span", "em", "small", "strong", NULL};

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	struct markup *m = state;

	(void)uri;
	if (slice_equal(name, SLICE("a")) || slice_equal(name, SLICE("area"))) {
		struct slice href = xml_attribute(attributes, n, "href");

		begin_link(m,
		    href.at != NULL
			? href
			: xml_attribute(attributes, n, "data-href"));
	} else if (slice_equal(name, SLICE("img"))) {
		read_icon(m, xml_attribute(attributes, n, "alt"));
	} else if (slice_equal(name, SLICE("time"))) {
		m->facts.has_time |= m->linked &&
		    listing_facts_read_time(
			xml_attribute(attributes, n, "datetime"),
			&m->facts.time);
	} else if (slice_equal(name, SLICE("base"))) {
		set_base(m, xml_attribute(attributes, n, "href"));
	} else if (is(name, cells)) {
		begin_cell(m, attributes, n);
	} else if (slice_equal(name, SLICE("pre"))) {
		m->literal++;
	} else if (is(name, lines) && !m->inside) {
		end_line(m);
	} else if (is(name, quiet)) {
		m->quiet++;
	}
}

static void
put_label(struct markup *m, char c)
{
	if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
		m->last = c;
	else if (m->nlabel == 0)
		return;
	if (m->nlabel < LABEL_MOST)
		m->label[m->nlabel++] = c;
}

static void
put_char(struct markup *m, char c)
{
	struct buf *text = m->linked ? &m->after : &m->before;

	if (m->inside) {
		put_label(m, c);
	} else if (c == '\n' && m->literal > 0) {
		end_line(m);
	} else if (text->n < TEXT_MOST) {
		buf_put_char(text, c == '\n' || c == '\t' ? ' ' : c);
	}
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct markup *m = state;

	(void)uri;
	if (is(name, cells))
		end_cell(m);
	/* Without a blank between them numbers would run together. */
	if (is(name, cells) || is(name, apart))
		put_char(m, ' ');
	else if (slice_equal(name, SLICE("a")))
		m->inside = false;
	else if (slice_equal(name, SLICE("pre")))
		m->literal -= m->literal > 0;
	else if (is(name, lines) && !m->inside)
		end_line(m);
	else if (is(name, quiet))
		m->quiet -= m->quiet > 0;
}

static void
on_text(void *state, struct slice text)
{
	struct markup *m = state;

	for (size_t i = 0; i < text.n && m->quiet == 0; i++) {
		/* &nbsp; */
		if (text.at[i] == '\xc2' && i + 1 < text.n &&
		    text.at[i + 1] == '\xa0') {
			put_char(m, ' ');
			i++;
		} else {
			put_char(m, text.at[i]);
		}
	}
}

void
markup_read(struct listing *listing, struct slice start, struct slice url,
    const char *charset, struct slice page)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct markup m = {.listing = listing, .start = start, .url = url};

	if (utf8_valid(page))
		charset = "UTF-8";
	buf_put_slice(&m.base, url);
	xml_read_html(page, charset, &handler, &m);
	end_line(&m);
	buf_free(&m.base);
	buf_free(&m.link);
	buf_free(&m.whole);
	buf_free(&m.raw);
	buf_free(&m.before);
	buf_free(&m.after);
}
