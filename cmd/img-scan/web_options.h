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
	    "read N pages of a URL at most (100000 by default)"}, \
	    {WEB_IGNORE_ROBOTS, "ignore-robots", NULL, \
		"read what robots.txt forbids, too"}, \
	    {WEB_CONTACT, "contact", "ADDRESS", \
		"a mail address or URL that servers' owners can turn to"}, \
	    {WEB_PER_HOST, "max-per-host", "N", \
		"requests at once (4 by default)"}, \
	    {WEB_RATE, "rate", "N[/s|/m|/h]", \
		"requests in a second, minute or hour"}, \
	    {WEB_RETRY, "retry", "N", \
		"try again after temporary failures (2 times by default)"}, \
	{ \
		WEB_PRIVATE, "allow-private", NULL, \
		    "ask addresses inside the house too, not only public ones" \
	}

/* Before the options are read. */
void web_defaults(struct crawl_rules *rules);

/* True if the option that was just returned is one of these; it is set. */
bool web_option(const struct opt *opt, int key, struct crawl_rules *rules);

#endif
