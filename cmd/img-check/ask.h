/* SPDX-License-Identifier: MIT */
/* One URL: what its server is asked, and what the answers tell of it. */
#ifndef IMG_CHECK_ASK_H
#define IMG_CHECK_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "flight.h"
#include "record.h"
#include "settings.h"
#include "slice.h"
#include "transfer.h"

struct ask_rules {
	bool prove; /* the first bytes of every picture, not just headers */
	bool full; /* all bytes */
	bool twin; /* look whether https serves the same as http */
	bool stamp; /* note the time */
	struct settings settings; /* for judging bytes */
	uint64_t parallel; /* requests at once */
};

/* Makes asks, and keeps those at rest for others to come. */
struct asker;

struct ask;

struct asker *asker_new(const struct ask_rules *rules);
void asker_free(struct asker *asker);

/*
 * An ask for a URL that urlrules_judge() lets pass. With an earlier record
 * the server is asked whether something has changed since.
 */
struct ask *ask_new(
    struct asker *asker, struct slice url, const struct record *earlier);
void ask_free(struct ask *ask);

/* For flight. */
void ask_request(struct ask *ask, struct transfer_request *request);
bool ask_body(
    struct ask *ask, const struct transfer *transfer, struct slice bytes);
enum flight_next ask_answer(
    struct ask *ask, const struct transfer_answer *answer);

/* Its host is set aside: that is all that is told if nothing else is. */
void ask_set_aside(struct ask *ask);

/* What the earlier record told is all that is needed. */
void ask_take_over(struct ask *ask);

/* What is known, all of it when flight's job is over. */
const struct record *ask_record(const struct ask *ask);

#endif
