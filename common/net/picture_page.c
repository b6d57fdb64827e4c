/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "net/picture_page.h"
#include "net/url.h"

enum repair {
	NONE,
	RAW_PARAMETER, /* Dropbox: dl=0 becomes raw=1 */
	FILE_PATH, /* MediaWiki: File:NAME becomes Special:FilePath/NAME */
	GITHUB_RAW, /* raw.githubusercontent.com/OWNER/NAME/BRANCH/PATH */
	GITLAB_RAW /* /-/blob/ becomes /-/raw/ */
};

/*
 * HOST/PATH?QUERY in patterns, "*" for any text; a host also stands for those
 * below it. `unless` is a text with which it is a picture after all, and so is
 * what has no `what`. The first pattern counts.
 */
struct page {
	const char *pattern, *unless;
	const char *what;
	enum repair repair;
};

static const char drive[] =
    "a page of Google Drive's: put the files on a web server";
static const char dropbox[] =
    "a page of Dropbox's: the picture is at the same URL with raw=1";
static const char onedrive[] =
    "a page of OneDrive's or SharePoint's: put the files on a web server";
static const char flickr[] =
    "a page of Flickr's: take the picture's URL at live.staticflickr.com";
static const char commons[] =
    "a page of Wikimedia's: the picture is at Special:FilePath/ and its name";
static const char archive[] = "a page of archive.org's: the files are below "
			      "https://archive.org/download/";
static const char zenodo[] =
    "a page of Zenodo's: the files are at /records/ID/files/NAME";
static const char observation[] =
    "the page of an observation or record: take the URL of its photograph";
static const char portal[] =
    "a portal's page of a record: take the URL of its picture";
static const char info[] =
    "a IIIF description: the picture is at the same URL with "
    "full/max/0/default.jpg for info.json";
static const char manifest[] =
    "a IIIF manifest: take the URL of the picture that it names";
static const char github[] =
    "a page of GitHub's: the file is at raw.githubusercontent.com";
static const char gitlab[] =
    "a page of GitLab's: the file is at the same URL with /raw/ for /blob/";
static const char social[] =
    "a page of a site that shows no picture outside it: put the files on a "
    "web server";

static const struct page pages[] = {
    {"drive.google.com/file/*", NULL, drive, NONE},
    {"drive.google.com/open*", NULL, drive, NONE},
    {"drive.google.com/drive/*", NULL, drive, NONE},
    {"docs.google.com/*", "/uc?", drive, NONE},
    {"photos.google.com/*", NULL, drive, NONE},
    {"photos.app.goo.gl/*", NULL, drive, NONE},
    {"dl.dropbox.com/*", NULL, NULL, NONE},
    {"dropbox.com/*dl=1*", NULL, NULL, NONE},
    {"dropbox.com/s/*", "raw=1", dropbox, RAW_PARAMETER},
    {"dropbox.com/scl/fi/*", "raw=1", dropbox, RAW_PARAMETER},
    {"dropbox.com/sh/*", "raw=1", dropbox, NONE},
    {"dropbox.com/scl/fo/*", "raw=1", dropbox, NONE},
    {"1drv.ms/*", NULL, onedrive, NONE},
    {"onedrive.live.com/*", "/download", onedrive, NONE},
    {"sharepoint.com/:*:/*", "download=1", onedrive, NONE},
    {"box.com/s/*", NULL, social, NONE},
    {"flickr.com/photos/*", NULL, flickr, NONE},
    {"flic.kr/p/*", "/p/img/", flickr, NONE},
    {"wikimedia.org/wiki/file:*", NULL, commons, FILE_PATH},
    {"wikipedia.org/wiki/file:*", NULL, commons, FILE_PATH},
    {"wikimedia.org/w/index.php?*title=file:*", NULL, commons, NONE},
    {"archive.org/details/*", NULL, archive, NONE},
    {"zenodo.org/record/*", "/files/", zenodo, NONE},
    {"zenodo.org/records/*", "/files/", zenodo, NONE},
    {"inaturalist.org/observations/*", NULL, observation, NONE},
    {"static.inaturalist.org/*", NULL, NULL, NONE},
    {"inaturalist.org/photos/*", NULL, observation, NONE},
    {"observation.org/observation/*", NULL, observation, NONE},
    {"gbif.org/occurrence/*", NULL, observation, NONE},
    {"macaulaylibrary.org/asset/*", NULL, observation, NONE},
    {"morphosource.org/concern/*", NULL, observation, NONE},
    {"*/collections/individual/index.php*", NULL, portal, NONE},
    {"*/collections/individual/?occid=*", NULL, portal, NONE},
    {"*/imagelib/imgdetails.php*", NULL, portal, NONE},
    {"*/media/mediadetails.php*", NULL, portal, NONE},
    {"*/info.json", NULL, info, NONE},
    {"*iiif*/manifest", NULL, manifest, NONE},
    {"*/manifest.json", NULL, manifest, NONE},
    {"github.com/*/*/blob/*", "raw=", github, GITHUB_RAW},
    {"gitlab.com/*/-/blob/*", NULL, gitlab, GITLAB_RAW},
    {"instagram.com/p/*", NULL, social, NONE},
    {"facebook.com/photo*", NULL, social, NONE},
    {"imgur.com/a/*", NULL, social, NONE},
    {"imgur.com/gallery/*", NULL, social, NONE},
};

/* From there, where what follows a "*" can begin: at once, or at a slash. */
static size_t
next_place(char first, struct slice text, size_t from)
{
	const char *slash;

	if (first != '/' || from >= text.n)
		return from;
	slash = memchr(text.at + from, '/', text.n - from);
	return slash != NULL ? (size_t)(slash - text.at) : text.n;
}

/* Without regard to case; the last "*" alone is tried again. */
static bool
matches(const char *pattern, struct slice text)
{
	const char *star = NULL;
	size_t at = 0, from = 0;

	while (*pattern != '\0' || at < text.n) {
		if (*pattern == '*') {
			star = ++pattern;
			from = at;
		} else if (*pattern != '\0' && at < text.n &&
		    *pattern == ascii_lower(text.at[at])) {
			pattern++;
			at++;
		} else if (star != NULL && from < text.n) {
			pattern = star;
			at = from = next_place(*star, text, from + 1);
		} else {
			return false;
		}
	}
	return true;
}

static bool
holds(struct slice text, const char *part)
{
	for (; text.n > 0; text = slice_from(text, 1))
		if (ascii_begins(text, part))
			return true;
	return false;
}

/* Without scheme, login, port and fragment: HOST/PATH?QUERY. */
static void
put_plain(struct buf *out, const struct url *url)
{
	buf_put_slice(out, url->host);
	buf_put_slice(out, url->path);
	if (url->query.at == NULL)
		return;
	buf_put_char(out, '?');
	buf_put_slice(out, url->query);
}

/* Also for hosts below the pattern's: `host` is how long the URL's is. */
static bool
is_page(const struct page *page, struct slice plain, size_t host)
{
	size_t own = (size_t)(strchr(page->pattern, '/') - page->pattern);
	struct slice text = plain;

	if (*page->pattern != '*') {
		if (own > host ||
		    (own < host && plain.at[host - own - 1] != '.'))
			return false;
		text = slice_from(plain, host - own);
	}
	return matches(page->pattern, text) &&
	    (page->unless == NULL || !holds(plain, page->unless));
}

/* A path on a portal's own host. */
static bool
is_own_path(struct slice text)
{
	return text.n > 1 && text.at[0] == '/' && text.at[1] != '/';
}

static const struct page *
find(struct slice text)
{
	const struct page *found = NULL;
	struct buf plain = {0};
	struct url url;

	if (!(url_is_web(text) || is_own_path(text)) ||
	    url_parse(text, &url) != NULL)
		return NULL;
	put_plain(&plain, &url);
	for (size_t i = 0; i < sizeof pages / sizeof *pages && found == NULL;
	     i++)
		if (is_page(&pages[i], buf_slice(&plain), url.host.n))
			found = &pages[i];
	buf_free(&plain);
	return found;
}

const char *
picture_page_find(struct slice url)
{
	const struct page *page = find(url);

	return page != NULL ? page->what : NULL;
}

/* The query without dl and raw, then raw=1. */
static void
put_raw_parameter(struct buf *out, struct slice text, const struct url *url)
{
	struct slice query = url->query, part;
	char mark = '?';

	buf_put(out, text.at, (size_t)(url->path.at + url->path.n - text.at));
	while (query.at != NULL && slice_word(&query, '&', &part)) {
		if (ascii_begins(part, "dl=") || ascii_begins(part, "raw="))
			continue;
		buf_put_char(out, mark);
		buf_put_slice(out, part);
		mark = '&';
	}
	buf_put_char(out, mark);
	buf_put_string(out, "raw=1");
}

/* Up to `from` in the path, `with`, and the rest of the path after `from`. */
static void
put_replaced(struct buf *out, struct slice text, const struct url *url,
    const char *from, const char *with)
{
	struct slice path = url->path;

	while (!ascii_begins(path, from))
		path = slice_from(path, 1);
	buf_put(out, text.at, (size_t)(path.at - text.at));
	buf_put_string(out, with);
	buf_put_slice(out, slice_from(path, strlen(from)));
}

/* OWNER/NAME/blob/BRANCH/PATH without the word. */
static void
put_github(struct buf *out, const struct url *url)
{
	struct slice path = url->path;

	buf_put_string(out, "https://raw.githubusercontent.com");
	while (!ascii_begins(path, "/blob/"))
		path = slice_from(path, 1);
	buf_put(out, url->path.at, (size_t)(path.at - url->path.at));
	buf_put_slice(out, slice_from(path, 5));
}

bool
picture_page_repair(struct slice text, struct buf *out)
{
	const struct page *page = find(text);
	struct url url;

	if (page == NULL || page->repair == NONE)
		return false;
	url_parse(text, &url);
	switch (page->repair) {
	case RAW_PARAMETER: put_raw_parameter(out, text, &url); break;
	case FILE_PATH:
		put_replaced(
		    out, text, &url, "/wiki/File:", "/wiki/Special:FilePath/");
		break;
	case GITHUB_RAW: put_github(out, &url); break;
	default: put_replaced(out, text, &url, "/-/blob/", "/-/raw/"); break;
	}
	return true;
}
