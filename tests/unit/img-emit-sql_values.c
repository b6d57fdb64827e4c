/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../../cmd/img-emit-sql/ascii_checks.h"
#include "../../cmd/img-emit-sql/literal.h"
#include "../../cmd/img-emit-sql/seen_keys.h"
#include "sink/record_id.h"
#include "tap.h"

/* Every byte at every place of a vector, against the rule said plainly. */
static void
test_bytes(void)
{
	char text[40];
	bool plain = true, simple = true;

	for (size_t at = 0; at < sizeof text; at++)
		for (int c = 0; c < 256; c++) {
			struct slice s = {text, at + 1};
			bool p =
			    (c >= ' ' && c <= '~' && c != '\'' && c != '\\') ||
			    c == '\t';
			bool u = (c >= '0' && c <= '9') ||
			    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    (c != 0 && strchr("-./_~", c) != NULL);

			memset(text, 'x', sizeof text);
			text[at] = (char)c;
			plain &= bytes_are_plain(s) == p;
			simple &= bytes_are_simple(s) == u;
		}
	ok(plain, "plain bytes at every place");
	ok(simple, "simple bytes at every place");
	ok(bytes_are_plain(SLICE("")), "an empty text is plain");
}

static void
test_md5(void)
{
	char to[32];

	ok(bytes_lower_md5("0123456789ABCDEFabcdef0123456789", to) &&
		memcmp(to, "0123456789abcdefabcdef0123456789", 32) == 0,
	    "an MD5 in lower case");
	ok(!bytes_lower_md5("0123456789ABCDEFabcdef012345678g", to) &&
		!bytes_lower_md5("/123456789ABCDEFabcdef0123456789", to) &&
		!bytes_lower_md5("0123456789ABCDE@abcdef0123456789", to) &&
		!bytes_lower_md5("0123456789ABCDE\xe1"
				 "abcdef0123456789",
		    to),
	    "no MD5");
}

static void
is_literal(enum dialect dialect, const char *text, const char *expected)
{
	struct buf out = {0};

	literal_put(&out, dialect, slice_of(text));
	is_slice(buf_slice(&out), slice_of(expected), expected);
	buf_free(&out);
}

static void
test_literals(void)
{
	is_literal(DIALECT_MARIADB, "", "NULL");
	is_literal(DIALECT_MARIADB, "a; -- \"b\" # /* ", "'a; -- \"b\" # /* '");
	is_literal(DIALECT_MARIADB, "it's", "_utf8mb4 X'69742773'");
	is_literal(DIALECT_MARIADB, "a\\", "_utf8mb4 X'615c'");
	is_literal(DIALECT_MARIADB, "\t", "_utf8mb4 X'09'");
	is_literal(DIALECT_SQLITE, "\r\n", "CAST(X'0d0a' AS TEXT)");
	is_literal(DIALECT_SQLITE, "\xc3\xa9", "CAST(X'c3a9' AS TEXT)");
	is_literal(DIALECT_SQLITE, "\x7f", "CAST(X'7f' AS TEXT)");
}

static void
fits(enum repertoire repertoire, const char *text, enum fit expected,
    const char *name)
{
	struct limit limit = {3, repertoire, false};

	ok(literal_fit(&limit, slice_of(text)) == expected, name);
}

static void
test_fit(void)
{
	fits(REPERTOIRE_BMP, "abc", FIT_GOOD, "three letters");
	fits(REPERTOIRE_BMP, "abcd", FIT_TOO_LONG, "four letters");
	fits(REPERTOIRE_BMP, "\xc3\xa9\xc3\xa9\xe5\xad\x97", FIT_GOOD,
	    "three characters of seven bytes");
	fits(REPERTOIRE_BMP, "\xf0\x9f\x98\x80", FIT_CHARSET, "utf8mb3: emoji");
	fits(REPERTOIRE_ALL, "\xf0\x9f\x98\x80", FIT_GOOD, "utf8mb4: emoji");
	fits(REPERTOIRE_LATIN1, "\xc3\xa9\xe2\x82\xac", FIT_GOOD,
	    "latin1: e acute, euro sign");
	fits(REPERTOIRE_LATIN1, "\xc5\x82", FIT_CHARSET, "latin1: l stroke");
	fits(REPERTOIRE_LATIN1, "\xc2\x85", FIT_CHARSET, "latin1: C1");
	fits(REPERTOIRE_ASCII, "\xc3\xa9", FIT_CHARSET, "ascii: e acute");
}

/* RFC 9562, appendix A.4: "www.example.com" in the namespace of DNS names. */
static void
test_uuid(void)
{
	static const char dns[] = "\x6b\xa7\xb8\x10\x9d\xad\x11\xd1"
				  "\x80\xb4\x00\xc0\x4f\xd4\x30\xc8"
				  "www.example.com";
	unsigned char sha1[HASH_SHA1];
	char text[RECORD_ID_TEXT];

	hash_sha1(dns, sizeof dns - 1, sha1);
	record_id_write(text, sha1);
	is_slice((struct slice){text, RECORD_ID_TEXT},
	    SLICE("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
	    "the example of RFC 9562");
}

/* As hashes are, another for each number. */
static uint64_t
numbered(unsigned number)
{
	return (number + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);
}

/* As made-up hashes are: a counter in the bits that are compared. */
static uint64_t
alike(unsigned number)
{
	return ((uint64_t)number << 20) + 1;
}

static void
test_seen(void)
{
	struct seen_keys *seen = seen_keys_new();
	uint64_t zero = 0;
	uint64_t keys[4] = {numbered(1), numbered(1), zero, numbered(2)};

	ok(seen_keys_add(seen, 0, &zero, 1) &&
		!seen_keys_add(seen, 0, &zero, 1),
	    "zero is a key like others, and an id");
	ok(seen_keys_add(seen, UINT32_MAX, &zero, 1), "another id has it not");
	ok(!seen_keys_add(seen, 0, keys, 3), "one of three keys was there");
	ok(seen_keys_add(seen, 0, keys, 2), "then none was added; a key twice");
	ok(!seen_keys_add(seen, 0, keys, 1), "and is there");
	ok(seen_keys_add(seen, 7, keys, 4), "four at once");
	for (size_t i = 0; i < 4; i++)
		ok(!seen_keys_add(seen, 7, &keys[i], 1),
		    "each of them is there");
	ok(seen_keys_has(seen, 7, keys[3]) && !seen_keys_has(seen, 8, keys[3]),
	    "and only there");
	ok(!seen_keys_is_marked(seen, 7, keys[0]), "none is marked");
	ok(seen_keys_add_marked(seen, 8, keys, 3) &&
		seen_keys_is_marked(seen, 8, keys[0]) &&
		!seen_keys_is_marked(seen, 8, keys[2]),
	    "but the first of those that were added so");
	seen_keys_free(seen);
}

/* Each of KEYS keys once to its id, then all of them again. */
static void
test_keys(
    uint64_t (*key_of)(unsigned), uint32_t (*id_of)(unsigned), const char *name)
{
	enum { KEYS = 300000 };
	struct seen_keys *seen = seen_keys_new();
	bool added = true, known = true, unknown = true;

	for (unsigned i = 0; i < KEYS; i += 3) {
		uint64_t keys[] = {key_of(i), key_of(i + 1), key_of(i + 2)};

		added &= seen_keys_add(seen, id_of(i), keys, 3);
	}
	for (unsigned i = 0; i < KEYS; i++) {
		uint64_t key = key_of(i);

		seen_keys_prefetch(seen, id_of(i - i % 3));
		known &= !seen_keys_add(seen, id_of(i - i % 3), &key, 1);
		key = key_of(i + KEYS);
		unknown &= seen_keys_add(seen, id_of(i - i % 3), &key, 1);
	}
	ok(added && known && unknown, name);
	seen_keys_free(seen);
}

static uint32_t
side_by_side(unsigned number)
{
	return number / 3;
}

static uint32_t
far_apart(unsigned number)
{
	return number / 3 * 40000u;
}

static uint32_t
few(unsigned number)
{
	return number / 3 % 7;
}

static uint32_t
some(unsigned number)
{
	return number / 3 % 4000;
}

int
main(void)
{
	test_bytes();
	test_md5();
	test_literals();
	test_fit();
	test_uuid();
	test_seen();
	test_keys(numbered, side_by_side, "ids side by side");
	test_keys(numbered, far_apart, "ids far apart");
	test_keys(numbered, some, "some keys of each id");
	test_keys(alike, few, "many keys of few ids, that differ little");
	return done_testing();
}
