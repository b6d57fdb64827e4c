/* SPDX-License-Identifier: MIT */
/*
 * Pages of web folders as links. With operands, it is a tool for tests instead:
 *
 *	img-scan_listing START URL FILE
 *
 * prints the links of FILE: kind, size, time, and URL after the start.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../../cmd/img-scan/listing.h"
#include "tap.h"

static const char *const kinds[] = {
    [LINK_MAYBE] = "maybe", [LINK_FILE] = "file", [LINK_FOLDER] = "folder"};

static void
put_links(struct buf *out, const struct listing *listing, struct slice start)
{
	for (size_t i = 0; i < listing->n; i++) {
		const struct link *link = &listing->links[i];
		struct slice below =
		    scope_below(start, link_url(listing, link));

		buf_printf(out, "%s ", kinds[link->kind]);
		if (link->facts.has_bytes)
			buf_put_number(out, link->facts.bytes);
		buf_put_char(out, ' ');
		if (link->facts.has_time)
			buf_printf(out, "%lld", (long long)link->facts.time);
		buf_put_char(out, ' ');
		buf_put_slice(out, below);
		buf_put_char(out, '\n');
	}
	if (listing->more.n > 0)
		buf_printf(out, "more %s\n", listing->more.at);
	if (listing->wrong != NULL)
		buf_printf(out, "wrong %s\n", listing->wrong);
}

static void
read_page(
    struct buf *out, const char *start, const char *url, struct slice page)
{
	struct listing listing = {0};
	struct buf from = {0}, at = {0};

	if (!scope_put(&from, slice_of(start)) ||
	    !scope_put(&at, slice_of(url)))
		abort();
	listing_read(&listing, buf_slice(&from), buf_slice(&at), NULL, page);
	buf_string(&listing.more);
	put_links(out, &listing, buf_slice(&from));
	listing_free(&listing);
	buf_free(&from);
	buf_free(&at);
}

static int
print_file(char *argv[])
{
	struct buf page = {0}, out = {0};
	FILE *file = fopen(argv[3], "rb");
	size_t n;

	if (file == NULL) {
		perror(argv[3]);
		return 2;
	}
	while ((n = fread(buf_room(&page, 4096), 1, 4096, file)) > 0)
		page.n += n;
	fclose(file);
	read_page(&out, argv[1], argv[2], buf_slice(&page));
	fwrite(buf_slice(&out).at, 1, out.n, stdout);
	buf_free(&page);
	buf_free(&out);
	return 0;
}

static void
is_listing(const char *start, const char *url, const char *page,
    const char *expected, const char *name)
{
	struct buf out = {0};

	read_page(&out, start, url, slice_of(page));
	is_slice(buf_slice(&out), slice_of(expected), name);
	buf_free(&out);
}

static void
test_servers(void)
{
	const char *url = "http://h/x/";

	is_listing(url, url,
	    "<html><head><title>Index of /x/</title></head><body><h1>Index of "
	    "/x/</h1><hr><pre><a href=\"../\">../</a>\n"
	    "<a href=\"a/\">a/</a>          04-May-2017 21:37       -\n"
	    "<a href=\"c.jpg\">c.jpg</a>    04-May-2017 20:42     118\n"
	    "<a href=\"d.jpg\">d.jpg</a>    04-May-2017 20:42    118K\n"
	    "</pre>",
	    "folder   a/\nfile 118  c.jpg\nfile   d.jpg\n", "nginx");
	is_listing(url, url,
	    "<table><tr><th><a href=\"?C=N;O=D\">Name</a></th></tr><tr><td>"
	    "<img src=\"/i\" alt=\"[PARENTDIR]\"></td><td><a href=\"/\">Parent"
	    "</a></td></tr><tr><td><img src=\"/f\" alt=\"[DIR]\"></td><td><a "
	    "href=\"v1.2\">v1.2</a></td><td>2018-02-09 15:01 </td><td> - </td>"
	    "</tr><tr><td><a href=\"e.jpg\"><img alt=\"[IMG]\"></a></td><td><a "
	    "href=\"e.jpg\">e.jpg</a></td><td>2018-02-09 15:01 </td><td>520 "
	    "</td></tr></table>",
	    "file 520  e.jpg\nfolder   v1.2/\n", "Apache, a table");
	is_listing(url, url,
	    "<pre><A HREF=\"/\">[To Parent Directory]</A><br><br>30.05.2015 "
	    "12:00 7580646 <A HREF=\"/x/a%20b.jpg\">a b.jpg</A><br> 1/16/2014 "
	    "5:06 PM &lt;dir&gt; <A HREF=\"/x/d/\">d</A><br> 1/16/2014 5:06 PM "
	    "168 <A HREF=\"/x/w.png\">w.png</A><br></pre>",
	    "file 7580646  a%20b.jpg\nfolder   d/\nfile 168  w.png\n", "IIS");
	is_listing(url, url,
	    "<table><tr><td><a href=\"./3.jpg\"><span>3.jpg</span></a></td>"
	    "<td data-order=\"44434\">44 KiB</td><td><time "
	    "datetime=\"2017-11-12T22:08:37Z\">11/12/2017</time></td></tr>"
	    "<tr><td><a href=\"./4.jpg\">4.jpg</a></td><td data-order=\"77\">"
	    "2 weeks</td></tr></table>",
	    "file 44434 1510524517 3.jpg\nfile   4.jpg\n", "Caddy");
	is_listing(url, url,
	    "<tr><td><a href=\"/x/t.jpg\"><tt>t.jpg</tt></a></td><td><tt>25.4 "
	    "kb</tt></td><td><tt>Sun, 06 Nov 1994 08:49:37 "
	    "GMT</tt></td></tr>",
	    "file  784111777 t.jpg\n", "Tomcat");
	is_listing(url, url,
	    "<a href=\"s/index.html\">s</a><a href=\"index.html\">t</a><a "
	    "href=\"../index.html\">up</a><a href=\"~login\">Login</a>",
	    "file   index.html\nfolder   s/index.html\n", "index pages");
	is_listing(url, url,
	    "<p><img alt=Directory><a href=\"./a.pdf\">a</a> 152 KB<p><img "
	    "alt=Directory><a href=\"./b.net\">b</a> -<p><span><a "
	    "href=\"c.zip\">c</a></span><span>813 MiB</span><span>2021-03-26 "
	    "15:12:48</span>",
	    "file   a.pdf\nfolder   b.net/\nfile   c.zip\n", "marks and spans");
	is_listing(url, url,
	    "<table><tr><td><a href=a.jpg>a</a></td><td>3.2 K</td><td>"
	    "19.06.2006 02:15:36</td><td>100</td></tr><tr><td><a href=b.jpg>b"
	    "</a></td><td>69</td><td>19.06.2006 02:15:36</td><td>100</td></tr>"
	    "</table>",
	    "file   a.jpg\nfile 69  b.jpg\n", "a count of hits is no size");
	is_listing(url, url,
	    "<a href=\"/x/mirror/\">Parent Directory</a><br><a href=up/> .. "
	    "</a><br><a href=../x/>Home</a><br><img alt=\"[PARENTDIR]\"> <a "
	    "href=top/>Top</a><br><a href=\"2.0 Box\">2.0 Box</a><br><a "
	    "href=v1.25>v1.25</a><br><a href=a.7z>a.7z</a>",
	    "maybe   2.0%20Box\nfile   a.7z\nmaybe   v1.25\n",
	    "ways up, names with a dot");
	is_listing("http://h/s/", "http://h/s/i.php?dir=Box%20A%2BB",
	    "<a href=\"/s/\">Home</a><a href=\"i.php?dir=Box+A%2BB%2Fc\">c</a>"
	    "<a href=\"i.php?dir=Box+A+B%2Fd\">d</a>",
	    "folder   i.php?dir=Box+A%2BB%2Fc\n", "blanks in a query");
	is_listing("http://h/s/", "http://h/s/i.php?dir=a",
	    "<a href=\"i.php?dir=a&file=1.jpg\">1</a><a href=\"get.php?file="
	    "a%2F2+x.jpg\">2</a><a href=\"?dir=a&file=3.jpg&md5=1\">3</a><a "
	    "href=\"?download=tar\">4</a><a href=\"?download=5.jpg\">5</a><a "
	    "href=\"b/5.jpg\">5</a><a href=\"?file=b/5.jpg\">5</a><a href=\""
	    "/get.php?file=6.jpg\">6</a><a href=\"i.php?file=.jpg\">7</a><a "
	    "href=\"?file=%00%FF.jpg\">8</a><a href=\"?file=\">9</a>",
	    "file   b/5.jpg\nfile   get.php?file=a%2F2+x.jpg\nfile   i.php?dir="
	    "a&file=1.jpg\nfile   i.php?file=b/5.jpg\n",
	    "files handed out");
	is_listing("http://h/", "http://h/?dir=a",
	    "<a href=\"?dir=a&sort=n\">n</a><a href=\"?dir=\">up</a><a "
	    "href=\"/?dir=a%2Fb\">b</a><a href=\"?dir=ab\">ab</a><a "
	    "href=\"?dir=a/../c\">c</a><a href=\"a/1.jpg\">1</a><a "
	    "href=\"get.php?f=1.jpg\">1</a><a href=\"?x=1.jpg\">1</a>",
	    "folder   ?dir=a%2Fb\nfile   a/1.jpg\n", "folders by query");
}

static void
test_hostile(void)
{
	const char *url = "https://h:8443/x/y";
	struct buf page = {0}, out = {0};

	is_listing(url, url,
	    "<a href=//evil/a.jpg>1</a><a href=/x/../../z.jpg>2</a>"
	    "<a href='%2E%2e/z.jpg'>3</a><a href='\\\\evil\\b.jpg'>4</a>"
	    "<a href=https://h/x/c.jpg>5</a><a href='https://u:p@h:8443/x/d.jpg"
	    "'>6</a><a href=' javascript:x.jpg'>7</a><a href='java\nscript:x'>"
	    "8</a><a href=''>9</a><a href='#a.jpg'>10</a><a href>11</a>"
	    "<a href='http://[::1/a.jpg'>12</a><a href='///x/e.jpg'>13</a>"
	    "<a href='https:f.jpg'>14</a><a href='\xff.jpg'>15</a>"
	    "<a href='&#0;&#xD800;%00g.jpg'>16</a><a href='ok.jpg'>17</a>"
	    "<base href='https://evil/'><a href='late.jpg'>18</a>",
	    "file   %C3%BF.jpg\nfile   ok.jpg\n", "what must not be followed");
	for (int i = 0; i < 100000; i++)
		buf_put_string(&page, "<b><table><a href=a.jpg>");
	read_page(&out, url, url, buf_slice(&page));
	is_slice(
	    buf_slice(&out), SLICE("file   a.jpg\n"), "300000 levels deep");
	buf_clear(&page);
	buf_clear(&out);
	buf_put_string(&page, "<a href='");
	for (int i = 0; i < 10000; i++)
		buf_put_string(&page, "a/../");
	buf_put_string(&page, "x.jpg'>long</a><a href=b.jpg");
	read_page(&out, url, url, buf_slice(&page));
	is_slice(buf_slice(&out), SLICE("file   b.jpg\n"),
	    "a link that is too long");
	buf_free(&page);
	buf_free(&out);
}

int
main(int argc, char *argv[])
{
	if (argc == 4)
		return print_file(argv);
	test_servers();
	test_hostile();
	return done_testing();
}
