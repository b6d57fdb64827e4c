/* SPDX-License-Identifier: MIT */
#include <fnmatch.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "registry/media_type.h"
#include "file_filter.h"

struct file_filter_glob {
	char *pattern;
	bool include;
	bool folders; /* ended in a slash */
	bool path; /* has another slash */
};

void
file_filter_extensions(struct file_filter *pick, const char *list)
{
	size_t n;

	for (; *list != '\0'; list += n) {
		list += strspn(list, ",;*. ");
		n = strcspn(list, ",; ");
		if (n == 0)
			continue;
		pick->extensions = mem_resize(pick->extensions,
		    pick->nextensions + 1, sizeof *pick->extensions);
		pick->extensions[pick->nextensions++] = (struct slice){list, n};
	}
}

void
file_filter_pictures(struct file_filter *pick)
{
	for (int i = 0; i < MEDIA_NTYPES; i++) {
		const struct media_type *type =
		    media_type_get((enum media_type_id)i);

		if ((type->takers & MEDIA_SCANNED) != 0)
			file_filter_extensions(pick, type->extensions);
	}
}

void
file_filter_glob(struct file_filter *pick, const char *pattern, bool include)
{
	struct file_filter_glob glob = {
	    .include = include, .path = *pattern == '/'};
	size_t n;

	pattern += glob.path;
	n = strlen(pattern);
	glob.folders = n > 0 && pattern[n - 1] == '/';
	glob.pattern = mem_string(pattern, n - glob.folders);
	glob.path |= strchr(glob.pattern, '/') != NULL;
	pick->globs =
	    mem_resize(pick->globs, pick->nglobs + 1, sizeof *pick->globs);
	pick->globs[pick->nglobs++] = glob;
	pick->includes |= include;
}

static bool
matches(struct file_filter *pick, const struct file_filter_glob *glob,
    struct slice below, struct slice name)
{
	struct buf *text = &pick->scratch;

	buf_clear(text);
	if (glob->path)
		buf_put_slice(text, below);
	buf_put_slice(text, name);
	return fnmatch(glob->pattern, buf_string(text), 0) == 0;
}

static bool
excluded(struct file_filter *pick, struct slice below, struct slice name,
    bool folder)
{
	for (size_t i = 0; i < pick->nglobs; i++) {
		const struct file_filter_glob *glob = &pick->globs[i];

		if (!glob->include && (folder || !glob->folders) &&
		    matches(pick, glob, below, name))
			return true;
	}
	return false;
}

static bool
included(struct file_filter *pick, struct slice below, struct slice name)
{
	for (size_t i = 0; i < pick->nglobs; i++)
		if (pick->globs[i].include &&
		    matches(pick, &pick->globs[i], below, name))
			return true;
	return !pick->includes;
}

/* Extensions may hold dots themselves, so each is compared with the end. */
static bool
has_extension(const struct file_filter *pick, struct slice name)
{
	for (size_t i = 0; i < pick->nextensions; i++) {
		struct slice s = pick->extensions[i];

		if (name.n > s.n + 1 && name.at[name.n - s.n - 1] == '.' &&
		    strncasecmp(name.at + name.n - s.n, s.at, s.n) == 0)
			return true;
	}
	return false;
}

enum file_filter_reason
file_filter_file(
    struct file_filter *pick, struct slice below, struct slice name)
{
	if (name.at[0] == '.' && !pick->hidden)
		return FILE_FILTER_HIDDEN;
	if (!pick->all && !has_extension(pick, name))
		return FILE_FILTER_EXTENSION;
	if (pick->nglobs > 0 &&
	    (excluded(pick, below, name, false) ||
		!included(pick, below, name)))
		return FILE_FILTER_GLOB;
	return FILE_FILTER_WANTED;
}

enum file_filter_reason
file_filter_folder(
    struct file_filter *pick, struct slice below, struct slice name)
{
	if (name.at[0] == '.' && !pick->hidden)
		return FILE_FILTER_HIDDEN;
	if (pick->nglobs > 0 && excluded(pick, below, name, true))
		return FILE_FILTER_GLOB;
	return FILE_FILTER_WANTED;
}

void
file_filter_free(struct file_filter *pick)
{
	for (size_t i = 0; i < pick->nglobs; i++)
		free(pick->globs[i].pattern);
	free(pick->globs);
	free(pick->extensions);
	buf_free(&pick->scratch);
}
