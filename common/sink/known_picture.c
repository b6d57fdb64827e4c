/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "base/number.h"
#include "sink/known_picture.h"
#include "stream/stream.h"

void
known_picture_free(struct known_picture *known)
{
	portal_media_query_free(&known->query);
	buf_free(&known->value);
	free(known->fields);
}

struct slice
known_picture_had(struct known_picture *known, size_t column)
{
	return stream_value(known->fields[column], &known->value);
}

static bool
has_occid(struct known_picture *known, const struct portal_media *media,
    uint32_t occid)
{
	struct slice there =
	    known_picture_had(known, portal_media_column(media, "occid"));
	uint64_t number;

	return number_read(there, UINT32_MAX, &number) && number == occid;
}

/* A number alone may be another portal's: the recordID must not deny it. */
static bool
has_guid(struct known_picture *known, const struct portal_media *media,
    struct slice wanted)
{
	size_t at = portal_media_column(media, "recordID");
	struct slice there, prefix = SLICE("urn:uuid:");

	if (at == STREAM_NONE || wanted.n == 0)
		return true;
	there = known_picture_had(known, at);
	if (wanted.n > prefix.n &&
	    strncasecmp(wanted.at, prefix.at, prefix.n) == 0)
		wanted = slice_from(wanted, prefix.n);
	return there.n == 0 ||
	    (there.n == wanted.n &&
		strncasecmp(there.at, wanted.at, there.n) == 0);
}

static enum known
find_named(struct known_picture *known, const struct portal_media *media,
    const struct known_row *row)
{
	if (portal_media_find_id(media, &known->query, PORTAL_MEDIA_ID, row->id,
		known->fields) &&
	    has_occid(known, media, row->occid) &&
	    has_guid(known, media, row->guid))
		return KNOWN_BY_ID;
	if (portal_media_find_id(media, &known->query, PORTAL_MEDIA_GUID,
		row->guid, known->fields))
		return has_occid(known, media, row->occid) ? KNOWN_BY_ID
							   : KNOWN_ELSEWHERE;
	return KNOWN_NOT;
}

static enum known
find_alike(struct known_picture *known, const struct portal_media *media,
    uint32_t occid)
{
	switch (portal_media_find(media, &known->query, occid, known->fields)) {
	case PORTAL_MEDIA_SAME:
	case PORTAL_MEDIA_BYTES: return KNOWN_AS_IS;
	case PORTAL_MEDIA_SPELLED: return KNOWN_SPELLED;
	case PORTAL_MEDIA_NONE: break;
	}
	return KNOWN_NOT;
}

static void
make_room(struct known_picture *known, const struct portal_media *media)
{
	if (known->fields == NULL)
		known->fields =
		    mem_array(portal_media_width(media), sizeof *known->fields);
}

bool
known_picture_named(struct known_picture *known,
    const struct portal_media *media, struct slice id, struct slice guid)
{
	make_room(known, media);
	if (portal_media_find_id(
		media, &known->query, PORTAL_MEDIA_ID, id, known->fields))
		return has_guid(known, media, guid);
	return portal_media_find_id(
	    media, &known->query, PORTAL_MEDIA_GUID, guid, known->fields);
}

bool
known_picture_sourced(struct known_picture *known,
    const struct portal_media *media, struct slice source)
{
	make_room(known, media);
	return portal_media_find_id(
	    media, &known->query, PORTAL_MEDIA_SOURCE, source, known->fields);
}

bool
known_picture_owned(struct known_picture *known,
    const struct portal_media *media, struct slice original, struct slice web,
    bool *several)
{
	struct picture_keys keys = {.original = original, .web = web};
	struct portal_media_query *query = &known->query;
	uint64_t occid;

	make_room(known, media);
	portal_media_ask(media, query, &keys);
	if (!portal_media_is_elsewhere(media, query, 0, known->fields) ||
	    !number_read(
		known_picture_had(known, portal_media_column(media, "occid")),
		UINT32_MAX, &occid))
		return false;
	*several = portal_media_is_elsewhere(
	    media, query, (uint32_t)occid, known->fields);
	/* What was found first is in the fields again. */
	return portal_media_is_elsewhere(media, query, 0, known->fields);
}

enum known
known_picture_find(struct known_picture *known,
    const struct portal_media *media, const struct known_row *row)
{
	enum known found = KNOWN_NOT;

	make_room(known, media);
	if (row->occid != 0)
		found = find_named(known, media, row);
	if (found != KNOWN_NOT)
		return found;
	portal_media_ask(media, &known->query, &row->keys);
	if (row->occid != 0)
		found = find_alike(known, media, row->occid);
	if (found != KNOWN_NOT)
		return found;
	if (row->elsewhere &&
	    portal_media_is_elsewhere(
		media, &known->query, row->occid, known->fields))
		return KNOWN_ELSEWHERE;
	if (row->occid != 0 &&
	    portal_media_find_id(media, &known->query, PORTAL_MEDIA_SOURCE,
		row->source, known->fields) &&
	    has_occid(known, media, row->occid))
		return KNOWN_BY_ID;
	return KNOWN_NOT;
}

bool
known_picture_has_other_md5(struct known_picture *known,
    const struct portal_media *media, struct slice md5)
{
	size_t at = portal_media_column(media, "mediaMD5");
	struct slice there =
	    at != STREAM_NONE ? known_picture_had(known, at) : SLICE("");

	return md5.n > 0 && there.n > 0 &&
	    (md5.n != there.n || strncasecmp(md5.at, there.at, md5.n) != 0);
}

bool
known_picture_is_other_version(struct known_picture *known,
    const struct portal_media *media, const struct picture_keys *keys)
{
	bool web = keys->original.n == 0;
	size_t mine = portal_media_column(media, web ? "url" : "originalUrl");
	size_t other = portal_media_column(media, web ? "originalUrl" : "url");

	return known_picture_had(known, mine).n > 0 &&
	    !portal_media_has(media, &known->query, known->fields[mine], web) &&
	    portal_media_has(media, &known->query, known->fields[other], web);
}
