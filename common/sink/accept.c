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

static const char *
judge_record(struct slice match, struct slice occid, bool create)
{
	if (slice_is(match, "ambiguous"))
		return "ambiguous";
	if (slice_is(match, "contradictory"))
		return "contradictory";
	if (slice_is(match, "none"))
		return create && occid.n == 0 ? NULL : "none";
	if (match.n > 0 && !slice_is(match, "matched"))
		return "bad-value";
	if (occid.n == 0)
		return "no-record";
	return is_key(occid) ? NULL : "bad-value";
}

const char *
accept_refusal(
    struct slice verdict, struct slice match, struct slice occid, bool create)
{
	if (slice_is(verdict, "bad"))
		return "bad";
	if (slice_is(verdict, "retry"))
		return "retry";
	if (slice_is(verdict, "fix"))
		return "needs-derive";
	if (verdict.n > 0 && !slice_is(verdict, "ok") &&
	    !slice_is(verdict, "warn"))
		return "bad-value";
	return judge_record(match, occid, create);
}
