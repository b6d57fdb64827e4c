/* SPDX-License-Identifier: MIT */
/* Decimal numbers: what fits is what is read. */
#include "base/number.h"
#include "tap.h"

static const char *const texts[] = {"", "0", "7", "42", "-1", "+1", " 1", "1 ",
    "1.0", "1e5", "/", ":", "12:4", "0x10", "000000000", "0000000000",
    "999999999", "1000000000", "2147483647", "2147483648", "4294967295",
    "4294967296", "00004294967295", "9223372036854775807",
    "9223372036854775808", "18446744073709551615", "18446744073709551616",
    "99999999999999999999999", "12345678a", "a23456789", "\xC2\xB2"};

static const uint64_t bounds[] = {
    0, 1, 100, 999999999, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX};

int
main(void)
{
	uint64_t number;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct slice text = slice_of(texts[i]);
		bool same = true;

		for (size_t j = 0; j < sizeof bounds / sizeof *bounds; j++)
			same = same &&
			    number_fits(text, bounds[j]) ==
				number_read(text, bounds[j], &number);
		ok(same, texts[i]);
	}
	ok(number_read(SLICE("4294967295"), UINT32_MAX, &number) &&
		number == UINT32_MAX,
	    "the largest is read");
	ok(!number_read(SLICE("4294967296"), UINT32_MAX, &number) &&
		number == 0,
	    "one more is not");
	ok(!number_fits(SLICE("12a"), UINT64_MAX) &&
		number_fits(SLICE("12"), UINT64_MAX),
	    "letters do not fit");
	return done_testing();
}
