/* SPDX-License-Identifier: MIT */
/* The languages that people are spoken to in: --explain, img-report's page. */
#ifndef IMG_LANGUAGE_H
#define IMG_LANGUAGE_H

#include <stdbool.h>

enum language {
	LANGUAGE_EN,
	LANGUAGE_ES,
	LANGUAGE_FR,
	LANGUAGE_PT,
	NLANGUAGES
};

/* What --lang takes, for messages. */
#define LANGUAGE_LIST "en, es, fr, pt"

/* "es" and the like (BCP 47); stable. */
const char *language_code(enum language language);

/* By that code; false if there is none. */
bool language_find(const char *code, enum language *language);

#endif
