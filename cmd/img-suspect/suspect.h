/* SPDX-License-Identifier: MIT */
/* One run of img-suspect: its options, its rows, what is known beside them. */
#ifndef IMG_SUSPECT_H
#define IMG_SUSPECT_H

#include "base/table.h"
#include "stream/output.h"
#include "whole_batch.h"
#include "doubt.h"

struct suspect {
	/* The command line. */
	const char *records, *portal;
	unsigned hold;
	bool hold_given, shared;
	size_t most;
	/* The rows, and what is known of them. */
	struct trait_reader reader;
	struct trait *traits;
	size_t n, room;
	int spool;
	struct table known;
	struct portal_pictures pictures;
	uint64_t counts[DOUBTS], held;
};

/* Reads the records' numbers and the portal's pictures, where given. */
void suspect_read_known(struct suspect *suspect);

/* Reads all rows: they go to a file without a name, their traits to memory. */
void suspect_read_rows(struct suspect *suspect, struct stream_in *in);

/* Writes them with their doubts, and counts these. */
void suspect_write_rows(struct suspect *suspect, struct output *out);

/* Where the columns are; STREAM_NONE for those that are not. */
void suspect_find_columns(
    struct trait_columns *columns, const struct stream_in *in);

#endif
