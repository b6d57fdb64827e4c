/* SPDX-License-Identifier: MIT */
#include "response.h"

static enum response
of_status(int status)
{
	switch (status) {
	case 401:
	case 407: return RESPONSE_LOCKED_OUT;
	case 404:
	case 409:
	case 410: return RESPONSE_ABSENT;
	case 405:
	case 501: return RESPONSE_UNSUPPORTED;
	case 507: return RESPONSE_FULL;
	case 408:
	case 423:
	case 425:
	case 429: return RESPONSE_LATER;
	default: break;
	}
	return status >= 500	? RESPONSE_LATER
	    : status / 100 == 2 ? RESPONSE_DONE
	    : status == 0	? RESPONSE_LATER
				: RESPONSE_REFUSED;
}

bool
response_is_http(const struct target *target)
{
	return target->kind == TARGET_WEBDAV || target->kind == TARGET_S3;
}

enum response
response_of(const struct target *target, const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_ANSWERED:
		/* Two writers of one object at once. */
		if (target->kind == TARGET_S3 && answer->status == 409)
			return RESPONSE_LATER;
		return response_is_http(target) ? of_status(answer->status)
						: RESPONSE_DONE;
	case TRANSFER_MISSING: return RESPONSE_ABSENT;
	case TRANSFER_DENIED:
	case TRANSFER_REFUSED:
	case TRANSFER_REDIRECTS: return RESPONSE_REFUSED;
	case TRANSFER_LOGIN:
	case TRANSFER_HOST_KEY:
	case TRANSFER_TLS:
	case TRANSFER_PRIVATE:
	case TRANSFER_ILLEGAL: return RESPONSE_LOCKED_OUT;
	case TRANSFER_FULL: return RESPONSE_FULL;
	case TRANSFER_DNS:
	case TRANSFER_CONNECT:
	case TRANSFER_TIMEOUT:
	case TRANSFER_BROKEN: break;
	}
	return RESPONSE_LATER;
}

enum flight_next
response_next(const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_DNS:
	case TRANSFER_CONNECT:
	case TRANSFER_TIMEOUT: return FLIGHT_SILENT;
	case TRANSFER_ANSWERED:
		return answer->status == 429 || answer->status == 503
		    ? FLIGHT_BUSY
		    : FLIGHT_FAILED;
	default: return FLIGHT_FAILED;
	}
}

bool
response_md5(const struct target *target, const struct transfer_answer *answer,
    char md5[33])
{
	struct slice etag = answer->etag;

	if (target->kind != TARGET_S3 || etag.n != 34 || *etag.at != '"')
		return false;
	for (size_t i = 0; i < 32; i++) {
		char c = etag.at[i + 1];

		if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
			return false;
		md5[i] = c;
	}
	md5[32] = '\0';
	return true;
}

/* What stands between <name> and the next tag. */
static struct slice
element(struct slice document, const char *tag)
{
	const char *at = memmem(document.at, document.n, tag, strlen(tag));
	struct slice text = SLICE("");
	const char *end;

	if (at == NULL)
		return text;
	text.at = at + strlen(tag);
	text.n = (size_t)(document.at + document.n - text.at);
	end = memchr(text.at, '<', text.n);
	if (end != NULL)
		text.n = (size_t)(end - text.at);
	return text;
}

bool
response_put_error(struct buf *out, struct slice document)
{
	struct slice code = element(document, "<Code>");
	struct slice message = element(document, "<Message>");

	if (code.n == 0)
		return false;
	buf_put_slice(out, code);
	if (message.n > 0) {
		buf_put_string(out, ": ");
		buf_put_slice(out, message);
	}
	return true;
}
