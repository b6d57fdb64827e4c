/* SPDX-License-Identifier: MIT */
/* Hashes of bytes that come in pieces. The only door to libcrypto. */
#ifndef IMG_HASH_H
#define IMG_HASH_H

#include <stddef.h>

#include "base/buf.h"

/* What a program may be asked for. */
struct hash_kind {
	const char *option; /* "sha1", as on a command line */
	const char *name; /* "SHA-1", as in the column hashFunction */
	const char *library; /* libcrypto's name */
	size_t length; /* characters of the value */
	int base64; /* base64 instead of hexadecimal */
};

/* NULL if there is no such option; letter case does not matter. */
const struct hash_kind *hash_find(const char *option);

struct hash;

/* Dies if libcrypto does not offer it. */
struct hash *hash_new(const struct hash_kind *kind);
void hash_free(struct hash *hash);

/* Starts again; a hash that is new has been started. */
void hash_begin(struct hash *hash);
void hash_push(struct hash *hash, const void *bytes, size_t n);

/* Appends the value as text. */
void hash_end(struct hash *hash, struct buf *out);

/* Appends bytes in base64 (RFC 4648 section 4). */
void hash_put_base64(struct buf *out, const unsigned char *bytes, size_t n);

enum { HASH_SHA1 = 20 };

/* The SHA-1 of bytes that are all there, without a struct hash: for names. */
void hash_sha1(const void *bytes, size_t n, unsigned char value[HASH_SHA1]);

#endif
