/* SPDX-License-Identifier: MIT */
/*
 * Where blur has run narrow bars together, there are no widths to measure. Then
 * each letter is compared with what all of them would look like as blurred. How
 * many there are, and how wide, is known from the length of the code and from
 * the stars at its ends.
 */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "linear_blurred.h"

enum { WIDTHS_MOST = 9, WINDOW_MOST = 256, SHIFTS = 5, LETTERS_LEAST = 5 };

/* In steps of the profile: wider modules can be measured. */
static const float module_least = 1.0F * PROFILE_STEPS;
static const float module_most = 3.5F * PROFILE_STEPS;

/* How alike a star, and any letter, must be to what is there. */
static const float star_least = 0.8F, letter_least = 0.8F;

/* What a letter looks like: mean 0, sum of squares 1. */
struct picture {
	float at[WINDOW_MOST];
};

struct blurred {
	struct picture letters[CODE39_LETTERS];
	struct picture parts[SHIFTS]; /* around a place of the profile */
};

/* A guess of what the code is made of, in steps. */
struct guess {
	float module, wide; /* the wide elements, in modules */
	float width, pitch; /* of a letter, and to the next one */
	float blur; /* over which an edge rises */
	float loss; /* of a bar on each side, to light */
	size_t n, window; /* letters with the stars; samples of one */
	float start; /* of the first */
};

static void
normalise(float *at, size_t n)
{
	float mean = 0, square = 0;

	for (size_t i = 0; i < n; i++)
		mean += at[i];
	mean /= (float)n;
	for (size_t i = 0; i < n; i++) {
		at[i] -= mean;
		square += at[i] * at[i];
	}
	square = square > 0 ? 1 / sqrtf(square) : 0;
	for (size_t i = 0; i < n; i++)
		at[i] *= square;
}

/* Half a module of paper is before and after the letter. */
static void
draw(const struct guess *guess, unsigned index, struct picture *picture)
{
	float edge = guess->module / 2, half = guess->blur / 2;
	float edges[WIDTHS_MOST + 1];

	for (int j = 0; j < WIDTHS_MOST; j++) {
		edges[j] = edge;
		edge += code39_is_wide(index, j) ? guess->wide * guess->module
						 : guess->module;
	}
	edges[WIDTHS_MOST] = edge;
	for (size_t i = 0; i < guess->window; i++) {
		float sum = 0;

		for (int j = 0; j <= WIDTHS_MOST; j++) {
			float loss = j % 2 == 0 ? guess->loss : -guess->loss;
			float to =
			    ((float)i - edges[j] - loss + half) / guess->blur;

			to = to < 0 ? 0 : to > 1 ? 1 : to;
			sum += j % 2 == 0 ? -to : to;
		}
		picture->at[i] = sum;
	}
	normalise(picture->at, guess->window);
}

static void
cut(const struct profile *profile, float from, size_t n, struct picture *to)
{
	for (size_t i = 0; i < n; i++) {
		float x = from + (float)i;
		size_t at = x < 0 ? 0 : (size_t)x;

		at = at + 1 < profile->n ? at : profile->n - 2;
		x -= (float)at;
		to->at[i] = profile->at[at] * (1 - x) + profile->at[at + 1] * x;
	}
	normalise(to->at, n);
}

/* From where a letter should be. */
static float
shift_of(const struct guess *guess, int part)
{
	return (float)(part - SHIFTS / 2) * guess->module / 6;
}

static float
likeness(const struct picture *a, const struct picture *b, size_t n)
{
	float sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a->at[i] * b->at[i];
	return sum;
}

/* What is around the place where a letter should begin. */
static void
cut_parts(struct blurred *blurred, const struct profile *profile,
    const struct guess *guess, float at)
{
	for (int k = 0; k < SHIFTS; k++)
		cut(profile, at - guess->module / 2 + shift_of(guess, k),
		    guess->window, &blurred->parts[k]);
}

/* Of the parts the one most like the letter. */
static float
likest(const struct blurred *blurred, const struct guess *guess,
    const struct picture *letter, int *part)
{
	float best = -1;

	for (int k = 0; k < SHIFTS; k++) {
		float now = likeness(&blurred->parts[k], letter, guess->window);

		if (now > best) {
			best = now;
			*part = k;
		}
	}
	return best;
}

/* The letter that is most alike, where it is clearly more so than all others.
 */
static bool
read_letter(struct blurred *blurred, const struct guess *guess,
    const struct profile *profile, float *at, unsigned *index)
{
	float best = -1, second = -1;
	int part = 0, now_part = 0;

	cut_parts(blurred, profile, guess, *at);
	for (unsigned k = 0; k < CODE39_LETTERS; k++) {
		float now =
		    likest(blurred, guess, &blurred->letters[k], &now_part);

		if (now > best) {
			second = best;
			best = now;
			*index = k;
			part = now_part;
		} else if (now > second) {
			second = now;
		}
	}
	*at += shift_of(guess, part) / 2;
	return best > letter_least && 1 - second > 1.6F * (1 - best);
}

static bool
read_letters(struct blurred *blurred, const struct guess *guess,
    const struct profile *profile, struct decoded *decoded)
{
	float at = guess->start;

	for (unsigned k = 0; k < CODE39_LETTERS; k++)
		draw(guess, k, &blurred->letters[k]);
	for (size_t i = 0; i < guess->n; i++, at += guess->pitch) {
		bool end = i == 0 || i + 1 == guess->n;
		unsigned index = 0;

		if (!read_letter(blurred, guess, profile, &at, &index) ||
		    (index == CODE39_STAR) != end)
			return false;
		if (!end)
			decoded->text[i - 1] = code39_letter(index);
	}
	decoded->text[guess->n - 2] = '\0';
	return true;
}

/* How alike the worse of the two stars is. */
static float
stars(struct blurred *blurred, const struct guess *guess,
    const struct profile *profile)
{
	float first, last;
	int part;

	draw(guess, CODE39_STAR, &blurred->letters[0]);
	cut_parts(blurred, profile, guess, guess->start);
	first = likest(blurred, guess, &blurred->letters[0], &part);
	if (first < star_least)
		return first;
	cut_parts(blurred, profile, guess,
	    guess->start + guess->pitch * (float)(guess->n - 1));
	last = likest(blurred, guess, &blurred->letters[0], &part);
	return first < last ? first : last;
}

/* The narrow bar at either end may be too pale to be seen. */
enum missed { MISSED_NONE, MISSED_LAST, MISSED_FIRST, MISSED };

/* False if a letter would be too wide, or too narrow. */
static bool
make_guess(struct guess *guess, float from, float to, enum missed missed)
{
	float modules = 6 + 3 * guess->wide, n = (float)guess->n;
	float first = missed == MISSED_FIRST ? 1 + guess->wide : 0;
	float last = missed == MISSED_LAST ? 2 : 0;

	guess->module = (to - from) / (n * (modules + 1) - 1 - first - last);
	guess->start = from - first * guess->module;
	guess->width = modules * guess->module;
	guess->pitch = guess->width + guess->module;
	guess->window = (size_t)(guess->width + guess->module);
	return guess->module > module_least && guess->module < module_most &&
	    guess->window <= WINDOW_MOST;
}

/* Some ways of printing and of blurring. */
static bool
read_some(struct blurred *blurred, const struct profile *profile, float from,
    float to, size_t n, struct decoded *decoded)
{
	static const float wides[] = {3, 2.5F, 2.25F, 2};
	static const float blurs[] = {1.5F, 2.5F, 3.5F};
	enum { WIDES = 4, WAYS = WIDES * MISSED * 6 };

	for (int way = 0; way < WAYS; way++) {
		struct guess guess = {.wide = wides[way / 6 % WIDES],
		    .n = n,
		    .blur = blurs[way % 6 / 2] * PROFILE_STEPS,
		    .loss = (float)(way % 2) * 0.3F * PROFILE_STEPS};

		if (make_guess(
			&guess, from, to, (enum missed)(way / 6 / WIDES)) &&
		    stars(blurred, &guess, profile) > star_least &&
		    read_letters(blurred, &guess, profile, decoded))
			return true;
	}
	return false;
}

bool
blurred_read(struct blurred *blurred, const struct profile *profile, float from,
    float to, struct decoded *decoded)
{
	for (size_t n = LETTERS_LEAST; n < DECODED_MOST; n++)
		if (read_some(blurred, profile, from, to, n, decoded))
			return true;
	return false;
}

struct blurred *
blurred_new(void)
{
	return mem_array(1, sizeof(struct blurred));
}

void
blurred_free(struct blurred *blurred)
{
	free(blurred);
}
