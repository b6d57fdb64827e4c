/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/diag.h"
#include "base/mem.h"
#include "net/picture_place.h"
#include "net/url_normal.h"
#include "registry/derivative_name.h"
#include "sink/derivative_of.h"
#include "text/counted.h"

/* A file without an ending is the picture, whatever is beside it. */
static const uint32_t ranks[DERIVATIVE_ROLES] = {
    [ROLE_PLAIN] = 1, [ROLE_LARGE] = 2, [ROLE_WEB] = 3, [ROLE_THUMBNAIL] = 4};

enum { PLAIN = 1 };

/* Longer places than any server has. */
enum { PLACE_MOST = 8192 };

/* Files after each other are mostly in one folder. */
struct last_folder {
	char text[512];
	size_t n; /* 0: longer */
	struct derivative_folder folder;
};

/* 0 for a place that is too long. */
static uint64_t
key_of_place(const struct derivative_name *found)
{
	size_t n = found->before.n + found->after.n;
	char joined[PLACE_MOST];

	if (found->after.n == 0)
		return table_key(found->before);
	if (n > sizeof joined)
		return 0;
	memcpy(joined, found->before.at, found->before.n);
	memcpy(joined + found->before.n, found->after.at, found->after.n);
	return table_key((struct slice){joined, n});
}

struct derivative_folder
derivative_folder(struct slice folder)
{
	struct derivative_name found =
	    derivative_place(&derivative_defaults, folder);

	return (struct derivative_folder){key_of_place(&found), found.role};
}

struct derivative_mark
derivative_mark_in(const struct derivative_folder *folder, struct slice name)
{
	struct derivative_name found = {.role = folder->role};

	if (folder->key == 0 || name.n == 0)
		return (struct derivative_mark){0, 0};
	derivative_take_name(&derivative_defaults, picture_stem(name), &found);
	return (struct derivative_mark){
	    table_key_after(folder->key, found.stem), ranks[found.role]};
}

static const struct derivative_folder *
find_folder(struct slice text)
{
	static _Thread_local struct last_folder last;

	if (last.n != text.n || text.n == 0 ||
	    memcmp(last.text, text.at, text.n) != 0) {
		last.folder = derivative_folder(text);
		last.n = text.n <= sizeof last.text ? text.n : 0;
		memcpy(last.text, text.at, last.n);
	}
	return &last.folder;
}

struct derivative_mark
derivative_mark_comparable(struct slice url)
{
	struct slice folder, name;

	return url.n > 0 && picture_place(url, SLICE(""), NULL, &folder, &name)
	    ? derivative_mark_in(find_folder(folder), name)
	    : (struct derivative_mark){0, 0};
}

struct derivative_mark
derivative_mark(struct slice url, struct buf *scratch)
{
	buf_clear(scratch);
	if (url.n > 0 && memchr(url.at, '?', url.n) == NULL)
		url_put_comparable(scratch, url, SLICE(""));
	return derivative_mark_comparable(buf_slice(scratch));
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

/* The first one that is a smaller file: the others are looked up from now on.
 */
static void
begin_looking_up(struct derivatives *derivatives)
{
	enum { MANY = 1 << 13 };
	uint64_t *keys = mem_resize(NULL, MANY, sizeof *keys), at = 0;
	size_t n;

	derivatives->looks_up = true;
	while (
	    (n = number_file_read(&derivatives->plain, at, keys, MANY)) > 0) {
		for (size_t i = 0; i < n; i++)
			*table_value(&derivatives->pictures, keys[i]) = PLAIN;
		at += n;
	}
	number_file_free(&derivatives->plain);
	free(keys);
}

bool
derivatives_add(struct derivatives *derivatives, struct derivative_mark mark,
    uint64_t record)
{
	uint64_t key = key_of(mark, record), *least, before;

	if (mark.picture == 0)
		return false;
	if (!derivatives->looks_up && mark.rank == PLAIN) {
		number_file_add(&derivatives->plain, key);
		return false;
	}
	if (!derivatives->looks_up)
		begin_looking_up(derivatives);
	least = table_value(&derivatives->pictures, key);
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
	number_file_free(&derivatives->plain);
	if (derivatives->late == 0)
		return false;
	warn("%s after the web picture or thumbnail, which is now a picture of "
	     "its own: img-group makes one row of them",
	    COUNTED(derivatives->late, "picture came", "pictures came"));
	return true;
}
