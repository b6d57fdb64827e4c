/* SPDX-License-Identifier: MIT */
/* The words in which MariaDB and SQLite differ, and what statements share. */
#ifndef IMG_SQL_H
#define IMG_SQL_H

#include "batch.h"
#include "sql_plan.h"

/*
 * The expression as bytes, for comparing. `limit` is the portal column's, or
 * NULL where the text can only be ASCII.
 */
void sql_bytes(struct buf *out, const struct plan *plan,
    const struct limit *limit, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Equality that holds for two NULLs. */
const char *sql_same(const struct plan *plan);

/* A join whose left side is read first. */
const char *sql_then(const struct plan *plan);

/* "WHERE ", with the test that nothing has gone wrong so far. */
void sql_where(struct buf *out, const struct plan *plan);

/*
 * The condition that o is a record of the collection. It is a sum, so that
 * nobody looks through all of the collection's records for it.
 */
void sql_collection(struct buf *out, const struct plan *plan);

/* And that it is still the record that was exported. */
void sql_guard(struct buf *out, const struct plan *plan);

/* Adds the rows that the last statement changed to a counter. */
void sql_count(struct buf *out, const struct plan *plan, const char *counter);

/* Adds the query between the two to a counter. */
void sql_add(struct buf *out, const struct plan *plan, const char *counter);
void sql_added(struct buf *out);

/* "WITH b (columns) AS (VALUES\n" for the lists of rows. */
void sql_with(
    struct buf *out, const struct plan *plan, enum kind kind, enum list list);

/* A name from the portal's schema, quoted; dies if it is none. */
void sql_name(struct buf *out, const char *name);

/* The condition that any record has the picture of this recordID. */
void sql_own(struct buf *out, const struct plan *plan);

/*
 * The condition that the picture is with another record than o: one with the
 * row's recordID, or mediaID.
 */
void sql_moved(struct buf *out, const struct plan *plan, enum kind kind);

/* Counts rows that will not be put in or changed, and why. */
void check_statement(
    const struct plan *plan, struct batch *batch, enum kind kind);

/* Conditions that nothing refers to the picture m. */
void sql_nothing_hung_on(struct buf *out, const struct plan *plan);

/* The statements of a run, by the kind of rows. */
void load_statements(const struct plan *plan, struct batch batches[NKINDS]);
void undo_statements(const struct plan *plan, struct batch batches[NKINDS]);
/* For both: those of the pictures that the portal has already. */
void update_statements(const struct plan *plan, struct batch *batch);

#endif
