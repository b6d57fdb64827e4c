/* SPDX-License-Identifier: MIT */
/* Code 39 whose narrow bars blur has run together. */
#ifndef IMG_LINEAR_BLURRED_H
#define IMG_LINEAR_BLURRED_H

#include "linear_code.h"

/* The room for the work; any contents. */
struct blurred;

struct blurred *blurred_new(void);
void blurred_free(struct blurred *blurred);

/* The code between two places of the profile, in steps: before the first bar
 * and after the last one. False if there is none. `decoded` has the text only.
 */
bool blurred_read(struct blurred *blurred, const struct profile *profile,
    float from, float to, struct decoded *decoded);

#endif
