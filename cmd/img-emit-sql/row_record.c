/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "sink/accept.h"
#include "row_record.h"

enum reject_reason
row_record_verdict(struct preparer *p)
{
	enum reject_reason reason = accept_verdict(p->cells[C_VERDICT]);

	return row_wrong(
	    p, reason, reason == REJECT_REASON_BAD_VALUE ? "verdict" : "");
}

enum reject_reason
row_record_collection(struct preparer *p)
{
	const struct plan *plan = p->plan;
	struct slice collid = p->cells[C_COLLID];
	uint64_t number;

	p->collid = plan->collid;
	if (collid.n == 0)
		return p->collid != 0 ? REJECT_REASON_NOT
				      : REJECT_REASON_NO_COLLECTION;
	if (!number_read(collid, UINT32_MAX, &number))
		return row_wrong(p, REJECT_REASON_BAD_VALUE, "collid");
	if (p->collid != 0)
		return number == p->collid ? REJECT_REASON_NOT
					   : REJECT_REASON_OTHER_COLLECTION;
	p->collid = (uint32_t)number;
	if (plan->portal == NULL || p->collid == p->exported)
		return REJECT_REASON_NOT;
	if (!portal_has_collection(plan->portal, p->collid))
		return REJECT_REASON_OTHER_COLLECTION;
	p->exported = p->collid;
	return REJECT_REASON_NOT;
}

/* A record is made only for a number that the row itself has. */
static enum reject_reason
judge_new_record(struct preparer *p)
{
	const struct slice *c = p->cells;
	struct accept_number made;
	enum reject_reason reason = accept_new_number(c[C_CATALOG], c[C_OTHER],
	    c[C_KEY], c[C_PROBLEMS], &made, &p->column);

	p->number = made.number;
	p->other = made.other;
	if (reason == REJECT_REASON_NOT)
		reason =
		    row_fit(p, &p->plan->catalog, p->number, "catalogNumber");
	p->nidentifiers = identifiers_split(p->other, p->identifiers);
	for (size_t i = 0; i < p->nidentifiers && reason == REJECT_REASON_NOT;
	     i++)
		reason = row_fit(p, &p->plan->other, p->identifiers[i].value,
		    "otherCatalogNumbers");
	return reason;
}

enum reject_reason
row_record_judge(struct preparer *p, enum kind *kind)
{
	struct slice match = p->cells[C_MATCH], occid = p->cells[C_OCCID];
	bool none = slice_is(match, "none");
	enum reject_reason reason =
	    accept_record(match, occid, p->plan->create, &p->occid, &p->column);

	*kind = none ? KIND_CREATE : KIND_LINK;
	if (reason != REJECT_REASON_NOT)
		return reason;
	if (none)
		return judge_new_record(p);
	return row_fit(
	    p, &p->plan->guid, p->cells[C_GUID], "occurrenceRecordID");
}
