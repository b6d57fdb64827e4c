/* SPDX-License-Identifier: MIT */
#ifndef IMG_XML_WRITE_H
#define IMG_XML_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends text, which is UTF-8, as it is in an element or in a quoted attribute
 * of XML 1.0, whatever it holds and whatever encoding the document has: beyond
 * ASCII as numbers if `ascii`. Control characters become blanks, and the two
 * that XML has not got, U+FFFE and U+FFFF, U+FFFD.
 */
void xml_put_text(struct buf *out, struct slice text, bool ascii);

#endif
