/* SPDX-License-Identifier: MIT */
#include "web_options.h"

enum { PER_HOST = 4, PAGES = 100000, RETRIES = 2 };

void
web_defaults(struct crawl_rules *rules)
{
	rules->pages_most = PAGES;
	rules->fetch.retries = RETRIES;
	rules->fetch.hosts = host_defaults;
	rules->fetch.hosts.most = PER_HOST;
	rules->fetch.transfer = transfer_defaults;
}

bool
web_option(const struct opt *opt, int key, struct crawl_rules *rules)
{
	struct fetch_rules *fetch = &rules->fetch;

	switch (key) {
	case WEB_IGNORE_ROBOTS: rules->ignore_robots = true; break;
	case WEB_MAX_PAGES:
		rules->pages_most = opt_number(opt, 1, UINT64_MAX);
		break;
	case WEB_CONTACT: fetch->contact = opt_contact(opt); break;
	case WEB_PER_HOST: fetch->hosts.most = opt_number(opt, 1, 100); break;
	case WEB_RATE: fetch->hosts.interval = opt_rate(opt); break;
	case WEB_RETRY: fetch->retries = opt_number(opt, 0, 100); break;
	case WEB_PRIVATE: fetch->transfer.allow_private = true; break;
	default: return false;
	}
	return true;
}
