/* SPDX-License-Identifier: MIT */
/* For SHA1_Init() and its kin, which need no memory for each value. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <endian.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "picture/hash.h"

static const struct hash_kind kinds[] = {
    {"md5", "MD5", "MD5", 32, 0},
    {"sha1", "SHA-1", "SHA1", 40, 0},
    {"sha256", "SHA-256", "SHA256", 64, 0},
    {"sha256-base64", "SHA-256", "SHA256", 44, 1},
    {"sha512", "SHA-512", "SHA512", 128, 0},
};

struct hash {
	const struct hash_kind *kind;
	EVP_MD *method;
	EVP_MD_CTX *context;
};

const struct hash_kind *
hash_find(const char *option)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcasecmp(option, kinds[i].option) == 0)
			return &kinds[i];
	return NULL;
}

struct hash *
hash_new(const struct hash_kind *kind)
{
	struct hash *hash = mem_array(1, sizeof *hash);

	hash->kind = kind;
	hash->method = EVP_MD_fetch(NULL, kind->library, NULL);
	hash->context = EVP_MD_CTX_new();
	if (hash->method == NULL || hash->context == NULL)
		die("the library of hashes does not offer %s", kind->name);
	hash_begin(hash);
	return hash;
}

void
hash_free(struct hash *hash)
{
	if (hash == NULL)
		return;
	EVP_MD_CTX_free(hash->context);
	EVP_MD_free(hash->method);
	free(hash);
}

void
hash_begin(struct hash *hash)
{
	if (EVP_DigestInit_ex2(hash->context, hash->method, NULL) != 1)
		die("%s cannot be computed", hash->kind->name);
}

void
hash_push(struct hash *hash, const void *bytes, size_t n)
{
	if (EVP_DigestUpdate(hash->context, bytes, n) != 1)
		die("%s cannot be computed", hash->kind->name);
}

void
hash_end(struct hash *hash, struct buf *out)
{
	unsigned char value[EVP_MAX_MD_SIZE];
	unsigned int n;

	if (EVP_DigestFinal_ex(hash->context, value, &n) != 1)
		die("%s cannot be computed", hash->kind->name);
	if (!hash->kind->base64) {
		buf_put_hex(out, value, n);
		return;
	}
	hash_put_base64(out, value, n);
}

void
hash_put_base64(struct buf *out, const unsigned char *bytes, size_t n)
{
	size_t room = (n + 2) / 3 * 4 + 1;

	EVP_EncodeBlock((unsigned char *)buf_room(out, room), bytes, (int)n);
	out->n += room - 1;
}

static void
put_big_endian(unsigned char *to, uint32_t number)
{
	uint32_t bytes = htobe32(number);

	memcpy(to, &bytes, sizeof bytes);
}

/* Block by block: what SHA1_Final() does besides takes as long as a block. */
void
hash_sha1(const void *bytes, size_t n, unsigned char value[HASH_SHA1])
{
	enum { BLOCK = SHA_CBLOCK, LENGTH = 8 };
	/* The last bytes, a bit, zeros and the number of bits (RFC 3174). */
	unsigned char last[2 * BLOCK] = {0};
	size_t whole = n / BLOCK * BLOCK, rest = n - whole;
	size_t end = rest < BLOCK - LENGTH ? BLOCK : 2 * BLOCK;
	SHA_CTX context;

	if (SHA1_Init(&context) != 1)
		die("SHA-1 cannot be computed");
	for (size_t at = 0; at < whole; at += BLOCK)
		SHA1_Transform(&context, (const unsigned char *)bytes + at);
	memcpy(last, (const unsigned char *)bytes + whole, rest);
	last[rest] = 0x80;
	put_big_endian(last + end - LENGTH, (uint32_t)((uint64_t)n * 8 >> 32));
	put_big_endian(last + end - LENGTH / 2, (uint32_t)(n * 8));
	for (size_t at = 0; at < end; at += BLOCK)
		SHA1_Transform(&context, last + at);
	put_big_endian(value, context.h0);
	put_big_endian(value + 4, context.h1);
	put_big_endian(value + 8, context.h2);
	put_big_endian(value + 12, context.h3);
	put_big_endian(value + 16, context.h4);
}
