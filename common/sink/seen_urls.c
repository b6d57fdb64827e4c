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

enum reject_reason
seen_urls_add(struct table *seen, uint64_t key, struct slice md5)
{
	size_t before = seen->n;
	uint64_t *known = table_value(seen, key), here = key_of_md5(md5);
	bool other = *known != 0 && here != 0 && *known != here;

	if (*known == 0)
		*known = here;
	if (seen->n > before)
		return REJECT_REASON_NOT;
	return other ? REJECT_REASON_OTHER_BYTES : REJECT_REASON_DUPLICATE;
}
