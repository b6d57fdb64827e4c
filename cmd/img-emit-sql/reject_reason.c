/* SPDX-License-Identifier: MIT */
#include "reject_reason.h"

const char *
reject_reason_code(enum reject_reason reason)
{
	static const char *const codes[NREASONS] = {
	    [REJECT_REASON_NOT] = "",
	    [REJECT_REASON_BAD] = "bad",
	    [REJECT_REASON_RETRY] = "retry",
	    [REJECT_REASON_NEEDS_DERIVE] = "needs-derive",
	    [REJECT_REASON_AMBIGUOUS] = "ambiguous",
	    [REJECT_REASON_CONTRADICTORY] = "contradictory",
	    [REJECT_REASON_NONE] = "none",
	    [REJECT_REASON_NO_RECORD] = "no-record",
	    [REJECT_REASON_NO_NUMBER] = "no-number",
	    [REJECT_REASON_NO_COLLECTION] = "no-collection",
	    [REJECT_REASON_OTHER_COLLECTION] = "other-collection",
	    [REJECT_REASON_NO_URL] = "no-url",
	    [REJECT_REASON_BAD_URL] = "bad-url",
	    [REJECT_REASON_SECRET_URL] = "secret-url",
	    [REJECT_REASON_NOT_A_PICTURE] = "not-a-picture",
	    [REJECT_REASON_BAD_VALUE] = "bad-value",
	    [REJECT_REASON_TOO_LONG] = "too-long",
	    [REJECT_REASON_CHARSET] = "charset",
	    [REJECT_REASON_OTHER_RECORD] = "same-picture-other-record",
	    [REJECT_REASON_NOT_THERE] = "not-there",
	    [REJECT_REASON_DUPLICATE] = "duplicate",
	};

	return codes[reason];
}
