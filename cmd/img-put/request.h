/* SPDX-License-Identifier: MIT */
/* What a target is asked for, in its protocol's own words. */
#ifndef IMG_REQUEST_H
#define IMG_REQUEST_H

#include <stdint.h>

#include "base/buf.h"
#include "net/transfer.h"
#include "file_source.h"
#include "put_settings.h"
#include "target.h"

enum { REQUEST_TEXTS = 8 };

/* The strings of one request; zero-initialise. */
struct request {
	struct buf url;
	struct buf texts[REQUEST_TEXTS];
	const char *headers[REQUEST_TEXTS + 1];
	const char *after[REQUEST_TEXTS + 1];
	size_t ntexts, nheaders, nafter;
};

void request_free(struct request *letter);

/* Which file it is about. */
struct request_file {
	struct slice name; /* below the target */
	uint64_t size; /* of the local one */
	int64_t modified; /* of the local one, seconds since 1970 */
	const char *md5; /* 32 hexadecimal digits */
};

/*
 * Each fills in a request, whose strings stay in `letter` until the next one.
 * request_ask: is it there, and what is known of it? SFTP and FTP are asked for
 * its time in a question of its own, if it is to be `dated`.
 * request_fetch: all its bytes.
 * request_send: here it is; `over` if it takes another one's place. Except
 * with S3, and with `direct`, it goes under ".NAME.partial" first. `blind`: S3
 * is to refuse if there is one.
 * request_move: what was sent gets its name (WebDAV; SFTP and FTP do it with
 * request_send).
 * request_make: the collection of that URL (WebDAV).
 * request_drop: what was sent so far is not wanted (not S3).
 */
void request_ask(struct request *letter, const struct target *target,
    const struct request_file *file, bool dated,
    struct transfer_request *request);
void request_fetch(struct request *letter, const struct target *target,
    const struct request_file *file, struct transfer_request *request);
void request_send(struct request *letter, const struct target *target,
    const struct request_file *file, const struct file_source *source,
    bool over, bool direct, bool blind, const char *cache_control,
    struct transfer_request *request);
void request_move(struct request *letter, const struct target *target,
    const struct request_file *file, bool over,
    struct transfer_request *request);
void request_make(struct request *letter, const struct target *target,
    struct slice collection, struct transfer_request *request);
void request_drop(struct request *letter, const struct target *target,
    const struct request_file *file, struct transfer_request *request);

/* A public URL: its headers, or all its bytes. */
void request_look(struct request *letter, struct slice url, bool whole,
    struct transfer_request *request);

#endif
