/* SPDX-License-Identifier: MIT */
/* Which numbers are doubted, and why. */
#include <string.h>

#include "sheet/number_check.h"
#include "tap.h"

static void
is_doubted(const char *value, const char *expected)
{
	const char *codes[NUMBER_CHECK_MOST];
	size_t n = number_check(slice_of(value), codes);
	const char *got = n > 0 ? codes[0] : "";

	if (!ok(strcmp(got, expected) == 0, value))
		printf("# got '%s', expected '%s'\n", got, expected);
}

int
main(void)
{
	static const struct {
		const char *code, *values[16];
	} cases[] = {
	    {"number-date",
		{"12.05.2020", "31.12.1999", "2019-03-12", "2019-03-12T08:00",
		    "3/12/2019", "12/3/19", "12-Mar", "Mar-12", "12-Mar-2019",
		    "08:30", "23:59:59", "1 Jan 2001"}},
	    /* No month, day, hour or year is like that: these are numbers. */
	    {"",
		{"12.13.2020", "32.12.2020", "12.05.1899", "12.05.20",
		    "1.05.2020", "2019-13-12", "2019-03-32", "1799-03-12",
		    "24:00", "8:60", "08:30:60", "DEC-12", "32-Mar", "12-Mrz",
		    "3/32/2019"}},
	    {"number-exponent", {"1.23E+05", "1E+10", "1,2e-7"}},
	    {"", {"1e5", "1E5", "1.2E", "E+05", "12E+A"}},
	    {"number-fraction", {"123.0", "1.000"}},
	    {"", {"123.5", "123.", "1.0.0"}},
	    {"number-exponent", {"1.23e8", "4.5E11"}},
	    {"number-error",
		{"#N/A", "#REF!", "#DIV/0!", "####", "#NV", "#WERT!",
		    "#NOMBRE?", "#\xC2\xA1VALOR!", "Err:502"}},
	    {"", {"#12", "#", "##", "#12!", "#A", "Err:5", "Err:A02"}},
	    {"number-unsure",
		{"1003?", "?1003", "1003*", "~1003", "ca. 1003", "c. 12",
		    "circa 7", "[1003]", "(UCR 1003)", "-5", "-9999"}},
	    {"",
		{"CA 1003a", "C.12", "UCR (1003)", "(1)(2)", "A[1]", "-5a",
		    "1003*a", "cabinet 7", "[a]"}},
	    {"number-none", {"-", "n/a", "s.n.", "0", "00-00"}},
	    {"number-text",
		{"IMG_1.jpg", "C:\\photos", "TRUE", "falso", "urn:x:1",
		    "https://a.example/1",
		    "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
		    "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", "A &amp; B"}},
	    {"",
		{"f81d4fae-7dec-11d0-a765-00a0c91e6bf",
		    "f81d4fae+7dec-11d0-a765-00a0c91e6bf6", "UCR 12", "A&B",
		    "UCR-0012", "12/345", "2019.12.3"}},
	    {"number-blank",
		{"UCR\xC2\xA0"
		 "12",
		    "UCR\n12",
		    "UCR\xE2\x80\x8B"
		    "1"}},
	    {"number-lookalike",
		{"\xD0\x90"
		 "12",
		    "UCR\xE2\x80\x93"
		    "12",
		    "\xEF\xBC\x91"
		    "2"}},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t k = 0; cases[i].values[k] != NULL; k++)
			is_doubted(cases[i].values[k], cases[i].code);
	return done_testing();
}
