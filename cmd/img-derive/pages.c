/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <unistd.h>

#include "base/ascii.h"
#include "pages.h"

static bool
may_have_pages(const struct picture_source *source)
{
	char head[4];

	return pread(source->fd, head, sizeof head, 0) ==
	    (ssize_t)sizeof head &&
	    look_is_tiff(head, sizeof head);
}

/* The row's own page: one of several, or one that is not there. */
static void
choose(struct tiff_pages *pages, uint32_t page)
{
	if (pages->n == 1 && pages->at[0] == page) {
		pages->n = 0;
		return;
	}
	pages->n = 1;
	pages->at[0] = (uint16_t)page;
}

const char *
pages_find(struct pages *pages, const struct settings *settings,
    struct render_process *process, const struct picture_source *source,
    const struct picture_row *row, struct buf *why)
{
	struct tiff_pages *of = &pages->of;
	struct rendered none[NSIZES];
	char md5[MD5_SIZE], number[16];
	const char *problem;

	of->n = 0;
	if ((settings->page != PAGE_ALL && row->page == 0) ||
	    !may_have_pages(source))
		return NULL;
	problem = render_process_run(process,
	    &(struct render_request){
		.source = source->fd, .existing = {-1, -1, -1}, .pages = of},
	    none, md5, why);
	if (problem != NULL || of->n == 0)
		return problem;
	pages->digits =
	    snprintf(number, sizeof number, "%u", (unsigned)of->at[of->n - 1]);
	if (pages->digits < 2)
		pages->digits = 2;
	if (row->page > 0)
		choose(of, row->page);
	else if (of->n == 1)
		of->n = 0;
	return NULL;
}

void
pages_put_suffix(struct buf *base, const struct pages *pages, size_t page)
{
	buf_printf(base, "_p%0*u", pages->digits, (unsigned)pages->of.at[page]);
}

bool
pages_is_suffix(const char *suffix)
{
	size_t digits = 0;

	if (strncmp(suffix, "_p", 2) != 0 && strncmp(suffix, "_P", 2) != 0)
		return false;
	while (ascii_is_digit(suffix[2 + digits]))
		digits++;
	return digits > 0 && suffix[2 + digits] == '\0';
}
