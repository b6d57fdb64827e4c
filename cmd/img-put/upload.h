/* SPDX-License-Identifier: MIT */
/*
 * One file on its way: asked for at the target, sent if it is not there, looked
 * for afterwards at the target and in public.
 */
#ifndef IMG_UPLOAD_H
#define IMG_UPLOAD_H

#include <stdbool.h>

#include "base/slice.h"
#include "net/flight.h"
#include "put_settings.h"
#include "target.h"

enum upload_action {
	UPLOAD_NOTHING, /* refused, see problem */
	UPLOAD_SKIPPED, /* it is there, and the same */
	UPLOAD_PUT,
	UPLOAD_REPLACED
};

struct upload_result {
	enum upload_action action;
	const char *problem; /* a code of the problem registry, or NULL */
};

/* What all files share. The structures stay the caller's. */
struct uploader;

struct lot;

/* With a lot, that has been run, nothing is sent: it tells what has come of
 * each file. */
struct uploader *uploader_new(const struct settings *settings,
    const struct target *target, const struct lot *lot);
void uploader_free(struct uploader *sender);

struct upload;

/*
 * A file below the open folder `root`. `name` is its path there and below the
 * target, and has passed safe_dir_allows(); `md5` is 32 hexadecimal digits in
 * lower case; `url` is its public address, or empty. All is copied.
 */
struct upload *upload_new(struct uploader *sender, int root, struct slice name,
    const char *md5, struct slice url);
void upload_free(struct upload *sending);

struct slice upload_name(const struct upload *sending);
const char *upload_md5(const struct upload *sending);
struct upload_result upload_result(const struct upload *sending);

/* Flight's job is part of it. */
struct flight_job *upload_job(struct upload *sending);
struct upload *upload_of(struct flight_job *job);

/* For flight. A step's state is one of uploader_start(). */
bool upload_steps(const struct upload *sending);
enum flight_next upload_step(void *state, struct upload *sending);
void upload_request(struct upload *sending, struct transfer_request *request);
bool upload_body(struct upload *sending, const struct transfer *transfer,
    struct slice bytes);
enum flight_next upload_answer(
    struct upload *sending, const struct transfer_answer *answer);

/* Nothing more comes: what is not done could not be. */
void upload_end(struct upload *sending);

/*
 * NULL, or why no file can be put at all: the target does not let us in, cannot
 * be reached, or is full. A sentence without its beginning.
 */
const char *uploader_trouble(const struct uploader *sender);

/* A thread's own. */
void *uploader_start(void *sender);
void uploader_stop(void *state, void *sender);

#endif
