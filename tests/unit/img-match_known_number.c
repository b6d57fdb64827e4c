/* SPDX-License-Identifier: MIT */
/* Numbers in names: keys, padding, suffixes, parts of a cell. */
#include <stdlib.h>

#include "base/buf.h"
#include "text/collation.h"
#include "../../cmd/img-match/key.h"
#include "../../cmd/img-match/known_number.h"
#include "../../cmd/img-match/record_reader.h"
#include "tap.h"

static bool
same_hash(const char *a, const char *b)
{
	struct key p, q;

	key_make(&p, slice_of(a));
	key_make(&q, slice_of(b));
	return p.hash == q.hash && p.shard == q.shard;
}

/* Hashes and bytes must say the same of padding. */
static void
padded(const char *a, const char *b, bool expected)
{
	struct key p, q;
	char name[80];

	key_make(&p, slice_of(a));
	key_make(&q, slice_of(b));
	snprintf(name, sizeof name, "'%s' %s '%s' but for padding", a,
	    expected ? "is" : "is not", b);
	ok(same_hash(a, b) == expected &&
		key_padded_equal(slice_of(a), slice_of(b)) == expected &&
		(strcmp(a, b) == 0) == (same_hash(a, b) && p.exact == q.exact),
	    name);
}

static void
test_padding(void)
{
	padded("UCR7143", "UCR0007143", true);
	padded("7", "007", true);
	padded("A007B", "A7B", true);
	padded("A1-007", "A1-7", true);
	padded("A01-7", "A1-7", false);
	padded("A0", "A00", false);
	padded("A", "A0", false);
	padded("A10", "A1", false);
	padded("A010", "A10", true);
	padded("12.05", "12.5", false);
	padded("12,05", "12,5", false);
	padded("X.05", "X.5", true);
	padded("A7", "B7", false);
	padded("A07 ", "A7 ", true);
	padded("A7", "A7", true);
	padded("007", "0007", true);
}

static void
suffix(const char *text, bool good, uint64_t sequence, char part)
{
	struct suffix s;
	bool got = number_suffix(slice_of(text), &s);

	ok(got == good && (!good || (s.sequence == sequence && s.part == part)),
	    text);
}

static void
test_suffixes(void)
{
	suffix("", true, 0, 0);
	suffix("_2", true, 2, 'D');
	suffix("-02", true, 2, 'D');
	suffix(" (3)", true, 3, 'D');
	suffix("2", false, 0, 0);
	suffix("_203", false, 0, 0);
	suffix("B", true, 2, 'B');
	suffix("-C", true, 3, 'L');
	suffix("_LABEL", true, 0, 0);
	suffix("_LABEL_2", true, 2, 'D');
	suffix("_2_LG", true, 2, 'D');
	suffix("_L", true, 0, 0);
	suffix("_QUERCUS", false, 0, 0);
	suffix("_1_2_3", false, 0, 0);
	suffix("_", true, 0, 0);
	suffix("_IMG_0042", false, 0, 0);
	suffix("\1", false, 0, 0);
}

static void
stem(const char *name, const char *expected)
{
	is_slice(number_stem(slice_of(name)), slice_of(expected), name);
}

static void
test_stems(void)
{
	stem("A1.JPG", "A1");
	stem("A1.CR2.JPG", "A1");
	stem("A.1", "A.1");
	stem(".JPG", ".JPG");
	stem("A1.", "A1.");
	stem("", "");
	is_slice(number_without_size(SLICE("5809_LG")), SLICE("5809"),
	    "without size");
	is_slice(number_without_size(SLICE("5809_LEG")), SLICE("5809_LEG"),
	    "a leg is no size");
	is_slice(number_without_size(SLICE("_LG")), SLICE("_LG"),
	    "nothing but a size");
	ok(number_next_end(SLICE("ABC12_3"), 0) == 5, "a first end");
	ok(number_next_end(SLICE("ABC12_3"), 5) == 0, "and no other");
	ok(number_next_end(SLICE("12_3"), 0) == 0, "digits alone do not end");
	ok(!number_is_camera(SLICE("GH00351234")), "a barcode of GH");
	ok(number_is_camera(SLICE("GH010042")), "a camera's GH");
}

static void
family(const char *number, const char *expected)
{
	struct buf form = {0};
	bool got = number_put_family(&form, slice_of(number));

	ok(got == (*expected != '\0') &&
		slice_equal(buf_slice(&form), slice_of(expected)),
	    number);
	buf_free(&form);
}

static void
test_families(void)
{
	family("ABC12-3", "ABC12\1D");
	family("ABC12-B", "ABC12\1L");
	family("ABC12B", "ABC12\1B");
	family("ABC12", "");
	family("ABC 12", "");
	family("12-3", "");
	family("ABC12-345", "");
	family("ABC12-LABEL", "");
}

static void
parts(const char *cell, const char *expected)
{
	struct records_others others = {.cell = slice_of(cell)};
	struct buf got = {0};
	struct slice part;

	while (records_other(&others, &part)) {
		buf_put_slice(&got, part);
		buf_put_char(&got, '|');
	}
	is_slice(buf_slice(&got), slice_of(expected), cell);
	buf_free(&got);
}

static void
test_parts(void)
{
	parts("123", "123|");
	parts("a 1; b: 2", "a 1; b: 2|a 1|b: 2|2|");
	parts("Accession: 40218", "Accession: 40218|40218|");
	parts("x; s.n.; 0; 000", "x; s.n.; 0; 000|");
	parts("Accession: s.n.", "");
	parts("", "");
	parts(";;;", "");
	parts("1;", "1;|1|");
	parts("n: ; m: 3 ", "n: ; m: 3 |m: 3|3|");
	parts("d: 12:40", "d: 12:40|12:40|");
	is_slice(records_occurrence(SLICE("URN:UUID:x")), SLICE("x"),
	    "a UUID's name");
	is_slice(records_occurrence(SLICE("urn:uuid:")), SLICE("urn:uuid:"),
	    "a name without UUID");
}

static void
folds(const char *text, const char *expected)
{
	struct buf form = {0};

	collation_put(&form, slice_of(text));
	is_slice(buf_slice(&form), slice_of(expected), text);
	buf_free(&form);
}

int
main(void)
{
	key_start();
	test_padding();
	test_suffixes();
	test_stems();
	test_families();
	test_parts();
	folds("aZ09  ", "AZ09");
	folds("  a", "  A");
	folds("\303\244\303\237\305\202", "AS\305\201");
	folds("a\314\210", "A");
	folds("\360\237\214\277", "\360\237\214\277");
	return done_testing();
}
