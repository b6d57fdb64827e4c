/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "base/utf8.h"
#include "text/utf8_nfc.h"
#include "tap.h"

/* Every code point encoded, decoded, and found valid or not. */
static void
test_code_points(void)
{
	struct buf text = {0};
	bool all = true;

	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		bool surrogate = code >= 0xD800 && code <= 0xDFFF;
		struct slice s;

		buf_clear(&text);
		utf8_put(&text, code);
		s = buf_slice(&text);
		all = all && utf8_valid(s) == !surrogate;
		all = all && utf8_length(s) == 1;
		if (!surrogate)
			all = all && utf8_take(&s) == code && s.n == 0;
	}
	ok(all, "all code points");
	buf_free(&text);
}

static void
test_invalid(void)
{
	static const struct slice wrong[] = {SLICE_INIT("\x80"),
	    SLICE_INIT("\xC0\x80"), SLICE_INIT("\xC1\xBF"), SLICE_INIT("\xC3"),
	    SLICE_INIT("\xE0\x9F\xBF"), SLICE_INIT("\xE2\x82"),
	    SLICE_INIT("\xF0\x8F\xBF\xBF"), SLICE_INIT("\xF4\x90\x80\x80"),
	    SLICE_INIT("\xF5\x80\x80\x80"), SLICE_INIT("\xFF"),
	    SLICE_INIT("\xC3\x28"), SLICE_INIT("\xF0\x9F\x8C")};
	struct buf text = {0};
	bool all = true;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		for (size_t lead = 0; lead < 20; lead++) {
			buf_clear(&text);
			for (size_t k = 0; k < lead; k++)
				buf_put_char(&text, 'x');
			buf_put_slice(&text, wrong[i]);
			all = all && utf8_span(text.at, text.n) == lead;
		}
	ok(all, "invalid sequences at every offset");
	buf_free(&text);
}

static void
test_show(void)
{
	struct buf text = {0};

	utf8_show(&text, SLICE("a\x1B[31m\n\xC3\xA9\xFF\xC2\x9B"));
	is_slice(buf_slice(&text),
	    SLICE("a\\x1B[31m\\x0A\xC3\xA9\\xFF\\xC2\\x9B"),
	    "controls and invalid bytes are shown");
	buf_clear(&text);
	utf8_nfc(&text, SLICE("Cafe\xCC\x81 A\xCC\x8A"));
	is_slice(buf_slice(&text), SLICE("Caf\xC3\xA9 \xC3\x85"), "NFC");
	buf_clear(&text);
	utf8_caseless(&text,
	    SLICE("O\xCC\x88"
		  "BG-9 \xC3\x89"));
	is_slice(buf_slice(&text),
	    SLICE("\xC3\xB6"
		  "bg-9 \xC3\xA9"),
	    "without letter case");
	buf_clear(&text);
	utf8_caseless(&text, SLICE("AZ[`az{-9"));
	is_slice(buf_slice(&text), SLICE("az[`az{-9"), "that of ASCII");
	ok(utf8_ascii(SLICE("plain text, long enough")), "ASCII");
	ok(!utf8_ascii(SLICE("plain text, long \xC3\xA9")), "not ASCII");
	buf_free(&text);
}

int
main(void)
{
	test_code_points();
	test_invalid();
	test_show();
	return done_testing();
}
