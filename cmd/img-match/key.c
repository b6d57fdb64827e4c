/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/random.h>

#include "diag.h"
#include "key.h"

static uint64_t secret[2];

void
key_start(void)
{
	if (getrandom(secret, sizeof secret, 0) != (ssize_t)sizeof secret)
		die_errno("random bytes");
}

static uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

/* SipHash-1-3 with 128 bits out (Aumasson, Bernstein 2012). */
static void
sip(struct slice s, uint64_t out[2])
{
	uint64_t v[4] = {secret[0] ^ 0x736f6d6570736575u,
	    secret[1] ^ 0x646f72616e646f6du ^ 0xee,
	    secret[0] ^ 0x6c7967656e657261u, secret[1] ^ 0x7465646279746573u};
	uint64_t word;
	size_t n = s.n;

	for (const char *at = s.at;; at += 8, n -= 8) {
		word = n < 8 ? (uint64_t)s.n << 56 : 0;
		memcpy(&word, at, n < 8 ? n : 8);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
		if (n < 8)
			break;
	}
	v[2] ^= 0xee;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	out[0] = v[0] ^ v[1] ^ v[2] ^ v[3];
	v[1] ^= 0xdd;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	out[1] = v[0] ^ v[1] ^ v[2] ^ v[3];
}

uint64_t
key_hash(struct slice bytes)
{
	uint64_t out[2];

	sip(bytes.n > 0 ? bytes : SLICE(""), out);
	return out[0];
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Where the zeros that pad the text begin, and how many there are. */
static size_t
padding(struct slice text, size_t *nzeros)
{
	size_t end = text.n, start, zeros = 0;

	*nzeros = 0;
	while (end > 0 && !digit(text.at[end - 1]))
		end--;
	for (start = end; start > 0 && digit(text.at[start - 1]);)
		start--;
	if (start > 1 && digit(text.at[start - 2]) &&
	    (text.at[start - 1] == '.' || text.at[start - 1] == ','))
		return start;
	while (start + zeros < end && text.at[start + zeros] == '0')
		zeros++;
	*nzeros = start + zeros < end ? zeros : 0;
	return start;
}

bool
key_make(struct key *key, struct slice folded)
{
	char plain[KEY_MOST];
	uint64_t bare[2], exact[2];
	size_t start, zeros;

	if (folded.n == 0 || folded.n > KEY_MOST)
		return false;
	key->text = folded;
	sip(folded, exact);
	bare[0] = exact[0];
	bare[1] = exact[1];
	start = padding(folded, &zeros);
	if (zeros > 0) {
		memcpy(plain, folded.at, start);
		memcpy(plain + start, folded.at + start + zeros,
		    folded.n - start - zeros);
		sip((struct slice){plain, folded.n - zeros}, bare);
	}
	key->hash = bare[0];
	key->place = (uint32_t)bare[1];
	key->exact = (uint32_t)(exact[1] >> (64 - KEY_EXACT_BITS));
	return true;
}

bool
key_padded_equal(struct slice a, struct slice b)
{
	size_t zeros_a, zeros_b;
	size_t start_a = padding(a, &zeros_a), start_b = padding(b, &zeros_b);

	if (start_a != start_b || a.n - zeros_a != b.n - zeros_b)
		return false;
	return memcmp(a.at, b.at, start_a) == 0 &&
	    memcmp(a.at + start_a + zeros_a, b.at + start_b + zeros_b,
		a.n - start_a - zeros_a) == 0;
}
