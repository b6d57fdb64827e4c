/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "sink/seen_urls.h"

enum { MD5_DIGITS = 32 };

/* The same for both letter cases; 0 for what is no MD5. */
static uint64_t
key_of_md5(struct slice md5)
{
	char lower[MD5_DIGITS];

	if (md5.n != MD5_DIGITS)
		return 0;
	for (size_t i = 0; i < MD5_DIGITS; i++)
		lower[i] = ascii_lower(md5.at[i]);
	return table_key((struct slice){lower, MD5_DIGITS}) | 1;
}

static enum reject_reason
compare(uint64_t known, uint64_t here)
{
	return known != 0 && here != 0 && known != here
	    ? REJECT_REASON_OTHER_BYTES
	    : REJECT_REASON_DUPLICATE;
}

enum reject_reason
seen_urls_add(struct table *seen, uint64_t key, struct slice md5)
{
	size_t before = seen->n;
	uint64_t *known = table_value(seen, key), here = key_of_md5(md5);
	enum reject_reason reason = compare(*known, here);

	if (*known == 0)
		*known = here;
	return seen->n > before ? REJECT_REASON_NOT : reason;
}

enum reject_reason
seen_urls_find(const struct table *seen, uint64_t key, struct slice md5)
{
	return table_has(seen, key)
	    ? compare(table_get(seen, key), key_of_md5(md5))
	    : REJECT_REASON_NOT;
}
