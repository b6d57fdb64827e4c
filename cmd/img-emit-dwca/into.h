/* SPDX-License-Identifier: MIT */
/* An archive that pictures are put into: its records, and its files. */
#ifndef IMG_INTO_H
#define IMG_INTO_H

#include <stdbool.h>
#include <stdint.h>

#include "registry/reject_reason.h"
#include "sheet/dwca_package.h"
#include "extension_columns.h"
#include "member_spool.h"
#include "row.h"

struct into;

/* Reads its records. Dies if it cannot be added to. */
struct into *into_open(const char *operand, bool lenient);
void into_close(struct into *into);

/* Its table of pictures, or NULL if it has none. */
const struct dwca_meta_table *into_pictures(const struct into *into);

/* Opens that table. */
struct dwca_table *into_read(struct into *into);

/* The next of the archive's other tables of pictures, which stay as they are,
 * after number *i, from 0; NULL if there is none. To be closed. */
struct dwca_table *into_read_other(
    struct into *into, size_t *i, const struct dwca_meta_table **meta);

/* Opens the core, whose associatedMedia is *media; NULL if it has none. To be
 * closed. */
struct dwca_table *into_read_associated(
    struct into *into, const struct dwca_meta_field **media);

/* Which column has the id of the core; that of the pictures must be the same
 * for a portal. */
size_t into_key(const struct into *into);

/*
 * Sets the core id of the record that the row is of, valid until the next
 * call. All identifiers of the row that the archive knows must lead to this
 * one. Else the reason why there is none: no record, ambiguous (also where
 * several records have this id), contradictory, or protected unless these are
 * included.
 */
enum reject_reason into_find(struct into *into, const struct row *row,
    bool include_protected, struct slice *id);

/*
 * Writes all of its files as they are, but for the table of pictures and what
 * meta.xml says of it.
 */
void into_pack(struct into *into, const struct extension_columns_plan *plan,
    struct member_spool *pictures, struct archive_out *archive);

#endif
