/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sheet/number_check.h"
#include "code_cell.h"
#include "decide.h"
#include "known_number.h"

static const unsigned CATALOG = 1u << KIND_CATALOG, OTHER = 1u << KIND_OTHER;

static void
clear(struct hits *hits)
{
	hits->n = 0;
	hits->more = false;
}

static const char *
met(const struct hit *hit)
{
	if (hit->ask->source == QUERY_OCCID)
		return "occid";
	switch (hit->kind) {
	case KIND_OTHER: return "otherCatalogNumbers";
	case KIND_OCCURRENCE: return "occurrenceID";
	case KIND_CATALOG:
	case KIND_FAMILY:
	case KIND_ELSEWHERE: break;
	}
	return "catalogNumber";
}

static enum rule
rule_of(const struct hit *hit)
{
	if (!hit->exact)
		return RULE_PADDED;
	if (hit->ask->source == QUERY_JOINED)
		return RULE_JOINED;
	return hit->ask->source == QUERY_BEGINNING ? RULE_BEGINNING
						   : RULE_EXACT;
}

/* outcome->records are those that answered: one, several or none. */
static void
conclude(struct outcome *outcome)
{
	const struct hit *hit = outcome->records.hit;

	if (outcome->records.n == 0) {
		outcome->match = NONE;
		return;
	}
	outcome->key = hit->ask->shown;
	outcome->on = met(hit);
	outcome->rule = rule_of(hit);
	if (outcome->records.n == 1 && !outcome->records.more) {
		outcome->match = MATCHED;
		outcome->code = NULL;
		outcome->sequence = hit->ask->sequence;
		return;
	}
	outcome->match = AMBIGUOUS;
	outcome->code = "several-records";
}

/* Exact first: what is the same but for padding only if nothing is equal. */
static void
exact_first(struct decider *decider, const struct query *ask, struct hits *hits)
{
	clear(hits);
	query_records(
	    decider->records, ask, ask->kinds, true, &decider->scratch, hits);
	if (hits->n == 0 && !decider->exact)
		query_records(decider->records, ask, ask->kinds, false,
		    &decider->scratch, hits);
}

/* True for what a record could be made with, if there is none. */
static bool
is_catalogued(const struct query *ask)
{
	return ask->source != QUERY_OCCID &&
	    (ask->kinds & (CATALOG | OTHER)) != 0;
}

static void
decide_number(
    struct decider *decider, const struct query *ask, struct outcome *outcome)
{
	exact_first(decider, ask, &outcome->records);
	if (is_catalogued(ask)) {
		outcome->key = ask->shown;
		outcome->sequence = ask->sequence; /* of a new specimen's */
	}
	outcome->code =
	    ask->source == QUERY_OCCID ? "unknown-occid" : "unknown-number";
	conclude(outcome);
}

static void
contradict(
    struct decider *decider, struct slice number, struct outcome *outcome)
{
	outcome->match = CONTRADICTORY;
	outcome->rule = RULE_NONE;
	outcome->key = number;
	outcome->on = "";
	outcome->code = "identifiers-disagree";
	hits_copy(&outcome->records, &decider->all);
}

/* What a row's identifiers have said so far. */
struct own {
	const struct query *missed; /* an occid or number that nobody has */
	struct slice number; /* that a record could be made with */
	bool answered;
	bool vague; /* only by what more records share than are looked at */
};

/* What a number is with its prefix and suffix, n asks, counts before what it
 * is without. */
static void
joined_first(struct decider *decider, const struct query *ask, size_t n,
    struct hits *hits)
{
	clear(hits);
	for (size_t i = 1; i <= n; i++)
		query_records(decider->records, &ask[i], ask[i].kinds, true,
		    &decider->scratch, hits);
	if (hits->n == 0)
		exact_first(decider, ask, hits);
}

/* The ask and the n after it that are the same number, joined. */
static void
hear(struct decider *decider, const struct query *ask, size_t n,
    struct own *own, struct hits *meet)
{
	struct hits *some = &decider->some;

	joined_first(decider, ask, n, some);
	if (is_catalogued(ask) &&
	    (own->number.n == 0 || ask->source == QUERY_CATALOG))
		own->number = ask->shown;
	if (some->n == 0) {
		if (own->missed == NULL &&
		    (ask->source == QUERY_OCCID ||
			ask->source == QUERY_CATALOG))
			own->missed = ask;
		return;
	}
	/* What so many share says nothing beside another. */
	if (some->more && own->answered)
		return;
	hits_join(&decider->all, some);
	if (own->answered && !own->vague)
		hits_meet(meet, some);
	else
		hits_copy(meet, some);
	own->answered = true;
	own->vague = some->more;
}

/* True if what nobody has speaks against the record that others lead to. */
static bool
objects(const struct decider *decider, const struct own *own,
    const struct outcome *outcome)
{
	if (own->missed == NULL || own->missed->source == QUERY_OCCID)
		return own->missed != NULL;
	return outcome->match == MATCHED &&
	    record_table_record(
		decider->records->facts, outcome->records.hit->fact)
		.number.n > 0;
}

/* What the row's identifiers say together. */
static void
decide_own(struct decider *decider, const struct query *asks, size_t n,
    struct outcome *outcome)
{
	struct own own = {.number = SLICE("")};

	clear(&decider->all);
	for (size_t i = 0, joined; i < n; i += 1 + joined) {
		joined = 0;
		while (i + joined + 1 < n &&
		    asks[i + joined + 1].source == QUERY_JOINED)
			joined++;
		hear(decider, &asks[i], joined, &own, &outcome->records);
	}
	outcome->key = own.number;
	outcome->code = "unknown-number";
	if (!own.answered) {
		if (own.missed != NULL && own.missed->source == QUERY_OCCID)
			outcome->code = "unknown-occid";
		return;
	}
	conclude(outcome);
	if (outcome->match == NONE || objects(decider, &own, outcome))
		contradict(decider, own.number, outcome);
}

/* A name with so many numbers is nobody's; those of the first are shown. */
static void
decide_crowd(struct decider *decider, const struct query *asks, size_t n,
    struct outcome *outcome)
{
	for (size_t i = 0; i < n; i++) {
		exact_first(decider, &asks[i], &decider->some);
		hits_join(&outcome->records, &decider->some);
	}
	outcome->records.more = true;
	outcome->match = AMBIGUOUS;
	outcome->code = "name-two-numbers";
}

static bool
only_digits(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return true;
}

/* The whole name is a known number. */
static void
decide_whole(
    struct decider *decider, const struct query *ask, struct outcome *outcome)
{
	struct hits *hits = &outcome->records;

	query_records(
	    decider->records, ask, CATALOG, true, &decider->scratch, hits);
	/* Zeros get lost in spreadsheets: "123" may have been "0000123". */
	if (hits->n > 0 && !decider->exact && *ask->key.text.at != '0' &&
	    only_digits(ask->key.text))
		query_records(decider->records, ask, CATALOG, false,
		    &decider->scratch, hits);
	conclude(outcome);
}

/* What speaks against: parts of the number, other records' other numbers. */
static void
add_objections(struct decider *decider, const struct query *asks, size_t n,
    struct hits *hits)
{
	for (size_t i = 0; i < n; i++) {
		enum source source = asks[i].source;
		bool exact = decider->exact;
		unsigned kinds = OTHER;

		if (source == QUERY_LOOSE || source == QUERY_CODED)
			continue;
		if (source == QUERY_FAMILY || source == QUERY_SECOND) {
			kinds = source == QUERY_FAMILY ? 1u << KIND_FAMILY
						       : CATALOG;
			exact = true;
		}
		query_records(decider->records, &asks[i], kinds, exact,
		    &decider->scratch, hits);
	}
}

/* Nothing in the name can be taken; are there two numbers in it? */
static void
decide_loose(struct decider *decider, const struct query *asks, size_t n,
    struct outcome *outcome)
{
	struct hits *hits = &decider->some;
	size_t before, numbers = 0;

	clear(hits);
	for (size_t i = 0; i < n; i++) {
		if (asks[i].source != QUERY_LOOSE &&
		    asks[i].source != QUERY_SECOND)
			continue;
		before = hits->n;
		query_records(decider->records, &asks[i], CATALOG, true,
		    &decider->scratch, hits);
		numbers += hits->n > before;
	}
	if (hits->n < 2)
		return;
	hits_copy(&outcome->records, hits);
	conclude(outcome);
	/* It may be one number, which several records have. */
	if (numbers > 1)
		outcome->code = "several-numbers";
}

/*
 * The number after the collection's own code: it must be one record's of that
 * collection, and nobody else's number of any kind.
 */
static bool
decide_coded(struct decider *decider, const struct query *asks, size_t n,
    struct outcome *outcome)
{
	struct hits *hits = &decider->some;
	struct query ask;

	if (asks[n - 1].source != QUERY_CODED)
		return false;
	clear(hits);
	query_records(decider->records, &asks[n - 1], CATALOG, decider->exact,
	    &decider->scratch, hits);
	if (hits->n != 1)
		return false;
	hits_copy(&outcome->records, hits);
	ask = asks[n - 1];
	ask.collid = 0;
	query_records(decider->records, &ask, CATALOG | OTHER, false,
	    &decider->scratch, hits);
	query_records(decider->records, asks, CATALOG | OTHER, false,
	    &decider->scratch, hits);
	if (hits->n != 1) {
		clear(&outcome->records);
		return false;
	}
	conclude(outcome);
	outcome->rule = RULE_BEGINNING;
	return outcome->match == MATCHED;
}

static void
decide_name(struct decider *decider, const struct query *asks, size_t n,
    struct outcome *outcome)
{
	struct hits *hits = &outcome->records;
	const struct query *found;
	enum rule rule;

	decide_whole(decider, asks, outcome);
	if (outcome->match != NONE)
		return;
	for (size_t i = 0; i < n; i++)
		if (asks[i].source == QUERY_WHOLE ||
		    asks[i].source == QUERY_BEGINNING)
			query_records(decider->records, &asks[i], CATALOG,
			    decider->exact || asks[i].exact, &decider->scratch,
			    hits);
	outcome->code = "no-number";
	if (hits->n == 0) {
		if (!decide_coded(decider, asks, n, outcome))
			decide_loose(decider, asks, n, outcome);
		return;
	}
	found = hits->hit[0].ask;
	rule = rule_of(&hits->hit[0]);
	add_objections(decider, asks, n, hits);
	conclude(outcome);
	if (outcome->match != MATCHED)
		return;
	/* Objections that are of the same record must not explain it. */
	outcome->key = found->shown;
	outcome->rule = rule;
	outcome->on = "catalogNumber";
	outcome->sequence = found->sequence;
}

static bool
is_hidden(const bool taken[], const struct query *ask)
{
	for (size_t i = 0; i < ask->nwords; i++)
		if (taken[ask->first_word + i])
			return true;
	return false;
}

void
decide_codes(struct decider *decider, const struct query *asks, size_t n,
    struct hits *hits)
{
	bool taken[CODE_WORDS] = {false};
	struct hits *some = &decider->some;

	clear(hits);
	for (size_t i = 0; i < n; i++) {
		if (is_hidden(taken, &asks[i]))
			continue;
		clear(some);
		query_records(decider->records, &asks[i], asks[i].kinds, true,
		    &decider->scratch, some);
		if (some->n > 0)
			memset(
			    taken + asks[i].first_word, true, asks[i].nwords);
		hits_join(hits, some);
	}
}

/* A record can be made of the only code, but of none of several. */
static void
decide_by_codes(struct decider *decider, const struct plan *plan,
    const struct query *asks, struct outcome *outcome)
{
	decide_codes(decider, asks, plan->n, &outcome->records);
	outcome->key = plan->code_only;
	outcome->code = "unknown-number";
	conclude(outcome);
}

void
decide(struct decider *decider, const struct plan *plan,
    const struct query *asks, size_t which, struct outcome *outcome)
{
	asks = plan->n > 0 ? asks + plan->first : NULL;
	outcome->match = NONE;
	outcome->rule = RULE_NONE;
	outcome->key = SLICE("");
	outcome->on = "";
	outcome->sequence = QUERY_NO_SEQUENCE;
	outcome->code = plan->code;
	outcome->also = NULL;
	clear(&outcome->records);
	switch (plan->how) {
	case PLAN_OWN: decide_own(decider, asks, plan->n, outcome); break;
	case PLAN_NUMBERS: decide_number(decider, &asks[which], outcome); break;
	case PLAN_CROWD: decide_crowd(decider, asks, plan->n, outcome); break;
	case PLAN_CODES: decide_by_codes(decider, plan, asks, outcome); break;
	case PLAN_NAME: decide_name(decider, asks, plan->n, outcome); break;
	case PLAN_SETTLED:
	case PLAN_NOTHING: break;
	}
}

/* Of occurrenceIDs those only are known that a number may be taken for. */
static unsigned
kinds_in_use(const struct query *ask)
{
	const char *codes[NUMBER_CHECK_MOST];

	return CATALOG | OTHER |
	    (number_check(ask->shown, codes) == 0 ? 1u << KIND_OCCURRENCE : 0);
}

static bool
ask_in_use(struct decider *decider, const struct query *ask, struct hits *hits)
{
	bool letter = number_has_letter(ask->key.text);
	/* Other collections count from 1, too. */
	unsigned elsewhere = letter ? CATALOG | 1u << KIND_ELSEWHERE : 0;
	bool exact = decider->exact || !letter;
	struct hits *some = &decider->some;
	struct query all = *ask;

	query_records(decider->records, ask, kinds_in_use(ask), exact,
	    &decider->scratch, hits);
	all.collid = 0;
	clear(some);
	query_records(
	    decider->records, &all, elsewhere, exact, &decider->scratch, some);
	return hits->n + some->n > 0;
}

bool
decide_in_use(struct decider *decider, const struct plan *plan,
    const struct query *asks, size_t which, struct outcome *outcome)
{
	bool one = plan->how == PLAN_NUMBERS, found = false;

	if (outcome->match != NONE || outcome->key.n == 0 ||
	    outcome->records.n > 0)
		return false;
	asks += plan->first;
	for (size_t i = 0; i < plan->n; i++)
		if (is_catalogued(&asks[i]) && (!one || i == which) &&
		    ask_in_use(decider, &asks[i], &outcome->records))
			found = true;
	return found;
}
