/* SPDX-License-Identifier: MIT */
/*
 * URLs that have come in a batch, each of a record, and what MD5 was known of
 * them: two rows with one URL are one picture, unless their MD5s differ.
 */
#ifndef IMG_SEEN_URLS_H
#define IMG_SEEN_URLS_H

#include "base/slice.h"
#include "base/table.h"
#include "registry/reject_reason.h"

/*
 * Adds the key of a record and a URL in comparable form, with the MD5 or an
 * empty one, to a table that is no set. REJECT_REASON_NOT if it is new,
 * REJECT_REASON_OTHER_BYTES if it came with another MD5, else
 * REJECT_REASON_DUPLICATE.
 */
enum reject_reason seen_urls_add(
    struct table *seen, uint64_t key, struct slice md5);

/* The same of a key that is not added: REJECT_REASON_NOT if it is not there. */
enum reject_reason seen_urls_find(
    const struct table *seen, uint64_t key, struct slice md5);

#endif
