/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/path.h"
#include "base/utf8.h"
#include "text/collation.h"
#include "text/utf8_nfc.h"
#include "net/url.h"
#include "stream/fields.h"
#include "code_cell.h"
#include "known_number.h"
#include "match_plan.h"

/* Most places in a name where a number may end, and may begin again. */
enum { ENDS = 8, SECOND_STARTS = 6, SECOND_ENDS = 4 };

void
planner_start(struct planner *planner, const struct plan_options *options)
{
	*planner = (struct planner){.options = options};
	if (options->pattern != NULL)
		planner->pattern = pattern_state_new(options->pattern);
	if (options->replace != NULL)
		planner->replace = pattern_state_new(options->replace);
}

void
planner_stop(struct planner *planner)
{
	if (planner->pattern != NULL)
		pattern_state_free(planner->pattern);
	if (planner->replace != NULL)
		pattern_state_free(planner->replace);
	arena_free(&planner->texts);
	buf_free(&planner->scratch);
	free(planner->asks);
}

void
planner_clear(struct planner *planner)
{
	planner->n = 0;
	arena_clear(&planner->texts);
}

/* A value that stays while the asks do. */
static struct slice
value_of(struct planner *planner, const struct block *block, size_t row,
    size_t column)
{
	struct slice value;

	value = stream_value(field_of(block, row, column), &planner->scratch);
	if (value.n > 0 && value.at == planner->scratch.at)
		return arena_copy(&planner->texts, value);
	return value;
}

static struct slice
folded(struct planner *planner, struct slice text)
{
	buf_clear(&planner->scratch);
	collation_put(&planner->scratch, text);
	return arena_copy(&planner->texts, buf_slice(&planner->scratch));
}

static struct query *
new_ask(struct planner *planner, enum source source, struct slice shown)
{
	struct query *ask;

	if (planner->n == planner->room) {
		planner->room = planner->room * 2 + 64;
		planner->asks = mem_resize(
		    planner->asks, planner->room, sizeof *planner->asks);
	}
	ask = &planner->asks[planner->n++];
	ask->source = source;
	ask->kinds = 1u << KIND_CATALOG;
	ask->shown = shown;
	ask->occid = 0;
	ask->collid = planner->collid;
	ask->sequence = QUERY_NO_SEQUENCE;
	ask->exact = false;
	ask->named = NULL;
	ask->first_word = ask->nwords = 0;
	return ask;
}

/* NULL if the text, in comparable form, cannot be an identifier. */
static struct query *
add_key(struct planner *planner, enum source source, struct slice form,
    struct slice shown)
{
	struct query *ask = new_ask(planner, source, shown);

	if (key_make(&ask->key, form))
		return ask;
	planner->n--;
	return NULL;
}

static struct query *
add_text(struct planner *planner, enum source source, struct slice text,
    unsigned kinds)
{
	struct query *ask =
	    add_key(planner, source, folded(planner, text), text);

	if (ask != NULL)
		ask->kinds = kinds;
	return ask;
}

static void
add_occid(struct planner *planner, struct slice text)
{
	struct query *ask = new_ask(planner, QUERY_OCCID, text);

	if (!records_occid(text, &ask->occid))
		ask->occid = 0;
}

/* What people write between the parts of a number. */
static const char *const separators[] = {"", "-", " ", ".", ":", "/", "_"};
enum { SEPARATORS = sizeof separators / sizeof *separators };

/* The number with its prefix and suffix, in all ways to write them. */
static void
add_all_ways(struct planner *planner, struct slice prefix, struct slice number,
    struct slice suffix)
{
	struct buf text = {0};

	for (size_t i = 0; i < (prefix.n > 0 ? SEPARATORS : 1); i++)
		for (size_t k = 0; k < (suffix.n > 0 ? SEPARATORS : 1); k++) {
			buf_clear(&text);
			buf_put_slice(&text, prefix);
			buf_put_string(&text, separators[i]);
			buf_put_slice(&text, number);
			buf_put_string(&text, separators[k]);
			buf_put_slice(&text, suffix);
			add_text(planner, QUERY_JOINED,
			    arena_copy(&planner->texts, buf_slice(&text)),
			    1u << KIND_CATALOG);
		}
	buf_free(&text);
}

/* Of a number whose prefix or suffix is in a column of its own. */
static void
add_joined(struct planner *planner, const struct block *block, size_t row,
    struct slice number)
{
	const struct number_parts *parts = &planner->options->parts;
	struct slice ends[2] = {SLICE(""), SLICE("")};

	for (size_t i = 0; i < parts->n; i++) {
		struct slice part = slice_trim(
		    value_of(planner, block, row, parts->all[i].column));
		struct slice *end = &ends[parts->all[i].suffix];

		if (!number_parts_is_lacking(&parts->all[i], part, number))
			continue;
		if (end->n > 0)
			return;
		*end = part;
	}
	if (ends[0].n + ends[1].n > 0)
		add_all_ways(planner, ends[0], number, ends[1]);
}

static void
add_own_number(struct planner *planner, const struct block *block, size_t row,
    struct slice number)
{
	if (add_text(planner, QUERY_CATALOG, number, 1u << KIND_CATALOG) !=
	    NULL)
		add_joined(planner, block, row, number);
}

static void
plan_own(struct planner *planner, struct plan *plan, const struct block *block,
    size_t row)
{
	const struct plan_columns *columns = &planner->options->columns;
	struct records_others others = {0};
	struct slice text;

	if (plan->own_occid)
		add_occid(
		    planner, value_of(planner, block, row, columns->occid));
	text = value_of(planner, block, row, columns->occurrence);
	if (text.n > 0)
		add_text(planner, QUERY_OCCURRENCE, records_occurrence(text),
		    1u << KIND_OCCURRENCE);
	text = value_of(planner, block, row, columns->number);
	if (text.n > 0)
		add_own_number(planner, block, row, text);
	others.cell = value_of(planner, block, row, columns->other);
	while (records_other(&others, &text))
		add_text(planner, QUERY_OTHER, text, 1u << KIND_OTHER);
	plan->how = PLAN_OWN;
}

static bool
is_in_parts(const struct named *named)
{
	return named->ends[0].n + named->ends[1].n > 0;
}

/* Of several numbers each has one row, so that one way to write it is tried. */
static struct slice
whole_number(struct planner *planner, const struct named *named)
{
	struct buf text = {0};
	struct slice whole;

	buf_put_slice(&text, named->ends[0]);
	buf_put_slice(&text, named->number);
	buf_put_slice(&text, named->ends[1]);
	whole = arena_copy(&planner->texts, buf_slice(&text));
	buf_free(&text);
	return whole;
}

static void
add_named(struct planner *planner, const struct named *named, bool whole)
{
	size_t before = planner->n;

	if (named->kind == NAMED_OCCID)
		add_occid(planner, named->number);
	else if (named->kind == NAMED_OCCURRENCE)
		add_text(planner, QUERY_NUMBER,
		    records_occurrence(named->number), 1u << KIND_OCCURRENCE);
	else
		add_text(planner, QUERY_NUMBER,
		    whole && is_in_parts(named) ? whole_number(planner, named)
						: named->number,
		    planner->options->kinds);
	if (planner->n > before)
		planner->asks[before].named = named;
}

/* The first that is not below the number. */
static size_t
find_number(const struct named *named, size_t n, struct slice number)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (slice_compare(named[middle].number, number) < 0)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/*
 * All numbers of a name; but where an earlier run has written a row for each,
 * the one that this row is for. So many that no picture shows them are not
 * taken: every row of such a name would become as many.
 */
static void
plan_named(struct planner *planner, struct plan *plan,
    const struct named *named, size_t n, struct slice key)
{
	size_t at = find_number(named, n, key);

	/* One whose parts are in several columns is as one of the row's own. */
	if (n == 1 && is_in_parts(named)) {
		plan->how = PLAN_OWN;
		add_named(planner, named, false);
		add_all_ways(
		    planner, named->ends[0], named->number, named->ends[1]);
		return;
	}
	plan->how = PLAN_NUMBERS;
	plan->several = n > 1;
	if (key.n > 0 && at < n && slice_equal(named[at].number, key) &&
	    !is_in_parts(&named[at])) {
		add_named(planner, &named[at], true);
		return;
	}
	if (n > HITS_MOST) {
		plan->how = PLAN_CROWD;
		n = HITS_MOST;
	}
	for (size_t i = 0; key.n > 0 && i < n; i++)
		if (is_in_parts(&named[i]) &&
		    slice_equal(whole_number(planner, &named[i]), key)) {
			add_named(planner, &named[i], true);
			return;
		}
	for (size_t i = 0; i < n; i++)
		add_named(planner, &named[i], true);
}

/* The number in a sequence group: digits, or a letter. */
static uint64_t
group_sequence(struct slice group)
{
	uint64_t value;

	while (group.n > 0 && strchr(" _-.()", *group.at) != NULL) {
		group.at++;
		group.n--;
	}
	while (group.n > 0 && strchr(" _-.()", group.at[group.n - 1]) != NULL)
		group.n--;
	if (group.n == 1 && (*group.at | 32) >= 'a' && (*group.at | 32) <= 'z')
		return (uint64_t)((*group.at | 32) - 'a' + 1);
	return group.n <= 9 && number_read(group, UINT32_MAX, &value)
	    ? value
	    : QUERY_NO_SEQUENCE;
}

/* What is after a number says; a picture with nothing is the first. */
static uint64_t
suffix_sequence(const struct suffix *suffix)
{
	if (suffix->part != 0)
		return suffix->sequence;
	return suffix->plain == 0 ? 1 : QUERY_NO_SEQUENCE;
}

static uint64_t
rest_sequence(struct planner *planner, struct slice rest)
{
	struct suffix suffix;

	/* Something before it, so that ".jpg" alone is an extension. */
	buf_clear(&planner->scratch);
	buf_put_char(&planner->scratch, 'X');
	collation_put(&planner->scratch, rest);
	rest = number_stem(buf_slice(&planner->scratch));
	if (!number_suffix((struct slice){rest.at + 1, rest.n - 1}, &suffix))
		return QUERY_NO_SEQUENCE;
	return suffix_sequence(&suffix);
}

static void
plan_pattern(struct planner *planner, struct plan *plan, struct slice text)
{
	const struct plan_options *options = planner->options;
	enum pattern_found found;
	struct pattern_groups groups;
	struct slice number;
	struct query *ask;

	found = pattern_match(planner->pattern, text, &groups);
	number = groups.number;
	if (found == PATTERN_YES && options->replace != NULL) {
		struct buf *scratch = &planner->scratch;

		buf_clear(scratch);
		found = pattern_replace(
		    planner->replace, number, options->with, scratch);
		number = arena_copy(&planner->texts, buf_slice(scratch));
	}
	if (found != PATTERN_YES) {
		plan->code =
		    found == PATTERN_RUNAWAY ? "pattern-too-slow" : "no-number";
		return;
	}
	ask = add_text(planner, QUERY_NUMBER, number, options->kinds);
	if (ask == NULL)
		return;
	plan->how = PLAN_NUMBERS;
	if (groups.sequence.at != NULL)
		ask->sequence = group_sequence(groups.sequence);
	else if (options->from_name)
		ask->sequence = rest_sequence(planner,
		    (struct slice){text.at + groups.end, text.n - groups.end});
}

/*
 * The name in normal form C, and its comparable form without extension, which
 * has a character for each of its characters.
 */
struct name {
	struct slice shown, stem;
	bool aligned; /* a byte of one is a byte of the other */
};

static struct slice
composed(struct planner *planner, struct slice text)
{
	buf_clear(&planner->scratch);
	utf8_nfc(&planner->scratch, text);
	return arena_copy(&planner->texts, buf_slice(&planner->scratch));
}

/* The bytes that the first `characters` of a text take. */
static size_t
first_characters(struct slice text, size_t characters)
{
	struct slice rest = text;

	while (characters-- > 0 && rest.n > 0)
		utf8_take(&rest);
	return text.n - rest.n;
}

static struct slice
shown_part(const struct name *name, size_t start, size_t n)
{
	struct slice shown = name->shown;

	if (!name->aligned) {
		const char *at = name->stem.at;
		size_t before = utf8_length((struct slice){at, start});

		n = utf8_length((struct slice){at + start, n});
		start = first_characters(shown, before);
		shown.n -= start;
		n = first_characters(
		    (struct slice){shown.at + start, shown.n}, n);
	}
	return (struct slice){shown.at + start, n};
}

/* Numbers known as parts of this one, where the name has a sequence. */
static void
add_family(
    struct planner *planner, const struct name *name, size_t end, char part)
{
	char *form = arena_room(&planner->texts, end + 2);
	struct query *ask;

	memcpy(form, name->stem.at, end);
	form[end] = '\1';
	form[end + 1] = part;
	ask = add_key(planner, QUERY_FAMILY,
	    arena_keep(&planner->texts, end + 2), shown_part(name, 0, end));
	if (ask != NULL)
		ask->kinds = 1u << KIND_FAMILY;
}

/* Another number than the one that ends at `end`: up to `keep` as it begins,
 * then `more`. */
static void
add_second(struct planner *planner, const struct name *name, size_t end,
    size_t keep, struct slice more)
{
	char *form = arena_room(&planner->texts, keep + more.n);

	memcpy(form, name->stem.at, keep);
	memcpy(form + keep, more.at, more.n);
	add_key(planner, QUERY_SECOND,
	    arena_keep(&planner->texts, keep + more.n),
	    shown_part(name, 0, end));
}

/* "ABC0123-24" may be two numbers: the second one, ABC0124. */
static void
add_range(struct planner *planner, const struct name *name, size_t end)
{
	const char *stem = name->stem.at;

	if (name->stem.n < end + 3 || end < 2 || stem[end] != '-' ||
	    memcmp(stem + end + 1, stem + end - 2, 2) <= 0 ||
	    stem[end - 2] < '0' || stem[end - 2] > '9')
		return;
	add_second(
	    planner, name, end, end - 2, (struct slice){stem + end + 1, 2});
}

/* "ABC0123+4" may be ABC0123 and ABC0124: where such a sign is, one figure is
 * enough. */
static void
add_plus(struct planner *planner, const struct name *name, size_t end)
{
	struct slice rest = {name->stem.at + end, name->stem.n - end};
	size_t start = end, n = 0;
	bool sign = false;

	while (rest.n > 0 && strchr(" _+&,;", *rest.at) != NULL) {
		sign = sign || strchr("+&,;", *rest.at) != NULL;
		rest = slice_from(rest, 1);
	}
	while (n < rest.n && ascii_is_digit(rest.at[n]))
		n++;
	while (start > 0 && ascii_is_digit(name->stem.at[start - 1]))
		start--;
	if (sign && n > 0 && n <= end - start &&
	    memcmp(rest.at, name->stem.at + end - n, n) > 0)
		add_second(
		    planner, name, end, end - n, (struct slice){rest.at, n});
}

/*
 * "K00012345 6" may be K000123456, written with a blank, and "AB 77.1 77.2" two
 * numbers: if there are such records, the beginning alone is not certain.
 */
static void
add_after_blank(struct planner *planner, const struct name *name, size_t end)
{
	static const char digits[] = "0123456789.";
	const char *stem = name->stem.at, *more = stem + end + 1;
	size_t start = end, n = 0;

	if (name->stem.n < end + 2 || stem[end] != ' ')
		return;
	while (end + 1 + n < name->stem.n && strchr(digits, more[n]) != NULL)
		n++;
	while (start > 0 && strchr(digits, stem[start - 1]) != NULL)
		start--;
	if (n == 0 || start == end)
		return;
	add_second(planner, name, end, end, (struct slice){more, n});
	if (n == end - start && memcmp(more, stem + start, n) > 0)
		add_second(planner, name, end, start, (struct slice){more, n});
}

static void
add_beginning(struct planner *planner, const struct name *name, size_t end)
{
	struct slice rest = {name->stem.at + end, name->stem.n - end};
	struct slice form = {name->stem.at, end};
	struct suffix suffix;
	struct query *ask;

	if (!number_suffix(rest, &suffix)) {
		add_key(planner, QUERY_LOOSE, form, shown_part(name, 0, end));
		return;
	}
	ask = add_key(planner, QUERY_BEGINNING, form, shown_part(name, 0, end));
	if (ask == NULL)
		return;
	ask->sequence = suffix_sequence(&suffix);
	ask->exact = suffix.glued;
	add_after_blank(planner, name, end);
	add_plus(planner, name, end);
	if (suffix.part == 0 || suffix.part_at > 0)
		return;
	add_family(planner, name, end, suffix.part);
	/* A letter is a letter, with a separator or without. */
	if (suffix.part != 'D')
		add_family(planner, name, end, suffix.part == 'L' ? 'B' : 'L');
	if (suffix.part == 'D' && suffix.part_n == 3)
		add_range(planner, name, end);
}

/* Numbers that begin after a separator inside the name. */
static void
add_seconds(struct planner *planner, const struct name *name)
{
	size_t starts = 0;

	for (size_t at = 1; at < name->stem.n && starts < SECOND_STARTS; at++) {
		struct slice part = {name->stem.at + at, name->stem.n - at};
		size_t end = 0;

		if (strchr(" _-.,+~#@()[]", part.at[-1]) == NULL ||
		    !number_has_letter(part) || !number_has_digit(part))
			continue;
		starts++;
		add_key(
		    planner, QUERY_SECOND, part, shown_part(name, at, part.n));
		for (size_t i = 0; i < SECOND_ENDS; i++) {
			end = number_next_end(part, end);
			if (end == 0)
				break;
			add_key(planner, QUERY_SECOND,
			    (struct slice){part.at, end},
			    shown_part(name, at, end));
		}
	}
}

/* "ARIZ90241" for 90241 of the collection ARIZ, with one separator or none. */
static void
add_coded(struct planner *planner, const struct name *name)
{
	struct slice bare = number_without_size(name->stem), code = bare, rest;
	uint32_t collid;
	struct query *ask;

	for (size_t n = 0; n < bare.n; n++) {
		if (bare.at[n] < 'A' || bare.at[n] > 'Z') {
			code.n = n;
			break;
		}
	}
	rest = slice_from(bare, code.n);
	if (rest.n > 0 && strchr(" _-", *rest.at) != NULL)
		rest = slice_from(rest, 1);
	if (code.n < 2 || rest.n < 3 || number_has_letter(rest) ||
	    !number_is(rest) || planner->options->codes == NULL ||
	    !records_code(planner->options->codes, code, &collid) ||
	    (planner->collid != 0 && collid != 0 && planner->collid != collid))
		return;
	ask = add_key(planner, QUERY_CODED, rest,
	    shown_part(name, (size_t)(rest.at - name->stem.at), rest.n));
	if (ask == NULL)
		return;
	ask->collid = collid;
	ask->sequence = 1;
}

static void
plan_name(struct planner *planner, struct plan *plan, struct slice text)
{
	struct name name = {.shown = text, .aligned = utf8_ascii(text)};
	struct slice bare;
	size_t end = 0;
	struct query *ask;

	if (!name.aligned)
		name.shown = composed(planner, text);
	name.stem = planner->stem = number_stem(folded(planner, text));
	if (number_is_camera(name.stem)) {
		plan->code = "camera-name";
		return;
	}
	if (!number_has_digit(name.stem))
		return;
	ask = add_key(
	    planner, QUERY_WHOLE, name.stem, shown_part(&name, 0, name.stem.n));
	if (ask == NULL)
		return;
	plan->how = PLAN_NAME;
	ask->sequence = 1;
	bare = number_without_size(name.stem);
	if (bare.n < name.stem.n && !number_has_letter(bare)) {
		ask = add_key(planner, QUERY_BEGINNING, bare,
		    shown_part(&name, 0, bare.n));
		ask->sequence = 1;
	}
	for (size_t i = 0; i < ENDS; i++) {
		end = number_next_end(name.stem, end);
		if (end == 0)
			break;
		add_beginning(planner, &name, end);
	}
	if (planner->n > plan->first + 1)
		add_seconds(planner, &name);
	add_coded(planner, &name);
}

/* A column may hold a list, as img-check's keywords; each of its values may be
 * the number. */
static void
plan_column(struct planner *planner, struct plan *plan, struct slice text)
{
	const struct plan_options *options = planner->options;
	const struct slice between = SLICE(" | ");

	plan->listed = memmem(text.at, text.n, between.at, between.n) != NULL;
	while (text.n > 0) {
		const char *next =
		    memmem(text.at, text.n, between.at, between.n);
		struct slice one = {
		    text.at, next != NULL ? (size_t)(next - text.at) : text.n};

		text = next != NULL ? slice_from(text, one.n + between.n)
				    : SLICE("");
		if (options->pattern != NULL)
			plan_pattern(planner, plan, one);
		else if (add_text(planner, QUERY_NUMBER, one, options->kinds))
			plan->how = PLAN_NUMBERS;
	}
}

/* Zeros count in what was read from a picture. */
static void
add_code(struct planner *planner, const struct code_text *code)
{
	const struct plan_options *options = planner->options;
	struct slice text = records_occurrence(code->text);
	struct query *ask =
	    add_text(planner, QUERY_CODE, text, options->code_kinds);

	if (ask == NULL)
		return;
	ask->exact = true;
	ask->first_word = code->first;
	ask->nwords = code->n;
}

/* The only code of the cell, if there is but one. */
static struct slice
add_codes(struct planner *planner, struct slice codes, struct slice kinds)
{
	struct code_cell cell;
	struct code_text code;

	code_cell_open(&cell, codes, kinds);
	while (code_cell_next(&cell, &code))
		add_code(planner, &code);
	return code_cell_only(&cell);
}

/* With --pattern each code is searched. */
static void
plan_codes(struct planner *planner, struct plan *plan, struct slice codes,
    struct slice kinds)
{
	struct code_cell cell;
	struct code_text code;

	if (planner->options->pattern == NULL) {
		plan->code_only = add_codes(planner, codes, kinds);
	} else {
		code_cell_open(&cell, codes, kinds);
		while (code_cell_next(&cell, &code)) {
			size_t before = planner->n;

			plan_pattern(planner, plan, code.text);
			if (planner->n == before)
				continue;
			planner->asks[before].exact = true;
			planner->asks[before].first_word = code.first;
			planner->asks[before].nwords = code.n;
			plan->code_only = planner->asks[before].shown;
		}
		if (planner->n > plan->first + 1)
			plan->code_only = SLICE("");
	}
	plan->how = PLAN_CODES;
}

/* What the sheet has of the picture. */
static void
find_named(struct planner *planner, struct plan *plan,
    const struct block *block, size_t row)
{
	const struct plan_columns *columns = &planner->options->columns;
	struct slice text = value_of(planner, block, row, columns->from), place;

	place = value_of(planner, block, row, columns->path);
	if (place.n == 0)
		place = value_of(planner, block, row, columns->url);
	plan->named = name_sheet_find(planner->options->names, text, place,
	    &planner->scratch, &plan->nnamed);
	if (plan->nnamed == 0)
		plan->named = NULL;
	plan->picked = plan->named;
	text = plan->nnamed > 1 ? value_of(planner, block, row, columns->key)
				: SLICE("");
	for (size_t i = 0; text.n > 0 && i < plan->nnamed; i++)
		if (slice_equal(plan->named[i].number, text))
			plan->picked = &plan->named[i];
}

static void
plan_by_name(struct planner *planner, struct plan *plan,
    const struct block *block, size_t row)
{
	const struct plan_options *options = planner->options;
	struct slice text =
	    value_of(planner, block, row, options->columns.from);

	plan->how = PLAN_NOTHING;
	plan->code = "no-number";
	plan->from_name = options->from_name;
	if (text.n == 0)
		return;
	if (plan->nnamed > 0) {
		size_t nothing = plan->named->kind == NAMED_NOTHING;

		if (plan->nnamed > nothing) {
			plan->from_name = false;
			plan_named(planner, plan, plan->named + nothing,
			    plan->nnamed - nothing,
			    value_of(
				planner, block, row, options->columns.key));
			return;
		}
	}
	if (options->from_codes) {
		plan_codes(planner, plan, text,
		    value_of(planner, block, row, options->columns.kinds));
	} else if (!options->from_name) {
		plan_column(planner, plan, text);
	} else if (options->pattern != NULL) {
		plan_pattern(planner, plan, text);
	} else {
		plan_name(planner, plan, text);
	}
}

static struct slice
file_name(struct planner *planner, const struct block *block, size_t row)
{
	const struct plan_columns *columns = &planner->options->columns;
	struct slice name = value_of(planner, block, row, columns->name);

	if (name.n == 0)
		name = value_of(planner, block, row, columns->path);
	return path_last(name);
}

/* Empty if it is the file's name. */
static struct slice
url_name(struct planner *planner, const struct block *block, size_t row)
{
	struct slice file = file_name(planner, block, row), name;
	struct slice url =
	    value_of(planner, block, row, planner->options->columns.url);

	if (url.n == 0 || slice_equal(path_last(url), file))
		return SLICE("");
	buf_clear(&planner->scratch);
	url_put_name(&planner->scratch, url);
	name = buf_slice(&planner->scratch);
	return slice_equal(name, file) ? SLICE("")
				       : arena_copy(&planner->texts, name);
}

/* 0 if the row does not say it; of what is no number there are no records. */
static uint32_t
collection_of(struct planner *planner, const struct block *block, size_t row)
{
	struct slice text =
	    value_of(planner, block, row, planner->options->columns.collid);
	uint32_t collid;

	if (text.n == 0)
		return 0;
	return records_occid(text, &collid) ? collid : UINT32_MAX;
}

static bool
there(const struct block *block, size_t row, size_t column)
{
	return column != STREAM_NONE && block_field(block, row, column).n > 0;
}

static bool
says(const struct block *block, size_t row, size_t column, struct slice word)
{
	return column != STREAM_NONE &&
	    slice_equal(block_field(block, row, column), word);
}

/* The column of --also may have been added to the first word. */
static bool
was_by_occid(const struct block *block, size_t row, size_t column)
{
	struct slice list = SLICE(""), word;

	if (column != STREAM_NONE)
		list = block_field(block, row, column);
	return slice_word(&list, ' ', &word) &&
	    slice_equal(word, SLICE("occid"));
}

struct plan
planner_add(struct planner *planner, const struct block *block, size_t row)
{
	const struct plan_columns *columns = &planner->options->columns;
	struct plan plan = {.how = PLAN_NOTHING, .first = planner->n};
	bool occid = there(block, row, columns->occid);
	bool matched = says(block, row, columns->match, SLICE("matched")) &&
	    (occid ||
		(planner->options->no_occid &&
		    there(block, row, columns->found)));

	if (planner->options->names != NULL)
		find_named(planner, &plan, block, row);
	/* Nor are rows multiplied again. */
	if (matched &&
	    (!planner->options->again ||
		says(block, row, columns->rule, SLICE("all")))) {
		plan.how = PLAN_SETTLED;
		return plan;
	}
	planner->collid = collection_of(planner, block, row);
	/* One that an earlier run of this program found is not the row's. */
	plan.own_occid = occid &&
	    (!matched || was_by_occid(block, row, columns->matched_on));
	if (plan.own_occid || there(block, row, columns->occurrence) ||
	    there(block, row, columns->number) ||
	    there(block, row, columns->other))
		plan_own(planner, &plan, block, row);
	if (planner->n == plan.first)
		plan_by_name(planner, &plan, block, row);
	plan.n = planner->n - plan.first;
	if (plan.n == 0)
		plan.how = PLAN_NOTHING;
	plan.codes = planner->n;
	if (there(block, row, columns->also))
		plan.code_only = add_codes(planner,
		    value_of(planner, block, row, columns->also),
		    value_of(planner, block, row, columns->kinds));
	plan.ncodes = planner->n - plan.codes;
	return plan;
}

struct plan
planner_add_name(struct planner *planner, const struct block *block, size_t row,
    enum own_name own)
{
	struct plan plan = {.how = PLAN_NOTHING, .first = planner->n};
	struct slice name = own == OWN_FILE ? file_name(planner, block, row)
					    : url_name(planner, block, row);

	planner->collid = collection_of(planner, block, row);
	planner->stem = SLICE("");
	if (name.n > 0)
		plan_name(planner, &plan, name);
	plan.n = planner->n - plan.first;
	if (plan.n == 0)
		plan.how = PLAN_NOTHING;
	return plan;
}
