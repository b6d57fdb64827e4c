/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "sheet/cell_text.h"
#include "tap.h"

static void
is_nothing(const char *text, bool nothing)
{
	ok(cell_text_is_nothing(slice_of(text)) == nothing, text);
}

static void
contains(const char *text, const char *word, bool expected)
{
	ok(slice_contains(slice_of(text), word) == expected, text);
}

int
main(void)
{
	is_nothing("-", true);
	is_nothing(" N/A ", true);
	is_nothing("Not Applicable", true);
	is_nothing("without number", true);
	is_nothing("sans num\xC3\xA9ro", true);
	is_nothing("\xE2\x80\x94", true);
	is_nothing("", false);
	is_nothing("not applicable 1", false);
	is_nothing("naq", false);
	is_nothing("UCR00001", false);
	contains("https://x", "://", true);
	contains("a://", "://", true);
	contains("a:/:/b", "://", false);
	contains(":::///", "://", true);
	contains("://", "://", true);
	contains(":/", "://", false);
	contains("", "://", false);
	return done_testing();
}
