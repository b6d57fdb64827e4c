/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "registry/media_type.h"
#include "existing_files.h"

struct existing_files {
	const struct settings *settings;
	struct picture_source sources[NSIZES];
	bool there[NSIZES];
	struct buf path;
};

struct existing_files *
existing_files_new(const struct settings *settings)
{
	struct existing_files *existing = mem_array(1, sizeof *existing);

	existing->settings = settings;
	return existing;
}

void
existing_files_free(struct existing_files *existing)
{
	for (int i = 0; i < NSIZES; i++)
		picture_source_free(&existing->sources[i]);
	buf_free(&existing->path);
	free(existing);
}

/* The path without its extension, which is in its last part. */
static struct slice
stem_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	struct slice stem = store_path_stem(slice_of(path + folder));

	return (struct slice){path, folder + stem.n};
}

/* The extension in lower case, or as cameras write it. */
static const char *
path_with(struct existing_files *existing, struct slice stem,
    const char *suffix, struct slice extension, bool upper)
{
	struct buf *path = &existing->path;

	buf_clear(path);
	buf_put_slice(path, stem);
	buf_put_string(path, suffix);
	buf_put_char(path, '.');
	for (size_t i = 0; i < extension.n; i++)
		buf_put_char(path,
		    (char)(upper ? toupper((unsigned char)extension.at[i])
				 : extension.at[i]));
	return buf_string(path);
}

static bool
has_original_of(struct existing_files *existing, struct slice stem,
    const struct media_type *type)
{
	struct slice list = slice_of(type->extensions), word;

	while (slice_word(&list, ' ', &word))
		for (int upper = 0; upper < 2; upper++)
			if (access(path_with(existing, stem, "", word, upper),
				F_OK) == 0)
				return true;
	return false;
}

static bool
has_original(struct existing_files *existing, struct slice stem)
{
	for (int i = 0; i < MEDIA_NTYPES; i++) {
		const struct media_type *type =
		    media_type_get((enum media_type_id)i);

		if ((type->takers & MEDIA_SCANNED) != 0 &&
		    has_original_of(existing, stem, type))
			return true;
	}
	return false;
}

bool
existing_files_is_derivative(struct existing_files *existing, const char *path)
{
	const struct settings *settings = existing->settings;
	struct slice stem = stem_of(path);

	for (int i = 0; i < NSIZES && settings->use_existing; i++) {
		struct slice original = stem;

		if (!store_path_ends_in(stem, settings->suffixes[i]))
			continue;
		original.n -= strlen(settings->suffixes[i]);
		if (has_original(existing, original))
			return true;
	}
	return false;
}

static bool
open_jpeg(struct existing_files *existing, int size, struct slice stem)
{
	struct slice word,
	    list = slice_of(media_type_get(MEDIA_JPEG)->extensions);

	while (slice_word(&list, ' ', &word))
		for (int upper = 0; upper < 2; upper++)
			if (picture_source_open(&existing->sources[size],
				path_with(existing, stem,
				    existing->settings->suffixes[size], word,
				    upper)) == 0)
				return true;
	return false;
}

void
existing_files_find(struct existing_files *existing, const char *path)
{
	const struct settings *settings = existing->settings;
	struct slice stem = stem_of(path);

	for (int i = 0; i < NSIZES; i++) {
		const char *suffix = settings->suffixes[i];

		existing->there[i] = false;
		if (!settings->use_existing || *suffix == '\0')
			continue;
		existing->there[i] = open_jpeg(existing, i, stem);
	}
}

void
existing_files_put_key(const struct existing_files *existing, struct buf *out)
{
	for (int i = 0; i < NSIZES; i++) {
		const struct stamp *stamp = &existing->sources[i].stamp;

		if (existing->there[i])
			buf_printf(out, " %d %" PRIu64 " %" PRId64 " %" PRId64,
			    i, stamp->bytes, stamp->seconds,
			    stamp->nanoseconds);
	}
}

void
existing_files_descriptors(
    const struct existing_files *existing, int descriptors[NSIZES])
{
	for (int i = 0; i < NSIZES; i++)
		descriptors[i] =
		    existing->there[i] ? existing->sources[i].fd : -1;
}

void
existing_files_close(struct existing_files *existing)
{
	for (int i = 0; i < NSIZES; i++)
		if (existing->there[i])
			picture_source_close(&existing->sources[i]);
}
