/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/utf8.h"
#include "registry/media_type.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"

/* What is between names, from the most to the least: all parts must be names,
 * and a name may have blanks and commas in it. */
static const char *const lists[] = {
    ";|,\n\r\t ", ";|,\n\r\t", ";|\n\r\t", NULL};

static struct slice
last_segment(struct slice path)
{
	size_t at = path.n;

	while (at > 0 && strchr("/\\", path.at[at - 1]) == NULL)
		at--;
	return slice_from(path, at);
}

bool
file_names_is_picture(struct slice text)
{
	const struct media_type *type = media_type_of_name(text);

	return type != NULL && type->group == MEDIA_PICTURE &&
	    *last_segment(text).at != '.' &&
	    (!slice_contains(text, "://") || ascii_begins(text, "file:"));
}

bool
file_names_may_be(struct slice text)
{
	bool letter = false, digit = false;

	for (size_t i = 0; i < text.n; i++) {
		if (strchr(" \t\n\r@:;,|?%", text.at[i]) != NULL)
			return false;
		letter = letter || ascii_is_letter(text.at[i]);
		digit = digit || ascii_is_digit(text.at[i]);
	}
	return letter && digit;
}

static bool
next_part(struct slice *rest, const char *separators, struct slice *part)
{
	do {
		*part = (struct slice){rest->at, 0};
		while (part->n < rest->n && rest->at[part->n] != '\0' &&
		    strchr(separators, rest->at[part->n]) == NULL)
			part->n++;
		if (rest->n == 0)
			return false;
		*rest = slice_from(
		    *rest, part->n < rest->n ? part->n + 1 : part->n);
		*part = slice_trim(*part);
	} while (part->n == 0);
	return true;
}

static bool
are_pictures(struct slice cell, const char *separators)
{
	struct slice part;
	size_t n = 0;

	for (; next_part(&cell, separators, &part); n++)
		if (!file_names_is_picture(part))
			return false;
	return n > 1;
}

struct file_names
file_names_of(struct slice cell)
{
	struct file_names names = {cell_text(cell), ""};

	if (cell_text_is_nothing(names.rest))
		names.rest = SLICE("");
	for (size_t i = 0; lists[i] != NULL && names.rest.n > 0; i++)
		if (are_pictures(names.rest, lists[i])) {
			names.separators = lists[i];
			break;
		}
	return names;
}

bool
file_names_next(struct file_names *names, struct slice *name)
{
	return next_part(&names->rest, names->separators, name);
}

struct slice
file_names_base(struct slice name)
{
	struct slice last;

	if (name.n == 0 ||
	    (strchr("/.", *name.at) == NULL &&
		memchr(name.at, '\\', name.n) == NULL &&
		!(name.n > 2 && name.at[1] == ':' && name.at[2] == '/') &&
		!ascii_begins(name, "file:")))
		return name;
	last = last_segment(name);
	return last.n > 0 ? last : name;
}

/* A path that is written as in a URL. */
static void
put_path(struct buf *out, struct slice path)
{
	while (path.n > 0) {
		int high =
		    path.n > 2 && *path.at == '%' ? ascii_hex(path.at[1]) : -1;
		int low = high >= 0 ? ascii_hex(path.at[2]) : -1;
		bool both = low >= 0 && high * 16 + low >= ' ';

		buf_put_char(out, both ? (char)(high * 16 + low) : *path.at);
		path = slice_from(path, both ? 3 : 1);
	}
}

void
file_names_put_link(struct buf *out, struct slice target)
{
	size_t start = out->n;
	bool file = ascii_begins(target, "file:") ||
	    (!slice_contains(target, "://") &&
		!ascii_begins(target, "mailto:"));

	if (file)
		put_path(out, target);
	if (file &&
	    utf8_valid(
		(struct slice){buf_slice(out).at + start, out->n - start}))
		return;
	out->n = start;
	buf_put_slice(out, target);
}
