/* SPDX-License-Identifier: MIT */
/* Tests that every row needs, sixteen bytes at a time. */
#ifndef IMG_ASCII_CHECKS_H
#define IMG_ASCII_CHECKS_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * True if all bytes may stand between apostrophes in any SQL: printable ASCII
 * but the apostrophe and the backslash; or a TAB, so that a whole row can be
 * asked about.
 */
bool bytes_are_plain(struct slice s);

/* True for letters, digits and - . / _ ~ only, which no URL forbids. */
bool bytes_are_simple(struct slice s);

/* Writes the 32 hexadecimal digits in lower case; false if they are not. */
bool bytes_lower_md5(const char from[32], char to[32]);

#endif
