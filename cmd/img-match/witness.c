/* SPDX-License-Identifier: MIT */
#include "text/collation.h"
#include "witness.h"

void
witness_free(struct witness *witness)
{
	buf_free(&witness->number);
}

/* The last digits of a number, and the letters and digits before and after
 * them: what two numbers of one series have in common. */
struct series {
	char before[32], after[8];
	struct slice digits;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* False if there is no room. */
static bool
squeeze(char *to, size_t room, struct slice text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];

		if (!is_digit(c) && !(c >= 'A' && c <= 'Z') &&
		    (unsigned char)c < 0x80)
			continue;
		if (n + 1 == room)
			return false;
		to[n++] = c;
	}
	to[n] = '\0';
	return true;
}

/* False for what has no such digits, or too few to be more than chance. */
static bool
read_series(struct series *series, struct slice form)
{
	enum { DIGITS_LEAST = 4 };
	size_t end = form.n, start;

	while (end > 0 && !is_digit(form.at[end - 1]))
		end--;
	for (start = end; start > 0 && is_digit(form.at[start - 1]);)
		start--;
	series->digits = (struct slice){form.at + start, end - start};
	return end - start >= DIGITS_LEAST &&
	    squeeze(series->before, sizeof series->before,
		(struct slice){form.at, start}) &&
	    squeeze(series->after, sizeof series->after, slice_from(form, end));
}

/*
 * Whether a code that no record has is the number all the same, written with
 * its letters or without, or another one of its series. Codes of other
 * institutions say nothing.
 */
static enum witness_says
compare(const struct query *ask, struct slice number)
{
	struct series a, b;

	if (slice_equal(ask->key.text, number))
		return WITNESS_AGREES;
	if (!read_series(&a, ask->key.text) || !read_series(&b, number) ||
	    a.digits.n != b.digits.n || strcmp(a.after, b.after) != 0 ||
	    (*a.before != '\0' && *b.before != '\0' &&
		strcmp(a.before, b.before) != 0))
		return WITNESS_UNKNOWN;
	return slice_equal(a.digits, b.digits) ? WITNESS_AGREES
					       : WITNESS_DIFFERS;
}

/* Of several codes, one that is the number is enough. */
static enum witness_says
compare_form(const struct query *codes, size_t n, struct slice form)
{
	enum witness_says says = WITNESS_UNKNOWN;

	for (size_t i = 0; i < n && says != WITNESS_AGREES; i++) {
		enum witness_says one = compare(&codes[i], form);

		if (one != WITNESS_UNKNOWN)
			says = one;
	}
	return says;
}

static enum witness_says
compare_number(struct witness *witness, const struct query *codes, size_t n,
    struct slice number)
{
	buf_clear(&witness->number);
	collation_put(&witness->number, number);
	return compare_form(codes, n, buf_slice(&witness->number));
}

/* A name that is no record's number: it differs if it could be one of the
 * codes' own series. Digits alone may be a date, or anything. */
static enum witness_says
compare_name(const struct plan *plan, const struct query *asks)
{
	enum witness_says says = WITNESS_UNKNOWN;

	if (plan->how != PLAN_NAME)
		return says;
	for (size_t i = plan->first; i < plan->first + plan->n; i++) {
		struct slice form = asks[i].key.text;

		if ((asks[i].source != QUERY_WHOLE &&
			asks[i].source != QUERY_BEGINNING) ||
		    form.n == 0 || is_digit(*form.at))
			continue;
		says = compare_form(asks + plan->codes, plan->ncodes, form);
		if (says != WITNESS_UNKNOWN)
			break;
	}
	return says;
}

static void
settle(struct outcome *outcome)
{
	bool one = outcome->records.n == 1 && !outcome->records.more;

	outcome->match = one ? MATCHED : AMBIGUOUS;
	outcome->rule = RULE_EXACT;
	outcome->code = one ? NULL : "several-records";
	outcome->also = NULL;
}

/* Codes that no record has. */
static enum witness_says
hear_unknown(struct witness *witness, const struct decider *decider,
    const struct plan *plan, const struct query *asks, struct outcome *outcome)
{
	struct slice number = outcome->key;

	if (outcome->match == MATCHED) {
		struct fact fact = record_table_record(
		    decider->records->facts, outcome->records.hit->fact);

		number = fact.number.n > 0 ? fact.number : number;
	} else if (outcome->match != NONE) {
		return WITNESS_UNKNOWN;
	}
	if (number.n > 0)
		return compare_number(
		    witness, asks + plan->codes, plan->ncodes, number);
	if (outcome->records.n > 0)
		return WITNESS_UNKNOWN;
	if (compare_name(plan, asks) == WITNESS_DIFFERS)
		return WITNESS_DIFFERS;
	/* A record can be made of it. */
	outcome->key = plan->code_only;
	return WITNESS_UNKNOWN;
}

/* A number that nobody has: the codes may be the same, written otherwise. */
static bool
objects(struct witness *witness, const struct plan *plan,
    const struct query *asks, const struct outcome *outcome)
{
	if (outcome->code != NULL &&
	    strcmp(outcome->code, "unknown-occid") == 0)
		return true;
	if (outcome->key.n > 0)
		return compare_number(witness, asks + plan->codes, plan->ncodes,
			   outcome->key) != WITNESS_AGREES;
	return outcome->records.n == 0 &&
	    compare_name(plan, asks) == WITNESS_DIFFERS;
}

/* Nothing else has led to a record that can be taken. */
static enum witness_says
hear_alone(struct witness *witness, const struct plan *plan,
    const struct query *asks, struct outcome *outcome)
{
	struct hits *codes = &witness->records, *inside = &outcome->records;

	if (objects(witness, plan, asks, outcome))
		return WITNESS_DIFFERS;
	/* Of several codes, that of a known number somewhere in the name. */
	if (inside->n > 0) {
		if (!hits_share(inside, codes))
			return WITNESS_DIFFERS;
		hits_meet(codes, inside);
	}
	hits_copy(inside, codes);
	settle(outcome);
	outcome->key = codes->hit->ask->shown;
	return WITNESS_ALONE;
}

static enum witness_says
hear_several(struct witness *witness, struct outcome *outcome)
{
	struct hits *records = &outcome->records;

	if (!hits_share(records, &witness->records))
		return WITNESS_DIFFERS;
	hits_meet(records, &witness->records);
	settle(outcome);
	return WITNESS_AGREES;
}

static enum witness_says
hear_known(struct witness *witness, const struct plan *plan,
    const struct query *asks, struct outcome *outcome)
{
	switch (outcome->match) {
	case MATCHED:
		return hits_have(&witness->records, outcome->records.hit->occid)
		    ? WITNESS_AGREES
		    : WITNESS_DIFFERS;
	case AMBIGUOUS: return hear_several(witness, outcome);
	case NONE: return hear_alone(witness, plan, asks, outcome);
	case CONTRADICTORY:
		hits_join(&outcome->records, &witness->records);
		break;
	case MATCHES: break;
	}
	return WITNESS_SILENT;
}

static void
contradict(struct witness *witness, struct outcome *outcome)
{
	outcome->also = outcome->code;
	outcome->code = "name-barcode-differ";
	outcome->match = CONTRADICTORY;
	outcome->rule = RULE_NONE;
	outcome->on = "";
	hits_join(&outcome->records, &witness->records);
}

enum witness_says
witness_hear(struct witness *witness, struct decider *decider,
    const struct plan *plan, const struct query *asks, struct outcome *outcome)
{
	enum witness_says says;

	if (plan->ncodes == 0)
		return WITNESS_SILENT;
	decide_codes(
	    decider, asks + plan->codes, plan->ncodes, &witness->records);
	if (witness->records.n == 0)
		says = hear_unknown(witness, decider, plan, asks, outcome);
	else
		says = hear_known(witness, plan, asks, outcome);
	if (says == WITNESS_DIFFERS)
		contradict(witness, outcome);
	return says;
}
