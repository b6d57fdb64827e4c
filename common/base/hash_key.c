/* SPDX-License-Identifier: MIT */
#include <sys/random.h>

#include "base/diag.h"
#include "base/hash_key.h"

struct hash_key
hash_key_new(void)
{
	struct hash_key secret;

	if (getrandom(&secret, sizeof secret, 0) != (ssize_t)sizeof secret)
		die_errno("random bytes");
	return secret;
}
