/* SPDX-License-Identifier: MIT */
/* The rows of the stream, judged: what is to be done, and for whom. */
#ifndef IMG_REPORT_ROWS_H
#define IMG_REPORT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "registry/language.h"
#include "stream/stream.h"

/* What the page says of a row; the order of F in the script. */
enum report_field {
	FIELD_NAME,
	FIELD_PATH,
	FIELD_URL,
	FIELD_NUMBER,
	FIELD_OCCID,
	FIELD_RECORD,
	FIELD_CANDIDATES,
	FIELD_SUGGESTED,
	FIELD_VERDICT,
	FIELD_PROBLEMS,
	FIELD_MATCH,
	FIELD_COLLECTION,
	FIELD_FORMAT,
	FIELD_RESULT,
	FIELD_WEB, /* an address of a thumbnail */
	REPORT_FIELDS
};

/* What is known of the rows decides what the sentence can say. */
enum report_kind { REPORT_LISTED, REPORT_CHECKED, REPORT_MATCHED };

/* Who has to do something. */
enum report_need { NEED_NOTHING, NEED_PERSON, NEED_LATER, NEED_DONE, NEEDS };

/* Rows of one result. */
struct report_result {
	struct slice code; /* of the registry of reasons, "" for taken */
	enum report_need need;
	uint64_t n;
};

/* What is kept of a row: 64 bytes and its texts. */
struct report_row {
	struct slice path; /* of a file to make a thumbnail of; n 0: none */
	struct slice made; /* of img-derive's thumbnail of it; n 0: none */
	struct slice boxes; /* of its barcodes, where a person has to look */
	enum report_need need;
};

enum { REPORT_RESULTS = 64, REPORT_STATIC = 500 };

struct report_rows {
	/* Set by the caller. */
	enum language language;
	bool web; /* addresses of thumbnails */
	/* Made of the rows. */
	enum report_kind kind;
	uint64_t n, needs[NEEDS];
	struct report_result results[REPORT_RESULTS];
	size_t nresults;
	struct report_row *rows;
	size_t room;
	bool *problems; /* of problem_all(): which occur */
	struct buf json; /* "[...],\n[...]": a row each */
	struct buf html; /* <tr> of the first that need attention */
	uint64_t static_rows;
	/* Its own. */
	size_t columns[REPORT_FIELDS], reason, url;
	struct arena texts;
};

/* Reads the whole stream; dies where it is wrong. */
void report_rows_read(struct report_rows *rows, struct stream_in *in);
void report_rows_free(struct report_rows *rows);

/* What a result means, and what to do, in the page's language. */
struct meaning report_result_meaning(
    const struct report_rows *rows, struct slice code);

/* The names of the fields, for the script. */
const char *report_field_name(enum report_field field);

#endif
