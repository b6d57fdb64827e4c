/* SPDX-License-Identifier: MIT */
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "net/address.h"
#include "net/proxy.h"
#include "net/url.h"

/* HTTP_PROXY is not among them: a CGI program's caller could set it. */
static const char *const variables[] = {
    "https_proxy", "HTTPS_PROXY", "http_proxy", "all_proxy", "ALL_PROXY"};

static void
add(struct proxies *proxies, const struct addrinfo *found)
{
	proxies->addresses = mem_resize(
	    proxies->addresses, proxies->n + 1, sizeof *proxies->addresses);
	memcpy(&proxies->addresses[proxies->n++], found->ai_addr,
	    found->ai_addrlen);
}

static void
resolve(struct proxies *proxies, const char *host, const char *port)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;

	if (getaddrinfo(host, port, &hints, &found) != 0)
		return;
	for (const struct addrinfo *a = found; a != NULL; a = a->ai_next)
		add(proxies, a);
	freeaddrinfo(found);
}

/* The scheme may be missing, and the port: libcurl's default is 1080. */
static void
read_value(struct proxies *proxies, const char *value)
{
	struct buf text = {0}, port = {0};
	struct url url;
	char *host;

	if (strstr(value, "://") == NULL)
		buf_put_string(&text, "http://");
	buf_put_string(&text, value);
	if (url_parse(buf_slice(&text), &url) == NULL && url.host.n > 0) {
		bool literal = url.host.n > 2 && url.host.at[0] == '[';

		host =
		    mem_string(url.host.at + literal, url.host.n - 2 * literal);
		if (url.port.n > 0)
			buf_put_slice(&port, url.port);
		else
			buf_put_string(&port,
			    slice_equal(url.scheme, SLICE("https")) ? "443"
								    : "1080");
		resolve(proxies, host, buf_string(&port));
		if (proxies->host == NULL)
			proxies->host = host;
		else
			free(host);
	}
	buf_free(&text);
	buf_free(&port);
}

void
proxies_find(struct proxies *proxies)
{
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);

		if (value != NULL && *value != '\0')
			read_value(proxies, value);
	}
}

bool
proxies_have(const struct proxies *proxies, const struct sockaddr *address)
{
	for (size_t i = 0; i < proxies->n; i++) {
		const struct sockaddr_storage *a = &proxies->addresses[i];

		if (address_equal((const struct sockaddr *)a, address))
			return true;
	}
	return false;
}

void
proxies_free(struct proxies *proxies)
{
	free(proxies->host);
	free(proxies->addresses);
}
