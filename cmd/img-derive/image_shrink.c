/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "image_shrink.h"
#include "image_step.h"
#include "lanczos.h"

/* How much both sides shrink to fit, at least 1. */
double
image_shrink_of(uint32_t width, uint32_t height, struct image_box box)
{
	double across = (double)width / box.width;
	double down = (double)height / box.height;
	double shrink = across > down ? across : down;

	return shrink > 1 ? shrink : 1;
}

/* To the pixel: no side gets larger than its bound. */
struct image_box
image_reduced_size(uint32_t width, uint32_t height, double shrink)
{
	uint32_t across = (uint32_t)(width / shrink + 0.5);
	uint32_t down = (uint32_t)(height / shrink + 0.5);

	return (struct image_box){across > 0 ? across : 1, down > 0 ? down : 1};
}

/* Where a pixel of one byte a band is. */
static uint8_t *
pixel_at(VipsRegion *region, int x, int y)
{
	return region->data + (ptrdiff_t)(y - region->valid.top) * region->bpl +
	    (ptrdiff_t)(x - region->valid.left) * region->im->Bands;
}

/* A part of what is asked of reduce_across(). */
static int
generate_across(
    VipsRegion *to, void *sequence, void *from, void *context, gboolean *stop)
{
	VipsRegion *region = sequence;
	const struct lanczos *filter = context;
	VipsRect *want = &to->valid;
	struct lanczos_span span = {(size_t)want->left, (size_t)want->width};
	struct lanczos_span needs = lanczos_needs(filter, span);
	VipsRect need = {
	    (int)needs.start, want->top, (int)needs.n, want->height};
	float *scratch;

	(void)from;
	(void)stop;
	if (vips_region_prepare(region, &need) != 0)
		return -1;
	scratch = mem_array(lanczos_scratch(filter, span), sizeof *scratch);
	for (int y = want->top; y < want->top + want->height; y++)
		lanczos_row(filter, span, (size_t)to->im->Bands,
		    pixel_at(region, need.left, y), pixel_at(to, want->left, y),
		    scratch);
	free(scratch);
	return 0;
}

/* libvips 8.14 filters rows byte by byte, which took most of all time. */
static bool
reduce_across(VipsImage **image, int width)
{
	VipsImage *from = *image, *made = vips_image_new();
	struct lanczos *filter;

	if (vips_image_pipelinev(
		made, VIPS_DEMAND_STYLE_THINSTRIP, from, NULL) != 0) {
		g_object_unref(made);
		return false;
	}
	made->Xsize = width;
	filter = lanczos_new((size_t)vips_image_get_width(from), (size_t)width);
	g_object_ref(from);
	vips_object_local(made, from);
	g_signal_connect_swapped(
	    made, "postclose", G_CALLBACK(lanczos_free), filter);
	return image_step(image, &made,
	    vips_image_generate(made, vips_start_one, generate_across,
		vips_stop_one, from, filter));
}

static bool
reduce_down(VipsImage **image, double shrink)
{
	VipsImage *made = NULL;
	int status;

	image_filters_lock();
	status = vips_reducev(
	    *image, &made, shrink, "kernel", VIPS_KERNEL_LANCZOS3, NULL);
	image_filters_unlock();
	return image_step(image, &made, status);
}

/* Beyond a shrink of 4 libvips averages blocks of pixels first. */
static bool
is_for_lanczos(VipsImage *image, double shrink)
{
	int bands = vips_image_get_bands(image);

	return shrink < 4 && (bands == 3 || bands == 4) &&
	    vips_image_get_format(image) == VIPS_FORMAT_UCHAR &&
	    vips_image_get_coding(image) == VIPS_CODING_NONE;
}

bool
image_shrink(VipsImage **image, struct image_box box)
{
	int width = vips_image_get_width(*image);
	int height = vips_image_get_height(*image);
	double shrink = image_shrink_of((uint32_t)width, (uint32_t)height, box);
	struct image_box to;
	VipsImage *made = NULL;
	int status;

	if (shrink <= 1)
		return true;
	to = image_reduced_size((uint32_t)width, (uint32_t)height, shrink);
	if (is_for_lanczos(*image, shrink))
		return reduce_down(image, (double)height / to.height) &&
		    reduce_across(image, (int)to.width);
	image_filters_lock();
	status = vips_resize(*image, &made, (double)to.width / width, "vscale",
	    (double)to.height / height, "kernel", VIPS_KERNEL_LANCZOS3, NULL);
	image_filters_unlock();
	return image_step(image, &made, status);
}
