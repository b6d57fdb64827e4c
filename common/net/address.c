/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <netinet/in.h>

#include "net/address.h"

struct prefix {
	uint8_t bytes[8];
	unsigned bits;
};

static const struct prefix refused4[] = {
    {{0}, 8}, {{10}, 8}, {{100, 64}, 10}, {{127}, 8},
    {{168, 63, 129, 16}, 32}, /* Azure's metadata, a public address */
    {{169, 254}, 16}, {{172, 16}, 12}, {{192, 0, 0}, 24}, {{192, 0, 2}, 24},
    {{192, 88, 99}, 24}, {{192, 168}, 16}, {{198, 18}, 15},
    {{198, 51, 100}, 24}, {{203, 0, 113}, 24},
    {{224}, 3}, /* multicast and reserved */
};

/* Of 2000::/3, the only global unicast so far. */
static const struct prefix refused6[] = {
    {{0x20, 0x01, 0x00, 0x02}, 48},
    {{0x20, 0x01, 0x00, 0x10}, 28},
    {{0x20, 0x01, 0x00, 0x20}, 28},
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x3f, 0xff}, 20},
};

static const struct prefix global = {{0x20}, 3};
static const struct prefix teredo = {{0x20, 0x01}, 32};
static const struct prefix six_to_four = {{0x20, 0x02}, 16};
static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
static const uint8_t nat64[12] = {0x00, 0x64, 0xff, 0x9b};

static bool
begins(const uint8_t *address, const struct prefix *prefix)
{
	unsigned whole = prefix->bits / 8, rest = prefix->bits % 8;
	unsigned mask = (0xff00u >> rest) & 0xff;

	return memcmp(address, prefix->bytes, whole) == 0 &&
	    (address[whole] & mask) == (prefix->bytes[whole] & mask);
}

static bool
public4(const uint8_t *address)
{
	uint8_t padded[8] = {0};

	memcpy(padded, address, 4);
	for (size_t i = 0; i < sizeof refused4 / sizeof *refused4; i++)
		if (begins(padded, &refused4[i]))
			return false;
	return true;
}

static bool
teredo_public(const uint8_t *address)
{
	uint8_t client[4];

	for (size_t i = 0; i < 4; i++)
		client[i] = address[12 + i] ^ 0xff;
	return public4(address + 4) && public4(client);
}

static bool
is_isatap(const uint8_t *address)
{
	return (address[8] & 0xfd) == 0 && address[9] == 0 &&
	    address[10] == 0x5e && address[11] == 0xfe;
}

static bool
public6(const uint8_t *address)
{
	if (memcmp(address, mapped, 12) == 0 || memcmp(address, nat64, 12) == 0)
		return public4(address + 12);
	if (!begins(address, &global))
		return false;
	if (begins(address, &teredo))
		return teredo_public(address);
	if (begins(address, &six_to_four))
		return public4(address + 2);
	if (is_isatap(address) && !public4(address + 12))
		return false;
	for (size_t i = 0; i < sizeof refused6 / sizeof *refused6; i++)
		if (begins(address, &refused6[i]))
			return false;
	return true;
}

/* What the sockaddr is depends on its family; copied for alignment. */
static bool
read4(const struct sockaddr *address, struct sockaddr_in *in)
{
	if (address->sa_family != AF_INET)
		return false;
	memcpy(in, address, sizeof *in);
	return true;
}

static bool
read6(const struct sockaddr *address, struct sockaddr_in6 *in)
{
	if (address->sa_family != AF_INET6)
		return false;
	memcpy(in, address, sizeof *in);
	return true;
}

bool
address_is_public(const struct sockaddr *address)
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;
	uint8_t bytes[4];

	if (read4(address, &in4)) {
		memcpy(bytes, &in4.sin_addr, sizeof bytes);
		return public4(bytes);
	}
	return read6(address, &in6) && public6(in6.sin6_addr.s6_addr);
}

bool
address_equal(const struct sockaddr *a, const struct sockaddr *b)
{
	struct sockaddr_in a4, b4;
	struct sockaddr_in6 a6, b6;

	if (read4(a, &a4) && read4(b, &b4))
		return a4.sin_port == b4.sin_port &&
		    a4.sin_addr.s_addr == b4.sin_addr.s_addr;
	return read6(a, &a6) && read6(b, &b6) && a6.sin6_port == b6.sin6_port &&
	    memcmp(&a6.sin6_addr, &b6.sin6_addr, sizeof a6.sin6_addr) == 0;
}
