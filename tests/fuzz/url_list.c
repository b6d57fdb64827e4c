/* SPDX-License-Identifier: MIT */
/*
 * Cells with several URLs: what is cut lies in the cell in order, and what is
 * cut off is separators only. A URL is not cut again.
 */
#include "sheet/url_list.h"
#include "shared.h"

/* One of ASCII, or a blank that nobody sees; its length, 0 if it is none. */
static size_t
separator_at(const char *at, size_t n)
{
	static const char *const unseen[] = {
	    "\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};

	if (memchr("|;, \t\r\n\"", *at, 8) != NULL)
		return 1;
	for (size_t i = 0; i < 3; i++)
		if (n >= strlen(unseen[i]) &&
		    memcmp(at, unseen[i], strlen(unseen[i])) == 0)
			return strlen(unseen[i]);
	return 0;
}

static bool
separators_only(const char *from, const char *to)
{
	size_t n;

	for (; from < to; from += n)
		if ((n = separator_at(from, (size_t)(to - from))) == 0)
			return false;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice cell = {(const char *)data, size}, link, separator;
	bool wrapped = memchr(data, '[', size) != NULL;
	const char *done = cell.at;
	size_t n = 0, expected = url_list_count(cell);

	while (url_list_next(&cell, &link, &separator)) {
		must(link.n > 0 && link.at >= done);
		must(wrapped || separators_only(done, link.at));
		done = link.at + link.n;
		must(separator.n == 0 || separator.at == done);
		must(wrapped || url_list_count(link) == 1);
		n++;
	}
	must(wrapped || separators_only(done, (const char *)data + size));
	must(n == expected);
	return 0;
}
