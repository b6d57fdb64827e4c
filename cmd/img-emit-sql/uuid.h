/* SPDX-License-Identifier: MIT */
/* Name-based identifiers, RFC 9562 version 5: SHA-1 of namespace and name. */
#ifndef IMG_UUID_H
#define IMG_UUID_H

#include "base/buf.h"
#include "picture/hash.h"

enum { UUID_TEXT = 36 };

/* The namespaces of img-emit-sql(1): pictures, and records it creates. */
extern const unsigned char UUID_PICTURES[16], UUID_RECORDS[16];

/* Writes the identifier's text, in lower case and without NUL, given the
 * SHA-1 of the namespace's 16 bytes and the name. */
void uuid_put(char text[UUID_TEXT], const unsigned char sha1[HASH_SHA1]);

#endif
