/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/ascii.h"
#include "net/picture_page.h"
#include "net/url.h"
#include "net/url_parts.h"

enum repair {
	NONE,
	RAW_PARAMETER, /* Dropbox: dl=0 becomes raw=1 */
	FILE_PATH, /* MediaWiki: File:NAME becomes Special:FilePath/NAME */
	GITHUB_RAW, /* raw.githubusercontent.com/OWNER/NAME/BRANCH/PATH */
	GITLAB_RAW, /* /-/blob/ becomes /-/raw/ */
	IIIF /* the document says it */
};

/*
 * A host, which also stands for those below it, and /PATH?QUERY in a pattern,
 * "*" for any text; without a host the pattern is of HOST/PATH?QUERY. `unless`
 * is a text with which it is a picture after all, and so is what has no `what`.
 * The first that fits counts.
 */
struct page {
	const char *host;
	size_t nhost;
	const char *pattern, *unless;
	const char *what;
	enum repair repair;
};

#define ON(host) host, sizeof host - 1
#define ANYWHERE NULL, 0

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
    "full/max/0/default.jpg for info.json; --fix-urls reads it";
static const char manifest[] =
    "a IIIF manifest: take the URL of the picture that it names, or let "
    "--fix-urls read it";
static const char github[] =
    "a page of GitHub's: the file is at raw.githubusercontent.com";
static const char gitlab[] =
    "a page of GitLab's: the file is at the same URL with /raw/ for /blob/";
static const char social[] =
    "a page of a site that shows no picture outside it: put the files on a "
    "web server";

/* The name of MediaWiki's space of files, in the languages of collections. */
#define ON_WIKI(host, space) \
	{ON(host), "/wiki/" space ":*", NULL, commons, FILE_PATH}, \
	{ \
		ON(host), "/w/index.php?*title=" space ":*", NULL, commons, \
		    NONE \
	}
#define ON_WIKIS(host) \
	ON_WIKI(host, "file"), ON_WIKI(host, "image"), ON_WIKI(host, "datei"), \
	    ON_WIKI(host, "bild"), ON_WIKI(host, "fichier"), \
	    ON_WIKI(host, "archivo"), ON_WIKI(host, "imagen"), \
	    ON_WIKI(host, "ficheiro"), ON_WIKI(host, "imagem"), \
	    ON_WIKI(host, "immagine"), ON_WIKI(host, "bestand"), \
	    ON_WIKI(host, "plik"), ON_WIKI(host, "fil"), \
	    ON_WIKI(host, "soubor"), ON_WIKI(host, "tiedosto"), \
	    ON_WIKI(host, "%d0%a4%d0%b0%d0%b9%d0%bb")

/* iNaturalist under the name that it has in a country. */
#define ON_INATURALIST(host) \
	{ON(host), "/observations/*", NULL, observation, NONE}, \
	{ \
		ON(host), "/photos/*", NULL, observation, NONE \
	}

static const struct page pages[] = {
    {ON("drive.google.com"), "/file/*", NULL, drive, NONE},
    {ON("drive.google.com"), "/open*", NULL, drive, NONE},
    {ON("drive.google.com"), "/drive/*", NULL, drive, NONE},
    {ON("drive.google.com"), "/a/*/file/*", NULL, drive, NONE},
    {ON("drive.google.com"), "/folderview*", NULL, drive, NONE},
    {ON("docs.google.com"), "/*", "/uc?", drive, NONE},
    {ON("photos.google.com"), "/*", NULL, drive, NONE},
    {ON("photos.app.goo.gl"), "/*", NULL, drive, NONE},
    {ON("dl.dropbox.com"), "/*", NULL, NULL, NONE},
    {ON("dropbox.com"), "/*dl=1*", NULL, NULL, NONE},
    {ON("dropbox.com"), "/s/*", "raw=1", dropbox, RAW_PARAMETER},
    {ON("dropbox.com"), "/scl/fi/*", "raw=1", dropbox, RAW_PARAMETER},
    {ON("dropbox.com"), "/sh/*", "raw=1", dropbox, NONE},
    {ON("dropbox.com"), "/scl/fo/*", "raw=1", dropbox, NONE},
    {ON("dropbox.com"), "/preview/*", NULL, social, NONE},
    {ON("dropbox.com"), "/home*", NULL, social, NONE},
    {ON("1drv.ms"), "/*", NULL, onedrive, NONE},
    {ON("onedrive.live.com"), "/*", "/download", onedrive, NONE},
    {ON("sharepoint.com"), "/:*:/*", "download=1", onedrive, NONE},
    {ON("sharepoint.com"), "/*/forms/*.aspx*", NULL, onedrive, NONE},
    {ON("sharepoint.com"), "/*/onedrive.aspx*", NULL, onedrive, NONE},
    {ON("box.com"), "/s/*", NULL, social, NONE},
    {ON("box.com"), "/v/*", NULL, social, NONE},
    {ON("box.com"), "/file/*", NULL, social, NONE},
    {ON("flickr.com"), "/photos/*", NULL, flickr, NONE},
    {ON("flickr.com"), "/photo.gne*", NULL, flickr, NONE},
    {ON("flic.kr"), "/p/*", "/p/img/", flickr, NONE},
    ON_WIKIS("wikimedia.org"),
    ON_WIKIS("wikipedia.org"),
    {ON("archive.org"), "/details/*", NULL, archive, NONE},
    {ON("archive.org"), "/embed/*", NULL, archive, NONE},
    {ON("zenodo.org"), "/record/*", "/files/", zenodo, NONE},
    {ON("zenodo.org"), "/records/*", "/files/", zenodo, NONE},
    {ON("static.inaturalist.org"), "/*", NULL, NULL, NONE},
    ON_INATURALIST("inaturalist.org"),
    ON_INATURALIST("inaturalist.ca"),
    ON_INATURALIST("inaturalist.nz"),
    ON_INATURALIST("inaturalist.ala.org.au"),
    ON_INATURALIST("naturalista.mx"),
    ON_INATURALIST("argentinat.org"),
    ON_INATURALIST("biodiversity4all.org"),
    {ON("observation.org"), "/observation/*", NULL, observation, NONE},
    {ON("observation.org"), "/photos/*", NULL, observation, NONE},
    {ON("api.gbif.org"), "/*", NULL, NULL, NONE},
    {ON("gbif.org"), "/occurrence/*", NULL, observation, NONE},
    {ON("gbif.org"), "/*/occurrence/*", NULL, observation, NONE},
    {ON("idigbio.org"), "/portal/records/*", NULL, observation, NONE},
    {ON("idigbio.org"), "/portal/mediarecords/*", NULL, observation, NONE},
    {ON("boldsystems.org"), "/index.php/public_recordview*", NULL, observation,
	NONE},
    {ON("portal.boldsystems.org"), "/record/*", NULL, observation, NONE},
    {ON("www.europeana.eu"), "/*/item/*", NULL, observation, NONE},
    {ON("plants.jstor.org"), "/stable/*", NULL, observation, NONE},
    {ON("macaulaylibrary.org"), "/asset/*", NULL, observation, NONE},
    {ON("morphosource.org"), "/concern/*", NULL, observation, NONE},
    {ANYWHERE, "*/collections/individual/index.php*", NULL, portal, NONE},
    {ANYWHERE, "*/collections/individual/?occid=*", NULL, portal, NONE},
    {ANYWHERE, "*/collections/editor/occurrenceeditor.php*", NULL, portal,
	NONE},
    {ANYWHERE, "*/collections/list.php*", NULL, portal, NONE},
    {ANYWHERE, "*/taxa/index.php?t*", NULL, portal, NONE},
    {ANYWHERE, "*/imagelib/imgdetails.php*", NULL, portal, NONE},
    {ANYWHERE, "*/media/mediadetails.php*", NULL, portal, NONE},
    {ANYWHERE, "*/info.json", NULL, info, IIIF},
    {ANYWHERE, "*/info.json?*", NULL, info, IIIF},
    {ANYWHERE, "*iiif*/manifest", NULL, manifest, IIIF},
    {ANYWHERE, "*iiif*/manifest?*", NULL, manifest, IIIF},
    {ANYWHERE, "*iiif*/manifest/*.json", NULL, manifest, IIIF},
    {ANYWHERE, "*iiif*/manifests/*", NULL, manifest, IIIF},
    {ANYWHERE, "*/presentation/*/manifest", NULL, manifest, IIIF},
    {ANYWHERE, "*/manifest.json", NULL, manifest, IIIF},
    {ANYWHERE, "*/manifest.json?*", NULL, manifest, IIIF},
    {ON("github.com"), "/*/*/blob/*", "raw=", github, GITHUB_RAW},
    {ANYWHERE, "*/-/blob/*", NULL, gitlab, GITLAB_RAW},
    {ON("instagram.com"), "/p/*", NULL, social, NONE},
    {ON("instagram.com"), "/reel/*", NULL, social, NONE},
    {ON("facebook.com"), "/photo*", NULL, social, NONE},
    {ON("facebook.com"), "/*/photos/*", NULL, social, NONE},
    {ON("facebook.com"), "/media/set/*", NULL, social, NONE},
    {ON("pinterest.com"), "/pin/*", NULL, social, NONE},
    {ON("icloud.com"), "/photos/*", NULL, social, NONE},
    {ON("icloud.com"), "/iclouddrive/*", NULL, social, NONE},
    {ON("mega.nz"), "/*", NULL, social, NONE},
    {ON("we.tl"), "/*", NULL, social, NONE},
    {ON("wetransfer.com"), "/downloads/*", NULL, social, NONE},
    {ON("i.ibb.co"), "/*", NULL, NULL, NONE},
    {ON("ibb.co"), "/*", NULL, social, NONE},
    {ON("figshare.com"), "/articles/*", NULL, observation, NONE},
    {ON("i.imgur.com"), "/*", NULL, NULL, NONE},
    {ON("imgur.com"), "/a/*", NULL, social, NONE},
    {ON("imgur.com"), "/gallery/*", NULL, social, NONE},
    {ON("imgur.com"), "/*", ".", social, NONE},
    {ON("smugmug.com"), "/*/i-*", ".", social, NONE},
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

/* The text's end is no end of the pattern. */
static bool
ends_otherwise(const char *pattern, struct slice text)
{
	char last = pattern[strlen(pattern) - 1];

	return last != '*' &&
	    (text.n == 0 || ascii_lower(text.at[text.n - 1]) != last);
}

/* Without regard to case; the last "*" alone is tried again. */
static bool
matches(const char *pattern, struct slice text)
{
	const char *star = NULL;
	size_t at = 0, from = 0;

	if (ends_otherwise(pattern, text))
		return false;
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

/* A host of the table, or one below it. */
static bool
is_host(const struct page *page, struct slice host)
{
	size_t above = host.n - page->nhost;

	return host.n >= page->nhost &&
	    (above == 0 || host.at[above - 1] == '.') &&
	    ascii_equal_slices(slice_from(host, above),
		(struct slice){page->host, page->nhost});
}

enum { NPAGES = sizeof pages / sizeof *pages, WORD = sizeof(uint64_t) };

/* The first bytes of a text, so that those that differ in case are alike. */
static uint64_t
word_of(const char *at, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, at, n < WORD ? n : WORD);
	return word | UINT64_C(0x2020202020202020);
}

static uint64_t
first_bit(struct slice text)
{
	return UINT64_C(1) << (text.n > 0 ? ascii_lower(*text.at) & 63 : 0);
}

/*
 * A host, and what can be a page on it. Each pattern has a slash: the page's
 * URL has one that is followed by the same text, as far as there is no "*".
 */
struct site {
	char url[512];
	size_t n; /* of it, up to the slash after the host; 0: not known */
	/* Of it, at least n: up to the first slash that a page can follow, or
	 * the last one. URLs after each other are mostly in one folder. */
	size_t settled;
	size_t host, path; /* where they begin */
	uint64_t first; /* bytes after a slash, a bit of first_bit() each */
	size_t npages;
	struct {
		const struct page *page;
		uint64_t word, mask; /* what follows the slash */
	} pages[NPAGES];
};

static void
add_page(struct site *site, const struct page *page)
{
	const char *at = strchr(page->pattern, '/') + 1;
	size_t i = site->npages++, n = strcspn(at, "*");

	site->first |= n > 0 ? first_bit((struct slice){at, n}) : UINT64_MAX;
	site->pages[i].page = page;
	site->pages[i].mask = 0;
	memset(&site->pages[i].mask, 0xFF, n < WORD ? n : WORD);
	site->pages[i].word = word_of(at, n) & site->pages[i].mask;
}

/* False if the URL is none of the web. */
static bool
learn(struct site *site, struct slice text)
{
	struct url url;

	if (!(url_is_web(text) || url_is_own_path(text)))
		return false;
	url_split(text, &url);
	site->settled = 0;
	site->path = (size_t)(url.path.at - text.at);
	site->host =
	    url.host.at != NULL ? (size_t)(url.host.at - text.at) : site->path;
	site->n = url.host.n > 0 && url.path.n > 0 ? site->path + 1 : 0;
	if (site->n > sizeof site->url)
		site->n = 0;
	memcpy(site->url, text.at, site->n);
	site->npages = 0;
	site->first = 0;
	for (size_t i = 0; i < NPAGES; i++)
		if (pages[i].host == NULL || is_host(&pages[i], url.host))
			add_page(site, &pages[i]);
	return true;
}

/* True if the text begins as the first n bytes of the site's URL, and n > 0. */
static bool
begins_so(const struct site *site, size_t n, struct slice text)
{
	return n > 0 && text.n >= n && memcmp(text.at, site->url, n) == 0;
}

/* Goes past the slashes that no page can follow. */
static void
settle(struct site *site, struct slice text)
{
	size_t end = site->n;
	struct slice rest = slice_from(text, end);
	const char *slash;

	if (site->n == 0)
		return;
	while (rest.n > 0 && (site->first & first_bit(rest)) == 0 &&
	    (slash = memchr(rest.at, '/', rest.n)) != NULL) {
		size_t next = (size_t)(slash - text.at) + 1;

		if (next > sizeof site->url)
			break;
		end = next;
		rest = slice_from(text, end);
	}
	memcpy(site->url + site->n, text.at + site->n, end - site->n);
	site->settled = end;
}

/* The pages, a bit each, that have a slash before this in their pattern. */
static uint64_t
pages_at(const struct site *site, struct slice text)
{
	uint64_t found = 0, word = word_of(text.at, text.n);

	for (size_t i = 0; i < site->npages; i++)
		found |= (uint64_t)((word & site->pages[i].mask) ==
			     site->pages[i].word)
		    << i;
	return found;
}

/* Those that are at any slash; the path begins after one. */
static uint64_t
candidates(const struct site *site, struct slice path)
{
	uint64_t found = 0;
	const char *slash;

	for (;;) {
		if ((site->first & first_bit(path)) != 0)
			found |= pages_at(site, path);
		if (path.n == 0 ||
		    (slash = memchr(path.at, '/', path.n)) == NULL)
			return found;
		path = slice_from(path, (size_t)(slash - path.at) + 1);
	}
}

static bool
is_page(const struct page *page, const struct site *site, struct slice url)
{
	const char *fragment = memchr(url.at, '#', url.n);
	struct slice path;

	if (fragment != NULL)
		url.n = (size_t)(fragment - url.at);
	path = slice_from(url, site->path);
	return matches(page->pattern,
		   page->host != NULL ? path : slice_from(url, site->host)) &&
	    (page->unless == NULL || !ascii_contains(path, page->unless));
}

static const struct page *
find(struct slice text)
{
	static _Thread_local struct site site;
	uint64_t left;
	struct url url;

	if (!begins_so(&site, site.settled, text)) {
		if (!begins_so(&site, site.n, text) && !learn(&site, text))
			return NULL;
		settle(&site, text);
	}
	left = candidates(&site, slice_from(text, site.settled));
	for (; left != 0; left &= left - 1) {
		const struct page *page =
		    site.pages[__builtin_ctzll(left)].page;

		if (is_page(page, &site, text))
			return url_parse(text, &url) == NULL ? page : NULL;
	}
	return NULL;
}

bool
picture_page_unview(struct slice text, struct buf *out)
{
	static const char mark[] = "#/media/";
	const char *at = memmem(text.at, text.n, mark, sizeof mark - 1);
	size_t start = out->n;
	struct url url;

	if (at == NULL || !url_is_web(text))
		return false;
	url_split(text, &url);
	buf_put(out, text.at, (size_t)(url.path.at - text.at));
	buf_put_string(out, "/wiki/");
	buf_put_slice(
	    out, slice_from(text, (size_t)(at - text.at) + sizeof mark - 1));
	if (memchr(at, ':', (size_t)(text.at + text.n - at)) != NULL &&
	    picture_page_find(
		(struct slice){out->at + start, out->n - start}) == commons)
		return true;
	out->n = start;
	return false;
}

const char *
picture_page_find(struct slice url)
{
	const struct page *page = find(url);

	return page != NULL ? page->what : NULL;
}

bool
picture_page_is_iiif(struct slice url)
{
	const struct page *page = find(url);

	return page != NULL && page->repair == IIIF;
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

/* /wiki/Special:FilePath/ and what comes after the space of files. */
static void
put_file_path(struct buf *out, struct slice text, const struct url *url)
{
	const char *colon = memchr(url->path.at, ':', url->path.n);
	const char *end = url->path.at + url->path.n;

	buf_put(out, text.at, (size_t)(url->path.at - text.at));
	buf_put_string(out, "/wiki/Special:FilePath/");
	buf_put(out, colon + 1, (size_t)(end - colon) - 1);
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

	if (page == NULL || page->repair == NONE || page->repair == IIIF)
		return false;
	url_parse(text, &url);
	switch (page->repair) {
	case RAW_PARAMETER: put_raw_parameter(out, text, &url); break;
	case FILE_PATH: put_file_path(out, text, &url); break;
	case GITHUB_RAW: put_github(out, &url); break;
	default: put_replaced(out, text, &url, "/-/blob/", "/-/raw/"); break;
	}
	return true;
}
