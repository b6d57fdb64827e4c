/* SPDX-License-Identifier: MIT */
#include "key.h"

static struct hash_key secret;

void
key_start(void)
{
	secret = hash_key_new();
}

void
key_start_with(const struct hash_key *earlier)
{
	secret = *earlier;
}

struct hash_key
key_secret(void)
{
	return secret;
}

static inline uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

struct sip {
	uint64_t a, b, c, d;
};

static inline struct sip
sip_round(struct sip v)
{
	v.a += v.b;
	v.b = rotate(v.b, 13) ^ v.a;
	v.a = rotate(v.a, 32);
	v.c += v.d;
	v.d = rotate(v.d, 16) ^ v.c;
	v.a += v.d;
	v.d = rotate(v.d, 21) ^ v.a;
	v.c += v.b;
	v.b = rotate(v.b, 17) ^ v.c;
	v.c = rotate(v.c, 32);
	return v;
}

static inline struct sip
sip_word(struct sip v, uint64_t word)
{
	v.d ^= word;
	v = sip_round(v);
	v.a ^= word;
	return v;
}

static inline struct sip
sip_end(struct sip v)
{
	return sip_round(sip_round(sip_round(v)));
}

/* SipHash-1-3 with 128 bits out (Aumasson, Bernstein 2012). */
static void
sip(struct slice s, uint64_t out[2])
{
	struct sip v = {secret.a ^ 0x736f6d6570736575u,
	    secret.b ^ 0x646f72616e646f6du ^ 0xee,
	    secret.a ^ 0x6c7967656e657261u, secret.b ^ 0x7465646279746573u};
	uint64_t word, last = (uint64_t)s.n << 56;
	const char *at = s.at;
	size_t n = s.n;

	for (; n >= sizeof word; at += sizeof word, n -= sizeof word) {
		memcpy(&word, at, sizeof word);
		v = sip_word(v, word);
	}
	for (size_t i = 0; i < n; i++)
		last |= (uint64_t)(unsigned char)at[i] << 8 * i;
	v = sip_word(v, last);
	v.c ^= 0xee;
	v = sip_end(v);
	out[0] = v.a ^ v.b ^ v.c ^ v.d;
	v.b ^= 0xdd;
	v = sip_end(v);
	out[1] = v.a ^ v.b ^ v.c ^ v.d;
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
	struct slice bare = folded;
	uint64_t hash[2];
	size_t start, zeros;

	if (folded.n == 0 || folded.n > KEY_MOST)
		return false;
	start = padding(folded, &zeros);
	if (zeros > 0) {
		memcpy(plain, folded.at, start);
		memcpy(plain + start, folded.at + start + zeros,
		    folded.n - start - zeros);
		bare = (struct slice){plain, folded.n - zeros};
	}
	sip(bare, hash);
	key->text = folded;
	key->hash = hash[0];
	key->shard = (uint8_t)hash[1];
	/* Of texts that differ in padding, each has as many zeros. */
	key->exact =
	    (uint32_t)((hash[1] >> 32) + zeros) & ((1u << KEY_EXACT_BITS) - 1);
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
