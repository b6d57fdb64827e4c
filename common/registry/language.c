/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "registry/language.h"

static const char *const codes[NLANGUAGES] = {"en", "es", "fr", "pt"};

const char *
language_code(enum language language)
{
	return codes[language];
}

bool
language_find(const char *code, enum language *language)
{
	for (int i = 0; i < NLANGUAGES; i++)
		if (strcmp(code, codes[i]) == 0) {
			*language = (enum language)i;
			return true;
		}
	return false;
}
