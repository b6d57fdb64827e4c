/* SPDX-License-Identifier: MIT */
/* Reduced pictures held against a plain Lanczos reduction, and turned ones
 * against each other. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "base/mem.h"
#include "../../cmd/img-derive/image.h"
#include "../../cmd/img-derive/lanczos.h"
#include "tap.h"

enum { WIDTH = 1600, HEIGHT = 1200 };

static const struct image_limits no_limits = {UINT64_MAX, UINT64_MAX},
				 few_pixels = {1000, UINT64_MAX};

static void
put(struct buf *out, unsigned value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_put_char(out, (char)(value >> 8 * i));
}

static void
put_entry(struct buf *out, unsigned tag, unsigned type, unsigned value)
{
	put(out, tag, 2);
	put(out, type, 2);
	put(out, 1, 4);
	put(out, value, 4);
}

/* A grey TIFF of 8 or 16 bits. */
static void
put_tiff(struct buf *out, const double *pixels, unsigned width, unsigned height,
    unsigned bits, unsigned orientation)
{
	unsigned bytes = width * height * bits / 8;

	buf_put(out, "II*\0", 4);
	put(out, 8, 4);
	put(out, 9, 2);
	put_entry(out, 256, 4, width);
	put_entry(out, 257, 4, height);
	put_entry(out, 258, 3, bits);
	put_entry(out, 259, 3, 1);
	put_entry(out, 262, 3, 1);
	put_entry(out, 273, 4, 8 + 2 + 9 * 12 + 4);
	put_entry(out, 274, 3, orientation);
	put_entry(out, 278, 4, height);
	put_entry(out, 279, 4, bytes);
	put(out, 0, 4);
	for (size_t i = 0; i < (size_t)width * height; i++)
		put(out, (unsigned)(pixels[i] * (bits == 16 ? 257 : 1)),
		    bits / 8);
}

/* The same in colour, of which it has none. */
static void
put_tiff_rgb(
    struct buf *out, const double *pixels, unsigned width, unsigned height)
{
	buf_put(out, "II*\0", 4);
	put(out, 8, 4);
	put(out, 9, 2);
	put_entry(out, 256, 4, width);
	put_entry(out, 257, 4, height);
	put_entry(out, 258, 3, 8);
	put_entry(out, 259, 3, 1);
	put_entry(out, 262, 3, 2);
	put_entry(out, 273, 4, 8 + 2 + 9 * 12 + 4);
	put_entry(out, 277, 3, 3);
	put_entry(out, 278, 4, height);
	put_entry(out, 279, 4, width * height * 3);
	put(out, 0, 4);
	for (size_t i = 0; i < (size_t)width * height; i++)
		for (int band = 0; band < 3; band++)
			put(out, (unsigned)pixels[i], 1);
}

/* Waves of many lengths, a disc and thin lines. */
static double *
paint(void)
{
	double *pixels = mem_array((size_t)WIDTH * HEIGHT, sizeof *pixels);

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			double far = hypot(x - 500, y - 400);
			double v = 128 + 40 * sin(x / 37.0 + y / 91.0) +
			    30 * sin(far * far / 9000);

			if (far < 120)
				v = 30;
			if ((x + 2 * y) % 97 < 2 || (3 * x - y) % 131 == 0)
				v = 15;
			pixels[y * WIDTH + x] = v < 0 ? 0 : v > 255 ? 255 : v;
		}
	return pixels;
}

static double
lanczos(double x)
{
	double a = 3.14159265358979323846 * x;

	if (fabs(x) < 1e-9)
		return 1;
	return fabs(x) >= 3 ? 0 : 3 * sin(a) * sin(a / 3) / (a * a);
}

/* One pass along rows, transposed, so that two passes make the picture. */
static double *
reduce(const double *from, int width, int height, int to)
{
	double *out = mem_array((size_t)to * (size_t)height, sizeof *out);
	double scale = (double)width / to;

	for (int x = 0; x < to; x++) {
		double middle = (x + 0.5) * scale - 0.5;
		int first = (int)ceil(middle - 3 * scale);
		int last = (int)floor(middle + 3 * scale);

		for (int y = 0; y < height; y++) {
			double sum = 0, weights = 0;

			for (int i = first; i <= last; i++) {
				double w = lanczos((i - middle) / scale);
				int at = i < 0 ? 0 : i >= width ? width - 1 : i;

				sum += w * from[y * width + at];
				weights += w;
			}
			sum /= weights;
			out[x * height + y] = sum < 0 ? 0
			    : sum > 255		      ? 255
						      : sum;
		}
	}
	return out;
}

static double *
decode(const struct buf *jpeg, int *width, int *height)
{
	struct jpeg_decompress_struct in;
	struct jpeg_error_mgr errors;
	double *pixels;
	unsigned char *line;

	in.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&in);
	jpeg_mem_src(&in, (const unsigned char *)jpeg->at, jpeg->n);
	jpeg_read_header(&in, TRUE);
	in.out_color_space = JCS_GRAYSCALE;
	jpeg_start_decompress(&in);
	*width = (int)in.output_width;
	*height = (int)in.output_height;
	pixels = mem_array((size_t)*width * (size_t)*height, sizeof *pixels);
	line = mem_alloc((size_t)*width);
	for (int y = 0; y < *height; y++) {
		jpeg_read_scanlines(&in, &line, 1);
		for (int x = 0; x < *width; x++)
			pixels[y * *width + x] = line[x];
	}
	free(line);
	jpeg_finish_decompress(&in);
	jpeg_destroy_decompress(&in);
	return pixels;
}

/* Mean structural similarity (Wang et al. 2004), windows of 8 by 8. */
static double
ssim(const double *a, const double *b, int width, int height)
{
	double sum = 0;
	int n = 0;

	for (int top = 0; top + 8 <= height; top += 4)
		for (int left = 0; left + 8 <= width; left += 4) {
			double ma = 0, mb = 0, va = 0, vb = 0, c = 0;

			for (int i = 0; i < 64; i++) {
				int at = (top + i / 8) * width + left + i % 8;

				ma += a[at] / 64;
				mb += b[at] / 64;
			}
			for (int i = 0; i < 64; i++) {
				int at = (top + i / 8) * width + left + i % 8;

				va += (a[at] - ma) * (a[at] - ma) / 63;
				vb += (b[at] - mb) * (b[at] - mb) / 63;
				c += (a[at] - ma) * (b[at] - mb) / 63;
			}
			sum += (2 * ma * mb + 6.5025) * (2 * c + 58.5225) /
			    ((ma * ma + mb * mb + 6.5025) *
				(va + vb + 58.5225));
			n++;
		}
	return sum / n;
}

static struct image *
load(const struct buf *file, uint32_t box, int orientation)
{
	enum image_outcome outcome;
	struct buf why = {0};
	struct image_file *opened = image_open(-1, buf_slice(file),
	    (struct tiff_part){0}, &no_limits, &outcome, &why);
	struct image *image = NULL;

	if (opened != NULL)
		image = image_load(opened,
		    &(struct image_order){.box = {box, box},
			.orientation = orientation != 0
			    ? orientation
			    : image_head(opened)->orientation,
			.strict = true},
		    &outcome, &why);
	if (image == NULL)
		printf("# %s\n", buf_string(&why));
	image_close(opened);
	buf_free(&why);
	return image;
}

/* The picture as a JPEG of this quality, decoded. */
static double *
through(const struct image *image, int quality, int *width, int *height)
{
	struct buf jpeg = {0};
	double *pixels;

	image_encode(image, quality, &jpeg);
	pixels = decode(&jpeg, width, height);
	buf_free(&jpeg);
	return pixels;
}

/* What the portal does: every so many-th pixel. */
static double *
nearest(const double *from, int width, int height)
{
	double *out = mem_array((size_t)width * (size_t)height, sizeof *out);

	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++)
			out[y * width + x] = from[y * HEIGHT / height * WIDTH +
			    x * WIDTH / width];
	return out;
}

static void
quality_of(const struct buf *file, const double *pixels, int box,
    bool in_two_steps, const char *name)
{
	struct image *large =
	    load(file, in_two_steps ? 1200 : (uint32_t)box, 0);
	struct image *image = image_reduce(
	    large, (struct image_box){(uint32_t)box, (uint32_t)box});
	int width, height;
	double *got = through(image, 92, &width, &height);
	double *half = reduce(pixels, WIDTH, HEIGHT, width);
	double *wanted = reduce(half, HEIGHT, width, height);
	double *portal = nearest(pixels, width, height);
	double similar = ssim(got, wanted, width, height);

	ok(width == box && height == box * HEIGHT / WIDTH && similar >= 0.98,
	    name);
	printf("# %d pixels: SSIM %.4f; the portal's way: %.4f\n", box, similar,
	    ssim(portal, wanted, width, height));
	free(got);
	free(half);
	free(wanted);
	free(portal);
	image_free(large);
	image_free(image);
}

/* Where an upright pixel is stored, by EXIF's definition of the tag. */
static size_t
stored_at(int orientation, int x, int y, int width, int height)
{
	int right = width - 1 - x, below = height - 1 - y;

	switch (orientation) {
	case 2: return (size_t)(y * width + right);
	case 3: return (size_t)(below * width + right);
	case 4: return (size_t)(below * width + x);
	case 5: return (size_t)(x * height + y);
	case 6: return (size_t)(right * height + y);
	case 7: return (size_t)(right * height + below);
	case 8: return (size_t)(x * height + below);
	default: return (size_t)(y * width + x);
	}
}

static void
orientations(void)
{
	enum { ACROSS = 48, DOWN = 32 };
	double pixels[ACROSS * DOWN];
	bool same = true;

	for (int o = 1; o <= 8; o++) {
		struct buf file = {0};
		struct image *image;
		double *got;
		int width, height;

		for (int y = 0; y < DOWN; y++)
			for (int x = 0; x < ACROSS; x++)
				pixels[stored_at(o, x, y, ACROSS, DOWN)] =
				    x * 5 + (y > 16 ? 10 : 0);
		put_tiff(&file, pixels, o >= 5 ? DOWN : ACROSS,
		    o >= 5 ? ACROSS : DOWN, 8, (unsigned)o);
		image = load(&file, 100, 0);
		got = through(image, 100, &width, &height);
		same = same && width == ACROSS && height == DOWN;
		for (int i = 0; same && i < ACROSS * DOWN; i++)
			same = fabs(got[i] -
				   (i % ACROSS * 5 +
				       (i / ACROSS > 16 ? 10 : 0))) <= 3;
		if (!same)
			printf("# orientation %d\n", o);
		free(got);
		image_free(image);
		buf_free(&file);
	}
	ok(same, "all eight orientations come out the same way up");
}

/* Lab of 8 bits, as Photoshop saves it: a middle grey. */
static void
lab(void)
{
	enum { SIDE = 64, AT = 8 + 2 + 9 * 12 + 4 };
	struct buf file = {0};
	struct image *image;
	double *got;
	int width, height;

	buf_put(&file, "II*\0", 4);
	put(&file, 8, 4);
	put(&file, 9, 2);
	put_entry(&file, 256, 4, SIDE);
	put_entry(&file, 257, 4, SIDE);
	put_entry(&file, 258, 3, 8);
	put_entry(&file, 259, 3, 1);
	put_entry(&file, 262, 3, 8);
	put_entry(&file, 273, 4, AT);
	put_entry(&file, 277, 3, 3);
	put_entry(&file, 278, 4, SIDE);
	put_entry(&file, 279, 4, SIDE * SIDE * 3);
	put(&file, 0, 4);
	for (int i = 0; i < SIDE * SIDE; i++)
		put(&file, 128, 3);
	image = load(&file, 100, 0);
	got = through(image, 100, &width, &height);
	ok(width == SIDE && fabs(got[0] - 120) <= 3, "Lab");
	printf("# grey of %g\n", got[0]);
	free(got);
	image_free(image);
	buf_free(&file);
}

/* Pixels of which each byte has its own picture: rows of the painted one. */
static void
rows(const double *pixels, size_t bands, size_t to, const char *name)
{
	struct lanczos *filter = lanczos_new(WIDTH, to);
	const struct lanczos_span whole = {0, to};
	uint8_t from[WIDTH * 4], *got = mem_alloc(to * bands), part[4];
	float *scratch =
	    mem_array(lanczos_scratch(filter, whole), sizeof *scratch);
	double worst = 0;
	bool same = true;

	for (size_t i = 0; i < WIDTH * bands; i++)
		from[i] = (uint8_t)pixels[i % bands * 300 * WIDTH + i / bands];
	lanczos_row(filter, whole, bands, from, got, scratch);
	for (size_t band = 0; band < bands; band++) {
		double row[WIDTH], *wanted;

		for (int i = 0; i < WIDTH; i++)
			row[i] = from[(size_t)i * bands + band];
		wanted = reduce(row, WIDTH, 1, (int)to);
		for (size_t x = 0; x < to; x++)
			worst = fmax(
			    worst, fabs(got[x * bands + band] - wanted[x]));
		free(wanted);
	}
	for (size_t x = 0; x < to; x++) {
		struct lanczos_span one = {x, 1};
		struct lanczos_span needs = lanczos_needs(filter, one);

		lanczos_row(filter, one, bands, from + needs.start * bands,
		    part, scratch);
		same = same && needs.start + needs.n <= WIDTH &&
		    memcmp(part, got + x * bands, bands) == 0;
	}
	ok(worst <= 0.51 && same, name);
	printf("# at most %.3f away\n", worst);
	free(got);
	free(scratch);
	lanczos_free(filter);
}

static void
limits(const struct buf *file)
{
	enum image_outcome outcome = IMAGE_GOOD;
	struct buf why = {0};

	ok(image_open(-1, buf_slice(file), (struct tiff_part){0}, &few_pixels,
	       &outcome, &why) == NULL &&
		outcome == IMAGE_HUGE,
	    "more pixels than allowed are refused");
	ok(image_open(-1, SLICE("v/1\1\2\0\0\0"), (struct tiff_part){0},
	       &few_pixels, &outcome, &why) == NULL &&
		outcome == IMAGE_UNKNOWN,
	    "decoders that are not for strangers are off");
	ok(image_profile_is_srgb(SLICE("no profile")),
	    "a profile that is none does not count");
	buf_free(&why);
}

int
main(int argc, char *argv[])
{
	double *pixels = paint();
	struct buf eight = {0}, sixteen = {0}, colour = {0};
	struct image *small;

	(void)argc;
	image_start(argv[0]);
	put_tiff(&eight, pixels, WIDTH, HEIGHT, 8, 1);
	put_tiff(&sixteen, pixels, WIDTH, HEIGHT, 16, 1);
	put_tiff_rgb(&colour, pixels, WIDTH, HEIGHT);
	quality_of(&eight, pixels, 700, false, "700 pixels as Lanczos");
	quality_of(&eight, pixels, 700, true, "the same by way of the large");
	quality_of(&eight, pixels, 200, true, "a thumbnail");
	quality_of(&sixteen, pixels, 700, false, "of 16 bits");
	quality_of(&colour, pixels, 700, false, "in colour");
	quality_of(&colour, pixels, 500, true, "the same by way of the large");
	quality_of(&colour, pixels, 200, true, "a thumbnail in colour");
	rows(pixels, 3, 700, "rows of three bytes a pixel");
	rows(pixels, 4, 1599, "of four, hardly shorter");
	rows(pixels, 3, 1600, "or not at all");
	rows(pixels, 3, 1, "to one pixel");
	small = load(&eight, 5000, 0);
	ok(image_width(small) == WIDTH && image_height(small) == HEIGHT,
	    "never enlarged");
	image_free(small);
	orientations();
	lab();
	limits(&eight);
	image_stop();
	buf_free(&eight);
	buf_free(&sixteen);
	buf_free(&colour);
	free(pixels);
	return done_testing();
}
