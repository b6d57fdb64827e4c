/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "base/path.h"
#include "base/utf8.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "scope.h"

bool
scope_put(struct buf *out, struct slice url)
{
	struct url parts;
	size_t before = out->n;

	if (url.n > LINK_MOST || !url_is_web(url))
		return false;
	url_parse(url, &parts);
	if (parts.fragment.at != NULL)
		url.n = (size_t)(parts.fragment.at - url.at) - 1;
	url_put_normal(out, url);
	return out->n - before <= LINK_MOST;
}

/* Without scheme and "//". */
static struct slice
without_scheme(struct slice url)
{
	const char *colon = url.n > 0 ? memchr(url.at, ':', url.n) : NULL;
	size_t n = colon != NULL ? (size_t)(colon - url.at) + 3 : 0;

	if (n > url.n)
		n = url.n;
	return (struct slice){url.at + n, url.n - n};
}

static struct slice
without_query(struct slice url)
{
	const char *mark = url.n > 0 ? memchr(url.at, '?', url.n) : NULL;

	if (mark != NULL)
		url.n = (size_t)(mark - url.at);
	return url;
}

/* To the last slash, which stays. */
static struct slice
folder_of(struct slice url)
{
	const char *slash;

	url = without_query(url);
	slash = url.n > 0 ? memrchr(url.at, '/', url.n) : NULL;
	url.n = slash != NULL ? (size_t)(slash - url.at) + 1 : 0;
	return url;
}

struct slice
scope_below(struct slice start, struct slice url)
{
	struct slice folder = folder_of(without_scheme(start));

	url = without_scheme(url);
	if (url.n < folder.n || folder.n == 0 ||
	    memcmp(url.at, folder.at, folder.n) != 0)
		return SLICE_NONE;
	return (struct slice){url.at + folder.n, url.n - folder.n};
}

static struct slice
last_segment(struct slice path)
{
	return path_last(without_query(path));
}

static bool
has_extension(struct slice name)
{
	const char *dot =
	    name.n > 1 ? memrchr(name.at + 1, '.', name.n - 1) : NULL;
	size_t n;

	if (dot == NULL)
		return false;
	dot++;
	n = name.n - (size_t)(dot - name.at);
	for (size_t i = 0; i < n; i++)
		if (dot[i] < '0' || dot[i] > '9')
			return memmem(dot, n, "%20", 3) == NULL &&
			    memchr(dot, ' ', n) == NULL;
	return false;
}

/*
 * True if the name ends in an extension, and so is no folder's: what is after
 * its last dot is no number and has no blank ("v1.2", "1. Box").
 */
static bool
path_has_extension(struct slice path)
{
	return has_extension(last_segment(path));
}

/* A program or a page, which is not what its query asks for. */
static bool
is_program(struct slice path)
{
	static const char *const endings[] = {".php", ".asp", ".aspx", ".cgi",
	    ".pl", ".jsp", ".cfm", ".html", ".htm", ".shtml"};
	struct slice name = last_segment(path);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t n = strlen(endings[i]);

		if (name.n > n &&
		    strncasecmp(name.at + name.n - n, endings[i], n) == 0)
			return true;
	}
	return !path_has_extension(path);
}

/* In a query a plus is a blank, and an encoded slash a slash. */
static void
put_decoded(struct buf *out, struct slice text, bool query)
{
	for (size_t i = 0; i < text.n; i++) {
		bool coded = text.at[i] == '%' && i + 2 < text.n &&
		    ascii_hex(text.at[i + 1]) >= 0 &&
		    ascii_hex(text.at[i + 2]) >= 0;
		int c = coded
		    ? ascii_hex(text.at[i + 1]) * 16 + ascii_hex(text.at[i + 2])
		    : text.at[i];

		if (coded && (c == 0 || (c == '/' && !query)))
			buf_put(out, text.at + i, 3);
		else if (!coded && c == '+' && query)
			buf_put_char(out, ' ');
		else
			buf_put_char(out, (char)c);
		i += coded ? 2 : 0;
	}
}

void
scope_decode(struct buf *out, struct slice path)
{
	put_decoded(out, path, false);
}

/* The value of "?dir=VALUE", or "?a/b" as it is; at NULL for anything else. */
static struct slice
query_path(struct slice url)
{
	static const char *const names[] = {"dir", "path", "folder",
	    "directory", "d", "p", "f", "sd", "subdir", "subfolder",
	    "subdirectory", "cd", "cwd", "curdir", "dirname", "location",
	    "album", "gallery", "ordner", "carpeta", "dossier", "pasta"};
	const char *mark = url.n > 0 ? memchr(url.at, '?', url.n) : NULL;
	struct slice query, name;
	const char *equals;

	if (mark == NULL)
		return SLICE("");
	query = (struct slice){mark + 1, url.n - (size_t)(mark - url.at) - 1};
	if (query.n == 0)
		return SLICE("");
	equals = memchr(query.at, '=', query.n);
	if (memchr(query.at, '&', query.n) != NULL ||
	    memchr(query.at, ';', query.n) != NULL)
		return SLICE_NONE;
	if (equals == NULL)
		return memchr(query.at, '/', query.n) != NULL ? query
							      : SLICE_NONE;
	name = (struct slice){query.at, (size_t)(equals - query.at)};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (ascii_equal(name, names[i]))
			return (struct slice){equals + 1, query.n - name.n - 1};
	return SLICE_NONE;
}

struct slice
scope_handed(struct slice url)
{
	static const char *const names[] = {"file", "filename", "download"};
	const char *mark = url.n > 0 ? memchr(url.at, '?', url.n) : NULL;
	struct slice last;
	const char *at;

	if (mark == NULL || !is_program(without_query(url)))
		return SLICE_NONE;
	last = slice_from(url, (size_t)(mark - url.at) + 1);
	at = last.n > 0 ? memrchr(last.at, '&', last.n) : NULL;
	if (at != NULL)
		last = slice_from(last, (size_t)(at - last.at) + 1);
	at = last.n > 0 ? memchr(last.at, '=', last.n) : NULL;
	for (size_t i = 0; at != NULL && i < sizeof names / sizeof *names; i++)
		if (slice_equal((struct slice){last.at, (size_t)(at - last.at)},
			slice_of(names[i])))
			return slice_from(last, (size_t)(at - last.at) + 1);
	return SLICE_NONE;
}

bool
scope_put_handed(struct buf *out, struct slice url)
{
	struct slice value = scope_handed(url), name;
	struct buf decoded = {0};
	const char *slash;
	bool good;

	if (value.at == NULL)
		return false;
	put_decoded(&decoded, value, true);
	name = buf_slice(&decoded);
	slash = name.n > 0 ? memrchr(name.at, '/', name.n) : NULL;
	if (slash != NULL)
		name = slice_from(name, (size_t)(slash - name.at) + 1);
	good = has_extension(name) && utf8_valid(name);
	if (good)
		buf_put_slice(out, name);
	buf_free(&decoded);
	return good;
}

/* What servers put beside the files for themselves: HFS, Cloudflare. */
static bool
is_machinery(struct slice path)
{
	struct slice name = last_segment(path);

	return slice_equal(name, SLICE("~login")) ||
	    slice_equal(name, SLICE("~files.lst")) ||
	    memmem(path.at, path.n, "/cdn-cgi/", 9) != NULL;
}

/* The index of a folder below that of the page, as programs make them. */
static bool
is_index(struct slice page, struct slice path)
{
	static const char *const names[] = {
	    "index.html", "index.htm", "index.shtml"};
	struct slice from = folder_of(without_scheme(page));
	struct slice to = folder_of(without_scheme(path));
	struct slice name = last_segment(path);

	if (to.n <= from.n || memcmp(to.at, from.at, from.n) != 0)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_equal(name, slice_of(names[i])))
			return true;
	return false;
}

/* Decoded, without "./" and slashes around it. */
static struct slice
bare_path(struct slice path, struct buf *out)
{
	struct slice bare;

	buf_clear(out);
	put_decoded(out, path, true);
	bare = buf_slice(out);
	while (bare.n > 0 &&
	    (bare.at[0] == '/' ||
		(bare.at[0] == '.' && (bare.n == 1 || bare.at[1] == '/')))) {
		bare.at++;
		bare.n--;
	}
	while (bare.n > 0 && bare.at[bare.n - 1] == '/')
		bare.n--;
	return bare;
}

static bool
has_parent(struct slice path)
{
	struct slice part;

	while (slice_word(&path, '/', &part))
		if (slice_equal(part, SLICE("..")))
			return true;
	return false;
}

/* A folder that is named in the query, below that of the page. */
static bool
is_query_folder(struct slice page, struct slice url)
{
	struct slice from = query_path(page), to = query_path(url);
	struct buf page_text = {0}, url_text = {0};
	bool is = false;

	if (to.at != NULL) {
		if (from.at == NULL)
			from = SLICE("");
		from = bare_path(from, &page_text);
		to = bare_path(to, &url_text);
		is = to.n > from.n && memcmp(to.at, from.at, from.n) == 0 &&
		    (from.n == 0 || to.at[from.n] == '/') && !has_parent(to);
	}
	buf_free(&page_text);
	buf_free(&url_text);
	return is;
}

static bool
same_path(struct slice a, struct slice b)
{
	a = without_query(without_scheme(a));
	b = without_query(without_scheme(b));
	if (a.n > 0 && a.at[a.n - 1] == '/')
		a.n--;
	if (b.n > 0 && b.at[b.n - 1] == '/')
		b.n--;
	return slice_equal(a, b);
}

static bool
is_handed(struct slice url)
{
	struct buf name = {0};
	bool is = scope_put_handed(&name, url);

	buf_free(&name);
	return is;
}

enum link_kind
scope_judge(struct slice start, struct slice page, struct slice url)
{
	struct slice path = without_query(url);
	bool query = path.n < url.n;

	if (scope_below(start, path).at == NULL)
		return LINK_NONE;
	if (query &&
	    (same_path(page, url) ||
		slice_equal(folder_of(page), folder_of(url))) &&
	    is_query_folder(page, url))
		return LINK_FOLDER;
	if (query && is_handed(url))
		return LINK_FILE;
	if (same_path(page, url) || scope_below(start, path).n == 0 ||
	    (query && is_program(path)) || is_machinery(path))
		return LINK_NONE;
	if (!query && is_index(page, path))
		return LINK_FOLDER;
	if (path.n > 0 && path.at[path.n - 1] == '/')
		return query ? LINK_NONE : LINK_FOLDER;
	return path_has_extension(path) ? LINK_FILE : LINK_MAYBE;
}
