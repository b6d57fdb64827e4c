/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "picture/gif_pixels.h"
#include "picture/picture.h"
#include "picture/png_pixels.h"
#include "picture_source.h"
#include "preview.h"

enum { PIECE = 128 << 10 };

_Atomic int byte_source_error;

int
picture_source_open(struct picture_source *source, const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	return fd < 0 ? errno : picture_source_adopt(source, fd);
}

int
picture_source_adopt(struct picture_source *source, int fd)
{
	struct stat st;
	int status = 0;

	source->fd = fd;
	if (fstat(source->fd, &st) < 0)
		status = errno;
	else if (!S_ISREG(st.st_mode))
		status = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	source->stamp = stamp_of(&st);
	source->bytes = SLICE_NONE;
	source->jpeg = (struct jpeg){0};
	source->raw = false;
	source->md5[0] = '\0';
	if (status != 0)
		close(source->fd);
	return status;
}

void
picture_source_close(struct picture_source *source)
{
	close(source->fd);
	source->fd = -1;
}

static size_t
read_for_picture(void *context, uint64_t offset, void *bytes, size_t n)
{
	return byte_source_read(context, offset, bytes, n);
}

void
picture_source_free(struct picture_source *source)
{
	buf_free(&source->buffer);
	picture_free(source->picture);
}

/* The kind, and what the picture says of itself: the head of the file has it,
 * as a rule. */
static void
look(struct picture_source *source, const struct byte_source *view)
{
	struct byte_source reader = *view;
	char *piece = mem_alloc(PIECE);
	uint64_t at = 0;
	size_t n;

	if (source->picture == NULL)
		source->picture = picture_new();
	source->facts = picture_facts(source->picture);
	picture_begin(source->picture);
	while ((n = byte_source_read(view, at, piece, PIECE)) > 0) {
		picture_push(source->picture, piece, n);
		at += n;
		if (picture_settled(source->picture))
			break;
	}
	picture_end(
	    source->picture, source->stamp.bytes, read_for_picture, &reader);
	free(piece);
}

static bool
is_kind(const struct picture_source *source, const char *mime)
{
	const struct media_type *kind = source->facts->kind;

	return kind != NULL && strcmp(kind->mime, mime) == 0;
}

bool
picture_source_is_sound(const struct picture_source *source)
{
	struct byte_source view = {.bytes = SLICE_NONE, .fd = source->fd};

	return is_kind(source, "image/gif") &&
	    gif_pixels_look(read_for_picture, &view, UINT64_MAX).first;
}

bool
picture_source_is_png(const struct picture_source *source)
{
	return is_kind(source, "image/png");
}

uint64_t
picture_source_mended_bytes(const struct picture_source *source)
{
	struct byte_source view = {.bytes = SLICE_NONE, .fd = source->fd};

	return is_kind(source, "image/png")
	    ? png_pixels_bytes(read_for_picture, &view)
	    : 0;
}

bool
picture_source_mend(const struct picture_source *source, struct buf *out)
{
	struct byte_source view = {.bytes = SLICE_NONE, .fd = source->fd};

	return is_kind(source, "image/png") &&
	    png_pixels_mend(read_for_picture, &view, out);
}

static bool
is_raw(const struct media_type *kind)
{
	static const char *const makers[] = {"adobe-", "canon-", "nikon-",
	    "sony-", "olympus-", "fuji-", "panasonic-", "pentax-", "samsung-",
	    "minolta-", "sigma-"};
	const char *lead = "image/x-";

	if (kind == NULL || strncmp(kind->mime, lead, strlen(lead)) != 0)
		return false;
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
		if (strncmp(kind->mime + strlen(lead), makers[i],
			strlen(makers[i])) == 0)
			return true;
	return false;
}

/* From an offset to the end, as far as memory is given to it. */
static bool
read_bytes(struct picture_source *source, const struct byte_source *view,
    uint64_t offset)
{
	uint64_t left = source->stamp.bytes - offset;
	size_t n = left < PICTURE_SOURCE_IN_MEMORY ? (size_t)left
						   : PICTURE_SOURCE_IN_MEMORY;

	buf_clear(&source->buffer);
	buf_room(&source->buffer, n + 1);
	source->buffer.n = byte_source_read(view, offset, source->buffer.at, n);
	source->bytes = buf_slice(&source->buffer);
	return source->buffer.n == n;
}

static bool
read_preview(struct picture_source *source, const struct byte_source *view)
{
	uint64_t offset;

	source->raw = true;
	if (!preview_find(view, source->stamp.bytes, &offset) ||
	    !read_bytes(source, view, offset) ||
	    !jpeg_read(source->bytes, &source->jpeg))
		return false;
	if (source->jpeg.whole)
		source->bytes.n = source->jpeg.end;
	source->jpeg.trailing = false;
	return true;
}

static bool
hash_file(struct picture_source *source, struct hash *hash,
    const struct byte_source *view)
{
	struct buf text = {0};
	uint64_t at = 0;

	hash_begin(hash);
	if (source->bytes.at != NULL && !source->raw) {
		hash_push(hash, source->bytes.at, source->bytes.n);
		at = source->bytes.n;
	} else {
		char *piece = mem_alloc(PIECE);
		size_t n;

		while ((n = byte_source_read(view, at, piece, PIECE)) > 0) {
			hash_push(hash, piece, n);
			at += n;
		}
		free(piece);
	}
	hash_end(hash, &text);
	memcpy(source->md5, buf_string(&text), MD5_SIZE);
	buf_free(&text);
	return at == source->stamp.bytes;
}

/* A height that is after the pixels, where its decoder looks for it: in the
 * frame header, T.81 B.2.2. The file is not served as it is then. */
static void
put_height(struct picture_source *source)
{
	char *at = source->buffer.at;
	size_t i = 2, n = source->buffer.n;
	uint32_t height = source->facts->height;

	while (i + 9 < n && (unsigned char)at[i] == 0xFF) {
		unsigned code = (unsigned char)at[i + 1];

		if (code >= 0xC0 && code <= 0xC2) {
			at[i + 5] = (char)(height >> 8);
			at[i + 6] = (char)(height & 0xFF);
			break;
		}
		i += 2 +
		    (size_t)((unsigned char)at[i + 2] << 8 |
			(unsigned char)at[i + 3]);
	}
	if (!jpeg_read(source->bytes, &source->jpeg))
		source->jpeg = (struct jpeg){0};
	source->jpeg.web = false;
}

/* For decoders that take a missing end for missing pixels. */
static void
put_end(struct picture_source *source)
{
	if (!jpeg_end(&source->buffer))
		return;
	source->bytes = buf_slice(&source->buffer);
	if (!jpeg_read(source->bytes, &source->jpeg))
		source->jpeg = (struct jpeg){0};
	source->jpeg.web = false;
}

/* For decoders that would take a wrong number for damage; the file is not
 * served as it is then. */
static void
put_numbers(struct picture_source *source)
{
	if (jpeg_renumber(source->buffer.at, source->bytes.n))
		source->jpeg.web = false;
}

bool
picture_source_load(struct picture_source *source, struct hash *hash)
{
	struct byte_source view = {.bytes = SLICE_NONE, .fd = source->fd};
	const struct media_type *kind;

	look(source, &view);
	kind = source->facts->kind;
	errno = 0;
	if (is_raw(kind)) {
		if (!read_preview(source, &view))
			return false;
	} else if (kind != NULL && strcmp(kind->mime, "image/jpeg") == 0 &&
	    source->stamp.bytes <= PICTURE_SOURCE_IN_MEMORY) {
		if (!read_bytes(source, &view, 0))
			return false;
		/* What is no JPEG after all is the decoder's business. */
		if (!jpeg_read(source->bytes, &source->jpeg))
			source->jpeg = (struct jpeg){0};
	}
	if (hash != NULL && !hash_file(source, hash, &view))
		return false;
	if (source->jpeg.width > 0 && source->jpeg.height == 0 &&
	    source->facts->height > 0 && !source->raw)
		put_height(source);
	if (source->jpeg.width > 0 && !source->jpeg.whole && !source->raw)
		put_end(source);
	if (source->jpeg.width > 0)
		put_numbers(source);
	return true;
}
