/* SPDX-License-Identifier: MIT */
/* One run of img-audit: what is joined, and what is found. */
#ifndef IMG_AUDIT_H
#define IMG_AUDIT_H

#include "file/sorter.h"
#include "base/table.h"
#include "stream/stream.h"

enum finding {
	FOUND_DEAD,
	FOUND_SILENT,
	FOUND_DRIFT,
	FOUND_NO_FILE,
	FOUND_ORPHAN,
	FOUND_THUMBNAIL,
	FOUND_SAME_URL,
	FOUND_SAME_PICTURE,
	FOUND_HTTPS,
	FOUND_UNCHECKED,
	FINDINGS
};

/* As in the registry of problems. */
extern const char *const finding_codes[FINDINGS];

/* What is counted for a host and for a collection. */
struct tally {
	uint64_t pictures, dead;
};

struct tallies {
	struct table numbers; /* places in `at`, from 1 */
	struct tally *at;
	size_t n, room;
};

struct audit {
	/* The command line. */
	const char *portal, *disk, *since;
	char **checks; /* with --since: it, and the operands */
	struct slice domain;
	bool all, checked;
	size_t times; /* 0: removal is not asked for */
	uint64_t seconds;
	bool days_given;
	/* By place and stem; by MD5; by row. */
	struct sorter *files, *hashes, *rows;
	struct buf header; /* of media.tsv, escaped */
	uint64_t nrows;
	struct tallies hosts, collections;
	struct table disk_hosts;
	uint64_t counts[FINDINGS], removable, spared;
	struct buf url, key, value, scratch;
};

/* Reads the portal's media, the disk's stream and the checks. */
void audit_read(struct audit *audit, struct stream_in *checks);

/* Joins them: what is found goes to the rows. */
void audit_join(struct audit *audit);

/* Writes the rows with what was found. */
void audit_write(struct audit *audit, struct output *out);

/* Its counters, made if there are none yet; a name that is empty counts, too.
 */
struct tally *tally_of(struct tallies *tallies, struct slice name);

/* Says of a row: its text (r), a finding (f), that it may be removed (x), its
 * host (h) and collection (c); a file without any (o). */
void audit_note(
    struct audit *audit, struct slice row, char kind, struct slice text);

/* Reads two checks and writes what has changed between them. */
void since_run(struct audit *audit, struct stream_in *now, struct output *out);

#endif
