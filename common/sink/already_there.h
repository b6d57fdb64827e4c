/* SPDX-License-Identifier: MIT */
/*
 * For sinks whose target puts in whatever it is given: rows whose picture the
 * portal had at its export, in whatever spelling.
 */
#ifndef IMG_ALREADY_THERE_H
#define IMG_ALREADY_THERE_H

#include <stdbool.h>

#include "registry/reject_reason.h"
#include "stream/stream.h"

struct already_there;

/*
 * Reads DIR/media.tsv, dies if it cannot, and finds the stream's columns.
 * `domain` is where the portal's own paths are served, or empty.
 */
struct already_there *already_there_open(
    const char *dir, struct slice domain, const struct stream_in *in);
void already_there_close(struct already_there *there);

/* REJECT_REASON_ALREADY_THERE, _OTHER_BYTES, _OTHER_RECORD, or _NOT. */
enum reject_reason already_there_judge(
    struct already_there *there, const struct block *block, size_t row);

/*
 * True if the row's record has a picture with this sourceIdentifier, as the
 * portal compares texts.
 */
bool already_there_has_source(struct already_there *there,
    const struct block *block, size_t row, struct slice source);

#endif
