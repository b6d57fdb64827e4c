/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "picture/lack.h"

static atomic_bool lacking;

void
lack_listen(const char *message)
{
	static const char *const words[] = {
	    "out of memory", "cannot allocate", "cannot create"};
	bool said = strstr(message, strerror(ENOMEM)) != NULL ||
	    strstr(message, strerror(EMFILE)) != NULL;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		said = said || strstr(message, words[i]) != NULL;
	if (said)
		atomic_store(&lacking, true);
}

bool
lack_is_noted(void)
{
	return atomic_load(&lacking);
}

bool
lack_take(void)
{
	return atomic_exchange(&lacking, false);
}
