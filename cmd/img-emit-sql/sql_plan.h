/* SPDX-License-Identifier: MIT */
/*
 * What one run writes: the options, the portal, and which columns of the
 * stream go to which columns of the portal. Settled before the first row.
 */
#ifndef IMG_SQL_PLAN_H
#define IMG_SQL_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/hash_key.h"
#include "base/slice.h"
#include "sink/defaults.h"
#include "sink/known_picture.h"
#include "stream/stream.h"
#include "portal.h"

enum dialect { DIALECT_MARIADB, DIALECT_SQLITE };

/* The columns of media that rows fill, in the order of the statements. */
enum target_id {
	T_ORIGINAL,
	T_WEB,
	T_THUMBNAIL,
	T_ARCHIVE,
	T_SOURCE,
	T_REFERENCE,
	T_FORMAT,
	T_WIDTH,
	T_HEIGHT,
	T_CREATOR,
	T_COPYRIGHT,
	T_RIGHTS,
	T_ACCESS,
	T_OWNER,
	T_CAPTION,
	T_LOCALITY,
	T_ANATOMY,
	T_NOTES,
	T_IMAGE_TYPE,
	T_SOURCE_IDENTIFIER,
	T_MD5,
	T_HASH_FUNCTION,
	T_HASH_VALUE,
	T_SORT,
	NTARGETS
};

/* Further columns of the stream that are looked at. */
enum cell_id {
	C_VERDICT,
	C_PATH,
	C_HTTP_STATUS,
	C_MATCH,
	C_OCCID,
	C_COLLID,
	C_GUID,
	C_NUMBER,
	C_CATALOG,
	C_OTHER,
	C_KEY,
	C_NAME,
	C_MEDIA_TYPE,
	C_BYTES,
	C_LARGE_FILE,
	C_LARGE_BYTES,
	C_LARGE_MD5,
	C_LARGE_FORMAT,
	C_LARGE_X,
	C_LARGE_Y,
	C_WEB_FILE,
	C_WEB_BYTES,
	C_WEB_MD5,
	C_WEB_FORMAT,
	C_WEB_X,
	C_WEB_Y,
	C_THUMBNAIL_BYTES,
	C_THUMBNAIL_MD5,
	C_TYPE,
	C_PROBLEMS,
	C_MEDIA_ID,
	C_RECORD_ID,
	C_TAGS,
	C_TAG,
	C_VIEW,
	NCELLS
};

/* What a column's character set can hold. */
enum repertoire {
	REPERTOIRE_ALL,
	REPERTOIRE_BMP, /* up to U+FFFF: utf8mb3 */
	REPERTOIRE_LATIN1, /* as MariaDB has it: Windows-1252 */
	REPERTOIRE_ASCII
};

enum target_kind { KIND_URL, KIND_FACT, KIND_TEXT };

/* A portal's text column and what fits into it. */
struct limit {
	size_t most; /* characters; 0: no limit */
	enum repertoire repertoire;
	bool foreign; /* its bytes are not those of UTF-8 */
};

struct target {
	const char *name; /* the stream's */
	const char *column; /* the portal's; NULL: it has none */
	enum target_kind kind;
	bool number;
	size_t cell; /* in the stream, or STREAM_NONE */
	struct slice standing; /* where the row has nothing */
	bool varies; /* differs from row to row: is in VALUES */
	bool refreshed; /* by --existing update */
	size_t existing; /* its column in media.tsv */
	struct limit limit;
};

/* A column of the stream: the target's or cell's number, and its place. */
struct plan_field {
	int id;
	size_t column;
};

/* --map: URLs that begin with `from` begin with `to` instead. */
struct plan_map {
	struct slice from, to;
};

enum { PLAN_MAPS_MOST = 16 };

struct removal;

struct plan {
	/* The options. */
	enum dialect dialect;
	const char *label;
	uint32_t collid; /* 0: the stream's column says it */
	const char *uid, *user; /* --user, or NULL */
	const char *portal_dir; /* -P, or NULL */
	const struct schema *schema;
	size_t batch, commit_every;
	bool create, update, undo, rehearse;
	bool remove; /* pictures are taken out */
	bool force; /* --force-undo */
	bool shared; /* pictures of another record's are taken */
	bool name_tags; /* --tag-views */
	struct slice media_domain; /* or empty */
	struct plan_map maps[PLAN_MAPS_MOST];
	size_t nmaps;
	struct hash_key hash; /* for keys, and what is only counted */
	/* What follows from them, the portal and the stream's header. */
	struct portal *portal; /* NULL without -P */
	struct removal *removal; /* NULL without --remove */
	struct portal_media *existing; /* NULL if nobody asks it */
	bool named; /* rows may name a picture of the portal without its record
		     */
	const char *media, *key; /* "media", "mediaID" */
	struct target targets[NTARGETS];
	size_t cells[NCELLS];
	/* Of those, what the stream has; the targets that vary, and URLs. */
	struct plan_field targets_there[NTARGETS], cells_there[NCELLS];
	size_t ntargets_there, ncells_there;
	enum target_id varying[NTARGETS], urls[NTARGETS];
	size_t nvarying, nurls;
	enum target_id filled[NTARGETS]; /* by other columns than their own */
	size_t nfilled;
	bool metadata; /* mediametadata gets rows */
	/* Its column in the export, where updates change it, or STREAM_NONE. */
	size_t metadata_was;
	struct limit catalog, other, guid;
	/* The portal's keys; whether rows say any; those of the export. */
	const char **tag_keys;
	size_t ntag_keys;
	bool tags;
	size_t tags_were; /* a column of media.tsv, or STREAM_NONE */
	bool tags_go; /* with the pictures that are taken out */
};

/* What is of a file's bytes, and of no other file. */
static inline bool
target_is_hash(enum target_id id)
{
	return id == T_MD5 || id == T_HASH_FUNCTION || id == T_HASH_VALUE;
}

/* Gives the targets their names; before the options are read. */
void plan_start(struct plan *plan);

/* What --defaults says; the texts stay the caller's. */
void plan_defaults(struct plan *plan, const struct defaults *defaults);

/* "OLD=NEW" of --map; false if it is none or one too many. */
bool plan_map(struct plan *plan, const char *argument);

/* Reads the portal's export and resolves the columns; dies on what is wrong. */
void plan_settle(struct plan *plan, const struct stream_in *in);

void plan_end(struct plan *plan);

/* True for 3.2 and later, where the table is called media. */
static inline bool
plan_is_media(const struct plan *plan)
{
	return plan->schema->media_type;
}

/* True if the statement that puts pictures in counts their records itself. */
static inline bool
plan_counts_in_passing(const struct plan *plan)
{
	return plan->dialect == DIALECT_MARIADB && !plan->undo;
}

#endif
