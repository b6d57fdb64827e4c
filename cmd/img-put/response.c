/* SPDX-License-Identifier: MIT */
#include "net/retry.h"
#include "response.h"

/* What is final. */
static enum response
of_status(int status)
{
	switch (status) {
	case 401:
	case 407: return RESPONSE_LOCKED_OUT;
	case 404:
	case 409:
	case 410: return RESPONSE_ABSENT;
	case 405: return RESPONSE_UNSUPPORTED;
	default: return status / 100 == 2 ? RESPONSE_DONE : RESPONSE_REFUSED;
	}
}

bool
response_is_http(const struct target *target)
{
	return target->kind == TARGET_WEBDAV || target->kind == TARGET_S3;
}

/* Two statuses mean more of a method that writes than of a GET. */
static enum response
of_answer(const struct target *target, const struct transfer_answer *answer)
{
	if (!response_is_http(target))
		return RESPONSE_DONE;
	/* Two writers of one object at once. */
	if (target->kind == TARGET_S3 && answer->status == 409)
		return RESPONSE_LATER;
	if (answer->status == 501)
		return RESPONSE_UNSUPPORTED;
	if (answer->status == 507)
		return RESPONSE_FULL;
	return retry_after_answer(answer) != HOST_FINE
	    ? RESPONSE_LATER
	    : of_status(answer->status);
}

enum response
response_of(const struct target *target, const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_ANSWERED: return of_answer(target, answer);
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
	default: return RESPONSE_LATER;
	}
}

enum flight_next
response_next(const struct transfer_answer *answer)
{
	enum host_result result = retry_after_answer(answer);

	/* What is final by its status may not be so of a target: S3's 409. */
	return result != HOST_FINE ? flight_after(result) : FLIGHT_FAILED;
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

/* What is between <name> and the next tag. */
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
