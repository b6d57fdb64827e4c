/* SPDX-License-Identifier: MIT */
#include <openssl/evp.h>

#include "diag.h"
#include "mem.h"
#include "uuid.h"

/* 0888cd07-da2d-4d9f-96fe-57169e911369 */
const unsigned char UUID_PICTURES[16] = {0x08, 0x88, 0xcd, 0x07, 0xda, 0x2d,
    0x4d, 0x9f, 0x96, 0xfe, 0x57, 0x16, 0x9e, 0x91, 0x13, 0x69};
/* bbd0e152-84d7-4b81-a12f-9a52483241cf */
const unsigned char UUID_RECORDS[16] = {0xbb, 0xd0, 0xe1, 0x52, 0x84, 0xd7,
    0x4b, 0x81, 0xa1, 0x2f, 0x9a, 0x52, 0x48, 0x32, 0x41, 0xcf};

struct uuid_maker {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
};

struct uuid_maker *
uuid_start(void)
{
	struct uuid_maker *maker = mem_array(1, sizeof *maker);

	maker->md = EVP_MD_fetch(NULL, "SHA1", NULL);
	maker->ctx = EVP_MD_CTX_new();
	if (maker->md == NULL || maker->ctx == NULL)
		die("SHA-1 is not available");
	return maker;
}

void
uuid_stop(struct uuid_maker *maker)
{
	EVP_MD_CTX_free(maker->ctx);
	EVP_MD_free(maker->md);
	free(maker);
}

void
uuid_make(struct uuid_maker *maker, struct slice name, char text[36])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[20];
	char *at = text;

	if (EVP_DigestInit_ex2(maker->ctx, maker->md, NULL) != 1 ||
	    EVP_DigestUpdate(maker->ctx, name.at, name.n) != 1 ||
	    EVP_DigestFinal_ex(maker->ctx, digest, NULL) != 1)
		die("SHA-1 failed");
	digest[6] = (unsigned char)((digest[6] & 0x0f) | 0x50);
	digest[8] = (unsigned char)((digest[8] & 0x3f) | 0x80);
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		*at++ = digits[digest[i] >> 4];
		*at++ = digits[digest[i] & 15];
	}
}
