/* SPDX-License-Identifier: MIT */
#include "../../cmd/img-check/url_rules.h"
#include "tap.h"

static void
judged(const char *url, const char *expected)
{
	struct buf codes = {0};

	url_rules_put(url_rules_find(slice_of(url)), &codes);
	is_slice(buf_slice(&codes), slice_of(expected), url);
	buf_free(&codes);
}

static void
repaired(const char *url, const char *expected)
{
	struct buf out = {0};

	ok(url_rules_repair(slice_of(url), &out), "can be mended");
	is_slice(buf_slice(&out), slice_of(expected), url);
	ok(url_rules_allow(url_rules_find(buf_slice(&out))),
	    "and is legal then");
	buf_clear(&out);
	ok(url_rules_repair(slice_of(expected), &out) &&
		slice_equal(buf_slice(&out), slice_of(expected)),
	    "and stays so");
	buf_free(&out);
}

static void
not_repaired(const char *url)
{
	struct buf out = {0};

	ok(!url_rules_repair(slice_of(url), &out) && out.n == 0, url);
	buf_free(&out);
}

static void
test_length(void)
{
	struct buf url = {0};

	buf_put_string(&url, "https://h/");
	while (url.n < 255)
		buf_put_char(&url, 'a');
	judged(buf_string(&url), "");
	buf_put_char(&url, 'a');
	judged(buf_string(&url), "url-too-long");
	buf_free(&url);
}

int
main(void)
{
	judged("https://h/a.jpg", "");
	judged("HTTPS://H/a.jpg", "");
	judged("http://h/a.jpg", "not-https");
	judged("https://h/get?id=3&x=a.jpg", "");
	judged("https://h/fileget?3", "");
	judged("https://h/iiif/a%252Fb%253Ac/full/!800,800/0/d.jpg", "");
	judged("https://h/a b.jpg", "url-illegal");
	judged("https://h/a\xc3\xa4.jpg", "url-illegal");
	judged("https://h/a%zz.jpg", "url-illegal");
	judged("https://h/a#1.jpg", "url-illegal");
	judged("https://h/a?1.jpg", "url-illegal");
	judged("https://h/a%2520b.jpg", "url-illegal");
	judged("https://h/a%25C3%25A4.jpg", "url-illegal");
	judged("http://h/a b.jpg", "url-illegal not-https");
	judged("ftp://h/a.jpg", "url-scheme");
	judged("file:///etc/passwd", "url-scheme");
	judged("/imglib/a.jpg", "url-relative");
	judged("//h/a.jpg", "url-scheme");
	judged("a.jpg", "url-scheme");
	judged("empty", "url-placeholder");
	judged("Bad URL", "url-placeholder");
	judged("processing 2020-01-01", "url-placeholder");
	judged("processing: thumbnail", "url-placeholder");
	test_length();

	repaired("https://h/a b.jpg", "https://h/a%20b.jpg");
	repaired(" https://h/a.jpg\t", "https://h/a.jpg");
	repaired("http://b\xc3\xbc"
		 "cher.example:81/a.jpg",
	    "http://xn--bcher-kva.example:81/a.jpg");
	repaired("http://www.\xe6\x97\xa5\xe6\x9c\xac.example/\xc3\xa4 .jpg",
	    "http://www.xn--wgv71a.example/%C3%A4%20.jpg");
	repaired("https://h/\xc3\xa4.jpg", "https://h/%C3%A4.jpg");
	repaired("https://h/a%zz%41.jpg", "https://h/a%25zz%41.jpg");
	repaired("https://h/a#1.jpg", "https://h/a%231.jpg");
	repaired("https://h/a?1.jpg", "https://h/a%3F1.jpg");
	repaired("https://h/a%2520b.jpg", "https://h/a%20b.jpg");
	repaired("http:\\\\h\\d\\a.jpg", "http://h/d/a.jpg");
	repaired("https://h/a[1]{2}.jpg", "https://h/a%5B1%5D%7B2%7D.jpg");
	repaired("https://h/x?q=a b", "https://h/x?q=a%20b");
	not_repaired("https://a b/c.jpg");
	not_repaired("https:///c.jpg");
	not_repaired("ftp://h/a b.jpg");
	not_repaired("a b.jpg");
	not_repaired("");
	return done_testing();
}
