/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "image_bands.h"
#include "image_colour.h"
#include "image_step.h"

struct slice
image_profile(VipsImage *image)
{
	const void *bytes;
	size_t n;

	if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) == 0 ||
	    vips_image_get_blob(image, VIPS_META_ICC_NAME, &bytes, &n) != 0)
		return SLICE_NONE;
	return (struct slice){bytes, n};
}

/* Lab of 8 bits comes packed. */
bool
image_unpack(VipsImage **image)
{
	VipsImage *made = NULL;

	return vips_image_get_coding(*image) != VIPS_CODING_LABQ ||
	    image_step(image, &made, vips_LabQ2Lab(*image, &made, NULL));
}

static double
fixed_number(const uint8_t *b)
{
	uint32_t n = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	    (uint32_t)b[2] << 8 | b[3];

	return (double)(int32_t)n / 65536;
}

/* The light of a primary as an ICC profile has it: X, Y, Z. */
static bool
find_primary(struct slice profile, const char *name, double xyz[3])
{
	enum { TAGS_MOST = 200 };
	const uint8_t *b = (const uint8_t *)profile.at;

	for (size_t at = 132; at + 12 <= profile.n && at < 12 * TAGS_MOST;
	     at += 12) {
		size_t to = (size_t)b[at + 5] << 16 | (size_t)b[at + 6] << 8 |
		    b[at + 7];

		if (memcmp(b + at, name, 4) != 0 || b[at + 4] != 0 ||
		    to + 20 > profile.n)
			continue;
		for (size_t i = 0; i < 3; i++)
			xyz[i] = fixed_number(b + to + 8 + 4 * i);
		return true;
	}
	return false;
}

/* Three primaries in one plane, or that make no white, are no colours: browsers
 * pass over such a profile. */
static bool
has_colours(struct slice profile)
{
	double r[3], g[3], b[3], white, volume;

	if (!find_primary(profile, "rXYZ", r) ||
	    !find_primary(profile, "gXYZ", g) ||
	    !find_primary(profile, "bXYZ", b))
		return true;
	white = r[1] + g[1] + b[1];
	volume = r[0] * (g[1] * b[2] - g[2] * b[1]) -
	    r[1] * (g[0] * b[2] - g[2] * b[0]) +
	    r[2] * (g[0] * b[1] - g[1] * b[0]);
	return white > 0.5 && white < 2 && fabs(volume) > 0.001;
}

/* A profile for other colours than the picture has is none. */
bool
image_profile_fits(VipsImage *image, struct slice profile)
{
	const char *space = image_is_ink(image) ? "CMYK"
	    : vips_image_get_bands(image) < 3	? "GRAY"
						: "RGB ";

	return profile.at != NULL && profile.n >= 128 &&
	    memcmp(profile.at + 16, space, 4) == 0 && has_colours(profile) &&
	    vips_image_get_interpretation(image) != VIPS_INTERPRETATION_LAB;
}

/* A broken profile fails twice; a call that had no memory mostly does not. */
enum { TRIES = 2 };

static int
apply_profile(VipsImage *image, VipsImage **made)
{
	for (int i = 0; i < TRIES; i++) {
		if (vips_icc_transform(image, made, "srgb", "embedded", TRUE,
			"depth", 8, "intent", VIPS_INTENT_PERCEPTUAL,
			NULL) == 0)
			return 0;
		g_clear_object(made);
		vips_error_clear();
	}
	return -1;
}

/* By the embedded profile, or what libvips takes the numbers for. */
bool
image_make_srgb(VipsImage **image)
{
	struct slice profile = image_profile(*image);
	bool plain =
	    vips_image_get_interpretation(*image) == VIPS_INTERPRETATION_sRGB &&
	    vips_image_get_format(*image) == VIPS_FORMAT_UCHAR;
	VipsImage *made = NULL;

	if (image_profile_fits(*image, profile) &&
	    !(plain && image_profile_is_srgb(profile)) &&
	    image_step(image, &made, apply_profile(*image, &made)))
		return true;
	vips_error_clear();
	if (image_is_ink(*image))
		return image_step(image, &made,
		    vips_icc_transform(*image, &made, "srgb", "input_profile",
			"cmyk", "depth", 8, NULL));
	if (vips_image_get_interpretation(*image) == VIPS_INTERPRETATION_B_W)
		return true;
	return !vips_colourspace_issupported(*image) ||
	    image_step(image, &made,
		vips_colourspace(*image, &made,
		    vips_image_get_bands(*image) < 3 ? VIPS_INTERPRETATION_B_W
						     : VIPS_INTERPRETATION_sRGB,
		    NULL));
}

/* The profile has been applied; libvips 8.14 trips over it when it encodes. */
bool
image_forget_profile(VipsImage **image)
{
	VipsImage *made = NULL;

	if (!image_step(image, &made, vips_copy(*image, &made, NULL)))
		return false;
	vips_image_remove(*image, VIPS_META_ICC_NAME);
	return true;
}

/* Grey or three colours, 8 bits, in memory. */
bool
image_settle(VipsImage **image)
{
	VipsImage *made = NULL;

	if (vips_image_get_format(*image) != VIPS_FORMAT_UCHAR &&
	    !image_step(image, &made,
		vips_cast(*image, &made, VIPS_FORMAT_UCHAR, NULL)))
		return false;
	made = vips_image_copy_memory(*image);
	return image_step(image, &made, made == NULL) && !lack_is_noted();
}

/* From the gamma that a PNG tells to that of sRGB, where they differ. */
bool
image_apply_gamma(VipsImage **image, double gamma)
{
	unsigned char table[256];
	VipsImage *lut, *made = NULL;
	int status;

	if (gamma <= 0 || fabs(gamma * 2.2 - 1) < 0.05)
		return true;
	for (size_t i = 0; i < sizeof table; i++) {
		double light = pow((double)i / 255, 1 / gamma);
		double value = light <= 0.0031308
		    ? light * 12.92
		    : 1.055 * pow(light, 1 / 2.4) - 0.055;

		table[i] = (unsigned char)(value * 255 + 0.5);
	}
	lut = vips_image_new_from_memory(
	    table, sizeof table, sizeof table, 1, 1, VIPS_FORMAT_UCHAR);
	status = lut == NULL ? -1 : vips_maplut(*image, &made, lut, NULL);
	if (status == 0) {
		VipsImage *mapped = made;

		made = vips_image_copy_memory(mapped);
		g_object_unref(mapped);
		status = made == NULL;
	}
	g_clear_object(&lut);
	return image_step(image, &made, status);
}

/* From the primaries that a PNG names to those of sRGB: ITU-R BT.2020, and
 * those of screens called P3 (SMPTE EG 432). */
bool
image_apply_primaries(VipsImage **image, unsigned primaries)
{
	enum { BT2020 = 9, P3 = 12 };
	static const double of_2020[] = {1.6605, -0.5876, -0.0728, -0.1246,
	    1.1329, -0.0083, -0.0182, -0.1006, 1.1187};
	static const double of_p3[] = {
	    1.2249, -0.2247, 0, -0.0420, 1.0419, 0, -0.0197, -0.0786, 1.0979};
	VipsImage *made = NULL, *matrix;
	bool done;

	if ((primaries != BT2020 && primaries != P3) ||
	    vips_image_get_bands(*image) != 3)
		return true;
	matrix = vips_image_new_matrix_from_array(
	    3, 3, primaries == P3 ? of_p3 : of_2020, 9);
	done = image_step(image, &made,
		   vips_colourspace(
		       *image, &made, VIPS_INTERPRETATION_scRGB, NULL)) &&
	    image_step(
		image, &made, vips_recomb(*image, &made, matrix, NULL)) &&
	    image_step(image, &made,
		vips_colourspace(
		    *image, &made, VIPS_INTERPRETATION_sRGB, NULL)) &&
	    image_settle(image);
	g_object_unref(matrix);
	return done;
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

/* What the profile makes of the cube, to be freed, or NULL. */
static unsigned char *
profiled(struct slice profile, unsigned char colours[COLOURS * 3])
{
	VipsImage *made = NULL,
		  *cube = vips_image_new_from_memory(
		      colours, COLOURS * 3, COLOURS, 1, 3, VIPS_FORMAT_UCHAR);
	unsigned char *seen = NULL;
	size_t n = 0;

	if (cube == NULL)
		return NULL;
	cube->Type = VIPS_INTERPRETATION_sRGB;
	vips_image_set_blob_copy(
	    cube, VIPS_META_ICC_NAME, profile.at, profile.n);
	if (image_step(&cube, &made, apply_profile(cube, &made)))
		seen = vips_image_write_to_memory(cube, &n);
	image_release(cube);
	vips_error_clear();
	if (n == (size_t)COLOURS * 3)
		return seen;
	g_free(seen);
	return NULL;
}

bool
image_profile_is_srgb(struct slice profile)
{
	unsigned char colours[COLOURS * 3], *seen = NULL;
	bool same;

	paint_cube(colours);
	for (int i = 0; i < TRIES && seen == NULL; i++)
		seen = profiled(profile, colours);
	same = seen != NULL;
	for (size_t i = 0; same && i < sizeof colours; i++)
		same = abs(seen[i] - colours[i]) <= TOLERANCE;
	g_free(seen);
	return same;
}
