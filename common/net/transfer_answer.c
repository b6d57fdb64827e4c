/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/number.h"
#include "net/http_date.h"
#include "net/transfer_parts.h"
#include "net/url.h"

static struct slice
header(const struct transfer *transfer, const char *name)
{
	struct curl_header *found;

	if (curl_easy_header(
		transfer->easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
		return SLICE("");
	return slice_of(found->value);
}

static int64_t
information(const struct transfer *transfer, CURLINFO what)
{
	curl_off_t number = 0;
	long small = 0;

	if ((what & CURLINFO_TYPEMASK) == CURLINFO_OFF_T) {
		curl_easy_getinfo(transfer->easy, what, &number);
		return number;
	}
	curl_easy_getinfo(transfer->easy, what, &small);
	return small;
}

/* The total in "bytes 0-99/1234", -1 if it is not given. */
static int64_t
range_total(struct slice range)
{
	const char *slash = range.n > 0 ? memchr(range.at, '/', range.n) : NULL;
	uint64_t total;

	if (slash == NULL ||
	    !number_read(slice_from(range, (size_t)(slash + 1 - range.at)),
		INT64_MAX, &total))
		return -1;
	return (int64_t)total;
}

int
transfer_status(const struct transfer *transfer)
{
	return (int)information(transfer, CURLINFO_RESPONSE_CODE);
}

static bool
is_coded(const struct transfer *transfer)
{
	struct slice coding = header(transfer, "Content-Encoding");

	return coding.n > 0 && !slice_equal(coding, SLICE("identity"));
}

/* Of what is not coded. */
static int64_t
length_of(const struct transfer *transfer, int status)
{
	return status == 206
	    ? range_total(header(transfer, "Content-Range"))
	    : information(transfer, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
}

/* By the list, by a redirect, or by an answer that is no HTTP. */
static enum transfer_outcome
misled(const struct transfer *transfer)
{
	/* libcurl has no code for it, and 100 Continue may have come before. */
	if (strstr(transfer->error, "HTTP/0.9") != NULL)
		return TRANSFER_BROKEN;
	if (transfer->header_bytes > 0)
		return TRANSFER_REDIRECTS;
	return url_is_web(buf_slice(&transfer->text)) ? TRANSFER_BROKEN
						      : TRANSFER_ILLEGAL;
}

static bool
is_over_ssh(const struct transfer *transfer)
{
	const char *scheme = NULL;

	curl_easy_getinfo(transfer->easy, CURLINFO_SCHEME, &scheme);
	return scheme != NULL && strcasecmp(scheme, "sftp") == 0;
}

/* What only SFTP and FTP come to. */
static enum transfer_outcome
outcome_of_upload(const struct transfer *transfer, CURLcode code)
{
	if (transfer->transfers->rules.uploads == NULL)
		return TRANSFER_BROKEN;
	switch (code) {
	case CURLE_LOGIN_DENIED: return TRANSFER_LOGIN;
	case CURLE_REMOTE_FILE_NOT_FOUND:
	case CURLE_FTP_COULDNT_RETR_FILE: return TRANSFER_MISSING;
	case CURLE_REMOTE_ACCESS_DENIED: return TRANSFER_DENIED;
	case CURLE_REMOTE_DISK_FULL: return TRANSFER_FULL;
	case CURLE_UPLOAD_FAILED:
	case CURLE_REMOTE_FILE_EXISTS:
	case CURLE_QUOTE_ERROR: return TRANSFER_REFUSED;
	case CURLE_USE_SSL_FAILED: return TRANSFER_TLS;
	default: return TRANSFER_BROKEN;
	}
}

/* A server that has been named most likely has broken off: it may come back. */
static enum transfer_outcome
outcome_of_handshake(const struct transfer *transfer)
{
	return transfer->transfers->rules.uploads != NULL ? TRANSFER_CONNECT
							  : TRANSFER_TLS;
}

static enum transfer_outcome
outcome_of(const struct transfer *transfer, CURLcode code)
{
	switch (code) {
	case CURLE_OK: return TRANSFER_ANSWERED;
	case CURLE_WRITE_ERROR:
		return transfer->answer.cut ? TRANSFER_ANSWERED
					    : TRANSFER_BROKEN;
	case CURLE_URL_MALFORMAT:
		return transfer->header_bytes > 0 ? TRANSFER_REDIRECTS
						  : TRANSFER_ILLEGAL;
	case CURLE_UNSUPPORTED_PROTOCOL: return misled(transfer);
	case CURLE_COULDNT_RESOLVE_HOST: return TRANSFER_DNS;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_CONNECT:
		return transfer->refused ? TRANSFER_PRIVATE : TRANSFER_CONNECT;
	case CURLE_PEER_FAILED_VERIFICATION:
		return is_over_ssh(transfer) ? TRANSFER_HOST_KEY : TRANSFER_TLS;
	case CURLE_SSL_CONNECT_ERROR: return outcome_of_handshake(transfer);
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return TRANSFER_TLS;
	case CURLE_OPERATION_TIMEDOUT: return TRANSFER_TIMEOUT;
	case CURLE_TOO_MANY_REDIRECTS: return TRANSFER_REDIRECTS;
	default: return outcome_of_upload(transfer, code);
	}
}

/* Cloudflare's, and that of Amazon's firewall. */
static bool
is_challenged(const struct transfer *transfer)
{
	struct slice waf = header(transfer, "x-amzn-waf-action");

	return slice_equal(
		   header(transfer, "cf-mitigated"), SLICE("challenge")) ||
	    slice_equal(waf, SLICE("challenge")) ||
	    slice_equal(waf, SLICE("captcha"));
}

/* What only some statuses come with is looked for only there. */
static void
read_headers(struct transfer *transfer, struct transfer_answer *answer)
{
	int64_t now = (int64_t)time(NULL);

	answer->retry_after = answer->status < 400
	    ? -1
	    : http_date_retry_after(header(transfer, "Retry-After"), now);
	answer->challenged = is_challenged(transfer);
	answer->coded = is_coded(transfer);
	answer->length =
	    answer->coded ? -1 : length_of(transfer, answer->status);
	if (!http_date_read(
		header(transfer, "Last-Modified"), now, &answer->modified) ||
	    answer->modified < 0)
		answer->modified = 0;
	if (answer->status == 0 || transfer->header_bytes == 0)
		answer->modified = information(transfer, CURLINFO_FILETIME_T);
	answer->type = header(transfer, "Content-Type");
	answer->etag = header(transfer, "ETag");
}

void
transfer_read_answer(struct transfer *transfer, CURLcode code)
{
	struct transfer_answer *answer = &transfer->answer;
	const char *url = NULL;

	answer->outcome = outcome_of(transfer, code);
	answer->status = transfer_status(transfer);
	answer->redirects =
	    (unsigned)information(transfer, CURLINFO_REDIRECT_COUNT);
	read_headers(transfer, answer);
	curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
	answer->url = slice_of(url != NULL ? url : "");
	answer->error = transfer->error[0] != '\0' ? transfer->error
						   : curl_easy_strerror(code);
	/* SFTP has no code for a full disk that servers use. */
	if (code == CURLE_SSH && transfer->sent != NULL &&
	    transfer->sent_at > 0 && is_over_ssh(transfer))
		answer->error = "the server did not take the whole file: its "
				"disk may be full";
}
