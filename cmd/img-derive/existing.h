/* SPDX-License-Identifier: MIT */
/*
 * Derivatives that somebody has made before and put beside the source:
 * NAME_tn.jpg, NAME_web.jpg, NAME_lg.jpg. Without the option there are none.
 */
#ifndef IMG_EXISTING_H
#define IMG_EXISTING_H

#include "settings.h"
#include "source.h"

struct existing;

struct existing *existing_new(const struct settings *settings);
void existing_free(struct existing *existing);

/* True if the file goes by the name of a derivative of one beside it. */
bool existing_is_derivative(struct existing *existing, const char *path);

/* Looks for those of a source; to be closed. */
void existing_find(struct existing *existing, const char *path);

/* Appends what changes when they do. */
void existing_put_key(const struct existing *existing, struct buf *out);

/* Reads them into memory; NULL where there is none that can be used. */
void existing_load(
    struct existing *existing, const struct source *loaded[NSIZES]);
void existing_close(struct existing *existing);

#endif
