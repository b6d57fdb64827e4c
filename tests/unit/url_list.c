/* SPDX-License-Identifier: MIT */
#include "sheet/url_list.h"
#include "tap.h"

static void
test(const char *text, const char *first, const char *separator, size_t n)
{
	struct slice cell = slice_of(text), link, after;

	ok(url_list_count(cell) == n, text);
	if (n == 0) {
		ok(!url_list_next(&cell, &link, &after), "nothing");
		return;
	}
	url_list_next(&cell, &link, &after);
	is_slice(link, slice_of(first), "the first");
	is_slice(after, slice_of(separator), "what is behind it");
}

int
main(void)
{
	test("", "", "", 0);
	test(" ;|, ", "", "", 0);
	test("http://a/", "http://a/", "", 1);
	test(" http://a/ ;", "http://a/", "", 1);
	test("http://a/ | https://b/", "http://a/", " | ", 2);
	test("http://a/,b;c|d,HTTP://b/", "http://a/,b;c|d", ",", 2);
	test("http://a/ http://b/", "http://a/", " ", 2);
	test("see http://b/", "see http://b/", "", 1);
	test("see; http://b/", "see", "; ", 2);
	test("[\"http://a/\", \"http://b/[1]\"]", "http://a/", "\", \"", 2);
	test(" [ \"http://a/\" ] ", "http://a/", "", 1);
	test("[http://a/]", "[http://a/]", "", 1);
	test("\"http://a/\"", "http://a/", "", 1);
	test("[]", "[]", "", 1);
	test("[\"a\", \"http://b/\"]", "a", "\", \"", 2);
	test("\"http://a/\"", "http://a/", "", 1);
	test("say \"a\"", "say \"a\"", "", 1);
	test("\"a\" b", "\"a\" b", "", 1);
	test("http://a/ x y", "http://a/ x y", "", 1);
	test("http://a/;x://y", "http://a/", ";", 2);
	test("http://a/;x:/y", "http://a/;x:/y", "", 1);
	test("urn:a|doi:b|ark:c|data:d", "urn:a", "|", 4);
	test("\xC2\xA0http://a/\xE2\x80\x8B", "http://a/", "", 1);
	test("http://a/\xC2\xA0http://b/", "http://a/", "\xC2\xA0", 2);
	test("http://a/\xC2\xA0;\xEF\xBB\xBFhttp://b/", "http://a/",
	    "\xC2\xA0;\xEF\xBB\xBF", 2);
	test("http://a/\xC2\xA0x", "http://a/\xC2\xA0x", "", 1);
	test("http://a/\xC3\xA0", "http://a/\xC3\xA0", "", 1);
	test("http://a/\xE2", "http://a/\xE2", "", 1);
	test("http://a/ and http://b/", "http://a/", " and ", 2);
	test("http://a/ & http://b/ & http://c/", "http://a/", " & ", 3);
	test("http://a/, und http://b/", "http://a/", ", und ", 2);
	test("http://a/ and b", "http://a/ and b", "", 1);
	test("http://a/&http://b/", "http://a/&http://b/", "", 1);
	test("a and http://b/", "a and http://b/", "", 1);
	test("\xE2\x80\x83http://a/\xE3\x80\x80http://b/\xE2\x80\xAF",
	    "http://a/", "\xE3\x80\x80", 2);
	is_slice(
	    url_list_trim(SLICE(" \xC2\xA0 a b\xEF\xBB\xBF\xE2\x80\x8B\n")),
	    SLICE("a b"), "trimmed");
	is_slice(url_list_trim(SLICE("\xC2\xA0")), SLICE(""), "to nothing");
	is_slice(url_list_trim(SLICE("\xE2\x80\x8Fx\xE3\x80\x80")), SLICE("x"),
	    "of wide blanks and marks");
	is_slice(url_list_trim(SLICE("\xE3\x81\x82\xE2\x80\x90")),
	    SLICE("\xE3\x81\x82\xE2\x80\x90"), "and nothing else");
	is_slice(url_list_trim(SLICE(" NULL ")), SLICE(""), "NULL");
	is_slice(url_list_trim(SLICE("\\N")), SLICE(""), "\\N");
	is_slice(url_list_trim(SLICE("null")), SLICE("null"), "null");
	return done_testing();
}
