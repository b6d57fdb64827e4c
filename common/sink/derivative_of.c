/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "base/diag.h"
#include "net/picture_place.h"
#include "registry/derivative_name.h"
#include "sink/derivative_of.h"

/* A file without an ending is the picture, whatever is beside it. */
static const uint32_t ranks[NROLES] = {
    [ROLE_PLAIN] = 1, [ROLE_LARGE] = 2, [ROLE_WEB] = 3, [ROLE_THUMBNAIL] = 4};

static struct derivative_mark
mark_of(struct slice folder, struct slice name)
{
	struct derivative_mark mark = {0, 0};
	struct derivative_name found;
	struct slice whole;

	found = derivative_name(&derivative_defaults, picture_stem(name));
	/* The default patterns are endings: the stem begins the name. */
	whole = (struct slice){folder.at, folder.n + found.stem.n};
	mark.picture = table_key(whole);
	mark.rank = ranks[found.role];
	return mark;
}

struct derivative_mark
derivative_mark(struct slice url, struct buf *scratch)
{
	struct slice folder, name;

	return picture_place(SLICE(""), url, scratch, &folder, &name)
	    ? mark_of(folder, name)
	    : (struct derivative_mark){0, 0};
}

struct derivative_mark
derivative_mark_comparable(struct slice url)
{
	struct slice folder, name;

	return url.n > 0 && picture_place(url, SLICE(""), NULL, &folder, &name)
	    ? mark_of(folder, name)
	    : (struct derivative_mark){0, 0};
}

static uint64_t
key_of(struct derivative_mark mark, uint64_t record)
{
	return mark.picture ^ record * UINT64_C(0x9e3779b97f4a7c15);
}

void
derivatives_expect(const struct derivatives *derivatives,
    struct derivative_mark mark, uint64_t record)
{
	table_expect(&derivatives->pictures, key_of(mark, record));
}

bool
derivatives_add(struct derivatives *derivatives, struct derivative_mark mark,
    uint64_t record)
{
	uint64_t *least, before;

	if (mark.picture == 0)
		return false;
	least = table_value(&derivatives->pictures, key_of(mark, record));
	before = *least;
	if (before == 0 || before > mark.rank)
		*least = mark.rank;
	if (before == 0 || before == mark.rank)
		return false;
	derivatives->late += before > mark.rank;
	return before < mark.rank;
}

bool
derivatives_finish(struct derivatives *derivatives)
{
	table_free(&derivatives->pictures);
	if (derivatives->late == 0)
		return false;
	warn("%" PRIu64 " pictures came after their web picture or thumbnail, "
	     "which is a picture of its own now: img-group makes one row of "
	     "them",
	    derivatives->late);
	return true;
}
