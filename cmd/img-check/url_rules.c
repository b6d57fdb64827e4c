/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "base/path.h"
#include "base/utf8.h"
#include "net/picture_page.h"
#include "net/url.h"
#include "net/url_host.h"
#include "net/url_parts.h"
#include "registry/column.h"
#include "registry/media_type.h"
#include "url_rules.h"

static bool
ends_like_picture(struct slice name)
{
	const struct media_type *type = media_type_of_name(name);

	return type != NULL && type->group == MEDIA_PICTURE;
}

/* "%25XX" where XX is a blank, punctuation of names or not ASCII. */
static bool
is_encoded_twice(const char *at, const char *end)
{
	int byte;

	if (end - at < 5 || memcmp(at, "%25", 3) != 0 || ascii_hex(at[3]) < 0 ||
	    ascii_hex(at[4]) < 0)
		return false;
	byte = ascii_hex(at[3]) << 4 | ascii_hex(at[4]);
	return byte >= 0x80 || (byte >= 0x20 && byte <= 0x2e && byte != 0x25);
}

static bool
has_encoded_twice(struct slice text)
{
	const char *end = text.at + text.n, *at = text.at;

	while (at < end && (at = memchr(at, '%', (size_t)(end - at))) != NULL)
		if (is_encoded_twice(at++, end))
			return true;
	return false;
}

/* Where the "?" is that belongs to the name, or NULL. */
static const char *
question_in_name(struct slice text)
{
	const char *mark = text.n > 0 ? memchr(text.at, '?', text.n) : NULL;
	struct slice query;

	if (mark == NULL)
		return NULL;
	query = (struct slice){mark + 1, (size_t)(text.at + text.n - mark) - 1};
	return memchr(query.at, '=', query.n) == NULL &&
		memchr(query.at, '/', query.n) == NULL &&
		ends_like_picture(query)
	    ? mark
	    : NULL;
}

static bool
is_illegal(struct slice text)
{
	struct url url;

	return url_parse(text, &url) != NULL || url.fragment.at != NULL ||
	    question_in_name(text) != NULL || has_encoded_twice(text);
}

static bool
is_too_long(struct slice url)
{
	const struct column *term = column_find(SLICE("originalUrl"));

	return url.n > term->most && utf8_length(url) > term->most;
}

/* What can be found, in the order of the codes. */
enum { SENTINEL = 1, ILLEGAL = 2, SCHEME = 4, TOO_LONG = 8, NOT_HTTPS = 16 };

unsigned
url_rules_find(struct slice url)
{
	unsigned found = 0;

	if (url_is_placeholder(url))
		return SENTINEL;
	if (is_illegal(url))
		found = ILLEGAL;
	else if (url_is_own_path(url))
		found = URL_RULES_RELATIVE;
	else if (!url_is_web(url))
		found = SCHEME;
	if ((found == 0 || found == URL_RULES_RELATIVE) &&
	    picture_page_find(url) != NULL)
		found |= URL_RULES_PAGE;
	if (is_too_long(url))
		found |= TOO_LONG;
	if (url_rules_is_http(url))
		found |= NOT_HTTPS;
	return found;
}

bool
url_rules_allow(unsigned found)
{
	return (found &
		   (SENTINEL | ILLEGAL | SCHEME | URL_RULES_RELATIVE |
		       URL_RULES_PAGE)) == 0;
}

void
url_rules_put(unsigned found, struct buf *codes)
{
	static const char *const names[] = {"url-placeholder", "url-illegal",
	    "url-scheme", "url-too-long", "not-https", "url-relative",
	    "page-not-picture"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if ((found >> i & 1) == 0)
			continue;
		if (codes->n > 0)
			buf_put_char(codes, ' ');
		buf_put_string(codes, names[i]);
	}
}

static struct slice
trim(struct slice text)
{
	while (text.n > 0 && (unsigned char)text.at[0] <= ' ') {
		text.at++;
		text.n--;
	}
	while (text.n > 0 && (unsigned char)text.at[text.n - 1] <= ' ')
		text.n--;
	return text;
}

/* The path begins at the first slash after "scheme://". */
static size_t
path_start(struct slice text)
{
	const char *colon = text.n > 0 ? memchr(text.at, ':', text.n) : NULL;
	const char *end = text.at + text.n, *at;

	if (url_is_own_path(text))
		return 0;
	if (colon == NULL || end - colon < 3 || colon[1] != '/' ||
	    colon[2] != '/')
		return text.n;
	at = colon + 3;
	while (at < end && *at != '/' && *at != '?' && *at != '#')
		at++;
	return (size_t)(at - text.at);
}

static void
put_mended(
    struct buf *out, const char *at, const char *end, const char *question)
{
	for (; at < end; at++) {
		unsigned char c = (unsigned char)*at;
		bool encoded = c == '%' && end - at > 2 &&
		    ascii_hex(at[1]) >= 0 && ascii_hex(at[2]) >= 0;

		if (is_encoded_twice(at, end)) {
			buf_put_char(out, '%');
			at += 2;
		} else if (encoded ||
		    (url_in_set(URL_QUERY, c) && at != question)) {
			buf_put_char(out, *at);
		} else {
			url_put_encoded(out, c);
		}
	}
}

/* The scheme and the authority, the host in letters of ASCII (IDNA). */
static void
put_authority(struct buf *out, struct slice text, size_t path)
{
	struct slice head = {text.at, path};
	struct url url;

	url_split(text, &url);
	if (utf8_ascii(head) || !utf8_valid(head) || url.host.at == NULL) {
		buf_put_slice(out, head);
		return;
	}
	buf_put(out, text.at, (size_t)(url.host.at - text.at));
	url_host_put_comparable(out, url.host);
	buf_put_slice(out,
	    slice_from(head, (size_t)(url.host.at + url.host.n - text.at)));
}

/* The URL of the picture in the place of that of its page. */
static void
put_picture(struct buf *out, size_t start)
{
	struct buf picture = {0};

	if (picture_page_repair(
		(struct slice){out->at + start, out->n - start}, &picture)) {
		out->n = start;
		buf_put_slice(out, buf_slice(&picture));
	}
	buf_free(&picture);
}

bool
url_rules_repair(struct slice url, struct buf *out)
{
	struct buf slashed = {0};
	size_t start = out->n, path;
	struct slice text;

	url = trim(url);
	if (url.n == 0)
		return false;
	if (!picture_page_unview(url, &slashed))
		buf_put_slice(&slashed, url);
	for (size_t i = 0; i < slashed.n; i++)
		if (slashed.at[i] == '\\')
			slashed.at[i] = '/';
	text = buf_slice(&slashed);
	path = path_start(text);
	put_authority(out, text, path);
	put_mended(
	    out, text.at + path, text.at + text.n, question_in_name(text));
	buf_free(&slashed);
	put_picture(out, start);
	text = (struct slice){out->at + start, out->n - start};
	if ((url_is_web(text) || url_is_own_path(text)) && !is_illegal(text))
		return true;
	out->n = start;
	return false;
}

bool
url_rules_is_http(struct slice url)
{
	return ascii_begins(url, "http:");
}

void
url_rules_put_https(struct slice url, struct buf *out)
{
	buf_put_string(out, "https");
	buf_put(out, url.at + 4, url.n - 4);
}
