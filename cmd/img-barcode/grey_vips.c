/* SPDX-License-Identifier: MIT */
/* The door to libvips: pictures that are no JPEG. */
#include <stdlib.h>

#include "base/diag.h"
#include "picture/vips_start.h"
#include "grey.h"

/* Formats that cameras, scanners and spreadsheets of pictures have. */
static const char *const loaders[] = {"VipsForeignLoadJpeg",
    "VipsForeignLoadPng", "VipsForeignLoadTiff", "VipsForeignLoadWebp",
    "VipsForeignLoadNsgif", "VipsForeignLoadHeif", "VipsForeignLoadJp2k",
    "VipsForeignLoadJxl", "VipsForeignLoadPpm"};

void
grey_start(const char *program)
{
	if (!vips_start(program, loaders, sizeof loaders / sizeof *loaders))
		die("libvips does not start: %s", vips_error_buffer());
}

/* Takes the image over; NULL on failure. */
static VipsImage *
to_grey(VipsImage *image)
{
	VipsImage *next = NULL;
	int rc = 0;

	if (vips_image_hasalpha(image)) {
		VipsArrayDouble *white = vips_array_double_newv(
		    1, image->BandFmt == VIPS_FORMAT_USHORT ? 65535.0 : 255.0);

		rc = vips_flatten(image, &next, "background", white, NULL);
		vips_area_unref(VIPS_AREA(white));
		g_object_unref(image);
		image = next;
	}
	if (rc != 0)
		return NULL;
	rc = vips_colourspace(image, &next, VIPS_INTERPRETATION_B_W, NULL);
	g_object_unref(image);
	if (rc != 0)
		return NULL;
	image = next;
	rc = vips_cast_uchar(image, &next, NULL);
	g_object_unref(image);
	return rc == 0 ? next : NULL;
}

static bool
copy_rows(VipsImage *image, struct grey *grey)
{
	VipsImage *memory;
	size_t width = (size_t)image->Xsize, height = (size_t)image->Ysize;
	int rc;

	grey_resize(grey, width, height);
	memory = vips_image_new_from_memory(grey->at, width * height,
	    image->Xsize, image->Ysize, 1, VIPS_FORMAT_UCHAR);
	if (memory == NULL)
		return false;
	rc = vips_image_write(image, memory);
	g_object_unref(memory);
	return rc == 0;
}

bool
grey_vips_load(int fd, struct grey *grey, struct buf *why)
{
	VipsSource *source = vips_source_new_from_descriptor(fd);
	VipsImage *image = !vips_start_reads(source)
	    ? NULL
	    : vips_image_new_from_source(
		  source, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
	bool done = false;

	if (image != NULL &&
	    (uint64_t)image->Xsize * (uint64_t)image->Ysize >
		GREY_PIXELS_MOST) {
		buf_put_string(why, "too many pixels");
		g_object_unref(image);
		image = NULL;
	}
	if (image != NULL)
		image = to_grey(image);
	if (image != NULL) {
		done = image->Bands == 1 && copy_rows(image, grey);
		g_object_unref(image);
	}
	if (source != NULL)
		g_object_unref(source);
	if (!done && why->n == 0) {
		buf_put_string(why, vips_error_buffer());
		if (why->n > 0 && why->at[why->n - 1] == '\n')
			why->n--;
	}
	vips_error_clear();
	return done;
}
