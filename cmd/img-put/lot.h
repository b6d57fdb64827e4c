/* SPDX-License-Identifier: MIT */
/*
 * All files of a batch, for an engine: looked for at the target, checked here,
 * sent in few runs, and looked for again; then made public, if no URL of the
 * target is known. About 200 bytes, the name and the link are kept of each.
 */
#ifndef IMG_LOT_H
#define IMG_LOT_H

#include <stdbool.h>
#include <stdint.h>

#include "engine_process.h"
#include "upload.h"

struct lot;

/* All stay the caller's. */
struct lot *lot_new(
    const struct settings *settings, struct engine_process *process);
void lot_free(struct lot *lot);

/* `at` is where the row begins that has the file; the first one counts. */
void lot_add(struct lot *lot, struct slice name, const char *md5, uint64_t at);

/* Brings the files below the open folder `root`, whose path this is too. */
void lot_run(struct lot *lot, int root, const char *path);

/* Where the first row begins whose files are not done; else UINT64_MAX. */
uint64_t lot_undone(const struct lot *lot);

/* Why not: NULL if all are done. */
const char *lot_trouble(const struct lot *lot);

/* Of a file that was added. */
struct upload_result lot_result(
    const struct lot *lot, struct slice name, const char *md5);

/* Are files public at links? If not, why, or NULL if none were asked for. */
bool lot_has_links(const struct lot *lot);
const char *lot_no_links(const struct lot *lot);

/* The link of a file that was added; empty if it has none. */
struct slice lot_link(
    const struct lot *lot, struct slice name, const char *md5);

#endif
