/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "net/picture_page.h"
#include "net/url.h"
#include "sheet/url_list.h"
#include "stream/mistaken.h"
#include "list_line.h"

/* Without quotes or angle brackets around it, and separators after it. */
static struct slice
unwrapped(struct slice text)
{
	static const char *const pairs[] = {"\"\"", "''", "<>"};
	size_t before;

	do {
		text = url_list_trim(text);
		before = text.n;
		for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
			if (text.n > 1 && *text.at == pairs[i][0] &&
			    text.at[text.n - 1] == pairs[i][1])
				text = (struct slice){text.at + 1, text.n - 2};
		if (text.n > 1 && strchr(",;|", text.at[text.n - 1]) != NULL)
			text.n--;
	} while (text.n < before);
	return text;
}

static void
doubt_url(struct slice url, struct buf *codes)
{
	struct url parts;

	if (slice_contains(url, "&amp;"))
		buf_put_word(codes, "url-entity");
	if (url_parse(url, &parts) != NULL)
		buf_put_word(codes, "url-illegal");
	else if (picture_page_find(url) != NULL)
		buf_put_word(codes, "page-not-picture");
}

/* "ftp://", "www.", "//host", "http:/host" and formulas around a URL. */
static bool
is_like_url(struct slice text)
{
	return slice_contains(text, "://") || slice_begins(text, "//") ||
	    ascii_begins(text, "www.") || ascii_begins(text, "http:") ||
	    ascii_begins(text, "https:") || ascii_begins(text, "file:") ||
	    ascii_begins(text, "data:") || ascii_begins(text, "urn:") ||
	    ascii_begins(text, "doi:") || ascii_begins(text, "ark:");
}

/* One thing, without what is around it. */
static void
name_one(struct list_line *line, struct slice link, struct slice whole,
    struct buf *text, struct buf *codes)
{
	struct slice bare = unwrapped(link);

	if (bare.n == 0)
		bare = link;
	buf_clear(codes);
	buf_clear(text);
	buf_put_slice(text, bare);
	buf_string(text);
	line->text = buf_slice(text);
	line->as_url = is_like_url(bare);
	line->nothing = !url_is_web(bare) &&
	    (line->as_url || mistaken_no_path(line->text) != NULL);
	if (bare.n < whole.n)
		buf_put_word(codes, "row-mended");
	if (url_is_web(bare))
		doubt_url(bare, codes);
	else if (line->nothing)
		buf_put_word(codes, line->as_url ? "url-scheme" : "missing");
}

bool
list_line_next(struct list_line *line, struct buf *text, struct buf *codes)
{
	struct slice whole = line->rest, link, separator;

	/* Only URLs are cut apart: a file's name may hold anything. */
	if (!line->begun && url_list_count(unwrapped(whole)) > 1)
		line->rest = unwrapped(whole);
	else if (!line->begun)
		line->rest = SLICE("");
	if (!line->begun && line->rest.n == 0) {
		line->begun = true;
		name_one(line, whole, whole, text, codes);
		return true;
	}
	line->begun = true;
	if (!url_list_next(&line->rest, &link, &separator))
		return false;
	name_one(line, link, whole, text, codes);
	if (codes->n == 0)
		buf_put_word(codes, "row-mended");
	return true;
}
