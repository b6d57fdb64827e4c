/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "jpeg.h"
#include "preview.h"

/*
 * A JPEG's head may hold two full metadata segments. More beginnings than
 * that are no camera's doing.
 */
enum { CHUNK = 1 << 20, HEAD = 1 << 18, BEGINNINGS_MOST = 2000 };

struct search {
	const struct byte_source *view;
	char *chunk;
	char *head;
	unsigned beginnings;
	uint64_t pixels; /* of the best so far */
	uint64_t best;
};

static void
look(struct search *search, uint64_t offset)
{
	struct slice head = {search->head, 0};
	struct jpeg jpeg;
	uint64_t pixels;

	head.n = byte_source_read(search->view, offset, search->head, HEAD);
	if (!jpeg_read_head(head, &jpeg) || !jpeg.web)
		return;
	pixels = (uint64_t)jpeg.width * jpeg.height;
	if (pixels > search->pixels) {
		search->pixels = pixels;
		search->best = offset;
	}
}

static void
look_through(struct search *search, uint64_t offset, size_t n)
{
	const char *at = search->chunk, *end = at + n;

	while (search->beginnings < BEGINNINGS_MOST &&
	    (at = memmem(at, (size_t)(end - at), "\xFF\xD8\xFF", 3)) != NULL) {
		search->beginnings++;
		look(search, offset + (uint64_t)(at - search->chunk));
		at += 3;
	}
}

bool
preview_find(const struct byte_source *view, uint64_t size, uint64_t *offset)
{
	struct search search = {
	    .view = view, .chunk = mem_alloc(CHUNK), .head = mem_alloc(HEAD)};

	for (uint64_t at = 0; at < size; at += CHUNK - 2) {
		size_t n = byte_source_read(view, at, search.chunk, CHUNK);

		if (n < 3)
			break;
		look_through(&search, at, n);
	}
	free(search.chunk);
	free(search.head);
	*offset = search.best;
	return search.pixels > 0;
}
