/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "file_stat.h"

bool
file_stat_at(int fd, const char *name, bool follow, struct file_stat *sight)
{
	struct stat st;

	if (fstatat(fd, name, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	sight->mode = st.st_mode;
	sight->bytes = (uint64_t)st.st_size;
	sight->seconds = st.st_mtim.tv_sec;
	return true;
}

bool
file_stat_young(const struct file_stat *sight, uint64_t min_age)
{
	uint64_t now, then;

	if (min_age == 0)
		return false;
	now = (uint64_t)time(NULL);
	then = (uint64_t)sight->seconds;
	return (sight->seconds < (int64_t)now ? now - then : then - now) <
	    min_age;
}
