/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "net/picture_page.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "public_link.h"

/* "https:/host/…", as rclone writes links to archive.org. */
static void
put_whole(struct buf *out, struct slice link)
{
	size_t n = ascii_begins(link, "https:/") ? 7
	    : ascii_begins(link, "http:/")	 ? 6
						 : 0;

	buf_put(out, link.at, n);
	if (n > 0 && n < link.n && link.at[n] != '/')
		buf_put_char(out, '/');
	buf_put_slice(out, slice_from(link, n));
}

static const char *
put_picture(struct buf *out, struct slice whole)
{
	const char *page = picture_page_find(whole);
	struct url url;

	if (!url_is_web(whole) || url_parse(whole, &url) != NULL)
		return "no URL of the web: give the URL of the target with "
		       "-u/--url";
	if (url_is_secret(whole))
		return "a URL that expires or has a login in it: give the URL "
		       "of the target with -u/--url";
	if (page == NULL)
		buf_put_slice(out, whole);
	else if (!picture_page_repair(whole, out))
		return page;
	return NULL;
}

const char *
public_link_put(struct buf *out, struct slice link)
{
	struct buf whole = {0};
	const char *wrong;

	put_whole(&whole, slice_trim(link));
	wrong = put_picture(out, buf_slice(&whole));
	buf_free(&whole);
	return wrong;
}
