/* SPDX-License-Identifier: MIT */
#include "picture/hash.h"
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

static void
test_sha1(void)
{
	unsigned char value[HASH_SHA1];
	struct buf hex = {0};

	hash_sha1("abc", 3, value);
	buf_put_hex(&hex, value, sizeof value);
	is_slice(buf_slice(&hex),
	    SLICE("a9993e364706816aba3e25717850c26c9cd0d89d"),
	    "the SHA-1 of a name");
	buf_free(&hex);
}

int
main(void)
{
	test_sha1();
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
