/* SPDX-License-Identifier: MIT */
#include "../../cmd/img-emit-sql/picture_set.h"
#include "tap.h"

/* As hashes are, another for each number. */
static uint64_t
hashed(uint64_t number)
{
	number *= UINT64_C(0x9e3779b97f4a7c15);
	number ^= number >> 32;
	return number * UINT64_C(0xd6e8feb86659fd93);
}

/* Adds the numbers below n so many times, and counts. */
static uint64_t
repeats(uint64_t (*picture)(uint64_t number), uint64_t n, int times)
{
	struct picture_set *set = picture_set_new();
	uint64_t found;

	for (int i = 0; i < times; i++)
		for (uint64_t number = 0; number < n; number++)
			picture_set_add(set, picture(number));
	found = picture_set_repeats(set);
	picture_set_free(set);
	return found;
}

static uint64_t
same(uint64_t number)
{
	(void)number;
	return 0;
}

/* All in one part. */
static uint64_t
small(uint64_t number)
{
	return number + 2;
}

int
main(void)
{
	enum { MANY = 400000 };

	ok(repeats(hashed, 0, 1) == 0, "of none, none");
	ok(repeats(hashed, 1, 1) == 0, "one is no repeat");
	ok(repeats(same, 2, 1) == 1, "0 is a picture like others");
	ok(repeats(hashed, MANY, 1) == 0, "many, all different");
	ok(repeats(hashed, MANY, 2) == MANY, "each of them twice");
	ok(repeats(hashed, 1000, 3) == 2000, "few, three times");
	ok(repeats(same, MANY, 1) == MANY - 1, "always the same");
	ok(repeats(small, 5000, 2) == 5000, "all with the same beginning");
	return done_testing();
}
