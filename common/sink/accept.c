/* SPDX-License-Identifier: MIT */
#include "sink/accept.h"

static bool
says(struct slice s, const char *word)
{
	return slice_equal(s, slice_of(word));
}

static bool
is_key(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.n > 0 && s.n <= 10 && !says(s, "0");
}

static const char *
judge_record(struct slice match, struct slice occid, bool create)
{
	if (says(match, "ambiguous"))
		return "ambiguous";
	if (says(match, "contradictory"))
		return "contradictory";
	if (says(match, "none"))
		return create && occid.n == 0 ? NULL : "none";
	if (match.n > 0 && !says(match, "matched"))
		return "bad-value";
	if (occid.n == 0)
		return "no-record";
	return is_key(occid) ? NULL : "bad-value";
}

const char *
accept_refusal(
    struct slice verdict, struct slice match, struct slice occid, bool create)
{
	if (says(verdict, "bad"))
		return "bad";
	if (says(verdict, "retry"))
		return "retry";
	if (says(verdict, "fix"))
		return "needs-derive";
	if (verdict.n > 0 && !says(verdict, "ok") && !says(verdict, "warn"))
		return "bad-value";
	return judge_record(match, occid, create);
}
