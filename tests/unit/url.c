/* SPDX-License-Identifier: MIT */
/* RFC 3986: legality, reference resolution, normal form, names, secrets. */
#include <stdlib.h>

#include "net/url.h"
#include "net/url_normal.h"
#include "net/url_secret.h"
#include "tap.h"

static struct buf text;

static struct slice
made(void)
{
	return buf_slice(&text);
}

static void
test_split(void)
{
	struct url url;
	struct slice s =
	    SLICE("HTTP://me:pw@Example.ORG:8080/a/b;c=1,2?x=/?y#f");

	ok(url_parse(s, &url) == NULL, "a URL with everything is legal");
	is_slice(url.scheme, SLICE("HTTP"), "scheme");
	is_slice(url.userinfo, SLICE("me:pw"), "userinfo");
	is_slice(url.host, SLICE("Example.ORG"), "host");
	is_slice(url.port, SLICE("8080"), "port");
	is_slice(url.path, SLICE("/a/b;c=1,2"), "path");
	is_slice(url.query, SLICE("x=/?y"), "query");
	is_slice(url.fragment, SLICE("f"), "fragment");

	url_parse(SLICE("http://h"), &url);
	ok(url.userinfo.at == NULL && url.port.at == NULL &&
		url.query.at == NULL && url.fragment.at == NULL,
	    "what is not there is NULL");
	ok(url.path.at != NULL && url.path.n == 0, "an empty path is there");
	url_parse(SLICE("//@h:?#"), &url);
	ok(url.scheme.at == NULL && url.userinfo.at != NULL &&
		url.port.at != NULL && url.query.at != NULL &&
		url.fragment.at != NULL,
	    "what is there and empty is not NULL");
	url_parse(SLICE("http://a@b@c/"), &url);
	is_slice(url.host, SLICE("c"), "the host is behind the last @");
	url_parse(SLICE("http://h/a@b:c"), &url);
	is_slice(url.host, SLICE("h"), "an @ in the path is the path's");
	url_parse(SLICE("http://[::1]:80/"), &url);
	is_slice(url.host, SLICE("[::1]"), "an IPv6 host keeps its brackets");
	is_slice(url.port, SLICE("80"), "and has a port");
	url_parse(SLICE_NONE, &url);
	ok(url.path.at != NULL && url.path.n == 0, "no text is an empty path");
}

/* The examples of RFC 3986 section 1.1.2, and what is met in the field. */
static const char *const legal[] = {"ftp://ftp.is.co.za/rfc/rfc1808.txt",
    "http://www.ietf.org/rfc/rfc2396.txt",
    "ldap://[2001:db8::7]/c=GB?objectClass?one", "mailto:John.Doe@example.com",
    "news:comp.infosystems.www.servers.unix", "tel:+1-816-555-1212",
    "telnet://192.0.2.16:80/", "urn:oasis:names:specification:docbook:dtd:xml",
    "", "a", "../a", "/a", "//h", "?q", "#f", "a/b:c", "./a:b", "file:///a",
    "https://h/%00%fF", "https://h:/", "https://h:0/", "https://h:65535/",
    "https://[v7.a:b]/", "https://[::ffff:192.0.2.1]/", "http://h?a/b?c#d/e?f",
    "https://api.example.org/iiif/1/full/!1200,1200/0/default.jpg",
    "https://h/-._~!$&'()*+,;=:@", "https://-._~!$&'()*+,;=/",
    "https://%c3%a4.example/"};

/* Text, the byte that is wrong, and a word of what is said about it. */
static const struct {
	const char *text;
	size_t wrong;
	const char *word;
} illegal[] = {{"http://h/a b", 10, "blank"}, {" http://h", 0, "blank"},
    {"http://h/a\tb", 10, "control"}, {"http://h/\x7f", 9, "control"},
    {"http://h/\xc3\xa4", 9, "ASCII"}, {"http://\xc3\xa4/", 7, "ASCII"},
    {"http://h/a\\b", 10, "backslash"}, {"http://h\\a", 8, "backslash"},
    {"http://h/%", 9, "hexadecimal"}, {"http://h/%4", 9, "hexadecimal"},
    {"http://h/%4g", 9, "hexadecimal"}, {"http://h/?%zz", 10, "hexadecimal"},
    {"http://h/#%zz", 10, "hexadecimal"}, {"http://%zz/", 7, "hexadecimal"},
    {"http://h/<b>", 9, "angle"}, {"http://h/\"", 9, "quote"},
    {"http://h/[1]", 9, "bracket"}, {"http://h/?a[]=1", 11, "bracket"},
    {"http://h/{a}", 9, "brace"}, {"http://h/a|b", 10, "cannot"},
    {"http://h/^", 9, "cannot"}, {"http://h/`", 9, "cannot"},
    {"http://h/#a#b", 11, "second '#'"}, {"http://a@b@c/", 8, "second '@'"},
    {"http://h:8a/", 10, "number"}, {"http://h:65536/", 13, "65535"},
    {"http://h:99999999999999999999/", 13, "65535"},
    {"http://h:1:2/", 10, "number"}, {"http://[::1/", 7, "closes"},
    {"http://[]/", 7, "none"}, {"http://[1.2.3.4]/", 7, "none"},
    {"http://[::g]/", 7, "none"}, {"http://[::1%25eth0]/", 7, "none"},
    {"http://[::1]a/", 7, "closes"}, {"http://[v.a]/", 7, "none"},
    {"http://[v1.]/", 7, "none"}, {"http:///a", 4, "no host"},
    {"https:a", 5, "no host"}, {"http://", 4, "no host"},
    {"http://me@/", 4, "no host"}, {"1a:b", 2, "scheme"}, {":a", 0, "scheme"},
    {"a b:c", 1, "blank"}};

static void
test_legality(void)
{
	struct url url;
	char name[128];
	char set[4] = "/x?";
	const char *unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "abcdefghijklmnopqrstuvwxyz0123456789-._~";
	const char *in_path = "!$&'()*+,;=:@/";
	bool agree = true;

	for (size_t i = 0; i < sizeof legal / sizeof *legal; i++) {
		snprintf(name, sizeof name, "legal: '%s'", legal[i]);
		ok(url_parse(slice_of(legal[i]), &url) == NULL, name);
	}
	for (size_t i = 0; i < sizeof illegal / sizeof *illegal; i++) {
		const char *error = url_parse(slice_of(illegal[i].text), &url);

		snprintf(name, sizeof name, "illegal %zu: %s at %zu", i,
		    error != NULL ? error : "nothing", url.wrong);
		ok(error != NULL && strstr(error, illegal[i].word) != NULL &&
			url.wrong == illegal[i].wrong,
		    name);
	}
	for (int c = 1; c < 256; c++) {
		bool plain = strchr(unreserved, c) != NULL;
		bool path = plain || strchr(in_path, c) != NULL;

		set[1] = (char)c;
		agree &= (url_parse((struct slice){set, 2}, &url) == NULL) ==
		    (path || c == '?' || c == '#');
		buf_clear(&text);
		url_put_path(&text, (struct slice){set + 1, 1});
		agree &= (text.n == 1) == (plain || c == '/');
	}
	ok(agree, "every byte is classed as section 2.3 and 3.3 say");
	ok(url_parse((struct slice){"/a\0b", 4}, &url) != NULL, "NUL");
}

/* RFC 3986 section 5.4.1 and 5.4.2, base http://a/b/c/d;p?q */
static const char *const resolved[][2] = {{"g:h", "g:h"},
    {"g", "http://a/b/c/g"}, {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"}, {"/g", "http://a/g"}, {"//g", "http://g"},
    {"?y", "http://a/b/c/d;p?y"}, {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"}, {"g#s", "http://a/b/c/g#s"},
    {"g?y#s", "http://a/b/c/g?y#s"}, {";x", "http://a/b/c/;x"},
    {"g;x", "http://a/b/c/g;x"}, {"g;x?y#s", "http://a/b/c/g;x?y#s"},
    {"", "http://a/b/c/d;p?q"}, {".", "http://a/b/c/"}, {"./", "http://a/b/c/"},
    {"..", "http://a/b/"}, {"../", "http://a/b/"}, {"../g", "http://a/b/g"},
    {"../..", "http://a/"}, {"../../", "http://a/"}, {"../../g", "http://a/g"},
    {"../../../g", "http://a/g"}, {"../../../../g", "http://a/g"},
    {"/./g", "http://a/g"}, {"/../g", "http://a/g"}, {"g.", "http://a/b/c/g."},
    {".g", "http://a/b/c/.g"}, {"g..", "http://a/b/c/g.."},
    {"..g", "http://a/b/c/..g"}, {"./../g", "http://a/b/g"},
    {"./g/.", "http://a/b/c/g/"}, {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"}, {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
    {"g;x=1/../y", "http://a/b/c/y"}, {"g?y/./x", "http://a/b/c/g?y/./x"},
    {"g?y/../x", "http://a/b/c/g?y/../x"}, {"g#s/./x", "http://a/b/c/g#s/./x"},
    {"g#s/../x", "http://a/b/c/g#s/../x"}, {"http:g", "http:g"},
    /* Not in the RFC. */
    {"...", "http://a/b/c/..."}, {"g//h", "http://a/b/c/g//h"},
    {"g//../h", "http://a/b/c/g/h"}, {"%2e%2E/g", "http://a/b/g"},
    {"a b", "http://a/b/c/a b"}, {"x:y/../z", "x:/z"}};

static const char *const bases[][3] = {{"http://h", "a", "http://h/a"},
    {"http://h?q", "a", "http://h/a"}, {"http://h", "", "http://h"},
    {"http://u:p@h:8/x", "y", "http://u:p@h:8/y"},
    {"http://h/a/b#f", "", "http://h/a/b"}, {"/a/b/", "../c", "/a/c"},
    {"//h/a", "b", "//h/b"}, {"file:/a", "/.//b", "file:/.//b"},
    {"/a", ".//b", "/.//b"}, {"http://h/a", "..//b", "http://h//b"},
    {"a", "./b:c", "./b:c"}};

static void
test_resolve(void)
{
	char name[160];

	for (size_t i = 0; i < sizeof resolved / sizeof *resolved; i++) {
		buf_clear(&text);
		url_resolve(&text, SLICE("http://a/b/c/d;p?q"),
		    slice_of(resolved[i][0]));
		snprintf(name, sizeof name, "'%s' gives %s", resolved[i][0],
		    resolved[i][1]);
		is_slice(made(), slice_of(resolved[i][1]), name);
	}
	for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
		buf_clear(&text);
		url_resolve(
		    &text, slice_of(bases[i][0]), slice_of(bases[i][1]));
		snprintf(
		    name, sizeof name, "'%s' at %s", bases[i][1], bases[i][0]);
		is_slice(made(), slice_of(bases[i][2]), name);
	}
}

static const char *const normal[][2] = {
    {"HTTP://Example.ORG", "http://example.org/"},
    {"http://example.org:80/", "http://example.org/"},
    {"http://example.org:/", "http://example.org/"},
    {"https://h:443/a", "https://h/a"}, {"https://h:80/a", "https://h:80/a"},
    {"http://h:443/a", "http://h:443/a"}, {"ftp://h:21/", "ftp://h/"},
    {"http://h/%7Eme/%41%2d", "http://h/~me/A-"},
    {"http://h/%c3%a4%2f", "http://h/%C3%A4%2F"},
    {"http://h/a/./b/../c", "http://h/a/c"},
    {"http://h/a/%2e%2E/c", "http://h/c"}, {"http://h/..", "http://h/"},
    {"http://h/a//b/", "http://h/a//b/"}, {"http://h?q", "http://h/?q"},
    {"http://h/?%41=%2b", "http://h/?A=%2B"}, {"http://h/?", "http://h/?"},
    {"http://h/a#%41", "http://h/a#A"}, {"http://%41.ORG/", "http://a.org/"},
    {"http://[2001:DB8::A]:80/", "http://[2001:db8::a]/"},
    {"http://U:P@h/", "http://U:P@h/"}, {"http://h/PaTh?Q", "http://h/PaTh?Q"},
    {"eXAMPLE://a/./b/../b/%63/%7bfoo%7d", "example://a/b/c/%7Bfoo%7D"},
    {"../A/./b", "../A/./b"}, {"/a/../b", "/b"},
    {"file:/a/..//b", "file:/.//b"}, {"mailto:Me@Here", "mailto:Me@Here"},
    {"", ""},
    /* Illegal input */
    {"http://h/a b", "http://h/a%20b"}, {"http://h/100%", "http://h/100%25"},
    {"http://h/%4%31", "http://h/%2541"},
    {"http://h/\xc3\xa4", "http://h/%C3%A4"},
    {"http://a@b@c/", "http://a%40b@c/"}, {"http://[ZZ/", "http://%5Bzz/"},
    {"http://h/a#b#c", "http://h/a#b%23c"}, {"1:a", "./1:a"}};

static void
test_normal(void)
{
	struct buf again = {0};
	char name[160];

	for (size_t i = 0; i < sizeof normal / sizeof *normal; i++) {
		buf_clear(&text);
		buf_clear(&again);
		url_put_normal(&text, slice_of(normal[i][0]));
		snprintf(name, sizeof name, "normal: %s", normal[i][1]);
		is_slice(made(), slice_of(normal[i][1]), name);
		url_put_normal(&again, made());
		snprintf(name, sizeof name, "again: %s", normal[i][1]);
		is_slice(buf_slice(&again), slice_of(normal[i][1]), name);
	}
	buf_free(&again);
}

/* The text, its comparable form, the domain. */
static const char *const comparable[][3] = {
    {"HTTP://Img.Example.ORG:80/a.jpg", "https://img.example.org/a.jpg", ""},
    {"https://img.example.org:443/a.jpg", "https://img.example.org/a.jpg", ""},
    {"//img.example.org/a.jpg", "https://img.example.org/a.jpg", ""},
    {"http://h:443/a", "https://h/a", ""},
    {"https://h.:8080/a", "https://h:8080/a", ""},
    {" https://h/a.jpg\t", "https://h/a.jpg", ""},
    {"http://h", "https://h/", ""}, {"http://h/a#b", "https://h/a", ""},
    {"http://h/a b (1).jpg", "https://h/a%20b%20%281%29.jpg", ""},
    {"http://h/a%20b%20%281%29.jpg", "https://h/a%20b%20%281%29.jpg", ""},
    {"http://h/\xc3\xa4.jpg", "https://h/%C3%A4.jpg", ""},
    {"http://h/%c3%a4.jpg", "https://h/%C3%A4.jpg", ""},
    {"http://h/%61/./b/../c", "https://h/a/c", ""},
    {"http://h/a%2Fb", "https://h/a%2Fb", ""},
    {"http://h/a,b;c=d", "https://h/a%2Cb%3Bc%3Dd", ""},
    {"http://h/100%", "https://h/100%25", ""},
    {"http://h/a?x=%41&y=%26+z", "https://h/a?x=A&y=%26+z", ""},
    {"http://h/a?u=http://x", "https://h/a?u=http%3A%2F%2Fx", ""},
    {"http://h/a?", "https://h/a?", ""},
    {"http://h:08080/a", "https://h:8080/a", ""},
    {"http://h:0443/a", "https://h/a", ""}, {"http://h:/a", "https://h/a", ""},
    {"http://me:pw@h/a", "https://h/a", ""},
    {"http://[2001:DB8:0:0::1]:80/a", "https://[2001:db8::1]/a", ""},
    {"http://[::FFFF:192.0.2.1]/a", "https://[::ffff:192.0.2.1]/a", ""},
    {"http://[x]/a", "https://%5Bx%5D/a", ""},
    {"http://M\xc3\x9cLLER.example/a", "https://xn--mller-kva.example/a", ""},
    {"http://XN--MLLER-KVA.example./a", "https://xn--mller-kva.example/a", ""},
    {"http://m%C3%BCller.example/a", "https://xn--mller-kva.example/a", ""},
    {"http://b\xc3\xbc"
     "cher.\xe3\x80\x82"
     "de",
	"https://xn--bcher-kva..de/", ""},
    {"http://\xd0\x9f\xd0\xa0\xd0\x98\xd0\x9c\xd0\x95\xd0\xa0"
     ".\xd0\xa0\xd0\xa4/a",
	"https://xn--e1afmkfd.xn--p1ai/a", ""},
    {"http://\xe4\xbe\x8b\xe3\x81\x88.jp", "https://xn--r8jz45g.jp/", ""},
    {"http://\xc3.example/a", "https://%C3.example/a", ""},
    {"http://a%00b%2e%2F.example/a", "https://a%00b.%2F.example/a", ""},
    {"/imglib/a%20b.jpg", "/imglib/a%20b.jpg", ""},
    {"/imglib/a b.jpg", "https://p.example.org/imglib/a%20b.jpg",
	"http://p.example.org/"},
    {"/i/../b", "https://h/m/b", "https://h/m"},
    {"ftp://H/a", "ftp://h/a", "https://p"}, {"a/b", "a/b", "https://p"},
    {"processing 2026-01-01", "processing%202026-01-01", ""}, {"", "", ""}};

static void
test_comparable(void)
{
	struct buf again = {0};
	char name[160];

	for (size_t i = 0; i < sizeof comparable / sizeof *comparable; i++) {
		buf_clear(&text);
		buf_clear(&again);
		url_put_comparable(&text, slice_of(comparable[i][0]),
		    slice_of(comparable[i][2]));
		snprintf(name, sizeof name, "comparable: %s", comparable[i][0]);
		is_slice(made(), slice_of(comparable[i][1]), name);
		url_put_comparable(&again, made(), slice_of(comparable[i][2]));
		is_slice(buf_slice(&again), slice_of(comparable[i][1]),
		    "comparable again");
	}
	buf_free(&again);
}

static const char *const names[][2] = {{"http://h/a/IMG%201.jpg", "IMG 1.jpg"},
    {"http://h/a/b.jpg?x=/y#/z", "b.jpg"}, {"http://h/a/", ""},
    {"http://h", ""}, {"http://h/a/..", ""}, {"http://h/a/%2E", ""},
    {"http://h/a%2Fb.jpg", "a%2Fb.jpg"}, {"http://h/%00.jpg", "%00.jpg"},
    {"http://h/%ff.jpg", "%ff.jpg"}, {"http://h/%C3%A4.jpg", "\xc3\xa4.jpg"},
    {"http://h/100%.jpg", "100%.jpg"}, {"http://h/a+b.jpg", "a+b.jpg"},
    {"http://h/a%0Ab.jpg", "a\nb.jpg"}, {"a.jpg", "a.jpg"}, {"urn:x:y", "x:y"},
    {"http://h/...", "..."}};

static void
test_names(void)
{
	char name[160];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		buf_clear(&text);
		buf_put_string(&text, "<");
		url_put_name(&text, slice_of(names[i][0]));
		snprintf(name, sizeof name, "name of %s", names[i][0]);
		is_slice((struct slice){text.at + 1, text.n - 1},
		    slice_of(names[i][1]), name);
	}
	buf_clear(&text);
	url_put_path(&text, SLICE("a b/100%41#?&+\t\n\\\"'\xc3\xa4~.-_:@"));
	is_slice(made(),
	    SLICE("a%20b/100%2541%23%3F%26%2B%09%0A%5C%22%27%C3%A4~.-_%3A%40"),
	    "a path is encoded, its percent signs too");
	ok(url_is_web(SLICE("HttpS://h")) && url_is_web(SLICE("http://h/a b")),
	    "web");
	ok(!url_is_web(SLICE("http:///a")) && !url_is_web(SLICE("http://")) &&
		!url_is_web(SLICE("ftp://hhh/")) &&
		!url_is_web(SLICE("/http://h")) &&
		!url_is_web(SLICE("httpx://h")) &&
		!url_is_web(SLICE("http://me@/x")) && !url_is_web(SLICE_NONE),
	    "not web");
}

static const char *const redacted[][2] = {
    {"https://me:pw@h/a?b=c", "https://…@h/a?b=c"},
    {"https://token@h/", "https://…@h/"},
    {"https://h/a?X-Amz-Date=1&X-Amz-Signature=ab&c=d",
	"https://h/a?X-Amz-Date=1&X-Amz-Signature=…&c=d"},
    {"https://h/a?X%2DAmz%2Dsignature=ab", "https://h/a?X%2DAmz%2Dsignature=…"},
    {"https://h/?a=b;API_key=1;token=2", "https://h/?a=b;API_key=…;token=…"},
    {"https://h/#access_token=x&y=z", "https://h/#access_token=…&y=z"},
    {"https://h/?sig=a=b", "https://h/?sig=…"}};

static const char *const open_urls[] = {"https://h/token=1?a=b",
    "https://h/?token=", "https://h/?token", "https://@h/", "https://h/?keys=1",
    "https://h/?monkey=1&tokens=1", "https://h/?id=token", "https://h/?&;&",
    "https://h/?a-very-long-name-that-begins-with-a-token=1", "", "?", "#"};

static void
test_secrets(void)
{
	char name[160];

	for (size_t i = 0; i < sizeof redacted / sizeof *redacted; i++) {
		struct slice s = slice_of(redacted[i][0]);

		snprintf(name, sizeof name, "secret: %s", redacted[i][1]);
		ok(url_is_secret(s), name);
		buf_clear(&text);
		url_put_redacted(&text, s);
		is_slice(made(), slice_of(redacted[i][1]), "redacted");
	}
	for (size_t i = 0; i < sizeof open_urls / sizeof *open_urls; i++) {
		struct slice s = slice_of(open_urls[i]);

		snprintf(name, sizeof name, "no secret: %s", open_urls[i]);
		ok(!url_is_secret(s), name);
		buf_clear(&text);
		url_put_redacted(&text, s);
		is_slice(made(), s, "shown as it is");
	}
}

int
main(void)
{
	test_split();
	test_legality();
	test_resolve();
	test_normal();
	test_comparable();
	test_names();
	test_secrets();
	buf_free(&text);
	return done_testing();
}
