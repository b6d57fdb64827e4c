/* SPDX-License-Identifier: MIT */
/*
 * The pictures that a portal had when it was exported: DIR/media.tsv, mapped,
 * with an index of 16 bytes a row. Reading it from several threads is safe.
 */
#ifndef SQL_EXISTING_H
#define SQL_EXISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slice.h"

struct existing;

/* Dies if the file cannot be read or lacks a column it needs. */
struct existing *existing_read(const char *dir);
void existing_free(struct existing *existing);

/* How many columns media.tsv has, and where one is (STREAM_NONE: nowhere). */
size_t existing_width(const struct existing *existing);
size_t existing_column(const struct existing *existing, const char *name);

/* What a picture is known by; empty where it has none. */
struct picture_keys {
	struct slice original, web, md5;
};

/*
 * The fields, still escaped, of the record's picture that has one of the URLs
 * in originalUrl or url, else of the only one that has the MD5. `fields` has
 * room for existing_width(). False if there is none.
 */
bool existing_find(const struct existing *existing, uint32_t occid,
    const struct picture_keys *keys, struct slice fields[]);

#endif
