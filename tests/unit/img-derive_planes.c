/* SPDX-License-Identifier: MIT */
/* JPEGs reduced plane by plane, held against the way by whole pixels: whatever
 * the resolution of their colours, turned, odd in size, and damaged. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "base/mem.h"
#include "../../cmd/img-derive/image.h"
#include "../../cmd/img-derive/planes.h"
#include "tap.h"

struct colours {
	int width, height;
	unsigned char *at; /* red, green, blue */
};

static const struct image_limits no_limits = {UINT64_MAX, UINT64_MAX};

/* Waves and discs of colours that have edges, all different at the corners. */
static struct colours
paint(int width, int height)
{
	struct colours picture = {
	    width, height, mem_array((size_t)width * (size_t)height, 3)};

	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			unsigned char *at = picture.at + (y * width + x) * 3;
			double far = hypot(x - width / 3, y - height / 4);

			at[0] = (unsigned char)(128 + 90 * sin(x / 31.0));
			at[1] = (unsigned char)(255 * y / height);
			at[2] =
			    (unsigned char)(128 + 60 * sin(far * far / 40000));
			if (far < height / 6)
				at[0] = 220, at[1] = 30, at[2] = 60;
			if (x > width * 3 / 4 && y < height / 3)
				at[0] = 20, at[1] = 60, at[2] = 200;
		}
	return picture;
}

struct kind {
	const char *name;
	J_COLOR_SPACE space;
	int across, down; /* of the first component */
};

static struct buf
put_jpeg(const struct colours *picture, const struct kind *kind)
{
	struct jpeg_compress_struct out;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long n = 0;
	struct buf made = {0};

	out.err = jpeg_std_error(&errors);
	jpeg_create_compress(&out);
	jpeg_mem_dest(&out, &bytes, &n);
	out.image_width = (JDIMENSION)picture->width;
	out.image_height = (JDIMENSION)picture->height;
	out.input_components = 3;
	out.in_color_space = JCS_RGB;
	jpeg_set_defaults(&out);
	jpeg_set_colorspace(&out, kind->space);
	jpeg_set_quality(&out, 97, TRUE);
	out.comp_info[0].h_samp_factor = kind->across;
	out.comp_info[0].v_samp_factor = kind->down;
	jpeg_start_compress(&out, TRUE);
	for (int y = 0; y < picture->height; y++) {
		JSAMPROW row = picture->at + (size_t)(y * picture->width) * 3;

		jpeg_write_scanlines(&out, &row, 1);
	}
	jpeg_finish_compress(&out);
	jpeg_destroy_compress(&out);
	buf_put(&made, (const char *)bytes, n);
	free(bytes);
	return made;
}

static struct colours
take_jpeg(struct buf *jpeg)
{
	struct jpeg_decompress_struct in;
	struct jpeg_error_mgr errors;
	struct colours picture;

	in.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&in);
	jpeg_mem_src(&in, (const unsigned char *)jpeg->at, jpeg->n);
	jpeg_read_header(&in, TRUE);
	in.out_color_space = JCS_RGB;
	jpeg_start_decompress(&in);
	picture = (struct colours){(int)in.output_width, (int)in.output_height,
	    mem_array((size_t)in.output_width * in.output_height, 3)};
	for (int y = 0; y < picture.height; y++) {
		JSAMPROW row = picture.at + (size_t)(y * picture.width) * 3;

		jpeg_read_scanlines(&in, &row, 1);
	}
	jpeg_finish_decompress(&in);
	jpeg_destroy_decompress(&in);
	buf_free(jpeg);
	return picture;
}

/* By whole pixels, or plane by plane if that is allowed. */
static struct colours
by_image(const struct buf *jpeg, uint32_t box, int orientation, bool halved)
{
	enum image_outcome outcome;
	struct buf why = {0}, made = {0};
	struct image_file *file = image_open(-1, buf_slice(jpeg),
	    (struct tiff_part){0}, &no_limits, &outcome, &why);
	struct image *image = image_load(file,
	    &(struct image_order){.box = {box, box},
		.orientation = orientation,
		.strict = true,
		.halved = halved},
	    &outcome, &why);

	image_encode(image, 89, &made);
	image_free(image);
	image_close(file);
	buf_free(&why);
	return take_jpeg(&made);
}

static struct colours
by_planes(struct planes *planes)
{
	struct buf made = {0};

	planes_encode(planes, 89, &made);
	planes_free(planes);
	return take_jpeg(&made);
}

/* The mean of what they are apart, of 255; 255 if their sizes differ. */
static double
apart(const struct colours *a, const struct colours *b)
{
	double sum = 0;
	int n = a->width * a->height * 3;

	if (a->width != b->width || a->height != b->height)
		return 255;
	for (int i = 0; i < n; i++)
		sum += abs(a->at[i] - b->at[i]);
	return sum / n;
}

static void
both_ways(const struct colours *picture, const struct kind *kind)
{
	static const uint32_t boxes[] = {3000, 1100, 701, 425};
	struct buf jpeg = put_jpeg(picture, kind);
	double worst = 0;

	for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
		struct colours one = by_image(&jpeg, boxes[i], 1, false);
		struct colours other = by_image(&jpeg, boxes[i], 1, true);

		worst = fmax(worst, apart(&one, &other));
		free(one.at);
		free(other.at);
	}
	ok(worst > 0 && worst < 1, kind->name);
	printf("# at most %.3f apart\n", worst);
	buf_free(&jpeg);
}

/* Grey has no colours of which a part could be lost. */
static void
grey(const struct colours *picture)
{
	const struct kind kind = {"grey", JCS_GRAYSCALE, 1, 1};
	struct buf jpeg = put_jpeg(picture, &kind);
	struct colours one = by_image(&jpeg, 701, 1, false);
	struct colours other = by_image(&jpeg, 701, 1, true);

	ok(apart(&one, &other) < 0.5, "grey stays grey");
	free(one.at);
	free(other.at);
	buf_free(&jpeg);
}

static void
turned(const struct colours *picture, const struct kind *kind)
{
	struct buf jpeg = put_jpeg(picture, kind);
	double worst = 0, least = 255;

	for (int o = 1; o <= 8; o++) {
		struct colours one = by_image(&jpeg, 701, o, false);
		struct colours other = by_image(&jpeg, 701, o, true);
		struct colours wrong =
		    by_image(&jpeg, 701, o % 2 == 1 ? o + 1 : o - 1, false);

		worst = fmax(worst, apart(&one, &other));
		least = fmin(least, apart(&one, &wrong));
		free(one.at);
		free(other.at);
		free(wrong.at);
	}
	ok(worst < 1 && least > 10, "all eight orientations");
	printf("# at most %.3f apart, others at least %.3f\n", worst, least);
	buf_free(&jpeg);
}

static void
smaller_again(const struct buf *jpeg)
{
	struct planes *large = planes_load(buf_slice(jpeg), 1100, 827, 1);
	struct colours direct = by_image(jpeg, 301, 1, false);
	struct colours twice = by_planes(planes_reduce(
	    large, (uint32_t)direct.width, (uint32_t)direct.height));
	struct colours dot = by_planes(planes_reduce(large, 1, 1));

	ok(apart(&direct, &twice) < 1.5, "a smaller one of a smaller one");
	printf("# %.3f apart\n", apart(&direct, &twice));
	ok(dot.width == 1 && dot.height == 1, "down to a pixel");
	planes_free(large);
	free(direct.at);
	free(twice.at);
	free(dot.at);
}

/* Sizes that leave parts of blocks, and colours of a single sample. */
static void
tiny(const struct kind *kind)
{
	bool good = true;

	for (int width = 1; width <= 18; width++)
		for (int height = 1; height <= 18; height += 3) {
			struct colours picture = paint(width, height), got;
			struct buf jpeg = put_jpeg(&picture, kind);

			got = by_planes(planes_load(buf_slice(&jpeg),
			    (uint32_t)width, (uint32_t)height, 6));
			good =
			    good && got.width == height && got.height == width;
			free(picture.at);
			free(got.at);
			buf_free(&jpeg);
		}
	ok(good, "pictures of a few pixels");
}

static bool
is_refused(struct slice jpeg)
{
	struct planes *planes = planes_load(jpeg, 400, 300, 1);
	bool refused = planes == NULL;

	planes_free(planes);
	return refused;
}

static void
refused(const struct colours *picture, const struct buf *jpeg)
{
	const struct kind rgb = {"", JCS_RGB, 1, 1};
	struct buf other = put_jpeg(picture, &rgb), broken = {0};
	enum image_outcome outcome;
	struct image_file *file;
	struct buf why = {0};

	ok(is_refused(buf_slice(&other)), "RGB is for the other way");
	ok(is_refused((struct slice){jpeg->at, jpeg->n / 2}), "half a JPEG");
	buf_put_slice(&broken, buf_slice(jpeg));
	memset(broken.at + broken.n / 2, 0x55, 400);
	ok(is_refused(buf_slice(&broken)), "a damaged one");
	ok(is_refused(SLICE("GIF89a")) && is_refused(SLICE("")), "none");
	broken.n /= 2;
	file = image_open(-1, buf_slice(&broken), (struct tiff_part){0},
	    &no_limits, &outcome, &why);
	ok(image_load(file,
	       &(struct image_order){.box = {400, 400},
		   .orientation = 1,
		   .strict = true,
		   .halved = true},
	       &outcome, &why) == NULL &&
		outcome == IMAGE_BROKEN && why.n > 0,
	    "and the other way says what is wrong");
	image_close(file);
	buf_free(&why);
	buf_free(&broken);
	buf_free(&other);
}

static void
even(const struct colours *picture, const struct buf *jpeg)
{
	const struct kind kind = {"", JCS_YCbCr, 2, 2};
	struct colours one = paint(picture->width, picture->height);
	struct planes *planes = planes_load(buf_slice(jpeg), 400, 300, 1);
	struct buf plain;

	ok(!planes_are_even(planes, 4), "a picture is not even");
	planes_free(planes);
	memset(one.at, 90, (size_t)(one.width * one.height * 3));
	plain = put_jpeg(&one, &kind);
	planes = planes_load(buf_slice(&plain), 400, 300, 1);
	ok(planes_are_even(planes, 4), "one of a covered lens is");
	planes_free(planes);
	free(one.at);
	buf_free(&plain);
}

int
main(int argc, char *argv[])
{
	static const struct kind kinds[] = {
	    {"colours of half the resolution", JCS_YCbCr, 2, 2},
	    {"of half across", JCS_YCbCr, 2, 1},
	    {"of half down", JCS_YCbCr, 1, 2}, {"of all", JCS_YCbCr, 1, 1}};
	struct colours picture = paint(1601, 1203);
	struct buf jpeg = put_jpeg(&picture, &kinds[0]);

	(void)argc;
	image_start(argv[0]);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		both_ways(&picture, &kinds[i]);
	grey(&picture);
	turned(&picture, &kinds[0]);
	turned(&picture, &kinds[1]);
	smaller_again(&jpeg);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		tiny(&kinds[i]);
	refused(&picture, &jpeg);
	even(&picture, &jpeg);
	image_stop();
	free(picture.at);
	buf_free(&jpeg);
	return done_testing();
}
