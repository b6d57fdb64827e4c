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

#endif
