/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "linear_code.h"

static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*";

/* The wide ones of nine elements, from the left; bars and gaps by turns. */
static const unsigned short patterns[CODE39_LETTERS] = {0x034, 0x121, 0x061,
    0x160, 0x031, 0x130, 0x070, 0x025, 0x124, 0x064, 0x109, 0x049, 0x148, 0x019,
    0x118, 0x058, 0x00D, 0x10C, 0x04C, 0x01C, 0x103, 0x043, 0x142, 0x013, 0x112,
    0x052, 0x007, 0x106, 0x046, 0x016, 0x181, 0x0C1, 0x1C0, 0x091, 0x190, 0x0D0,
    0x085, 0x184, 0x0C4, 0x0A8, 0x0A2, 0x08A, 0x02A, 0x094};

char
code39_letter(unsigned index)
{
	return letters[index];
}

bool
code39_is_wide(unsigned index, int j)
{
	return (patterns[index] >> (8 - j) & 1) != 0;
}

/* What one letter measures. */
struct letter {
	unsigned index;
	float narrow, width;
};

/*
 * The letter whose wide elements fit best, where it fits clearly better than
 * any other. Bars and gaps have means of their own, as ink spreads and light
 * eats.
 */
static bool
read_letter(const float w[9], struct letter *letter)
{
	float mean[2] = {0, 0}, centred[9], all = 0;
	float best = INFINITY, second = INFINITY, step = 0;

	for (int j = 0; j < 9; j++)
		mean[j % 2] += w[j] / (j % 2 == 0 ? 5 : 4);
	for (int j = 0; j < 9; j++) {
		centred[j] = w[j] - mean[j % 2];
		all += centred[j] * centred[j];
	}
	for (unsigned k = 0; k < CODE39_LETTERS; k++) {
		/* Three of four gaps, and no bar; or one, and two bars. */
		float room = k >= 39 && k < CODE39_STAR ? 0.75F : 1.95F;
		float sum = 0, rest;

		for (int j = 0; j < 9; j++)
			if (code39_is_wide(k, j))
				sum += centred[j];
		rest = sum > 0 ? all - sum * sum / room : all;
		if (rest < best) {
			second = best;
			best = rest;
			letter->index = k;
			step = sum / room;
		} else if (rest < second) {
			second = rest;
		}
	}
	letter->width = 5 * mean[0] + 4 * mean[1];
	letter->narrow = (letter->width - 3 * step) / 9;
	return letter->narrow > 0 && step > 0.4F * letter->narrow &&
	    step < 3.2F * letter->narrow && best < 0.5F * step * step * 9 / 4 &&
	    second > 1.5F * best;
}

/* What is before a code is paper, not another bar. */
static bool
is_quiet(float gap, const struct letter *star)
{
	return gap > 3.5F * star->narrow;
}

static float
gap_before(const struct elements *elements, size_t at)
{
	return at == 0 ? elements->before : elements->width[at - 1];
}

static float
gap_after(const struct elements *elements, size_t end)
{
	return end == elements->n ? elements->after : elements->width[end];
}

/* The letters after the star at `at`, up to the next star. */
static bool
read_text(const struct elements *elements, size_t at,
    const struct letter *first, struct decoded *decoded)
{
	struct letter before = *first, now;
	size_t n = 0, next = at + 10;

	for (; next + 9 <= elements->n && n < DECODED_MOST; next += 10) {
		float gap = elements->width[next - 1];

		if (gap > 4 * before.narrow + before.width / 8 ||
		    !read_letter(&elements->width[next], &now) ||
		    fabsf(now.width - before.width) > 0.2F * before.width)
			return false;
		if (now.index == CODE39_STAR) {
			decoded->text[n] = '\0';
			decoded->part = false;
			decoded->first = at;
			decoded->n = next + 9 - at;
			return n > 0 &&
			    is_quiet(gap_after(elements, next + 9), &now);
		}
		decoded->text[n++] = letters[now.index];
		before = now;
	}
	return false;
}

bool
decode_code39(
    const struct elements *elements, size_t from, struct decoded *decoded)
{
	struct letter star;

	for (size_t at = from; at + 29 <= elements->n; at += 2)
		if (read_letter(&elements->width[at], &star) &&
		    star.index == CODE39_STAR &&
		    is_quiet(gap_before(elements, at), &star) &&
		    read_text(elements, at, &star, decoded))
			return true;
	return false;
}
