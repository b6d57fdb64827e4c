/* SPDX-License-Identifier: MIT */
/* A URL is a page or a picture whatever URL has been asked about before it. */
#include "base/ascii.h"
#include "net/picture_page.h"
#include "tap.h"

static const struct {
	const char *url;
	bool page;
} urls[] = {
    {"https://img.example.org/images/a/UCR1.jpg", false},
    {"https://img.example.org/images/a/info.json", true},
    {"https://img.example.org/images/a/b/info.json", true},
    {"https://img.example.org/images/a/collections/individual/index.php", true},
    {"https://img.example.org/images/collections/a/UCR1.jpg", false},
    {"https://img.example.org/images/collections/individual/index.php", true},
    {"https://img.example.org/images/", false},
    {"https://img.example.org/imagelib/imgdetails.php?imgid=1", true},
    {"https://img.example.org/a#/info.json", false},
    {"https://img.example.org/a/info.json#b", true},
    {"https://img.example.org?a=/info.json", true},
    {"https://img.example.org/", false},
    {"https://img.example.org", false},
    {"https://img.example.org.dropbox.com/s/a/UCR1.jpg", true},
    {"https://img.example.org:8080/file/d/1/view", false},
    {"https://drive.google.com/file/d/1/view", true},
    {"https://drive.google.com/uc?id=1", false},
    {"https://drive.google.com@img.example.org/file/d/1/view", false},
    {"https://img.example.org@drive.google.com/file/d/1/view", true},
    {"https://drive.google.com/file/d/1 2", false},
    {"https://notdrive.google.com/file/d/1/view", false},
    {"https://docs.google.com/", true},
    {"https://docs.google.com/uc?id=1", false},
    {"https://www.dropbox.com/s/a/UCR1.jpg?dl=0", true},
    {"https://www.dropbox.com/s/a/UCR1.jpg?dl=1", false},
    {"https://dl.dropbox.com/s/a/UCR1.jpg", false},
    {"HTTPS://WWW.DROPBOX.COM/S/a/UCR1.jpg", true},
    {"https://commons.wikimedia.org/wiki/File:A.jpg", true},
    {"https://upload.wikimedia.org/wikipedia/commons/a/A.jpg", false},
    {"https://iiif.example.org/a/manifest", true},
    {"https://img.example.org/a/manifest", false},
    {"https://github.com/a/b/blob/main/UCR1.jpg", true},
    {"https://github.com/a/b/raw/main/UCR1.jpg", false},
    {"/portal/imagelib/imgdetails.php?imgid=1", true},
    {"/imagelib/UCR1.jpg", false},
    {"//drive.google.com/file/d/1/view", false},
    {"ftp://drive.google.com/file/d/1/view", false},
    {"", false},
};

enum { N = sizeof urls / sizeof *urls };

static bool
is_judged(size_t i)
{
	return (picture_page_find(slice_of(urls[i].url)) != NULL) ==
	    urls[i].page;
}

static void
put_letters(struct buf *url, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_put_char(url, 'a');
}

/* Hosts and folders that are longer than what is remembered of them. */
static bool
is_long_judged(void)
{
	struct buf url = {0};
	bool judged = true;

	for (size_t n = 480; n < 520; n++) {
		buf_clear(&url);
		buf_put_string(&url, "https://");
		put_letters(&url, n);
		buf_put_string(&url, ".box.com/s/1");
		judged = judged && picture_page_find(buf_slice(&url)) != NULL;
		url.at[url.n - 2] = '-';
		judged = judged && picture_page_find(buf_slice(&url)) == NULL;
		buf_clear(&url);
		buf_put_string(&url, "https://img.example.org/");
		put_letters(&url, n - 20);
		buf_put_string(&url, "/a.jpg");
		judged = judged && picture_page_find(buf_slice(&url)) == NULL;
		url.n -= strlen("a.jpg");
		buf_put_string(&url, "info.json");
		judged = judged && picture_page_find(buf_slice(&url)) != NULL;
	}
	buf_free(&url);
	return judged;
}

int
main(void)
{
	for (size_t i = 0; i < N; i++) {
		bool judged = true;

		for (size_t before = 0; before < N; before++)
			judged = is_judged(before) && is_judged(i) && judged;
		ok(judged, urls[i].url);
	}
	ok(is_long_judged(), "hosts and folders of any length");
	return done_testing();
}
