/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash_key.h"
#include "tap.h"

enum { LONGEST = 70 };

int
main(void)
{
	struct hash_key one = hash_key_new(), other = hash_key_new();
	bool differ = true, same = true, keyed = true;
	char text[LONGEST], again[LONGEST];

	for (size_t n = 0; n <= LONGEST; n++) {
		uint64_t hash;

		memset(text, 'a', sizeof text);
		memset(again, 'a', sizeof again);
		hash = hash_key_text(&one, 1, (struct slice){text, n});
		same = same &&
		    hash == hash_key_text(&one, 1, (struct slice){again, n});
		keyed = keyed &&
		    hash != hash_key_text(&one, 2, (struct slice){text, n}) &&
		    hash != hash_key_text(&other, 1, (struct slice){text, n});
		for (size_t i = 0; i < n; i++) {
			again[i] ^= 1;
			differ = differ &&
			    hash !=
				hash_key_text(
				    &one, 1, (struct slice){again, n});
			again[i] ^= 1;
		}
		differ = differ &&
		    (n == LONGEST ||
			hash !=
			    hash_key_text(
				&one, 1, (struct slice){text, n + 1}));
	}
	ok(same, "the same text has the same hash");
	ok(differ, "each byte and the length count");
	ok(keyed, "with another key or kind it is another");
	return done_testing();
}
