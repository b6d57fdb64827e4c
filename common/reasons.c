/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "buf.h"
#include "diag.h"
#include "reasons.h"

void
reasons_add(struct reasons *reasons, const char *reason)
{
	reasons->n++;
	for (size_t i = 0; i < REASONS_MOST; i++) {
		if (reasons->each[i].reason == NULL)
			reasons->each[i].reason = reason;
		if (strcmp(reasons->each[i].reason, reason) == 0) {
			reasons->each[i].n++;
			return;
		}
	}
}

uint64_t
reasons_count(const struct reasons *reasons, const char *reason)
{
	for (size_t i = 0; i < REASONS_MOST && reasons->each[i].n > 0; i++)
		if (strcmp(reasons->each[i].reason, reason) == 0)
			return reasons->each[i].n;
	return 0;
}

void
reasons_warn(const struct reasons *reasons, uint64_t taken)
{
	struct buf text = {0};

	if (reasons->n == 0)
		return;
	for (size_t i = 0; i < REASONS_MOST && reasons->each[i].n > 0; i++)
		buf_printf(&text, "%s%" PRIu64 " %s", i > 0 ? ", " : "",
		    reasons->each[i].n, reasons->each[i].reason);
	warn("%" PRIu64 " of %" PRIu64 " rows left out: %s", reasons->n,
	    reasons->n + taken, buf_string(&text));
	buf_free(&text);
}
