/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "sink/accept.h"

static bool
is_key(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.n > 0 && s.n <= 10 && !slice_is(s, "0");
}

static enum reject_reason
judge_record(struct slice match, struct slice occid, bool create)
{
	if (slice_is(match, "ambiguous"))
		return REJECT_REASON_AMBIGUOUS;
	if (slice_is(match, "contradictory"))
		return REJECT_REASON_CONTRADICTORY;
	if (slice_is(match, "none"))
		return create && occid.n == 0 ? REJECT_REASON_NOT
					      : REJECT_REASON_NONE;
	if (match.n > 0 && !slice_is(match, "matched"))
		return REJECT_REASON_BAD_VALUE;
	if (occid.n == 0)
		return REJECT_REASON_NO_RECORD;
	return is_key(occid) ? REJECT_REASON_NOT : REJECT_REASON_BAD_VALUE;
}

enum reject_reason
accept_refusal(
    struct slice verdict, struct slice match, struct slice occid, bool create)
{
	if (slice_is(verdict, "bad"))
		return REJECT_REASON_BAD;
	if (slice_is(verdict, "retry"))
		return REJECT_REASON_RETRY;
	if (slice_is(verdict, "fix"))
		return REJECT_REASON_NEEDS_DERIVE;
	if (verdict.n > 0 && !slice_is(verdict, "ok") &&
	    !slice_is(verdict, "warn"))
		return REJECT_REASON_BAD_VALUE;
	return judge_record(match, occid, create);
}
