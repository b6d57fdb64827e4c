/* SPDX-License-Identifier: MIT */
/* A file on its way into the zip file, which wants to know its size. */
#ifndef IMG_MEMBER_SPOOL_H
#define IMG_MEMBER_SPOOL_H

#include <stdint.h>

#include "base/buf.h"
#include "sheet/archive.h"

struct member_spool {
	int fd;
	uint64_t size; /* of what is in the file */
	struct buf bytes; /* to append to */
};

void member_spool_open(struct member_spool *spool);

/* Called now and then, so that `bytes` stays small. */
void member_spool_settle(struct member_spool *spool);

/* Writes all of it as a member, and closes the spool. */
void member_spool_pack(
    struct member_spool *spool, const char *name, struct archive_out *archive);

#endif
