/* SPDX-License-Identifier: MIT */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "sheet/archive.h"

enum { READ_BLOCK = 1 << 16 };

struct archive_in {
	struct archive *reader;
	locale_t utf8; /* 0 where there is none */
	uint64_t left;
	struct buf name;
	struct buf failure;
};

static void
fail(struct archive_in *a, const char *text)
{
	if (a->failure.n > 0)
		return;
	buf_put_string(&a->failure, text);
	buf_string(&a->failure);
}

/* Of the library's texts, those on what it cannot do are left as they are. */
static void
fail_reading(struct archive_in *a)
{
	const char *text = archive_error_string(a->reader);
	struct slice why = slice_trim(slice_of(text != NULL ? text : ""));

	if (a->failure.n > 0)
		return;
	if (slice_contains(why, "upported") || slice_contains(why, "crypt") ||
	    slice_contains(why, "assphrase"))
		buf_put_slice(&a->failure, why);
	else
		buf_printf(&a->failure, "damaged%s%.*s; get it again",
		    why.n > 0 ? ": " : "", SLICE_ARG(why));
	buf_string(&a->failure);
}

struct archive_in *
archive_in_open(int fd, uint64_t most)
{
	struct archive_in *a = mem_array(1, sizeof *a);

	a->left = most;
	a->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	a->reader = archive_read_new();
	if (a->reader == NULL)
		die("out of memory");
	if (lseek(fd, 0, SEEK_SET) != 0)
		fail(a, strerror(errno));
	else if (archive_read_support_format_zip(a->reader) < ARCHIVE_WARN ||
	    archive_read_open_fd(a->reader, fd, READ_BLOCK) != ARCHIVE_OK)
		fail_reading(a);
	return a;
}

void
archive_in_close(struct archive_in *a)
{
	if (a == NULL)
		return;
	archive_read_free(a->reader);
	if (a->utf8 != (locale_t)0)
		freelocale(a->utf8);
	buf_free(&a->name);
	buf_free(&a->failure);
	free(a);
}

/* APPNOTE 4.4.17.1: relative, with slashes; not all programs keep to it. */
static struct slice
member_name(struct archive_in *a, struct slice path)
{
	bool slashes = memchr(path.at, '/', path.n) != NULL;

	buf_clear(&a->name);
	for (size_t i = 0; i < path.n; i++) {
		bool slash =
		    path.at[i] == '/' || (path.at[i] == '\\' && !slashes);

		buf_put_char(&a->name, slash ? '/' : path.at[i]);
	}
	path = buf_slice(&a->name);
	while (path.n > 1 && (*path.at == '/' || slice_begins(path, "./")))
		path = slice_from(path, *path.at == '/' ? 1 : 2);
	return path;
}

/* libarchive keeps names in UTF-8 only where the locale has all of it. */
static int
next_header(
    struct archive_in *a, struct archive_entry **entry, const char **path)
{
	locale_t before = (locale_t)0;
	int status;

	if (a->utf8 != (locale_t)0)
		before = uselocale(a->utf8);
	errno = 0;
	status = archive_read_next_header(a->reader, entry);
	*path = NULL;
	if (status != ARCHIVE_EOF && status >= ARCHIVE_WARN)
		*path = archive_entry_pathname_utf8(*entry);
	/* Without memory a name is none, and its file would be passed over. */
	if (errno == ENOMEM)
		die("out of memory");
	if (before != (locale_t)0)
		uselocale(before);
	return status;
}

bool
archive_in_next(struct archive_in *a, struct slice *name)
{
	struct archive_entry *entry;
	const char *path;
	int status;

	while (a->failure.n == 0) {
		status = next_header(a, &entry, &path);
		if (status == ARCHIVE_EOF)
			return false;
		if (status < ARCHIVE_WARN) {
			fail_reading(a);
			return false;
		}
		if (path == NULL)
			path = archive_entry_pathname(entry);
		if (path == NULL || archive_entry_filetype(entry) != S_IFREG)
			continue;
		if (archive_entry_is_data_encrypted(entry)) {
			fail(a, "encrypted");
			return false;
		}
		*name = member_name(a, slice_of(path));
		return true;
	}
	return false;
}

ptrdiff_t
archive_in_read(struct archive_in *a, char *to, size_t n)
{
	la_ssize_t got;

	if (a->failure.n > 0)
		return -1;
	got = archive_read_data(a->reader, to, n);
	if (got < 0) {
		fail_reading(a);
		return -1;
	}
	if ((uint64_t)got > a->left) {
		fail(a, "larger than allowed when unpacked");
		return -1;
	}
	a->left -= (uint64_t)got;
	return got;
}

const char *
archive_in_failure(const struct archive_in *a)
{
	return a->failure.n > 0 ? a->failure.at : NULL;
}

bool
archive_name_is_safe(struct slice name)
{
	struct slice part;
	size_t start = 0;

	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n &&
		    ((unsigned char)name.at[i] < 0x20 || name.at[i] == '\\'))
			return false;
		if (i < name.n && name.at[i] != '/')
			continue;
		part = (struct slice){name.at + start, i - start};
		if (part.n == 0 || slice_equal(part, SLICE(".")) ||
		    slice_equal(part, SLICE("..")))
			return false;
		start = i + 1;
	}
	return true;
}

struct archive_out {
	struct archive *writer;
	struct output *out;
	locale_t utf8; /* 0 where there is none */
};

static la_ssize_t
put(struct archive *writer, void *state, const void *bytes, size_t n)
{
	struct archive_out *a = state;

	(void)writer;
	output_put(a->out, (struct slice){bytes, n});
	return (la_ssize_t)n;
}

static void
must(struct archive_out *a, la_ssize_t status)
{
	if (status < ARCHIVE_WARN)
		die("zip file: %s", archive_error_string(a->writer));
}

struct archive_out *
archive_out_open(struct output *out)
{
	struct archive_out *a = mem_array(1, sizeof *a);

	a->out = out;
	a->writer = archive_write_new();
	if (a->writer == NULL)
		die("out of memory");
	must(a, archive_write_set_format_zip(a->writer));
	must(a, archive_write_zip_set_compression_deflate(a->writer));
	must(a, archive_write_set_bytes_in_last_block(a->writer, 1));
	must(a, archive_write_open(a->writer, a, NULL, put, NULL));
	a->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	return a;
}

/* libarchive says that names are UTF-8 only where the locale's are. */
static void
write_header(struct archive_out *a, struct archive_entry *entry, bool utf8)
{
	locale_t before = (locale_t)0;

	if (utf8 && a->utf8 != (locale_t)0)
		before = uselocale(a->utf8);
	must(a, archive_write_header(a->writer, entry));
	if (before != (locale_t)0)
		uselocale(before);
}

void
archive_out_member(struct archive_out *a, const char *name, uint64_t size)
{
	struct archive_entry *entry = archive_entry_new();

	if (entry == NULL)
		die("out of memory");
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, S_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, (la_int64_t)size);
	write_header(a, entry, utf8_valid(slice_of(name)));
	archive_entry_free(entry);
}

void
archive_out_write(struct archive_out *a, struct slice bytes)
{
	while (bytes.n > 0) {
		la_ssize_t n = archive_write_data(a->writer, bytes.at, bytes.n);

		must(a, n);
		if (n <= 0)
			die("zip file: more bytes than announced");
		bytes.at += n;
		bytes.n -= (size_t)n;
	}
}

void
archive_out_close(struct archive_out *a)
{
	must(a, archive_write_close(a->writer));
	archive_write_free(a->writer);
	if (a->utf8 != (locale_t)0)
		freelocale(a->utf8);
	free(a);
}
