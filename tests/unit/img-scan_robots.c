/* SPDX-License-Identifier: MIT */
/* robots.txt: which group, which rule, RFC 9309. */
#include "../../cmd/img-scan/robots.h"
#include "tap.h"

static bool
allows(const char *text, const char *path)
{
	struct robots robots = {0};
	bool allowed;

	robots_read(&robots, slice_of(text));
	allowed = robots_allow(&robots, slice_of(path));
	robots_free(&robots);
	return allowed;
}

static uint64_t
delay(const char *text)
{
	struct robots robots = {0};
	uint64_t milliseconds;

	robots_read(&robots, slice_of(text));
	milliseconds = robots.delay;
	robots_free(&robots);
	return milliseconds;
}

static void
test_groups(void)
{
	const char *all = "User-agent: *\nDisallow: /\n";
	const char *ours = "User-agent: *\r\nDisallow: /\r\n\r\n"
			   "user-AGENT : a\r\nuser-agent: Img-Scan # us\r\n"
			   "disallow:/x\r\n\r\nUser-agent: b\r\nAllow: /x\r\n";
	const char *twice = "User-agent: img-scan\nDisallow: /a\n"
			    "User-agent: b\nDisallow: /\n"
			    "User-agent: img-scan\nDisallow: /c\n";

	ok(allows("", "/"), "nothing forbids nothing");
	ok(!allows(all, "/x"), "the rules for all");
	ok(allows(ours, "/y") && !allows(ours, "/x/y"), "our own instead");
	ok(!allows(twice, "/a") && !allows(twice, "/c") && allows(twice, "/b"),
	    "two groups of ours are one");
	ok(allows("<html>Disallow: /</html>", "/"), "a page instead of rules");
	ok(!allows("\xef\xbb\xbfUser-agent: *\nDisallow: /", "/"),
	    "a byte order mark, no line end");
}

static void
test_rules(void)
{
	const char *text = "User-agent: *\nDisallow: /a\nAllow: /a/b\n"
			   "Disallow: /*.php$\nDisallow: /q*r?s=1\n"
			   "Disallow:\nAllow: /same\nDisallow: /same\n";

	ok(!allows(text, "/ab") && allows(text, "/a/b/c"), "the longest rule");
	ok(!allows(text, "/x.php") && allows(text, "/x.php?y"), "* and $");
	ok(!allows(text, "/qqr?s=12") && allows(text, "/qr?s=2"), "a query");
	ok(allows(text, "/same"), "of two as long the one that allows");
	ok(!allows("User-agent: *\nDisallow: /****************a$", "/aaab/a") &&
		allows("User-agent: *\nDisallow: /****************a$",
		    "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"),
	    "many stars");
}

static void
test_forms(void)
{
	const char *text =
	    "User-agent: *\n"
	    "Disallow: /a%3cb\nDisallow: /ma\xc3\xb1"
	    "ana\n"
	    "Disallow: /%7Ejoe\nDisallow: /file-with-a-%2A.html\n"
	    "Disallow: /x%2Fy\n";

	ok(!allows(text, "/a%3Cb") && !allows(text, "/a%3cb"),
	    "%xx in any case");
	ok(!allows(text, "/ma%C3%B1ana"), "what is not ASCII is encoded");
	ok(!allows(text, "/~joe") && !allows(text, "/%7ejoe"),
	    "what need not be encoded is not");
	ok(!allows(text, "/file-with-a-*.html") &&
		allows(text, "/file-with-a-x.html"),
	    "an encoded star is a star");
	ok(allows(text, "/x/y"), "an encoded slash is none");
	ok(!allows("User-agent: img-scan/1.0\nDisallow: /\n", "/") &&
		!allows("User-agent: IMG-SCAN (crawler)\nDisallow: /\n", "/"),
	    "a version after the name");
	ok(allows("User-agent: img-scanner\nDisallow: /\n", "/") &&
		allows("User-agent: img\nDisallow: /\n", "/"),
	    "other names that begin so, or less");
	ok(!allows("User-agent: img-scan\nSitemap: /s\nUser-agent: x\n"
		   "Disallow: /\n",
	       "/"),
	    "a site map between two names");
	ok(allows("User-agent: img-scan\nAllow: /a\nUser-agent: x\n"
		  "Disallow: /\n",
	       "/b"),
	    "a rule ends the names");
	ok(!allows("User-agent: img-scan\rDisallow: /\r", "/"), "lines of CR");
}

static void
test_delay(void)
{
	ok(delay("User-agent: *\nCrawl-delay: 2") == 2000, "Crawl-delay");
	ok(delay("User-agent: *\nCrawl-delay: 0.5") == 1000, "rounded up");
	ok(delay("User-agent: *\nCrawl-delay: 99999") == 60000, "at most");
	ok(delay("User-agent: x\nCrawl-delay: 2") == 0, "somebody else's");
	ok(delay("User-agent: *\nCrawl-delay: x.y") == 0, "no number");
}

int
main(void)
{
	test_groups();
	test_rules();
	test_forms();
	test_delay();
	return done_testing();
}
