/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/path.h"
#include "registry/media_type.h"
#include "media_kind.h"

/* The URL up to its query or fragment. */
static struct slice
without_query(struct slice url)
{
	size_t n = 0;

	while (n < url.n && url.at[n] != '?' && url.at[n] != '#')
		n++;
	return (struct slice){url.at, n};
}

bool
media_kind_is_other(struct slice format, struct slice type, struct slice url)
{
	struct media_meaning meaning = media_type_meant(format);
	const struct media_type *named;

	if (meaning.known)
		return meaning.group != MEDIA_PICTURE;
	type = path_last(slice_trim(type));
	if (ascii_equal(type, "StillImage") || ascii_equal(type, "Image"))
		return false;
	if (ascii_equal(type, "Sound") || ascii_equal(type, "MovingImage") ||
	    ascii_equal(type, "Text") || ascii_equal(type, "Dataset") ||
	    ascii_equal(type, "Video"))
		return true;
	named = media_type_of_name(without_query(url));
	return named != NULL && named->group != MEDIA_PICTURE;
}

void
media_kind_put_format(struct buf *out, struct slice format)
{
	size_t before = out->n;

	media_type_put_meant(out, format);
	if (out->n == before)
		buf_put_slice(out, format);
}
