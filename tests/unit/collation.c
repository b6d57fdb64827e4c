/* SPDX-License-Identifier: MIT */
/* Comparable forms of ASCII: small letters as capitals, all else as it is. */
#include "base/ascii.h"
#include "text/collation.h"
#include "tap.h"

enum { LONGEST = 24 };

/* Every character of ASCII at a place of a text that has others around it. */
static bool
is_folded(size_t n, size_t at)
{
	struct buf out = {0};
	bool right = true;

	for (int c = 0; c < 128; c++) {
		char text[LONGEST], expected[LONGEST];

		for (size_t i = 0; i < n; i++)
			text[i] = "az{AZ@`0"[i % 8];
		text[at] = (char)c;
		if (text[n - 1] == ' ')
			continue;
		for (size_t i = 0; i < n; i++)
			expected[i] = ascii_upper(text[i]);
		buf_clear(&out);
		buf_put_char(&out, '#');
		collation_put(&out, (struct slice){text, n});
		right = right && out.n == n + 1 &&
		    memcmp(out.at + 1, expected, n) == 0;
	}
	buf_free(&out);
	return right;
}

int
main(void)
{
	struct buf out = {0};
	bool right = true;

	for (size_t n = 1; n <= LONGEST; n++)
		for (size_t at = 0; at < n; at++)
			right = right && is_folded(n, at);
	ok(right, "texts of any length, characters at any place");
	collation_put(&out, SLICE("Ucr 0001-ab  "));
	is_slice(buf_slice(&out), SLICE("UCR 0001-AB"), "blanks at the end");
	buf_clear(&out);
	collation_put(&out, SLICE("   "));
	is_slice(buf_slice(&out), SLICE(""), "nothing but blanks");
	buf_free(&out);
	return done_testing();
}
