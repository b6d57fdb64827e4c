/* SPDX-License-Identifier: MIT */
#include <sys/random.h>

#include "diag.h"
#include "secret.h"

struct secret
secret_new(void)
{
	struct secret secret;

	if (getrandom(&secret, sizeof secret, 0) != (ssize_t)sizeof secret)
		die_errno("random bytes");
	return secret;
}
