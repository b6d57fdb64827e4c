/* SPDX-License-Identifier: MIT */
/*
 * Would they take it? What the readers of published pictures accept: the
 * portal's importers, iDigBio's media fetcher, GBIF's.
 */
#ifndef IMG_CONSUMERS_H
#define IMG_CONSUMERS_H

#include "judge.h"

enum { CONSUMER_SYMBIOTA = 1, CONSUMER_IDIGBIO = 2, CONSUMER_GBIF = 4 };

/* Adds the readers of a list ("symbiota,gbif") to the set; false if one is
 * not known. */
bool consumers_parse(const char *list, unsigned *set);

/* Notes with judge_find() what keeps a picture from those of the set. */
void consumers_judge(unsigned set, const struct media_type *kind,
    struct slice name, struct judge *judge);

#endif
