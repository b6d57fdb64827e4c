/* SPDX-License-Identifier: MIT */
/* One run of img-group: its options, its columns, the files of one picture. */
#ifndef IMG_GROUP_H
#define IMG_GROUP_H

#include "file/sorter.h"
#include "registry/derivative_name.h"
#include "stream/stream.h"

/* Columns that are looked at. */
enum group_column {
	G_PATH,
	G_ORIGINAL,
	G_WEB,
	G_THUMBNAIL,
	G_ARCHIVE,
	G_VERDICT,
	G_PROBLEMS,
	G_OCCID,
	G_NUMBER,
	G_BYTES,
	G_MD5,
	G_FORMAT,
	G_X,
	G_Y,
	NGROUP
};

/* The facts of a file: so many from G_BYTES on. */
enum { FIRST_FACT = G_BYTES, NFACTS = NGROUP - G_BYTES };

/* The places of a picture's files in its row. */
enum place { PLACE_MAIN, PLACE_WEB, PLACE_THUMBNAIL, PLACE_ARCHIVE, NPLACES };

struct group_run {
	/* The command line. */
	struct derivative_patterns patterns;
	const char *archives; /* extensions, the best first, or NULL */
	/* The stream. */
	size_t ncolumns;
	size_t columns[NGROUP];
	size_t descriptive[16]; /* filled from the other files */
	size_t ndescriptive;
	struct sorter *sorter;
	struct buf key, url, scratch;
	uint64_t rows, pictures, unclear, alone;
};

/* A file: its row, cut into fields. */
struct member {
	struct slice *fields; /* escaped */
	enum derivative_role role;
	uint64_t page;
	bool shown; /* browsers show its type */
	bool sound; /* neither bad nor worth a retry */
	size_t rank; /* among the archive's extensions */
};

/* Which member goes where; NO_MEMBER for none. */
enum { NO_MEMBER = -1 };
struct grouping {
	int place[NPLACES];
	bool unclear; /* several files could be the same */
	bool alone; /* a thumbnail without its picture */
};

/* Where the columns are. */
void group_bind(struct group_run *run, const struct stream_in *in);

/* Puts a row into the sorter, by stem and place. */
void group_take(struct group_run *run, const struct block *block, size_t row);

/* What the row of one file says; `fields` has room for its columns. */
struct member group_member(
    struct group_run *run, struct slice row, struct slice fields[]);

/* Says which of the sound members is what. */
struct grouping group_decide(
    const struct group_run *run, const struct member members[], size_t n);

/* True if the member is a page after the first. */
bool group_is_further_page(
    const struct member members[], size_t n, size_t member);

#endif
