/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "problem.h"

/* Sorted by code, for bsearch(3); a test holds it to that. */
static const struct problem problems[] = {
    {"missing", "img-check", SEVERITY_BAD, "the file is not there",
	"find the file, or drop the row"},
};

enum { NPROBLEMS = sizeof problems / sizeof *problems };

const struct problem *
problem_all(size_t *n)
{
	*n = NPROBLEMS;
	return problems;
}

static int
compare(const void *code, const void *problem)
{
	return slice_compare(*(const struct slice *)code,
	    slice_of(((const struct problem *)problem)->code));
}

const struct problem *
problem_find(struct slice code)
{
	return bsearch(&code, problems, NPROBLEMS, sizeof *problems, compare);
}

static void
put_word(struct buf *out, size_t start, struct slice word)
{
	if (out->n > start)
		buf_put_char(out, ' ');
	buf_put_slice(out, word);
}

void
problem_merge(
    struct buf *out, struct slice there, const char *owner, struct slice own)
{
	size_t start = out->n;
	struct slice code;

	while (slice_word(&there, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		if (problem == NULL || strcmp(problem->owner, owner) != 0)
			put_word(out, start, code);
	}
	while (slice_word(&own, ' ', &code))
		put_word(out, start, code);
}

const char *
problem_verdict(struct slice codes)
{
	enum severity heaviest = SEVERITY_NOTE;
	struct slice code;

	while (slice_word(&codes, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		if (problem != NULL && problem->severity > heaviest)
			heaviest = problem->severity;
	}
	switch (heaviest) {
	case SEVERITY_NOTE: return "ok";
	case SEVERITY_WARN: return "warn";
	case SEVERITY_FIX: return "fix";
	case SEVERITY_RETRY: return "retry";
	case SEVERITY_BAD: break;
	}
	return "bad";
}

bool
problem_explain(const char *code)
{
	static const char *const names[] = {
	    "note", "warn", "fix", "retry", "bad"};
	const struct problem *problem = problem_find(slice_of(code));

	if (problem == NULL)
		return false;
	printf("%s (%s, %s): %s.\nWhat to do: %s.\n", problem->code,
	    names[problem->severity], problem->owner, problem->text,
	    problem->advice);
	return true;
}
