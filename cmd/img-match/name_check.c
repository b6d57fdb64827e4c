/* SPDX-License-Identifier: MIT */
#include "known_number.h"
#include "name_check.h"

enum { ANY_NUMBER = 1u << KIND_CATALOG | 1u << KIND_OTHER };

void
name_check_free(struct name_check *check)
{
	inside_free(&check->inside);
}

static struct inside_search
search_of(const struct planner *planner, const struct decider *decider)
{
	return (struct inside_search){.records = decider->records,
	    .collid = planner->collid,
	    .stem = planner->stem,
	    .exact = decider->exact};
}

/* True if the name, or a beginning of it, is any number of the records. */
static bool
is_own_number(struct decider *decider, const struct plan *plan,
    const struct query *asks, const struct hits *records)
{
	struct hits *hits = &decider->some;

	hits->n = 0;
	hits->more = false;
	for (size_t i = plan->first; i < plan->first + plan->n; i++)
		if (asks[i].source != QUERY_FAMILY)
			query_records(decider->records, &asks[i], ANY_NUMBER,
			    decider->exact, &decider->scratch, hits);
	return hits_share(hits, records);
}

static enum name_says
hear_name(struct name_check *check, struct planner *planner,
    struct decider *decider, const struct plan *plan,
    const struct outcome *outcome)
{
	enum name_says says = NAME_SILENT;

	decide(decider, plan, planner->asks, 0, &check->outcome);
	if (plan->how == PLAN_NAME && check->outcome.records.n == 0) {
		struct inside_search search = search_of(planner, decider);

		search.strict = true;
		inside_find(&search, &check->inside, &check->outcome.records);
	}
	if (check->outcome.records.n > 0 && !check->outcome.records.more) {
		hits_copy(&check->others, &check->outcome.records);
		says = hits_share(&check->others, &outcome->records) ||
			is_own_number(
			    decider, plan, planner->asks, &outcome->records)
		    ? NAME_AGREES
		    : NAME_DISAGREES;
	}
	return says;
}

enum name_says
name_check_row(struct name_check *check, struct planner *planner,
    struct decider *decider, const struct block *block, size_t row,
    const struct outcome *outcome, bool by_file)
{
	size_t before = planner->n;
	enum name_says file = NAME_AGREES, url;
	struct plan plan;

	if (!by_file) {
		plan = planner_add_name(planner, block, row, OWN_FILE);
		file = hear_name(check, planner, decider, &plan, outcome);
		planner->n = before;
	}
	if (file == NAME_DISAGREES)
		return file;
	plan = planner_add_name(planner, block, row, OWN_URL);
	if (file == NAME_AGREES && !number_has_letter(planner->stem))
		plan = (struct plan){.how = PLAN_NOTHING, .first = before};
	url = hear_name(check, planner, decider, &plan, outcome);
	planner->n = before;
	return url == NAME_SILENT ? file : url;
}

struct slice
name_check_inside(struct name_check *check, struct planner *planner,
    const struct decider *decider, const struct block *block, size_t row,
    struct outcome *outcome)
{
	size_t before = planner->n;
	struct plan plan = planner_add_name(planner, block, row, OWN_FILE);
	struct inside_search search;

	if (planner->stem.n == 0)
		plan = planner_add_name(planner, block, row, OWN_URL);
	search = search_of(planner, decider);
	planner->n = before;
	if (plan.code != NULL && strcmp(plan.code, "camera-name") == 0)
		search.strict = search.late = true;
	return inside_find(&search, &check->inside, &outcome->records);
}
