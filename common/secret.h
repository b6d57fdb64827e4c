/* SPDX-License-Identifier: MIT */
/*
 * Keyed hashing: numbers that are others in every run, so that nobody can
 * choose input that meets in one place of a table. No output depends on them.
 */
#ifndef IMG_SECRET_H
#define IMG_SECRET_H

#include <stdint.h>

struct secret {
	uint64_t a, b;
};

/* From the system; dies if it has no random bytes. */
struct secret secret_new(void);

__extension__ typedef unsigned __int128 secret_wide;

static inline uint64_t
secret_fold(uint64_t a, uint64_t b)
{
	secret_wide product = (secret_wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* 64 bits of a hash of two numbers. */
static inline uint64_t
secret_hash(const struct secret *secret, uint64_t first, uint64_t second)
{
	uint64_t hash =
	    secret_fold(first ^ secret->a, UINT64_C(0x9e3779b97f4a7c15));

	return secret_fold(
	    hash ^ secret->b ^ second, UINT64_C(0x6a09e667f3bcc909));
}

#endif
