/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/opt.h"
#include "registry/meaning.h"

static void
print_meaning(struct meaning meaning, enum language language)
{
	static const char *const what_to_do[NLANGUAGES] = {
	    [LANGUAGE_EN] = "What to do: ",
	    [LANGUAGE_ES] = "Qué hacer: ",
	    [LANGUAGE_FR] = "Que faire : ",
	    [LANGUAGE_PT] = "O que fazer: "};

	printf(
	    "%s.\n%s%s.\n", meaning.text, what_to_do[language], meaning.advice);
}

static bool
explain_problem(const char *code, enum language language)
{
	static const char *const names[] = {
	    "note", "warn", "fix", "retry", "bad"};
	const struct problem *problem = problem_find(slice_of(code));

	if (problem == NULL)
		return false;
	printf("%s (%s, %s): ", problem->code, names[problem->severity],
	    problem->owner);
	print_meaning(meaning_of_problem(problem, language), language);
	return true;
}

/* A reason may have the name of a problem: both are said. */
static bool
explain_reason(const char *code, enum language language)
{
	for (int i = 1; i < NREASONS; i++) {
		enum reject_reason reason = (enum reject_reason)i;

		if (strcmp(reject_reason_code(reason), code) != 0)
			continue;
		printf("%s (reason, img-emit-*): ", code);
		print_meaning(meaning_of_reason(reason, language), language);
		return true;
	}
	return false;
}

void
opt_explain(const struct opt *opt)
{
	enum language language = LANGUAGE_EN;
	bool known;

	if (opt->lang != NULL && !language_find(opt->lang, &language))
		opt_misuse(opt, "invalid language: '%s' (" LANGUAGE_LIST ")",
		    opt->lang);
	if (opt->explain == NULL)
		return;
	known = explain_problem(opt->explain, language);
	known = explain_reason(opt->explain, language) || known;
	if (!known)
		opt_misuse(
		    opt, "--explain: unknown problem code: '%s'", opt->explain);
	exit(diag_status());
}
