/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "linear_code.h"

enum {
	CODES = 106,
	SHIFT = 98,
	TO_C = 99,
	TO_B = 100,
	TO_A = 101,
	FUNCTION_1 = 102,
	START_A = 103,
	START_C = 105,
	STOP = 106
};

/* The widths of six elements, in modules; the stop has a bar of two more. */
static const char patterns[CODES + 1][7] = {"212222", "222122", "222221",
    "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122",
    "123221", "223211", "221132", "221231", "213212", "223112", "312131",
    "311222", "321122", "321221", "312212", "322112", "322211", "212123",
    "212321", "232121", "111323", "131123", "131321", "112313", "132113",
    "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113",
    "213311", "213131", "311123", "311321", "331121", "312113", "312311",
    "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411",
    "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212",
    "421112", "421211", "212141", "214121", "412121", "111143", "111341",
    "131141", "114113", "114311", "411113", "411311", "113141", "114131",
    "311141", "411131", "211412", "211214", "211232", "233111"};

/* The code whose distances from edge to like edge fit best: they stay what they
 * are where ink spreads. CODES + 1 if none fits. */
static unsigned
read_code(const float w[6], float *width)
{
	float distance[5], best = INFINITY;
	unsigned found = CODES + 1;

	*width = w[0] + w[1] + w[2] + w[3] + w[4] + w[5];
	for (int j = 0; j < 5; j++)
		distance[j] = (w[j] + w[j + 1]) * 11 / *width;
	for (unsigned k = 0; k <= CODES; k++) {
		float sum = 0;

		for (int j = 0; j < 5; j++) {
			float d = distance[j] -
			    (float)(patterns[k][j] + patterns[k][j + 1] -
				2 * '0');

			sum += d * d;
		}
		if (sum < best) {
			best = sum;
			found = k;
		}
	}
	return best < 0.9F ? found : CODES + 1;
}

/* What the codes say, in the sets that they switch to. */
static bool
put_text(const unsigned char codes[], size_t n, char *text)
{
	unsigned set = START_C - codes[0]; /* 2: A, 1: B, 0: C */
	unsigned once = 3;
	size_t to = 0;

	for (size_t i = 1; i < n && to + 2 < DECODED_MOST; i++) {
		unsigned code = codes[i], now = once < 3 ? once : set;

		once = 3;
		if (code == FUNCTION_1)
			continue;
		if (now == 0 && code < 100) {
			text[to++] = (char)('0' + code / 10);
			text[to++] = (char)('0' + code % 10);
		} else if (code < 64 || (now == 1 && code < 96)) {
			text[to++] = (char)(code + ' ');
		} else if (code == SHIFT && now != 0) {
			once = 3 - now;
		} else if (code == TO_C && now != 0) {
			set = 0;
		} else if (code == TO_B && now != 1) {
			set = 1;
		} else if (code == TO_A && now != 2) {
			set = 2;
		} else {
			return false;
		}
	}
	text[to] = '\0';
	return to > 0;
}

static bool
is_checked(const unsigned char codes[], size_t n)
{
	unsigned sum = codes[0];

	for (size_t i = 1; i + 1 < n; i++)
		sum += (unsigned)i * codes[i];
	return sum % 103 == codes[n - 1];
}

/* Each row of a Codablock F is a Code 128 that begins with set A, and leaves it
 * at once: nobody else does that. */
static bool
is_row(const unsigned char codes[])
{
	return codes[0] == START_A && codes[1] >= SHIFT && codes[1] <= TO_B;
}

static bool
read_codes(const struct elements *elements, size_t at, struct decoded *decoded)
{
	unsigned char codes[DECODED_MOST];
	float before, width;
	size_t n = 0, next = at;

	for (; next + 7 <= elements->n && n < DECODED_MOST; next += 6) {
		unsigned code = read_code(&elements->width[next], &width);

		if (code > CODES ||
		    (n > 0 && fabsf(width - before) > 0.2F * before) ||
		    (n > 0 && code >= START_A && code <= START_C))
			return false;
		before = width;
		if (code == STOP)
			break;
		codes[n++] = (unsigned char)code;
	}
	if (n < 3 || next + 7 > elements->n || !is_checked(codes, n))
		return false;
	decoded->first = at;
	decoded->n = next + 7 - at;
	decoded->part = is_row(codes);
	return put_text(codes, n - 1, decoded->text);
}

bool
decode_code128(
    const struct elements *elements, size_t from, struct decoded *decoded)
{
	for (size_t at = from; at + 25 <= elements->n; at += 2) {
		float width,
		    gap = at == 0 ? elements->before : elements->width[at - 1];
		unsigned code = read_code(&elements->width[at], &width);

		if (code >= START_A && code <= START_C &&
		    gap > 4 * width / 11 && read_codes(elements, at, decoded))
			return true;
	}
	return false;
}
