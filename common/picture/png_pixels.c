/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "picture/inflate.h"
#include "picture/picture_parse.h"
#include "picture/png_pixels.h"

enum { PIECE = 64 << 10, FILTERS = 5, PASSES = 7 };

enum { BLOCK = 65535, BLOCK_HEAD = 5 };

/* The rows as they are, in deflated form: stored blocks, each in a chunk of its
 * own (RFC 1950, RFC 1951). */
struct mending {
	struct buf *out;
	struct buf block; /* the one that is being filled */
	size_t head; /* where its length is, before the bytes */
	size_t blocks; /* begun */
	uint32_t low, high; /* of the checksum */
};

struct walk {
	picture_reader *reader;
	void *context;
	uint64_t at; /* of the next byte of the file */
	struct inflater *inflater;
	uint8_t *in, *out;
	struct png_pixels result;
	/* Of the picture. */
	uint32_t width, height;
	unsigned bits; /* of a pixel */
	bool laced;
	/* Where the rows are. */
	unsigned pass;
	uint64_t rows; /* left of this pass */
	uint64_t row, left; /* bytes of a row with its filter, and to come */
	bool done;
	struct mending *mending; /* where the rows go, or NULL */
	struct buf *chunks; /* those before them that pixels need, or NULL */
};

static bool
read_exactly(struct walk *w, void *bytes, size_t n)
{
	size_t got = w->reader(w->context, w->at, bytes, n);

	w->at += got;
	return got == n;
}

/* To the next pass that has pixels: W3C PNG 8. */
static void
next_pass(struct walk *w)
{
	static const uint8_t x[] = {0, 4, 0, 2, 0, 1, 0};
	static const uint8_t y[] = {0, 0, 4, 0, 2, 0, 1};
	static const uint8_t across[] = {8, 8, 4, 4, 2, 2, 1};
	static const uint8_t down[] = {8, 8, 8, 4, 4, 2, 2};

	for (; w->pass < (w->laced ? PASSES : 1); w->pass++) {
		unsigned i = w->pass;
		uint64_t width = w->width, height = w->height;

		if (w->laced) {
			width = (width + across[i] - 1 - x[i]) / across[i];
			height = (height + down[i] - 1 - y[i]) / down[i];
		}
		if (width == 0 || height == 0)
			continue;
		w->row = 1 + (width * w->bits + 7) / 8;
		w->rows = height;
		w->left = w->row;
		w->pass++;
		return;
	}
	w->done = true;
}

static bool
read_head(struct walk *w)
{
	static const uint8_t samples[] = {1, 0, 3, 1, 2, 0, 4};
	uint8_t b[8 + 13 + 4];

	if (!read_exactly(w, b, sizeof b) || be32(b) != 13 ||
	    memcmp(b + 4, "IHDR", 4) != 0 || b[17] > 6) {
		w->result.why = "no header";
		return false;
	}
	w->width = be32(b + 8);
	w->height = be32(b + 12);
	if (w->width == 0 || w->height == 0 || w->width > INT32_MAX ||
	    w->height > INT32_MAX) {
		w->result.why = "a size that no PNG has";
		return false;
	}
	w->bits = (unsigned)b[16] * samples[b[17]];
	w->laced = b[20] != 0;
	next_pass(w);
	return true;
}

static void
put_number(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_put_char(out, (char)(number >> shift & 0xFF));
}

static void
put_chunk(struct buf *out, const char *type, struct slice data)
{
	uint32_t crc = inflate_crc(0, type, 4);

	put_number(out, (uint32_t)data.n);
	buf_put(out, type, 4);
	buf_put(out, data.at, data.n);
	put_number(out, inflate_crc(crc, data.at, data.n));
}

/* Its length twice, the second time all bits turned. */
static void
begin_block(struct mending *m)
{
	buf_clear(&m->block);
	if (m->blocks++ == 0)
		buf_put(&m->block, "\x78\x01", 2);
	m->head = m->block.n;
	buf_put(&m->block, "\0\0\0\xFF\xFF", BLOCK_HEAD);
}

static void
end_block(struct mending *m)
{
	char *head = m->block.at + m->head;
	size_t n = m->block.n - m->head - BLOCK_HEAD;

	head[1] = (char)(n & 0xFF);
	head[2] = (char)(n >> 8);
	head[3] = (char)(~n & 0xFF);
	head[4] = (char)(~n >> 8 & 0xFF);
	put_chunk(m->out, "IDAT", buf_slice(&m->block));
}

static void
mend_rows(struct mending *m, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		m->low = (m->low + bytes[i]) % 65521;
		m->high = (m->high + m->low) % 65521;
	}
	while (n > 0) {
		size_t room = BLOCK - (m->block.n - m->head - BLOCK_HEAD);
		size_t some = n < room ? n : room;

		buf_put(&m->block, (const char *)bytes, some);
		bytes += some;
		n -= some;
		if (some < room)
			return;
		end_block(m);
		begin_block(m);
	}
}

/* What is left, a last block without bytes, and the checksum. */
static void
mend_end(struct mending *m)
{
	end_block(m);
	begin_block(m);
	m->block.at[m->head] = 1;
	put_number(&m->block, m->high << 16 | m->low);
	put_chunk(m->out, "IDAT", buf_slice(&m->block));
	put_chunk(m->out, "IEND", SLICE(""));
}

/* Counts bytes of rows; false if one begins with no filter. */
static bool
count(struct walk *w, const uint8_t *bytes, size_t n)
{
	while (n > 0 && !w->done) {
		size_t some = n < w->left ? n : (size_t)w->left;

		if (w->left == w->row && *bytes >= FILTERS)
			return false;
		if (w->mending != NULL)
			mend_rows(w->mending, bytes, some);
		bytes += some;
		n -= some;
		w->left -= some;
		if (w->left > 0)
			continue;
		w->left = w->row;
		if (--w->rows == 0)
			next_pass(w);
	}
	return true;
}

/* False when what follows tells no more. */
static bool
inflate_piece(struct walk *w, struct slice in)
{
	enum inflate_state state;
	size_t n;

	do {
		n = PIECE;
		state = inflater_run(w->inflater, &in, w->out, &n);
		if (!count(w, w->out, n)) {
			w->result.why = "a row with a filter that is none";
			return false;
		}
		if (state == INFLATE_BROKEN && !w->done)
			w->result.why = "its pixels cannot be inflated";
	} while (state == INFLATE_MORE && (in.n > 0 || n == PIECE));
	w->result.fits = state == INFLATE_END;
	w->result.misfits = state == INFLATE_MISFIT;
	return state == INFLATE_MORE;
}

/* False when what follows tells no more; at the end of the file too. */
static bool
read_data(struct walk *w, uint64_t n)
{
	while (n > 0) {
		size_t some = n < PIECE ? (size_t)n : PIECE;
		size_t got = w->reader(w->context, w->at, w->in, some);

		w->at += got;
		n -= got;
		if (!inflate_piece(
			w, (struct slice){(const char *)w->in, got}) ||
		    got < some)
			return false;
	}
	return true;
}

/* What decides about colours. */
static bool
is_kept(const uint8_t *type)
{
	static const char types[][5] = {
	    "PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT"};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (memcmp(type, types[i], 4) == 0)
			return true;
	return false;
}

/* One whose checksum does not fit is left out, but a palette. */
static void
keep_chunk(struct walk *w, const uint8_t *head)
{
	uint32_t n = be32(head), crc = inflate_crc(0, head + 4, 4);
	struct buf data = {0};
	char type[5] = "";
	uint8_t sum[4];

	if (w->chunks == NULL || !is_kept(head + 4) || n > PICTURE_PAYLOAD_MOST)
		return;
	memcpy(type, head + 4, 4);
	buf_room(&data, n + 1);
	data.n = n;
	if (read_exactly(w, data.at, n) && read_exactly(w, sum, 4) &&
	    (be32(sum) == inflate_crc(crc, data.at, n) ||
		memcmp(type, "PLTE", 4) == 0 || memcmp(type, "tRNS", 4) == 0))
		put_chunk(w->chunks, type, buf_slice(&data));
	buf_free(&data);
}

static void
read_chunks(struct walk *w)
{
	uint8_t b[8];

	while (read_exactly(w, b, sizeof b)) {
		uint64_t end = w->at + be32(b) + 4;

		if (memcmp(b + 4, "IEND", 4) == 0)
			break;
		if (memcmp(b + 4, "IDAT", 4) == 0 && !read_data(w, be32(b)))
			break;
		keep_chunk(w, b);
		w->at = end;
	}
	if (w->result.why == NULL && !w->done)
		w->result.why = "fewer pixels than its size needs";
}

static void
run(struct walk *w)
{
	w->at = 8;
	w->inflater = inflater_new();
	w->in = mem_alloc(PIECE);
	w->out = mem_alloc(PIECE);
	if (read_head(w))
		read_chunks(w);
	free(w->in);
	free(w->out);
	inflater_free(w->inflater);
}

struct png_pixels
png_pixels_look(picture_reader *reader, void *context)
{
	struct walk w = {.reader = reader, .context = context};

	run(&w);
	return w.result;
}

uint64_t
png_pixels_bytes(picture_reader *reader, void *context)
{
	struct walk w = {.reader = reader, .context = context, .at = 8};
	uint64_t bytes = 0;

	for (bool more = read_head(&w); more && !w.done; next_pass(&w))
		bytes += w.row * w.rows;
	return bytes;
}

bool
png_pixels_mend(picture_reader *reader, void *context, struct buf *out)
{
	struct buf chunks = {0};
	struct mending mending = {.out = out, .low = 1};
	struct walk first = {
	    .reader = reader, .context = context, .chunks = &chunks};
	struct walk again = {
	    .reader = reader, .context = context, .mending = &mending};
	uint8_t head[8 + 8 + 13];
	bool whole;

	run(&first);
	whole = first.result.why == NULL &&
	    reader(context, 0, head, sizeof head) == sizeof head;
	if (whole) {
		buf_put(out, "\x89PNG\r\n\x1A\n", 8);
		put_chunk(
		    out, "IHDR", (struct slice){(const char *)head + 16, 13});
		buf_put_slice(out, buf_slice(&chunks));
		begin_block(&mending);
		run(&again);
		mend_end(&mending);
		whole = again.result.why == NULL;
	}
	buf_free(&mending.block);
	buf_free(&chunks);
	return whole;
}
