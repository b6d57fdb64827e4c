/* SPDX-License-Identifier: MIT */
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/utf8.h"
#include "stream/lines.h"

#ifdef __SSE2__

static __m128i
load(const char *bytes)
{
	__m128i loaded;

	memcpy(&loaded, bytes, sizeof loaded);
	return loaded;
}

static __m128i
are(__m128i bytes, char c)
{
	return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

static __m128i
either(__m128i a, __m128i b)
{
	return _mm_or_si128(a, b);
}

/* The upper bit of each byte. */
static unsigned
mask(__m128i bytes)
{
	return (unsigned)_mm_movemask_epi8(bytes);
}

/* The bytes of which suspect() is true; `ends` are the TABs and LFs. */
static __m128i
suspects(__m128i bytes, __m128i ends)
{
	/* The one after DEL is negative, and so are all from 0x80 to 0xFE. */
	__m128i next = _mm_add_epi8(bytes, _mm_set1_epi8(1));
	__m128i odd = _mm_cmpgt_epi8(_mm_set1_epi8(' ' + 1), next);

	return either(_mm_andnot_si128(ends, odd), are(bytes, '\\'));
}

/* At most 255 times sixteen bytes, so that no byte of the sums overflows. */
static size_t
count_some(const char *bytes, size_t n)
{
	__m128i lf = _mm_set1_epi8('\n'), sums = _mm_setzero_si128();

	for (size_t at = 0; at < n; at += 16)
		sums = _mm_sub_epi8(sums, _mm_cmpeq_epi8(load(bytes + at), lf));
	sums = _mm_sad_epu8(sums, _mm_setzero_si128());
	return (size_t)_mm_cvtsi128_si32(sums) +
	    (size_t)_mm_cvtsi128_si32(_mm_unpackhi_epi64(sums, sums));
}

size_t
lines_count(const char *bytes, size_t n)
{
	enum { MOST = 255 * 16 };
	size_t count = 0, at = 0;

	while (n - at >= 16) {
		size_t some = n - at < MOST ? (n - at) / 16 * 16 : MOST;

		count += count_some(bytes + at, some);
		at += some;
	}
	for (; at < n; at++)
		count += bytes[at] == '\n';
	return count;
}

/* Sixteen bytes; returns how many ends were written. */
static size_t
split_sixteen(const char *bytes, size_t at, uint32_t *ends, __m128i *bad)
{
	__m128i loaded = load(bytes + at);
	__m128i separators = either(are(loaded, '\t'), are(loaded, '\n'));
	unsigned found = mask(separators);
	size_t n = 0;

	*bad = either(*bad, suspects(loaded, separators));
	for (; found != 0; found &= found - 1)
		ends[n++] = (uint32_t)at + (uint32_t)__builtin_ctz(found);
	return n;
}

/* The bytes that are escaped in a value. */
static unsigned
specials(__m128i bytes)
{
	return mask(either(either(are(bytes, '\t'), are(bytes, '\n')),
	    either(are(bytes, '\r'), are(bytes, '\\'))));
}

#else

size_t
lines_count(const char *bytes, size_t n)
{
	size_t count = 0;

	for (size_t at = 0; at < n; at++)
		count += bytes[at] == '\n';
	return count;
}

#endif

/* True of all but TAB, LF, and printable ASCII without the backslash. */
static bool
suspect(char c)
{
	return c == '\\' || (c != '\t' && c != '\n' && (c < ' ' || c > '~'));
}

size_t
lines_split(const char *bytes, size_t n, uint32_t *ends, bool *printable)
{
	size_t count = 0, at = 0;
	unsigned bad = 0;

#ifdef __SSE2__
	__m128i suspected = _mm_setzero_si128();

	for (; n - at >= 16; at += 16)
		count += split_sixteen(bytes, at, ends + count, &suspected);
	bad = mask(suspected);
#endif
	for (; at < n; at++) {
		bad |= suspect(bytes[at]);
		if (bytes[at] == '\t' || bytes[at] == '\n')
			ends[count++] = (uint32_t)at;
	}
	*printable = bad == 0;
	return count;
}

static bool
special(char c)
{
	return c == '\t' || c == '\n' || c == '\r' || c == '\\';
}

/* As lines_copy(), byte by byte. */
static size_t
copy_bytes(char *to, const char *from, size_t n)
{
	size_t at = 0;

	for (; at < n && !special(from[at]); at++)
		to[at] = from[at];
	return at;
}

#ifdef __SSE2__

/* Copies sixteen bytes; the first special one, or more than fifteen. */
static size_t
copy_sixteen(char *to, const char *from)
{
	__m128i loaded = load(from);

	memcpy(to, &loaded, sizeof loaded);
	return (size_t)__builtin_ctz(specials(loaded) | 1u << 16);
}

/* The same for eight to fifteen: those at both ends, which may overlap. */
static size_t
copy_few(char *to, const char *from, size_t n)
{
	__m128i first = _mm_loadl_epi64((const void *)from);
	__m128i last = _mm_loadl_epi64((const void *)(from + n - 8));
	unsigned found = specials(_mm_unpacklo_epi64(first, last));

	_mm_storel_epi64((void *)to, first);
	_mm_storel_epi64((void *)(to + n - 8), last);
	if ((found & 0xFF) != 0)
		return (size_t)__builtin_ctz(found);
	return found != 0 ? n - 16 + (size_t)__builtin_ctz(found) : n;
}

/* The same for four to seven. */
static size_t
copy_fewer(char *to, const char *from, size_t n)
{
	int first, last;
	unsigned found;

	memcpy(&first, from, 4);
	memcpy(&last, from + n - 4, 4);
	found = specials(_mm_unpacklo_epi32(
	    _mm_cvtsi32_si128(first), _mm_cvtsi32_si128(last)));
	memcpy(to, &first, 4);
	memcpy(to + n - 4, &last, 4);
	if ((found & 0xF) != 0)
		return (size_t)__builtin_ctz(found);
	return found != 0 ? n - 8 + (size_t)__builtin_ctz(found) : n;
}

size_t
lines_copy(char *to, const char *from, size_t n)
{
	size_t at = 0, found;

	if (n < 4)
		return copy_bytes(to, from, n);
	if (n < 8)
		return copy_fewer(to, from, n);
	if (n < 16)
		return copy_few(to, from, n);
	while (at < n) {
		if (n - at < 16)
			at = n - 16;
		found = copy_sixteen(to + at, from + at);
		at += found;
		if (found < 16)
			return at;
	}
	return n;
}

#else

size_t
lines_copy(char *to, const char *from, size_t n)
{
	return copy_bytes(to, from, n);
}

#endif

static const char *
find_wrong_escape(struct slice text)
{
	const char *at = text.at, *end = text.at + text.n;

	while ((at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
		if (at + 1 == end || memchr("tnr\\", at[1], 4) == NULL)
			return at;
		at += 2;
		if (at == end)
			return NULL;
	}
	return NULL;
}

const char *
lines_wrong(struct slice text, size_t *at)
{
	const char *wrong = NULL, *found;
	size_t n = text.n, valid;

	if (n == 0)
		return NULL;
	if ((found = memchr(text.at, '\0', n)) != NULL) {
		n = (size_t)(found - text.at);
		wrong = "a NUL byte";
	}
	if (n > 0 && (found = memchr(text.at, '\r', n)) != NULL) {
		n = (size_t)(found - text.at);
		wrong = "a raw CR: lines end in LF, and a CR in a value is "
			"written \\r";
	}
	valid = utf8_span(text.at, n);
	if (valid < n) {
		n = valid;
		wrong = "invalid UTF-8";
	}
	/* One byte more, so that an escape is not cut where the text goes on.
	 */
	found = n > 0
	    ? find_wrong_escape((struct slice){text.at, n < text.n ? n + 1 : n})
	    : NULL;
	if (found != NULL && (size_t)(found - text.at) < n) {
		n = (size_t)(found - text.at);
		wrong = "an unknown escape: only \\t \\n \\r \\\\ are allowed";
	}
	if (wrong != NULL && at != NULL)
		*at = n;
	return wrong;
}
