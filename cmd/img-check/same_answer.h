/* SPDX-License-Identifier: MIT */
/*
 * Servers that give one picture ("no image available") for all that they do not
 * have: known by the answers that different URLs get.
 */
#ifndef IMG_SAME_ANSWER_H
#define IMG_SAME_ANSWER_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/table.h"
#include "result_record.h"

/* {0} to begin with. */
struct same_answers {
	struct table seen;
	struct buf normal;
	/* Pictures with the MD5, or the length and the ETag, of more than
	 * SAME_ANSWER_MOST others of their host, and the URL of the first. */
	uint64_t nfrequent;
	struct buf frequent;
};

/*
 * True if the record is of a picture to which another URL was redirected, too.
 * To be called for each row in its turn.
 */
enum { SAME_ANSWER_MOST = 20 };
bool same_answers_has(
    struct same_answers *answers, const struct result_record *record);
void same_answers_free(struct same_answers *answers);

#endif
