/* SPDX-License-Identifier: MIT */
#ifndef IMG_COLLATION_WEIGHT_H
#define IMG_COLLATION_WEIGHT_H

#include <stddef.h>
#include <stdint.h>

/*
 * What a code point counts as where the portal compares identifiers: its
 * weight in MariaDB's utf8_general_ci. Code points above U+FFFF, which all
 * weigh the same there, count as themselves here: no link for a question mark.
 */
uint32_t collation_weight_of(uint32_t code);

#endif
