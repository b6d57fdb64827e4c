/* SPDX-License-Identifier: MIT */
/*
 * The registry of problem codes: what can stand in the stream's column
 * `problems`. A code belongs to one tool; a tool replaces only its own codes.
 */
#ifndef IMG_PROBLEM_H
#define IMG_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/slice.h"

/* Ordered by weight: a row's verdict is the heaviest of its codes. */
enum severity {
	SEVERITY_NOTE, /* worth knowing; does not change the verdict */
	SEVERITY_WARN, /* goes into the portal all the same */
	SEVERITY_FIX, /* not fit for the web; img-derive can cure it */
	SEVERITY_RETRY, /* a temporary failure */
	SEVERITY_BAD /* must not go into the portal */
};

struct problem {
	const char *code;
	const char *owner; /* the tool, "img-check" */
	enum severity severity;
	const char *text; /* what it means, a clause without a full stop */
	const char *advice; /* what to do, likewise */
};

/* All of them, sorted by code; the count goes to *n. */
const struct problem *problem_all(size_t *n);

/* NULL if there is no such code. */
const struct problem *problem_find(struct slice code);

/*
 * Appends the codes of `there` (space-separated, as in the stream) that do
 * not belong to `owner`, in their order, then `own`, likewise separated; each
 * code once.
 */
void problem_merge(
    struct buf *out, struct slice there, const char *owner, struct slice own);

/* "ok", "warn", "fix", "retry" or "bad" for the heaviest code of the list. */
const char *problem_verdict(struct slice codes);

/*
 * True if somebody else than `owner` has found the row bad or worth a retry:
 * by its problems, or by a verdict that they do not explain, which a person has
 * set then. `scratch` is overwritten.
 */
bool problem_condemns(struct slice verdict, struct slice codes,
    const char *owner, struct buf *scratch);

#endif
