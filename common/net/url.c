/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdint.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "net/url_parts.h"

static bool
is_alpha(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The length of a scheme at the beginning that is followed by ":", or 0. */
static size_t
scheme_length(struct slice text)
{
	size_t n = 0;

	if (text.n == 0 || !is_alpha(text.at[0]))
		return 0;
	while (n < text.n &&
	    (is_alpha(text.at[n]) || ascii_is_digit(text.at[n]) ||
		text.at[n] == '+' || text.at[n] == '-' || text.at[n] == '.'))
		n++;
	return n < text.n && text.at[n] == ':' ? n : 0;
}

static void
split_authority(struct slice authority, struct url *url)
{
	const char *at = memrchr(authority.at, '@', authority.n);
	struct slice rest = authority;

	if (at != NULL) {
		url->userinfo.at = authority.at;
		url->userinfo.n = (size_t)(at - authority.at);
		rest = slice_from(authority, url->userinfo.n + 1);
	}
	url->host = (struct slice){rest.at, 0};
	if (rest.n > 0 && rest.at[0] == '[') {
		const char *end = memchr(rest.at, ']', rest.n);

		url->host.n =
		    end != NULL ? (size_t)(end - rest.at) + 1 : rest.n;
		rest = slice_from(rest, url->host.n);
	}
	url->host.n += url_cut_before(&rest, ":").n;
	if (rest.n > 0)
		url->port = slice_from(rest, 1);
}

void
url_split(struct slice text, struct url *url)
{
	struct slice rest = {text.n > 0 ? text.at : "", text.n};
	size_t n = scheme_length(rest);

	*url = (struct url){0};
	if (n > 0) {
		url->scheme = (struct slice){rest.at, n};
		rest = slice_from(rest, n + 1);
	}
	if (rest.n >= 2 && rest.at[0] == '/' && rest.at[1] == '/') {
		rest = slice_from(rest, 2);
		split_authority(url_cut_before(&rest, "/?#"), url);
	}
	url->path = url_cut_before(&rest, "?#");
	if (rest.n > 0 && rest.at[0] == '?') {
		rest = slice_from(rest, 1);
		url->query = url_cut_before(&rest, "#");
	}
	if (rest.n > 0)
		url->fragment = slice_from(rest, 1);
}

static bool
is_http(const struct url *url)
{
	return ascii_equal(url->scheme, "http") ||
	    ascii_equal(url->scheme, "https");
}

static const char *
character_error(unsigned char c)
{
	if (c == ' ')
		return "a blank";
	if (c == '%')
		return "a '%' without two hexadecimal digits";
	if (c < 32 || c == 127)
		return "a control character";
	if (c >= 128)
		return "a character outside ASCII";
	switch (c) {
	case '\\': return "a backslash";
	case '"': return "a double quote";
	case '<':
	case '>': return "an angle bracket";
	case '[':
	case ']': return "a square bracket";
	case '{':
	case '}': return "a brace";
	case '#': return "a second '#'";
	case '@': return "a second '@'";
	case '/': return "a '/' in the host";
	default: return "a character that URLs cannot hold";
	}
}

/* Finds a byte of the part that is neither in the set nor %XX. */
static const char *
part_error(struct slice part, struct url_set set, size_t *at)
{
	for (size_t i = 0; i < part.n; i++) {
		if (url_in_set(set, (unsigned char)part.at[i]))
			continue;
		if (url_encoded(slice_from(part, i)) >= 0) {
			i += 2;
			continue;
		}
		*at = i;
		return character_error((unsigned char)part.at[i]);
	}
	return NULL;
}

/* IPvFuture between its brackets. */
static bool
future_address(struct slice s)
{
	size_t n = 1;
	size_t at = 0;

	if (s.n == 0 || ascii_lower(s.at[0]) != 'v')
		return false;
	while (n < s.n && ascii_hex(s.at[n]) >= 0)
		n++;
	if (n == 1 || n >= s.n - 1 || s.at[n] != '.')
		return false;
	s = slice_from(s, n + 1);
	return memchr(s.at, '%', s.n) == NULL &&
	    part_error(s, URL_USERINFO, &at) == NULL;
}

const char *
url_host_error(struct slice host, size_t *at)
{
	char address[INET6_ADDRSTRLEN];
	struct in6_addr ignored;
	struct slice inner;

	if (host.n == 0 || host.at[0] != '[')
		return part_error(host, URL_REG_NAME, at);
	*at = 0;
	if (host.n < 2 || host.at[host.n - 1] != ']')
		return "a '[' that no ']' closes";
	inner = (struct slice){host.at + 1, host.n - 2};
	if (future_address(inner))
		return NULL;
	if (inner.n < sizeof address &&
	    memchr(inner.at, '\0', inner.n) == NULL) {
		memcpy(address, inner.at, inner.n);
		address[inner.n] = '\0';
		if (inet_pton(AF_INET6, address, &ignored) == 1)
			return NULL;
	}
	return "an address in brackets that is none";
}

static const char *
port_error(struct slice port, size_t *at)
{
	unsigned number = 0;

	for (*at = 0; *at < port.n; ++*at) {
		if (!ascii_is_digit(port.at[*at]))
			return "a port that is no number";
		number = number * 10 + (unsigned)(port.at[*at] - '0');
		if (number > 65535)
			return "a port above 65535";
	}
	return NULL;
}

static const char *
path_error(const struct url *url, size_t *at)
{
	struct slice rest = url->path;
	struct slice first = url_cut_before(&rest, ":/");
	const char *error;

	if (url->scheme.at != NULL || url->host.at != NULL || rest.n == 0 ||
	    rest.at[0] != ':')
		return part_error(url->path, URL_PATH, at);
	error = part_error(first, URL_PATH, at);
	if (error != NULL)
		return error;
	*at = first.n;
	return "a ':' that ends no scheme";
}

const char *
url_parse(struct slice text, struct url *url)
{
	const char *error;
	struct slice part;
	size_t at = 0;

	url_split(text, url);
	part = url->userinfo;
	error = part_error(part, URL_USERINFO, &at);
	if (error == NULL) {
		part = url->host;
		error = url_host_error(part, &at);
	}
	if (error == NULL) {
		part = url->port;
		error = port_error(part, &at);
	}
	if (error == NULL) {
		part = url->path;
		error = path_error(url, &at);
	}
	if (error == NULL) {
		part = url->query;
		error = part_error(part, URL_QUERY, &at);
	}
	if (error == NULL) {
		part = url->fragment;
		error = part_error(part, URL_QUERY, &at);
	}
	if (error == NULL && is_http(url) && url->host.n == 0) {
		part = url->scheme;
		at = url->scheme.n;
		error = "no host";
	}
	if (error != NULL)
		url->wrong = (size_t)(part.at - text.at) + at;
	return error;
}

/* The length of "http://" or "https://" at the beginning, or 0. */
static size_t
web_prefix(struct slice text)
{
	uint32_t word, http;
	size_t n = sizeof word;

	if (text.n < 8)
		return 0;
	memcpy(&word, text.at, sizeof word);
	memcpy(&http, "http", sizeof http);
	if ((word | 0x20202020) != http)
		return 0;
	n += ascii_lower(text.at[n]) == 's';
	return memcmp(text.at + n, "://", 3) == 0 ? n + 3 : 0;
}

/* How many letters, digits, dots and hyphens stand there. */
static size_t
plain_host(const char *at, size_t n)
{
	static const uint32_t plain[8] = {
	    0, 0x03FF6000, 0x07FFFFFE, 0x07FFFFFE};
	size_t length = 0;

	while (length < n) {
		unsigned char c = (unsigned char)at[length];

		if ((plain[c >> 5] >> (c & 31) & 1) == 0)
			break;
		length++;
	}
	return length;
}

/*
 * Where the path of most web URLs begins: those whose authority is a name and
 * nothing else. 0 for all others.
 */
static size_t
plain_path(struct slice text)
{
	size_t start = web_prefix(text), n;

	if (start == 0)
		return 0;
	n = plain_host(text.at + start, text.n - start);
	if (n == 0 || (start + n < text.n && text.at[start + n] != '/'))
		return 0;
	return start + n;
}

bool
url_is_placeholder(struct slice text)
{
	static const char *const words[] = {"empty", "bad url", "processing"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text.n > 0 && ascii_lower(*text.at) == *words[i] &&
		    ascii_begins(text, words[i]) &&
		    memchr(text.at, '/', text.n) == NULL)
			return true;
	return false;
}

bool
url_is_web(struct slice text)
{
	struct url url;

	if (plain_path(text) > 0)
		return true;
	if (text.n < 8 || ascii_lower(text.at[0]) != 'h')
		return false;
	url_split(text, &url);
	return is_http(&url) && url.host.n > 0;
}

void
url_put_path(struct buf *out, struct slice path)
{
	size_t start = 0;

	if (path.n == 0)
		return;
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.at[i];

		if (url_in_set(URL_UNRESERVED, c) || c == '/')
			continue;
		buf_put(out, path.at + start, i - start);
		url_put_encoded(out, c);
		start = i + 1;
	}
	buf_put(out, path.at + start, path.n - start);
}

/* Appends s with every %XX decoded. */
static void
put_decoded(struct buf *out, struct slice s)
{
	while (s.n > 0) {
		struct slice plain = url_cut_before(&s, "%");
		int c = url_encoded(s);

		buf_put_slice(out, plain);
		if (s.n > 0)
			buf_put_char(out, c >= 0 ? (char)c : '%');
		s = slice_from(s, c >= 0 ? 3 : s.n > 0);
	}
}

size_t
url_dot_segment(struct slice s)
{
	size_t dots = 0;

	while (s.n > 0 && dots < 3) {
		if (s.at[0] != '.' && url_encoded(s) != '.')
			return 0;
		s = slice_from(s, s.at[0] == '.' ? 1 : 3);
		dots++;
	}
	return dots < 3 ? dots : 0;
}

static void
put_segment(struct buf *out, struct slice path)
{
	size_t start = out->n;
	struct slice name = path, decoded;
	const char *slash = memrchr(name.at, '/', name.n);

	if (slash != NULL)
		name = slice_from(name, (size_t)(slash - name.at) + 1);
	if (name.n == 0 || url_dot_segment(name) > 0)
		return;
	if (memchr(name.at, '%', name.n) == NULL) {
		buf_put_slice(out, name);
		return;
	}
	put_decoded(out, name);
	decoded = (struct slice){out->at + start, out->n - start};
	if (memchr(decoded.at, '/', decoded.n) != NULL ||
	    memchr(decoded.at, '\0', decoded.n) != NULL ||
	    !utf8_valid(decoded)) {
		out->n = start;
		buf_put_slice(out, name);
	}
}

/* Takes the last segment off the path. */
static struct slice
cut_segment(struct slice *path)
{
	const char *slash =
	    path->n > 0 ? memrchr(path->at, '/', path->n) : NULL;
	struct slice last = SLICE_NONE;

	if (slash == NULL)
		return last;
	last = slice_from(*path, (size_t)(slash - path->at) + 1);
	path->n = (size_t)(slash - path->at);
	return last;
}

/* "default.jpg" */
static bool
is_quality(struct slice name)
{
	static const struct slice qualities[] = {SLICE_INIT("default"),
	    SLICE_INIT("color"), SLICE_INIT("gray"), SLICE_INIT("bitonal"),
	    SLICE_INIT("native")};
	struct slice word = url_cut_before(&name, ".");

	for (size_t i = 0; i < sizeof qualities / sizeof *qualities; i++)
		if (name.n > 0 && ascii_equal_slices(word, qualities[i]))
			return true;
	return false;
}

/* Of documents in place of a picture; "manifest" alone says it of too much. */
static bool
is_description(struct slice name, struct slice path)
{
	return ascii_equal(name, "info.json") ||
	    ascii_equal(name, "manifest.json") ||
	    (ascii_equal(name, "manifest") && slice_contains(path, "iiif"));
}

/*
 * The path of a picture by the IIIF Image API, .../IDENTIFIER/REGION/SIZE/
 * ROTATION/QUALITY.FORMAT, or of its description: cut to the identifier.
 */
static bool
is_iiif(struct slice *path)
{
	struct slice rest = *path, region, size, rotation;
	struct slice name = cut_segment(&rest);

	if (is_description(name, rest)) {
		*path = rest;
		return rest.n > 1;
	}
	if (!is_quality(name))
		return false;
	rotation = cut_segment(&rest);
	size = cut_segment(&rest);
	region = cut_segment(&rest);
	if (region.at == NULL || !slice_is_of(rotation, "!.0123456789") ||
	    !(ascii_equal(size, "full") || ascii_equal(size, "max") ||
		ascii_equal(size, "^max") ||
		slice_is_of(size, "^!,.:pct0123456789")) ||
	    !(ascii_equal(region, "full") || ascii_equal(region, "square") ||
		slice_is_of(region, ",.:pct0123456789")))
		return false;
	*path = rest;
	return rest.n > 1;
}

/* The last segment; of a IIIF picture that of its identifier. */
static void
put_name(struct buf *out, struct slice path)
{
	struct slice encoded;

	if (!is_iiif(&path)) {
		put_segment(out, path);
		return;
	}
	encoded = path;
	encoded = cut_segment(&encoded);
	for (struct slice s = encoded; s.n > 3; s = slice_from(s, 1))
		if (ascii_begins(s, "%2F"))
			encoded = slice_from(s, 3);
	put_segment(out, encoded.n > 0 ? encoded : path);
}

void
url_put_name(struct buf *out, struct slice text)
{
	struct url url;

	url_split(text, &url);
	/* IIPImage has the identifier, and all after it, in its query. */
	if (url.query.n > 5 && ascii_begins(url.query, "iiif="))
		put_name(out, slice_from(url.query, 5));
	else
		put_name(out, url.path);
}

void
url_put_file_name(struct buf *out, struct slice text)
{
	struct url url;

	url_split(text, &url);
	put_segment(out, url.path);
}

bool
url_put_web_name(struct buf *out, struct slice text)
{
	size_t n = plain_path(text);

	if (n > 0) {
		struct slice rest = slice_from(text, n);
		struct slice path = url_cut_before(&rest, "?#");

		if (!ascii_begins(rest, "?iiif=")) {
			put_name(out, path);
			return true;
		}
	}
	if (!url_is_web(text))
		return false;
	url_put_name(out, text);
	return true;
}

void
url_put_authority(struct buf *out, const struct url *url)
{
	if (url->host.at == NULL)
		return;
	buf_put_string(out, "//");
	if (url->userinfo.at != NULL) {
		buf_put_slice(out, url->userinfo);
		buf_put_char(out, '@');
	}
	buf_put_slice(out, url->host);
	if (url->port.at != NULL) {
		buf_put_char(out, ':');
		buf_put_slice(out, url->port);
	}
}
