/* SPDX-License-Identifier: MIT */
/* One URL: what its server is asked, and what the answers tell of it. */
#ifndef IMG_URL_CHECK_H
#define IMG_URL_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "net/flight.h"
#include "net/transfer.h"
#include "check_settings.h"
#include "result_record.h"

struct url_check_rules {
	bool sniff; /* the first bytes of every picture, not just headers */
	bool full; /* all bytes */
	bool twin; /* look whether https serves the same as http */
	bool record_time; /* note the time */
	bool documents; /* read those of IIIF, and check what they lead to */
	/*
	 * What an earlier run has found of a picture that a document leads to,
	 * or NULL; *fresh if that is all that is needed.
	 */
	const struct result_record *(*find)(
	    void *context, struct slice url, bool *fresh);
	void *context;
	struct settings settings; /* for judging bytes */
	uint64_t parallel; /* requests at once */
};

/* Makes asks, and keeps those at rest for others to come. */
struct url_checker;

struct url_check;

struct url_checker *url_checker_new(const struct url_check_rules *rules);
void url_checker_free(struct url_checker *asker);

/*
 * An ask for a URL that url_rules_allow() lets pass, or with
 * `rules.documents` for a document of IIIF. With an earlier record the server
 * is asked whether something has changed since.
 */
struct url_check *url_check_new(struct url_checker *asker, struct slice url,
    const struct result_record *earlier);
void url_check_free(struct url_check *ask);

/* For flight. */
void url_check_request(struct url_check *ask, struct transfer_request *request);
bool url_check_body(
    struct url_check *ask, const struct transfer *transfer, struct slice bytes);
enum flight_next url_check_answer(
    struct url_check *ask, const struct transfer_answer *answer);

/* Its host is set aside: that is reported if nothing else is. */
void url_check_set_aside(struct url_check *ask);

/* What the earlier record says is all that is needed. */
void url_check_take_over(struct url_check *ask);

/* What is known, all of it when flight's job is over. */
const struct result_record *url_check_record(const struct url_check *ask);

#endif
