/* SPDX-License-Identifier: MIT */
/*
 * What the codes of `problems` and `reason` mean, in every language. English
 * is in the registries themselves; a test holds that no other lacks a code.
 */
#ifndef IMG_MEANING_H
#define IMG_MEANING_H

#include "registry/language.h"
#include "registry/problem.h"
#include "registry/reject_reason.h"

struct meaning {
	const char *text; /* what it means, a clause without a full stop */
	const char *advice; /* what to do, likewise */
};

/* Both NULL if the language lacks it. */
struct meaning meaning_of_problem(
    const struct problem *problem, enum language language);
struct meaning meaning_of_reason(
    enum reject_reason reason, enum language language);

#endif
