/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "exif_write.h"

enum {
	EXIF_DIRECTORY = 0x8769,
	GPS_DIRECTORY = 0x8825,
	EXIF_VERSION = 0x9000,
	COLOR_SPACE = 0xA001
};

/* Limits of what is taken over. */
enum { VALUE_MOST = 4096, FIELDS_MOST = 48, DATA_MOST = 10 << 10 };

/* Description, make, model, date, artist, copyright. */
static const uint16_t main_tags[] = {
    0x010E, 0x010F, 0x0110, 0x0132, 0x013B, 0x8298};

/* Exposure, dates with offsets and fractions, owner, lens. */
static const uint16_t exif_tags[] = {0x829A, 0x829D, 0x8827, 0x9003, 0x9004,
    0x9010, 0x9011, 0x9012, 0x920A, 0x9290, 0x9291, 0x9292, 0xA405, 0xA430,
    0xA433, 0xA434};

struct field {
	uint16_t tag;
	uint16_t type;
	uint32_t count;
	size_t at; /* of the value, in data */
	size_t n;
};

struct directory {
	struct field fields[FIELDS_MOST];
	size_t nfields;
	struct buf data;
};

struct picture_source {
	const struct byte_source *view;
	bool little;
};

static uint32_t
number(bool little, const uint8_t *b, size_t n)
{
	uint32_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | b[little ? n - 1 - i : i];
	return value;
}

static void
put_number(struct buf *out, bool little, uint32_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_put_char(
		    out, (char)(value >> 8 * (little ? i : n - 1 - i)));
}

/* The offset of the first directory, or 0. */
static uint32_t
open_source(struct picture_source *source, const struct byte_source *view)
{
	uint8_t head[8];

	source->view = view;
	source->little = false;
	if (byte_source_read(view, 0, head, sizeof head) < sizeof head ||
	    head[0] != head[1] || (head[0] != 'I' && head[0] != 'M'))
		return 0;
	source->little = head[0] == 'I';
	/* Raw files of some makers have another number than 42. */
	if (number(source->little, head + 2, 2) == 43)
		return 0;
	return number(source->little, head + 4, 4);
}

static size_t
size_of(uint32_t type)
{
	static const uint8_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

	return type < sizeof sizes ? sizes[type] : type == 129 ? 1 : 0;
}

/* Calls `visit` for each entry of the directory at an offset. */
static void
walk(const struct picture_source *source, uint32_t offset,
    void (*visit)(void *state, const struct picture_source *source,
	const uint8_t entry[12]),
    void *state)
{
	uint8_t entry[12];
	uint32_t n;

	if (offset == 0 || byte_source_read(source->view, offset, entry, 2) < 2)
		return;
	n = number(source->little, entry, 2);
	for (uint32_t i = 0; i < n && i < 1000; i++) {
		if (byte_source_read(source->view,
			(uint64_t)offset + 2 + 12 * (uint64_t)i, entry,
			12) < 12)
			return;
		visit(state, source, entry);
	}
}

/* What the first directory points to. */
struct found {
	struct exif_contents contents;
	uint32_t exif;
	uint32_t gps;
};

static void
find(void *state, const struct picture_source *source, const uint8_t entry[12])
{
	struct found *found = state;
	uint32_t value = number(source->little, entry + 8, 4);

	switch (number(source->little, entry, 2)) {
	case EXIF_DIRECTORY: found->exif = value; break;
	case GPS_DIRECTORY: found->gps = value; break;
	default: break;
	}
}

static void
find_position(
    void *state, const struct picture_source *source, const uint8_t entry[12])
{
	bool *position = state;

	/* Tag 0 is GPSVersionID, which many cameras write alone. */
	*position |= number(source->little, entry, 2) != 0;
}

struct exif_contents
exif_write_look(const struct byte_source *view)
{
	struct picture_source source;
	struct found found = {0};
	uint32_t first = open_source(&source, view);

	walk(&source, first, find, &found);
	walk(&source, found.gps, find_position, &found.contents.position);
	return found.contents;
}

struct gathering {
	struct directory *directory;
	const uint16_t *tags; /* NULL: all */
	size_t ntags;
};

static bool
is_wanted(const struct gathering *gathering, uint16_t tag)
{
	for (size_t i = 0; i < gathering->ntags; i++)
		if (gathering->tags[i] == tag)
			return true;
	return gathering->tags == NULL;
}

/* Room for a field in the order of tags; NULL if it is there already. */
static struct field *
insert(struct directory *directory, uint16_t tag)
{
	size_t at = directory->nfields;

	for (size_t i = 0; i < directory->nfields; i++)
		if (directory->fields[i].tag == tag)
			return NULL;
	if (at == FIELDS_MOST)
		return NULL;
	while (at > 0 && directory->fields[at - 1].tag > tag) {
		directory->fields[at] = directory->fields[at - 1];
		at--;
	}
	directory->nfields++;
	directory->fields[at] = (struct field){.tag = tag};
	return &directory->fields[at];
}

static void
gather(
    void *state, const struct picture_source *source, const uint8_t entry[12])
{
	struct gathering *gathering = state;
	struct directory *directory = gathering->directory;
	uint16_t tag = (uint16_t)number(source->little, entry, 2);
	uint32_t type = number(source->little, entry + 2, 2);
	uint32_t count = number(source->little, entry + 4, 4);
	size_t n = size_of(type) * (size_t)count;
	uint8_t value[VALUE_MOST];
	struct field *field;

	if (n == 0 || n > VALUE_MOST || !is_wanted(gathering, tag) ||
	    directory->data.n + n > DATA_MOST)
		return;
	if (n <= 4)
		memcpy(value, entry + 8, n);
	else if (byte_source_read(source->view,
		     number(source->little, entry + 8, 4), value, n) < n)
		return;
	field = insert(directory, tag);
	if (field == NULL)
		return;
	field->type = (uint16_t)type;
	field->count = count;
	field->at = directory->data.n;
	field->n = n;
	buf_put(&directory->data, (const char *)value, n);
}

static void
add(struct directory *directory, uint16_t tag, uint16_t type, uint32_t count,
    struct slice value)
{
	struct field *field = insert(directory, tag);

	if (field == NULL)
		return;
	field->type = type;
	field->count = count;
	field->at = directory->data.n;
	field->n = value.n;
	buf_put_slice(&directory->data, value);
}

static void
add_number(struct directory *directory, bool little, uint16_t tag,
    uint16_t type, uint32_t value)
{
	char bytes[4];
	struct buf text = {0};

	put_number(&text, little, value, size_of(type));
	memcpy(bytes, text.at, text.n);
	add(directory, tag, type, 1, (struct slice){bytes, text.n});
	buf_free(&text);
}

/* Bytes of a directory with the values that do not fit into it. */
static size_t
length(const struct directory *directory)
{
	size_t n = 2 + 12 * directory->nfields + 4;

	for (size_t i = 0; i < directory->nfields; i++)
		if (directory->fields[i].n > 4)
			n +=
			    directory->fields[i].n + directory->fields[i].n % 2;
	return n;
}

/* Appends it; it is at offset `at` of the structure. */
static void
put_directory(
    struct buf *out, bool little, const struct directory *directory, size_t at)
{
	size_t outside = at + 2 + 12 * directory->nfields + 4;

	put_number(out, little, (uint32_t)directory->nfields, 2);
	for (size_t i = 0; i < directory->nfields; i++) {
		const struct field *field = &directory->fields[i];

		put_number(out, little, field->tag, 2);
		put_number(out, little, field->type, 2);
		put_number(out, little, field->count, 4);
		if (field->n > 4) {
			put_number(out, little, (uint32_t)outside, 4);
			outside += field->n + field->n % 2;
			continue;
		}
		buf_put(out, directory->data.at + field->at, field->n);
		buf_put(out, "\0\0\0\0", 4 - field->n);
	}
	put_number(out, little, 0, 4);
	for (size_t i = 0; i < directory->nfields; i++) {
		const struct field *field = &directory->fields[i];

		if (field->n > 4) {
			buf_put(out, directory->data.at + field->at, field->n);
			buf_put(out, "", field->n % 2);
		}
	}
}

/* The three directories one after the other, pointed to by the first. */
static void
put_all(struct buf *out, bool little, struct directory *main,
    struct directory *exif, struct directory *gps)
{
	size_t at = 8, exif_at, gps_at;

	add_number(main, little, EXIF_DIRECTORY, 4, 0);
	if (gps->nfields > 0)
		add_number(main, little, GPS_DIRECTORY, 4, 0);
	exif_at = at + length(main);
	gps_at = exif_at + length(exif);
	for (size_t i = 0; i < main->nfields; i++) {
		struct field *field = &main->fields[i];
		struct buf value = {0};

		if (field->tag != EXIF_DIRECTORY && field->tag != GPS_DIRECTORY)
			continue;
		put_number(&value, little,
		    (uint32_t)(field->tag == EXIF_DIRECTORY ? exif_at : gps_at),
		    4);
		memcpy(main->data.at + field->at, value.at, 4);
		buf_free(&value);
	}
	buf_put(out, little ? "II" : "MM", 2);
	put_number(out, little, 42, 2);
	put_number(out, little, 8, 4);
	put_directory(out, little, main, at);
	put_directory(out, little, exif, exif_at);
	if (gps->nfields > 0)
		put_directory(out, little, gps, gps_at);
}

void
exif_write_put(struct buf *out, const struct byte_source *view, bool keep_gps)
{
	struct directory main = {0}, exif = {0}, gps = {0};
	struct picture_source source;
	struct found found = {0};
	uint32_t first = open_source(&source, view);

	walk(&source, first, find, &found);
	walk(&source, first, gather,
	    &(struct gathering){
		&main, main_tags, sizeof main_tags / sizeof *main_tags});
	walk(&source, found.exif, gather,
	    &(struct gathering){
		&exif, exif_tags, sizeof exif_tags / sizeof *exif_tags});
	if (keep_gps)
		walk(&source, found.gps, gather,
		    &(struct gathering){&gps, NULL, 0});
	if (main.nfields + exif.nfields + gps.nfields > 0) {
		add(&exif, EXIF_VERSION, 7, 4, SLICE("0232"));
		add_number(&exif, source.little, COLOR_SPACE, 3, 1);
		put_all(out, source.little, &main, &exif, &gps);
	}
	buf_free(&main.data);
	buf_free(&exif.data);
	buf_free(&gps.data);
}
