/* SPDX-License-Identifier: MIT */
/*
 * img-scan's robots.txt: the first line is a path, the rest the file. How a
 * path is percent-encoded makes no difference, nor do lines that say nothing.
 */
#include "base/ascii.h"
#include "../../cmd/img-scan/robots.h"
#include "shared.h"

static bool
allows(struct slice text, struct slice path)
{
	struct robots robots = {0};
	bool allowed;

	robots_read(&robots, text);
	must(robots.delay <= 60000);
	allowed = robots_allow(&robots, path);
	robots_free(&robots);
	return allowed;
}

/* Letters and digits encoded, the digits of codes in the other case. */
static void
put_encoded(struct buf *out, struct slice path)
{
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.at[i];

		if (c == '%') {
			buf_put_char(out, '%');
			for (int k = 0; k < 2 && i + 1 < path.n &&
			     ascii_hex(path.at[i + 1]) >= 0;
			     k++)
				buf_put_char(out, ascii_lower(path.at[++i]));
		} else if (ascii_is_letter((char)c) ||
		    ascii_is_digit((char)c)) {
			buf_printf(out, "%%%02x", c);
		} else {
			buf_put_char(out, (char)c);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = {(const char *)data, size}, path;
	const char *end = size > 0 ? memchr(data, '\n', size) : NULL;
	struct buf whole = {0}, encoded = {0}, longer = {0};
	bool allowed;

	buf_put_char(&whole, '/');
	if (end != NULL) {
		buf_put(&whole, text.at, (size_t)(end - text.at));
		text = slice_from(text, (size_t)(end - text.at) + 1);
	}
	path = buf_slice(&whole);
	allowed = allows(text, path);
	must(allows(SLICE(""), path));
	must(!allows(SLICE("User-agent: img-scan/2\nDisallow: /"), path));
	put_encoded(&encoded, path);
	/* A "%" that begins no code may begin one with what is encoded now. */
	if (memchr(path.at, '%', path.n) == NULL)
		must(allows(text, buf_slice(&encoded)) == allowed);
	if (memmem(text.at, text.n, "\xef\xbb\xbf", 3) == NULL &&
	    text.n < ROBOTS_MOST / 2) {
		buf_put_string(&longer, "# x\nSitemap: https://h/s.xml\n\r\n");
		buf_put_slice(&longer, text);
		buf_put_string(&longer, "\nsitemap: x\nno colon\n");
		must(allows(buf_slice(&longer), path) == allowed);
	}
	buf_free(&whole);
	buf_free(&encoded);
	buf_free(&longer);
	return 0;
}
