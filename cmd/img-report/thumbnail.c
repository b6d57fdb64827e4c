/* SPDX-License-Identifier: MIT */
#include "picture/vips_start.h"
#include "thumbnail.h"

enum { EDGE = 160, QUALITY = 60 };

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

static VipsImage *
reduce(VipsSource *source)
{
	VipsImage *header = vips_image_new_from_source(source, "", NULL);
	VipsImage *image = NULL;

	if (header != NULL && !is_trap(header))
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
thumbnail_make(int fd, struct buf *jpeg)
{
	VipsSource *source = vips_source_new_from_descriptor(fd);
	VipsImage *image = vips_start_reads(source) ? reduce(source) : NULL;
	bool made = image != NULL && put_jpeg(image, jpeg);

	if (image != NULL)
		g_object_unref(image);
	if (source != NULL)
		g_object_unref(source);
	vips_error_clear();
	return made;
}
