/* SPDX-License-Identifier: MIT */
/* Judges for the bytes of answers, as many as there are answers at once. */
#ifndef IMG_BODY_JUDGE_H
#define IMG_BODY_JUDGE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "check_settings.h"
#include "judge.h"

/* Where the facts at the head of a picture are, but for rare ones. */
#define BODY_JUDGE_START ((size_t)16384)

struct body_judge {
	struct body_judge *next; /* at rest */
	struct judge *judge;
	int kept; /* a file of the bytes, for decoding; -1 for none */
	uint64_t got; /* bytes */
	struct buf start; /* the first of them, up to BODY_JUDGE_START */
};

struct body_judges {
	struct settings settings;
	struct body_judge *rest;
};

/* If pictures are decoded, `most` are made now: later no file can be. */
void body_judges_open(struct body_judges *judgings,
    const struct settings *settings, uint64_t most);
void body_judges_close(struct body_judges *judgings);

struct body_judge *body_judge_begin(struct body_judges *judgings);
void body_judge_push(struct body_judge *judging, struct slice bytes);

/* As judge_end() and judge_values(). */
void body_judge_end(struct body_judge *judging, uint64_t size,
    struct slice name, struct slice values[NCOLUMNS], struct buf *codes);
void body_judge_rest(struct body_judges *judgings, struct body_judge *judging);

#endif
