/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/diag.h"
#include "registry/problem.h"
#include "registry/problem_counts.h"

void
problem_counts_add(struct problem_counts *counts, const char *code, uint64_t n)
{
	for (size_t i = 0; i < PROBLEM_COUNTS_MOST; i++) {
		if (counts->of[i].code == NULL)
			counts->of[i].code = code;
		if (strcmp(counts->of[i].code, code) == 0) {
			counts->of[i].n += n;
			return;
		}
	}
}

void
problem_counts_join(
    struct problem_counts *counts, const struct problem_counts *others)
{
	for (size_t i = 0; i < PROBLEM_COUNTS_MOST; i++)
		if (others->of[i].code != NULL)
			problem_counts_add(
			    counts, others->of[i].code, others->of[i].n);
}

void
problem_counts_tell(const struct problem_counts *counts, const char *things)
{
	for (size_t i = 0; i < PROBLEM_COUNTS_MOST; i++) {
		const char *code = counts->of[i].code;
		const struct problem *problem =
		    code != NULL ? problem_find(slice_of(code)) : NULL;

		if (problem != NULL)
			warn("%s for %" PRIu64 " of %s: %s: %s", code,
			    counts->of[i].n, things, problem->text,
			    problem->advice);
	}
}
