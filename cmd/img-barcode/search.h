/* SPDX-License-Identifier: MIT */
/* Finds and reads the codes of one picture. */
#ifndef IMG_SEARCH_H
#define IMG_SEARCH_H

#include "tally.h"

/* What was found besides codes that can be believed. */
struct finding {
	struct tally tally;
	size_t doubted; /* codes read, but not surely enough */
	bool unread; /* bars are there that nobody reads */
	bool narrow; /* they are too narrow for that */
	uint32_t width, height; /* of the picture */
};

struct search;

/* `symbologies`: the bits of those that are wanted. */
struct search *search_new(unsigned symbologies);
void search_free(struct search *search);

/* Reads the file; false, with `why`, if there is no picture. */
bool search_file(
    struct search *search, int fd, struct finding *finding, struct buf *why);

#endif
