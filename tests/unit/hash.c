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

/* True if it is what libcrypto makes of the bytes in pieces. */
static bool
is_sha1_of(const char *text, size_t n)
{
	struct hash *hash = hash_new(hash_find("sha1"));
	struct buf pieces = {0}, whole = {0};
	unsigned char value[HASH_SHA1];
	bool same;

	hash_push(hash, text, n);
	hash_end(hash, &pieces);
	hash_sha1(text, n, value);
	buf_put_hex(&whole, value, sizeof value);
	same = slice_equal(buf_slice(&pieces), buf_slice(&whole));
	buf_free(&pieces);
	buf_free(&whole);
	hash_free(hash);
	return same;
}

static void
test_sha1(void)
{
	unsigned char value[HASH_SHA1];
	char text[200];
	size_t same = 0;
	struct buf hex = {0};

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i * 7);

	hash_sha1("abc", 3, value);
	buf_put_hex(&hex, value, sizeof value);
	is_slice(buf_slice(&hex),
	    SLICE("a9993e364706816aba3e25717850c26c9cd0d89d"),
	    "the SHA-1 of a name");
	for (size_t n = 0; n <= sizeof text; n++)
		same += is_sha1_of(text, n);
	ok(same == sizeof text + 1, "and of texts of 0 to 200 bytes");
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
