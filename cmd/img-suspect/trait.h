/* SPDX-License-Identifier: MIT */
/*
 * What img-suspect remembers of each row: fixed bytes, the texts as keyed
 * hashes.
 */
#ifndef IMG_TRAIT_H
#define IMG_TRAIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stream/stream.h"

/* A number as a series and a place in it: "UCR0001002" is 1002 of "UCR#". */
struct series_number {
	uint64_t series; /* 0: there is no number */
	uint64_t value;
	size_t width; /* digits, with the zeros before them */
	size_t start; /* where they begin in the text */
};

struct trait {
	uint64_t series, value; /* series 0: the row has no number */
	uint64_t url, md5, pixels; /* 0: none */
	uint64_t folder;
	/* Of the camera, by its names, and its counter; or of any, and the time
	 * in seconds. 0: not known. */
	uint64_t camera, shot;
	uint64_t expected; /* the number that it should have, by its order */
	uint32_t occid; /* 0: none */
	int32_t day; /* since 1970; NO_DAY: no date */
	int32_t from, to; /* days in the folder's name; NO_DAY: none */
	uint16_t doubts; /* DOUBT_BIT() of each */
	uint8_t width; /* digits of the number */
	bool ordered; /* its place among the specimen's pictures is given */
};

enum { NO_DAY = INT32_MIN };

struct trait_columns {
	size_t path, url, name, date, md5, pixels, sort, match, occid;
	size_t numbers[3]; /* the first that is there counts */
};

/* How rows are read; zero-initialise but for columns and domain. */
struct trait_reader {
	struct trait_columns columns;
	struct slice domain; /* of the portal's own paths, or empty */
	struct buf value, fold, name;
};

void trait_reader_free(struct trait_reader *reader);

/* Hashes; never 0 but for empty text. */
uint64_t trait_text(struct slice text);
uint64_t trait_url(struct trait_reader *reader, struct slice url);

/* The text in comparable form, which is that of `fold` afterwards. */
struct series_number trait_number(
    struct trait_reader *reader, struct slice number);

struct trait trait_of_row(
    struct trait_reader *reader, const struct block *block, size_t row);

/* Who is in the picture: the record, or else the number; 0: nobody. */
static inline uint64_t
trait_subject(const struct trait *trait)
{
	if (trait->occid != 0)
		return trait->occid;
	return trait->series == 0 ? 0
				  : trait->series * 0x9e3779b97f4a7c15u +
		trait->value + ((uint64_t)1 << 32);
}

#endif
