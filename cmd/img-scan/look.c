/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sys/stat.h>

#include "look.h"

/* statx(2) does not ask a file server again for what is known already. */
bool
look_at(int fd, const char *name, bool follow, struct sight *sight)
{
	int flags = AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT;
	struct statx stx;

	if (!follow)
		flags |= AT_SYMLINK_NOFOLLOW;
	if (statx(fd, name, flags, STATX_TYPE | STATX_SIZE | STATX_MTIME,
		&stx) < 0)
		return false;
	sight->mode = stx.stx_mode;
	sight->bytes = stx.stx_size;
	sight->seconds = stx.stx_mtime.tv_sec;
	return true;
}

bool
look_young(const struct look_age *age, const struct sight *sight)
{
	uint64_t distance = age->now > sight->seconds
	    ? (uint64_t)age->now - (uint64_t)sight->seconds
	    : (uint64_t)sight->seconds - (uint64_t)age->now;

	return distance < age->min_age;
}
