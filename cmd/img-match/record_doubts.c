/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "sheet/number_list.h"
#include "sheet/warnings.h"
#include "record_doubts.h"

/* "UCR0001", "UCRH-0001": letters and a number; "Mar-12" is looked at. */
static bool
is_sound(struct slice s)
{
	enum { MONTH = 3 };
	bool other = false;
	size_t i = 0;

	while (i < s.n && ascii_is_letter(s.at[i]))
		i++;
	if (i > 0 && i != MONTH && i < s.n &&
	    (s.at[i] == '-' || s.at[i] == ' '))
		i++;
	for (; i < s.n && ascii_is_digit(s.at[i]); i++)
		other = other || s.at[i] != '0';
	return other && i == s.n;
}

static struct record_doubt *
find(struct record_doubts *doubts, const char *code)
{
	for (size_t i = 0; i < RECORD_DOUBTS_MOST; i++) {
		struct record_doubt *doubt = &doubts->all[i];

		if (doubt->code == NULL)
			doubt->code = code;
		if (strcmp(doubt->code, code) == 0)
			return doubt;
	}
	return NULL;
}

static void
add(struct record_doubts *doubts, const char *code, uint64_t n, uint64_t line,
    struct slice number)
{
	struct record_doubt *doubt = find(doubts, code);

	if (doubt == NULL)
		return;
	if (doubt->n == 0 || line < doubt->line) {
		doubt->line = line;
		buf_clear(&doubt->number);
		buf_put_slice(&doubt->number, number);
	}
	doubt->n += n;
}

void
record_doubts_add(struct record_doubts *doubts, const char *code, uint64_t line,
    struct slice number)
{
	add(doubts, code, 1, line, number);
}

static void
see_digits(struct record_doubts *doubts, uint64_t line, struct slice number)
{
	struct record_digits *digits;
	uint64_t value;

	if (number.n > RECORD_DOUBTS_DIGITS ||
	    !number_read(number, UINT64_MAX, &value))
		return;
	digits = &doubts->digits[number.n];
	digits->padded += *number.at == '0';
	if (*number.at == '0')
		return;
	if (digits->plain == 0 || line < digits->line) {
		digits->line = line;
		digits->value = value;
	}
	digits->plain++;
}

void
record_doubts_see(
    struct record_doubts *doubts, uint64_t line, struct slice number)
{
	const char *codes[NUMBER_DOUBTS_MOST];
	size_t n;

	if (number.n == 0)
		return;
	if (ascii_is_digit(*number.at))
		see_digits(doubts, line, number);
	if (is_sound(number))
		return;
	n = number_doubts(number, codes);
	for (size_t i = 0; i < n; i++)
		add(doubts, codes[i], 1, line, number);
}

void
record_doubts_zeros(struct record_doubts *doubts)
{
	size_t width = 0;

	for (size_t n = 2; n <= RECORD_DOUBTS_DIGITS; n++)
		if (doubts->digits[n].padded > doubts->digits[width].padded)
			width = n;
	for (size_t n = 1; n < width; n++) {
		const struct record_digits *digits = &doubts->digits[n];
		struct buf number = {0};

		if (digits->plain == 0)
			continue;
		buf_printf(&number, "%" PRIu64, digits->value);
		add(doubts, "number-zeros", digits->plain, digits->line,
		    buf_slice(&number));
		buf_free(&number);
	}
}

static void
join_digits(struct record_digits *digits, const struct record_digits *other)
{
	digits->padded += other->padded;
	if (other->plain > 0 &&
	    (digits->plain == 0 || other->line < digits->line)) {
		digits->line = other->line;
		digits->value = other->value;
	}
	digits->plain += other->plain;
}

void
record_doubts_join(struct record_doubts *doubts, struct record_doubts *other)
{
	for (size_t n = 0; n <= RECORD_DOUBTS_DIGITS; n++)
		join_digits(&doubts->digits[n], &other->digits[n]);
	for (size_t i = 0; i < RECORD_DOUBTS_MOST; i++) {
		const struct record_doubt *doubt = &other->all[i];

		if (doubt->code != NULL)
			add(doubts, doubt->code, doubt->n, doubt->line,
			    buf_slice(&doubt->number));
	}
	record_doubts_free(other);
}

/* The kind whose first line is next after that of the last, by the codes where
 * they have one; NULL at the end. */
static const struct record_doubt *
next_doubt(const struct record_doubts *doubts, const struct record_doubt *last)
{
	const struct record_doubt *next = NULL;

	for (size_t i = 0; i < RECORD_DOUBTS_MOST; i++) {
		const struct record_doubt *doubt = &doubts->all[i];

		if (doubt->code == NULL ||
		    (last != NULL &&
			(doubt->line < last->line ||
			    (doubt->line == last->line &&
				strcmp(doubt->code, last->code) <= 0))))
			continue;
		if (next == NULL || doubt->line < next->line ||
		    (doubt->line == next->line &&
			strcmp(doubt->code, next->code) < 0))
			next = doubt;
	}
	return next;
}

void
record_doubts_report(
    const struct record_doubts *doubts, const char *file, struct slice header)
{
	struct warnings tell = {.file = file, .most = 1};
	const struct record_doubt *doubt = NULL;

	while ((doubt = next_doubt(doubts, doubt)) != NULL) {
		warnings_doubt(&tell, doubt->line, doubt->code, header,
		    buf_slice(&doubt->number));
		warnings_add(&tell, doubt->code, doubt->n - 1);
	}
	warnings_rest(&tell);
}

void
record_doubts_free(struct record_doubts *doubts)
{
	for (size_t i = 0; i < RECORD_DOUBTS_MOST; i++)
		buf_free(&doubts->all[i].number);
	*doubts = (struct record_doubts){0};
}
