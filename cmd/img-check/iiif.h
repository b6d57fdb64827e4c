/* SPDX-License-Identifier: MIT */
/*
 * IIIF documents in place of pictures: what an info.json of the Image API (1.0
 * to 3.0), or a manifest of the Presentation API (2 and 3), leads to.
 */
#ifndef IMG_IIIF_H
#define IMG_IIIF_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "text/json.h"

enum iiif_outcome {
	IIIF_NOTHING, /* no such document, or one without a picture */
	IIIF_SEVERAL, /* a manifest of several pictures */
	IIIF_ONE /* one picture */
};

struct iiif {
	struct json json;
	/*
	 * URLs of the one picture, each with an LF after it, the best first:
	 * all are legal. One that iiif_is_info() may come before them, and
	 * leads to a better form.
	 */
	struct buf urls;
	struct buf what; /* what the document is, for a message */
	struct buf base, other, text;
};

/*
 * Reads the document that has come from `url`, where redirects end. The URL of
 * the whole picture, as large as the document allows, is as the API makes it
 * from the document's id; where the id is at another host, the one made from
 * `url` comes after it.
 */
enum iiif_outcome iiif_read(
    struct iiif *iiif, struct slice document, struct slice url);
void iiif_free(struct iiif *iiif);

/* True for the URL of an info.json. */
bool iiif_is_info(struct slice url);

#endif
