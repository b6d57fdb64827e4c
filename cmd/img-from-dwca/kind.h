/* SPDX-License-Identifier: MIT */
/* What kind of media a row is, by what it says of itself. */
#ifndef KIND_H
#define KIND_H

#include <stdbool.h>

#include "buf.h"
#include "slice.h"

/*
 * True for sound, video and documents: by the format (a MIME type or an
 * extension), else by the type (dcterms:type), else by the URL's extension.
 */
bool kind_is_other(struct slice format, struct slice type, struct slice url);

/* Appends the MIME type that the format means, or the format as it is. */
void kind_put_format(struct buf *out, struct slice format);

#endif
