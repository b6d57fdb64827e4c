/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "doubt.h"
#include "order.h"

/* How far neighbours may be apart, the widest gap that is reported, and how
 * many numbers before and after it must follow one another. */
enum { NEAR = 30, AROUND = 4, GAP_MOST = 5, DENSE = 3, DIGITS_ROOM = 24 };

/* Neighbours that show whether there is an order. */
enum { PAIRS_LEAST = 20 };

/* Rows side by side with one number. */
struct step {
	size_t first, n;
	uint64_t series, value, folder;
	size_t at; /* in the order */
};

struct order {
	struct trait *traits;
	const struct table *known;
	struct table there; /* numbers that have a picture */
	struct step *steps;
	size_t n;
};

uint64_t
order_number(uint64_t series, uint64_t value)
{
	return table_key_number(series, value);
}

static void
add_step(struct order *order, size_t row, uint64_t folder)
{
	const struct trait *trait = &order->traits[row];
	struct step *step = &order->steps[order->n];

	*step = (struct step){.first = row,
	    .n = 1,
	    .series = trait->series,
	    .value = trait->value,
	    .folder = folder,
	    .at = order->n++};
}

static void
list_steps(struct order *order, size_t nrows)
{
	order->n = 0;
	for (size_t i = 0; i < nrows; i++) {
		const struct trait *trait = &order->traits[i];
		struct step *last =
		    order->n > 0 ? &order->steps[order->n - 1] : NULL;

		if (trait->series == 0)
			continue;
		table_add(
		    &order->there, order_number(trait->series, trait->value));
		if (last != NULL && last->series == trait->series &&
		    last->value == trait->value &&
		    last->folder == trait->folder)
			last->n = i + 1 - last->first;
		else
			add_step(order, i, trait->folder);
	}
}

static bool
side_by_side(const struct step *a, const struct step *b)
{
	return a->series == b->series && a->folder == b->folder;
}

static uint64_t
distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* A known number that no picture has. */
static bool
is_free(const struct order *order, uint64_t series, uint64_t value)
{
	uint64_t number = order_number(series, value);

	return !table_has(&order->there, number) &&
	    (order->known->n == 0 || table_has(order->known, number));
}

/* True if one character is another, left out or added, or two have changed
 * places. */
static bool
one_apart(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), i = 0, end = 0;

	while (i < na && i < nb && a[i] == b[i])
		i++;
	while (
	    end < na - i && end < nb - i && a[na - 1 - end] == b[nb - 1 - end])
		end++;
	if (na == nb)
		return na - i - end == 1 ||
		    (na - i - end == 2 && a[i] == b[i + 1] && a[i + 1] == b[i]);
	return (na > nb ? na - nb : nb - na) == 1 &&
	    (na < nb ? na : nb) == i + end;
}

/* The value with zeros before it up to the width. */
static const char *
digits_of(char text[DIGITS_ROOM], uint64_t value, size_t width)
{
	char *at = text + DIGITS_ROOM - 1;

	*at = '\0';
	for (; value > 0 || width > 0; value /= 10) {
		*--at = (char)('0' + value % 10);
		width -= width > 0;
	}
	return at;
}

/* With the zeros before them, or without. */
static bool
mistyped(uint64_t a, uint64_t b, size_t width)
{
	char text_a[DIGITS_ROOM], text_b[DIGITS_ROOM];

	return one_apart(
		   digits_of(text_a, a, width), digits_of(text_b, b, width)) ||
	    one_apart(digits_of(text_a, a, 1), digits_of(text_b, b, 1));
}

/*
 * How many of the steps around lie in the run which `step` should be in; 0 if
 * they do not all go one way: pictures in no order say nothing of each other.
 */
static size_t
supporters(const struct order *order, size_t step, const struct step *like)
{
	size_t n = 0, low = step > AROUND ? step - AROUND : 0;
	bool up = like->value < order->steps[step + 1].value;
	uint64_t last = 0;

	for (size_t i = low; i <= step + AROUND && i < order->n; i++) {
		const struct step *other = &order->steps[i];

		if (i == step || !side_by_side(other, like) ||
		    distance(other->value, like->value) > NEAR)
			continue;
		if (n > 0 && (other->value > last) != up)
			return 0;
		last = other->value;
		n++;
	}
	return n;
}

static void
check_place(struct order *order, size_t i)
{
	const struct step *before = &order->steps[i - 1],
			  *after = &order->steps[i + 1];
	struct step *step = &order->steps[i];
	uint64_t low =
	    before->value < after->value ? before->value : after->value;
	uint64_t high = before->value + after->value - low, expected = 0;
	size_t found = 0;

	if (!side_by_side(before, after) || step->folder != before->folder ||
	    high - low > NEAR || high - low < 2 ||
	    supporters(order, i, before) < 3)
		return;
	/* Nearer to one of them than they are to each other: it may be the
	 * other that is wrong. */
	if (step->series == before->series &&
	    (distance(step->value, low) <= high - low ||
		distance(step->value, high) <= high - low))
		return;
	for (uint64_t value = low + 1; value < high; value++) {
		bool near = step->series == before->series
		    ? mistyped(
			  step->value, value, order->traits[step->first].width)
		    : step->value == value;

		if (near && is_free(order, before->series, value)) {
			found++;
			expected = value;
		}
	}
	if (found != 1)
		return;
	for (size_t row = step->first; row < step->first + step->n; row++) {
		order->traits[row].doubts |= DOUBT_BIT(DOUBT_ORDER);
		if (step->series == before->series)
			order->traits[row].expected = expected;
	}
}

static bool
follows(const struct step *a, const struct step *b, uint64_t by)
{
	return side_by_side(a, b) && distance(a->value, b->value) == by;
}

/* Two pictures of one specimen that nobody has numbered as such. */
static bool
is_double(const struct order *order, const struct step *step)
{
	for (size_t i = step->first; i < step->first + step->n; i++)
		if (order->traits[i].ordered)
			return false;
	return step->n == 2;
}

/* A, B, B, D: the second picture of B may be the one that C lacks. */
static void
check_double(struct order *order, size_t i)
{
	const struct step *before = &order->steps[i - 1],
			  *step = &order->steps[i],
			  *after = &order->steps[i + 1];
	uint64_t missing;

	if (!is_double(order, step))
		return;
	if (follows(before, step, 1) && follows(step, after, 2) &&
	    follows(before, after, 3))
		missing = (step->value + after->value) / 2;
	else if (follows(before, step, 2) && follows(step, after, 1) &&
	    follows(before, after, 3))
		missing = (before->value + step->value) / 2;
	else
		return;
	if (is_free(order, step->series, missing))
		order->traits[step->first + 1].doubts |= DOUBT_BIT(DOUBT_TWO);
}

static bool
dense(const struct order *order, size_t first, size_t last)
{
	for (size_t i = first; i < last; i++)
		if (!follows(&order->steps[i], &order->steps[i + 1], 1))
			return false;
	return true;
}

/* A run goes on after numbers that have no picture: step i is after them. */
static void
check_gap(struct order *order, size_t i)
{
	const struct step *before = &order->steps[i - 1],
			  *step = &order->steps[i];
	uint64_t gap = distance(before->value, step->value);
	bool found = false;

	if (i < DENSE + 1 || i + DENSE >= order->n ||
	    !side_by_side(before, step) || gap < 2 || gap > GAP_MOST ||
	    !dense(order, i - 1 - DENSE, i - 1) || !dense(order, i, i + DENSE))
		return;
	for (uint64_t value =
		 (before->value < step->value ? before->value : step->value) +
		 1;
	     --gap > 0; value++)
		found = found || is_free(order, step->series, value);
	if (found)
		order->traits[step->first].doubts |= DOUBT_BIT(DOUBT_GAP);
}

static int
compare_series(const void *a, const void *b)
{
	const struct step *p = a, *q = b;

	if (p->folder != q->folder)
		return p->folder < q->folder ? -1 : 1;
	if (p->series != q->series)
		return p->series < q->series ? -1 : 1;
	return (p->at > q->at) - (p->at < q->at);
}

/* Two series may take turns, as two people do who photograph side by side:
 * each on its own. False if there is one series only. */
static bool
part_series(struct order *order)
{
	bool several = false;
	size_t n = 0;

	for (size_t i = 1; i < order->n; i++)
		several =
		    several || order->steps[i].series != order->steps[0].series;
	if (!several)
		return false;
	mem_sort(order->steps, order->n, sizeof *order->steps, compare_series);
	for (size_t i = 0; i < order->n; i++)
		if (n == 0 ||
		    !side_by_side(&order->steps[n - 1], &order->steps[i]) ||
		    order->steps[n - 1].value != order->steps[i].value)
			order->steps[n++] = order->steps[i];
	order->n = n;
	return true;
}

/* A row by what took it, and when. */
struct shot {
	uint64_t camera, count;
	size_t row;
};

static int
compare_shots(const void *a, const void *b)
{
	const struct shot *p = a, *q = b;

	if (p->camera != q->camera)
		return p->camera < q->camera ? -1 : 1;
	if (p->count != q->count)
		return p->count < q->count ? -1 : 1;
	return (p->row > q->row) - (p->row < q->row);
}

/*
 * The steps in the order of each camera's counter or, where names have none, of
 * time, as the rows may be in any. False if nothing tells it.
 */
static bool
part_cameras(struct order *order, size_t nrows)
{
	struct shot *shots = mem_array(nrows, sizeof *shots);
	size_t n = 0;

	for (size_t i = 0; i < nrows; i++) {
		const struct trait *trait = &order->traits[i];

		if (trait->series != 0 && trait->camera != 0)
			shots[n++] = (struct shot){
			    table_key_number(trait->folder, trait->camera),
			    trait->shot, i};
	}
	mem_sort(shots, n, sizeof *shots, compare_shots);
	order->n = 0;
	for (size_t i = 0; i < n; i++) {
		const struct trait *trait = &order->traits[shots[i].row];
		const struct step *last =
		    order->n > 0 ? &order->steps[order->n - 1] : NULL;

		if (last == NULL || last->series != trait->series ||
		    last->value != trait->value ||
		    last->folder != shots[i].camera)
			add_step(order, shots[i].row, shots[i].camera);
	}
	free(shots);
	return n > 0;
}

/* How many of the steps have a number near to that of the one before, and how
 * far they are in all, each no more than just not near. */
struct nearness {
	size_t near, pairs;
	uint64_t far;
};

static struct nearness
measure(const struct order *order)
{
	struct nearness n = {0};

	for (size_t i = 1; i < order->n; i++) {
		const struct step *a = &order->steps[i - 1], *b = a + 1;

		if (!side_by_side(a, b))
			continue;
		n.pairs++;
		n.near += distance(a->value, b->value) <= NEAR;
		n.far += distance(a->value, b->value) <= NEAR
		    ? distance(a->value, b->value)
		    : NEAR + 1;
	}
	return n;
}

/* Is the one nearer than the other, in the mean? */
static bool
is_nearer(struct nearness a, struct nearness b)
{
	return a.pairs > 0 &&
	    (b.pairs == 0 || a.far * b.pairs < b.far * a.pairs);
}

static bool
is_no_order(struct nearness n)
{
	return n.pairs >= PAIRS_LEAST && n.near * 2 < n.pairs;
}

static void
check_places(struct order *order)
{
	for (size_t i = 1; i + 1 < order->n; i++)
		check_place(order, i);
}

/* The order of the rows or, where that is nearer, that of cameras and times:
 * only one of them is that in which the pictures were taken. */
static struct nearness
choose_order(struct order *order, size_t nrows)
{
	struct nearness rows = measure(order), shots;

	if (!part_cameras(order, nrows)) {
		list_steps(order, nrows);
		return rows;
	}
	shots = measure(order);
	if (is_nearer(shots, rows))
		return shots;
	list_steps(order, nrows);
	return rows;
}

bool
order_check(struct trait *traits, size_t n, const struct table *known)
{
	struct order order = {.traits = traits,
	    .known = known,
	    .there = {.set = true},
	    .steps = mem_array(n, sizeof *order.steps)};
	struct nearness nearness;
	bool ordered;

	list_steps(&order, n);
	for (size_t i = 1; i + 1 < order.n; i++) {
		check_double(&order, i);
		check_gap(&order, i);
	}
	nearness = choose_order(&order, n);
	ordered = !is_no_order(nearness);
	check_places(&order);
	if (part_series(&order)) {
		ordered = ordered || !is_no_order(measure(&order));
		check_places(&order);
	}
	free(order.steps);
	table_free(&order.there);
	return ordered;
}
