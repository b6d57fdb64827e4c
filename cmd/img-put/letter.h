/* SPDX-License-Identifier: MIT */
/* What a target is asked for, in its protocol's own words. */
#ifndef IMG_PUT_LETTER_H
#define IMG_PUT_LETTER_H

#include <stdint.h>

#include "buf.h"
#include "settings.h"
#include "source.h"
#include "target.h"
#include "transfer.h"

enum { LETTER_TEXTS = 8 };

/* The strings of one request; zero-initialise. */
struct letter {
	struct buf url;
	struct buf texts[LETTER_TEXTS];
	const char *headers[LETTER_TEXTS + 1];
	const char *after[LETTER_TEXTS + 1];
	size_t ntexts, nheaders, nafter;
};

void letter_free(struct letter *letter);

/* Which file it is about. */
struct letter_file {
	struct slice name; /* below the target */
	uint64_t size; /* of the local one */
	int64_t modified; /* of the local one, seconds since 1970 */
	const char *md5; /* 32 hexadecimal digits */
};

/*
 * Each fills in a request, whose strings stay in `letter` until the next one.
 * letter_ask: is it there, and what is known of it? SFTP and FTP are asked for
 * its time in a question of its own, if it is to be `dated`.
 * letter_fetch: all its bytes.
 * letter_send: here it is; `over` if it takes another one's place. Except
 * with S3, and with `direct`, it goes under ".NAME.partial" first. `blind`: S3
 * is to refuse if there is one.
 * letter_move: what was sent gets its name (WebDAV; SFTP and FTP do it with
 * letter_send).
 * letter_make: the collection of that URL (WebDAV).
 * letter_drop: what was sent so far is not wanted (not S3).
 */
void letter_ask(struct letter *letter, const struct target *target,
    const struct letter_file *file, bool dated,
    struct transfer_request *request);
void letter_fetch(struct letter *letter, const struct target *target,
    const struct letter_file *file, struct transfer_request *request);
void letter_send(struct letter *letter, const struct target *target,
    const struct letter_file *file, const struct source *source, bool over,
    bool direct, bool blind, const char *cache_control,
    struct transfer_request *request);
void letter_move(struct letter *letter, const struct target *target,
    const struct letter_file *file, bool over,
    struct transfer_request *request);
void letter_make(struct letter *letter, const struct target *target,
    struct slice collection, struct transfer_request *request);
void letter_drop(struct letter *letter, const struct target *target,
    const struct letter_file *file, struct transfer_request *request);

/* A public URL: its headers, or all its bytes. */
void letter_look(struct letter *letter, struct slice url, bool whole,
    struct transfer_request *request);

#endif
