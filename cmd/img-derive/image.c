/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>

#include <vips/vips.h>

#include "base/diag.h"
#include "base/mem.h"
#include "image.h"

struct image_file {
	VipsSource *source;
	bool bmp; /* libvips leaves those to ImageMagick */
	VipsImage *header;
	struct image_head head;
};

/* Only what is needed and has been fuzzed by its makers, and JPEG 2000. */
static const char *const loaders[] = {"VipsForeignLoadJpeg",
    "VipsForeignLoadPng", "VipsForeignLoadTiff", "VipsForeignLoadWebp",
    "VipsForeignLoadHeif", "VipsForeignLoadNsgif", "VipsForeignLoadJp2k",
    "VipsForeignLoadMagickBuffer"};

/*
 * Where libvips makes a filter, and where it takes one down, liborc writes code
 * into memory that all threads share; its version 0.4.33 does not see to that.
 */
static pthread_mutex_t filters = PTHREAD_MUTEX_INITIALIZER;

static void
release(VipsImage *image)
{
	pthread_mutex_lock(&filters);
	g_object_unref(image);
	pthread_mutex_unlock(&filters);
}

static void
discard(
    const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer data)
{
	(void)domain;
	(void)level;
	(void)text;
	(void)data;
}

void
image_start(const char *program)
{
	if (vips_init(program) != 0)
		die("libvips does not start: %s", vips_error_buffer());
	g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, discard, NULL);
	/* One thread for each picture: the workers are parallel already. */
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	vips_operation_block_set("VipsForeignLoad", TRUE);
	for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
		vips_operation_block_set(loaders[i], FALSE);
}

void
image_stop(void)
{
	vips_shutdown();
}

static void *
failed(enum image_outcome *outcome, enum image_outcome what, struct buf *why)
{
	char *text = vips_error_buffer_copy();

	*outcome = what;
	buf_put(why, text, strcspn(text, "\n"));
	g_free(text);
	return NULL;
}

static struct slice
blob(VipsImage *image, const char *name)
{
	const void *bytes;
	size_t n;

	if (vips_image_get_typeof(image, name) == 0 ||
	    vips_image_get_blob(image, name, &bytes, &n) != 0)
		return SLICE_NONE;
	return (struct slice){bytes, n};
}

static void
read_head(struct image_file *file)
{
	struct image_head *head = &file->head;

	head->width = (uint32_t)vips_image_get_width(file->header);
	head->height = (uint32_t)vips_image_get_height(file->header);
	head->orientation = vips_image_get_orientation(file->header);
}

static bool
is_bmp(VipsSource *source)
{
	const unsigned char *head =
	    source != NULL ? vips_source_sniff(source, 2) : NULL;

	return head != NULL && memcmp(head, "BM", 2) == 0;
}

static VipsImage *
read_bmp(VipsSource *source)
{
	VipsImage *image = NULL;
	size_t n;
	const void *bytes = vips_source_map(source, &n);

	if (bytes == NULL ||
	    vips_magickload_buffer(
		(void *)(uintptr_t)bytes, n, &image, "n", 1, NULL) != 0)
		return NULL;
	return image;
}

static bool
has_decoder(VipsSource *source)
{
	const char *loader =
	    source != NULL ? vips_foreign_find_load_source(source) : NULL;

	for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
		if (loader != NULL && vips_isprefix(loaders[i], loader))
			return true;
	return false;
}

struct image_file *
image_open(int fd, struct slice bytes, uint64_t most_pixels,
    enum image_outcome *outcome, struct buf *why)
{
	struct image_file *file = mem_array(1, sizeof *file);

	file->source = bytes.at != NULL
	    ? vips_source_new_from_memory(bytes.at, bytes.n)
	    : vips_source_new_from_descriptor(fd);
	file->bmp = is_bmp(file->source);
	if (!file->bmp && !has_decoder(file->source)) {
		image_close(file);
		return failed(outcome, IMAGE_UNKNOWN, why);
	}
	file->header = vips_image_new_from_source(
	    file->source, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
	if (file->header == NULL) {
		image_close(file);
		return failed(outcome, IMAGE_BROKEN, why);
	}
	read_head(file);
	if ((uint64_t)file->head.width * file->head.height > most_pixels) {
		buf_printf(why, "%" PRIu32 " by %" PRIu32 " pixels",
		    file->head.width, file->head.height);
		*outcome = IMAGE_HUGE;
		image_close(file);
		return NULL;
	}
	return file;
}

const struct image_head *
image_head(const struct image_file *file)
{
	return &file->head;
}

void
image_close(struct image_file *file)
{
	if (file == NULL)
		return;
	g_clear_object(&file->header);
	g_clear_object(&file->source);
	free(file);
}

/* The image gives way to what was made of it, if that went well. */
static bool
step(VipsImage **image, VipsImage **made, int status)
{
	if (status != 0)
		return false;
	release(*image);
	*image = *made;
	*made = NULL;
	return true;
}

/* How much both sides shrink to fit, at least 1. */
static double
shrink_of(uint32_t width, uint32_t height, struct image_box box)
{
	double across = (double)width / box.width;
	double down = (double)height / box.height;
	double shrink = across > down ? across : down;

	return shrink > 1 ? shrink : 1;
}

/*
 * The pixels, already smaller where the decoder can: but twice as large as
 * wanted or more, so that the Lanczos filter does the rest.
 */
static VipsImage *
decode(struct image_file *file, double shrink, bool strict)
{
	const char *loader = "";
	char option[64], *end;
	size_t room;
	/* A side of a few pixels would vanish, which libvips does not survive.
	 */
	bool slim = file->head.width < 64 || file->head.height < 64;
	int factor = slim || shrink < 4 ? 1
	    : shrink < 8		? 2
	    : shrink < 16		? 4
					: 8;

	if (file->bmp)
		return read_bmp(file->source);
	vips_image_get_string(file->header, VIPS_META_LOADER, &loader);
	snprintf(option, sizeof option, "[fail_on=%s,access=sequential",
	    strict && vips_isprefix("jpeg", loader) ? "warning" : "error");
	end = option + strlen(option);
	room = (size_t)(option + sizeof option - end);
	if (factor > 1 && vips_isprefix("jpeg", loader))
		snprintf(end, room, ",shrink=%d]", factor);
	else if (factor > 1 && vips_isprefix("webp", loader))
		snprintf(end, room, ",scale=%.3f]", 1.0 / factor);
	else
		snprintf(end, room, "]");
	return vips_image_new_from_source(file->source, option, NULL);
}

static bool
is_ink(VipsImage *image)
{
	return vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK;
}

/* What is full, for alpha and for white. */
static double
most_alpha(VipsImage *image)
{
	switch (vips_image_get_interpretation(image)) {
	case VIPS_INTERPRETATION_RGB16:
	case VIPS_INTERPRETATION_GREY16: return 65535;
	case VIPS_INTERPRETATION_scRGB: return 1;
	default: return 255;
	}
}

/* What is transparent becomes white; bands that are no colour go. */
static bool
make_opaque(VipsImage **image)
{
	VipsImage *made = NULL;
	int wanted;

	if (vips_image_hasalpha(*image)) {
		double most = most_alpha(*image);
		double white = is_ink(*image) ? 0 : most;
		VipsArrayDouble *paper = vips_array_double_new(&white, 1);
		int status = vips_flatten(*image, &made, "background", paper,
		    "max_alpha", most, NULL);

		vips_area_unref(VIPS_AREA(paper));
		if (!step(image, &made, status))
			return false;
	}
	wanted = is_ink(*image) ? 4 : vips_image_get_bands(*image) >= 3 ? 3 : 1;
	return vips_image_get_bands(*image) <= wanted ||
	    step(image, &made,
		vips_extract_band(*image, &made, 0, "n", wanted, NULL));
}

static bool
reduce(VipsImage **image, struct image_box box)
{
	int width = vips_image_get_width(*image);
	int height = vips_image_get_height(*image);
	double shrink = shrink_of((uint32_t)width, (uint32_t)height, box);
	VipsImage *made = NULL;
	int status;

	if (shrink <= 1)
		return true;
	/* Exactly to the pixel: no side gets larger than its bound. */
	double across = VIPS_MAX(1, (int)(width / shrink + 0.5));
	double down = VIPS_MAX(1, (int)(height / shrink + 0.5));

	pthread_mutex_lock(&filters);
	status = vips_resize(*image, &made, across / width, "vscale",
	    down / height, "kernel", VIPS_KERNEL_LANCZOS3, NULL);
	pthread_mutex_unlock(&filters);
	return step(image, &made, status);
}

/* Lab of 8 bits comes packed. */
static bool
unpack(VipsImage **image)
{
	VipsImage *made = NULL;

	return vips_image_get_coding(*image) != VIPS_CODING_LABQ ||
	    step(image, &made, vips_LabQ2Lab(*image, &made, NULL));
}

/* By the embedded profile, or what libvips takes the numbers for. */
static bool
make_srgb(VipsImage **image)
{
	struct slice profile = blob(*image, VIPS_META_ICC_NAME);
	bool plain =
	    vips_image_get_interpretation(*image) == VIPS_INTERPRETATION_sRGB &&
	    vips_image_get_format(*image) == VIPS_FORMAT_UCHAR;
	VipsImage *made = NULL;

	if (profile.at != NULL && !(plain && image_profile_is_srgb(profile)) &&
	    step(image, &made,
		vips_icc_transform(*image, &made, "srgb", "embedded", TRUE,
		    "depth", 8, "intent", VIPS_INTENT_PERCEPTUAL, NULL)))
		return true;
	vips_error_clear();
	if (is_ink(*image))
		return step(image, &made,
		    vips_icc_transform(*image, &made, "srgb", "input_profile",
			"cmyk", "depth", 8, NULL));
	if (vips_image_get_interpretation(*image) == VIPS_INTERPRETATION_B_W)
		return true;
	return !vips_colourspace_issupported(*image) ||
	    step(image, &made,
		vips_colourspace(*image, &made,
		    vips_image_get_bands(*image) < 3 ? VIPS_INTERPRETATION_B_W
						     : VIPS_INTERPRETATION_sRGB,
		    NULL));
}

/* The profile has been applied; libvips 8.14 trips over it when it encodes. */
static bool
forget_profile(VipsImage **image)
{
	VipsImage *made = NULL;

	if (!step(image, &made, vips_copy(*image, &made, NULL)))
		return false;
	vips_image_remove(*image, VIPS_META_ICC_NAME);
	return true;
}

/* Grey or three colours, 8 bits, in memory. */
static bool
settle(VipsImage **image)
{
	VipsImage *made = NULL;

	if (vips_image_get_format(*image) != VIPS_FORMAT_UCHAR &&
	    !step(image, &made,
		vips_cast(*image, &made, VIPS_FORMAT_UCHAR, NULL)))
		return false;
	made = vips_image_copy_memory(*image);
	return step(image, &made, made == NULL);
}

/* What EXIF's orientation asks for, on pixels in memory. */
static bool
turn(VipsImage **image, int orientation)
{
	static const VipsAngle angles[] = {VIPS_ANGLE_D0, VIPS_ANGLE_D0,
	    VIPS_ANGLE_D0, VIPS_ANGLE_D180, VIPS_ANGLE_D180, VIPS_ANGLE_D90,
	    VIPS_ANGLE_D90, VIPS_ANGLE_D270, VIPS_ANGLE_D270};
	bool mirror = orientation == 2 || orientation == 4 ||
	    orientation == 5 || orientation == 7;
	VipsImage *made = NULL;

	if (orientation < 2 || orientation > 8)
		return true;
	if (angles[orientation] != VIPS_ANGLE_D0 &&
	    !step(image, &made,
		vips_rot(*image, &made, angles[orientation], NULL)))
		return false;
	if (mirror &&
	    !step(image, &made,
		vips_flip(*image, &made, VIPS_DIRECTION_HORIZONTAL, NULL)))
		return false;
	made = vips_image_copy_memory(*image);
	return step(image, &made, made == NULL);
}

/* The caller's type stands for libvips's own. */
static struct image *
pixels(VipsImage *image)
{
	return (struct image *)(void *)image;
}

static VipsImage *
vips(const struct image *image)
{
	return (VipsImage *)(uintptr_t)image;
}

struct image *
image_load(struct image_file *file, struct image_box box, int orientation,
    bool strict, enum image_outcome *outcome, struct buf *why)
{
	struct image_box stored =
	    orientation >= 5 ? (struct image_box){box.height, box.width} : box;
	double shrink = shrink_of(file->head.width, file->head.height, stored);
	VipsImage *image = decode(file, shrink, strict);

	if (image == NULL)
		return failed(outcome, IMAGE_BROKEN, why);
	if (!unpack(&image) || !make_opaque(&image) ||
	    !reduce(&image, stored) || !make_srgb(&image) ||
	    !forget_profile(&image) || !settle(&image) ||
	    !turn(&image, orientation)) {
		release(image);
		return failed(outcome, IMAGE_BROKEN, why);
	}
	*outcome = IMAGE_GOOD;
	return pixels(image);
}

struct image *
image_reduce(const struct image *from, struct image_box box)
{
	VipsImage *image = vips(from);

	g_object_ref(image);
	if (reduce(&image, box) && settle(&image))
		return pixels(image);
	release(image);
	vips_error_clear();
	return NULL;
}

struct image *
image_sharpen(const struct image *from)
{
	VipsImage *image = vips(from), *made = NULL;
	int status;

	g_object_ref(image);
	pthread_mutex_lock(&filters);
	status = vips_sharpen(image, &made, "sigma", 0.5, "m2", 1.5, NULL);
	pthread_mutex_unlock(&filters);
	if (step(&image, &made, status) && settle(&image))
		return pixels(image);
	release(image);
	vips_error_clear();
	return NULL;
}

void
image_free(struct image *image)
{
	if (image != NULL)
		release(vips(image));
}

uint32_t
image_width(const struct image *image)
{
	return (uint32_t)vips_image_get_width(vips(image));
}

uint32_t
image_height(const struct image *image)
{
	return (uint32_t)vips_image_get_height(vips(image));
}

bool
image_encode(const struct image *image, int quality, struct buf *out)
{
	void *bytes = NULL;
	size_t n = 0;

	if (vips_jpegsave_buffer(vips(image), &bytes, &n, "Q", quality,
		"interlace", TRUE, "optimize_coding", TRUE, "strip", TRUE,
		NULL) != 0) {
		vips_error_clear();
		return false;
	}
	buf_put(out, bytes, n);
	g_free(bytes);
	return true;
}

/* The corners, edges and middle of the colour cube. */
enum { STEPS = 5, COLOURS = STEPS * STEPS * STEPS, TOLERANCE = 2 };

static void
paint_cube(unsigned char colours[COLOURS * 3])
{
	for (int i = 0; i < COLOURS; i++) {
		colours[i * 3] = (unsigned char)(i % STEPS * 255 / 4);
		colours[i * 3 + 1] =
		    (unsigned char)(i / STEPS % STEPS * 255 / 4);
		colours[i * 3 + 2] =
		    (unsigned char)(i / STEPS / STEPS * 255 / 4);
	}
}

bool
image_profile_is_srgb(struct slice profile)
{
	unsigned char colours[COLOURS * 3];
	bool same = true;
	VipsImage *cube, *made = NULL;
	unsigned char *seen;
	size_t n;

	paint_cube(colours);
	cube = vips_image_new_from_memory(
	    colours, sizeof colours, COLOURS, 1, 3, VIPS_FORMAT_UCHAR);
	cube->Type = VIPS_INTERPRETATION_sRGB;
	vips_image_set_blob_copy(
	    cube, VIPS_META_ICC_NAME, profile.at, profile.n);
	same = step(&cube, &made,
	    vips_icc_transform(cube, &made, "srgb", "embedded", TRUE, "depth",
		8, "intent", VIPS_INTENT_PERCEPTUAL, NULL));
	seen = same ? vips_image_write_to_memory(cube, &n) : NULL;
	same = seen != NULL && n == sizeof colours;
	for (size_t i = 0; same && i < n; i++)
		same = abs(seen[i] - colours[i]) <= TOLERANCE;
	g_free(seen);
	release(cube);
	vips_error_clear();
	return same;
}
