/* SPDX-License-Identifier: MIT */
/* What of a row is looked up: its identifiers, its number, its name. */
#ifndef IMG_MATCH_PLAN_H
#define IMG_MATCH_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "stream/stream.h"
#include "text/pattern.h"
#include "sheet/number_parts.h"
#include "name_sheet.h"
#include "query.h"

/* The input's columns that are looked at; STREAM_NONE where not there. */
struct plan_columns {
	size_t from; /* `name`, or the column of --from */
	size_t name, path, url;
	size_t occid, collid, occurrence, number, other;
	size_t match, key, matched_on, rule, found, sort, problems;
	size_t also, kinds; /* of --also; barcodeType, if it goes with codes */
};

struct plan_options {
	struct plan_columns columns;
	struct number_parts parts; /* of the row's own number */
	bool from_name; /* `from` holds file names */
	bool from_codes; /* `from` holds codes of the picture */
	unsigned code_kinds; /* that a code may meet */
	bool again; /* settled rows are not left alone */
	bool no_occid; /* the records have none */
	unsigned kinds; /* that a number of a name may meet */
	const struct name_sheet *names; /* or NULL */
	const struct records_codes *codes; /* of the collections */
	const struct pattern *pattern, *replace; /* or NULL */
	struct slice with;
};

enum how {
	PLAN_SETTLED, /* left as it is */
	PLAN_NOTHING, /* nothing to look up; `code` says why */
	PLAN_OWN, /* identifiers that belong together */
	PLAN_NUMBERS, /* numbers, each for itself */
	PLAN_CROWD, /* the first of more numbers than HITS_MOST */
	PLAN_CODES, /* codes of one picture */
	PLAN_NAME /* a name and its beginnings */
};

struct plan {
	enum how how;
	size_t first, n; /* asks */
	size_t codes, ncodes; /* those of --also */
	struct slice code_only; /* its only code, or empty */
	bool own_occid; /* the row came with its occid */
	bool from_name; /* the number was looked for in the name */
	bool listed; /* its numbers are among other words of a list */
	bool several; /* the sheet has several numbers for the name */
	const struct named *named; /* of the sheet, or NULL */
	size_t nnamed;
	const struct named
	    *picked; /* the one an earlier run took, or the first */
	const char *code;
};

/* Of one thread. */
struct planner {
	const struct plan_options *options;
	struct pattern_state *pattern, *replace;
	struct arena texts;
	struct buf scratch;
	uint32_t collid; /* of the row in work; 0: any */
	struct slice stem; /* of the name last planned, in comparable form */
	struct query *asks;
	size_t n, room;
};

void planner_start(struct planner *planner, const struct plan_options *options);
void planner_stop(struct planner *planner);

/* Forgets all asks: their texts are no longer valid. */
void planner_clear(struct planner *planner);

/* Adds a row's asks. They refer to the block and to the planner. */
struct plan planner_add(
    struct planner *planner, const struct block *block, size_t row);

/* The names that a row's picture has: its file's (`name`, or the end of its
 * path), and its URL's where that is another one. */
enum own_name { OWN_FILE, OWN_URL };

/* The same of one of these names, by the rules for names, whatever the options
 * say. Nothing is added if the picture has none. */
struct plan planner_add_name(struct planner *planner, const struct block *block,
    size_t row, enum own_name own);

#endif
