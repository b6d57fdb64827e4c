/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "file/safe_dir.h"
#include "file_source.h"

enum { PIECE = 256 << 10 };

struct file_sources {
	pthread_mutex_t lock;
	struct file_source *rest;
};

const char *
file_source_stat(int root, const char *path, struct stat *st)
{
	if (safe_dir_stat(root, path, st) == 0)
		return S_ISREG(st->st_mode) ? NULL : "put-outside";
	return errno == ELOOP || errno == ENOTDIR ? "put-outside"
						  : "put-unreadable";
}

/* Where the bytes go: after each other, or always to the same place. */
static char *
next_piece(struct file_source *source, bool kept)
{
	if (!kept)
		buf_clear(&source->bytes);
	return buf_room(&source->bytes, PIECE);
}

/* True if it is still the file that was opened. */
static bool
is_unchanged(const void *context)
{
	const struct file_source *source = context;
	const struct stat *then = &source->st;
	struct stat now;

	return fstat(source->fd, &now) == 0 && now.st_size == then->st_size &&
	    now.st_mtim.tv_sec == then->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == then->st_mtim.tv_nsec &&
	    now.st_ctim.tv_sec == then->st_ctim.tv_sec &&
	    now.st_ctim.tv_nsec == then->st_ctim.tv_nsec;
}

/* False if it cannot be read to its end, or has another one than it had. */
static bool
read_all(struct file_source *source, struct hash *hash)
{
	uint64_t size = (uint64_t)source->st.st_size, at = 0;
	bool kept = size <= FILE_SOURCE_KEPT;
	ssize_t got;

	buf_clear(&source->bytes);
	for (;;) {
		char *piece = next_piece(source, kept);

		got = io_read(source->fd, piece, PIECE);
		if (got <= 0)
			break;
		if (at == 0)
			source->kind = picture_sniff(piece, (size_t)got);
		hash_push(hash, piece, (size_t)got);
		source->bytes.n += (size_t)got;
		at += (uint64_t)got;
		if (at > size)
			return false;
	}
	source->sent = (struct transfer_sent){
	    kept ? buf_slice(&source->bytes) : SLICE_NONE, source->fd, size,
	    is_unchanged, source};
	return got == 0 && at == size;
}

static bool
has_hash(struct hash *hash, const char *md5)
{
	struct buf text = {0};
	bool same;

	hash_end(hash, &text);
	same = slice_equal(buf_slice(&text), slice_of(md5));
	buf_free(&text);
	return same;
}

/* Web servers may run it for an extension before the last one. */
static bool
may_be_run(struct slice path)
{
	static const char programs[] =
	    "php php3 php4 php5 php7 php8 phps phtml phar cgi fcgi pl py rb sh "
	    "asp aspx jsp jspx shtml";
	const char *slash = memrchr(path.at, '/', path.n);
	struct slice part;

	if (slash != NULL)
		path = slice_from(path, (size_t)(slash - path.at) + 1);
	slice_word(&path, '.', &part);
	while (slice_word(&path, '.', &part)) {
		struct slice list = slice_of(programs), word;

		while (slice_word(&list, ' ', &word))
			if (word.n == part.n &&
			    strncasecmp(word.at, part.at, word.n) == 0)
				return true;
	}
	return false;
}

/* An SVG is a document, which may have programs in it. */
static bool
is_sendable(const struct media_type *kind)
{
	return kind != NULL && kind->group == MEDIA_PICTURE &&
	    strcmp(kind->mime, "image/svg+xml") != 0;
}

static const char *
judge(struct file_source *source, const char *path, const char *md5,
    struct hash *hash)
{
	source->kind = NULL;
	if (fstat(source->fd, &source->st) < 0)
		return "put-unreadable";
	if (!S_ISREG(source->st.st_mode))
		return "put-outside";
	hash_begin(hash);
	errno = 0;
	if (!read_all(source, hash))
		return errno != 0 ? "put-failed" : "put-changed";
	if (!has_hash(hash, md5) || !is_unchanged(source))
		return "put-changed";
	if (!is_sendable(source->kind))
		return "put-no-picture";
	return !may_be_run(slice_of(path)) &&
		media_type_may_be_named(source->kind, slice_of(path))
	    ? NULL
	    : "put-name";
}

const char *
file_source_open(struct file_source *source, int root, const char *path,
    const char *md5, struct hash *hash)
{
	const char *problem;

	source->fd = safe_dir_open(root, path);
	if (source->fd < 0)
		return errno == ELOOP || errno == ENOTDIR ? "put-outside"
							  : "put-unreadable";
	problem = judge(source, path, md5, hash);
	if (problem != NULL)
		file_source_close(source);
	return problem;
}

void
file_source_close(struct file_source *source)
{
	close(source->fd);
	source->fd = -1;
}

struct file_sources *
file_sources_new(void)
{
	struct file_sources *sources = mem_array(1, sizeof *sources);

	pthread_mutex_init(&sources->lock, NULL);
	return sources;
}

void
file_sources_free(struct file_sources *sources)
{
	struct file_source *source;

	while ((source = sources->rest) != NULL) {
		sources->rest = source->next;
		buf_free(&source->bytes);
		free(source);
	}
	pthread_mutex_destroy(&sources->lock);
	free(sources);
}

struct file_source *
file_sources_take(struct file_sources *sources)
{
	struct file_source *source;

	pthread_mutex_lock(&sources->lock);
	source = sources->rest;
	if (source != NULL)
		sources->rest = source->next;
	pthread_mutex_unlock(&sources->lock);
	return source != NULL ? source : mem_array(1, sizeof *source);
}

void
file_sources_give_back(struct file_sources *sources, struct file_source *source)
{
	pthread_mutex_lock(&sources->lock);
	source->next = sources->rest;
	sources->rest = source;
	pthread_mutex_unlock(&sources->lock);
}
