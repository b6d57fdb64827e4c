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
	    "ask no server: rows without a path pass through"}, \
	    {REMOTE_SNIFF, "sniff", NULL, \
		"fetch the first kilobytes of every picture: its true type\n" \
		"and size in pixels (by default where headers are no proof)"}, \
	    {REMOTE_FULL, "full", NULL, \
		"fetch every picture and check it like a file"}, \
	    {REMOTE_ALSO, "also", "COLUMNS", \
		"check the URLs in these columns too (url,thumbnailUrl)"}, \
	    {REMOTE_BY_URL, "by-url", NULL, \
		"check the URL even where there is a path"}, \
	    {REMOTE_FIX, "fix-urls", NULL, \
		"percent-encode what is illegal in URLs, and write that"}, \
	    {REMOTE_TWIN, "try-https", NULL, \
		"where https serves the same as http, write https"}, \
	    {REMOTE_RECHECK, "recheck", "FILE", \
		"an earlier output, whole or not: take over what is known,\n" \
		"ask whether what is older has changed"}, \
	    {REMOTE_MAX_AGE, "max-age", "TIME", \
		"with --recheck: how old is known (1d by default)"}, \
	    {REMOTE_RECORD_TIME, "record-time", NULL, \
		"write when it was checked, to the column checked"}, \
	    {REMOTE_CONTACT, "contact", "ADDRESS", \
		"a mail address or URL that servers' owners can turn to"}, \
	    {REMOTE_AGENT, "user-agent", "TEXT", \
		"go by this name (img-check/VERSION by default)"}, \
	    {REMOTE_PER_HOST, "max-per-host", "N", \
		"requests to one host at once (6 by default)"}, \
	    {REMOTE_RATE, "rate", "N[/s|/m|/h]", \
		"requests to one host in a second, minute or hour"}, \
	    {REMOTE_PARALLEL, "parallel", "N", \
		"requests at once in all (128 by default)"}, \
	    {REMOTE_RETRY, "retry", "N", \
		"try again after temporary failures (2 times by default)"}, \
	    {REMOTE_CONNECT_TIME, "connect-timeout", "TIME", \
		"for a connection to stand (10s by default)"}, \
	    {REMOTE_STALL_TIME, "stall-timeout", "TIME", \
		"with less than 100 bytes a second (30s by default)"}, \
	    {REMOTE_TIME, "timeout", "TIME", \
		"for a whole request (10m by default)"}, \
	    {REMOTE_REDIRECTS, "max-redirects", "N", \
		"redirects to follow (10 by default)"}, \
	    {REMOTE_PRIVATE, "allow-private", NULL, \
		"ask addresses inside the house too, not only public ones"}, \
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
