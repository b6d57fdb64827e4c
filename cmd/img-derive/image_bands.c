/* SPDX-License-Identifier: MIT */
#include "image_bands.h"
#include "image_step.h"

bool
image_is_ink(VipsImage *image)
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

static unsigned
inks_of(const struct look *look)
{
	enum { RGB = 2, SEPARATED = 5, YCBCR = 6, LAB = 8 };

	switch (look->photometric) {
	case RGB:
	case YCBCR:
	case LAB: return 3;
	case SEPARATED: return 4;
	default: return 1;
	}
}

/* Of the samples of a TIFF that are no colours only alpha is kept: libvips
 * takes the last one for alpha, whatever it is. */
bool
image_choose_bands(VipsImage **image, const struct look *look)
{
	unsigned bands = (unsigned)vips_image_get_bands(*image);
	unsigned colours = inks_of(look);
	VipsImage *made = NULL, *colour = NULL, *alpha = NULL;
	int status;

	if (!look->tiff || bands != look->samples || bands <= colours)
		return true;
	if (look->alpha < 0 || look->alpha >= (int)bands)
		return image_step(image, &made,
		    vips_extract_band(
			*image, &made, 0, "n", (int)colours, NULL));
	status = vips_extract_band(
		     *image, &colour, 0, "n", (int)colours, NULL) != 0 ||
	    vips_extract_band(*image, &alpha, look->alpha, NULL) != 0 ||
	    vips_bandjoin2(colour, alpha, &made, NULL) != 0;
	g_clear_object(&colour);
	g_clear_object(&alpha);
	return image_step(image, &made, status);
}

/* What the first frame leaves free of the canvas is transparent. */
bool
image_fill_canvas(VipsImage **image, const struct look *look)
{
	int width = vips_image_get_width(*image);
	int height = vips_image_get_height(*image);
	int left = (int)look->left, top = (int)look->top;
	int right = left + (int)look->width, bottom = top + (int)look->height;
	double white = 255;
	VipsImage *made = NULL;
	VipsArrayDouble *paper;
	int status;

	if (!look->framed)
		return true;
	if (right > width)
		right = width;
	if (bottom > height)
		bottom = height;
	if (left >= right || top >= bottom)
		return true;
	if (!image_step(image, &made,
		vips_extract_area(*image, &made, left, top, right - left,
		    bottom - top, NULL)))
		return false;
	paper = vips_array_double_new(&white, 1);
	status = vips_embed(*image, &made, left, top, width, height, "extend",
	    VIPS_EXTEND_BACKGROUND, "background", paper, NULL);
	vips_area_unref(VIPS_AREA(paper));
	return image_step(image, &made, status);
}

/* What is transparent becomes white; bands that are no colour go. */
bool
image_make_opaque(VipsImage **image)
{
	VipsImage *made = NULL;
	int wanted;

	if (vips_image_hasalpha(*image)) {
		double most = most_alpha(*image);
		double white = image_is_ink(*image) ? 0 : most;
		VipsArrayDouble *paper = vips_array_double_new(&white, 1);
		int status = vips_flatten(*image, &made, "background", paper,
		    "max_alpha", most, NULL);

		vips_area_unref(VIPS_AREA(paper));
		if (!image_step(image, &made, status))
			return false;
	}
	wanted = image_is_ink(*image)		? 4
	    : vips_image_get_bands(*image) >= 3 ? 3
						: 1;
	return vips_image_get_bands(*image) <= wanted ||
	    image_step(image, &made,
		vips_extract_band(*image, &made, 0, "n", wanted, NULL));
}
