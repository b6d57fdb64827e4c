/* SPDX-License-Identifier: MIT */
/* Why a row is left out: the codes of the column `reason`. */
#ifndef SQL_REASON_H
#define SQL_REASON_H

enum reason {
	REASON_NOT, /* it is not left out */
	REASON_BAD,
	REASON_RETRY,
	REASON_NEEDS_DERIVE,
	REASON_AMBIGUOUS,
	REASON_CONTRADICTORY,
	REASON_NONE,
	REASON_NO_RECORD,
	REASON_NO_NUMBER,
	REASON_NO_COLLECTION,
	REASON_OTHER_COLLECTION,
	REASON_NO_URL,
	REASON_BAD_URL,
	REASON_SECRET_URL,
	REASON_NOT_A_PICTURE,
	REASON_BAD_VALUE,
	REASON_TOO_LONG,
	REASON_CHARSET,
	REASON_DUPLICATE,
	NREASONS
};

/* "too-long" and the like; stable. */
const char *reason_code(enum reason reason);

#endif
