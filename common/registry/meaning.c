/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "registry/meaning.h"
#include "registry/meaning_tables.h"

static const struct {
	const struct translation *problems, *reasons;
} tables[NLANGUAGES] = {
    [LANGUAGE_ES] = {meaning_es_problems, meaning_es_reasons},
    [LANGUAGE_FR] = {meaning_fr_problems, meaning_fr_reasons},
    [LANGUAGE_PT] = {meaning_pt_problems, meaning_pt_reasons},
};

static struct meaning
look_up(const struct translation *table, const char *code)
{
	for (; table->code != NULL; table++)
		if (strcmp(table->code, code) == 0)
			return (struct meaning){table->text, table->advice};
	return (struct meaning){NULL, NULL};
}

struct meaning
meaning_of_problem(const struct problem *problem, enum language language)
{
	if (language == LANGUAGE_EN)
		return (struct meaning){problem->text, problem->advice};
	return look_up(tables[language].problems, problem->code);
}

struct meaning
meaning_of_reason(enum reject_reason reason, enum language language)
{
	if (language == LANGUAGE_EN)
		return (struct meaning){
		    reject_reason_text(reason), reject_reason_advice(reason)};
	return look_up(tables[language].reasons, reject_reason_code(reason));
}
