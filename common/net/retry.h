/* SPDX-License-Identifier: MIT */
/*
 * What an answer of a server means: is it final, or is it worth asking again,
 * and by which problem code is it reported. One meaning for every program that
 * asks servers.
 */
#ifndef IMG_RETRY_H
#define IMG_RETRY_H

#include <stdbool.h>

#include "base/slice.h"
#include "net/hosts.h"
#include "net/transfer.h"

/*
 * HOST_FINE: the answer is final, good or bad. Else it is temporary: HOST_BUSY
 * if the server asks to be left alone (429, 503, a bot wall), HOST_SILENT if
 * there is no connection or no answer, HOST_FAILED for all else.
 */
enum host_result retry_after_answer(const struct transfer_answer *answer);

/* True if a picture, or the part of it that was asked for, has come. */
bool retry_is_good(const struct transfer_answer *answer);

/*
 * True for an answer to HEAD that is not final before GET has had the same:
 * servers that do not know HEAD say so in many ways, or hang.
 */
bool retry_by_get(const struct transfer_answer *answer);

/* For an answer that is not good: the registered problem code. */
const char *retry_code(const struct transfer_answer *answer);

/*
 * True if the page, or its beginning, is a wall against programs ("checking
 * your browser"), whatever its status.
 */
bool retry_is_bot_wall(struct slice page);

#endif
