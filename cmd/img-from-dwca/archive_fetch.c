/* SPDX-License-Identifier: MIT */
#include "base/buf.h"
#include "base/diag.h"
#include "base/opt.h"
#include "file/tempfile.h"
#include "net/transfer.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "archive_fetch.h"

struct download {
	int fd;
	uint64_t bytes;
};

static bool
take(void *context, const struct transfer *transfer, struct slice bytes)
{
	struct download *download = context;

	if (transfer_status(transfer) != 200)
		return false;
	tempfile_write(download->fd, bytes);
	download->bytes += bytes.n;
	return true;
}

static void
judge(const struct transfer_answer *answer, const struct download *download,
    const char *url)
{
	struct buf shown = {0};

	url_put_redacted(&shown, slice_of(url));
	buf_string(&shown);
	if (answer->outcome == TRANSFER_PRIVATE)
		die("%s: a private address (--allow-private permits it)",
		    shown.at);
	if (answer->outcome != TRANSFER_ANSWERED)
		die("%s: %s", shown.at,
		    answer->error != NULL ? answer->error : "no answer");
	if (answer->status != 200)
		die("%s: the server answers %d", shown.at, answer->status);
	if (!answer->coded && answer->length >= 0 &&
	    (uint64_t)answer->length != download->bytes)
		die("%s: the download is incomplete", shown.at);
	inform("%s: %" PRIu64 " bytes downloaded", shown.at, download->bytes);
	buf_free(&shown);
}

static int
download(const char *url, bool allow_private)
{
	struct transfer_rules rules = transfer_defaults;
	struct download to = {.fd = tempfile_open()};
	struct buf agent = {0};
	struct transfers *transfers;
	struct transfer *transfer;
	struct transfer_request request = {
	    .url = slice_of(url), .body = take, .context = &to};

	buf_printf(&agent, "img-from-dwca/%s", opt_version());
	rules.agent = buf_string(&agent);
	rules.allow_private = allow_private;
	rules.total_time = 0;
	transfers = transfers_open(&rules);
	transfers_start(transfers, &request);
	do
		transfer = transfers_next(transfers, -1);
	while (transfer == NULL);
	judge(transfer_answer(transfer), &to, url);
	transfer_release(transfer);
	transfers_close(transfers);
	buf_free(&agent);
	return to.fd;
}

int
archive_fetch(const char *operand, const struct dwca_source_options *options,
    struct buf *shown)
{
	if (!url_is_web(slice_of(operand)))
		return -1;
	url_put_redacted(shown, slice_of(operand));
	return download(operand, options->allow_private);
}
