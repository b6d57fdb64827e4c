/* SPDX-License-Identifier: MIT */
/*
 * Would they take it? What the readers of published pictures accept: the
 * portal's importers, iDigBio's media fetcher, GBIF's.
 */
#ifndef IMG_CHECK_READERS_H
#define IMG_CHECK_READERS_H

#include "judge.h"

enum { READER_SYMBIOTA = 1, READER_IDIGBIO = 2, READER_GBIF = 4 };

/* Adds the readers of a list ("symbiota,gbif") to the set; false if one is
 * not known. */
bool readers_parse(const char *list, unsigned *set);

/* Notes with judge_find() what keeps a picture from those of the set. */
void readers_judge(unsigned set, const struct picture_kind *kind,
    struct slice name, struct judge *judge);

#endif
