/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "tap.h"

static void
is_hash(const char *option, const char *text, const char *expected)
{
	struct hash *hash = hash_new(hash_find(option));
	struct buf out = {0};

	for (int again = 0; again < 2; again++) {
		buf_clear(&out);
		hash_begin(hash);
		for (const char *c = text; *c != '\0'; c++)
			hash_push(hash, c, 1);
		hash_end(hash, &out);
		is_slice(buf_slice(&out), slice_of(expected), option);
		ok(out.n == hash_find(option)->length, "and its length");
	}
	buf_free(&out);
	hash_free(hash);
}

int
main(void)
{
	is_hash("md5", "", "d41d8cd98f00b204e9800998ecf8427e");
	is_hash("MD5", "abc", "900150983cd24fb0d6963f7d28e17f72");
	is_hash("sha1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
	is_hash("sha256", "abc",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	is_hash("sha256-base64", "abc",
	    "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
	ok(hash_find("crc32") == NULL, "no such hash");
	return done_testing();
}
