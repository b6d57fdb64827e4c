/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "media_kind.h"

static bool
equals(struct slice s, const char *word)
{
	return s.n == strlen(word) && strncasecmp(s.at, word, s.n) == 0;
}

static bool
begins(struct slice s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && strncasecmp(s.at, word, n) == 0;
}

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
		if (equals(name, others[i]))
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

/* The last part of a URI such as http://purl.org/dc/dcmitype/Sound. */
static struct slice
last_part(struct slice s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.at[i - 1] == '/')
			return (struct slice){s.at + i, s.n - i};
	return s;
}

bool
media_kind_is_other(struct slice format, struct slice type, struct slice url)
{
	if (begins(format, "image/"))
		return false;
	if (begins(format, "audio/") || begins(format, "video/") ||
	    begins(format, "application/") || begins(format, "model/") ||
	    begins(format, "text/") || is_other_name(format))
		return true;
	type = last_part(type);
	if (equals(type, "StillImage") || equals(type, "Image"))
		return false;
	if (equals(type, "Sound") || equals(type, "MovingImage") ||
	    equals(type, "Text") || equals(type, "Dataset") ||
	    equals(type, "Video"))
		return true;
	return is_other_name(extension(url));
}

void
media_kind_put_format(struct buf *out, struct slice format)
{
	for (size_t i = 0; i < NPICTURES; i++)
		if (equals(format, pictures[i].name)) {
			buf_put_string(out, pictures[i].type);
			return;
		}
	for (size_t i = 0; i < format.n; i++) {
		char c = format.at[i];

		if (c >= 'A' && c <= 'Z' && begins(format, "image/"))
			c = (char)(c - 'A' + 'a');
		buf_put_char(out, c);
	}
}
