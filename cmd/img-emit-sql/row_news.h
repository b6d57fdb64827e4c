/* SPDX-License-Identifier: MIT */
/*
 * What a row says of a picture that the portal had, compared with what the
 * portal has of it: what is new, and what is not true any more.
 */
#ifndef IMG_ROW_NEWS_H
#define IMG_ROW_NEWS_H

#include "media_metadata.h"
#include "preparer.h"

/* What the picture had in the column. */
struct slice row_news_had(struct preparer *preparer, enum target_id id);

/* True if the row changes the column; if it changes any. */
bool row_news_changes(struct preparer *preparer, enum target_id id);
bool row_news_any(struct preparer *preparer);

/* True for a hash that the row does not replace, though it is not true. */
bool row_news_outdated(struct preparer *preparer, enum target_id id);

/* What mediametadata had of a file; valid until it is asked for again. */
struct media_metadata row_news_metadata_was(struct preparer *preparer, int nth);

/*
 * What mediametadata is to have of a file, if the row knows better: bytes and
 * MD5, or nothing where it is another file. Else false.
 */
bool row_news_metadata(struct preparer *preparer, int nth,
    const struct media_metadata *was, struct media_metadata *is);

/* True if it has of a file what is not true any more. */
bool row_news_metadata_outdated(struct preparer *preparer);

#endif
