/* SPDX-License-Identifier: MIT */
/* The page: one HTML file that needs nothing else. */
#ifndef IMG_PAGE_H
#define IMG_PAGE_H

#include "base/buf.h"
#include "stream/output.h"
#include "report_rows.h"

struct page {
	const struct report_rows *rows;
	const struct buf *thumbnails; /* JSON, an object by row */
	struct slice title; /* n 0: that of the language */
	struct slice portal; /* its address, or n 0 */
};

void page_write(const struct page *page, struct output *out);

#endif
