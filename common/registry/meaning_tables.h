/* SPDX-License-Identifier: MIT */
/* The translations, a file per language; for meaning.c. */
#ifndef IMG_MEANING_TABLES_H
#define IMG_MEANING_TABLES_H

/* Sorted by code; the last has a NULL code. */
struct translation {
	const char *code, *text, *advice;
};

extern const struct translation meaning_es_problems[], meaning_es_reasons[];
extern const struct translation meaning_fr_problems[], meaning_fr_reasons[];
extern const struct translation meaning_pt_problems[], meaning_pt_reasons[];

#endif
