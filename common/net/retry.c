/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/buf.h"
#include "net/retry.h"

/* What walls are known by, in the first bytes of their page. */
enum { WALL_MOST = 32 << 10 };

bool
retry_is_good(const struct transfer_answer *answer)
{
	return answer->outcome == TRANSFER_ANSWERED &&
	    (answer->status == 200 || answer->status == 206);
}

bool
retry_by_get(const struct transfer_answer *answer)
{
	if (answer->outcome != TRANSFER_ANSWERED)
		return answer->outcome == TRANSFER_BROKEN;
	switch (answer->status) {
	case 400:
	case 401:
	case 403:
	case 404:
	case 405:
	case 406:
	case 410:
	case 500:
	case 501: return true;
	default: return false;
	}
}

/* 423 is WebDAV's "locked", 425 "too early". */
static enum host_result
after_status(int status)
{
	switch (status) {
	case 429:
	case 503: return HOST_BUSY;
	case 408:
	case 423:
	case 425: return HOST_FAILED;
	default: return status >= 500 || status == 0 ? HOST_FAILED : HOST_FINE;
	}
}

enum host_result
retry_after_answer(const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_ANSWERED:
		return answer->challenged ? HOST_BUSY
					  : after_status(answer->status);
	case TRANSFER_DNS:
	case TRANSFER_CONNECT: return HOST_SILENT;
	case TRANSFER_TIMEOUT:
		return answer->status == 0 ? HOST_SILENT : HOST_FAILED;
	case TRANSFER_BROKEN: return HOST_FAILED;
	default: return HOST_FINE;
	}
}

static const char *
status_code(int status)
{
	switch (status) {
	case 401: return "http-401";
	case 403: return "http-403";
	case 404: return "http-404";
	case 408: return "http-408";
	case 410: return "http-410";
	case 423: return "http-423";
	case 425: return "http-425";
	case 429: return "http-429";
	case 500: return "http-500";
	case 502: return "http-502";
	case 503: return "http-503";
	case 504: return "http-504";
	default: break;
	}
	return status >= 500 ? "http-5xx"
	    : status >= 400  ? "http-4xx"
			     : "http-other";
}

const char *
retry_code(const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_ILLEGAL: return "url-illegal";
	case TRANSFER_PRIVATE: return "private-address";
	case TRANSFER_DNS: return "dns";
	case TRANSFER_CONNECT: return "connect";
	case TRANSFER_TLS: return "tls";
	case TRANSFER_TIMEOUT: return "timeout";
	case TRANSFER_REDIRECTS: return "redirects";
	case TRANSFER_ANSWERED: break;
	default: return "connection-lost";
	}
	return answer->challenged ? "bot-wall" : status_code(answer->status);
}

static bool
is_markup(struct slice page)
{
	if (page.n >= 3 && memcmp(page.at, "\xef\xbb\xbf", 3) == 0)
		page = slice_from(page, 3);
	while (page.n > 0 && memchr(" \t\r\n", *page.at, 4) != NULL)
		page = slice_from(page, 1);
	return page.n > 0 && *page.at == '<';
}

/* In lower case. What the walls put into the pages that they let through, as
 * Cloudflare's scripts/jsd, is none. */
static const char *const walls[] = {"/orchestrate/chl_page/", "_cf_chl_opt",
    "cf-browser-verification", "<title>just a moment...</title>",
    "checking your browser", "checking if the site connection is secure",
    "enable javascript and cookies to continue", "verifying you are human",
    "verify you are human", "verify you are not a robot",
    "verify that you are not a robot", "making sure you're not a bot",
    "/.within.website/x/cmd/anubis/", "awswafcookiedomainlist",
    "incapsula incident id", "captcha-delivery.com", "sucuri_cloudproxy_js",
    "check.ddos-guard.net", "<title>ddos-guard</title>", "id=\"px-captcha\"",
    "/_sec/cp_challenge/"};

bool
retry_is_bot_wall(struct slice page)
{
	struct buf lower = {0};
	bool found = false;

	if (!is_markup(page))
		return false;
	for (size_t i = 0; i < page.n && i < WALL_MOST; i++)
		buf_put_char(&lower, ascii_lower(page.at[i]));
	for (size_t i = 0; i < sizeof walls / sizeof *walls && !found; i++)
		found = slice_contains(buf_slice(&lower), walls[i]);
	buf_free(&lower);
	return found;
}
