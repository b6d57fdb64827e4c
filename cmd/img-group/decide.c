/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "group.h"

/* What members can be: files that browsers show by their role, and others. */
enum kind {
	KIND_LARGE,
	KIND_WEB,
	KIND_THUMBNAIL,
	KIND_PLAIN,
	KIND_ARCHIVE,
	NKINDS
};

static enum kind
kind_of(const struct member *member)
{
	if (member->role == ROLE_THUMBNAIL)
		return KIND_THUMBNAIL;
	if (member->role == ROLE_WEB)
		return KIND_WEB;
	if (!member->shown)
		return KIND_ARCHIVE;
	return member->role == ROLE_LARGE ? KIND_LARGE : KIND_PLAIN;
}

bool
group_is_further_page(const struct member members[], size_t n, size_t member)
{
	if (members[member].role != ROLE_PAGE || !members[member].sound)
		return false;
	for (size_t i = 0; i < n; i++)
		if (members[i].role == ROLE_PAGE && members[i].sound &&
		    members[i].page < members[member].page)
			return true;
	return false;
}

/* Takes the member as the file of its kind; false if there is another that is
 * as good. */
static bool
take(const struct group_run *run, const struct member members[], int found[],
    size_t i)
{
	enum kind kind = kind_of(&members[i]);

	if (found[kind] != NO_MEMBER) {
		/* Without a list no archive is better than another. */
		if (kind != KIND_ARCHIVE || run->archives == NULL ||
		    members[i].rank == members[found[kind]].rank)
			return false;
		if (members[i].rank > members[found[kind]].rank)
			return true;
	}
	found[kind] = (int)i;
	return true;
}

static bool
fields_differ(const struct group_run *run, const struct member members[],
    size_t n, enum group_column column)
{
	size_t at = run->columns[column];
	struct slice first = {NULL, 0};

	if (at == STREAM_NONE)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct slice field = members[i].fields[at];

		if (field.n == 0 || !members[i].sound)
			continue;
		if (first.n > 0 && !slice_equal(first, field))
			return true;
		first = field;
	}
	return false;
}

static uint64_t
pixels(const struct group_run *run, const struct member *member)
{
	uint64_t x, y;

	if (run->columns[G_X] == STREAM_NONE ||
	    run->columns[G_Y] == STREAM_NONE ||
	    !number_read(member->fields[run->columns[G_X]], UINT32_MAX, &x) ||
	    !number_read(member->fields[run->columns[G_Y]], UINT32_MAX, &y))
		return 0;
	return x * y;
}

/*
 * A file without an ending beside one that is called large: the portal's
 * loader calls the larger one so, its forms the smaller one. What is known of
 * their pixels decides, or else the loader's way.
 */
static void
plain_and_large(const struct group_run *run, const struct member members[],
    const int found[], struct grouping *grouping)
{
	int plain = found[KIND_PLAIN], large = found[KIND_LARGE];
	bool plain_larger = pixels(run, &members[large]) > 0 &&
	    pixels(run, &members[plain]) > pixels(run, &members[large]);

	if (found[KIND_WEB] != NO_MEMBER) {
		/* The file that both were made of. */
		grouping->unclear |= found[KIND_ARCHIVE] != NO_MEMBER;
		grouping->place[PLACE_MAIN] = large;
		grouping->place[PLACE_ARCHIVE] = plain;
		return;
	}
	grouping->place[PLACE_MAIN] = plain_larger ? plain : large;
	grouping->place[PLACE_WEB] = plain_larger ? large : plain;
}

static void
assign(const struct group_run *run, const struct member members[],
    const int found[], struct grouping *grouping)
{
	int *place = grouping->place;

	place[PLACE_WEB] = found[KIND_WEB];
	place[PLACE_THUMBNAIL] = found[KIND_THUMBNAIL];
	place[PLACE_ARCHIVE] = found[KIND_ARCHIVE];
	if (found[KIND_PLAIN] != NO_MEMBER && found[KIND_LARGE] != NO_MEMBER) {
		plain_and_large(run, members, found, grouping);
		return;
	}
	place[PLACE_MAIN] = found[KIND_LARGE] != NO_MEMBER ? found[KIND_LARGE]
							   : found[KIND_PLAIN];
	if (place[PLACE_MAIN] == NO_MEMBER) {
		place[PLACE_MAIN] = place[PLACE_WEB];
		place[PLACE_WEB] = NO_MEMBER;
	}
	if (place[PLACE_MAIN] == NO_MEMBER) {
		place[PLACE_MAIN] = place[PLACE_ARCHIVE];
		place[PLACE_ARCHIVE] = NO_MEMBER;
	}
	if (place[PLACE_MAIN] == NO_MEMBER) {
		grouping->alone = place[PLACE_THUMBNAIL] != NO_MEMBER;
		place[PLACE_MAIN] = place[PLACE_THUMBNAIL];
		place[PLACE_THUMBNAIL] = NO_MEMBER;
	}
}

struct grouping
group_decide(
    const struct group_run *run, const struct member members[], size_t n)
{
	struct grouping grouping = {
	    {NO_MEMBER, NO_MEMBER, NO_MEMBER, NO_MEMBER}, false, false};
	int found[NKINDS] = {
	    NO_MEMBER, NO_MEMBER, NO_MEMBER, NO_MEMBER, NO_MEMBER};

	grouping.unclear = fields_differ(run, members, n, G_OCCID) ||
	    fields_differ(run, members, n, G_NUMBER);
	for (size_t i = 0; i < n; i++)
		if (members[i].sound && !group_is_further_page(members, n, i))
			grouping.unclear |= !take(run, members, found, i);
	assign(run, members, found, &grouping);
	return grouping;
}
