/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sheet/dwca_meta.h"
#include "meta_edit.h"

struct tag {
	size_t start, end;
	struct slice name; /* with its prefix */
	bool closes, empty;
};

/* The place after the next such text, or the end. */
static size_t
after(struct slice xml, size_t at, const char *text)
{
	const char *found = memmem(xml.at + at, xml.n - at, text, strlen(text));

	return found != NULL ? (size_t)(found - xml.at) + strlen(text) : xml.n;
}

/* Passes over what is no tag but begins like one. */
static bool
skip_other(struct slice xml, size_t *at)
{
	static const struct {
		const char *begin, *end;
	} others[] = {
	    {"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		size_t n = strlen(others[i].begin);

		if (xml.n - *at >= n &&
		    memcmp(xml.at + *at, others[i].begin, n) == 0) {
			*at = after(xml, *at + n, others[i].end);
			return true;
		}
	}
	return false;
}

/* A ">" inside of quotes ends no tag. */
static size_t
end_of_tag(struct slice xml, size_t at)
{
	char quote = '\0';

	for (; at < xml.n; at++) {
		char c = xml.at[at];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return at + 1;
	}
	return xml.n;
}

static bool
next_tag(struct slice xml, size_t *at, struct tag *tag)
{
	size_t name;

	for (;;) {
		const char *found = memchr(xml.at + *at, '<', xml.n - *at);

		if (found == NULL)
			return false;
		*at = (size_t)(found - xml.at);
		if (!skip_other(xml, at))
			break;
	}
	*tag = (struct tag){.start = *at, .end = end_of_tag(xml, *at)};
	name = tag->start + 1;
	tag->closes = name < xml.n && xml.at[name] == '/';
	name += tag->closes;
	tag->empty = xml.at[tag->end - 2] == '/';
	tag->name.at = xml.at + name;
	while (name + tag->name.n < tag->end &&
	    strchr(" \t\r\n/>", tag->name.at[tag->name.n]) == NULL)
		tag->name.n++;
	*at = tag->end;
	return true;
}

static struct slice
local_name(const struct tag *tag)
{
	const char *colon = memchr(tag->name.at, ':', tag->name.n);

	return colon != NULL
	    ? slice_from(tag->name, (size_t)(colon - tag->name.at) + 1)
	    : tag->name;
}

static bool
is_table(const struct tag *tag)
{
	struct slice name = local_name(tag);

	return slice_equal(name, SLICE("core")) ||
	    slice_equal(name, SLICE("extension"));
}

static bool
set_prefix(struct meta_place *place, const struct tag *tag)
{
	size_t n = tag->name.n - local_name(tag).n;

	if (n >= sizeof place->prefix)
		return false;
	memcpy(place->prefix, tag->name.at, n);
	place->prefix[n] = '\0';
	return true;
}

bool
meta_edit_find(struct slice xml, size_t table, struct meta_place *place)
{
	size_t at = 0, n = 0;
	struct tag tag;
	bool inside = false;

	if (memchr(xml.at, '\0', xml.n) != NULL)
		return false;
	while (next_tag(xml, &at, &tag)) {
		if (table == DWCA_NONE && tag.closes &&
		    slice_equal(local_name(&tag), SLICE("archive"))) {
			place->start = place->end = tag.start;
			return set_prefix(place, &tag);
		}
		if (!is_table(&tag))
			continue;
		if (!tag.closes && n++ == table) {
			inside = true;
			place->start = tag.start;
		}
		if (inside && (tag.closes || tag.empty)) {
			place->end = tag.end;
			return set_prefix(place, &tag);
		}
	}
	return false;
}
