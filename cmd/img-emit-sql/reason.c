/* SPDX-License-Identifier: MIT */
#include "reason.h"

const char *
reason_code(enum reason reason)
{
	static const char *const codes[NREASONS] = {
	    [REASON_NOT] = "",
	    [REASON_BAD] = "bad",
	    [REASON_RETRY] = "retry",
	    [REASON_NEEDS_DERIVE] = "needs-derive",
	    [REASON_AMBIGUOUS] = "ambiguous",
	    [REASON_CONTRADICTORY] = "contradictory",
	    [REASON_NONE] = "none",
	    [REASON_NO_RECORD] = "no-record",
	    [REASON_NO_NUMBER] = "no-number",
	    [REASON_NO_COLLECTION] = "no-collection",
	    [REASON_OTHER_COLLECTION] = "other-collection",
	    [REASON_NO_URL] = "no-url",
	    [REASON_BAD_URL] = "bad-url",
	    [REASON_SECRET_URL] = "secret-url",
	    [REASON_NOT_A_PICTURE] = "not-a-picture",
	    [REASON_BAD_VALUE] = "bad-value",
	    [REASON_TOO_LONG] = "too-long",
	    [REASON_CHARSET] = "charset",
	    [REASON_DUPLICATE] = "duplicate",
	};

	return codes[reason];
}
