/* SPDX-License-Identifier: MIT */
/* What the sheet of --names says of a picture's name. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/collation.h"
#include "text/utf8_nfc.h"
#include "known_number.h"
#include "name_folder.h"
#include "name_sheet_rows.h"

/* The first row that is not below the form and, if given, the spelling. */
static size_t
lower_bound(
    const struct name_sheet *names, struct slice folded, struct slice spelled)
{
	size_t low = 0, high = names->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct name_row *row = &names->rows[middle];
		int order = slice_compare(row->folded, folded);

		if (order == 0)
			order = slice_compare(row->spelled, spelled);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * How many rows from there on, but before `end`, are written the same: in one
 * `folder` or wherever. Found by halves, as one name may have all rows.
 */
static size_t
same_rows(const struct name_sheet *names, size_t first, size_t end, bool folder)
{
	const struct name_row *row = &names->rows[first];
	size_t low = first;

	while (low < end) {
		size_t middle = low + (end - low) / 2;
		const struct name_row *other = &names->rows[middle];

		if (slice_equal(row->folded, other->folded) &&
		    slice_equal(row->spelled, other->spelled) &&
		    (!folder || slice_equal(row->folder, other->folder)))
			low = middle + 1;
		else
			end = middle;
	}
	return low - first;
}

static size_t
same_spelling(const struct name_sheet *names, size_t first)
{
	return same_rows(names, first, names->n, false);
}

static size_t
find_one(const struct name_sheet *names, struct slice folded,
    struct slice spelled, size_t *n)
{
	size_t first = lower_bound(names, folded, spelled), last;

	*n = 0;
	if (first < names->n &&
	    slice_equal(names->rows[first].folded, folded) &&
	    slice_equal(names->rows[first].spelled, spelled)) {
		*n = same_spelling(names, first);
		return first;
	}
	first = lower_bound(names, folded, SLICE(""));
	if (first == names->n ||
	    !slice_equal(names->rows[first].folded, folded))
		return first;
	last = first + same_spelling(names, first);
	if (last == names->n || !slice_equal(names->rows[last].folded, folded))
		*n = last - first;
	return first;
}

static size_t
same_folder(const struct name_sheet *names, size_t first, size_t end)
{
	return same_rows(names, first, end, true);
}

/* The first of the rows whose folder is not before it, by halves. */
static size_t
folder_bound(const struct name_sheet *names, size_t first, size_t end,
    struct slice folder)
{
	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (name_folder_compare(names->rows[middle].folder, folder) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static size_t
common(const struct name_sheet *names, size_t row, struct slice folder)
{
	return name_folder_common(names->rows[row].folder, folder);
}

/* The rows that have as many folders in common are side by side: the first of
 * those before `at`, or the end of those from there on. */
static size_t
common_bound(const struct name_sheet *names, size_t first, size_t end,
    struct slice folder, size_t most, bool before)
{
	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if ((common(names, middle, folder) >= most) == before)
			end = middle;
		else
			first = middle + 1;
	}
	return first;
}

/*
 * Where the sheet has a name in several folders: the rows of the one that has
 * most in common with the picture's, or none if that is not clear. One that is
 * wholly in the picture's path is clearer than one that leaves it.
 */
static size_t
pick_folder(const struct name_sheet *names, size_t first, struct slice folder,
    size_t *n)
{
	size_t end = first + *n, most = 0, at, run;

	if (same_folder(names, first, end) == *n)
		return first;
	at = folder_bound(names, first, end, folder);
	if (at > first)
		most = common(names, at - 1, folder);
	if (at < end && common(names, at, folder) > most)
		most = common(names, at, folder);
	*n = 0;
	if (most == 0)
		return first;
	first = common_bound(names, first, at, folder, most, true);
	end = common_bound(names, at, end, folder, most, false);
	run = same_folder(names, first, end);
	if (run == end - first ||
	    name_folder_depth(names->rows[first].folder) == most)
		*n = run;
	return first;
}

/*
 * False if the sheet knows another folder of that kind: day2/1.jpg is not the
 * picture of day1/1.jpg where the sheet has names in day2.
 */
static bool
may_be_folder(const struct name_sheet *names, size_t row, struct slice folder)
{
	size_t same = common(names, row, folder);

	return name_folder_depth(names->rows[row].folder) <= same ||
	    name_folder_depth(folder) <= same ||
	    !name_folder_is_noted(&names->endings, folder, same + 1);
}

/* The rows of a name from `first` on, of which *n are written the same. */
static size_t
find_in_folder(const struct name_sheet *names, size_t first,
    struct slice folder, size_t *n)
{
	if (*n > 0)
		first = pick_folder(names, first, folder, n);
	if (*n > 0 && !may_be_folder(names, first, folder))
		*n = 0;
	return first;
}

static bool
same_numbers(const struct name_sheet *names, size_t a, size_t b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (names->named[a + i].kind != names->named[b + i].kind ||
		    !slice_equal(names->named[a + i].number,
			names->named[b + i].number) ||
		    !slice_equal(names->named[a + i].ends[0],
			names->named[b + i].ends[0]) ||
		    !slice_equal(names->named[a + i].ends[1],
			names->named[b + i].ends[1]))
			return false;
	return true;
}

/* Spellings and formats of one stem that are looked at. */
enum { FORMATS_MOST = 16 };

/*
 * The sheet may name the RAW file of a picture, or ".jpeg" for ".jpg": rows of
 * the stem with other extensions, if they all have the same numbers.
 */
static size_t
find_other_format(const struct name_sheet *names, struct slice folded,
    struct slice stem, struct slice folder, size_t *n)
{
	struct slice begin = {folded.at, stem.n + 1};
	size_t at = lower_bound(names, begin, SLICE("")), found = at;

	*n = 0;
	for (size_t i = 0; at < names->n; i++) {
		struct slice other = names->rows[at].folded;
		size_t run = same_spelling(names, at), taken = run, first;

		if (other.n < begin.n ||
		    memcmp(other.at, begin.at, begin.n) != 0)
			break;
		if (i == FORMATS_MOST) {
			*n = 0;
			break;
		}
		first = find_in_folder(names, at, folder, &taken);
		at += run;
		if (taken == 0 || number_stem(other).n != stem.n)
			continue;
		if (*n > 0 &&
		    (*n != taken ||
			!same_numbers(names, found, first, taken))) {
			*n = 0;
			break;
		}
		found = first;
		*n = taken;
	}
	return found;
}

/* A row that nobody has taken, and one that several have. */
enum { UNUSED, SHARED };

/* Folder and stem: a picture's other formats are no others. */
static uint64_t
mark_of(struct slice folder, struct slice stem)
{
	return table_key_after(table_key(folder), stem) | (SHARED + 1);
}

static void
note_user(const struct name_sheet *names, size_t row, uint64_t mark)
{
	uint64_t before = UNUSED;

	if (!atomic_compare_exchange_strong(
		&names->users[row], &before, mark) &&
	    before != mark)
		atomic_store(&names->users[row], SHARED);
}

/* Rows are always found together, so the first speaks for all. */
static void
note_used(const struct name_sheet *names, size_t first, size_t n)
{
	if (n == 0 || atomic_exchange(&names->used[first], true))
		return;
	for (size_t i = first + 1; i < first + n; i++)
		atomic_store_explicit(
		    &names->used[i], true, memory_order_relaxed);
}

size_t
name_sheet_shared(const struct name_sheet *names, struct slice *first)
{
	size_t n = 0;

	for (size_t i = 0; i < names->n; i++) {
		if (atomic_load(&names->users[i]) != SHARED)
			continue;
		if (n++ == 0)
			*first = names->rows[i].spelled;
	}
	return n;
}

const struct named *
name_sheet_find(const struct name_sheet *names, struct slice name,
    struct slice place, struct buf *scratch, size_t *n)
{
	struct slice folded, spelled, folder = place, stem;
	size_t first, nfolded, nspelled;

	name_folder_take(&folder);
	buf_clear(scratch);
	collation_put(scratch, name);
	nfolded = scratch->n;
	utf8_nfc(scratch, name);
	nspelled = scratch->n - nfolded;
	collation_put(scratch, folder);
	folded = (struct slice){scratch->at, nfolded};
	spelled = (struct slice){scratch->at + nfolded, nspelled};
	folder = (struct slice){
	    spelled.at + nspelled, scratch->n - nfolded - nspelled};
	*n = 0;
	if (nfolded == 0)
		return names->named;
	stem = number_stem(folded);
	first = find_one(names, folded, spelled, n);
	if (*n == 0 && stem.n < folded.n) {
		size_t cut = folded.n - stem.n;

		/* Extensions are ASCII: as long in either form. */
		spelled.n = spelled.n > cut ? spelled.n - cut : 0;
		first = find_one(names, stem, spelled, n);
	}
	first = find_in_folder(names, first, folder, n);
	if (*n == 0 && stem.n < folded.n)
		first = find_other_format(names, folded, stem, folder, n);
	note_used(names, first, *n);
	if (*n > 0 && place.n > 0)
		note_user(names, first, mark_of(folder, stem));
	return names->named + first;
}

size_t
name_sheet_extras(
    const struct name_sheet *names, const char *columns[NAMED_EXTRAS])
{
	memcpy(columns, names->extras, sizeof names->extras);
	return names->nextras;
}

struct slice
name_sheet_extra(
    const struct name_sheet *names, const struct named *named, size_t extra)
{
	const char *at = names->rows[named - names->named].extras.at;

	while (extra-- > 0)
		at += strlen(at) + 1;
	return slice_of(at);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct name_row *p = *(const struct name_row *const *)a;
	const struct name_row *q = *(const struct name_row *const *)b;

	return (p->named.line > q->named.line) -
	    (p->named.line < q->named.line);
}

size_t
name_sheet_unused(const struct name_sheet *names, size_t *nrows,
    void (*take)(void *context, struct slice name, const struct named *named),
    void *context)
{
	const struct name_row **rows = mem_array(names->n, sizeof *rows);
	size_t n = 0;

	*nrows = names->n;
	for (size_t i = 0; i < names->n; i++)
		if (!atomic_load(&names->used[i]))
			rows[n++] = &names->rows[i];
	if (n > 0)
		mem_sort(rows, n, sizeof *rows, compare_rows);
	for (size_t i = 0; i < n; i++)
		take(context, rows[i]->spelled, &rows[i]->named);
	free(rows);
	return n;
}
