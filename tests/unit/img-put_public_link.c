/* SPDX-License-Identifier: MIT */
/* What remotes call a public link, and the URL of the picture that it is. */
#include "../../cmd/img-put/public_link.h"
#include "tap.h"

static const struct {
	const char *link, *url; /* NULL: refused */
} links[] = {
    {"https://img.example.org/a.jpg", "https://img.example.org/a.jpg"},
    {"https:/archive.org/download/a/b%20c.jpg",
	"https://archive.org/download/a/b%20c.jpg"},
    {" http:/127.0.0.1/a.jpg\r", "http://127.0.0.1/a.jpg"},
    {"https://www.dropbox.com/s/1/a.jpg?dl=0",
	"https://www.dropbox.com/s/1/a.jpg?raw=1"},
    {"https://www.dropbox.com/scl/fi/1/a.jpg?rlkey=2&dl=0",
	"https://www.dropbox.com/scl/fi/1/a.jpg?rlkey=2&raw=1"},
    {"https://f002.backblazeb2.com/file/box/a.jpg",
	"https://f002.backblazeb2.com/file/box/a.jpg"},
    {"https://f002.backblazeb2.com/file/box/a.jpg?Authorization=1", NULL},
    {"https://drive.google.com/open?id=1", NULL},
    {"https://1drv.ms/i/1", NULL},
    {"https://herbarium-my.sharepoint.com/:i:/g/1", NULL},
    {"https://app.box.com/s/1", NULL},
    {"https://box.s3.amazonaws.com/a.jpg?X-Amz-Expires=9&X-Amz-Signature=1",
	NULL},
    {"https://box.blob.core.windows.net/a/b.jpg?se=2026-12-01&sig=1", NULL},
    {"https://storage.googleapis.com/a/b.jpg?X-Goog-Signature=1", NULL},
    {"https://user:pass@img.example.org/a.jpg", NULL},
    {"https://img.example.org/a b.jpg", NULL},
    {"file:///srv/a.jpg", NULL},
    {"https:/", NULL},
    {"/a.jpg", NULL},
    {"", NULL},
};

static bool
is_as_said(size_t i)
{
	struct buf out = {0};
	const char *wrong = public_link_put(&out, slice_of(links[i].link));
	bool well = links[i].url == NULL ? wrong != NULL && out.n == 0
					 : wrong == NULL &&
		slice_equal(buf_slice(&out), slice_of(links[i].url));

	buf_free(&out);
	return well;
}

int
main(void)
{
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		ok(is_as_said(i), links[i].link);
	return done_testing();
}
