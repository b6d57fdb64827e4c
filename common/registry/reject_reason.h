/* SPDX-License-Identifier: MIT */
/*
 * The registry of reasons why a sink leaves a row out: what can stand in the
 * column `reason` of the rejects.
 */
#ifndef IMG_REJECT_REASON_H
#define IMG_REJECT_REASON_H

/* In the order in which they are looked for. */
enum reject_reason {
	REJECT_REASON_NOT, /* it is not left out */
	REJECT_REASON_BAD,
	REJECT_REASON_RETRY,
	REJECT_REASON_NEEDS_DERIVE,
	REJECT_REASON_AMBIGUOUS,
	REJECT_REASON_CONTRADICTORY,
	REJECT_REASON_NONE,
	REJECT_REASON_NO_RECORD,
	REJECT_REASON_NO_OCCID,
	REJECT_REASON_NO_NUMBER,
	REJECT_REASON_BAD_NUMBER,
	REJECT_REASON_NO_COLLECTION,
	REJECT_REASON_OTHER_COLLECTION,
	REJECT_REASON_PROTECTED,
	REJECT_REASON_WOULD_CHANGE,
	REJECT_REASON_NO_URL,
	REJECT_REASON_BAD_URL,
	REJECT_REASON_SECRET_URL,
	REJECT_REASON_PAGE,
	REJECT_REASON_NOT_A_PICTURE,
	REJECT_REASON_NOT_ACCEPTED,
	REJECT_REASON_BAD_VALUE,
	REJECT_REASON_TOO_LONG,
	REJECT_REASON_CHARSET,
	REJECT_REASON_OTHER_RECORD,
	REJECT_REASON_OTHER_BYTES,
	REJECT_REASON_NOT_THERE,
	REJECT_REASON_ALREADY_THERE,
	REJECT_REASON_IDENTIFIERS_DISAGREE,
	REJECT_REASON_SAME_NAME,
	REJECT_REASON_DERIVATIVE_OF,
	REJECT_REASON_DUPLICATE,
	NREASONS
};

/* "too-long" and the like; stable. */
const char *reject_reason_code(enum reject_reason reason);

/* What it means, and what to do: clauses without a full stop. */
const char *reject_reason_text(enum reject_reason reason);
const char *reject_reason_advice(enum reject_reason reason);

#endif
