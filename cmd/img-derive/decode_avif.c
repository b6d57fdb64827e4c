/* SPDX-License-Identifier: MIT */
/*
 * AVIF, stills and the first picture of sequences: cut, turned and mirrored as
 * it says, colours by its CICP where it has no ICC profile. The only door to
 * libavif.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <avif/avif.h>

#include "decoders.h"

/* White of a page in a picture for bright screens: ITU-R BT.2408. */
enum { WHITE_NITS = 203, HLG_NITS = 1000, LEVELS = 65536 };

static bool
fits(struct slice bytes)
{
	size_t n = bytes.n < 256 ? bytes.n : 256;

	return bytes.n >= 12 && memcmp(bytes.at + 4, "ftyp", 4) == 0 &&
	    (memmem(bytes.at + 8, n - 8, "avif", 4) != NULL ||
		memmem(bytes.at + 8, n - 8, "avis", 4) != NULL);
}

/* ISO 23008-12: "colr", "nclx", primaries, transfer. */
bool
raster_avif_is_plain(struct slice bytes)
{
	const char *at = bytes.at, *end = bytes.at + bytes.n;

	while ((at = memmem(at, (size_t)(end - at), "colrnclx", 8)) != NULL &&
	    end - at >= 12) {
		int primaries = (uint8_t)at[8] << 8 | (uint8_t)at[9];
		int transfer = (uint8_t)at[10] << 8 | (uint8_t)at[11];

		at += 12;
		if (primaries != AVIF_COLOR_PRIMARIES_BT709 &&
		    primaries != AVIF_COLOR_PRIMARIES_UNSPECIFIED)
			return false;
		if (transfer != AVIF_TRANSFER_CHARACTERISTICS_BT709 &&
		    transfer != AVIF_TRANSFER_CHARACTERISTICS_UNSPECIFIED &&
		    transfer != AVIF_TRANSFER_CHARACTERISTICS_BT601 &&
		    transfer != AVIF_TRANSFER_CHARACTERISTICS_SRGB)
			return false;
	}
	return true;
}

static bool
fail(struct buf *why, const char *text)
{
	buf_put_string(why, text);
	return false;
}

static avifDecoder *
begin(struct slice bytes, struct buf *why)
{
	avifDecoder *decoder = avifDecoderCreate();
	avifResult result = AVIF_RESULT_OUT_OF_MEMORY;

	if (decoder != NULL) {
		decoder->maxThreads = 1;
		decoder->ignoreExif = decoder->ignoreXMP = AVIF_TRUE;
		decoder->imageSizeLimit = AVIF_DEFAULT_IMAGE_SIZE_LIMIT;
		decoder->strictFlags = AVIF_STRICT_DISABLED;
		result = avifDecoderSetIOMemory(
		    decoder, (const uint8_t *)bytes.at, bytes.n);
		if (result == AVIF_RESULT_OK)
			result = avifDecoderParse(decoder);
	}
	if (result == AVIF_RESULT_OK)
		return decoder;
	buf_put_string(why, avifResultToString(result));
	if (decoder != NULL)
		avifDecoderDestroy(decoder);
	return NULL;
}

/* What is left of the picture as it was coded. */
static avifCropRect
crop_of(const avifImage *image)
{
	avifCropRect whole = {0, 0, image->width, image->height}, rect;
	avifDiagnostics diagnostics;

	if ((image->transformFlags & AVIF_TRANSFORM_CLAP) != 0 &&
	    avifCropRectConvertCleanApertureBox(&rect, &image->clap,
		image->width, image->height, image->yuvFormat, &diagnostics))
		return rect;
	return whole;
}

static unsigned
quarters_of(const avifImage *image)
{
	return (image->transformFlags & AVIF_TRANSFORM_IROT) != 0
	    ? image->irot.angle & 3
	    : 0;
}

static void
measure(const avifDecoder *decoder, struct raster *raster)
{
	const avifImage *image = decoder->image;
	avifCropRect rect = crop_of(image);
	bool lies = quarters_of(image) % 2 == 1;

	raster->width = lies ? rect.height : rect.width;
	raster->height = lies ? rect.width : rect.height;
	raster->bands = 3;
	raster->alpha = decoder->alphaPresent;
	raster->memory = (uint64_t)image->width * image->height *
	    (image->depth > 8 ? 6 + 8 + 4 : 3 + 8 + 4);
}

static bool
head(struct slice bytes, struct raster *raster, struct buf *why)
{
	avifDecoder *decoder = begin(bytes, why);

	if (decoder == NULL)
		return false;
	measure(decoder, raster);
	avifDecoderDestroy(decoder);
	return true;
}

struct conversion {
	bool needed, matrix;
	double to_srgb[3][3];
	float *linear; /* of 16 bits, 1 is white */
	float luma[3]; /* of these primaries, for HLG */
};

typedef double matrix[3][3];

static void
multiply(matrix out, matrix a, matrix b)
{
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++) {
			out[i][j] = 0;
			for (size_t k = 0; k < 3; k++)
				out[i][j] += a[i][k] * b[k][j];
		}
}

static void
invert(matrix out, matrix m)
{
	double whole = 0;

	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++)
			out[j][i] = m[(i + 1) % 3][(j + 1) % 3] *
				m[(i + 2) % 3][(j + 2) % 3] -
			    m[(i + 1) % 3][(j + 2) % 3] *
				m[(i + 2) % 3][(j + 1) % 3];
	for (size_t j = 0; j < 3; j++)
		whole += m[0][j] * out[j][0];
	for (size_t i = 0; i < 9; i++)
		out[i / 3][i % 3] /= whole;
}

/* From linear colours to XYZ, by the chromaticities of SMPTE RP 177. */
static void
to_xyz(matrix out, avifColorPrimaries primaries)
{
	matrix columns, inverse;
	float p[8];
	double white[3];

	avifColorPrimariesGetValues(primaries, p);
	for (size_t i = 0; i < 3; i++) {
		columns[0][i] = (double)p[2 * i] / (double)p[2 * i + 1];
		columns[1][i] = 1;
		columns[2][i] =
		    (1.0 - (double)p[2 * i] - (double)p[2 * i + 1]) /
		    (double)p[2 * i + 1];
	}
	white[0] = (double)p[6] / (double)p[7];
	white[1] = 1;
	white[2] = (1.0 - (double)p[6] - (double)p[7]) / (double)p[7];
	invert(inverse, columns);
	for (size_t j = 0; j < 3; j++) {
		double share = 0;

		for (size_t k = 0; k < 3; k++)
			share += inverse[j][k] * white[k];
		for (size_t i = 0; i < 3; i++)
			out[i][j] = columns[i][j] * share;
	}
}

/* What a sample from 0 to 1 is in light, 1 for white. */
static double
light_of(avifTransferCharacteristics transfer, double v)
{
	double p;

	switch (transfer) {
	case AVIF_TRANSFER_CHARACTERISTICS_BT470M: return pow(v, 2.2);
	case AVIF_TRANSFER_CHARACTERISTICS_BT470BG: return pow(v, 2.8);
	case AVIF_TRANSFER_CHARACTERISTICS_LINEAR: return v;
	case AVIF_TRANSFER_CHARACTERISTICS_SMPTE2084:
		p = pow(v, 1 / 78.84375);
		p = fmax(p - 0.8359375, 0) / (18.8515625 - 18.6875 * p);
		return pow(p, 1 / 0.1593017578125) * 10000 / WHITE_NITS;
	case AVIF_TRANSFER_CHARACTERISTICS_HLG:
		return v <= 0.5
		    ? v * v / 3
		    : (exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12;
	default:
		return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
	}
}

static bool
is_known(const avifImage *image)
{
	avifColorPrimaries p = image->colorPrimaries;
	avifTransferCharacteristics t = image->transferCharacteristics;

	return (p <= AVIF_COLOR_PRIMARIES_BT2020 || p == 11 || p == 12 ||
		   p == AVIF_COLOR_PRIMARIES_EBU3213) &&
	    p != 3 && p != AVIF_COLOR_PRIMARIES_GENERIC_FILM &&
	    (t <= AVIF_TRANSFER_CHARACTERISTICS_LINEAR ||
		(t >= AVIF_TRANSFER_CHARACTERISTICS_SRGB &&
		    t <= AVIF_TRANSFER_CHARACTERISTICS_SMPTE2084) ||
		t == AVIF_TRANSFER_CHARACTERISTICS_HLG) &&
	    t != 3 && t != AVIF_TRANSFER_CHARACTERISTICS_SMPTE240;
}

/* Film and television of 709, 601 and 2020 are shown as sRGB, as browsers do.
 */
static bool
is_as_srgb(avifTransferCharacteristics t)
{
	return t <= AVIF_TRANSFER_CHARACTERISTICS_UNSPECIFIED ||
	    t == AVIF_TRANSFER_CHARACTERISTICS_BT601 ||
	    (t >= AVIF_TRANSFER_CHARACTERISTICS_SRGB &&
		t <= AVIF_TRANSFER_CHARACTERISTICS_BT2020_12BIT);
}

static bool
plan_colours(const avifImage *image, struct conversion *c)
{
	avifColorPrimaries p = image->colorPrimaries;
	matrix own, srgb, back;

	*c = (struct conversion){0};
	c->matrix = p > AVIF_COLOR_PRIMARIES_UNSPECIFIED;
	c->needed = image->icc.size == 0 &&
	    (c->matrix || !is_as_srgb(image->transferCharacteristics));
	if (!c->needed)
		return true;
	to_xyz(own,
	    c->matrix ? p : (avifColorPrimaries)AVIF_COLOR_PRIMARIES_BT709);
	to_xyz(srgb, AVIF_COLOR_PRIMARIES_BT709);
	invert(back, srgb);
	multiply(c->to_srgb, back, own);
	for (size_t i = 0; i < 3; i++)
		c->luma[i] = (float)own[1][i];
	c->linear = malloc(LEVELS * sizeof *c->linear);
	for (size_t i = 0; c->linear != NULL && i < LEVELS; i++)
		c->linear[i] = (float)light_of(
		    image->transferCharacteristics, (double)i / (LEVELS - 1));
	return c->linear != NULL;
}

static uint8_t
encode(double light)
{
	double v = light <= 0.0031308 ? light * 12.92
				      : 1.055 * pow(light, 1 / 2.4) - 0.055;

	return v <= 0 ? 0 : v >= 1 ? 255 : (uint8_t)(v * 255 + 0.5);
}

static void
convert(const struct conversion *c, bool hlg, const uint16_t *from, uint8_t *to)
{
	double light[3];

	for (size_t i = 0; i < 3; i++)
		light[i] = (double)c->linear[from[i]];
	if (hlg) {
		/* From the scene to a screen of 1,000 nits: BT.2100. */
		double y = 0, gain;

		for (size_t i = 0; i < 3; i++)
			y += (double)c->luma[i] * light[i];
		gain = y > 0 ? pow(y, 0.2) * HLG_NITS / WHITE_NITS : 0;
		for (size_t i = 0; i < 3; i++)
			light[i] *= gain;
	}
	for (size_t i = 0; i < 3; i++) {
		double sum = 0;

		for (size_t k = 0; k < 3; k++)
			sum += c->to_srgb[i][k] * light[k];
		to[i] = encode(sum);
	}
}

/* Where a pixel of the picture was before it was turned and mirrored. */
static size_t
origin(const avifImage *image, const avifCropRect *rect,
    const struct raster *raster, uint32_t x, uint32_t y)
{
	uint32_t across = x, down = y;

	if ((image->transformFlags & AVIF_TRANSFORM_IMIR) != 0) {
		if (image->imir.mode == 0)
			down = raster->height - 1 - y;
		else
			across = raster->width - 1 - x;
	}
	x = across;
	y = down;
	switch (quarters_of(image)) {
	case 1:
		across = rect->width - 1 - y;
		down = x;
		break;
	case 2:
		across = rect->width - 1 - x;
		down = rect->height - 1 - y;
		break;
	case 3:
		across = y;
		down = rect->height - 1 - x;
		break;
	default: break;
	}
	return (size_t)(rect->y + down) * image->width + rect->x + across;
}

static void
put_pixels(const avifImage *image, const uint16_t *rgba,
    const struct conversion *c, struct raster *raster)
{
	bool hlg =
	    image->transferCharacteristics == AVIF_TRANSFER_CHARACTERISTICS_HLG;
	avifCropRect rect = crop_of(image);
	uint8_t *to = raster->samples;

	for (uint32_t y = 0; y < raster->height; y++)
		for (uint32_t x = 0; x < raster->width; x++) {
			const uint16_t *from =
			    rgba + 4 * origin(image, &rect, raster, x, y);

			if (c->needed)
				convert(c, hlg, from, to);
			for (size_t i = c->needed ? 3 : 0;
			     i < raster_bands(raster); i++)
				to[i] = (uint8_t)((from[i] + 128u) / 257);
			to += raster_bands(raster);
		}
}

static uint16_t *
read_pixels(avifDecoder *decoder, struct buf *why)
{
	avifResult result = avifDecoderNextImage(decoder);
	avifRGBImage rgb;

	if (result == AVIF_RESULT_OK) {
		avifRGBImageSetDefaults(&rgb, decoder->image);
		rgb.depth = 16;
		rgb.format = AVIF_RGB_FORMAT_RGBA;
		rgb.rowBytes = decoder->image->width * 8;
		rgb.pixels =
		    malloc((size_t)rgb.rowBytes * decoder->image->height);
		if (rgb.pixels == NULL)
			result = AVIF_RESULT_OUT_OF_MEMORY;
		else
			result = avifImageYUVToRGB(decoder->image, &rgb);
		if (result == AVIF_RESULT_OK)
			return (uint16_t *)(void *)rgb.pixels;
		free(rgb.pixels);
	}
	buf_put_string(why, avifResultToString(result));
	return NULL;
}

static bool
decode(struct slice bytes, struct raster *raster, struct buf *why)
{
	avifDecoder *decoder = begin(bytes, why);
	struct conversion c = {0};
	uint16_t *rgba;

	if (decoder == NULL)
		return false;
	rgba = read_pixels(decoder, why);
	if (rgba != NULL && decoder->image->icc.size == 0 &&
	    !is_known(decoder->image)) {
		fail(why, "unknown colour space");
	} else if (rgba != NULL) {
		measure(decoder, raster);
		raster->samples = malloc((size_t)raster->width *
		    raster->height * raster_bands(raster));
		if (raster->samples == NULL ||
		    !plan_colours(decoder->image, &c)) {
			free(raster->samples);
			raster->samples = NULL;
			fail(why, "out of memory");
		} else {
			put_pixels(decoder->image, rgba, &c, raster);
			buf_put(&raster->profile,
			    (const char *)decoder->image->icc.data,
			    decoder->image->icc.size);
		}
	}
	free(c.linear);
	free(rgba);
	avifDecoderDestroy(decoder);
	return raster->samples != NULL;
}

const struct raster_decoder raster_avif = {fits, head, decode};
