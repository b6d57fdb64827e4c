/* SPDX-License-Identifier: MIT */
/*
 * The registry of views and parts: words for what of a specimen a picture
 * shows, as they are in file names and sheets, and the tags that portals have
 * for some of them as they are installed.
 */
#ifndef IMG_VIEW_H
#define IMG_VIEW_H

#include <stdbool.h>

#include "base/slice.h"

/* What a portal may call it. */
enum view_tag {
	VIEW_ORGANISM,
	VIEW_LABEL,
	VIEW_ID_LABEL,
	VIEW_HABITAT,
	VIEW_TEXT,
	VIEW_HANDWRITING,
	VIEW_PROBLEM,
	VIEW_DIAGNOSTIC,
	VIEW_ADULT,
	VIEW_IMMATURE,
	NVIEW_TAGS
};

/* The keys of the portal's tags, in this order. */
extern const char *const view_tag_keys[NVIEW_TAGS];

/* True for a word in capitals that is a view or a part. */
bool view_is_word(struct slice word);

/*
 * The tags that the words of a text mean, as bits 1 << tag; only words that
 * can mean nothing else. Of a file name the words after the first one count,
 * without the extension.
 */
unsigned view_tags_of_text(struct slice text);
unsigned view_tags_of_name(struct slice name);

#endif
