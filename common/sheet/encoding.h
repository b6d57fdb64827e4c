/* SPDX-License-Identifier: MIT */
/*
 * Bytes of a text file to UTF-8, with the encoding given or found out.
 *
 * Found out are UTF-8, UTF-16 and UTF-32 by their byte order marks, UTF-16
 * without one by where its zero bytes are, and Windows-1252 (which holds all
 * printable characters of ISO-8859-1) for what is not UTF-8.
 *
 * Between these last two nothing is decided before the first byte that is
 * not ASCII, as until there they are the same. If that byte and what follows
 * is not UTF-8, the rest of a regular file is surveyed; of a pipe, 64 KiB.
 * Text that is mostly UTF-8 stays UTF-8, and the first byte that does not fit
 * is an error. Bytes that Windows-1252 leaves undefined, and text that is
 * mostly made of such letters, as Greek and Cyrillic are, are not guessed at:
 * an error asks for the name.
 */
#ifndef IMG_ENCODING_H
#define IMG_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct decoder;

/*
 * `encoding` is a name for iconv(3), or NULL for finding out. `fd` is the
 * regular file that the bytes are read from, for the survey, or -1. With
 * `lenient` NUL is left out, and a byte that is not of the encoding taken for
 * Windows-1252. NULL if iconv does not know the name.
 */
struct decoder *decoder_new(const char *encoding, bool lenient, int fd);
void decoder_free(struct decoder *decoder);

/*
 * Appends to `text` what the raw bytes say, without the byte order mark, and
 * returns how many were used up: the rest is the beginning of a character,
 * and must come again with what follows it, or belongs to the trouble.
 * `last` if nothing follows. After a trouble the text ends where it is.
 */
size_t decoder_take(
    struct decoder *decoder, struct slice raw, bool last, struct buf *text);

/* What is wrong after the end of the text, or NULL. */
const char *decoder_trouble(const struct decoder *decoder);

/* The name of the encoding; "ASCII" until something tells. */
const char *decoder_encoding(const struct decoder *decoder);

/* True if it is Windows-1252 only because it is not UTF-8. */
bool decoder_guessed(const struct decoder *decoder);

/* True if it is that although the text is hardly Western European. */
bool decoder_unknown(const struct decoder *decoder);

/* Characters that lenience has left out or replaced. */
uint64_t decoder_mended(const struct decoder *decoder);

#endif
