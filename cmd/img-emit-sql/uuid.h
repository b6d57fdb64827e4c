/* SPDX-License-Identifier: MIT */
/* Name-based identifiers, RFC 9562 version 5: SHA-1 of namespace and name. */
#ifndef SQL_UUID_H
#define SQL_UUID_H

#include "slice.h"

enum { UUID_TEXT = 36 };

/* Works out identifiers; one for each thread. */
struct uuid_maker;

struct uuid_maker *uuid_start(void);
void uuid_stop(struct uuid_maker *maker);

/*
 * Writes the 36 characters, in lower case and without NUL, of the identifier
 * of `name`, which begins with the 16 bytes of its namespace.
 */
void uuid_make(struct uuid_maker *maker, struct slice name, char text[36]);

/* The namespaces of img-emit-sql(1): pictures, and records it creates. */
extern const unsigned char UUID_PICTURES[16], UUID_RECORDS[16];

#endif
