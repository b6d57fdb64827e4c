/* SPDX-License-Identifier: MIT */
/* From bars and gaps, measured, to text. */
#ifndef IMG_LINEAR_CODE_H
#define IMG_LINEAR_CODE_H

#include "profile.h"

enum { DECODED_MOST = 80 };

/* The text, and the elements that it takes. */
struct decoded {
	char text[DECODED_MOST + 1];
	size_t first, n;
	bool part; /* a row of a stacked code, which says little alone */
};

/* From the element `from` on; false if there is no code after it. */
bool decode_code39(
    const struct elements *elements, size_t from, struct decoded *decoded);
bool decode_code128(
    const struct elements *elements, size_t from, struct decoded *decoded);

/* The letters of Code 39, the star among them, and whether the element `j` of
 * nine is a wide one. */
enum { CODE39_LETTERS = 44, CODE39_STAR = 43 };

char code39_letter(unsigned index);
bool code39_is_wide(unsigned index, int j);

#endif
