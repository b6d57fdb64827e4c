/* SPDX-License-Identifier: MIT */
/* Sets and tables of keys, and the keys of texts. */
#include "base/buf.h"
#include "base/table.h"
#include "tap.h"

enum { MANY = 100000 };

static uint64_t
key_of(uint64_t i)
{
	return table_key_number(7, i);
}

static void
test_set(void)
{
	struct table set = {.set = true};
	size_t fresh = 0, again = 0, strangers = 0;

	ok(!table_has(&set, key_of(0)), "nothing is in an empty set");
	table_expect(&set, key_of(0));
	for (uint64_t i = 0; i < MANY; i++)
		fresh += table_add(&set, key_of(i));
	ok(fresh == MANY && set.n == MANY, "what is new is new");
	for (uint64_t i = 0; i < MANY; i++) {
		table_expect(&set, key_of(i));
		again += !table_add(&set, key_of(i));
	}
	ok(again == MANY && set.n == MANY, "what has come has come");
	for (uint64_t i = MANY; i < 2 * MANY; i++)
		strangers += table_has(&set, key_of(i));
	ok(strangers == 0, "and nothing else has");
	ok(set.n * 4 <= set.room * 3, "three quarters of it are taken at most");
	ok(table_add(&set, 0) && table_has(&set, 0) && !table_add(&set, 0),
	    "0 is a key like others");
	table_free(&set);
	ok(set.set && !table_has(&set, key_of(0)), "and it is empty again");
}

static void
test_values(void)
{
	struct table table = {0};
	size_t right = 0;

	ok(table_get(&table, key_of(1)) == 0, "nothing has no value");
	ok(*table_value(&table, key_of(1)) == 0, "a new one's is 0");
	for (uint64_t i = 0; i < MANY; i++)
		*table_value(&table, key_of(i)) = i + 1;
	for (uint64_t i = 0; i < MANY; i++)
		right += table_get(&table, key_of(i)) == i + 1;
	ok(right == MANY && table.n == MANY, "each has its own");
	ok(table_get(&table, key_of(MANY)) == 0, "one that is not there has 0");
	ok(!table_add(&table, key_of(5)) && table_get(&table, key_of(5)) == 6,
	    "adding one again leaves its value");
	ok(table_add(&table, key_of(MANY)) && table_has(&table, key_of(MANY)),
	    "one may have none yet");
	table_free(&table);
}

/* Keys that meet in one place of the smallest table, and at its end. */
static void
test_crowd(void)
{
	struct table table = {0};
	size_t right = 0;

	for (uint64_t i = 1; i <= 500; i++)
		*table_value(&table, i << 32 | 0x3ff) = i;
	for (uint64_t i = 1; i <= 500; i++)
		right += table_get(&table, i << 32 | 0x3ff) == i;
	ok(right == 500, "keys in each other's way are found");
	table_free(&table);
}

static void
test_keys(void)
{
	struct table seen = {.set = true};
	struct buf text = {0};
	bool fresh = true;
	char zeros[64] = {0};

	for (size_t n = 0; n < sizeof zeros; n++)
		fresh = table_add(&seen, table_key((struct slice){zeros, n})) &&
		    fresh;
	ok(fresh, "texts of NULs differ by their length");
	/* What the first character differs by, the length differs by, too. */
	for (size_t n = 1; n < 64; n++) {
		buf_clear(&text);
		buf_put_char(&text, (char)(0x80 ^ n));
		while (text.n < n)
			buf_put_char(&text, '0');
		fresh = table_add(&seen, table_key(buf_slice(&text))) && fresh;
	}
	ok(fresh, "no beginning makes up for the length");
	ok(table_key(SLICE("a")) == table_key(SLICE("a")),
	    "a text has one key");
	ok(table_key_after(table_key(SLICE("a")), SLICE("bc")) !=
		table_key_after(table_key(SLICE("ab")), SLICE("c")),
	    "two texts are not those that are written the same");
	buf_free(&text);
	table_free(&seen);
}

int
main(void)
{
	test_set();
	test_values();
	test_crowd();
	test_keys();
	return done_testing();
}
