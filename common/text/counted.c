/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "text/counted.h"

struct counted
counted(uint64_t n, const char *one, const char *many)
{
	struct counted counted;

	snprintf(counted.text, sizeof counted.text, "%" PRIu64 " %s", n,
	    n == 1 ? one : many);
	return counted;
}
