/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "plane_filter.h"

/* Rows are made eight at a time, side by side in registers; and a row from
 * others in pieces of some registers. */
enum { LANES = 8, REGISTERS = 4, PIECE = LANES * REGISTERS };

/* Pixels of a lane that are bytes after each other. */
enum { BYTES = sizeof(int32_t) };

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define SHIFT_OF(byte) (8 * (BYTES - 1 - (byte)))
#else
#define SHIFT_OF(byte) (8 * (byte))
#endif

typedef float lanes __attribute__((vector_size(32)));
typedef float lanes_in_row
    __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t whole_lanes __attribute__((vector_size(32)));

/* Two versions, of which the machine takes its own; both round alike. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && \
    !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define FOR_THIS_MACHINE __attribute__((target_clones("avx2", "default")))
#else
#define FOR_THIS_MACHINE
#endif

struct plane_filter {
	const struct lanczos *across, *down;
	struct plane to;
	size_t width, room; /* of a row that comes; of one that is kept */
	size_t height, come;
	size_t made; /* rows, from the end where they are upside down */
	bool upside_down;
	/* The last rows that came, as floats, in a ring. */
	float *ring;
	size_t kept;
	const float **rows; /* those of them that a row is made of */
	/* Rows made downwards, each pixel's lanes after each other; with what
	 * is beyond their ends. */
	float *block;
	ptrdiff_t block_start;
	size_t block_width, filled;
	float *row;
	uint8_t *bytes; /* of the block, made narrower */
};

static ptrdiff_t
end_of(const struct lanczos *filter, size_t at)
{
	struct lanczos_pixel pixel = lanczos_pixel(filter, at);

	return pixel.start + (ptrdiff_t)pixel.n;
}

static size_t
clamp(ptrdiff_t at, size_t n)
{
	return at < 0 ? 0 : (size_t)at >= n ? n - 1 : (size_t)at;
}

struct plane_filter *
plane_filter_new(const struct lanczos *across, const struct lanczos *down,
    size_t width, size_t height, const struct plane *to)
{
	struct plane_filter *f = mem_array(1, sizeof *f);
	size_t last = to->width - 1;
	ptrdiff_t start = lanczos_pixel(across, 0).start, end;
	ptrdiff_t other = lanczos_pixel(across, last).start;

	*f = (struct plane_filter){.across = across,
	    .down = down,
	    .to = *to,
	    .width = width,
	    .room = (width + PIECE - 1) / PIECE * PIECE,
	    .height = height,
	    .upside_down = lanczos_pixel(down, 0).start >
		lanczos_pixel(down, to->height - 1).start,
	    .kept = lanczos_pixel(down, 0).n};
	end = start > other ? end_of(across, 0) : end_of(across, last);
	f->block_start = start < other ? start : other;
	f->block_width = (size_t)(end - f->block_start);
	f->ring = mem_array(f->kept * f->room, sizeof *f->ring);
	f->rows = mem_array(f->kept, sizeof *f->rows);
	f->row = mem_array(f->room, sizeof *f->row);
	f->block = mem_array(f->block_width * LANES, sizeof *f->block);
	f->bytes = mem_array(to->width + BYTES, LANES);
	return f;
}

void
plane_filter_free(struct plane_filter *f)
{
	if (f == NULL)
		return;
	free(f->ring);
	free(f->rows);
	free(f->row);
	free(f->block);
	free(f->bytes);
	free(f);
}

FOR_THIS_MACHINE static void
take_row(float *to, const uint8_t *row, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = row[i];
}

/* The sum of rows by their weights. */
FOR_THIS_MACHINE static void
sum_rows(float *to, size_t room, const float *const rows[],
    const float *weights, size_t n)
{
	for (size_t x = 0; x < room; x += PIECE) {
		lanes first = {0}, second = {0}, third = {0}, fourth = {0};
		lanes_in_row *made = (lanes_in_row *)(to + x);

		for (size_t i = 0; i < n; i++) {
			const lanes_in_row *pixels =
			    (const lanes_in_row *)(rows[i] + x);

			first += pixels[0] * weights[i];
			second += pixels[1] * weights[i];
			third += pixels[2] * weights[i];
			fourth += pixels[3] * weights[i];
		}
		made[0] = first;
		made[1] = second;
		made[2] = third;
		made[3] = fourth;
	}
}

/* The block made narrower: of each lane four bytes, of pixels that follow each
 * other. To pick bytes out of registers would take longer than to filter. */
FOR_THIS_MACHINE static void
make_across(const struct plane_filter *f)
{
	size_t width = f->to.width;

	for (size_t at = 0; at < width; at += BYTES) {
		whole_lanes all = {0};

		for (size_t x = at; x < at + BYTES && x < width; x++) {
			struct lanczos_pixel pixel =
			    lanczos_pixel(f->across, x);
			const lanes_in_row *from =
			    (const lanes_in_row *)(f->block +
				(pixel.start - f->block_start) * LANES);
			lanes sum = {0};
			whole_lanes whole;

			for (size_t i = 0; i < pixel.n; i++)
				sum += from[i] * pixel.weights[i];
			whole =
			    __builtin_convertvector(sum + 0.5F, whole_lanes);
			/* From 0 to 255: comparisons give all bits or none. */
			whole &= whole > 0;
			whole |= whole > UINT8_MAX;
			all |= (whole & UINT8_MAX) << SHIFT_OF((int)(x - at));
		}
		memcpy(f->bytes + at * LANES, &all, sizeof all);
	}
}

static size_t
row_at(const struct plane_filter *f, size_t made)
{
	return f->upside_down ? f->to.height - 1 - made : made;
}

/* A lane of the block, made narrower. */
static void
take_lane(uint8_t *restrict row, const uint8_t *restrict lane, size_t n)
{
	size_t x = 0;

	for (; x + BYTES <= n; x += BYTES)
		memcpy(row + x, lane + x * LANES, BYTES);
	memcpy(row + x, lane + x * LANES, n - x);
}

/* What has been collected becomes rows. */
static void
flush(struct plane_filter *f)
{
	size_t first = f->made - f->filled;

	make_across(f);
	for (size_t lane = 0; lane < f->filled; lane++)
		take_lane(f->to.at + row_at(f, first + lane) * f->to.stride,
		    f->bytes + lane * BYTES, f->to.width);
	f->filled = 0;
}

/* A row made downwards becomes a lane of the block; its ends are repeated. */
static void
put_lane(struct plane_filter *f)
{
	float *restrict lane = f->block + f->filled;
	const float *restrict row = f->row;
	ptrdiff_t start = f->block_start;
	ptrdiff_t width = (ptrdiff_t)f->width;
	ptrdiff_t end = start + (ptrdiff_t)f->block_width;
	ptrdiff_t x = start;

	for (; x < 0 && x < end; x++, lane += LANES)
		*lane = row[0];
	for (; x < width && x < end; x++, lane += LANES)
		*lane = row[x];
	for (; x < end; x++, lane += LANES)
		*lane = row[width - 1];
}

static void
make_row(struct plane_filter *f)
{
	struct lanczos_pixel pixel = lanczos_pixel(f->down, row_at(f, f->made));

	for (size_t i = 0; i < pixel.n; i++)
		f->rows[i] = f->ring +
		    clamp(pixel.start + (ptrdiff_t)i, f->height) % f->kept *
			f->room;
	sum_rows(f->row, f->room, f->rows, pixel.weights, pixel.n);
	put_lane(f);
	f->made++;
	if (++f->filled == LANES)
		flush(f);
}

void
plane_filter_push(struct plane_filter *f, const uint8_t *row)
{
	take_row(f->ring + f->come % f->kept * f->room, row, f->width);
	f->come++;
	while (f->made < f->to.height &&
	    clamp(end_of(f->down, row_at(f, f->made)) - 1, f->height) < f->come)
		make_row(f);
	if (f->come == f->height)
		flush(f);
}
