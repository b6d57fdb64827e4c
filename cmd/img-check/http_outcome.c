/* SPDX-License-Identifier: MIT */
#include "net/url.h"
#include "http_outcome.h"

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
	size_t start = out->n, login = 0, end = 0;
	struct url url;

	url_parse(answer->url, &url);
	if (url.userinfo.at != NULL) {
		login = (size_t)(url.userinfo.at - answer->url.at);
		end = login + url.userinfo.n + 1;
	}
	for (size_t i = 0; i < answer->url.n; i++) {
		char c = answer->url.at[i];

		if (i >= login && i < end)
			continue;
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
