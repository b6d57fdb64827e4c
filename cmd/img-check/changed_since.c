/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "stream/change.h"
#include "stream/stream.h"
#include "changed_since.h"
#include "check_row.h"

static const enum check_column compared[] = {
    BYTES, WIDTH, HEIGHT, MEDIA_MD5, PIXEL_MD5};

enum { NCOMPARED = sizeof compared / sizeof *compared };

/* Which of them a name is; NCOMPARED if none. */
static size_t
place_of(struct slice name)
{
	size_t i = 0;

	while (i < NCOMPARED && !slice_is(name, check_name(compared[i])))
		i++;
	return i;
}

/* Hashes may be in capitals; a portal has 0 where it does not know. */
static bool
is_same(struct slice old, struct slice now)
{
	return slice_is(old, "0") ||
	    (old.n == now.n && strncasecmp(old.at, now.at, old.n) == 0);
}

/* The row's values, or older ones; entries of other names stay. */
static void
find_old(const struct slice there[NCOLUMNS], struct slice before,
    struct slice old[NCOMPARED], struct buf *out)
{
	struct slice name, value;

	for (size_t i = 0; i < NCOMPARED; i++)
		old[i] = there[compared[i]];
	while (change_next(&before, &name, &value)) {
		size_t i = place_of(name);
		struct buf text = {0};

		if (i < NCOMPARED) {
			old[i] = value;
			continue;
		}
		buf_put_slice(&text, name);
		change_put(out, buf_string(&text), value);
		buf_free(&text);
	}
}

bool
changed_since(const struct slice there[NCOLUMNS], struct slice before,
    const struct slice found[NCOLUMNS], struct buf *out)
{
	struct slice old[NCOMPARED];
	bool changed = false;

	find_old(there, before, old, out);
	for (size_t i = 0; i < NCOMPARED; i++) {
		enum check_column c = compared[i];
		struct slice now = found[c].at != NULL ? found[c] : there[c];

		if (old[i].n == 0 || is_same(old[i], now))
			continue;
		changed |= now.n > 0;
		change_put(out, check_name(c), old[i]);
	}
	return changed;
}

bool
changed_since_is_checked(const size_t there[NCOLUMNS])
{
	return there[WIDTH] != STREAM_NONE || there[HEIGHT] != STREAM_NONE ||
	    there[MEDIA_MD5] != STREAM_NONE;
}
