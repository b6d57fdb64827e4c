/* SPDX-License-Identifier: MIT */
/* URLs: the parts lie in the text; resolving and normalising are stable. */
#include <strings.h>

#include "net/url.h"
#include "net/url_normal.h"
#include "net/url_secret.h"
#include "shared.h"

static void
inside(struct slice part, struct slice text)
{
	must(part.at == NULL || text.n == 0 ||
	    (part.at >= text.at && part.at + part.n <= text.at + text.n));
}

static void
check_parse(struct slice text)
{
	struct url url;
	const char *error = url_parse(text, &url);

	inside(url.scheme, text);
	inside(url.userinfo, text);
	inside(url.host, text);
	inside(url.port, text);
	inside(url.path, text);
	inside(url.query, text);
	inside(url.fragment, text);
	must(error == NULL || url.wrong < text.n);
	must(url.path.at != NULL);
}

static void
check_normal(struct slice text)
{
	struct buf once = {0};
	struct buf twice = {0};
	struct url before, after;

	url_put_normal(&once, text);
	url_put_normal(&twice, buf_slice(&once));
	must(slice_equal(buf_slice(&once), buf_slice(&twice)));
	if (url_parse(text, &before) == NULL)
		must(url_parse(buf_slice(&once), &after) == NULL);
	url_parse(buf_slice(&once), &after);
	must((before.scheme.at == NULL) == (after.scheme.at == NULL));
	must((before.host.at == NULL) == (after.host.at == NULL));
	buf_free(&once);
	buf_free(&twice);
}

static void
check_comparable(struct slice text, struct slice domain)
{
	struct buf once = {0}, twice = {0};

	url_put_comparable(&once, text, domain);
	url_put_comparable(&twice, buf_slice(&once), domain);
	must(slice_equal(buf_slice(&once), buf_slice(&twice)));
	buf_free(&once);
	buf_free(&twice);
}

static void
check_resolve(struct slice base, struct slice reference)
{
	struct buf once = {0};
	struct buf twice = {0};
	struct url b, r, made;

	url_parse(base, &b);
	url_parse(reference, &r);
	url_resolve(&once, base, reference);
	url_parse(buf_slice(&once), &made);
	if (r.host.at == NULL && r.scheme.at == NULL && b.scheme.at != NULL)
		must(slice_equal(made.host, b.host) &&
		    slice_equal(made.scheme, b.scheme));
	if (b.scheme.at != NULL) {
		url_resolve(&twice, base, buf_slice(&once));
		if (r.path.n > 0)
			must(slice_equal(buf_slice(&once), buf_slice(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
}

static void
check_rest(struct slice text)
{
	struct buf out = {0};
	struct url url;

	url_put_path(&out, text);
	must(url_parse(buf_slice(&out), &url) == NULL || out.n >= 2);
	buf_clear(&out);
	url_put_name(&out, text);
	must(out.n == 0 || memchr(out.at, '/', out.n) == NULL);
	buf_clear(&out);
	url_put_redacted(&out, text);
	must(url_is_secret(text) || slice_equal(buf_slice(&out), text));
	buf_free(&out);
}

static bool
is_word(struct slice s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.at, word, s.n) == 0;
}

/* What is found out of a web URL at a glance is what its parts say. */
static void
check_web(struct slice text)
{
	struct buf name = {0}, same = {0};
	struct url url;
	bool web;

	url_parse(text, &url);
	web = text.n >= 8 && url.host.n > 0 &&
	    (is_word(url.scheme, "http") || is_word(url.scheme, "https"));
	must(url_is_web(text) == web);
	must(url_put_web_name(&name, text) == web);
	url_put_name(&same, web ? text : SLICE(""));
	must(slice_equal(buf_slice(&name), buf_slice(&same)));
	buf_free(&name);
	buf_free(&same);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = {(const char *)data, size};
	const char *lf = size > 0 ? memchr(all.at, '\n', size) : NULL;

	check_parse(all);
	check_normal(all);
	check_comparable(all, SLICE(""));
	check_comparable(all, SLICE("https://p.example.org"));
	check_rest(all);
	check_web(all);
	if (lf != NULL) {
		size_t n = (size_t)(lf - all.at);

		check_resolve((struct slice){all.at, n},
		    (struct slice){lf + 1, size - n - 1});
	}
	return 0;
}
