/* SPDX-License-Identifier: MIT */
/*
 * Derivatives that somebody has made before and put beside the source:
 * NAME_tn.jpg, NAME_web.jpg, NAME_lg.jpg. Without the option there are none.
 */
#ifndef IMG_EXISTING_FILES_H
#define IMG_EXISTING_FILES_H

#include "derive_settings.h"
#include "picture_source.h"

struct existing_files;

struct existing_files *existing_files_new(const struct settings *settings);
void existing_files_free(struct existing_files *existing);

/* True if the file goes by the name of a derivative of one beside it. */
bool existing_files_is_derivative(
    struct existing_files *existing, const char *path);

/* Looks for those of a source; to be closed. */
void existing_files_find(struct existing_files *existing, const char *path);

/* Appends what changes when they do. */
void existing_files_put_key(
    const struct existing_files *existing, struct buf *out);

/* Their descriptors, -1 where there is none. */
void existing_files_descriptors(
    const struct existing_files *existing, int descriptors[NSIZES]);
void existing_files_close(struct existing_files *existing);

#endif
