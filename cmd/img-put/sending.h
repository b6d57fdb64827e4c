/* SPDX-License-Identifier: MIT */
/*
 * One file on its way: asked for at the target, sent if it is not there, looked
 * for afterwards at the target and in public.
 */
#ifndef IMG_PUT_SENDING_H
#define IMG_PUT_SENDING_H

#include <stdbool.h>

#include "flight.h"
#include "settings.h"
#include "slice.h"
#include "target.h"

enum sending_action {
	SENDING_NOTHING, /* refused, see problem */
	SENDING_SKIPPED, /* it is there, and the same */
	SENDING_PUT,
	SENDING_REPLACED
};

struct sending_result {
	enum sending_action action;
	const char *problem; /* a code of the problem registry, or NULL */
};

/* What all files share. Both structures stay the caller's. */
struct sender;

struct sender *sender_new(
    const struct settings *settings, const struct target *target);
void sender_free(struct sender *sender);

struct sending;

/*
 * A file below the open folder `root`. `name` is its path there and below the
 * target, and has passed below_allows(); `md5` is 32 hexadecimal digits in
 * lower case; `url` is its public address, or empty. All is copied.
 */
struct sending *sending_new(struct sender *sender, int root, struct slice name,
    const char *md5, struct slice url);
void sending_free(struct sending *sending);

struct slice sending_name(const struct sending *sending);
const char *sending_md5(const struct sending *sending);
struct sending_result sending_result(const struct sending *sending);

/* Flight's job is part of it. */
struct flight_job *sending_job(struct sending *sending);
struct sending *sending_of(struct flight_job *job);

/* For flight. A step's state is one of sender_start(). */
bool sending_steps(const struct sending *sending);
enum flight_next sending_step(void *state, struct sending *sending);
void sending_request(struct sending *sending, struct transfer_request *request);
bool sending_body(struct sending *sending, const struct transfer *transfer,
    struct slice bytes);
enum flight_next sending_answer(
    struct sending *sending, const struct transfer_answer *answer);

/* Nothing more comes: what is not done could not be. */
void sending_end(struct sending *sending);

/*
 * NULL, or why no file can be put at all: the target does not let us in, cannot
 * be reached, or is full. A sentence without its beginning.
 */
const char *sender_trouble(const struct sender *sender);

/* A thread's own. */
void *sender_start(void *sender);
void sender_stop(void *state, void *sender);

#endif
