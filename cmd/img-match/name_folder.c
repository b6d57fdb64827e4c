/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "name_folder.h"

static bool
slash(char c)
{
	return c == '/' || c == '\\';
}

struct slice
name_folder_take(struct slice *path)
{
	size_t at = path->n;
	struct slice last;

	while (at > 0 && !slash(path->at[at - 1]))
		at--;
	last = (struct slice){path->at + at, path->n - at};
	while (at > 0 && slash(path->at[at - 1]))
		at--;
	path->n = at;
	return last;
}

/* The next folder outwards; false at the outermost. */
static bool
next_folder(struct slice *path, struct slice *folder)
{
	do {
		if (path->n == 0)
			return false;
		*folder = name_folder_take(path);
	} while (folder->n == 0 || slice_is(*folder, "."));
	return true;
}

int
name_folder_compare(struct slice a, struct slice b)
{
	struct slice x, y;

	for (;;) {
		bool more_a = next_folder(&a, &x), more_b = next_folder(&b, &y);
		int order;

		if (!more_a || !more_b)
			return (int)more_a - (int)more_b;
		order = slice_compare(x, y);
		if (order != 0)
			return order;
	}
}

size_t
name_folder_common(struct slice a, struct slice b)
{
	struct slice x, y;
	size_t n = 0;

	while (next_folder(&a, &x) && next_folder(&b, &y) && slice_equal(x, y))
		n++;
	return n;
}

size_t
name_folder_depth(struct slice folder)
{
	struct slice one;
	size_t n = 0;

	while (next_folder(&folder, &one))
		n++;
	return n;
}

void
name_folder_note(struct table *endings, struct slice folder)
{
	struct slice one;
	uint64_t key = 0;

	while (next_folder(&folder, &one)) {
		key = table_key_after(key, one);
		table_add(endings, key);
	}
}

bool
name_folder_is_noted(
    const struct table *endings, struct slice folder, size_t depth)
{
	struct slice one;
	uint64_t key = 0;

	while (depth-- > 0 && next_folder(&folder, &one))
		key = table_key_after(key, one);
	return table_has(endings, key);
}
