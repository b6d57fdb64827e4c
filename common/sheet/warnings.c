/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/diag.h"
#include "registry/problem.h"
#include "sheet/warnings.h"
#include "text/counted.h"

/* Counts n of this kind; how many there are now. */
static uint64_t
count(struct warnings *tell, const char *code, uint64_t n)
{
	for (size_t i = 0; i < WARNINGS_KINDS; i++) {
		if (tell->kinds[i].code == NULL)
			tell->kinds[i].code = code;
		if (strcmp(tell->kinds[i].code, code) == 0)
			return tell->kinds[i].n += n;
	}
	return UINT64_MAX;
}

static uint64_t
most_of(const struct warnings *tell)
{
	return tell->most > 0 ? tell->most : WARNINGS_MOST;
}

void
warnings_doubt(struct warnings *tell, uint64_t line, const char *code,
    struct slice header, struct slice value)
{
	const struct problem *problem = problem_find(slice_of(code));
	const char *text = problem != NULL ? problem->text : code;

	if (count(tell, code, 1) > most_of(tell))
		return;
	if (header.at != NULL)
		warn("%s:%" PRIu64 ": column '%.*s': %s: '%.*s'", tell->file,
		    line, SLICE_ARG(header), text, SLICE_ARG(value));
	else if (value.n > 0)
		warn("%s:%" PRIu64 ": %s: %.*s", tell->file, line, text,
		    SLICE_ARG(value));
	else
		warn("%s:%" PRIu64 ": %s", tell->file, line, text);
}

void
warnings_add(struct warnings *tell, const char *code, uint64_t n)
{
	count(tell, code, n);
}

void
warnings_join(struct warnings *tell, const struct warnings *other)
{
	for (size_t i = 0; i < WARNINGS_KINDS && other->kinds[i].n > 0; i++)
		count(tell, other->kinds[i].code, other->kinds[i].n);
}

void
warnings_rest(const struct warnings *tell)
{
	for (size_t i = 0; i < WARNINGS_KINDS; i++)
		if (tell->kinds[i].n > most_of(tell))
			warn("%s: %s in all; the first %" PRIu64 " shown",
			    tell->kinds[i].code,
			    COUNTED(tell->kinds[i].n, "row", "rows"),
			    most_of(tell));
}
