/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/mem.h"
#include "picture/vips_start.h"
#include "image.h"
#include "image_bands.h"
#include "image_colour.h"
#include "image_shrink.h"
#include "image_step.h"
#include "look.h"
#include "memory_gate.h"
#include "planes.h"
#include "decoders.h"

struct image_file {
	VipsSource *source;
	/* What it reads, and where it is. */
	struct byte_source view;
	uint64_t at;
	VipsImage *header;
	/* Or a decoder of this program's own, and all bytes for it. */
	const struct raster_decoder *decoder;
	struct raster raster;
	struct slice bytes;
	struct buf buffer;
	struct look look;
	struct tiff_part part;
	uint64_t memory; /* taken from the gate */
	struct image_head head;
};

/* Only what is needed and has been fuzzed by its makers. */
static const char *const loaders[] = {"VipsForeignLoadJpeg",
    "VipsForeignLoadPng", "VipsForeignLoadTiff", "VipsForeignLoadWebp",
    "VipsForeignLoadHeif", "VipsForeignLoadNsgif", "VipsForeignLoadPpm",
    "VipsForeignLoadRad"};

void
image_start(const char *program)
{
	if (!vips_start(program, loaders, sizeof loaders / sizeof *loaders))
		die("libvips does not start: %s", vips_error_buffer());
}

void
image_stop(void)
{
	vips_shutdown();
}

/*
 * What libraries say when the system fails them. libvips itself asks for what
 * the gate has let pass; other decoders may ask for what a picture lies of, so
 * that only a system that does lack memory is believed.
 */
static const char *
lack(const char *text, uint64_t memory)
{
	if (strstr(text, "create thread") != NULL)
		return "no thread can be started";
	if (lack_take())
		return "no memory for a decoder";
	return memory_gate_lack(memory);
}

static void *
failed(enum image_outcome *outcome, enum image_outcome what, struct buf *why,
    uint64_t memory)
{
	char *text = vips_error_buffer_copy();
	const char *missing = what == IMAGE_BROKEN ? lack(text, memory) : NULL;

	*outcome = missing != NULL ? IMAGE_FAULT : what;
	if (missing != NULL)
		buf_put_string(why, missing);
	else
		buf_put(why, text, strcspn(text, "\n"));
	if (why->n == 0)
		buf_put_string(why,
		    what == IMAGE_UNKNOWN ? "no decoder for this kind"
					  : "cannot be decoded");
	g_free(text);
	return NULL;
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
has_decoder(VipsSource *source)
{
	const char *loader =
	    source != NULL ? vips_foreign_find_load_source(source) : NULL;

	for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
		if (loader != NULL && vips_isprefix(loaders[i], loader))
			return true;
	return false;
}

/* What the first bytes are, without moving. */
static struct slice
beginning(struct image_file *file, int fd, char room[256])
{
	const struct byte_source view = {.bytes = file->bytes, .fd = fd};

	return (struct slice){room, byte_source_read(&view, 0, room, 256)};
}

/* All bytes, where a decoder of our own wants them. */
static bool
take_bytes(struct image_file *file, int fd, struct buf *why)
{
	const struct byte_source view = {.bytes = SLICE_NONE, .fd = fd};
	struct stat st;

	if (file->bytes.at != NULL)
		return true;
	if (fstat(fd, &st) != 0)
		return false;
	buf_room(&file->buffer, (size_t)st.st_size + 1);
	file->buffer.n =
	    byte_source_read(&view, 0, file->buffer.at, (size_t)st.st_size);
	file->bytes = buf_slice(&file->buffer);
	if (file->buffer.n < (size_t)st.st_size)
		buf_put_string(why, "it cannot be read, or it changes");
	return file->buffer.n == (size_t)st.st_size;
}

static bool
open_own(struct image_file *file, int fd, enum image_outcome *outcome,
    struct buf *why)
{
	file->head.orientation = 1;
	*outcome = IMAGE_BROKEN;
	if (!take_bytes(file, fd, why) ||
	    !file->decoder->head(file->bytes, &file->raster, why))
		return false;
	file->head.width = file->raster.width;
	file->head.height = file->raster.height;
	file->memory = file->raster.memory + file->buffer.n;
	return true;
}

/* Pictures that a decoder must have in memory as a whole. */
static uint64_t
memory_of(const struct image_file *file)
{
	uint64_t pixels = (uint64_t)file->head.width * file->head.height;
	uint64_t pel =
	    (uint64_t)vips_format_sizeof(vips_image_get_format(file->header)) *
	    (uint64_t)vips_image_get_bands(file->header);
	const char *loader = "";
	int laced = 0;

	vips_image_get_string(file->header, VIPS_META_LOADER, &loader);
	if (vips_image_get_typeof(file->header, "interlaced") != 0)
		vips_image_get_int(file->header, "interlaced", &laced);
	if (vips_isprefix("jpeg", loader))
		return laced ? pixels * 7 : file->head.width * UINT64_C(1024);
	if (vips_isprefix("png", loader))
		return file->bytes.n +
		    (laced ? pixels * (pel + 1) : file->head.width * pel * 64);
	if (vips_isprefix("heif", loader))
		return pixels * 8;
	if (vips_isprefix("webp", loader) || vips_isprefix("gif", loader))
		return pixels * 8;
	if (file->look.tiff && file->look.part < UINT64_MAX / 2)
		return file->look.part * 2;
	return pixels * pel;
}

static VipsImage *
read_source(const struct image_file *file, const char *options)
{
	char text[96];

	snprintf(text, sizeof text, "[%s", options);
	if (file->look.tiff)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    ",page=%u,subifd=%d", (unsigned)file->part.page,
		    (int)file->part.sub - 1);
	snprintf(text + strlen(text), sizeof text - strlen(text), "]");
	return vips_image_new_from_source(file->source, text, NULL);
}

/* What libvips refuses, or makes white, of a TIFF in grey or RGB. */
static bool
is_for_libtiff(const struct look *look)
{
	enum { RGB = 2, YCBCR = 6, SEPARATE = 2, UNSIGNED = 1 };
	enum { OLD_JPEG = 6, JPEG = 7 };
	uint16_t bits = look->bits;

	if (look->tiff &&
	    (look->compression == OLD_JPEG ||
		(look->photometric == YCBCR && look->compression != JPEG)))
		return true;
	if (!look->tiff || look->photometric > RGB ||
	    look->format != UNSIGNED || bits > 32)
		return false;
	if (look->tiled && look->planar == SEPARATE)
		return true;
	return bits != 8 && bits != 16 &&
	    (look->samples > 1 || (bits != 1 && bits != 2 && bits != 4));
}

/* What libvips, or libtiff below it, takes for something else. */
static const char *
misread(const struct look *look)
{
	enum { RGB = 2 };
	enum { PQ = 16, HLG = 18 };
	enum { UNSIGNED = 1, UNKNOWN = 4 };

	if (look->transfer == PQ || look->transfer == HLG)
		return "a PNG of high dynamic range";
	if (!look->tiff)
		return NULL;
	if (look->photometric == PHOTOMETRIC_NONE)
		return "a TIFF that does not say what its samples are";
	/* Those of Lab are signed, or numbers by nature. */
	if (look->photometric <= RGB && look->format != UNSIGNED &&
	    look->format != UNKNOWN)
		return "a TIFF with signed or floating-point samples";
	return NULL;
}

static gint64
on_read(VipsSourceCustom *source, void *to, gint64 n, void *context)
{
	struct image_file *file = context;
	size_t got;

	(void)source;
	if (n <= 0)
		return 0;
	got = byte_source_read(&file->view, file->at, to, (size_t)n);
	file->at += got;
	return got == 0 && byte_source_error != 0 ? -1 : (gint64)got;
}

static gint64
on_seek(VipsSourceCustom *source, gint64 offset, int whence, void *context)
{
	struct image_file *file = context;
	struct stat st;
	gint64 base = 0;

	(void)source;
	if (whence == SEEK_END && fstat(file->view.fd, &st) != 0)
		return -1;
	if (whence == SEEK_CUR)
		base = (gint64)file->at;
	else if (whence == SEEK_END)
		base = st.st_size;
	if (offset < -base || offset > INT64_MAX - base)
		return -1;
	file->at = (uint64_t)(base + offset);
	return (gint64)file->at;
}

/* Read here, so that an error of the disk is known as one. */
static VipsSource *
source_of_file(struct image_file *file, int fd)
{
	VipsSourceCustom *source = vips_source_custom_new();

	file->view = (struct byte_source){.bytes = SLICE_NONE, .fd = fd};
	g_signal_connect(source, "read", G_CALLBACK(on_read), file);
	g_signal_connect(source, "seek", G_CALLBACK(on_seek), file);
	return VIPS_SOURCE(source);
}

static bool
open_with_vips(struct image_file *file, int fd, struct slice bytes,
    enum image_outcome *outcome, struct buf *why)
{
	const char *reason = misread(&file->look);

	if (reason != NULL) {
		buf_put_string(why, reason);
		*outcome = IMAGE_UNKNOWN;
		return false;
	}
	file->source = bytes.at != NULL
	    ? vips_source_new_from_memory(bytes.at, bytes.n)
	    : source_of_file(file, fd);
	if (!has_decoder(file->source))
		return failed(outcome, IMAGE_UNKNOWN, why, 0) != NULL;
	file->header = read_source(file, "access=sequential");
	if (file->header == NULL)
		return failed(outcome, IMAGE_BROKEN, why, 0) != NULL;
	read_head(file);
	file->memory = memory_of(file);
	return true;
}

/* libvips has no larger sides, and no JPEG either. */
enum { SIDE_MOST = 10000000 };

static bool
is_too_large(uint64_t width, uint64_t height, const struct image_limits *limits,
    struct buf *why)
{
	if (width <= SIDE_MOST && height <= SIDE_MOST &&
	    width * height <= limits->pixels)
		return false;
	buf_printf(why, "%" PRIu64 " by %" PRIu64 " pixels", width, height);
	return true;
}

static bool
is_too_heavy(const struct image_file *file, const struct image_limits *limits,
    struct buf *why)
{
	if (file->memory <= limits->memory)
		return false;
	buf_printf(why,
	    "%" PRIu32 " by %" PRIu32 " pixels take %" PRIu64
	    " MB of memory to decode",
	    file->head.width, file->head.height, file->memory / 1000000);
	return true;
}

/* What libavif does not take apart libheif may. */
static bool
open_avif_with_vips(struct image_file *file, int fd,
    enum image_outcome *outcome, struct buf *why)
{
	size_t start = why->n;

	if (file->decoder != &raster_avif || *outcome != IMAGE_BROKEN ||
	    file->bytes.at == NULL || !raster_avif_is_plain(file->bytes) ||
	    !open_with_vips(file, fd, file->bytes, outcome, why)) {
		*outcome = IMAGE_BROKEN;
		why->n = start;
		return false;
	}
	file->decoder = NULL;
	return true;
}

struct image_file *
image_open(int fd, struct slice bytes, struct tiff_part part,
    const struct image_limits *limits, enum image_outcome *outcome,
    struct buf *why)
{
	struct image_file *file = mem_array(1, sizeof *file);
	const struct byte_source view = {.bytes = bytes, .fd = fd};
	char room[256];
	bool open, huge;

	file->bytes = bytes;
	file->part = part;
	look_at(&file->look, &view, part);
	file->decoder = raster_find(beginning(file, fd, room));
	if (is_for_libtiff(&file->look)) {
		file->decoder = &raster_tiff;
		file->raster.part = part;
	}
	if (file->decoder == &raster_bmp && take_bytes(file, fd, why) &&
	    raster_bmp_holds(file->bytes, &bytes))
		file->decoder = NULL;
	if (file->look.no_page) {
		buf_printf(why, "the TIFF has no page %" PRIu32, part.page + 1);
		*outcome = IMAGE_BROKEN;
		image_close(file);
		return NULL;
	}
	file->head.page_orientation =
	    file->look.tiff ? file->look.orientation : -1;
	huge = is_too_large(file->look.across, file->look.down, limits, why);
	open = !huge &&
	    (file->decoder != NULL
		    ? open_own(file, fd, outcome, why) ||
			open_avif_with_vips(file, fd, outcome, why)
		    : open_with_vips(file, fd, bytes, outcome, why));
	huge = huge ||
	    (open &&
		(is_too_large(
		     file->head.width, file->head.height, limits, why) ||
		    is_too_heavy(file, limits, why)));
	if (open && !huge && memory_gate_enter(file->memory))
		return file;
	if (huge)
		*outcome = IMAGE_HUGE;
	file->memory = 0;
	image_close(file);
	return NULL;
}

const struct image_head *
image_head(const struct image_file *file)
{
	return &file->head;
}

void
image_give_back(struct image_file *file)
{
	memory_gate_leave(file->memory);
	file->memory = 0;
}

void
image_close(struct image_file *file)
{
	if (file == NULL)
		return;
	image_give_back(file);
	raster_free(&file->raster);
	buf_free(&file->buffer);
	g_clear_object(&file->header);
	g_clear_object(&file->source);
	free(file);
}

static VipsImage *
decode_own(struct image_file *file, struct buf *why)
{
	struct raster *raster = &file->raster;
	size_t bands;
	VipsImage *image;

	if (!file->decoder->decode(file->bytes, raster, why))
		return NULL;
	bands = raster_bands(raster);
	image = vips_image_new_from_memory(raster->samples,
	    (size_t)raster->width * raster->height * bands, (int)raster->width,
	    (int)raster->height, (int)bands, VIPS_FORMAT_UCHAR);
	if (image == NULL)
		return NULL;
	image->Type = raster->ink ? VIPS_INTERPRETATION_CMYK
	    : raster->bands == 3  ? VIPS_INTERPRETATION_sRGB
				  : VIPS_INTERPRETATION_B_W;
	if (raster->profile.n > 0)
		vips_image_set_blob_copy(image, VIPS_META_ICC_NAME,
		    raster->profile.at, raster->profile.n);
	return image;
}

/* From here on decoders make pictures smaller themselves. */
enum { DECODER_SHRINKS = 4 };

/*
 * The pixels, already smaller where the decoder can: but twice as large as
 * wanted or more, so that the Lanczos filter does the rest.
 */
static VipsImage *
decode(struct image_file *file, double shrink, bool strict)
{
	const char *loader = "";
	char option[64];
	size_t n;
	/* A side of a few pixels would vanish, which libvips does not survive.
	 */
	bool slim = file->head.width < 64 || file->head.height < 64;
	int factor = slim || shrink < DECODER_SHRINKS ? 1
	    : shrink < 8			      ? 2
	    : shrink < 16			      ? 4
						      : 8;

	vips_image_get_string(file->header, VIPS_META_LOADER, &loader);
	n = (size_t)snprintf(option, sizeof option,
	    "fail_on=%s,access=sequential",
	    strict && vips_isprefix("jpeg", loader)	  ? "warning"
		: !strict && vips_isprefix("gif", loader) ? "none"
							  : "error");
	if (factor > 1 && vips_isprefix("jpeg", loader))
		snprintf(option + n, sizeof option - n, ",shrink=%d", factor);
	else if (factor > 1 && vips_isprefix("webp", loader))
		snprintf(
		    option + n, sizeof option - n, ",scale=%.3f", 1.0 / factor);
	return read_source(file, option);
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
	    !image_step(image, &made,
		vips_rot(*image, &made, angles[orientation], NULL)))
		return false;
	if (mirror &&
	    !image_step(image, &made,
		vips_flip(*image, &made, VIPS_DIRECTION_HORIZONTAL, NULL)))
		return false;
	made = vips_image_copy_memory(*image);
	return image_step(image, &made, made == NULL);
}

struct image {
	VipsImage *vips; /* or */
	struct planes *planes;
};

/* Takes what is given; NULL if nothing is. */
static struct image *
image_of(VipsImage *vips, struct planes *planes)
{
	struct image *image;

	if (vips == NULL && planes == NULL)
		return NULL;
	image = mem_array(1, sizeof *image);
	*image = (struct image){vips, planes};
	return image;
}

/* Most JPEGs of cameras need no more than this; NULL for all others. */
static struct planes *
load_planes(const struct image_file *file, const struct image_order *order,
    struct image_box stored)
{
	const struct image_head *head = &file->head;
	double shrink = image_shrink_of(head->width, head->height, stored);
	struct image_box to =
	    image_reduced_size(head->width, head->height, shrink);
	const char *loader = "";
	struct slice profile;

	if (!order->halved || !order->strict || file->decoder != NULL ||
	    file->bytes.at == NULL || shrink >= DECODER_SHRINKS)
		return NULL;
	vips_image_get_string(file->header, VIPS_META_LOADER, &loader);
	profile = image_profile(file->header);
	if (!vips_isprefix("jpeg", loader) ||
	    (image_profile_fits(file->header, profile) &&
		!image_profile_is_srgb(profile)))
		return NULL;
	return planes_load(file->bytes, to.width, to.height,
	    order->orientation >= 1 && order->orientation <= 8
		? order->orientation
		: 1);
}

static VipsImage *
load_vips(struct image_file *file, const struct image_order *order,
    struct image_box stored, enum image_outcome *outcome, struct buf *why)
{
	double shrink =
	    image_shrink_of(file->head.width, file->head.height, stored);
	VipsImage *image = file->decoder != NULL
	    ? decode_own(file, why)
	    : decode(file, shrink, order->strict);

	if (image == NULL)
		return failed(outcome, IMAGE_BROKEN, why, file->memory);
	if (!image_unpack(&image) || !image_choose_bands(&image, &file->look) ||
	    !image_fill_canvas(&image, &file->look) ||
	    !image_make_opaque(&image) || !image_shrink(&image, stored) ||
	    (file->look.primaries > 0 && !image_forget_profile(&image)) ||
	    !image_make_srgb(&image) || !image_forget_profile(&image) ||
	    !image_settle(&image) ||
	    !image_apply_gamma(&image, file->look.gamma) ||
	    !image_apply_primaries(&image, file->look.primaries) ||
	    !turn(&image, order->orientation)) {
		image_release(image);
		return failed(outcome, IMAGE_BROKEN, why, file->memory);
	}
	return image;
}

struct image *
image_load(struct image_file *file, const struct image_order *order,
    enum image_outcome *outcome, struct buf *why)
{
	struct image_box box = order->box,
			 stored = order->orientation >= 5
	    ? (struct image_box){box.height, box.width}
	    : box;
	struct planes *planes = load_planes(file, order, stored);
	VipsImage *vips = NULL;

	*outcome = IMAGE_GOOD;
	if (planes == NULL)
		vips = load_vips(file, order, stored, outcome, why);
	return image_of(vips, planes);
}

struct image *
image_reduce(const struct image *from, struct image_box box)
{
	VipsImage *image = from->vips;

	if (from->planes != NULL) {
		uint32_t width = image_width(from), height = image_height(from);
		struct image_box to = image_reduced_size(
		    width, height, image_shrink_of(width, height, box));

		return image_of(
		    NULL, planes_reduce(from->planes, to.width, to.height));
	}
	g_object_ref(image);
	if (image_shrink(&image, box) && image_settle(&image))
		return image_of(image, NULL);
	image_release(image);
	vips_error_clear();
	return NULL;
}

struct image *
image_sharpen(const struct image *from)
{
	VipsImage *image = from->vips, *made = NULL;
	int status;

	g_object_ref(image);
	image_filters_lock();
	status = vips_sharpen(image, &made, "sigma", 0.5, "m2", 1.5, NULL);
	image_filters_unlock();
	if (image_step(&image, &made, status) && image_settle(&image))
		return image_of(image, NULL);
	image_release(image);
	vips_error_clear();
	return NULL;
}

void
image_free(struct image *image)
{
	if (image == NULL)
		return;
	if (image->vips != NULL)
		image_release(image->vips);
	planes_free(image->planes);
	free(image);
}

uint32_t
image_width(const struct image *image)
{
	return image->planes != NULL
	    ? planes_width(image->planes)
	    : (uint32_t)vips_image_get_width(image->vips);
}

uint32_t
image_height(const struct image *image)
{
	return image->planes != NULL
	    ? planes_height(image->planes)
	    : (uint32_t)vips_image_get_height(image->vips);
}

static bool
are_pixels_even(VipsImage *image, double noise)
{
	const unsigned char *at = vips_image_get_data(image);
	size_t bands = (size_t)vips_image_get_bands(image);
	size_t n = (size_t)vips_image_get_width(image) *
	    (size_t)vips_image_get_height(image);

	for (size_t band = 0; band < bands; band++) {
		double sum = 0, squares = 0;

		for (size_t i = 0; i < n; i++) {
			double value = at[i * bands + band];

			sum += value;
			squares += value * value;
		}
		if (squares / (double)n - sum / (double)n * sum / (double)n >=
		    noise)
			return false;
	}
	return true;
}

bool
image_is_blank(const struct image *image)
{
	enum { NOISE = 4 }; /* of 255: that of a covered lens */

	if ((uint64_t)image_width(image) * image_height(image) <= 1)
		return false;
	return image->planes != NULL ? planes_are_even(image->planes, NOISE)
				     : are_pixels_even(image->vips, NOISE);
}

bool
image_encode(const struct image *image, int quality, struct buf *out)
{
	void *bytes = NULL;
	size_t n = 0;

	if (image->planes != NULL)
		return planes_encode(image->planes, quality, out);
	if (vips_jpegsave_buffer(image->vips, &bytes, &n, "Q", quality,
		"interlace", TRUE, "optimize_coding", TRUE, "subsample_mode",
		quality < IMAGE_ALL_COLOURS ? VIPS_FOREIGN_SUBSAMPLE_ON
					    : VIPS_FOREIGN_SUBSAMPLE_OFF,
		"strip", TRUE, NULL) != 0) {
		vips_error_clear();
		return false;
	}
	buf_put(out, bytes, n);
	g_free(bytes);
	return true;
}
