/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "file/tempfile.h"
#include "numbering.h"

/* What is needed of a row again, as it is in the file of texts. */
enum text { TEXT_PATH, TEXT_BY, TEXT_NUMBER, TEXT_NAME, TEXT_MD5, TEXTS };

struct picture {
	struct claim_key name; /* of its place, without a slot */
	uint64_t row, texts; /* where its texts begin */
	uint32_t lengths[TEXTS];
	uint32_t order; /* sortOccurrence, or the most */
};

struct numbering {
	int rows, texts;
	char rows_path[40];
	char *operand;
	uint64_t ntexts;
	const char *text; /* all texts */
	struct picture *pictures;
	size_t n, room;
	uint32_t *slots; /* for each row */
	size_t nrows, slots_room;
	uint64_t unnamed;
};

static void
keep_texts(struct numbering *numbering, struct picture *picture,
    const struct picture_row *row)
{
	struct slice texts[TEXTS] = {
	    row->path, row->by, row->number, row->name, row->md5};
	struct buf all = {0};

	picture->texts = numbering->ntexts;
	for (size_t i = 0; i < TEXTS; i++) {
		picture->lengths[i] = (uint32_t)texts[i].n;
		buf_put_slice(&all, texts[i]);
	}
	tempfile_write(numbering->texts, buf_slice(&all));
	numbering->ntexts += all.n;
	buf_free(&all);
}

static void
add_picture(struct numbering *numbering, struct deriver *deriver,
    const struct picture_row *row)
{
	struct picture *picture;

	if (numbering->n == numbering->room) {
		numbering->room = numbering->room * 2 + 1024;
		numbering->pictures = mem_resize(numbering->pictures,
		    numbering->room, sizeof *numbering->pictures);
	}
	picture = &numbering->pictures[numbering->n++];
	*picture = (struct picture){.name = derive_place_key(deriver, row),
	    .row = row->row,
	    .order = row->order};
	keep_texts(numbering, picture, row);
}

static void
add_slot(struct numbering *numbering)
{
	if (numbering->nrows == numbering->slots_room) {
		numbering->slots_room = numbering->slots_room * 2 + 1024;
		numbering->slots = mem_resize(numbering->slots,
		    numbering->slots_room, sizeof *numbering->slots);
	}
	numbering->slots[numbering->nrows++] = 0;
}

static void
read_rows(struct numbering *numbering, struct deriver *deriver,
    const struct row_columns *columns, struct stream_in *in)
{
	struct layout *layout = layout_new(stream_columns(in), NULL, 0);
	struct row_reader reader = {0};
	struct block block = {0};
	struct picture_row picture;
	struct buf text = {0};

	layout_header(layout, &text);
	while (stream_read(in, &block, 0)) {
		block_index(&block);
		for (size_t i = 0; i < block.nrows; i++) {
			layout_row(layout, &block, i, NULL, &text);
			add_slot(numbering);
			if (!row_read(&reader, columns, &block, i, &picture))
				continue;
			if (picture.by.n > 0)
				add_picture(numbering, deriver, &picture);
			else
				numbering->unnamed++;
		}
		if (block.error != NULL)
			die("%s", block.error);
		tempfile_write(numbering->rows, buf_slice(&text));
		buf_clear(&text);
	}
	tempfile_write(numbering->rows, buf_slice(&text));
	buf_free(&text);
	block_free(&block);
	row_reader_free(&reader);
	layout_free(layout);
}

/* For by_place(), which is called by one thread. */
static const char *sorted_text;

static struct slice
path_of(const struct picture *picture)
{
	return (struct slice){
	    sorted_text + picture->texts, picture->lengths[TEXT_PATH]};
}

static int
by_place(const void *a, const void *b)
{
	const struct picture *left = a, *right = b;
	int order = memcmp(&left->name, &right->name, sizeof left->name);

	if (order != 0)
		return order;
	if (left->order != right->order)
		return left->order < right->order ? -1 : 1;
	order = slice_compare(path_of(left), path_of(right));
	if (order != 0)
		return order;
	return left->row < right->row ? -1 : 1;
}

static enum derive_place
place_of(const struct numbering *numbering, struct deriver *deriver,
    const struct picture *picture, uint32_t slot)
{
	struct slice texts[TEXTS];
	const char *at = numbering->text + picture->texts;

	for (size_t i = 0; i < TEXTS; i++) {
		texts[i] = (struct slice){at, picture->lengths[i]};
		at += picture->lengths[i];
	}
	return derive_place(deriver,
	    &(struct picture_row){.path = texts[TEXT_PATH],
		.by = texts[TEXT_BY],
		.number = texts[TEXT_NUMBER],
		.name = texts[TEXT_NAME],
		.md5 = texts[TEXT_MD5],
		.slot = slot});
}

/* The slots that pictures of the group have in the store already; the first
 * one that nobody has. */
static uint32_t
find_kept(struct numbering *numbering, struct deriver *deriver,
    const struct picture *group, size_t n)
{
	uint32_t slot = 1;
	size_t first = 0;

	for (;; slot++) {
		while (first < n && numbering->slots[group[first].row] != 0)
			first++;
		for (size_t i = first; i < n; i++) {
			enum derive_place place;

			if (numbering->slots[group[i].row] != 0)
				continue;
			place = place_of(numbering, deriver, &group[i], slot);
			if (place == PLACE_FREE)
				return slot;
			if (place == PLACE_MINE) {
				numbering->slots[group[i].row] = slot;
				break;
			}
		}
		if (first == n)
			return slot;
	}
}

static void
number_group(struct numbering *numbering, struct deriver *deriver,
    const struct picture *group, size_t n)
{
	uint32_t slot = find_kept(numbering, deriver, group, n);

	for (size_t i = 0; i < n; i++) {
		uint32_t *own = &numbering->slots[group[i].row];

		if (i > 0 &&
		    slice_equal(path_of(&group[i - 1]), path_of(&group[i]))) {
			*own = numbering->slots[group[i - 1].row];
			continue;
		}
		if (*own != 0)
			continue;
		while (place_of(numbering, deriver, &group[i], slot) ==
		    PLACE_TAKEN)
			slot++;
		*own = slot++;
	}
}

static void
number_all(struct numbering *numbering, struct deriver *deriver)
{
	struct picture *pictures = numbering->pictures;
	size_t n;

	sorted_text = numbering->text;
	mem_sort(pictures, numbering->n, sizeof *pictures, by_place);
	for (size_t i = 0; i < numbering->n; i += n) {
		n = 1;
		while (i + n < numbering->n &&
		    memcmp(&pictures[i].name, &pictures[i + n].name,
			sizeof pictures->name) == 0)
			n++;
		number_group(numbering, deriver, &pictures[i], n);
	}
}

struct numbering *
numbering_new(struct derive *derive, const struct row_columns *columns,
    struct stream_in *in)
{
	struct numbering *numbering = mem_array(1, sizeof *numbering);
	struct deriver *deriver = deriver_new(derive);
	void *text;

	numbering->rows = tempfile_open();
	numbering->texts = tempfile_open();
	read_rows(numbering, deriver, columns, in);
	if (numbering->n > 0) {
		text = mmap(NULL, numbering->ntexts, PROT_READ, MAP_SHARED,
		    numbering->texts, 0);
		if (text == MAP_FAILED)
			die("out of memory");
		numbering->text = text;
		number_all(numbering, deriver);
		munmap(text, numbering->ntexts);
	}
	close(numbering->texts);
	free(numbering->pictures);
	deriver_free(deriver);
	return numbering;
}

void
numbering_free(struct numbering *numbering)
{
	close(numbering->rows);
	free(numbering->slots);
	free(numbering);
}

struct stream_in *
numbering_rows(struct numbering *numbering)
{
	snprintf(numbering->rows_path, sizeof numbering->rows_path,
	    "/proc/self/fd/%d", numbering->rows);
	numbering->operand = numbering->rows_path;
	return stream_open(&numbering->operand, 1);
}

uint32_t
numbering_slot(const struct numbering *numbering, uint64_t row)
{
	return numbering->slots[row];
}

uint64_t
numbering_unnamed(const struct numbering *numbering)
{
	return numbering->unnamed;
}
