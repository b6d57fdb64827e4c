/* SPDX-License-Identifier: MIT */
/* Which network addresses belong to the public Internet. */
#ifndef IMG_ADDRESS_H
#define IMG_ADDRESS_H

#include <stdbool.h>

#include <sys/socket.h>

/*
 * False for addresses of private networks, by the IANA special-purpose
 * registries (RFC 6890): loopback, private, shared (RFC 6598), link-local,
 * documentation, benchmarking, multicast, reserved and unspecified ones, the
 * metadata services of clouds, IPv6 addresses that carry such an IPv4 address
 * (mapped, NAT64, 6to4, Teredo, ISATAP), and families other than these two.
 */
bool address_is_public(const struct sockaddr *address);

/* True if both are the same address and port. */
bool address_equal(const struct sockaddr *a, const struct sockaddr *b);

#endif
