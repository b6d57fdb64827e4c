/* SPDX-License-Identifier: MIT */
/* Which pages of a TIFF are a picture each: with --page all, or as a row of an
 * earlier run says. */
#ifndef IMG_PAGES_H
#define IMG_PAGES_H

#include "derive.h"
#include "look.h"

struct pages {
	struct tiff_pages of; /* none where the file is one picture */
	int digits; /* of the largest one's number, at least two */
};

/*
 * `source` is open. NULL, or the code of what is wrong with it, or
 * render_fault.
 */
const char *pages_find(struct pages *pages, const struct settings *settings,
    struct render_process *process, const struct picture_source *source,
    const struct picture_row *row, struct buf *why);

/* Appends what the page adds to the picture's name: "_p01". */
void pages_put_suffix(struct buf *base, const struct pages *pages, size_t page);

/* True for a suffix of derivatives that looks like that of a page. */
bool pages_is_suffix(const char *suffix);

#endif
