/* SPDX-License-Identifier: MIT */
/*
 * JPEG 2000, as boxes and as codestreams: offsets, components that are
 * subsampled, signed, of a palette or in YCbCr. The only door to OpenJPEG.
 */
#include <stdlib.h>
#include <string.h>

#include <openjpeg.h>

#include "decoders.h"

struct input {
	struct slice bytes;
	size_t at;
};

static OPJ_SIZE_T
fill(void *to, OPJ_SIZE_T n, void *context)
{
	struct input *input = context;
	size_t left = input->bytes.n - input->at;

	if (left == 0)
		return (OPJ_SIZE_T)-1;
	if (n > left)
		n = left;
	memcpy(to, input->bytes.at + input->at, n);
	input->at += n;
	return n;
}

static OPJ_OFF_T
skip(OPJ_OFF_T n, void *context)
{
	struct input *input = context;
	size_t left = input->bytes.n - input->at;

	if (n < 0)
		return -1;
	if ((size_t)n > left)
		n = (OPJ_OFF_T)left;
	input->at += (size_t)n;
	return n;
}

static OPJ_BOOL
seek(OPJ_OFF_T to, void *context)
{
	struct input *input = context;

	if (to < 0 || (size_t)to > input->bytes.n)
		return OPJ_FALSE;
	input->at = (size_t)to;
	return OPJ_TRUE;
}

/* The first thing that the library complains of. */
static void
hear(const char *text, void *context)
{
	struct buf *why = context;

	if (why->n == 0)
		buf_put(why, text, strcspn(text, "\n"));
}

struct reading {
	struct input input;
	opj_stream_t *stream;
	opj_codec_t *codec;
	opj_image_t *image;
};

static void
finish(struct reading *r)
{
	if (r->image != NULL)
		opj_image_destroy(r->image);
	if (r->codec != NULL)
		opj_destroy_codec(r->codec);
	if (r->stream != NULL)
		opj_stream_destroy(r->stream);
}

static bool
is_boxed(struct slice bytes)
{
	return bytes.n >= 12 &&
	    memcmp(bytes.at, "\0\0\0\x0CjP  \r\n\x87\n", 12) == 0;
}

static bool
fits(struct slice bytes)
{
	return is_boxed(bytes) ||
	    (bytes.n >= 4 && memcmp(bytes.at, "\xFF\x4F\xFF\x51", 4) == 0);
}

static bool
begin(struct reading *r, struct slice bytes, struct buf *why)
{
	opj_dparameters_t parameters;

	*r = (struct reading){.input = {.bytes = bytes}};
	r->stream = opj_stream_create(64 << 10, OPJ_TRUE);
	r->codec = opj_create_decompress(
	    is_boxed(bytes) ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
	if (r->stream == NULL || r->codec == NULL) {
		buf_put_string(why, "out of memory");
		return false;
	}
	opj_stream_set_user_data(r->stream, &r->input, NULL);
	opj_stream_set_user_data_length(r->stream, bytes.n);
	opj_stream_set_read_function(r->stream, fill);
	opj_stream_set_skip_function(r->stream, skip);
	opj_stream_set_seek_function(r->stream, seek);
	opj_set_error_handler(r->codec, hear, why);
	opj_set_default_decoder_parameters(&parameters);
	return opj_setup_decoder(r->codec, &parameters) &&
	    opj_decoder_set_strict_mode(r->codec, OPJ_TRUE) &&
	    opj_read_header(r->stream, r->codec, &r->image) &&
	    r->image->numcomps > 0;
}

/* Which component is which band: colours first, then alpha. */
struct plan {
	unsigned colours;
	int alpha; /* component, or -1 */
	bool luma; /* YCbCr */
	uint32_t dx, dy; /* steps of a pixel on the grid */
};

static bool
is_luma(const opj_image_t *image)
{
	const opj_image_comp_t *c = image->comps;

	return image->color_space == OPJ_CLRSPC_SYCC ||
	    image->color_space == OPJ_CLRSPC_EYCC ||
	    (image->numcomps >= 3 && c[0].dx == c[0].dy && c[0].dx < c[1].dx &&
		c[1].dx == c[2].dx);
}

static unsigned
colours_of(const opj_image_t *image)
{
	if (image->color_space == OPJ_CLRSPC_CMYK)
		return 4;
	if (image->color_space == OPJ_CLRSPC_GRAY || image->numcomps < 3)
		return 1;
	return 3;
}

static bool
make_plan(const opj_image_t *image, struct plan *plan, struct buf *why)
{
	*plan = (struct plan){.colours = colours_of(image), .alpha = -1};
	plan->dx = plan->dy = UINT32_MAX;
	if (image->numcomps < plan->colours) {
		buf_put_string(why, "fewer components than colours");
		return false;
	}
	plan->luma = plan->colours == 3 && is_luma(image);
	for (uint32_t i = 0; i < image->numcomps; i++) {
		const opj_image_comp_t *c = &image->comps[i];

		if (c->dx == 0 || c->dy == 0 || c->prec == 0 || c->prec > 31) {
			buf_put_string(why, "components of a kind not known");
			return false;
		}
		if (i < plan->colours && c->dx < plan->dx)
			plan->dx = c->dx;
		if (i < plan->colours && c->dy < plan->dy)
			plan->dy = c->dy;
		if (i >= plan->colours && c->alpha == 1 && plan->alpha < 0)
			plan->alpha = (int)i;
	}
	return true;
}

static uint32_t
divide_up(uint32_t n, uint32_t by)
{
	return (uint32_t)(((uint64_t)n + by - 1) / by);
}

static bool
measure(const opj_image_t *image, const struct plan *plan,
    struct raster *raster, struct buf *why)
{
	uint32_t x0 = divide_up(image->x0, plan->dx);
	uint32_t y0 = divide_up(image->y0, plan->dy);
	uint32_t x1 = divide_up(image->x1, plan->dx);
	uint32_t y1 = divide_up(image->y1, plan->dy);

	if (x1 <= x0 || y1 <= y0) {
		buf_put_string(why, "no pixels");
		return false;
	}
	raster->width = x1 - x0;
	raster->height = y1 - y0;
	raster->bands = plan->colours;
	raster->ink = plan->colours == 4;
	raster->alpha = plan->alpha >= 0;
	raster->memory = (uint64_t)raster->width * raster->height *
	    (5 * (uint64_t)image->numcomps + raster_bands(raster));
	return true;
}

static bool
head(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct reading r;
	struct plan plan;
	bool good = begin(&r, bytes, why) && make_plan(r.image, &plan, why) &&
	    measure(r.image, &plan, raster, why);

	/* A palette makes three components of one, and only decoding says so.
	 */
	if (good && r.image->numcomps == 1 && is_boxed(bytes) &&
	    memmem(bytes.at, bytes.n < 65536 ? bytes.n : 65536, "pclr", 4) !=
		NULL)
		raster->memory *= 4;
	finish(&r);
	return good;
}

/* From whatever precision, signed or not, to 0 to 255. */
static int
sample(const opj_image_comp_t *c, size_t at)
{
	int64_t most = ((int64_t)1 << c->prec) - 1;
	int64_t value = c->data[at];

	if (c->sgnd)
		value += (int64_t)1 << (c->prec - 1);
	if (value < 0)
		value = 0;
	if (value > most)
		value = most;
	return (int)((value * 255 + most / 2) / most);
}

/* Where the component's sample for a pixel of the picture is. */
static size_t
place(const opj_image_t *image, const struct plan *plan,
    const opj_image_comp_t *c, uint32_t x, uint32_t y)
{
	uint64_t left = divide_up(image->x0, plan->dx);
	uint64_t top = divide_up(image->y0, plan->dy);
	uint64_t at_x = (left + x) * plan->dx / c->dx;
	uint64_t at_y = (top + y) * plan->dy / c->dy;
	uint64_t first_x = divide_up(image->x0, c->dx);
	uint64_t first_y = divide_up(image->y0, c->dy);

	at_x = at_x > first_x ? at_x - first_x : 0;
	at_y = at_y > first_y ? at_y - first_y : 0;
	if (at_x >= c->w)
		at_x = c->w - 1;
	if (at_y >= c->h)
		at_y = c->h - 1;
	return (size_t)at_y * c->w + (size_t)at_x;
}

static uint8_t
bound(double value)
{
	return value <= 0 ? 0 : value >= 255 ? 255 : (uint8_t)(value + 0.5);
}

/* ITU-R BT.601 in full range, as T.800 annex M has it. */
static void
make_rgb(uint8_t *p)
{
	double y = p[0], cb = p[1] - 128.0, cr = p[2] - 128.0;

	p[0] = bound(y + 1.402 * cr);
	p[1] = bound(y - 0.344136 * cb - 0.714136 * cr);
	p[2] = bound(y + 1.772 * cb);
}

static void
put_samples(
    const opj_image_t *image, const struct plan *plan, struct raster *raster)
{
	uint8_t *to = raster->samples;

	for (uint32_t y = 0; y < raster->height; y++)
		for (uint32_t x = 0; x < raster->width; x++) {
			for (size_t i = 0; i < raster_bands(raster); i++) {
				const opj_image_comp_t *c =
				    &image->comps[i < plan->colours
					    ? i
					    : (size_t)plan->alpha];

				to[i] = (uint8_t)sample(
				    c, place(image, plan, c, x, y));
			}
			if (plan->luma)
				make_rgb(to);
			to += raster_bands(raster);
		}
}

static bool
is_complete(const opj_image_t *image)
{
	for (uint32_t i = 0; i < image->numcomps; i++)
		if (image->comps[i].data == NULL || image->comps[i].w == 0 ||
		    image->comps[i].h == 0)
			return false;
	return true;
}

static bool
decode(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct reading r;
	struct plan plan;
	size_t start = why->n;
	uint32_t width = raster->width, height = raster->height;
	bool good = begin(&r, bytes, why) &&
	    opj_decode(r.codec, r.stream, r.image) &&
	    opj_end_decompress(r.codec, r.stream) && is_complete(r.image) &&
	    make_plan(r.image, &plan, why) &&
	    measure(r.image, &plan, raster, why) && raster->width == width &&
	    raster->height == height;

	if (good)
		raster->samples = malloc((size_t)raster->width *
		    raster->height * raster_bands(raster));
	if (good && raster->samples != NULL) {
		put_samples(r.image, &plan, raster);
		buf_put(&raster->profile, (char *)r.image->icc_profile_buf,
		    plan.luma ? 0 : r.image->icc_profile_len);
	} else if (why->n == start) {
		buf_put_string(
		    why, good ? "out of memory" : "cannot be decoded");
	}
	finish(&r);
	return raster->samples != NULL;
}

const struct raster_decoder raster_j2k = {fits, head, decode};
