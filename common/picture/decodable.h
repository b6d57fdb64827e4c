/* SPDX-License-Identifier: MIT */
/* What img-derive can make a JPEG of: the one place where it is written. */
#ifndef IMG_DECODABLE_H
#define IMG_DECODABLE_H

#include "picture/picture.h"

/* NULL if it can, or why not, in words: "no decoder for Photoshop". */
const char *picture_undecodable(const struct picture_facts *facts);

/* Browsers show it, but few other programs do, and img-derive is one of those
 * that do not. */
bool picture_is_odd(const struct picture_facts *facts);

#endif
