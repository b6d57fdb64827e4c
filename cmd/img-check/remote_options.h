/* SPDX-License-Identifier: MIT */
/* The options for URLs. */
#ifndef IMG_REMOTE_OPTIONS_H
#define IMG_REMOTE_OPTIONS_H

#include <stdbool.h>

#include "base/opt.h"
#include "remote.h"

enum {
	REMOTE_NONE = OPT_LONG_ONLY + 100,
	REMOTE_ALSO,
	REMOTE_BASE,
	REMOTE_BY_URL,
	REMOTE_SNIFF,
	REMOTE_FULL,
	REMOTE_FIX,
	REMOTE_TWIN,
	REMOTE_RECHECK,
	REMOTE_MAX_AGE,
	REMOTE_RECORD_TIME,
	REMOTE_CONTACT,
	REMOTE_AGENT,
	REMOTE_PER_HOST,
	REMOTE_RATE,
	REMOTE_PARALLEL,
	REMOTE_RETRY,
	REMOTE_CONNECT_TIME,
	REMOTE_STALL_TIME,
	REMOTE_TIME,
	REMOTE_REDIRECTS,
	REMOTE_PRIVATE,
	REMOTE_AUTHORITIES,
	REMOTE_RESOLVE
};

/* For the table of options. */
#define REMOTE_OPTIONS \
	{REMOTE_NONE, "no-remote", NULL, \
	    "send no requests: rows without a path pass through"}, \
	    {REMOTE_SNIFF, "sniff", NULL, \
		"fetch the first kilobytes of every picture for its true " \
		"type and size (default: where headers do not prove it)"}, \
	    {REMOTE_FULL, "full", NULL, \
		"fetch every picture and check it like a file"}, \
	    {REMOTE_ALSO, "also", "COLUMNS", \
		"check the URLs in these columns too (url,thumbnailUrl)"}, \
	    {REMOTE_BASE, "base", "URL", \
		"ask for URLs that are paths (/imglib/1.jpg) on this host"}, \
	    {REMOTE_BY_URL, "by-url", NULL, \
		"check the URL even where there is a path"}, \
	    {REMOTE_FIX, "fix-urls", NULL, \
		"percent-encode what is illegal in URLs, and write that"}, \
	    {REMOTE_TWIN, "try-https", NULL, \
		"where https serves the same as http, write https"}, \
	    {REMOTE_RECHECK, "recheck", "FILE", \
		"take over the answers of an earlier output, whole or " \
		"partial; older ones are checked for changes"}, \
	    {REMOTE_MAX_AGE, "max-age", "TIME", \
		"with --recheck: trust answers of this age (default: 1d)"}, \
	    {REMOTE_RECORD_TIME, "record-time", NULL, \
		"write the time of each check into the column checked"}, \
	    {REMOTE_CONTACT, "contact", "ADDRESS", \
		"contact address or URL, sent in the User-Agent"}, \
	    {REMOTE_AGENT, "user-agent", "TEXT", \
		"send this User-Agent (default: img-check/VERSION)"}, \
	    {REMOTE_PER_HOST, "max-per-host", "N", \
		"limit simultaneous requests per host (default: 6)"}, \
	    {REMOTE_RATE, "rate", "N[/s|/m|/h]", \
		"limit requests per host and second, minute or hour"}, \
	    {REMOTE_PARALLEL, "parallel", "N", \
		"limit simultaneous requests in all (default: 128)"}, \
	    {REMOTE_RETRY, "retry", "N", \
		"retry after temporary failures (default: 2)"}, \
	    {REMOTE_CONNECT_TIME, "connect-timeout", "TIME", \
		"connection timeout (default: 10s)"}, \
	    {REMOTE_STALL_TIME, "stall-timeout", "TIME", \
		"time below 100 bytes per second (default: 30s)"}, \
	    {REMOTE_TIME, "timeout", "TIME", \
		"timeout of a whole request (default: 10m)"}, \
	    {REMOTE_REDIRECTS, "max-redirects", "N", \
		"follow N redirects at most (default: 10)"}, \
	    {REMOTE_PRIVATE, "allow-private", NULL, \
		"also connect to private addresses"}, \
	    {REMOTE_AUTHORITIES, "cacert", "FILE", \
		"trust the certificates in FILE (PEM)"}, \
	{ \
		REMOTE_RESOLVE, "resolve", "HOST:PORT:ADDRESS", \
		    "do not look this name up; may be given several times" \
	}

/* True if the option that was just returned is one of these; it is set. */
bool remote_option(
    const struct opt *opt, int key, struct remote_settings *settings);

void remote_options_free(struct remote_settings *settings);

#endif
