/* SPDX-License-Identifier: MIT */
/* The rows of a PNG, one after the other. The only door to libpng. */
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "decode.h"

/* A row must fit into memory. */
enum { WIDTH_MOST = 1000000 };

static void
fail(png_structp png, png_const_charp text)
{
	struct decode_source *source = png_get_error_ptr(png);

	snprintf(source->why, sizeof source->why, "%s", text);
	png_longjmp(png, 1);
}

static void
ignore(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static void
fill(png_structp png, png_bytep bytes, size_t n)
{
	if (decode_read(png_get_io_ptr(png), bytes, n) < n)
		png_error(png, "ends before its end");
}

/* Checksums of chunks have been looked at; of the rest only pixels matter. */
static void
choose_least_work(png_structp png)
{
	png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
	png_set_user_limits(png, WIDTH_MOST, PNG_UINT_31_MAX);
}

/* Interlaced ones come as seven small pictures. */
static void
read_rows(png_structp png, png_infop info, png_bytep *row)
{
	static const unsigned start_y[] = {0, 0, 4, 0, 2, 0, 1};
	static const unsigned step_y[] = {8, 8, 8, 4, 4, 2, 2};
	static const unsigned start_x[] = {0, 4, 0, 2, 0, 1, 0};
	png_uint_32 height = png_get_image_height(png, info);
	png_uint_32 width = png_get_image_width(png, info);
	bool laced = png_get_interlace_type(png, info) != PNG_INTERLACE_NONE;

	*row = mem_alloc(png_get_rowbytes(png, info));
	for (size_t pass = 0; pass < (laced ? 7 : 1); pass++) {
		if (laced && width <= start_x[pass])
			continue;
		for (png_uint_32 y = laced ? start_y[pass] : 0; y < height;
		     y += laced ? step_y[pass] : 1)
			png_read_row(png, *row, NULL);
	}
}

static bool
read_all(png_structp png, png_infop info, png_bytep *row)
{
	if (setjmp(png_jmpbuf(png)) != 0)
		return false;
	png_read_info(png, info);
	read_rows(png, info, row);
	png_read_end(png, NULL);
	return true;
}

enum decode_result
decode_png(struct decode_source *source)
{
	png_structp png =
	    png_create_read_struct(PNG_LIBPNG_VER_STRING, source, fail, ignore);
	png_infop info = png != NULL ? png_create_info_struct(png) : NULL;
	png_bytep row = NULL;
	bool good;

	if (info == NULL) {
		png_destroy_read_struct(&png, NULL, NULL);
		return DECODE_LEFT_OUT;
	}
	choose_least_work(png);
	png_set_read_fn(png, source, fill);
	good = read_all(png, info, &row);
	png_destroy_read_struct(&png, &info, NULL);
	free(row);
	return good ? DECODE_GOOD : DECODE_CORRUPT;
}
