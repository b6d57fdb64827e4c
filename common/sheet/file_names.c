/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "registry/media_type.h"
#include "sheet/cell_text.h"
#include "sheet/file_names.h"

/* What is between names, from the most to the least: all parts must be names,
 * and a name may have blanks and commas in it. */
static const char *const lists[] = {
    ";|,\n\r\t ", ";|,\n\r\t", ";|\n\r\t", NULL};

bool
file_names_is_picture(struct slice text)
{
	const struct media_type *type = media_type_of_name(text);

	return type != NULL && type->group == MEDIA_PICTURE &&
	    *text.at != '.' &&
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
	bool disk = name.n > 2 && ascii_is_letter(*name.at) &&
	    name.at[1] == ':' && strchr("/\\", name.at[2]) != NULL;
	size_t at = name.n;

	if (name.n == 0 ||
	    !(disk || *name.at == '/' || slice_begins(name, "\\\\") ||
		ascii_begins(name, "file:")))
		return name;
	while (at > 0 && strchr("/\\", name.at[at - 1]) == NULL)
		at--;
	return at < name.n ? slice_from(name, at) : name;
}
