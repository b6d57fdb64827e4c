/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/nearest.h"
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

static void
explain_problem(const char *code, enum language language)
{
	static const char *const names[] = {
	    "note", "warn", "fix", "retry", "bad"};
	const struct problem *problem = problem_find(slice_of(code));

	if (problem == NULL)
		return;
	printf("%s (%s, %s): ", problem->code, names[problem->severity],
	    problem->owner);
	print_meaning(meaning_of_problem(problem, language), language);
}

/* A reason may have the name of a problem: both are said. */
static void
explain_reason(const char *code, enum language language)
{
	for (int i = 1; i < NREASONS; i++) {
		enum reject_reason reason = (enum reject_reason)i;

		if (strcmp(reject_reason_code(reason), code) != 0)
			continue;
		printf("%s (reason, img-emit-*): ", code);
		print_meaning(meaning_of_reason(reason, language), language);
	}
}

/* As people write it: "no number", "NO_NUMBER". */
static struct nearest
nearest_code(struct slice text)
{
	struct nearest near = {.text = text};
	size_t n;
	const struct problem *problems = problem_all(&n);

	for (size_t i = 0; i < n; i++)
		nearest_try(&near, problems[i].code);
	for (int i = 1; i < NREASONS; i++)
		nearest_try(&near, reject_reason_code((enum reject_reason)i));
	return near;
}

void
opt_explain(const struct opt *opt)
{
	enum language language = LANGUAGE_EN;
	struct nearest code;

	if (opt->lang != NULL && !language_find(opt->lang, &language))
		opt_invalid(opt, "lang", slice_of(opt->lang), LANGUAGE_LIST);
	if (opt->explain == NULL)
		return;
	code = nearest_code(slice_of(opt->explain));
	if (code.name == NULL)
		opt_invalid(opt, "explain", slice_of(opt->explain),
		    "a problem code or a reject reason");
	if (code.slips > 0)
		opt_misuse(opt, "invalid --explain: '%s': did you mean '%s'?",
		    opt->explain, code.name);
	explain_problem(code.name, language);
	explain_reason(code.name, language);
	exit(diag_status());
}
