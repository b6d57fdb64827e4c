/* SPDX-License-Identifier: MIT */
/* The loop over the rows: what is asked, what is decided, what is written. */
#ifndef IMG_MATCH_H
#define IMG_MATCH_H

#include <stdbool.h>

#include "stream/output.h"
#include "stream/stream.h"
#include "match_plan.h"
#include "record_reader.h"

enum several { SEVERAL_NONE, SEVERAL_FIRST, SEVERAL_ALL };

struct match_options {
	struct plan_options plan;
	bool exact;
	enum several several;
	const char *names_file; /* for messages */
	const char *also; /* the column of --also, or NULL */
	int spool; /* with --suggest: where rows go first; else -1 */
	bool suggest_pattern; /* say which pattern would link most */
	bool trust_sheet; /* link although the name disagrees */
	size_t jobs;
};

/* Reads all rows, writes them with their outcomes, and says with -v how many
 * of each there were. Does not finish the output. */
void match_rows(const struct match_options *options,
    const struct records *records, struct stream_in *in, struct output *out);

#endif
