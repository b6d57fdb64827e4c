/* SPDX-License-Identifier: MIT */
#include "../../cmd/img-emit-sql/picture_set.h"
#include "base/hash_key.h"
#include "tap.h"

/* More than memory takes, in an order in which repeats are far apart. */
enum { MANY = 400000, REPEATS = 1234 };

int
main(void)
{
	struct hash_key key = hash_key_new();
	struct picture_set *set = picture_set_new();

	ok(picture_set_repeats(set) == 0, "none of none");
	for (uint64_t i = 0; i < MANY; i++)
		picture_set_add(set, hash_key_hash(&key, i, 0));
	ok(picture_set_repeats(set) == 0, "all different");
	for (uint64_t i = 0; i < REPEATS; i++)
		picture_set_add(set, hash_key_hash(&key, i * 300, 0));
	picture_set_add(set, 0);
	picture_set_add(set, 0);
	ok(picture_set_repeats(set) == REPEATS + 1, "repeats are counted");
	picture_set_free(set);
	return done_testing();
}
