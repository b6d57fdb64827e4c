/* SPDX-License-Identifier: MIT */
/* Judges for the bytes of answers, as many as there are answers at once. */
#ifndef IMG_CHECK_JUDGING_H
#define IMG_CHECK_JUDGING_H

#include <stdint.h>

#include "buf.h"
#include "judge.h"
#include "settings.h"
#include "slice.h"

/* Where the facts at the head of a picture are, but for rare ones. */
#define JUDGING_START ((size_t)16384)

struct judging {
	struct judging *next; /* at rest */
	struct judge *judge;
	int kept; /* a file of the bytes, for decoding; -1 for none */
	uint64_t got; /* bytes */
	struct buf start; /* the first of them, up to JUDGING_START */
};

struct judgings {
	struct settings settings;
	struct judging *rest;
};

/* If pictures are decoded, `most` are made now: later no file can be. */
void judgings_open(
    struct judgings *judgings, const struct settings *settings, uint64_t most);
void judgings_close(struct judgings *judgings);

struct judging *judging_begin(struct judgings *judgings);
void judging_push(struct judging *judging, struct slice bytes);

/* As judge_end() and judge_values(). */
void judging_end(struct judging *judging, uint64_t size, struct slice name,
    struct slice values[NCOLUMNS], struct buf *codes);
void judging_rest(struct judgings *judgings, struct judging *judging);

#endif
