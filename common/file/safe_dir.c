/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "file/safe_dir.h"

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

/* Windows drops dots and blanks at the end: "a.php." is "a.php" there. */
static bool
allows_segment(struct slice segment)
{
	return segment.n > 0 && segment.n <= SAFE_DIR_NAME_MOST &&
	    *segment.at != '.' && *segment.at != '-' &&
	    segment.at[segment.n - 1] != '.' &&
	    segment.at[segment.n - 1] != ' ';
}

bool
safe_dir_allows(struct slice path)
{
	size_t start = 0;

	if (path.n == 0 || path.n > SAFE_DIR_PATH_MOST)
		return false;
	for (size_t i = 0; i <= path.n; i++) {
		if (i < path.n && path.at[i] != '/') {
			if ((unsigned char)path.at[i] < ' ' ||
			    path.at[i] == 0x7f)
				return false;
			continue;
		}
		if (!allows_segment((struct slice){path.at + start, i - start}))
			return false;
		start = i + 1;
	}
	return true;
}

/* From "/", without "//" and "/./", without "/" at the end. */
static void
put_absolute(struct buf *out, struct slice path)
{
	char here[PATH_MAX];
	struct slice segment;

	if ((path.n == 0 || *path.at != '/') &&
	    getcwd(here, sizeof here) != NULL)
		buf_put_string(out, strcmp(here, "/") == 0 ? "" : here);
	while (slice_word(&path, '/', &segment)) {
		if (slice_equal(segment, SLICE(".")))
			continue;
		buf_put_char(out, '/');
		buf_put_slice(out, segment);
	}
}

bool
safe_dir_put_rest(struct buf *out, const char *root, struct slice path)
{
	struct buf whole = {0}, above = {0};
	bool below;

	put_absolute(&whole, path);
	put_absolute(&above, slice_of(root));
	below = whole.n > above.n + 1 &&
	    memcmp(whole.at, buf_slice(&above).at, above.n) == 0 &&
	    whole.at[above.n] == '/';
	if (below)
		buf_put_slice(out, slice_from(buf_slice(&whole), above.n + 1));
	buf_free(&whole);
	buf_free(&above);
	return below;
}

static int
enter(int at, const char *name, bool create)
{
	int fd = openat(at, name, FOLDER);

	if (fd >= 0 || errno != ENOENT || !create)
		return fd;
	if (mkdirat(at, name, 0777) < 0 && errno != EEXIST)
		return -1;
	return openat(at, name, FOLDER);
}

int
safe_dir_folder(int root, const char *path, bool create, const char **name)
{
	int at = fcntl(root, F_DUPFD_CLOEXEC, 0);
	const char *slash;

	*name = path;
	while (at >= 0 && (slash = strchr(*name, '/')) != NULL) {
		char segment[SAFE_DIR_NAME_MOST + 1];
		size_t n = (size_t)(slash - *name);
		int next = -1;

		if (n <= SAFE_DIR_NAME_MOST) {
			memcpy(segment, *name, n);
			segment[n] = '\0';
			next = enter(at, segment, create);
		} else {
			errno = ENAMETOOLONG;
		}
		close(at);
		at = next;
		*name = slash + 1;
	}
	return at;
}

int
safe_dir_open(int root, const char *path)
{
	const char *name;
	int folder = safe_dir_folder(root, path, false, &name), fd;

	if (folder < 0)
		return -1;
	fd = openat(folder, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	close(folder);
	return fd;
}

int
safe_dir_stat(int root, const char *path, struct stat *st)
{
	const char *name;
	int folder = safe_dir_folder(root, path, false, &name), status;

	if (folder < 0)
		return -1;
	status = fstatat(folder, name, st, AT_SYMLINK_NOFOLLOW);
	close(folder);
	return status;
}
