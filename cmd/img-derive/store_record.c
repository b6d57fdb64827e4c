/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "stream/stream.h"
#include "store_record.h"

struct stamp
stamp_of(const struct stat *st)
{
	return (struct stamp){
	    (uint64_t)st->st_size, st->st_mtim.tv_sec, st->st_mtim.tv_nsec};
}

bool
stamp_equal(struct stamp a, struct stamp b)
{
	return a.bytes == b.bytes && a.seconds == b.seconds &&
	    a.nanoseconds == b.nanoseconds;
}

static const char *
or_none(const char *s)
{
	return *s != '\0' ? s : "-";
}

static void
put_stamp(struct buf *out, struct stamp stamp)
{
	buf_printf(out, "%" PRIu64 " %" PRId64 " %" PRId64, stamp.bytes,
	    stamp.seconds, stamp.nanoseconds);
}

void
store_record_put(struct buf *out, const struct store_record *record)
{
	buf_printf(out, "img-derive 1 %s %s %s\nsource ",
	    !record->complete	? "begun"
		: record->blank ? "blank"
				: "complete",
	    or_none(record->owner), or_none(record->options));
	put_stamp(out, record->source);
	buf_printf(out, " %s\n", or_none(record->md5));
	for (int i = 0; i < NSIZES; i++) {
		const struct derivative *file = &record->files[i];

		buf_put_string(out, "file ");
		put_stamp(out, file->stamp);
		buf_printf(out, " %s %" PRIu32 " %" PRIu32 " %s\n",
		    or_none(file->md5), file->width, file->height,
		    or_none(file->name));
	}
	buf_put_string(out, "path ");
	stream_escape(out, slice_of(record->path));
	buf_put_char(out, '\n');
}

static void
take_none(char *to)
{
	if (strcmp(to, "-") == 0)
		*to = '\0';
}

static bool
parse_file(struct derivative *file, const char **text)
{
	int n = 0;

	if (sscanf(*text,
		"file %" SCNu64 " %" SCNd64 " %" SCNd64 " %32s %" SCNu32
		" %" SCNu32 " %159s%n",
		&file->stamp.bytes, &file->stamp.seconds,
		&file->stamp.nanoseconds, file->md5, &file->width,
		&file->height, file->name, &n) != 7 ||
	    (*text)[n] != '\n')
		return false;
	take_none(file->md5);
	take_none(file->name);
	*text += n + 1;
	return true;
}

static bool
parse_path(struct store_record *record, struct slice line)
{
	struct buf scratch = {0};
	struct slice path;
	bool good = line.n > 6 && memcmp(line.at, "path ", 5) == 0 &&
	    line.at[line.n - 1] == '\n';

	if (good) {
		path = stream_value(
		    (struct slice){line.at + 5, line.n - 6}, &scratch);
		good = path.n < sizeof record->path;
		memcpy(record->path, path.at, good ? path.n : 0);
	}
	buf_free(&scratch);
	return good;
}

static bool
parse(struct store_record *record, const char *text)
{
	char state[16];
	int n = 0;

	if (sscanf(text, "img-derive 1 %15s %32s %32s%n", state, record->owner,
		record->options, &n) != 3 ||
	    text[n] != '\n')
		return false;
	text += n + 1;
	record->blank = strcmp(state, "blank") == 0;
	record->complete = record->blank || strcmp(state, "complete") == 0;
	take_none(record->owner);
	take_none(record->options);
	if (sscanf(text, "source %" SCNu64 " %" SCNd64 " %" SCNd64 " %32s%n",
		&record->source.bytes, &record->source.seconds,
		&record->source.nanoseconds, record->md5, &n) != 4 ||
	    text[n] != '\n')
		return false;
	text += n + 1;
	take_none(record->md5);
	for (int i = 0; i < NSIZES; i++)
		if (!parse_file(&record->files[i], &text))
			return false;
	return parse_path(record, slice_of(text));
}

void
store_record_parse(struct store_record *record, struct slice text)
{
	*record = (struct store_record){0};
	if (memchr(text.at, '\0', text.n) != NULL || !parse(record, text.at))
		*record = (struct store_record){0};
	record->there = true;
}
