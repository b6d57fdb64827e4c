/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "net/url.h"
#include "stream/stream.h"
#include "scan_row.h"
#include "scope.h"

static bool has_problems;

void
scan_row_header(struct buf *out, bool problems)
{
	has_problems = problems;
	buf_put_string(out, "path\toriginalUrl\tname\tbytes\tmodified");
	buf_put_string(out, problems ? "\tproblems\n" : "\n");
}

static void
end_row(struct buf *out, struct slice codes)
{
	if (has_problems) {
		buf_put_char(out, '\t');
		buf_put_slice(out, codes);
	}
	buf_put_char(out, '\n');
}

void
scan_row_local(struct buf *out, const struct scan_row_lead *lead,
    struct slice name, uint64_t bytes, int64_t seconds)
{
	buf_put_slice(out, lead->path);
	stream_escape(out, name);
	buf_put_char(out, '\t');
	if (lead->url.at != NULL) {
		buf_put_slice(out, lead->url);
		url_put_path(out, name);
	}
	buf_put_char(out, '\t');
	stream_escape(out, name);
	buf_put_char(out, '\t');
	buf_put_number(out, bytes);
	buf_put_char(out, '\t');
	date_put(out, seconds);
	end_row(out, lead->codes);
}

void
scan_row_remote(struct buf *out, struct slice url,
    const struct listing_facts *facts, struct slice codes)
{
	struct buf name = {0};

	buf_put_char(out, '\t');
	stream_escape(out, url);
	buf_put_char(out, '\t');
	if (!scope_put_handed(&name, url))
		url_put_name(&name, url);
	stream_escape(out, buf_slice(&name));
	buf_put_char(out, '\t');
	if (facts != NULL && facts->has_bytes)
		buf_put_number(out, facts->bytes);
	buf_put_char(out, '\t');
	if (facts != NULL && facts->has_time)
		date_put(out, facts->time);
	end_row(out, codes);
	buf_free(&name);
}

void
scan_row_none(
    struct buf *out, struct slice path, struct slice url, struct slice codes)
{
	struct slice name = path.n > 0 ? path : url;

	for (size_t i = name.n; i > 0; i--)
		if (name.at[i - 1] == '/' || name.at[i - 1] == '\\') {
			name = slice_from(name, i);
			break;
		}
	stream_escape(out, path);
	buf_put_char(out, '\t');
	stream_escape(out, url);
	buf_put_char(out, '\t');
	stream_escape(out, name);
	buf_put_string(out, "\t\t");
	end_row(out, codes);
}
