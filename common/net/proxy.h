/* SPDX-License-Identifier: MIT */
/* The proxies that the environment names, as curl(1) reads it. */
#ifndef IMG_PROXY_H
#define IMG_PROXY_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/socket.h>

struct proxies {
	char *host; /* of the first, or NULL where there is none */
	struct sockaddr_storage *addresses;
	size_t n;
};

/* Reads https_proxy, http_proxy, all_proxy and resolves the names in them. */
void proxies_find(struct proxies *proxies);

/* True if the address, with its port, is one of theirs. */
bool proxies_have(
    const struct proxies *proxies, const struct sockaddr *address);

void proxies_free(struct proxies *proxies);

#endif
