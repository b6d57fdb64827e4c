/* SPDX-License-Identifier: MIT */
/*
 * Several URLs in one cell, as in Darwin Core's associatedMedia: recommended
 * is " | " between them, but commas, semicolons, blanks and line ends are in
 * use too, and all of these also stand inside URLs. So a cell is cut only at
 * separators that have the beginning of a new URL right after them. A list of
 * JSON's, ["https://…","https://…"], is read, too; URLs have no quotes
 * (RFC 3986 section 2).
 */
#ifndef IMG_URL_LIST_H
#define IMG_URL_LIST_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * Takes the first URL off the cell, without blanks and separators around it;
 * `separator` is what stood after it, empty at the end. What does not begin
 * like a URL stays with what is before it, and a cell without any is taken
 * whole; blanks alone cut only between two URLs. False if nothing but
 * separators is left.
 *
 * A URL begins with a scheme and "//" ("https://"), or with "urn:", "ark:",
 * "doi:" or "data:", in any letter case.
 */
bool url_list_next(
    struct slice *cell, struct slice *link, struct slice *separator);

/*
 * A URL or a number without blanks at its ends, and those that nobody sees;
 * empty where a database has written NULL.
 */
struct slice url_list_trim(struct slice link);

/* How many there are. */
size_t url_list_count(struct slice cell);

/*
 * What is wrong with a link of a cell, as a code; NULL for a URL of the web, a
 * path on the portal's host, and names of things (urn:, ark:, doi:, data:).
 */
const char *url_list_check(struct slice link);

#endif
