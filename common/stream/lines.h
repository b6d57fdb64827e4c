/* SPDX-License-Identifier: MIT */
/*
 * The bytes of an img-stream(5), sixteen at a time where the processor can:
 * counting lines, finding the ends of fields, finding what is not allowed.
 * Only for stream.c, block.c and layout.c.
 */
#ifndef IMG_LINES_H
#define IMG_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* The number of LF among the n bytes. */
size_t lines_count(const char *bytes, size_t n);

/*
 * Writes the offset of every TAB and LF to `ends`, which must have room for n
 * of them and 16 more, and returns how many there are. *printable becomes false
 * if there is anything else than they and printable ASCII without backslashes:
 * lines_wrong() has to look at it.
 */
size_t lines_split(
    const char *bytes, size_t n, uint32_t *ends, bool *printable);

/*
 * What is not allowed in the text of a stream, or NULL: a raw CR, a NUL, an
 * unknown escape, invalid UTF-8. The offset goes to *at unless that is NULL.
 */
const char *lines_wrong(struct slice text, size_t *at);

/*
 * Copies the bytes at the beginning that need no escape to `to`, which has
 * room for n and may be written to so far, and returns how many there are.
 */
size_t lines_copy(char *to, const char *from, size_t n);

#endif
