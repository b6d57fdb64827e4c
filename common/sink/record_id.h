/* SPDX-License-Identifier: MIT */
/*
 * The recordIDs of pictures, and of records that are created: name-based
 * identifiers, RFC 9562 version 5. The name is put together here and hashed by
 * the caller (hash_sha1), who may keep its beginning for the next row. What is
 * the same picture of the same record has the same one in every sink.
 */
#ifndef IMG_RECORD_ID_H
#define IMG_RECORD_ID_H

#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "picture/hash.h"

enum { RECORD_ID_TEXT = UUID_TEXT };

enum record_id_kind { RECORD_ID_PICTURE, RECORD_ID_RECORD };

/* Clears the name and puts how every one of the batch and collection begins. */
void record_id_begin(struct buf *name, enum record_id_kind kind,
    const char *label, uint64_t collid);

/*
 * Ends the name of a record: by its catalogue number, or by another one if
 * that is empty. Numbers that are equal to a portal give the same name.
 */
void record_id_put_number(
    struct buf *name, struct slice number, struct slice other);

/*
 * Ends the name of a picture: by the record that it is on (its occid, or the
 * recordID of one that is created) and its first URL.
 */
void record_id_put_picture(
    struct buf *name, struct slice record, struct slice url);

/* Writes the text in lower case, without a NUL. */
void record_id_write(
    char text[RECORD_ID_TEXT], const unsigned char sha1[HASH_SHA1]);

#endif
