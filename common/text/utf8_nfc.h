/* SPDX-License-Identifier: MIT */
/* Normal forms of Unicode: the only door to libutf8proc. */
#ifndef IMG_UTF8_NFC_H
#define IMG_UTF8_NFC_H

#include "base/buf.h"
#include "base/slice.h"

/*
 * Appends Unicode Normalization Form C of s, which must be valid UTF-8; what
 * is ASCII is copied as it is.
 */
void utf8_nfc(struct buf *buf, struct slice s);

/* The same with Unicode case folding: one form for all letter cases. */
void utf8_caseless(struct buf *buf, struct slice s);

#endif
