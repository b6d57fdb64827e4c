/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/number.h"
#include "row_known.h"

void
row_known_free(struct row_known *known)
{
	portal_media_query_free(&known->query);
	buf_free(&known->value);
	free(known->fields);
}

struct slice
row_known_had(struct row_known *known, size_t column)
{
	return stream_value(known->fields[column], &known->value);
}

static bool
has_occid(struct row_known *known, const struct plan *plan, uint32_t occid)
{
	struct slice there =
	    row_known_had(known, portal_media_column(plan->existing, "occid"));
	uint64_t number;

	return number_read(there, UINT32_MAX, &number) && number == occid;
}

/* A number alone may be another portal's: the recordID must not deny it. */
static bool
has_guid(struct row_known *known, const struct plan *plan, struct slice wanted)
{
	size_t at = portal_media_column(plan->existing, "recordID");
	struct slice there, prefix = SLICE("urn:uuid:");

	if (at == STREAM_NONE || wanted.n == 0)
		return true;
	there = row_known_had(known, at);
	if (wanted.n > prefix.n &&
	    strncasecmp(wanted.at, prefix.at, prefix.n) == 0)
		wanted = slice_from(wanted, prefix.n);
	return there.n == 0 ||
	    (there.n == wanted.n &&
		strncasecmp(there.at, wanted.at, there.n) == 0);
}

static enum known
find_named(struct row_known *known, const struct plan *plan, uint32_t occid,
    const struct slice cells[])
{
	const struct portal_media *media = plan->existing;
	struct slice guid = cells[C_RECORD_ID];

	if (portal_media_find_id(media, &known->query, PORTAL_MEDIA_ID,
		cells[C_MEDIA_ID], known->fields) &&
	    has_occid(known, plan, occid) && has_guid(known, plan, guid))
		return KNOWN_BY_ID;
	if (portal_media_find_id(
		media, &known->query, PORTAL_MEDIA_GUID, guid, known->fields))
		return has_occid(known, plan, occid) ? KNOWN_BY_ID
						     : KNOWN_ELSEWHERE;
	return KNOWN_NOT;
}

static enum known
find_alike(struct row_known *known, const struct plan *plan, uint32_t occid)
{
	switch (portal_media_find(
	    plan->existing, &known->query, occid, known->fields)) {
	case PORTAL_MEDIA_SAME:
	case PORTAL_MEDIA_BYTES: return KNOWN_AS_IS;
	case PORTAL_MEDIA_SPELLED: return KNOWN_SPELLED;
	case PORTAL_MEDIA_NONE: break;
	}
	return KNOWN_NOT;
}

enum known
row_known_find(struct row_known *known, const struct plan *plan, uint32_t occid,
    const struct slice cells[], const struct slice values[])
{
	const struct portal_media *media = plan->existing;
	struct picture_keys keys = {
	    values[T_ORIGINAL], values[T_WEB], values[T_MD5]};
	enum known found = KNOWN_NOT;

	if (known->fields == NULL)
		known->fields =
		    mem_array(portal_media_width(media), sizeof *known->fields);
	if (occid != 0)
		found = find_named(known, plan, occid, cells);
	if (found != KNOWN_NOT)
		return found;
	portal_media_ask(media, &known->query, &keys);
	if (occid != 0)
		found = find_alike(known, plan, occid);
	if (found != KNOWN_NOT)
		return found;
	if (!plan->shared && !plan->undo && !plan->remove &&
	    portal_media_is_elsewhere(
		media, &known->query, occid, known->fields))
		return KNOWN_ELSEWHERE;
	if (occid != 0 && (plan->update || plan->remove) &&
	    portal_media_find_id(media, &known->query, PORTAL_MEDIA_SOURCE,
		values[T_SOURCE_IDENTIFIER], known->fields) &&
	    has_occid(known, plan, occid))
		return KNOWN_BY_ID;
	return KNOWN_NOT;
}

bool
row_known_is_other_version(struct row_known *known, const struct plan *plan,
    const struct slice values[])
{
	bool web = values[T_ORIGINAL].n == 0;
	size_t mine =
	    portal_media_column(plan->existing, web ? "url" : "originalUrl");
	size_t other =
	    portal_media_column(plan->existing, web ? "originalUrl" : "url");

	return row_known_had(known, mine).n > 0 &&
	    !portal_media_has(
		plan->existing, &known->query, known->fields[mine], web) &&
	    portal_media_has(
		plan->existing, &known->query, known->fields[other], web);
}
