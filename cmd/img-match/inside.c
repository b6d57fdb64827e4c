/* SPDX-License-Identifier: MIT */
#include "inside.h"

/* Most words of a name, and of a number in it, that are looked at. */
enum { WORDS = 16, NUMBER_WORDS = 6 };
/* The shortest number with a letter, and of digits alone. */
enum { MIXED_LEAST = 3, DIGITS_LEAST = 4 };

enum class { DIGITS, LETTERS, OTHERS };

struct word {
	size_t start, n;
	enum class class;
};

struct words {
	struct word word[WORDS];
	bool taken[WORDS]; /* by a number that is known */
	size_t n;
};

static enum class class_of(char c) {
	if (c >= '0' && c <= '9') return DIGITS;
	return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80 ? LETTERS
								  : OTHERS;
}

static void
split(struct slice stem, struct words *words)
{
	size_t at = 0;

	words->n = 0;
	while (at < stem.n && words->n < WORDS) {
		enum class class = class_of(stem.at[at]);
		size_t start = at;

		while (at < stem.n && class_of(stem.at[at]) == class)
			at++;
		if (class == OTHERS)
			continue;
		words->taken[words->n] = false;
		words->word[words->n++] =
		    (struct word){start, at - start, class};
	}
}

/* Words from `first` on, side by side. */
struct span {
	size_t first, n;
	bool letters, digits;
};

static bool
is_year(struct slice digits)
{
	return digits.n >= 4 &&
	    (memcmp(digits.at, "1700", 4) >= 0 &&
		memcmp(digits.at, "2100", 4) < 0);
}

/* A year alone, and a day as YYYYMMDD. */
static bool
is_date(struct slice digits)
{
	if (!is_year(digits))
		return false;
	return digits.n == 4 ||
	    (digits.n == 8 && memcmp(digits.at + 4, "1231", 4) <= 0 &&
		memcmp(digits.at + 6, "31", 2) <= 0);
}

static struct slice
text_of(struct slice stem, const struct words *words, const struct span *span)
{
	const struct word *first = &words->word[span->first];
	const struct word *last = first + span->n - 1;

	return (struct slice){
	    stem.at + first->start, last->start + last->n - first->start};
}

static bool
glued(const struct inside_search *search, const struct words *words,
    const struct span *span)
{
	struct slice text = text_of(search->stem, words, span);
	const char *end = text.at + text.n;

	return (text.at > search->stem.at && class_of(text.at[-1]) != OTHERS) ||
	    (end < search->stem.at + search->stem.n &&
		class_of(*end) != OTHERS);
}

/* False for what is too short to differ from a sequence, and for dates. */
static bool
could_be_number(const struct inside_search *search, const struct words *words,
    struct span *span)
{
	struct slice text = text_of(search->stem, words, span);

	span->letters = span->digits = false;
	for (size_t i = span->first; i < span->first + span->n; i++) {
		if (words->taken[i])
			return false;
		if (words->word[i].class == LETTERS)
			span->letters = true;
		else
			span->digits = true;
	}
	if (!span->digits || (search->late && span->first == 0))
		return false;
	if (span->letters)
		return text.n >= MIXED_LEAST;
	return !search->strict && text.n >= DIGITS_LEAST && !is_date(text);
}

static bool
look_up(const struct inside_search *search, const struct words *words,
    const struct span *span, struct slice text, struct inside_scratch *scratch,
    struct hits *hits)
{
	size_t before = hits->n;
	struct query *ask = &scratch->ask;

	*ask = (struct query){.source = QUERY_LOOSE,
	    .kinds = 1u << KIND_CATALOG,
	    .collid = search->collid};
	if (!query_may_know(search->records, text) ||
	    !key_make(&ask->key, text))
		return false;
	query_records(search->records, ask, ask->kinds,
	    search->exact || !span->letters || glued(search, words, span),
	    &scratch->query, hits);
	return hits->n > before;
}

/* The span's words with one separator between all of them, or none. */
static bool
look_up_joined(const struct inside_search *search, const struct words *words,
    const struct span *span, struct inside_scratch *scratch, struct hits *hits)
{
	static const char joints[] = " -_.:/";
	struct slice as_is = text_of(search->stem, words, span);

	for (size_t j = span->letters ? 0 : 1; j <= sizeof joints - 1; j++) {
		if (j > 0 &&
		    !query_may_know(
			search->records, (struct slice){&joints[j - 1], 1}))
			continue;
		buf_clear(&scratch->text);
		for (size_t i = span->first; i < span->first + span->n; i++) {
			const struct word *word = &words->word[i];

			if (j > 0 && i > span->first)
				buf_put_char(&scratch->text, joints[j - 1]);
			buf_put(&scratch->text, search->stem.at + word->start,
			    word->n);
		}
		if (!slice_equal(buf_slice(&scratch->text), as_is) &&
		    look_up(search, words, span, buf_slice(&scratch->text),
			scratch, hits))
			return true;
	}
	return false;
}

static bool
try_span(const struct inside_search *search, struct words *words,
    struct span *span, struct inside_scratch *scratch, struct hits *hits)
{
	if (!could_be_number(search, words, span))
		return false;
	if (!look_up(search, words, span, text_of(search->stem, words, span),
		scratch, hits) &&
	    (span->n == 1 ||
		!look_up_joined(search, words, span, scratch, hits)))
		return false;
	for (size_t i = span->first; i < span->first + span->n; i++)
		words->taken[i] = true;
	return true;
}

struct slice
inside_find(const struct inside_search *search, struct inside_scratch *scratch,
    struct hits *hits)
{
	struct slice found = SLICE("");
	struct words words;

	split(search->stem, &words);
	for (size_t n = words.n < NUMBER_WORDS ? words.n : NUMBER_WORDS; n > 0;
	     n--) {
		for (size_t first = 0; first + n <= words.n; first++) {
			struct span span = {first, n, false, false};

			if (try_span(search, &words, &span, scratch, hits) &&
			    found.n == 0)
				found = text_of(search->stem, &words, &span);
		}
	}
	return found;
}

void
inside_free(struct inside_scratch *scratch)
{
	buf_free(&scratch->text);
	query_scratch_free(&scratch->query);
}
