/* SPDX-License-Identifier: MIT */
/*
 * For the files of upload: a file on its way, and the steps from one stage to
 * the next. upload sends, upload_answer hears what has come of it.
 */
#ifndef IMG_UPLOAD_STAGE_H
#define IMG_UPLOAD_STAGE_H

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "collections.h"
#include "local.h"
#include "lot.h"
#include "request.h"
#include "upload.h"

enum upload_stage {
	PLACE, /* into a folder of this machine: all of it, in a thread */
	ASK, /* what is at the target? */
	COMPARE, /* its bytes, where nothing else tells */
	READ, /* the file here, in a thread */
	SEND,
	MAKE, /* collections of WebDAV */
	MOVE, /* to its name */
	DROP, /* what was sent under another name */
	VERIFY, /* what is at the target now? */
	FETCH, /* its bytes */
	LOOK, /* at the public URL */
	LOOK_WHOLE, /* its bytes */
	OVER
};

struct upload {
	struct flight_job flight; /* the first, for upload_of() */
	struct uploader *sender;
	struct upload *next; /* at rest */
	enum upload_stage stage;
	int root;
	struct buf name, url;
	char md5[33];
	struct stat st; /* of the file here */
	struct file_source *source; /* while it is open */
	struct request letter;
	struct hash *hash;
	uint64_t got; /* bytes of an answer */
	struct buf document; /* of S3, that tells what is wrong */
	struct buf address; /* at the target, while its collections are made */
	size_t made; /* so many bytes of it are a collection */
	bool has_made; /* all of them */
	bool over; /* another one's place is taken */
	bool blind; /* the target has not said whether there is one */
	bool ours; /* what is there is what was sent before */
	bool direct; /* it was sent under its own name */
	bool silent; /* no connection, or no answer: the last time, or ever */
	bool left; /* something of it may stand under the other name */
	bool met; /* one that was not there when it was asked for */
	bool refused; /* once, though it may be a connection that broke */
	enum upload_action action, wanted;
	const char *problem, *trouble;
	int status; /* errno's, of a folder */
};

struct uploader {
	const struct settings *settings;
	const struct target *target;
	struct local *local; /* of a folder, else NULL */
	const struct lot *lot; /* of an engine, else NULL */
	struct file_sources *sources;
	struct upload *rest;
	bool answered; /* the target has let us in */
	unsigned failures; /* of files, since one was there */
	struct buf error; /* what it, or the way to it, has said last */
	bool moveless; /* the target has no MOVE */
	struct collections collections;
	struct buf trouble;
};

static inline bool
upload_is_full(int status)
{
	return status == ENOSPC || status == EDQUOT;
}

/* At the public URL. */
bool upload_is_looked_for(const struct upload *upload);

enum upload_stage upload_first_stage(const struct upload *upload);
void upload_close_source(struct upload *upload);

/* On to the stage. */
enum flight_next upload_go(struct upload *upload, enum upload_stage stage);

/* Nothing of it stays at the target. */
enum flight_next upload_refuse(struct upload *upload, const char *problem);

/* What a stage before this one has begun is done again. */
enum flight_next upload_once_more(
    struct upload *upload, enum flight_next next, const char *trouble);

/* It is there, whole and ours. */
enum flight_next upload_is_there(
    struct upload *upload, enum upload_action action);

/* It is to be sent; `over`: another one has its place. */
enum flight_next upload_is_wanted(struct upload *upload, bool over);

/* The next collection that the file is in, or the file itself. */
enum flight_next upload_make_next(struct upload *upload);

/* All that the file is in, from the server's root for the first one. */
enum flight_next upload_make_collections(struct upload *upload);

#endif
