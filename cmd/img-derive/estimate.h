/* SPDX-License-Identifier: MIT */
/* How long it would take, and how much it would need, from a sample. */
#ifndef IMG_ESTIMATE_H
#define IMG_ESTIMATE_H

#include "stream/output.h"
#include "stream/stream.h"
#include "derive_settings.h"

/*
 * Reads the whole stream, derives a sample of it in memory, and writes what
 * that makes for all as rows of quantity, value and the value for people.
 */
void estimate(const struct settings *settings, struct render_starter *starter,
    struct stream_in *in, struct output *out, size_t jobs);

#endif
