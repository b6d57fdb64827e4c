/* SPDX-License-Identifier: MIT */
#include "base/opt.h"
#include "literal.h"
#include "script.h"
#include "sql.h"

static const char *const counters[] = {"inserted", "updated", "created",
    "records", "gone", "stale", "facts", "found", "deleted", "records_found",
    "records_deleted", "moved", "lost", "own", "bare", "tags", "newest"};

enum { NCOUNTERS = sizeof counters / sizeof *counters, FOR_TAGS = 2 };

/* The last ones are used only where pictures get tags, or lose them. */
static size_t
count_counters(const struct plan *plan)
{
	return plan->tags || plan->tags_go ? NCOUNTERS : NCOUNTERS - FOR_TAGS;
}

static bool
is_sqlite(const struct plan *plan)
{
	return plan->dialect == DIALECT_SQLITE;
}

static void
put_label(struct buf *out, const struct plan *plan)
{
	buf_put_string(out, plan->undo ? "undo of batch " : "batch ");
	literal_comment(out, slice_of(plan->label));
	if (plan->collid != 0)
		buf_printf(out, ", collection %" PRIu32, plan->collid);
	buf_printf(out, ", portal schema %s (table %s), for %s\n",
	    plan->schema->version, plan->media,
	    is_sqlite(plan) ? "SQLite 3.38 or later" : "MariaDB 10.3 or later");
}

static void
put_comments(struct buf *out, const struct plan *plan)
{
	buf_printf(
	    out, "-- Written by img-emit-sql of imgpipe %s: ", opt_version());
	put_label(out, plan);
	buf_put_string(out,
	    plan->rehearse
		? "-- Rehearsal: it ends in ROLLBACK and changes nothing.\n"
		: "-- All or nothing: a failure leaves the portal as it"
		  " was.\n");
	if (plan->commit_every > 0 && !plan->rehearse)
		buf_printf(out,
		    "-- But what is done is kept every %zu pictures; run it"
		    " again after a failure.\n",
		    plan->commit_every);
	if (plan->remove)
		buf_put_string(out,
		    plan->undo
			? "-- It brings back the pictures that have been"
			  " removed.\n"
			: "-- It removes pictures. The inverse: the same command"
			  " and input with --undo.\n");
	else
		buf_put_string(out,
		    plan->undo
			? "-- It takes back what the batch put in, and keeps what"
			  " somebody has worked on since.\n"
			: "-- To run it twice changes nothing more. The inverse: the"
			  " same command and input with --undo.\n");
	buf_put_string(out,
	    is_sqlite(plan)
		? "-- Run it as: sqlite3 PORTAL.db < THIS\n"
		: "-- Run it as: mariadb DATABASE < THIS (never with"
		  " --force)\n");
	buf_put_string(out, "-- It ends with a report of what was done.\n\n");
}

/* A statement that fails, and ends the script, unless @ok. */
static void
put_refuse(struct buf *out, const char *message)
{
	buf_printf(out,
	    "EXECUTE IMMEDIATE IF(@ok, 'DO 0', 'SIGNAL SQLSTATE ''45000''"
	    " SET MESSAGE_TEXT = ''imgpipe: %s''');\n",
	    message);
}

static void
start_mariadb(struct buf *out, const struct plan *plan)
{
	buf_put_string(out,
	    "SET NAMES ascii; -- this text is; other characters are in"
	    " hexadecimal\n"
	    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
	    ";\n"
	    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;\n"
	    "SET autocommit = 0;\n"
	    "SET SESSION optimizer_switch = 'exists_to_in=off'; -- look up, do"
	    " not list whole tables\n"
	    "-- @ok holds while nothing has gone wrong; without it nothing is"
	    " changed or kept.\n"
	    "SET @ok = GET_LOCK(LEFT(CONCAT('imgpipe ', DATABASE()), 64), 60)"
	    ";\n");
	put_refuse(out, "another load is running");
	buf_put_string(out, "SET ");
	for (size_t i = 0; i < count_counters(plan); i++)
		buf_printf(out, "%s@%s = 0", i > 0 ? ", " : "", counters[i]);
	buf_put_string(out, ";\n");
	if (plan->remove || (plan->undo && plan->update))
		buf_put_string(out, "SET time_zone = '+00:00';\n");
}

static void
start_sqlite(struct buf *out, const struct plan *plan)
{
	buf_put_string(out,
	    ".bail on\n"
	    ".timeout 60000\n"
	    "PRAGMA foreign_keys = ON;\n"
	    "PRAGMA temp_store = MEMORY;\n"
	    "DROP TABLE IF EXISTS temp.imgpipe;\n"
	    "CREATE TEMP TABLE imgpipe (\n"
	    "  right_collection INTEGER"
	    " CONSTRAINT not_the_collection_that_was_exported"
	    " CHECK (right_collection),\n  ");
	for (size_t i = 0; i < count_counters(plan); i++)
		buf_printf(out, "%s%s INTEGER DEFAULT 0", i > 0 ? ", " : "",
		    counters[i]);
	buf_put_string(out, ");\nBEGIN IMMEDIATE;\n");
}

static void
put_collection_test(struct buf *out, const struct plan *plan, uint32_t collid)
{
	static const char *const names[] = {
	    "institutionCode", "collectionCode"};

	buf_printf(out,
	    "SELECT COUNT(*) FROM omcollections WHERE collID = %" PRIu32,
	    collid);
	for (size_t i = 0; plan->portal != NULL && i < 2; i++) {
		const struct portal_column *c =
		    portal_find(plan->portal, "omcollections", names[i]);
		struct slice value =
		    portal_collection(plan->portal, collid, names[i]);
		struct limit limit = {.foreign = true};

		if (c == NULL)
			continue;
		buf_put_string(out, "\n  AND ");
		sql_bytes(out, plan, &limit, "COALESCE(%s, '')", names[i]);
		buf_put_string(out, " = ");
		if (value.n > 0)
			literal_put(out, plan->dialect, value);
		else
			buf_put_string(out, "''");
	}
}

static void
check_collection(struct buf *out, const struct plan *plan, uint32_t collid)
{
	buf_put_string(out,
	    is_sqlite(plan) ? "INSERT INTO temp.imgpipe (right_collection)\n"
			    : "SET @ok = @ok AND (");
	put_collection_test(out, plan, collid);
	buf_put_string(out, is_sqlite(plan) ? ";\n" : ");\n");
	if (!is_sqlite(plan))
		put_refuse(out, "not the collection that was exported");
}

/* The wrong portal has other collections under the same numbers. */
static void
check_collections(struct buf *out, const struct plan *plan)
{
	uint32_t collid;

	if (plan->collid != 0) {
		check_collection(out, plan, plan->collid);
		return;
	}
	for (size_t i = 0; plan->portal != NULL &&
	     (collid = portal_collid(plan->portal, i)) != 0;
	     i++)
		check_collection(out, plan, collid);
	if (is_sqlite(plan))
		buf_put_string(out,
		    "DELETE FROM temp.imgpipe;\n"
		    "INSERT INTO temp.imgpipe (right_collection) VALUES (1);\n");
}

void
script_head(struct buf *out, const struct plan *plan)
{
	put_comments(out, plan);
	if (is_sqlite(plan))
		start_sqlite(out, plan);
	else
		start_mariadb(out, plan);
	check_collections(out, plan);
	buf_put_char(out, '\n');
}

static void
end_transaction(struct buf *out, const struct plan *plan)
{
	if (plan->rehearse)
		buf_put_string(out, "ROLLBACK;\n");
	else if (is_sqlite(plan))
		buf_put_string(out, "COMMIT;\n");
	else {
		put_refuse(out, "a statement has failed, nothing is kept");
		buf_put_string(
		    out, "EXECUTE IMMEDIATE IF(@ok, 'COMMIT', 'ROLLBACK');\n");
	}
}

void
script_commit(struct buf *out, const struct plan *plan)
{
	if (plan->rehearse)
		return;
	end_transaction(out, plan);
	if (is_sqlite(plan))
		buf_put_string(out, "BEGIN IMMEDIATE;\n");
}

static void
put_picture_count(struct buf *out, const struct plan *plan)
{
	bool sqlite = is_sqlite(plan);

	buf_printf(out,
	    "    (SELECT %sCOUNT(m.%s)%s ':' %s COUNT(DISTINCT m.occid)%s\n"
	    "      FROM %s m JOIN omoccurrences o ON o.occid = m.occid\n"
	    "      WHERE o.collid = s.collid)",
	    sqlite ? "" : "CONCAT(", plan->key, sqlite ? " ||" : ",",
	    sqlite ? "||" : ",", sqlite ? "" : ")", plan->media);
}

static void
put_collids(struct buf *out, const struct script_sums *sums)
{
	for (size_t i = 0; i < sums->ncollids; i++)
		buf_printf(
		    out, "%s%" PRIu32, i > 0 ? ", " : "", sums->collids[i]);
}

/* The portal looks for "imgcnt":"0 in the text: there must be no blank. */
static void
put_statistics(
    struct buf *out, const struct plan *plan, const struct script_sums *sums)
{
	bool sqlite = is_sqlite(plan);

	buf_printf(out,
	    "UPDATE omcollectionstats%s s SET dynamicProperties = %s(\n"
	    "    CASE WHEN JSON_VALID(s.dynamicProperties) THEN\n"
	    "      CASE WHEN JSON_TYPE(s.dynamicProperties) = '%s'"
	    " THEN s.dynamicProperties ELSE '{}' END\n"
	    "    ELSE '{}' END, '$.imgcnt',\n",
	    sqlite ? " AS" : "", sqlite ? "JSON_SET" : "JSON_COMPACT(JSON_SET",
	    sqlite ? "object" : "OBJECT");
	put_picture_count(out, plan);
	buf_put_string(out, sqlite ? ")" : "))");
	if (plan->create)
		buf_put_string(out,
		    ",\n  recordcnt = (SELECT COUNT(*) FROM omoccurrences o"
		    " WHERE o.collid = s.collid)");
	buf_put_char(out, '\n');
	sql_where(out, plan);
	buf_put_string(out, "s.collid IN (");
	put_collids(out, sums);
	buf_put_string(out, ");\n");
	sql_count(out, plan, "facts");
}

/* Pictures that the portal shows in no list until they have a thumbnail. */
static void
count_bare(
    struct buf *out, const struct plan *plan, const struct script_sums *sums)
{
	sql_add(out, plan, "bare");
	buf_printf(out,
	    "SELECT COUNT(*) FROM %s m JOIN omoccurrences o"
	    " ON o.occid = m.occid\nWHERE (m.thumbnailUrl IS NULL"
	    " OR m.thumbnailUrl = '' OR m.thumbnailUrl LIKE"
	    " 'processing%%')%s\n  AND o.collid IN (",
	    plan->schema->media,
	    plan->schema->media_type ? " AND m.mediaType = 'image'" : "");
	put_collids(out, sums);
	buf_put_char(out, ')');
	sql_added(out);
}

static void
put_line(struct buf *out, const struct plan *plan, const char **between,
    const char *what, const char *format)
{
	buf_printf(out, "%s '%s'%s, ", *between, what,
	    strcmp(*between, "SELECT") == 0 ? " AS report" : "");
	/* Counters stand as #name in the format. */
	for (const char *at = format; *at != '\0'; at++)
		if (*at != '#')
			buf_put_char(out, *at);
		else if (!is_sqlite(plan))
			buf_put_char(out, '@');
	if (strcmp(*between, "SELECT") == 0)
		buf_put_string(out, " AS number");
	if (is_sqlite(plan))
		buf_put_string(out, " FROM temp.imgpipe");
	*between = "\nUNION ALL SELECT";
}

/* Why pictures are not put in or changed, and what is still to be done. */
static void
report_reasons(struct buf *out, const struct plan *plan,
    const struct script_sums *sums, const char **between)
{
	struct buf number = {0};

	put_line(out, plan, between,
	    "inserted into a batch that was there before: new in it, or deleted"
	    " by somebody since",
	    "CASE WHEN #own + #moved > 0 THEN #inserted ELSE 0 END");
	put_line(out, plan, between,
	    "given to another record by somebody, not entered again", "#moved");
	if (plan->update)
		put_line(out, plan, between,
		    "deleted by somebody since the export", "#lost");
	if (sums->there > 0) {
		buf_printf(&number, "%" PRIu64, sums->there);
		put_line(out, plan, between,
		    "known by their id, or a URL spelled otherwise",
		    buf_string(&number));
		buf_clear(&number);
	}
	if (sums->shared > 0) {
		buf_printf(&number, "%" PRIu64, sums->shared);
		put_line(out, plan, between,
		    "same-picture-other-record, in this batch",
		    buf_string(&number));
	}
	if (sums->ncollids > 0)
		put_line(out, plan, between,
		    "without a thumbnail: not in lists until the thumbnail"
		    " maintenance of the portal has run",
		    "#bare");
	buf_free(&number);
}

static void
report_load(
    struct buf *out, const struct plan *plan, const struct script_sums *sums)
{
	const char *between = "SELECT";
	struct buf gone = {0}, there = {0};

	buf_put_string(&gone, "#gone");
	if (plan_counts_in_passing(plan))
		buf_printf(&gone, " + %" PRIu64 " - #records", sums->linked);
	buf_printf(&there,
	    "%" PRIu64
	    " - #inserted - #updated - #stale - #moved - #lost - (%s)",
	    sums->pictures, buf_string(&gone));
	put_line(out, plan, &between, "pictures inserted", "#inserted");
	if (plan->update)
		put_line(out, plan, &between, "pictures updated", "#updated");
	put_line(
	    out, plan, &between, "pictures already there", buf_string(&there));
	if (plan->update)
		put_line(out, plan, &between,
		    "pictures kept, changed since the export", "#stale");
	put_line(out, plan, &between, "records changed or gone", gone.at);
	if (plan->create)
		put_line(out, plan, &between, "records created", "#created");
	if (plan->tags)
		put_line(out, plan, &between, "tags added", "#tags");
	report_reasons(out, plan, sums, &between);
	buf_free(&gone);
	buf_free(&there);
}

static void
report_undo(struct buf *out, const struct plan *plan)
{
	const char *between = "SELECT";

	put_line(out, plan, &between, "pictures deleted", "#deleted");
	put_line(out, plan, &between, "pictures kept, worked on since",
	    "#found - #deleted");
	if (plan->update) {
		put_line(out, plan, &between, "pictures restored", "#updated");
		put_line(out, plan, &between, "updates kept, changed since",
		    "#stale");
		if (plan->tags)
			put_line(out, plan, &between,
			    "tags taken from pictures that stay", "#tags");
	}
	if (plan->create) {
		put_line(
		    out, plan, &between, "records deleted", "#records_deleted");
		put_line(out, plan, &between, "records kept, worked on since",
		    "#records_found - #records_deleted");
	}
}

static void
report_removal(
    struct buf *out, const struct plan *plan, const struct script_sums *sums)
{
	const char *between = "SELECT";
	struct buf kept = {0};

	buf_printf(&kept, "%" PRIu64 " - #%s - #gone - #moved%s",
	    sums->pictures, plan->undo ? "inserted" : "deleted",
	    plan->undo ? "" : " - #lost");
	if (plan->undo) {
		put_line(
		    out, plan, &between, "pictures brought back", "#inserted");
		put_line(out, plan, &between, "pictures already there",
		    buf_string(&kept));
	} else {
		put_line(out, plan, &between, "pictures removed", "#deleted");
		put_line(out, plan, &between,
		    "pictures kept, changed since the export or in use",
		    buf_string(&kept));
		put_line(out, plan, &between,
		    "deleted by somebody since the export", "#lost");
	}
	put_line(out, plan, &between, "records changed or gone", "#gone");
	put_line(out, plan, &between, "given to another record by somebody",
	    "#moved");
	buf_free(&kept);
}

void
script_foot(
    struct buf *out, const struct plan *plan, const struct script_sums *sums)
{
	buf_put_char(out, '\n');
	if (sums->ncollids > 0)
		put_statistics(out, plan, sums);
	if (sums->ncollids > 0 && !plan->undo && !plan->remove)
		count_bare(out, plan, sums);
	if (plan->remove)
		report_removal(out, plan, sums);
	else if (plan->undo)
		report_undo(out, plan);
	else
		report_load(out, plan, sums);
	buf_put_string(out, ";\n");
	end_transaction(out, plan);
	if (!is_sqlite(plan))
		buf_put_string(out,
		    "DO RELEASE_LOCK(LEFT(CONCAT('imgpipe ', DATABASE()),"
		    " 64));\n");
}
