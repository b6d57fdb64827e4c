/* SPDX-License-Identifier: MIT */
#include "net/url.h"
#include "net/url_normal.h"
#include "net/url_secret.h"
#include "same_answer.h"

void
same_answers_free(struct same_answers *answers)
{
	table_free(&answers->seen);
	buf_free(&answers->normal);
	buf_free(&answers->frequent);
}

static uint64_t
key_of(struct same_answers *answers, struct slice url)
{
	buf_clear(&answers->normal);
	url_put_normal(&answers->normal, url);
	return table_key(buf_slice(&answers->normal));
}

/* True if another URL than the first one has come to where this one has. */
static bool
is_shared(struct same_answers *answers, uint64_t place, uint64_t url)
{
	uint64_t *first = table_value(&answers->seen, place);

	if (*first == 0)
		*first = url;
	return *first != url;
}

/* True if many have had it; one that comes twice in a row counts once. */
static bool
is_frequent(struct same_answers *answers, uint64_t picture, uint64_t url)
{
	enum { COUNT = 0xff };
	uint64_t *seen = table_value(&answers->seen, picture);
	uint64_t n = *seen & COUNT;

	if ((*seen | COUNT) != (url | COUNT) && n <= SAME_ANSWER_MOST)
		n++;
	*seen = (url & ~(uint64_t)COUNT) | n;
	return n > SAME_ANSWER_MOST;
}

/* By its bytes, or what stands for them. False if neither is known. */
static bool
key_of_picture(const struct result_record *record, uint64_t *key)
{
	struct slice md5 = result_record_value(record, MEDIA_MD5);
	struct slice etag = result_record_value(record, ETAG);
	struct url url;

	url_parse(result_record_value(record, RESULT_RECORD_URL), &url);
	*key = table_key(url.host);
	if (md5.n > 0)
		*key = table_key_after(*key, md5);
	else if (etag.n > 0 && result_record_value(record, BYTES).n > 0)
		*key = table_key_after(table_key_after(*key, etag),
		    result_record_value(record, BYTES));
	else
		return false;
	return true;
}

bool
same_answers_has(
    struct same_answers *answers, const struct result_record *record)
{
	struct slice final = result_record_value(record, FINAL_URL);
	uint64_t url, picture;
	bool same = false;

	if (result_record_value(record, FORMAT).n == 0)
		return false;
	url = key_of(answers, result_record_value(record, RESULT_RECORD_URL));
	if (final.n > 0)
		same = is_shared(answers, key_of(answers, final), url);
	if (key_of_picture(record, &picture) &&
	    is_frequent(answers, picture, url) && answers->nfrequent++ == 0)
		url_put_redacted(&answers->frequent,
		    result_record_value(record, RESULT_RECORD_URL));
	return same;
}
