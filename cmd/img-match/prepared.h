/* SPDX-License-Identifier: MIT */
/*
 * Records made ready: their table and their index in a file that is mapped
 * into memory, so that a run begins at once, and several share the memory. The
 * file is of this build and this kind of machine; it says which files it was
 * made of, and is refused when one of them has changed. Everything in it is
 * checked before it is used.
 */
#ifndef IMG_PREPARED_H
#define IMG_PREPARED_H

#include "base/hash_key.h"
#include "stream/output.h"
#include "record_reader.h"

struct prepared; /* a file, opened */

/* NULL if the file is no such file; dies if it is one that cannot be used. */
struct prepared *prepared_open(const char *file);
void prepared_close(struct prepared *prepared);

/* The secret of its keys: key_start_with() must have it. */
struct hash_key prepared_secret(const struct prepared *prepared);

/* The files that it was made of; NULL after the last. */
const char *prepared_source(const struct prepared *prepared, size_t i);

/*
 * The records. Dies with a message if the file is damaged, a source has
 * changed, or it was made with other options. `prepared` is needed as long as
 * the records are.
 */
struct records prepared_records(
    struct prepared *prepared, const struct records_options *options);

/*
 * Reads the sources into a new file, which it finishes, and returns how many
 * rows they have. `secret` is that of the keys. Dies if rows of them are left
 * out, or if they change meanwhile.
 */
uint64_t prepared_write(struct output *out, char *const sources[], size_t n,
    const struct records_options *options, const struct hash_key *secret);

#endif
