/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "registry/column.h"
#include "literal.h"
#include "removal.h"
#include "sql_plan.h"
#include "tags.h"

static const struct {
	const char *name;
	enum target_kind kind;
	bool number;
} target_names[NTARGETS] = {
    [T_ORIGINAL] = {"originalUrl", KIND_URL, false},
    [T_WEB] = {"url", KIND_URL, false},
    [T_THUMBNAIL] = {"thumbnailUrl", KIND_URL, false},
    [T_ARCHIVE] = {"archiveUrl", KIND_URL, false},
    [T_SOURCE] = {"sourceUrl", KIND_URL, false},
    [T_REFERENCE] = {"referenceUrl", KIND_URL, false},
    [T_FORMAT] = {"format", KIND_FACT, false},
    [T_WIDTH] = {"pixelXDimension", KIND_FACT, true},
    [T_HEIGHT] = {"pixelYDimension", KIND_FACT, true},
    [T_CREATOR] = {"creator", KIND_TEXT, false},
    [T_COPYRIGHT] = {"copyright", KIND_TEXT, false},
    [T_RIGHTS] = {"rights", KIND_TEXT, false},
    [T_ACCESS] = {"accessRights", KIND_TEXT, false},
    [T_OWNER] = {"owner", KIND_TEXT, false},
    [T_CAPTION] = {"caption", KIND_TEXT, false},
    [T_LOCALITY] = {"locality", KIND_TEXT, false},
    [T_ANATOMY] = {"anatomy", KIND_TEXT, false},
    [T_NOTES] = {"notes", KIND_TEXT, false},
    [T_IMAGE_TYPE] = {"imageType", KIND_TEXT, false},
    [T_SOURCE_IDENTIFIER] = {"sourceIdentifier", KIND_TEXT, false},
    [T_MD5] = {"mediaMD5", KIND_FACT, false},
    [T_HASH_FUNCTION] = {"hashFunction", KIND_FACT, false},
    [T_HASH_VALUE] = {"hashValue", KIND_FACT, false},
    [T_SORT] = {"sortOccurrence", KIND_TEXT, true},
};

static const char *const cell_names[NCELLS] = {
    [C_VERDICT] = "verdict",
    [C_PATH] = "path",
    [C_HTTP_STATUS] = "httpStatus",
    [C_MATCH] = "match",
    [C_OCCID] = "occid",
    [C_COLLID] = "collid",
    [C_GUID] = "occurrenceRecordID",
    [C_NUMBER] = "recordCatalogNumber",
    [C_CATALOG] = "catalogNumber",
    [C_OTHER] = "otherCatalogNumbers",
    [C_KEY] = "matchKey",
    [C_NAME] = "name",
    [C_MEDIA_TYPE] = "mediaType",
    [C_BYTES] = "bytes",
    [C_LARGE_FILE] = "largeFile",
    [C_LARGE_BYTES] = "largeBytes",
    [C_LARGE_MD5] = "largeMD5",
    [C_LARGE_FORMAT] = "largeFormat",
    [C_LARGE_X] = "largeXDimension",
    [C_LARGE_Y] = "largeYDimension",
    [C_WEB_FILE] = "webFile",
    [C_WEB_BYTES] = "webBytes",
    [C_WEB_MD5] = "webMD5",
    [C_WEB_FORMAT] = "webFormat",
    [C_WEB_X] = "webXDimension",
    [C_WEB_Y] = "webYDimension",
    [C_THUMBNAIL_BYTES] = "thumbnailBytes",
    [C_THUMBNAIL_MD5] = "thumbnailMD5",
    [C_TYPE] = "type",
    [C_PROBLEMS] = "problems",
    [C_MEDIA_ID] = "mediaID",
    [C_RECORD_ID] = "recordID",
    [C_TAGS] = "tags",
    [C_TAG] = "tag", /* as Audiovisual Core calls it */
    [C_VIEW] = "view",
};

void
plan_start(struct plan *plan)
{
	for (int i = 0; i < NTARGETS; i++) {
		plan->targets[i].name = target_names[i].name;
		plan->targets[i].kind = target_names[i].kind;
		plan->targets[i].number = target_names[i].number;
		plan->targets[i].standing = SLICE("");
	}
	plan->hash = hash_key_new();
	plan->media_domain = SLICE("");
	plan->targets[T_IMAGE_TYPE].standing = SLICE("specimen");
	plan->targets[T_SORT].standing = SLICE("5");
}

void
plan_defaults(struct plan *plan, const struct defaults *defaults)
{
	for (size_t i = 0; i < defaults->n; i++)
		for (int id = 0; id < NTARGETS; id++)
			if (strcmp(plan->targets[id].name,
				defaults->columns[i]) == 0)
				plan->targets[id].standing =
				    defaults->values[i];
}

bool
plan_map(struct plan *plan, const char *argument)
{
	/* Two URLs: the "=" is the last one before a scheme or a "/". */
	const char *at = strstr(argument, "=http");
	struct plan_map *map = &plan->maps[plan->nmaps];

	if (at == NULL)
		at = strstr(argument, "=/");
	if (at == NULL)
		at = strchr(argument, '=');
	if (at == NULL || at == argument || plan->nmaps == PLAN_MAPS_MOST ||
	    !utf8_valid(slice_of(argument)))
		return false;
	map->from = (struct slice){argument, (size_t)(at - argument)};
	map->to = slice_of(at + 1);
	plan->nmaps++;
	return true;
}

static enum repertoire
repertoire_of(const char *charset)
{
	if (*charset == '\0' || strcasecmp(charset, "utf8mb4") == 0 ||
	    strncasecmp(charset, "utf16", 5) == 0 ||
	    strcasecmp(charset, "utf32") == 0)
		return REPERTOIRE_ALL;
	if (strncasecmp(charset, "utf8", 4) == 0 ||
	    strcasecmp(charset, "ucs2") == 0)
		return REPERTOIRE_BMP;
	return strcasecmp(charset, "latin1") == 0 ? REPERTOIRE_LATIN1
						  : REPERTOIRE_ASCII;
}

/* Without an export, the character set is the one that INSTALL.md makes. */
static struct limit
limit_of(const struct plan *plan, const char *table, const char *column,
    size_t shipped)
{
	const struct portal_column *c = plan->portal != NULL
	    ? portal_find(plan->portal, table, column)
	    : NULL;
	struct limit limit = {shipped, REPERTOIRE_BMP, false};

	if (plan->dialect == DIALECT_SQLITE)
		limit.repertoire = REPERTOIRE_ALL;
	if (c != NULL) {
		limit.most = c->length > 0 ? c->length : shipped;
		limit.repertoire = repertoire_of(c->charset);
		limit.foreign = *c->charset != '\0' &&
		    strncasecmp(c->charset, "utf8", 4) != 0;
	}
	return limit;
}

/* The portal's name for the target, NULL if its tables have no such column. */
static const char *
column_of(const struct plan *plan, const struct column *term)
{
	const char *column = plan_is_media(plan) ? term->media : term->images;

	if (column == NULL)
		return NULL;
	if (plan->portal != NULL)
		return portal_find(plan->portal, plan->media, column) != NULL
		    ? column
		    : NULL;
	return !plan->schema->pixels && strncmp(column, "pixel", 5) == 0
	    ? NULL
	    : column;
}

static bool
has_cell(const struct plan *plan, enum cell_id cell)
{
	return plan->cells[cell] != STREAM_NONE;
}

/* True if anything in the stream can give the target a value. */
static bool
is_fed(const struct plan *plan, enum target_id id)
{
	if (plan->targets[id].cell != STREAM_NONE)
		return true;
	switch (id) {
	case T_FORMAT:
		return has_cell(plan, C_LARGE_FORMAT) ||
		    has_cell(plan, C_WEB_FORMAT);
	case T_WIDTH:
		return has_cell(plan, C_LARGE_X) || has_cell(plan, C_WEB_X);
	case T_HEIGHT:
		return has_cell(plan, C_LARGE_Y) || has_cell(plan, C_WEB_Y);
	case T_MD5:
		return has_cell(plan, C_LARGE_MD5) || has_cell(plan, C_WEB_MD5);
	case T_SOURCE_IDENTIFIER: return has_cell(plan, C_NAME);
	default: return false;
	}
}

static void
settle_target(struct plan *plan, enum target_id id, const struct stream_in *in)
{
	struct target *t = &plan->targets[id];
	const struct column *term = column_find(slice_of(t->name));

	t->cell = stream_column(in, t->name);
	t->column = column_of(plan, term);
	if (t->column == NULL) {
		if (t->cell != STREAM_NONE)
			inform("column '%s' is left out: the portal has none",
			    t->name);
		return;
	}
	/* Where no row says its format, the URL does. */
	t->varies = is_fed(plan, id) || id == T_FORMAT;
	t->limit = limit_of(plan, plan->media, t->column, term->most);
	t->existing = STREAM_NONE;
	if (plan->update && t->kind != KIND_TEXT)
		t->existing = portal_media_column(plan->existing, t->name);
	t->refreshed = t->existing != STREAM_NONE &&
	    (is_fed(plan, id) || target_is_hash(id));
}

static void
check_standing(const struct limit *limit, struct slice text, const char *what)
{
	switch (literal_fit(limit, text)) {
	case FIT_GOOD: return;
	case FIT_TOO_LONG: die("%s: longer than the portal's column", what);
	case FIT_CHARSET: die("%s: not in the portal's character set", what);
	}
}

/* What every row gets is refused at once, not row by row. */
static void
check_options(const struct plan *plan)
{
	struct limit user = limit_of(plan, plan->media, "username", 45);

	if (plan->user != NULL)
		check_standing(&user, slice_of(plan->user), "--user");
	for (int i = 0; i < NTARGETS; i++)
		if (plan->targets[i].column != NULL)
			check_standing(&plan->targets[i].limit,
			    plan->targets[i].standing, plan->targets[i].name);
}

static void
list_target(struct plan *plan, enum target_id id)
{
	const struct target *t = &plan->targets[id];
	bool there = t->cell != STREAM_NONE;

	if (there)
		plan->targets_there[plan->ntargets_there++] =
		    (struct plan_field){(int)id, t->cell};
	if (there && t->kind == KIND_URL)
		plan->urls[plan->nurls++] = id;
	if (t->varies)
		plan->varying[plan->nvarying++] = id;
	if (!there &&
	    (t->varies || t->kind == KIND_FACT || id == T_SOURCE_IDENTIFIER))
		plan->filled[plan->nfilled++] = id;
}

static void
list_fields(struct plan *plan)
{
	for (int i = 0; i < NTARGETS; i++)
		list_target(plan, (enum target_id)i);
	for (int i = 0; i < NCELLS; i++)
		if (has_cell(plan, (enum cell_id)i))
			plan->cells_there[plan->ncells_there++] =
			    (struct plan_field){i, plan->cells[i]};
}

/*
 * What the portal had is asked by whoever puts pictures in or changes them; the
 * inverse of a plain batch takes back what carries its name.
 */
static void
read_media(struct plan *plan)
{
	unsigned keys = KNOWN_KEYS;
	struct buf path = {0};

	if (plan->portal_dir == NULL ||
	    (plan->undo && !plan->update && !plan->remove))
		return;
	buf_printf(&path, "%s/media.tsv", plan->portal_dir);
	if (!plan->update && !plan->remove &&
	    access(buf_string(&path), F_OK) < 0) {
		inform("%s: not there, so its values are known only to the "
		       "database",
		    path.at);
		buf_free(&path);
		return;
	}
	buf_free(&path);
	if (plan->update || plan->remove)
		keys |= 1u << PORTAL_MEDIA_SOURCE | 1u << PORTAL_MEDIA_URL;
	if (!plan->shared && !plan->undo && !plan->remove)
		keys |= KNOWN_KEYS_ELSEWHERE;
	plan->existing =
	    portal_media_read(plan->portal_dir, keys, plan->media_domain);
}

static void
read_portal(struct plan *plan)
{
	if (plan->portal_dir != NULL) {
		plan->portal = portal_read(plan->portal_dir);
		plan->schema = portal_schema(plan->portal);
		if (plan->collid != 0 &&
		    !portal_has_collection(plan->portal, plan->collid))
			die("%s: collection %" PRIu32 " is not in this export",
			    plan->portal_dir, plan->collid);
	}
	read_media(plan);
	plan->media = plan->schema->media;
	plan->key = plan->schema->key;
}

/* Tags that a picture has in an export that does not tell them stay. */
static void
settle_tags(struct plan *plan)
{
	plan->tags = !plan->remove &&
	    (has_cell(plan, C_TAGS) || has_cell(plan, C_TAG) ||
		has_cell(plan, C_VIEW) || plan->name_tags);
	plan->tags_were = STREAM_NONE;
	if (plan->remove) {
		plan->tags_were = portal_media_column(plan->existing, "tags");
		plan->tags_go = plan->tags_were != STREAM_NONE &&
		    portal_find(plan->portal, "imagetag", "keyValue") != NULL;
	}
	if (plan->tags || plan->tags_go)
		plan->tag_keys = tags_keys(plan->portal, &plan->ntag_keys);
	if (!plan->tags)
		return;
	if (!plan->update)
		return;
	plan->tags_were = portal_media_column(plan->existing, "tags");
	if (plan->tags_were == STREAM_NONE)
		inform(
		    "%s: media.tsv has no column 'tags': no tags are written "
		    "for pictures of the export; export again",
		    plan->portal_dir);
}

static bool
has_target(const struct plan *plan, enum target_id id)
{
	return plan->targets[id].cell != STREAM_NONE;
}

/* A picture of the portal that a row says without a URL. */
static bool
may_be_found(const struct plan *plan)
{
	return has_cell(plan, C_MEDIA_ID) || has_cell(plan, C_RECORD_ID) ||
	    has_target(plan, T_SOURCE_IDENTIFIER) || has_target(plan, T_MD5);
}

void
plan_settle(struct plan *plan, const struct stream_in *in)
{
	read_portal(plan);
	if (plan->remove)
		plan->removal = removal_new(plan);
	for (int i = 0; i < NCELLS; i++)
		plan->cells[i] = stream_column(in, cell_names[i]);
	for (int i = 0; i < NTARGETS; i++)
		settle_target(plan, (enum target_id)i, in);
	list_fields(plan);
	check_options(plan);
	plan->named = plan->update || plan->remove;
	if (!has_cell(plan, C_OCCID) && !has_cell(plan, C_MATCH) &&
	    !plan->named)
		stream_need(in, "occid");
	if (!has_target(plan, T_ORIGINAL) && !has_target(plan, T_WEB) &&
	    !(plan->remove && may_be_found(plan)))
		stream_need(in, plan->remove ? "mediaID" : "originalUrl");
	if (plan->collid == 0 && !plan->named)
		stream_need(in, "collid");
	plan->metadata = plan->schema->metadata &&
	    (has_cell(plan, C_BYTES) || has_cell(plan, C_LARGE_BYTES) ||
		has_cell(plan, C_WEB_BYTES) ||
		has_cell(plan, C_THUMBNAIL_BYTES));
	plan->metadata_was = plan->metadata && plan->update
	    ? portal_media_column(plan->existing, "mediametadata")
	    : STREAM_NONE;
	plan->catalog = limit_of(plan, "omoccurrences", "catalogNumber", 32);
	plan->other = limit_of(plan, "omoccuridentifiers", "identifierValue",
	    plan->schema->identifier_most);
	plan->guid = limit_of(plan, "omoccurrences", "recordID", 45);
	settle_tags(plan);
}

void
plan_end(struct plan *plan)
{
	removal_free(plan->removal);
	free(plan->tag_keys);
	portal_media_free(plan->existing);
	portal_free(plan->portal);
}
