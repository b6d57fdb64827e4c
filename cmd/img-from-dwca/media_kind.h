/* SPDX-License-Identifier: MIT */
/* What kind of media a row is, by what it says of itself. */
#ifndef IMG_MEDIA_KIND_H
#define IMG_MEDIA_KIND_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * True for sound, video and documents: by the format, else by the type
 * (dcterms:type), else by the URL's extension.
 */
bool media_kind_is_other(
    struct slice format, struct slice type, struct slice url);

/* Appends the MIME type that the format means, or the format as it is. */
void media_kind_put_format(struct buf *out, struct slice format);

#endif
