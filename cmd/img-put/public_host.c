/* SPDX-License-Identifier: MIT */
#include <netdb.h>
#include <stdlib.h>

#include "base/mem.h"
#include "net/proxy.h"
#include "net/url.h"
#include "public_host.h"

static bool
is_unknown(struct slice host)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	char *name = mem_string(host.at, host.n);
	int error = getaddrinfo(name, NULL, &hints, &found);

	if (error == 0)
		freeaddrinfo(found);
	free(name);
	return error == EAI_NONAME;
}

void
public_host_check(const struct opt *opt, const char *base)
{
	struct proxies proxies = {0};
	struct url url;

	if (url_parse(slice_of(base), &url) != NULL || url.host.n == 0 ||
	    *url.host.at == '[')
		return;
	proxies_find(&proxies);
	if (proxies.host == NULL && is_unknown(url.host))
		opt_misuse(opt,
		    "--url: the server '%.*s' is not known: correct its name, "
		    "or give --no-verify if it does not exist yet",
		    SLICE_ARG(url.host));
	proxies_free(&proxies);
}
