/* SPDX-License-Identifier: MIT */
/*
 * A line of a list that names no file as it is: the URLs or the file that are
 * meant, without what people and programs leave around them, and what is
 * doubtful about it.
 */
#ifndef IMG_LIST_LINE_H
#define IMG_LIST_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

struct list_line {
	struct slice rest; /* of the line; the whole line to begin with */
	/* What it names next. */
	struct slice text; /* with a NUL after it */
	bool nothing; /* neither a file nor a URL, and no file's plain name: */
	bool as_url; /* of a URL's kind, or else a path of another system */
	bool begun; /* list_line_next()'s own */
};

/*
 * Takes what the line names next, into `text`, and replaces the codes by those
 * of that: row-mended for blanks, quotes or brackets around it and for several
 * in a line, url-entity, url-illegal, page-not-picture, url-scheme, missing.
 * False if nothing is left.
 */
bool list_line_next(
    struct list_line *line, struct buf *text, struct buf *codes);

#endif
