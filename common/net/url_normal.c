/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "net/url_host.h"
#include "net/url_normal.h"
#include "net/url_parts.h"

/* Removes the dot segments of the path that begins at `start` of `out`. */
static void
remove_dots(struct buf *out, size_t start)
{
	size_t end = out->n;
	size_t to = start;
	size_t from = start;

	if (from == end)
		return;
	while (from < end) {
		bool rooted = out->at[from] == '/';
		struct slice segment = {
		    out->at + from + rooted, end - from - rooted};
		struct slice rest = segment;
		size_t dots;

		segment.n = url_cut_before(&rest, "/").n;
		dots = url_dot_segment(segment);
		if (dots == 0) {
			memmove(
			    out->at + to, out->at + from, rooted + segment.n);
			to += rooted + segment.n;
			from += rooted + segment.n;
			continue;
		}
		/* Up to the slash of the last segment that is kept. */
		if (dots == 2 && rooted) {
			while (to > start && out->at[to - 1] != '/')
				to--;
			to -= to > start;
		}
		from = (size_t)(rest.at - out->at);
		if (!rooted)
			from += rest.n > 0;
		else if (rest.n == 0)
			out->at[to++] = '/';
	}
	out->n = to;
}

/*
 * Keeps a path from being read as an authority or a scheme where what is in
 * front of it does not: "/." or "./" is put before it.
 */
static void
guard_path(struct buf *out, size_t start, bool scheme, bool host)
{
	const char *guard = NULL;
	struct slice path, rest;

	if (host || out->n == start)
		return;
	path = rest = (struct slice){out->at + start, out->n - start};
	url_cut_before(&rest, ":/");
	if (path.n >= 2 && memcmp(path.at, "//", 2) == 0)
		guard = "/.";
	else if (!scheme && rest.n > 0 && rest.at[0] == ':')
		guard = "./";
	if (guard == NULL)
		return;
	buf_room(out, 2);
	memmove(out->at + start + 2, out->at + start, out->n - start);
	memcpy(out->at + start, guard, 2);
	out->n += 2;
}

/* RFC 3986 section 5.2.3. */
static void
put_merged(struct buf *out, const struct url *base, struct slice path)
{
	const char *slash = memrchr(base->path.at, '/', base->path.n);

	if (base->host.at != NULL && base->path.n == 0)
		buf_put_char(out, '/');
	else if (slash != NULL)
		buf_put(
		    out, base->path.at, (size_t)(slash - base->path.at) + 1);
	buf_put_slice(out, path);
}

static void
put_marked(struct buf *out, char mark, struct slice part)
{
	if (part.at == NULL)
		return;
	buf_put_char(out, mark);
	buf_put_slice(out, part);
}

void
url_resolve(struct buf *out, struct slice base, struct slice reference)
{
	struct url b, r;
	size_t path;

	url_split(base, &b);
	url_split(reference, &r);
	bool own = r.scheme.at != NULL || r.host.at != NULL;
	struct slice scheme = r.scheme.at != NULL ? r.scheme : b.scheme;

	if (scheme.at != NULL) {
		buf_put_slice(out, scheme);
		buf_put_char(out, ':');
	}
	url_put_authority(out, own ? &r : &b);
	path = out->n;
	if (!own && r.path.n == 0) {
		buf_put_slice(out, b.path);
		if (r.query.at == NULL)
			r.query = b.query;
	} else if (own || r.path.at[0] == '/') {
		buf_put_slice(out, r.path);
		remove_dots(out, path);
	} else {
		put_merged(out, &b, r.path);
		remove_dots(out, path);
	}
	guard_path(out, path, scheme.at != NULL,
	    own ? r.host.at != NULL : b.host.at != NULL);
	put_marked(out, '?', r.query);
	put_marked(out, '#', r.fragment);
}

/* Appends a part with its percent-encoding made canonical: raw characters of
 * the set stay raw. */
static void
put_canonical(
    struct buf *out, struct slice part, struct url_set set, bool lowered)
{
	char *to = buf_room(out, 3 * part.n);

	for (size_t i = 0; i < part.n; i++) {
		unsigned char c = (unsigned char)part.at[i];
		int code = c == '%' ? url_encoded(slice_from(part, i)) : -1;

		if (code >= 0) {
			c = (unsigned char)code;
			i += 2;
		}
		if (url_in_set(URL_UNRESERVED, c) ||
		    (code < 0 && url_in_set(set, c)))
			*to++ = lowered ? ascii_lower((char)c) : (char)c;
		else
			to = url_encode(to, c);
	}
	out->n = (size_t)(to - out->at);
}

static void
put_lower(struct buf *out, struct slice part)
{
	for (size_t i = 0; i < part.n; i++)
		buf_put_char(out, ascii_lower(part.at[i]));
}

static bool
is_web(const struct url *url)
{
	return ascii_equal(url->scheme, "http") ||
	    ascii_equal(url->scheme, "https");
}

static bool
default_port(const struct url *url, struct slice port)
{
	if (ascii_equal(url->scheme, "http"))
		return slice_equal(port, SLICE("80"));
	if (ascii_equal(url->scheme, "https"))
		return slice_equal(port, SLICE("443"));
	return ascii_equal(url->scheme, "ftp") &&
	    slice_equal(port, SLICE("21"));
}

static void
put_normal_authority(struct buf *out, const struct url *url)
{
	size_t at;

	if (url->host.at == NULL)
		return;
	buf_put_string(out, "//");
	if (url->userinfo.at != NULL) {
		put_canonical(out, url->userinfo, URL_USERINFO, false);
		buf_put_char(out, '@');
	}
	if (url->host.n > 0 && url->host.at[0] == '[' &&
	    url_host_error(url->host, &at) == NULL)
		put_lower(out, url->host);
	else
		put_canonical(out, url->host, URL_REG_NAME, true);
	if (url->port.n > 0 && !default_port(url, url->port)) {
		buf_put_char(out, ':');
		put_canonical(out, url->port, URL_USERINFO, false);
	}
}

void
url_put_normal(struct buf *out, struct slice text)
{
	struct url url;
	size_t path;

	url_split(text, &url);
	if (url.scheme.at != NULL) {
		put_lower(out, url.scheme);
		buf_put_char(out, ':');
	}
	put_normal_authority(out, &url);
	path = out->n;
	put_canonical(out, url.path, URL_PATH, false);
	if (url.path.n > 0 && url.path.at[0] == '/')
		remove_dots(out, path);
	if (url.host.at != NULL && out->n == path)
		buf_put_char(out, '/');
	guard_path(out, path, url.scheme.at != NULL, url.host.at != NULL);
	if (url.query.at != NULL) {
		buf_put_char(out, '?');
		put_canonical(out, url.query, URL_QUERY, false);
	}
	if (url.fragment.at != NULL) {
		buf_put_char(out, '#');
		put_canonical(out, url.fragment, URL_QUERY, false);
	}
}

/* Takes the blanks around it away, as browsers do. */
static struct slice
without_blanks(struct slice s)
{
	while (s.n > 0 && (unsigned char)s.at[0] <= ' ')
		s = slice_from(s, 1);
	while (s.n > 0 && (unsigned char)s.at[s.n - 1] <= ' ')
		s.n--;
	return s;
}

/* Raw characters that mean something where URLs are compared: '/' in a path,
 * '&', '+', ';' and '=' in a query. */
static const struct url_set COMPARED_PATH = {{0x0000800000000000, 0}};
static const struct url_set COMPARED_QUERY = {{0x2800084000000000, 0}};

/* A path alone becomes the path of a file on the portal's own host. */
static void
put_on_domain(struct buf *out, struct slice path, struct slice domain)
{
	while (domain.n > 0 && domain.at[domain.n - 1] == '/')
		domain.n--;
	buf_put_slice(out, domain);
	buf_put_slice(out, path);
}

/* The host without the dot of the root after it. */
static struct slice
without_dot(struct slice host)
{
	for (;;) {
		struct slice rest =
		    host.n > 3 ? slice_from(host, host.n - 3) : SLICE("");

		if (host.n > 1 && host.at[host.n - 1] == '.')
			host.n--;
		else if (url_encoded(rest) == '.')
			host.n -= 3;
		else
			return host;
	}
}

/* Without the name of an account, and zeros before the port. */
static void
put_comparable_authority(struct buf *out, const struct url *url, bool web)
{
	struct slice port = url->port;

	if (url->host.at == NULL)
		return;
	buf_put_string(out, "//");
	url_host_put_comparable(out, without_dot(url->host));
	while (port.n > 1 && *port.at == '0')
		port = slice_from(port, 1);
	if (port.n == 0 ||
	    (web ? slice_equal(port, SLICE("80")) ||
			slice_equal(port, SLICE("443"))
		 : default_port(url, port)))
		return;
	buf_put_char(out, ':');
	put_canonical(out, port, URL_USERINFO, false);
}

static void
put_comparable(struct buf *out, struct url *url)
{
	bool web = url->scheme.at == NULL ? url->host.at != NULL : is_web(url);
	size_t path;

	if (web)
		buf_put_string(out, "https:");
	else if (url->scheme.at != NULL) {
		put_lower(out, url->scheme);
		buf_put_char(out, ':');
	}
	put_comparable_authority(out, url, web);
	path = out->n;
	put_canonical(out, url->path, COMPARED_PATH, false);
	if (url->path.n > 0 && url->path.at[0] == '/')
		remove_dots(out, path);
	if (url->host.at != NULL && out->n == path)
		buf_put_char(out, '/');
	guard_path(out, path, url->scheme.at != NULL, url->host.at != NULL);
	if (url->query.at != NULL) {
		buf_put_char(out, '?');
		put_canonical(out, url->query, COMPARED_QUERY, false);
	}
}

void
url_put_comparable(struct buf *out, struct slice text, struct slice domain)
{
	struct slice s = without_blanks(text);
	struct buf whole = {0};
	struct url url;

	url_split(s, &url);
	if (domain.n > 0 && url.scheme.at == NULL && url.host.at == NULL &&
	    s.n > 0 && s.at[0] == '/') {
		put_on_domain(&whole, s, domain);
		url_split(buf_slice(&whole), &url);
	}
	put_comparable(out, &url);
	buf_free(&whole);
}
