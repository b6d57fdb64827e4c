/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/path.h"
#include "file/tempfile.h"
#include "sheet/archive.h"
#include "sheet/dwca_source.h"
#include "stream/mistaken.h"
#include "text/counted.h"

enum {
	NAMES_MOST = 1000000,
	DEPTH_MOST = 4,
	COPY_BLOCK = 1 << 16,
	MARK = 2,
	HEAD = 4096
};

/* Text rarely packs better than 50 to 1; a bomb does a thousand. */
enum { UNPACKED_RATIO = 200 };
#define UNPACKED_LEAST ((uint64_t)1 << 30)

enum kind { ZIP, FOLDER, TEXT };

struct dwca_source {
	enum kind kind;
	char *name;
	int fd; /* of the zip file, the folder or the text file */
	uint64_t most;
	char **names;
	size_t n;
	size_t room;
};

struct dwca_member {
	struct dwca_source *source;
	struct archive_in *archive;
	int fd;
	int error;
	char mark[MARK];
	size_t nmark;
	size_t given; /* bytes of it that were read */
};

static void
add_name(struct dwca_source *source, struct slice name)
{
	if (source->n == NAMES_MOST)
		die("%s: more than %d files: no archive", source->name,
		    NAMES_MOST);
	if (source->n == source->room) {
		source->room = source->room > 0 ? 2 * source->room : 64;
		source->names = mem_resize(
		    source->names, source->room, sizeof *source->names);
	}
	source->names[source->n++] = mem_string(name.at, name.n);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What people give in place of an archive has a message of its own. */
static void
die_if_mistaken(const struct dwca_source *source)
{
	char head[HEAD];
	ssize_t n = pread(source->fd, head, sizeof head, 0);
	const char *what = n > 0
	    ? mistaken_for_archive((struct slice){head, (size_t)n})
	    : NULL;

	if (slice_is(path_last(slice_of(source->name)), "meta.xml"))
		what = "the description of an archive: give the folder that it "
		       "is in, or the zip file";
	if (what != NULL)
		die("%s: %s", source->name, what);
}

static void
list_zip(struct dwca_source *source)
{
	struct archive_in *archive;
	struct slice name;
	size_t refused = 0;

	die_if_mistaken(source);
	archive = archive_in_open(source->fd, source->most);
	while (archive_in_next(archive, &name)) {
		if (archive_name_is_safe(name))
			add_name(source, name);
		else
			refused++;
	}
	if (archive_in_failure(archive) != NULL)
		die("%s: damaged zip file: %s", source->name,
		    archive_in_failure(archive));
	archive_in_close(archive);
	if (refused > 0)
		warn("%s: %s left out: empty names, or names that lead out of "
		     "the archive",
		    source->name, COUNTED(refused, "file", "files"));
}

/* Takes the descriptor over. */
static void
list_folder(struct dwca_source *source, int fd, struct buf *path, int depth)
{
	DIR *folder = fdopendir(fd);
	struct dirent *entry;
	size_t n = path->n;
	struct stat st;

	if (folder == NULL)
		die_errno("%s", source->name);
	while (errno = 0, (entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    fstatat(fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		path->n = n;
		buf_put_string(path, entry->d_name);
		if (S_ISREG(st.st_mode)) {
			add_name(source, buf_slice(path));
		} else if (S_ISDIR(st.st_mode) && depth < DEPTH_MOST) {
			int below = openat(fd, entry->d_name,
			    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

			buf_put_char(path, '/');
			if (below >= 0)
				list_folder(source, below, path, depth + 1);
		}
	}
	if (errno != 0)
		die_errno("%s", source->name);
	path->n = n;
	closedir(folder);
}

static bool
ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcasecmp(name + n - m, end) == 0;
}

static bool
is_text_name(const char *name)
{
	return ends_with(name, ".csv") || ends_with(name, ".txt") ||
	    ends_with(name, ".tsv") || ends_with(name, ".tab");
}

/* A pipe's bytes in a file, as a zip file is read from its end. */
static int
copy_pipe(int from, const char *name)
{
	char *block = mem_alloc(COPY_BLOCK);
	int fd = tempfile_open();
	ssize_t n;

	while ((n = io_read(from, block, COPY_BLOCK)) > 0)
		tempfile_write(fd, (struct slice){block, (size_t)n});
	if (n < 0)
		die_errno("%s", name);
	free(block);
	return fd;
}

static int
open_file(const struct dwca_source *source, const char *operand)
{
	int fd = open(operand, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		mistaken_die(source->name);
	if (fstat(fd, &st) != 0)
		die_errno("%s", source->name);
	if (S_ISFIFO(st.st_mode)) {
		int copy = copy_pipe(fd, source->name);

		close(fd);
		return copy;
	}
	return fd;
}

static void
look(struct dwca_source *source, const struct dwca_source_options *options)
{
	struct buf path = {0};
	struct stat st;
	int fd;

	if (fstat(source->fd, &st) != 0)
		die_errno("%s", source->name);
	if (S_ISDIR(st.st_mode)) {
		source->kind = FOLDER;
		fd = fcntl(source->fd, F_DUPFD_CLOEXEC, 0);
		if (fd < 0)
			die_errno("%s", source->name);
		list_folder(source, fd, &path, 1);
	} else if (!S_ISREG(st.st_mode)) {
		die("%s: neither a file nor a folder", source->name);
	} else if (is_text_name(source->name)) {
		source->kind = TEXT;
		add_name(source, slice_of(path_last_of(source->name)));
	} else {
		source->most = options->unpacked_most;
		if (source->most == 0)
			source->most = UNPACKED_LEAST +
			    (uint64_t)st.st_size * UNPACKED_RATIO;
		list_zip(source);
	}
	if (source->n > 0)
		mem_sort(
		    source->names, source->n, sizeof *source->names, compare);
	buf_free(&path);
}

struct dwca_source *
dwca_source_open(const char *operand, const struct dwca_source_options *options)
{
	struct dwca_source *source = mem_array(1, sizeof *source);
	bool in = strcmp(operand, "-") == 0;
	struct buf shown = {0};

	source->fd = -1;
	if (options->fetch != NULL)
		source->fd = options->fetch(operand, options, &shown);
	if (shown.n == 0)
		buf_put_string(&shown, in ? "<stdin>" : operand);
	source->name = mem_string(shown.at, shown.n);
	buf_free(&shown);
	if (source->fd < 0)
		source->fd = in ? copy_pipe(STDIN_FILENO, source->name)
				: open_file(source, operand);
	look(source, options);
	return source;
}

void
dwca_source_close(struct dwca_source *source)
{
	if (source == NULL)
		return;
	for (size_t i = 0; i < source->n; i++)
		free(source->names[i]);
	free(source->names);
	close(source->fd);
	free(source->name);
	free(source);
}

const char *
dwca_source_name(const struct dwca_source *source)
{
	return source->name;
}

size_t
dwca_source_count(const struct dwca_source *source)
{
	return source->n;
}

const char *
dwca_source_member(const struct dwca_source *source, size_t i)
{
	return source->names[i];
}

bool
dwca_source_has(const struct dwca_source *source, const char *name)
{
	char *const *found = NULL;
	size_t i;

	if (source->n > 0)
		found = bsearch(&name, source->names, source->n,
		    sizeof *source->names, compare);
	if (found == NULL)
		return false;
	i = (size_t)(found - source->names);
	if ((i > 0 && strcmp(source->names[i - 1], name) == 0) ||
	    (i + 1 < source->n && strcmp(source->names[i + 1], name) == 0))
		die("%s: several files are called '%s'", source->name, name);
	return true;
}

const char *
dwca_source_find(const struct dwca_source *source, const char *name)
{
	const char *found = NULL;
	size_t n = 0;

	if (dwca_source_has(source, name))
		return name;
	for (size_t i = 0; i < source->n; i++)
		if (strcasecmp(source->names[i], name) == 0) {
			found = source->names[i];
			n++;
		}
	return n == 1 ? found : NULL;
}

/* Goes down folder by folder, so that no link is followed. */
static int
open_below(const struct dwca_source *source, const char *name)
{
	int fd = fcntl(source->fd, F_DUPFD_CLOEXEC, 0);
	const char *slash;

	while (fd >= 0 && (slash = strchr(name, '/')) != NULL) {
		char *part = mem_string(name, (size_t)(slash - name));
		int below = openat(
		    fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

		free(part);
		close(fd);
		fd = below;
		name = slash + 1;
	}
	if (fd >= 0) {
		int file = openat(
		    fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

		close(fd);
		fd = file;
	}
	return fd;
}

static bool
find_in_zip(struct archive_in *archive, const char *wanted)
{
	struct slice name;

	while (archive_in_next(archive, &name))
		if (slice_equal(name, slice_of(wanted)))
			return true;
	return false;
}

struct dwca_member *
dwca_member_open(struct dwca_source *source, const char *name)
{
	struct dwca_member *member = mem_array(1, sizeof *member);

	member->source = source;
	member->fd = -1;
	if (source->kind == ZIP) {
		member->archive = archive_in_open(source->fd, source->most);
		if (!find_in_zip(member->archive, name))
			die("%s: '%s': %s", source->name, name,
			    archive_in_failure(member->archive) != NULL
				? archive_in_failure(member->archive)
				: "not found again");
		return member;
	}
	if (source->kind == FOLDER)
		member->fd = open_below(source, name);
	else if (lseek(source->fd, 0, SEEK_SET) == 0)
		member->fd = fcntl(source->fd, F_DUPFD_CLOEXEC, 0);
	if (member->fd < 0)
		die_errno("%s: '%s'", source->name, name);
	return member;
}

static ptrdiff_t
read_on(struct dwca_member *member, char *to, size_t n)
{
	ssize_t got;

	if (member->archive != NULL) {
		got = archive_in_read(member->archive, to, n);
		if (got < 0)
			errno = EIO;
		return got;
	}
	got = io_read(member->fd, to, n);
	if (got < 0)
		member->error = errno;
	return got;
}

ptrdiff_t
dwca_member_read(void *state, char *to, size_t n)
{
	struct dwca_member *member = state;
	size_t left = member->nmark - member->given;

	if (left == 0)
		return read_on(member, to, n);
	n = n < left ? n : left;
	memcpy(to, member->mark + member->given, n);
	member->given += n;
	return (ptrdiff_t)n;
}

struct slice
dwca_member_mark(struct dwca_member *member)
{
	ptrdiff_t n = 1;

	while (member->nmark < MARK && n > 0) {
		n = read_on(
		    member, member->mark + member->nmark, MARK - member->nmark);
		if (n > 0)
			member->nmark += (size_t)n;
	}
	return (struct slice){member->mark, member->nmark};
}

const char *
dwca_member_failure(const struct dwca_member *member)
{
	if (member->archive != NULL)
		return archive_in_failure(member->archive);
	return member->error != 0 ? strerror(member->error) : NULL;
}

void
dwca_member_close(struct dwca_member *member)
{
	if (member == NULL)
		return;
	archive_in_close(member->archive);
	if (member->fd >= 0)
		close(member->fd);
	free(member);
}
