/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "sink/reason_counts.h"

void
reason_counts_add(struct reason_counts *reasons, const char *reason)
{
	reasons->n++;
	for (size_t i = 0; i < REASON_COUNTS_MOST; i++) {
		if (reasons->each[i].reason == NULL)
			reasons->each[i].reason = reason;
		if (strcmp(reasons->each[i].reason, reason) == 0) {
			reasons->each[i].n++;
			return;
		}
	}
}

uint64_t
reason_counts_count(const struct reason_counts *reasons, const char *reason)
{
	for (size_t i = 0; i < REASON_COUNTS_MOST && reasons->each[i].n > 0;
	     i++)
		if (strcmp(reasons->each[i].reason, reason) == 0)
			return reasons->each[i].n;
	return 0;
}

void
reason_counts_warn(const struct reason_counts *reasons, uint64_t taken)
{
	struct buf text = {0};

	if (reasons->n == 0)
		return;
	for (size_t i = 0; i < REASON_COUNTS_MOST && reasons->each[i].n > 0;
	     i++)
		buf_printf(&text, "%s%" PRIu64 " %s", i > 0 ? ", " : "",
		    reasons->each[i].n, reasons->each[i].reason);
	warn("%" PRIu64 " of %" PRIu64 " rows left out: %s", reasons->n,
	    reasons->n + taken, buf_string(&text));
	buf_free(&text);
}
