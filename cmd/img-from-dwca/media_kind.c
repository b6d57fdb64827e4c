/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "base/path.h"
#include "media_kind.h"

static const struct {
	const char *name, *type;
} pictures[] = {{"jpg", "image/jpeg"}, {"jpeg", "image/jpeg"},
    {"image/jpg", "image/jpeg"}, {"image/pjpeg", "image/jpeg"},
    {"png", "image/png"}, {"gif", "image/gif"}, {"webp", "image/webp"},
    {"bmp", "image/bmp"}, {"image/x-ms-bmp", "image/bmp"},
    {"tif", "image/tiff"}, {"tiff", "image/tiff"}, {"image/tif", "image/tiff"},
    {"jp2", "image/jp2"}};

static const char *const others[] = {"mp3", "wav", "wave", "ogg", "oga", "flac",
    "m4a", "aac", "aif", "aiff", "mp4", "m4v", "mov", "avi", "mpg", "mpeg",
    "wmv", "webm", "mkv", "ogv", "3gp", "pdf", "txt", "csv", "zip", "stl",
    "obj", "ply", "glb"};

enum {
	NPICTURES = sizeof pictures / sizeof *pictures,
	NOTHERS = sizeof others / sizeof *others
};

static bool
is_other_name(struct slice name)
{
	for (size_t i = 0; i < NOTHERS; i++)
		if (ascii_equal(name, others[i]))
			return true;
	return false;
}

/* Behind the last dot of the last part of a URL's path. */
static struct slice
extension(struct slice url)
{
	size_t end = 0, at;

	while (end < url.n && url.at[end] != '?' && url.at[end] != '#')
		end++;
	for (at = end; at > 0 && url.at[at - 1] != '.'; at--)
		if (url.at[at - 1] == '/')
			return SLICE("");
	return at > 0 ? (struct slice){url.at + at, end - at} : SLICE("");
}

bool
media_kind_is_other(struct slice format, struct slice type, struct slice url)
{
	if (ascii_begins(format, "image/"))
		return false;
	if (ascii_begins(format, "audio/") || ascii_begins(format, "video/") ||
	    ascii_begins(format, "application/") ||
	    ascii_begins(format, "model/") || ascii_begins(format, "text/") ||
	    is_other_name(format))
		return true;
	type = path_last(type);
	if (ascii_equal(type, "StillImage") || ascii_equal(type, "Image"))
		return false;
	if (ascii_equal(type, "Sound") || ascii_equal(type, "MovingImage") ||
	    ascii_equal(type, "Text") || ascii_equal(type, "Dataset") ||
	    ascii_equal(type, "Video"))
		return true;
	return is_other_name(extension(url));
}

void
media_kind_put_format(struct buf *out, struct slice format)
{
	for (size_t i = 0; i < NPICTURES; i++)
		if (ascii_equal(format, pictures[i].name)) {
			buf_put_string(out, pictures[i].type);
			return;
		}
	for (size_t i = 0; i < format.n; i++) {
		char c = format.at[i];

		if (c >= 'A' && c <= 'Z' && ascii_begins(format, "image/"))
			c = (char)(c - 'A' + 'a');
		buf_put_char(out, c);
	}
}
