/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "base/diag.h"
#include "base/mem.h"
#include "plane_filter.h"
#include "planes.h"

enum { GREY = 1, COLOUR = 3, MOST = COLOUR };

/* Rows are given to the encoder by so many blocks at once. */
enum { UNIT = 2 * DCTSIZE };

struct planes {
	uint32_t width, height;
	/* Pixels a meter or so, as in the JPEG that they are from. */
	UINT8 density_unit;
	UINT16 across, down;
	int n;
	struct plane plane[MOST]; /* but the first one with half of both */
};

/* How a plane is made of one that has all, or half, of the resolution. */
struct scaling {
	struct lanczos *across, *down;
	struct plane_filter *filter;
};

struct decoder {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	struct planes *planes;
	struct scaling scaling[MOST];
	uint8_t *bytes; /* of a row of blocks, all planes */
	uint8_t *rows[MOST][MAX_SAMP_FACTOR * DCTSIZE];
};

static size_t
half(size_t n)
{
	return (n + 1) / 2;
}

void
planes_free(struct planes *planes)
{
	if (planes == NULL)
		return;
	for (int i = 0; i < planes->n; i++)
		free(planes->plane[i].at);
	free(planes);
}

/* NULL if memory is short. */
static struct planes *
planes_new(uint32_t width, uint32_t height, int n)
{
	struct planes *planes = mem_array(1, sizeof *planes);

	*planes = (struct planes){.width = width, .height = height, .n = n};
	for (int i = 0; i < n; i++) {
		struct plane *plane = &planes->plane[i];

		plane->width = i > 0 ? half(width) : width;
		plane->height = i > 0 ? half(height) : height;
		plane->stride = (plane->width + UNIT - 1) / UNIT * UNIT;
		plane->at = malloc(plane->stride * plane->height);
		if (plane->at == NULL) {
			planes_free(planes);
			return NULL;
		}
	}
	return planes;
}

uint32_t
planes_width(const struct planes *planes)
{
	return planes->width;
}

uint32_t
planes_height(const struct planes *planes)
{
	return planes->height;
}

/*
 * One way of a plane. A sample of colour is in the middle of the pixels that it
 * is for; `had` and `has` are how many of them, before and after. So it is for
 * both alike where the picture has an odd number.
 */
static struct lanczos *
scale(uint32_t from, uint32_t to, unsigned had, unsigned has, bool mirror)
{
	double shrink = (double)from / to;
	double step = shrink * has / had, first = step / 2 - 0.5;
	size_t n = ((size_t)to + has - 1) / has;

	if (mirror) {
		first = (double)from / had - step / 2 - 0.5;
		step = -step;
	}
	return lanczos_new_at(((size_t)from + had - 1) / had, n, first, step);
}

static void
scaling_end(struct scaling *scaling)
{
	plane_filter_free(scaling->filter);
	if (scaling->across != NULL)
		lanczos_free(scaling->across);
	if (scaling->down != NULL)
		lanczos_free(scaling->down);
}

/* Of a JPEG that is decoded, or of planes. */
struct origin {
	uint32_t width, height;
	unsigned across, down; /* pixels of a sample */
};

static void
scaling_begin(struct scaling *scaling, const struct origin *from,
    const struct planes *to, int which, int orientation)
{
	static const bool
	    mirrored[] = {[2] = true, [3] = true, [7] = true, [8] = true},
	    upside_down[] = {
		[3] = true, [4] = true, [6] = true, [7] = true, [8] = false};
	unsigned has = which > 0 ? 2 : 1;

	scaling->across = scale(
	    from->width, to->width, from->across, has, mirrored[orientation]);
	scaling->down = scale(from->height, to->height, from->down, has,
	    upside_down[orientation]);
	scaling->filter = plane_filter_new(scaling->across, scaling->down,
	    (from->width + from->across - 1) / from->across,
	    (from->height + from->down - 1) / from->down, &to->plane[which]);
}

/* Rows become columns. Takes the planes; NULL if memory is short. */
static struct planes *
transposed(struct planes *planes)
{
	struct planes *turned =
	    planes_new(planes->height, planes->width, planes->n);

	if (turned != NULL) {
		turned->density_unit = planes->density_unit;
		turned->across = planes->down;
		turned->down = planes->across;
	}
	for (int i = 0; turned != NULL && i < planes->n; i++) {
		const struct plane *from = &planes->plane[i];
		const struct plane *to = &turned->plane[i];

		for (size_t y = 0; y < to->height; y++)
			for (size_t x = 0; x < to->width; x++)
				to->at[y * to->stride + x] =
				    from->at[x * from->stride + y];
	}
	planes_free(planes);
	return turned;
}

_Noreturn static void
fail(j_common_ptr jpeg)
{
	jmp_buf *failed = jpeg->client_data;

	if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
		die("out of memory");
	longjmp(*failed, 1);
}

/* The caller has another way, and says what is wrong. */
static void
hear(j_common_ptr jpeg, int level)
{
	if (level < 0)
		fail(jpeg);
}

static void
catch_errors(struct jpeg_error_mgr *errors)
{
	jpeg_std_error(errors);
	errors->error_exit = fail;
	errors->emit_message = hear;
}

static bool
is_wanted(const struct jpeg_decompress_struct *jpeg)
{
	const jpeg_component_info *part = jpeg->comp_info;

	if (jpeg->data_precision != 8)
		return false;
	if (jpeg->num_components == GREY)
		return jpeg->jpeg_color_space == JCS_GRAYSCALE;
	return jpeg->num_components == COLOUR &&
	    jpeg->jpeg_color_space == JCS_YCbCr && part[0].h_samp_factor <= 2 &&
	    part[0].v_samp_factor <= 2 && part[1].h_samp_factor == 1 &&
	    part[1].v_samp_factor == 1 && part[2].h_samp_factor == 1 &&
	    part[2].v_samp_factor == 1;
}

/* Memory for what one call of the decoder gives. */
static void
prepare_rows(struct decoder *d)
{
	size_t sizes[MOST] = {0}, whole = 0;
	uint8_t *at;

	for (int i = 0; i < d->jpeg.num_components; i++) {
		const jpeg_component_info *part = &d->jpeg.comp_info[i];

		sizes[i] = (size_t)part->width_in_blocks * DCTSIZE;
		whole += sizes[i] * (size_t)part->v_samp_factor * DCTSIZE;
	}
	at = d->bytes = mem_array(whole, 1);
	for (int i = 0; i < d->jpeg.num_components; i++)
		for (int y = 0;
		     y < d->jpeg.comp_info[i].v_samp_factor * DCTSIZE;
		     y++, at += sizes[i])
			d->rows[i][y] = at;
}

static void
push_rows(struct decoder *d, size_t pushed[MOST])
{
	for (int i = 0; i < d->jpeg.num_components; i++) {
		const jpeg_component_info *part = &d->jpeg.comp_info[i];

		for (int y = 0; y < part->v_samp_factor * DCTSIZE &&
		     pushed[i] < part->downsampled_height;
		     y++, pushed[i]++)
			plane_filter_push(d->scaling[i].filter, d->rows[i][y]);
	}
}

static void
decode(struct decoder *d, uint32_t width, uint32_t height, int orientation)
{
	struct jpeg_decompress_struct *jpeg = &d->jpeg;
	size_t pushed[MOST] = {0};
	JSAMPARRAY images[MOST] = {d->rows[0], d->rows[1], d->rows[2]};

	jpeg->raw_data_out = TRUE;
	jpeg->do_fancy_upsampling = FALSE;
	jpeg->out_color_space = jpeg->jpeg_color_space;
	jpeg_start_decompress(jpeg);
	d->planes = planes_new(width, height, jpeg->num_components);
	if (d->planes == NULL)
		fail((j_common_ptr)jpeg);
	d->planes->density_unit = jpeg->density_unit;
	d->planes->across = jpeg->X_density;
	d->planes->down = jpeg->Y_density;
	for (int i = 0; i < jpeg->num_components; i++) {
		const jpeg_component_info *part = &jpeg->comp_info[i];
		const struct origin origin = {jpeg->image_width,
		    jpeg->image_height,
		    (unsigned)(jpeg->max_h_samp_factor / part->h_samp_factor),
		    (unsigned)(jpeg->max_v_samp_factor / part->v_samp_factor)};

		scaling_begin(
		    &d->scaling[i], &origin, d->planes, i, orientation);
	}
	prepare_rows(d);
	while (jpeg->output_scanline < jpeg->output_height) {
		jpeg_read_raw_data(jpeg, images,
		    (JDIMENSION)jpeg->max_v_samp_factor * DCTSIZE);
		push_rows(d, pushed);
	}
	jpeg_finish_decompress(jpeg);
}

static bool
try_decode(struct decoder *d, struct slice bytes, uint32_t width,
    uint32_t height, int orientation)
{
	if (setjmp(d->failed) != 0)
		return false;
	jpeg_create_decompress(&d->jpeg);
	jpeg_mem_src(
	    &d->jpeg, (const unsigned char *)bytes.at, (unsigned long)bytes.n);
	jpeg_read_header(&d->jpeg, TRUE);
	if (!is_wanted(&d->jpeg))
		return false;
	decode(d, width, height, orientation);
	return true;
}

struct planes *
planes_load(
    struct slice bytes, uint32_t width, uint32_t height, int orientation)
{
	struct decoder *d = mem_array(1, sizeof *d);
	struct planes *planes;

	d->jpeg.err = &d->errors;
	catch_errors(&d->errors);
	d->jpeg.client_data = &d->failed;
	if (!try_decode(d, bytes, width, height, orientation)) {
		planes_free(d->planes);
		d->planes = NULL;
	}
	jpeg_destroy_decompress(&d->jpeg);
	for (int i = 0; i < MOST; i++)
		scaling_end(&d->scaling[i]);
	planes = d->planes;
	if (planes != NULL && orientation >= 5)
		planes = transposed(planes);
	free(d->bytes);
	free(d);
	return planes;
}

struct planes *
planes_reduce(const struct planes *from, uint32_t width, uint32_t height)
{
	struct planes *to = planes_new(width, height, from->n);

	if (to == NULL)
		return NULL;
	to->density_unit = from->density_unit;
	to->across = from->across;
	to->down = from->down;
	for (int i = 0; i < from->n; i++) {
		const struct plane *plane = &from->plane[i];
		unsigned had = i > 0 ? 2 : 1;
		const struct origin origin = {
		    from->width, from->height, had, had};
		struct scaling scaling;

		scaling_begin(&scaling, &origin, to, i, 1);
		for (size_t y = 0; y < plane->height; y++)
			plane_filter_push(
			    scaling.filter, plane->at + y * plane->stride);
		scaling_end(&scaling);
	}
	return to;
}

static bool
is_even(const struct plane *plane, double noise)
{
	double n = (double)plane->width * (double)plane->height;
	double sum = 0, squares = 0;

	for (size_t y = 0; y < plane->height; y++)
		for (size_t x = 0; x < plane->width; x++) {
			double value = plane->at[y * plane->stride + x];

			sum += value;
			squares += value * value;
		}
	return squares / n - sum / n * sum / n < noise;
}

bool
planes_are_even(const struct planes *planes, double noise)
{
	for (int i = 0; i < planes->n; i++)
		if (!is_even(&planes->plane[i], noise))
			return false;
	return true;
}

struct encoder {
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	unsigned char *bytes;
	unsigned long n;
};

/* Where a row is; the last one again for what is beyond it. */
static void
set_rows(const struct plane *plane, size_t first, size_t n, uint8_t *rows[UNIT])
{
	for (size_t i = 0; i < n; i++) {
		size_t y =
		    first + i < plane->height ? first + i : plane->height - 1;

		rows[i] = plane->at + y * plane->stride;
	}
}

static void
write_rows(struct jpeg_compress_struct *jpeg, const struct planes *planes)
{
	uint8_t *rows[MOST][UNIT];
	JSAMPARRAY images[MOST] = {rows[0], rows[1], rows[2]};
	size_t n = planes->n == GREY ? DCTSIZE : UNIT;

	for (size_t y = 0; y < planes->height; y += n) {
		set_rows(&planes->plane[0], y, n, rows[0]);
		for (int i = 1; i < planes->n; i++)
			set_rows(&planes->plane[i], y / 2, DCTSIZE, rows[i]);
		jpeg_write_raw_data(jpeg, images, (JDIMENSION)n);
	}
}

static bool
encode(struct encoder *e, const struct planes *planes, int quality)
{
	struct jpeg_compress_struct *jpeg = &e->jpeg;
	int luma = planes->n == GREY ? 1 : 2;

	if (setjmp(e->failed) != 0)
		return false;
	jpeg_create_compress(jpeg);
	jpeg_mem_dest(jpeg, &e->bytes, &e->n);
	jpeg->image_width = planes->width;
	jpeg->image_height = planes->height;
	jpeg->input_components = planes->n;
	jpeg->in_color_space = planes->n == GREY ? JCS_GRAYSCALE : JCS_YCbCr;
	jpeg_set_defaults(jpeg);
	jpeg_set_quality(jpeg, quality, TRUE);
	jpeg->density_unit = planes->density_unit;
	jpeg->X_density = planes->across;
	jpeg->Y_density = planes->down;
	jpeg->optimize_coding = TRUE;
	jpeg_simple_progression(jpeg);
	jpeg->comp_info[0].h_samp_factor = luma;
	jpeg->comp_info[0].v_samp_factor = luma;
	jpeg->raw_data_in = TRUE;
	jpeg_start_compress(jpeg, TRUE);
	write_rows(jpeg, planes);
	jpeg_finish_compress(jpeg);
	return true;
}

/* What is beyond the right end of each row, up to the end of a block. */
static void
extend_rows(const struct planes *planes)
{
	for (int i = 0; i < planes->n; i++) {
		const struct plane *plane = &planes->plane[i];

		for (size_t y = 0; y < plane->height; y++) {
			uint8_t *row = plane->at + y * plane->stride;

			memset(row + plane->width, row[plane->width - 1],
			    plane->stride - plane->width);
		}
	}
}

bool
planes_encode(const struct planes *planes, int quality, struct buf *out)
{
	struct encoder *e = mem_array(1, sizeof *e);
	bool good;

	extend_rows(planes);
	e->jpeg.err = &e->errors;
	catch_errors(&e->errors);
	e->jpeg.client_data = &e->failed;
	good = encode(e, planes, quality);
	if (good)
		buf_put(out, (const char *)e->bytes, e->n);
	jpeg_destroy_compress(&e->jpeg);
	free(e->bytes);
	free(e);
	return good;
}
