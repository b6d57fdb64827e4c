/* SPDX-License-Identifier: MIT */
/*
 * Cells with several URLs: what is cut lies in the cell in order, and what is
 * cut off is separators only. A URL is not cut again.
 */
#include "links.h"
#include "shared.h"

static bool
separators_only(const char *from, const char *to)
{
	for (; from < to; from++)
		if (memchr("|;, \t\r\n", *from, 7) == NULL)
			return false;
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice cell = {(const char *)data, size}, link, separator;
	const char *done = cell.at;
	size_t n = 0, expected = links_count(cell);

	while (links_next(&cell, &link, &separator)) {
		must(link.n > 0 && link.at >= done);
		must(separators_only(done, link.at));
		done = link.at + link.n;
		must(separator.n == 0 || separator.at == done);
		must(links_count(link) == 1);
		n++;
	}
	must(separators_only(done, (const char *)data + size));
	must(n == expected);
	return 0;
}
