/* SPDX-License-Identifier: MIT */
/*
 * TIFFs that libvips does not decode: samples of other bits than 8 and 16,
 * tiles of separate colours, JPEG of the old style, and YCbCr that is not JPEG.
 * Grey and RGB; of what is more than colours, only
 * alpha is kept. The only door to libtiff.
 */
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#include "decoders.h"

struct input {
	struct slice bytes;
	uint64_t at;
};

static tmsize_t
fill(thandle_t context, void *to, tmsize_t n)
{
	struct input *input = context;
	uint64_t left =
	    input->at < input->bytes.n ? input->bytes.n - input->at : 0;
	size_t some = n < 0 ? 0 : (uint64_t)n < left ? (size_t)n : (size_t)left;

	memcpy(to, input->bytes.at + (some > 0 ? input->at : 0), some);
	input->at += some;
	return (tmsize_t)some;
}

static tmsize_t
no_write(thandle_t context, void *from, tmsize_t n)
{
	(void)context;
	(void)from;
	(void)n;
	return 0;
}

static toff_t
seek(thandle_t context, toff_t to, int whence)
{
	struct input *input = context;

	input->at = whence == SEEK_CUR ? input->at + to
	    : whence == SEEK_END       ? input->bytes.n + to
				       : to;
	return input->at;
}

static toff_t
size(thandle_t context)
{
	const struct input *input = context;

	return input->bytes.n;
}

static int
close_nothing(thandle_t context)
{
	(void)context;
	return 0;
}

/* More than anybody allows; sizes in bytes do not overflow. */
#define PIXELS_MOST (UINT64_C(1) << 40)

struct shape {
	uint32_t width, height;
	uint16_t bits, samples, photometric, planar, format;
	unsigned colours;
	unsigned alpha; /* the sample that is alpha, or 0 */
	bool premultiplied;
	bool converted; /* to RGB by libtiff */
	bool tiled;
	uint32_t across, down; /* of a tile, or a strip */
};

static TIFF *
open_part(struct input *input, struct tiff_part part)
{
	TIFF *tiff;
	uint16_t n = 0;
	const uint64_t *subs = NULL;
	bool there;

	TIFFSetErrorHandler(NULL);
	TIFFSetWarningHandler(NULL);
	tiff = TIFFClientOpen("picture", "rm", input, fill, no_write, seek,
	    close_nothing, size, NULL, NULL);
	there = tiff != NULL && TIFFSetDirectory(tiff, (tdir_t)part.page);
	if (there && part.sub > 0)
		there = TIFFGetField(tiff, TIFFTAG_SUBIFD, &n, &subs) &&
		    part.sub <= n &&
		    TIFFSetSubDirectory(tiff, subs[part.sub - 1]);
	if (tiff != NULL && !there) {
		TIFFClose(tiff);
		tiff = NULL;
	}
	return tiff;
}

/* The first of the samples after the colours that is alpha. */
static void
find_alpha(TIFF *tiff, struct shape *s)
{
	uint16_t n = 0;
	const uint16_t *kinds = NULL;

	TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &n, &kinds);
	for (uint16_t i = 0; i < n && s->alpha == 0; i++)
		if (kinds[i] != EXTRASAMPLE_UNSPECIFIED &&
		    s->colours + i < s->samples) {
			s->alpha = s->colours + i;
			s->premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
		}
}

static unsigned
bands_of(const struct shape *s)
{
	return s->colours + (s->alpha > 0);
}

static bool
is_converted(TIFF *tiff, const struct shape *s)
{
	uint16_t compression = 0;

	TIFFGetField(tiff, TIFFTAG_COMPRESSION, &compression);
	return compression == COMPRESSION_OJPEG ||
	    (s->photometric == PHOTOMETRIC_YCBCR &&
		compression != COMPRESSION_JPEG);
}

/* NULL, or why it is not decoded. */
static const char *
measure(TIFF *tiff, struct shape *s)
{
	*s = (struct shape){0};
	if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &s->width) ||
	    !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &s->height) ||
	    s->width == 0 || s->height == 0 ||
	    (uint64_t)s->width * s->height > PIXELS_MOST)
		return "no size, or one that is none";
	TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &s->bits);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &s->samples);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &s->planar);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &s->format);
	TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &s->photometric);
	s->colours = s->photometric == PHOTOMETRIC_RGB ? 3 : 1;
	s->tiled = TIFFIsTiled(tiff) != 0;
	if (s->tiled) {
		TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &s->across);
		TIFFGetField(tiff, TIFFTAG_TILELENGTH, &s->down);
	} else {
		s->across = s->width;
		TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &s->down);
		if (s->down > s->height)
			s->down = s->height;
	}
	s->converted = is_converted(tiff, s);
	if (s->converted) {
		char why[1024];

		s->colours = 3;
		if (s->planar == PLANARCONFIG_SEPARATE)
			return "YCbCr with each colour apart";
		return TIFFRGBAImageOK(tiff, why)
		    ? NULL
		    : "colours that libtiff cannot convert";
	}
	if (s->photometric > PHOTOMETRIC_RGB || s->samples < s->colours)
		return "colours that are neither grey nor RGB";
	find_alpha(tiff, s);
	if (s->format != SAMPLEFORMAT_UINT || s->bits == 0 || s->bits > 32)
		return "samples that are no whole numbers of up to 32 bits";
	return s->across == 0 || s->down == 0 ? "no strips" : NULL;
}

static tmsize_t
part_size(TIFF *tiff, const struct shape *s)
{
	return s->tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
}

static bool
head(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct input input = {.bytes = bytes};
	TIFF *tiff = open_part(&input, raster->part);
	struct shape s;
	const char *reason =
	    tiff != NULL ? measure(tiff, &s) : "no directory of a TIFF";

	if (reason == NULL) {
		tmsize_t part = part_size(tiff, &s);

		raster->width = s.width;
		raster->height = s.height;
		raster->bands = s.colours;
		raster->alpha = s.alpha > 0;
		raster->memory = (uint64_t)s.width * s.height *
			(s.converted ? 3 + sizeof(uint32_t) : bands_of(&s)) +
		    (part > 0 ? (uint64_t)part : 0);
	} else {
		buf_put_string(why, reason);
	}
	if (tiff != NULL)
		TIFFClose(tiff);
	return reason == NULL;
}

/* The next sample of a row: of whole bytes in the machine's order, which
 * libtiff has seen to; of others the first bit is the highest. */
static uint32_t
sample(const uint8_t *row, uint64_t bit, unsigned bits)
{
	const uint8_t *at = row + bit / 8;
	uint32_t value = 0;

	if (bits == 16) {
		uint16_t half;

		memcpy(&half, at, sizeof half);
		return half;
	}
	if (bits == 32) {
		memcpy(&value, at, sizeof value);
		return value;
	}
	if (bits == 24) /* of the low end first */
		return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
	for (unsigned i = 0; i < bits; i++, bit++)
		value = value << 1 | (row[bit / 8] >> (7 - bit % 8) & 1);
	return value;
}

static uint8_t
to_byte(uint32_t value, unsigned bits)
{
	uint64_t most = (UINT64_C(1) << bits) - 1;

	return (uint8_t)((value * UINT64_C(255) + most / 2) / most);
}

/* Samples from a bit on, as bytes; or one, of an inverted colour or not. */
static void
put_pixel(const struct shape *s, const uint8_t *row, uint64_t bit,
    unsigned colour, unsigned n, uint8_t *to)
{
	for (unsigned c = 0; c < n; c++) {
		unsigned k = c < s->colours ? c : s->alpha;
		uint8_t value = to_byte(
		    sample(row, bit + (uint64_t)k * s->bits, s->bits), s->bits);
		bool inverted = s->photometric == PHOTOMETRIC_MINISWHITE &&
		    colour + c < s->colours;

		to[c] = inverted ? (uint8_t)(255 - value) : value;
	}
}

/* A strip or tile at x, y; of one sample, or of all. */
static bool
put_part(const struct shape *s, struct raster *raster, const uint8_t *part,
    tmsize_t got, uint32_t x, uint32_t y, unsigned colour)
{
	bool apart = s->planar == PLANARCONFIG_SEPARATE;
	unsigned step = apart ? 1 : s->samples, bands = bands_of(s);
	uint64_t stride = ((uint64_t)s->across * step * s->bits + 7) / 8;
	uint32_t right = s->width - x < s->across ? s->width - x : s->across;
	uint32_t bottom = s->height - y < s->down ? s->height - y : s->down;

	if (got < 0 || stride * bottom > (uint64_t)got)
		return false;
	for (uint32_t i = 0; i < bottom; i++) {
		const uint8_t *row = part + i * stride;
		uint8_t *to = raster->samples +
		    ((uint64_t)(y + i) * s->width + x) * bands + colour;

		for (uint32_t k = 0; k < right; k++, to += bands)
			put_pixel(s, row, (uint64_t)k * step * s->bits, colour,
			    apart ? 1 : bands, to);
	}
	return true;
}

static bool
read_part(TIFF *tiff, const struct shape *s, struct raster *raster,
    uint8_t *part, uint32_t x, uint32_t y, unsigned colour)
{
	bool apart = s->planar == PLANARCONFIG_SEPARATE;
	uint16_t plane = (uint16_t)(!apart ? 0
		: colour < s->colours	   ? colour
					   : s->alpha);
	tmsize_t got = s->tiled
	    ? TIFFReadEncodedTile(
		  tiff, TIFFComputeTile(tiff, x, y, 0, plane), part, -1)
	    : TIFFReadEncodedStrip(
		  tiff, TIFFComputeStrip(tiff, y, plane), part, -1);

	return put_part(s, raster, part, got, x, y, colour);
}

/* Colours that were multiplied by their alpha. */
static void
divide_by_alpha(const struct shape *s, struct raster *raster)
{
	unsigned bands = bands_of(s);
	uint64_t n = (uint64_t)s->width * s->height;
	uint8_t *at = raster->samples;

	for (uint64_t i = 0; i < n; i++, at += bands)
		for (unsigned c = 0; c < s->colours; c++) {
			unsigned alpha = at[s->colours];

			at[c] = (uint8_t)(at[c] >= alpha
				? 255
				: (at[c] * 255u + alpha / 2) / alpha);
		}
}

static bool
read_all(TIFF *tiff, const struct shape *s, struct raster *raster)
{
	unsigned planes = s->planar == PLANARCONFIG_SEPARATE ? bands_of(s) : 1;
	tmsize_t size = part_size(tiff, s);
	uint8_t *part = size > 0 ? malloc((size_t)size) : NULL;
	bool good = part != NULL;

	for (unsigned colour = 0; good && colour < planes; colour++)
		for (uint64_t y = 0; good && y < s->height; y += s->down)
			for (uint64_t x = 0; good && x < s->width;
			     x += s->across)
				good = read_part(tiff, s, raster, part,
				    (uint32_t)x, (uint32_t)y, colour);
	free(part);
	if (good && s->premultiplied)
		divide_by_alpha(s, raster);
	return good;
}

/* As it is stored: who shows it turns it. */
static bool
convert_all(TIFF *tiff, const struct shape *s, struct raster *raster)
{
	uint64_t n = (uint64_t)s->width * s->height;
	uint32_t *pixels = malloc(n * sizeof *pixels);
	TIFFRGBAImage image;
	char why[1024];
	bool good = pixels != NULL && TIFFRGBAImageBegin(&image, tiff, 1, why);

	if (good) {
		image.orientation = image.req_orientation = ORIENTATION_TOPLEFT;
		good =
		    TIFFRGBAImageGet(&image, pixels, s->width, s->height) != 0;
		TIFFRGBAImageEnd(&image);
	}
	for (uint64_t i = 0; good && i < n; i++) {
		uint8_t *to = raster->samples + 3 * i;

		to[0] = (uint8_t)TIFFGetR(pixels[i]);
		to[1] = (uint8_t)TIFFGetG(pixels[i]);
		to[2] = (uint8_t)TIFFGetB(pixels[i]);
	}
	free(pixels);
	return good;
}

static bool
decode(struct slice bytes, struct raster *raster, struct buf *why)
{
	struct input input = {.bytes = bytes};
	TIFF *tiff = open_part(&input, raster->part);
	struct shape s;
	bool good = tiff != NULL && measure(tiff, &s) == NULL &&
	    s.width == raster->width && s.height == raster->height &&
	    s.colours == raster->bands && (s.alpha > 0) == raster->alpha;
	const void *profile;
	uint32_t n;

	if (good) {
		raster->samples =
		    malloc((size_t)s.width * s.height * bands_of(&s));
		good = raster->samples != NULL &&
		    (s.converted ? convert_all(tiff, &s, raster)
				 : read_all(tiff, &s, raster));
	}
	if (good && TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &n, &profile))
		buf_put(&raster->profile, profile, n);
	if (!good)
		buf_put_string(why, "a strip or tile of it cannot be decoded");
	if (tiff != NULL)
		TIFFClose(tiff);
	return good;
}

/* Which TIFFs it is for, their first bytes do not say. */
static bool
fits(struct slice bytes)
{
	(void)bytes;
	return false;
}

const struct raster_decoder raster_tiff = {fits, head, decode};
