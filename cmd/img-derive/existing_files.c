/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "existing_files.h"

static const char *const jpegs[] = {".jpg", ".JPG", ".jpeg", ".JPEG"};

static const char *const originals[] = {".jpg", ".JPG", ".jpeg", ".JPEG",
    ".tif", ".TIF", ".tiff", ".TIFF", ".png", ".PNG", ".cr2", ".CR2", ".cr3",
    ".CR3", ".nef", ".NEF", ".dng", ".DNG", ".arw", ".ARW", ".heic", ".HEIC"};

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

static const char *
path_with(struct existing_files *existing, struct slice stem,
    const char *suffix, const char *extension)
{
	buf_clear(&existing->path);
	buf_put_slice(&existing->path, stem);
	buf_put_string(&existing->path, suffix);
	buf_put_string(&existing->path, extension);
	return buf_string(&existing->path);
}

static bool
has_original(struct existing_files *existing, struct slice stem)
{
	for (size_t i = 0; i < sizeof originals / sizeof *originals; i++)
		if (access(path_with(existing, stem, "", originals[i]), F_OK) ==
		    0)
			return true;
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
		for (size_t k = 0;
		     k < sizeof jpegs / sizeof *jpegs && !existing->there[i];
		     k++)
			existing->there[i] =
			    picture_source_open(&existing->sources[i],
				path_with(existing, stem, suffix, jpegs[k])) ==
			    0;
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
existing_files_load(struct existing_files *existing,
    const struct picture_source *loaded[NSIZES])
{
	for (int i = 0; i < NSIZES; i++) {
		struct picture_source *source = &existing->sources[i];

		loaded[i] =
		    existing->there[i] && picture_source_load(source, NULL)
		    ? source
		    : NULL;
	}
}

void
existing_files_close(struct existing_files *existing)
{
	for (int i = 0; i < NSIZES; i++)
		if (existing->there[i])
			picture_source_close(&existing->sources[i]);
}
