/* SPDX-License-Identifier: MIT */
#include "http_outcome.h"

bool
outcome_is_good(const struct transfer_answer *answer)
{
	return answer->outcome == TRANSFER_ANSWERED &&
	    (answer->status == 200 || answer->status == 206);
}

bool
outcome_refuses_head(const struct transfer_answer *answer)
{
	int status = answer->status;

	return status == 400 || status == 403 || status == 405 ||
	    status == 406 || status == 500 || status == 501;
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
outcome_code(const struct transfer_answer *answer)
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
	return status_code(answer->status);
}

static enum flight_next
after_status(int status)
{
	if (status == 429 || status == 503)
		return FLIGHT_BUSY;
	return status == 408 || status >= 500 ? FLIGHT_FAILED : FLIGHT_OVER;
}

enum flight_next
outcome_next(const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_ANSWERED: return after_status(answer->status);
	case TRANSFER_DNS:
	case TRANSFER_CONNECT: return FLIGHT_SILENT;
	case TRANSFER_TIMEOUT:
		return answer->status == 0 ? FLIGHT_SILENT : FLIGHT_FAILED;
	case TRANSFER_BROKEN: return FLIGHT_FAILED;
	default: return FLIGHT_OVER;
	}
}

struct slice
outcome_type(const struct transfer_answer *answer, struct buf *out)
{
	struct slice type = answer->type;
	size_t n = 0;

	while (n < type.n && type.at[n] != ';' && type.at[n] != ' ')
		n++;
	buf_clear(out);
	for (size_t i = 0; i < n; i++)
		buf_put_char(out,
		    type.at[i] >= 'A' && type.at[i] <= 'Z'
			? (char)(type.at[i] + 32)
			: type.at[i]);
	return buf_slice(out);
}

static bool
is_plain(char c)
{
	return c > ' ' && c < 0x7f;
}

struct slice
outcome_put_url(const struct transfer_answer *answer, struct buf *out)
{
	size_t start = out->n;

	for (size_t i = 0; i < answer->url.n; i++) {
		char c = answer->url.at[i];

		if (is_plain(c))
			buf_put_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
	return (struct slice){out->at + start, out->n - start};
}

struct slice
outcome_etag(const struct transfer_answer *answer)
{
	for (size_t i = 0; i < answer->etag.n; i++)
		if (!is_plain(answer->etag.at[i]))
			return SLICE("");
	return answer->etag;
}
