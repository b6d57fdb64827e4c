/* SPDX-License-Identifier: MIT */
#include "picture/vips_start.h"
#include "thumbnail.h"

enum { EDGE = 160, PART_EDGE = 320, QUALITY = 60 };

/* More than any specimen has: a trap. */
#define PIXELS ((double)(1 << 29))

/* Only what has been fuzzed by its makers. */
static const char *const loaders[] = {"VipsForeignLoadJpeg",
    "VipsForeignLoadPng", "VipsForeignLoadTiff", "VipsForeignLoadWebp",
    "VipsForeignLoadHeif", "VipsForeignLoadNsgif", "VipsForeignLoadPpm"};

bool
thumbnail_start(void)
{
	return vips_start(
	    "img-report", loaders, sizeof loaders / sizeof *loaders);
}

static bool
is_trap(const VipsImage *header)
{
	return (double)vips_image_get_width(header) *
	    (double)vips_image_get_height(header) >
	    PIXELS;
}

/* libvips builds a transform of colours for each picture that gets the profile,
 * which takes longer than all else where the picture is small. */
static bool
is_plain(const VipsImage *header)
{
	VipsInterpretation as = vips_image_get_interpretation(header);

	return (as == VIPS_INTERPRETATION_sRGB ||
		   as == VIPS_INTERPRETATION_B_W) &&
	    vips_image_get_typeof(header, VIPS_META_ICC_NAME) == 0;
}

/* The number that the bars stand for is printed beside them. */
static bool
widen(struct thumbnail_part *part, const VipsImage *image)
{
	uint32_t width = (uint32_t)vips_image_get_width(image);
	uint32_t height = (uint32_t)vips_image_get_height(image);
	uint32_t around =
	    10 + (part->width < part->height ? part->width : part->height) / 2;
	uint32_t right, bottom;

	if (part->x >= width || part->y >= height ||
	    part->width > width - part->x || part->height > height - part->y)
		return false;
	right = part->x + part->width;
	bottom = part->y + part->height;
	right = width - right > around ? right + around : width;
	bottom = height - bottom > around ? bottom + around : height;
	part->x -= part->x < around ? part->x : around;
	part->y -= part->y < around ? part->y : around;
	part->width = right - part->x;
	part->height = bottom - part->y;
	return true;
}

/* The part is cut out as it is stored, and turned then. */
static VipsImage *
cut(VipsImage *whole, struct thumbnail_part part, const char *profile)
{
	VipsImage *steps[4] = {NULL};
	VipsImage *made = NULL;

	if (widen(&part, whole) &&
	    vips_extract_area(whole, &steps[0], (int)part.x, (int)part.y,
		(int)part.width, (int)part.height, NULL) == 0 &&
	    (steps[1] = vips_image_copy_memory(steps[0])) != NULL &&
	    vips_autorot(steps[1], &steps[2], NULL) == 0 &&
	    vips_thumbnail_image(steps[2], &steps[3], PART_EDGE, "height",
		PART_EDGE, "size", VIPS_SIZE_DOWN, "export_profile", profile,
		NULL) == 0)
		made = steps[3];
	for (int i = 0; i < (made != NULL ? 3 : 4); i++)
		if (steps[i] != NULL)
			g_object_unref(steps[i]);
	return made;
}

static VipsImage *
reduce(VipsSource *source, const struct thumbnail_part *part)
{
	VipsImage *header = vips_image_new_from_source(
	    source, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
	VipsImage *image = NULL;

	if (header != NULL && !is_trap(header) && part->width > 0)
		image = cut(header, *part, is_plain(header) ? NULL : "srgb");
	else if (header != NULL && !is_trap(header))
		vips_thumbnail_source(source, &image, EDGE, "height", EDGE,
		    "size", VIPS_SIZE_DOWN, "export_profile",
		    is_plain(header) ? NULL : "srgb", NULL);
	if (header != NULL)
		g_object_unref(header);
	return image;
}

static bool
put_jpeg(VipsImage *image, struct buf *jpeg)
{
	double white[] = {255, 255, 255};
	VipsArrayDouble *background = vips_array_double_new(white, 3);
	void *bytes = NULL;
	size_t n = 0;
	bool made =
	    vips_jpegsave_buffer(image, &bytes, &n, "Q", QUALITY, "strip", TRUE,
		"optimize_coding", TRUE, "background", background, NULL) == 0;

	if (made)
		buf_put(jpeg, bytes, n);
	g_free(bytes);
	vips_area_unref(VIPS_AREA(background));
	return made;
}

bool
thumbnail_make(int fd, const struct thumbnail_part *part, struct buf *jpeg)
{
	VipsSource *source = vips_source_new_from_descriptor(fd);
	VipsImage *image =
	    vips_start_reads(source) ? reduce(source, part) : NULL;
	bool made = image != NULL && put_jpeg(image, jpeg);
	bool lacked = lack_take();

	if (image != NULL)
		g_object_unref(image);
	if (source != NULL)
		g_object_unref(source);
	vips_error_clear();
	return made && !lacked;
}
