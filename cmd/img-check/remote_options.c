/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/url.h"
#include "remote_options.h"

static void
add_resolution(const struct opt *opt, struct transfer_rules *rules)
{
	size_t n = 0;
	const char **list;

	while (rules->resolve != NULL && rules->resolve[n] != NULL)
		n++;
	list = mem_array(n + 2, sizeof *list);
	for (size_t i = 0; i < n; i++)
		list[i] = rules->resolve[i];
	list[n] = opt->argument;
	free((void *)(uintptr_t)rules->resolve);
	rules->resolve = list;
}

static bool
transfer_option(const struct opt *opt, int key, struct transfer_rules *rules)
{
	switch (key) {
	case REMOTE_CONNECT_TIME:
		rules->connect_time = opt_seconds(opt);
		return true;
	case REMOTE_STALL_TIME:
		rules->stall_time = opt_seconds(opt);
		return true;
	case REMOTE_TIME: rules->total_time = opt_seconds(opt); return true;
	case REMOTE_REDIRECTS:
		rules->redirects = opt_number(opt, 0, 100);
		return true;
	case REMOTE_PRIVATE: rules->allow_private = true; return true;
	case REMOTE_AUTHORITIES:
		rules->authorities = opt->argument;
		return true;
	case REMOTE_RESOLVE: add_resolution(opt, rules); return true;
	default: return false;
	}
}

static void
set_base(const struct opt *opt, struct remote_settings *settings)
{
	struct slice base = slice_of(opt->argument);

	if (!url_is_web(base))
		opt_invalid(opt, opt->name, base, "http:// or https://");
	while (base.at[base.n - 1] == '/')
		base.n--;
	settings->base = base;
}

bool
remote_option(const struct opt *opt, int key, struct remote_settings *settings)
{
	switch (key) {
	case REMOTE_NONE: settings->none = true; break;
	case REMOTE_ALSO: settings->also = opt->argument; break;
	case REMOTE_BASE: set_base(opt, settings); break;
	case REMOTE_BY_URL: settings->by_url = true; break;
	case REMOTE_SNIFF: settings->sniff = true; break;
	case REMOTE_FULL: settings->full = true; break;
	case REMOTE_FIX: settings->fix = true; break;
	case REMOTE_TWIN: settings->twin = true; break;
	case REMOTE_RECORD_TIME: settings->record_time = true; break;
	case REMOTE_RECHECK: settings->recheck = opt->argument; break;
	case REMOTE_MAX_AGE: settings->max_age = opt_seconds(opt); break;
	case REMOTE_CONTACT: settings->contact = opt_contact(opt); break;
	case REMOTE_AGENT: settings->agent = opt_header(opt); break;
	case REMOTE_PER_HOST:
		settings->hosts.most = opt_number(opt, 1, 1000);
		break;
	case REMOTE_RATE: settings->hosts.interval = opt_rate(opt); break;
	case REMOTE_PARALLEL:
		settings->parallel = opt_number(opt, 1, 4096);
		break;
	case REMOTE_RETRY: settings->retries = opt_number(opt, 0, 100); break;
	default: return transfer_option(opt, key, &settings->transfer);
	}
	return true;
}

void
remote_options_free(struct remote_settings *settings)
{
	free((void *)(uintptr_t)settings->transfer.resolve);
}
