/* SPDX-License-Identifier: MIT */
/* The options for folders on the web. */
#ifndef IMG_WEB_OPTIONS_H
#define IMG_WEB_OPTIONS_H

#include <stdbool.h>

#include "base/opt.h"
#include "crawl.h"

enum {
	WEB_IGNORE_ROBOTS = OPT_LONG_ONLY + 100,
	WEB_MAX_PAGES,
	WEB_CONTACT,
	WEB_PER_HOST,
	WEB_RATE,
	WEB_RETRY,
	WEB_PRIVATE
};

/* For the table of options. */
#define WEB_OPTIONS \
	{WEB_MAX_PAGES, "max-pages", "N", \
	    "read N pages of a URL at most (default: 100000)"}, \
	    {WEB_IGNORE_ROBOTS, "ignore-robots", NULL, \
		"also read what robots.txt forbids"}, \
	    {WEB_CONTACT, "contact", "ADDRESS", \
		"contact address or URL, sent in the User-Agent"}, \
	    {WEB_PER_HOST, "max-per-host", "N", \
		"limit simultaneous requests (default: 4)"}, \
	    {WEB_RATE, "rate", "N[/s|/m|/h]", \
		"limit requests per second, minute or hour"}, \
	    {WEB_RETRY, "retry", "N", \
		"retry after temporary failures (default: 2)"}, \
	{ \
		WEB_PRIVATE, "allow-private", NULL, \
		    "also connect to private addresses" \
	}

/* Before the options are read. */
void web_defaults(struct crawl_rules *rules);

/* True if the option that was just returned is one of these; it is set. */
bool web_option(const struct opt *opt, int key, struct crawl_rules *rules);

#endif
