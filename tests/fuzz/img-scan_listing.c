/* SPDX-License-Identifier: MIT */
/*
 * img-scan: the first line is the page's path, the rest the page. Whatever it
 * holds, links are legal, below the start, sorted, and each is there once. The
 * page is read as a robots.txt, too.
 */
#include "net/url.h"
#include "net/url_normal.h"
#include "../../cmd/img-scan/listing.h"
#include "../../cmd/img-scan/robots.h"
#include "shared.h"

static void
check_link(struct slice start, struct slice url)
{
	struct url parts;
	struct buf normal = {0};

	must(url_parse(url, &parts) == NULL);
	must(parts.userinfo.at == NULL && parts.fragment.at == NULL);
	must(slice_equal(parts.host, SLICE("h")) && parts.port.at == NULL);
	must(scope_below(start, url).at != NULL);
	url_put_normal(&normal, url);
	must(slice_equal(buf_slice(&normal), url));
	buf_free(&normal);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice page = {(const char *)data, size};
	const char *end = size > 0 ? memchr(data, '\n', size) : NULL;
	struct slice start = SLICE("http://h/a/b"), last = SLICE("");
	struct listing listing = {0};
	struct robots robots = {0};
	struct buf url = {0}, whole = {0};

	buf_put_string(&whole, "http://h/a/");
	if (end != NULL) {
		buf_put(&whole, page.at, (size_t)(end - page.at));
		page.n -= (size_t)(end - page.at) + 1;
		page.at = end + 1;
	}
	if (scope_put(&url, buf_slice(&whole)) &&
	    scope_below(start, buf_slice(&url)).at != NULL) {
		listing_read(&listing, start, buf_slice(&url),
		    size % 2 > 0 ? "ISO-8859-1" : NULL, page);
		for (size_t i = 0; i < listing.n; i++) {
			struct slice link =
			    link_url(&listing, &listing.links[i]);

			check_link(start, link);
			must(slice_compare(last, link) < 0);
			last = link;
		}
	}
	robots_read(&robots, page);
	robots_allow(&robots, buf_slice(&whole));
	robots_free(&robots);
	listing_free(&listing);
	buf_free(&url);
	buf_free(&whole);
	return 0;
}
