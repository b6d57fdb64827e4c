/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <stdint.h>
#include <strings.h>

#include "base/utf8.h"
#include "net/url.h"

/* Characters of RFC 3986 as sets: bit c % 64 of word c / 64. */
struct set {
	uint64_t words[2];
};

static const struct set UNRESERVED = {{0x03FF600000000000, 0x47FFFFFE87FFFFFE}};
static const struct set REG_NAME = {{0x2BFF7FD200000000, 0x47FFFFFE87FFFFFE}};
static const struct set USERINFO = {{0x2FFF7FD200000000, 0x47FFFFFE87FFFFFE}};
static const struct set PATH = {{0x2FFFFFD200000000, 0x47FFFFFE87FFFFFF}};
static const struct set QUERY = {{0xAFFFFFD200000000, 0x47FFFFFE87FFFFFF}};

static bool
in_set(struct set set, unsigned char c)
{
	return c < 128 && (set.words[c >> 6] >> (c & 63) & 1) != 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alpha(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The value of a hexadecimal digit, or -1. */
static int
hex(char c)
{
	if (is_digit(c))
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that %XX at the beginning of s stands for, or -1. */
static int
encoded(struct slice s)
{
	if (s.n < 3 || s.at[0] != '%' || hex(s.at[1]) < 0 || hex(s.at[2]) < 0)
		return -1;
	return hex(s.at[1]) << 4 | hex(s.at[2]);
}

/* Writes %XX; returns where it ends. */
static char *
encode(char *to, unsigned char c)
{
	const char *digits = "0123456789ABCDEF";

	to[0] = '%';
	to[1] = digits[c >> 4];
	to[2] = digits[c & 15];
	return to + 3;
}

static void
put_encoded(struct buf *out, unsigned char c)
{
	encode(buf_room(out, 3), c);
	out->n += 3;
}

static bool
same_word(struct slice s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.at, word, s.n) == 0;
}

/*
 * Cuts what is before the first of the characters off `rest`, all of it if
 * there is none; the character stays.
 */
static struct slice
cut_before(struct slice *rest, const char *characters)
{
	struct slice part = *rest;

	for (; *characters != '\0' && part.n > 0; characters++) {
		const char *found = memchr(part.at, *characters, part.n);

		if (found != NULL)
			part.n = (size_t)(found - part.at);
	}
	*rest = slice_from(*rest, part.n);
	return part;
}

/* The length of a scheme at the beginning that is followed by ":", or 0. */
static size_t
scheme_length(struct slice text)
{
	size_t n = 0;

	if (text.n == 0 || !is_alpha(text.at[0]))
		return 0;
	while (n < text.n &&
	    (is_alpha(text.at[n]) || is_digit(text.at[n]) ||
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
	url->host.n += cut_before(&rest, ":").n;
	if (rest.n > 0)
		url->port = slice_from(rest, 1);
}

static void
split(struct slice text, struct url *url)
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
		split_authority(cut_before(&rest, "/?#"), url);
	}
	url->path = cut_before(&rest, "?#");
	if (rest.n > 0 && rest.at[0] == '?') {
		rest = slice_from(rest, 1);
		url->query = cut_before(&rest, "#");
	}
	if (rest.n > 0)
		url->fragment = slice_from(rest, 1);
}

static bool
is_http(const struct url *url)
{
	return same_word(url->scheme, "http") ||
	    same_word(url->scheme, "https");
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
part_error(struct slice part, struct set set, size_t *at)
{
	for (size_t i = 0; i < part.n; i++) {
		if (in_set(set, (unsigned char)part.at[i]))
			continue;
		if (encoded(slice_from(part, i)) >= 0) {
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

	if (s.n == 0 || lower(s.at[0]) != 'v')
		return false;
	while (n < s.n && hex(s.at[n]) >= 0)
		n++;
	if (n == 1 || n >= s.n - 1 || s.at[n] != '.')
		return false;
	s = slice_from(s, n + 1);
	return memchr(s.at, '%', s.n) == NULL &&
	    part_error(s, USERINFO, &at) == NULL;
}

static const char *
host_error(struct slice host, size_t *at)
{
	char address[INET6_ADDRSTRLEN];
	struct in6_addr ignored;
	struct slice inner;

	if (host.n == 0 || host.at[0] != '[')
		return part_error(host, REG_NAME, at);
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
		if (!is_digit(port.at[*at]))
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
	struct slice first = cut_before(&rest, ":/");
	const char *error;

	if (url->scheme.at != NULL || url->host.at != NULL || rest.n == 0 ||
	    rest.at[0] != ':')
		return part_error(url->path, PATH, at);
	error = part_error(first, PATH, at);
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

	split(text, url);
	part = url->userinfo;
	error = part_error(part, USERINFO, &at);
	if (error == NULL) {
		part = url->host;
		error = host_error(part, &at);
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
		error = part_error(part, QUERY, &at);
	}
	if (error == NULL) {
		part = url->fragment;
		error = part_error(part, QUERY, &at);
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
	n += lower(text.at[n]) == 's';
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
url_is_web(struct slice text)
{
	struct url url;

	if (plain_path(text) > 0)
		return true;
	if (text.n < 8 || lower(text.at[0]) != 'h')
		return false;
	split(text, &url);
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

		if (in_set(UNRESERVED, c) || c == '/')
			continue;
		buf_put(out, path.at + start, i - start);
		put_encoded(out, c);
		start = i + 1;
	}
	buf_put(out, path.at + start, path.n - start);
}

/* Appends s with every %XX decoded. */
static void
put_decoded(struct buf *out, struct slice s)
{
	while (s.n > 0) {
		struct slice plain = cut_before(&s, "%");
		int c = encoded(s);

		buf_put_slice(out, plain);
		if (s.n > 0)
			buf_put_char(out, c >= 0 ? (char)c : '%');
		s = slice_from(s, c >= 0 ? 3 : s.n > 0);
	}
}

/* 1 for ".", 2 for "..", also encoded; 0 for anything else. */
static size_t
dot_segment(struct slice s)
{
	size_t dots = 0;

	while (s.n > 0 && dots < 3) {
		if (s.at[0] != '.' && encoded(s) != '.')
			return 0;
		s = slice_from(s, s.at[0] == '.' ? 1 : 3);
		dots++;
	}
	return dots < 3 ? dots : 0;
}

static void
put_name(struct buf *out, struct slice path)
{
	size_t start = out->n;
	struct slice name = path, decoded;
	const char *slash = memrchr(name.at, '/', name.n);

	if (slash != NULL)
		name = slice_from(name, (size_t)(slash - name.at) + 1);
	if (name.n == 0 || dot_segment(name) > 0)
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

void
url_put_name(struct buf *out, struct slice text)
{
	struct url url;

	split(text, &url);
	put_name(out, url.path);
}

bool
url_put_web_name(struct buf *out, struct slice text)
{
	size_t n = plain_path(text);

	if (n > 0) {
		struct slice rest = slice_from(text, n);

		put_name(out, cut_before(&rest, "?#"));
		return true;
	}
	if (!url_is_web(text))
		return false;
	url_put_name(out, text);
	return true;
}

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

		segment.n = cut_before(&rest, "/").n;
		dots = dot_segment(segment);
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
	cut_before(&rest, ":/");
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

static void
put_authority(struct buf *out, const struct url *url)
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

	split(base, &b);
	split(reference, &r);
	bool own = r.scheme.at != NULL || r.host.at != NULL;
	struct slice scheme = r.scheme.at != NULL ? r.scheme : b.scheme;

	if (scheme.at != NULL) {
		buf_put_slice(out, scheme);
		buf_put_char(out, ':');
	}
	put_authority(out, own ? &r : &b);
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

/* Appends a part with its percent-encoding made canonical. */
static void
put_canonical(struct buf *out, struct slice part, struct set set, bool lowered)
{
	char *to = buf_room(out, 3 * part.n);

	for (size_t i = 0; i < part.n; i++) {
		unsigned char c = (unsigned char)part.at[i];
		int code = c == '%' ? encoded(slice_from(part, i)) : -1;

		if (code >= 0) {
			c = (unsigned char)code;
			i += 2;
		}
		if (in_set(UNRESERVED, c) || (code < 0 && in_set(set, c)))
			*to++ = lowered ? lower((char)c) : (char)c;
		else
			to = encode(to, c);
	}
	out->n = (size_t)(to - out->at);
}

static void
put_lower(struct buf *out, struct slice part)
{
	for (size_t i = 0; i < part.n; i++)
		buf_put_char(out, lower(part.at[i]));
}

static bool
default_port(const struct url *url)
{
	if (same_word(url->scheme, "http"))
		return slice_equal(url->port, SLICE("80"));
	if (same_word(url->scheme, "https"))
		return slice_equal(url->port, SLICE("443"));
	return same_word(url->scheme, "ftp") &&
	    slice_equal(url->port, SLICE("21"));
}

static void
put_normal_authority(struct buf *out, const struct url *url)
{
	size_t at;

	if (url->host.at == NULL)
		return;
	buf_put_string(out, "//");
	if (url->userinfo.at != NULL) {
		put_canonical(out, url->userinfo, USERINFO, false);
		buf_put_char(out, '@');
	}
	if (url->host.n > 0 && url->host.at[0] == '[' &&
	    host_error(url->host, &at) == NULL)
		put_lower(out, url->host);
	else
		put_canonical(out, url->host, REG_NAME, true);
	if (url->port.n > 0 && !default_port(url)) {
		buf_put_char(out, ':');
		put_canonical(out, url->port, USERINFO, false);
	}
}

void
url_put_normal(struct buf *out, struct slice text)
{
	struct url url;
	size_t path;

	split(text, &url);
	if (url.scheme.at != NULL) {
		put_lower(out, url.scheme);
		buf_put_char(out, ':');
	}
	put_normal_authority(out, &url);
	path = out->n;
	put_canonical(out, url.path, PATH, false);
	if (url.path.n > 0 && url.path.at[0] == '/')
		remove_dots(out, path);
	if (url.host.at != NULL && out->n == path)
		buf_put_char(out, '/');
	guard_path(out, path, url.scheme.at != NULL, url.host.at != NULL);
	if (url.query.at != NULL) {
		buf_put_char(out, '?');
		put_canonical(out, url.query, QUERY, false);
	}
	if (url.fragment.at != NULL) {
		buf_put_char(out, '#');
		put_canonical(out, url.fragment, QUERY, false);
	}
}

/* Names of parameters that hold a secret, in lower case without "-" and "_". */
static const char *const secrets[] = {"accesskey", "accesskeyid", "accesstoken",
    "apikey", "apitoken", "auth", "authkey", "authorization", "authtoken",
    "awsaccesskeyid", "bearer", "clientsecret", "credential", "credentials",
    "googleaccessid", "hmac", "idtoken", "jsessionid", "jwt", "key",
    "keypairid", "oauthsignature", "oauthtoken", "pass", "passwd", "password",
    "phpsessid", "privatekey", "pwd", "refreshtoken", "secret", "secretkey",
    "securitytoken", "sessionid", "sessiontoken", "sig", "signature", "signed",
    "token", "xamzcredential", "xamzsecuritytoken", "xamzsignature", "xapikey",
    "xgoogcredential", "xgoogsignature"};

static bool
secret_name(struct slice name)
{
	char plain[32];
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		int code = encoded(slice_from(name, i));
		char c = code >= 0 ? (char)code : name.at[i];

		if (code >= 0)
			i += 2;
		if (c == '-' || c == '_' || c == '.')
			continue;
		if (n == sizeof plain - 1)
			return false;
		plain[n++] = lower(c);
	}
	plain[n] = '\0';
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		if (strcmp(plain, secrets[i]) == 0)
			return true;
	return false;
}

/*
 * Takes the next parameter off a query; true with `value` set to the value,
 * at NULL unless it is secret.
 */
static bool
next_parameter(struct slice *query, struct slice *all, struct slice *value)
{
	struct slice rest;

	if (query->n == 0)
		return false;
	*all = cut_before(query, "&;");
	if (query->n > 0) {
		*query = slice_from(*query, 1);
		all->n++;
	}
	rest = *all;
	struct slice name = cut_before(&rest, "=&;");

	*value = SLICE_NONE;
	if (rest.n > 0 && rest.at[0] == '=') {
		rest = slice_from(rest, 1);
		rest = cut_before(&rest, "&;");
		if (rest.n > 0 && secret_name(name))
			*value = rest;
	}
	return true;
}

static bool
holds_secret(struct slice query)
{
	struct slice all, value;

	while (next_parameter(&query, &all, &value))
		if (value.at != NULL)
			return true;
	return false;
}

bool
url_is_secret(struct slice text)
{
	struct url url;

	split(text, &url);
	return url.userinfo.n > 0 || holds_secret(url.query) ||
	    holds_secret(url.fragment);
}

static void
put_redacted_query(struct buf *out, char mark, struct slice query)
{
	struct slice all, value;

	if (query.at == NULL)
		return;
	buf_put_char(out, mark);
	while (next_parameter(&query, &all, &value)) {
		if (value.at == NULL) {
			buf_put_slice(out, all);
			continue;
		}
		buf_put(out, all.at, (size_t)(value.at - all.at));
		buf_put_string(out, "…");
		buf_put_slice(out,
		    slice_from(all, (size_t)(value.at - all.at) + value.n));
	}
}

void
url_put_redacted(struct buf *out, struct slice text)
{
	struct url url;

	split(text, &url);
	if (url.userinfo.n > 0)
		url.userinfo = SLICE("…");
	if (url.scheme.at != NULL) {
		buf_put_slice(out, url.scheme);
		buf_put_char(out, ':');
	}
	put_authority(out, &url);
	buf_put_slice(out, url.path);
	put_redacted_query(out, '?', url.query);
	put_redacted_query(out, '#', url.fragment);
}
