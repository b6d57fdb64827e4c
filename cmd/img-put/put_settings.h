/* SPDX-License-Identifier: MIT */
/* What the command line asked for. */
#ifndef IMG_PUT_SETTINGS_H
#define IMG_PUT_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "net/transfer.h"

struct settings {
	const char *target; /* a folder, or a URL */
	const char *root; /* NULL: what the column `store` says */
	const char *base; /* URL under which the target is public, or NULL */
	bool root_relative; /* URLs without the host */
	bool replace;
	bool dry_run;
	bool full; /* what is there is fetched and compared */
	bool unlooked; /* the public URL is not asked for */
	const char *cache_control; /* or NULL */
	const char *endpoint, *region; /* of S3; NULL: the environment's */
	const char *rsync_options, *rclone_options; /* or NULL */
	uint64_t retries;
	uint64_t parallel; /* files at once */
	struct transfer_rules transfer;
	struct transfer_uploads uploads;
};

#endif
