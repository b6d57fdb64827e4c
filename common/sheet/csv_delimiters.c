/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "sheet/csv_parts.h"

/* Bytes looked at in one go: their marks stay in the nearest cache. */
enum { STEP = 1 << 12, WORD = 64 };

void
marks_start(struct marks *marks, size_t at)
{
	marks->next = marks->n = 0;
	marks->seen = at;
}

void
marks_skip(struct marks *marks, size_t at)
{
	if (at >= marks->seen)
		marks_start(marks, at);
	while (marks->next < marks->n && marks->at[marks->next] < at)
		marks->next++;
}

#ifdef __SSE2__

static uint64_t
find_sixteen(const struct marks *marks, const char *bytes)
{
	__m128i loaded, found;

	memcpy(&loaded, bytes, sizeof loaded);
	found = _mm_or_si128(
	    _mm_or_si128(
		_mm_cmpeq_epi8(loaded, _mm_set1_epi8(marks->delimiter)),
		_mm_cmpeq_epi8(loaded, _mm_set1_epi8(marks->quote))),
	    _mm_cmpeq_epi8(loaded, _mm_set1_epi8(marks->newline)));
	return (uint32_t)_mm_movemask_epi8(found);
}

/* A bit for each byte of a word that is a mark. */
static uint64_t
find_word(const struct marks *marks, const char *bytes)
{
	return find_sixteen(marks, bytes) |
	    find_sixteen(marks, bytes + 16) << 16 |
	    find_sixteen(marks, bytes + 32) << 32 |
	    find_sixteen(marks, bytes + 48) << 48;
}

#else

static uint64_t
find_word(const struct marks *marks, const char *bytes)
{
	uint64_t found = 0;

	for (size_t i = 0; i < WORD; i++)
		found |=
		    (uint64_t)(bytes[i] == marks->delimiter ||
			bytes[i] == marks->quote || bytes[i] == marks->newline)
		    << i;
	return found;
}

#endif

static size_t
put_word(uint32_t *to, uint64_t found, size_t at)
{
	size_t n = 0;

	for (; found != 0; found &= found - 1)
		to[n++] = (uint32_t)at + (uint32_t)__builtin_ctzll(found);
	return n;
}

/* The last bytes, fewer than a word. */
static size_t
put_rest(const struct marks *marks, uint32_t *to, struct slice text, size_t at)
{
	char word[WORD] = {0};
	uint64_t found;

	memcpy(word, text.at + at, text.n - at);
	found = find_word(marks, word);
	return put_word(to, found & ((UINT64_C(1) << (text.n - at)) - 1), at);
}

bool
marks_more(struct marks *marks, struct slice text)
{
	size_t at = marks->seen;
	size_t end = text.n - at > STEP ? at + STEP : text.n;

	if (at >= text.n)
		return false;
	marks->n -= marks->next;
	if (marks->n > 0)
		memmove(marks->at, marks->at + marks->next,
		    marks->n * sizeof *marks->at);
	marks->next = 0;
	if (marks->room < marks->n + STEP) {
		marks->room = 2 * (marks->n + STEP);
		marks->at =
		    mem_resize(marks->at, marks->room, sizeof *marks->at);
	}
	for (; end - at >= WORD; at += WORD)
		marks->n += put_word(
		    marks->at + marks->n, find_word(marks, text.at + at), at);
	if (at < end)
		marks->n += put_rest(marks, marks->at + marks->n,
		    (struct slice){text.at, end}, at);
	marks->seen = end;
	return true;
}

void
marks_free(struct marks *marks)
{
	free(marks->at);
}
