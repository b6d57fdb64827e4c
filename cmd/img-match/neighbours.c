/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "neighbours.h"

const char *const slip_names[SLIPS] = {
    "look-alike", "transposed", "zeros", "prefix", "digit", "omitted", "added"};

/* Most zeros that are put in or taken away beyond one. */
enum { ZEROS_MOST = 3 };

/* Pairs of a letter and the digit that looks like it. */
static const char lookalikes[] = "O0Q0D0I1L1Z2A4S5G6T7B8Q9G9";

struct walk {
	struct slice text;
	struct buf *out;
	void (*take)(void *, enum slip_of_hand, struct slice);
	void *context;
};

/* The text with `n` bytes at a place replaced. */
static void
give(const struct walk *walk, enum slip_of_hand slip, size_t at, size_t n,
    struct slice with)
{
	struct slice text = walk->text;

	buf_clear(walk->out);
	buf_put(walk->out, text.at, at);
	buf_put_slice(walk->out, with);
	buf_put_slice(walk->out, slice_from(text, at + n));
	walk->take(walk->context, slip, buf_slice(walk->out));
}

static char
digit_like(char letter)
{
	for (const char *pair = lookalikes; *pair != '\0'; pair += 2)
		if (*pair == letter)
			return pair[1];
	return '\0';
}

/* The bytes before the first digit; 0 if there is none. */
static size_t
prefix_of(struct slice text)
{
	size_t n = 0;

	while (n < text.n && !ascii_is_digit(text.at[n]))
		n++;
	return n < text.n ? n : 0;
}

/* All look-alikes from a place on, if there are any but one. */
static void
give_digits_from(const struct walk *walk, size_t from)
{
	char all[NEIGHBOURS_TEXT_MOST];
	size_t changed = 0;

	memcpy(all, walk->text.at, walk->text.n);
	for (size_t i = from; i < walk->text.n; i++) {
		char like = digit_like(all[i]);

		if (like != '\0') {
			all[i] = like;
			changed++;
		}
	}
	if (changed > 1)
		give(walk, SLIP_LOOKALIKE, 0, walk->text.n,
		    (struct slice){all, walk->text.n});
}

/* Each look-alike for itself, all after the first digit, and all that lie
 * together with the digits at the end. */
static void
give_lookalikes(const struct walk *walk)
{
	struct slice text = walk->text;
	size_t tail = text.n;

	for (size_t i = 0; i < text.n; i++) {
		const char *pair = lookalikes;

		for (; *pair != '\0'; pair += 2) {
			bool letter = pair[0] == text.at[i];

			if (letter || pair[1] == text.at[i])
				give(walk, SLIP_LOOKALIKE, i, 1,
				    (struct slice){pair + letter, 1});
		}
	}
	while (tail > 0 &&
	    (ascii_is_digit(text.at[tail - 1]) ||
		digit_like(text.at[tail - 1]) != '\0'))
		tail--;
	give_digits_from(walk, prefix_of(text));
	give_digits_from(walk, tail);
}

static void
give_transposed(const struct walk *walk)
{
	for (size_t i = 0; i + 1 < walk->text.n; i++) {
		char pair[2] = {walk->text.at[i + 1], walk->text.at[i]};

		if (pair[0] != pair[1])
			give(walk, SLIP_TRANSPOSED, i, 2,
			    (struct slice){pair, 2});
	}
}

/* Runs of zeros, two or three longer or shorter. */
static void
give_zeros(const struct walk *walk)
{
	struct slice text = walk->text;

	for (size_t i = 0; i < text.n; i++) {
		size_t run = 0;

		while (i + run < text.n && text.at[i + run] == '0')
			run++;
		if (run == 0)
			continue;
		for (size_t n = 2; n <= ZEROS_MOST; n++) {
			give(walk, SLIP_ZEROS, i, 0, (struct slice){"000", n});
			if (run >= n)
				give(walk, SLIP_ZEROS, i, n, SLICE(""));
		}
		i += run;
	}
}

static void
give_prefixes(const struct walk *walk)
{
	for (size_t i = 0, n = prefix_of(walk->text); i < n; i++) {
		if (!ascii_is_letter(walk->text.at[i]))
			continue;
		give(walk, SLIP_PREFIX, i, 1, SLICE(""));
		for (char c = 'A'; c <= 'Z'; c++) {
			if (c != walk->text.at[i])
				give(walk, SLIP_PREFIX, i, 1,
				    (struct slice){&c, 1});
			give(walk, SLIP_PREFIX, i, 0, (struct slice){&c, 1});
		}
	}
}

/* A digit, or a letter where only digits are that is like none of them. */
static bool
is_digit_or_letter(struct slice text, size_t i)
{
	return ascii_is_digit(text.at[i]) ||
	    (ascii_is_letter(text.at[i]) && i > prefix_of(text) &&
		digit_like(text.at[i]) == '\0');
}

static void
give_digits(const struct walk *walk)
{
	struct slice text = walk->text;

	for (size_t i = 0; i < text.n; i++)
		for (char c = '0'; is_digit_or_letter(text, i) && c <= '9'; c++)
			if (c != text.at[i])
				give(walk, SLIP_DIGIT, i, 1,
				    (struct slice){&c, 1});
	for (size_t i = 1; i <= text.n; i++)
		for (char c = '0'; c <= '9' &&
		     (ascii_is_digit(text.at[i - 1]) ||
			 (i < text.n && ascii_is_digit(text.at[i])));
		     c++)
			give(walk, SLIP_OMITTED, i, 0, (struct slice){&c, 1});
	for (size_t i = 0; i < text.n; i++)
		if (i >= prefix_of(text))
			give(walk, SLIP_ADDED, i, 1, SLICE(""));
}

void
neighbours(struct slice text, struct buf *scratch,
    void (*take)(void *context, enum slip_of_hand slip, struct slice neighbour),
    void *context)
{
	struct walk walk = {text, scratch, take, context};

	if (text.n < 2 || text.n > NEIGHBOURS_TEXT_MOST)
		return;
	give_lookalikes(&walk);
	give_transposed(&walk);
	give_zeros(&walk);
	give_prefixes(&walk);
	give_digits(&walk);
}
