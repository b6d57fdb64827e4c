/* SPDX-License-Identifier: MIT */
/* JPEG XL, upright as its head says. The only door to libjxl. */
#include <stdlib.h>
#include <string.h>

#include <jxl/decode.h>

#include "raster.h"

static bool
fits(struct slice bytes)
{
	return bytes.n >= 12 &&
	    (memcmp(bytes.at, "\xFF\x0A", 2) == 0 ||
		memcmp(bytes.at, "\0\0\0\x0CJXL \r\n\x87\n", 12) == 0);
}

static bool
fail(struct buf *why, const char *text)
{
	buf_put_string(why, text);
	return false;
}

static JxlDecoder *
begin(struct slice bytes, int events)
{
	JxlDecoder *decoder = JxlDecoderCreate(NULL);

	if (decoder == NULL)
		return NULL;
	if (JxlDecoderSubscribeEvents(decoder, events) == JXL_DEC_SUCCESS &&
	    JxlDecoderSetInput(decoder, (const uint8_t *)bytes.at, bytes.n) ==
		JXL_DEC_SUCCESS) {
		JxlDecoderCloseInput(decoder);
		return decoder;
	}
	JxlDecoderDestroy(decoder);
	return NULL;
}

static bool
read_head(JxlDecoder *decoder, struct raster *raster, struct buf *why)
{
	JxlBasicInfo info;

	if (JxlDecoderProcessInput(decoder) != JXL_DEC_BASIC_INFO ||
	    JxlDecoderGetBasicInfo(decoder, &info) != JXL_DEC_SUCCESS)
		return fail(why, "a bad head");
	raster->width = info.xsize;
	raster->height = info.ysize;
	raster->bands = info.num_color_channels == 1 ? 1 : 3;
	raster->alpha = info.alpha_bits > 0;
	raster->memory = (uint64_t)info.xsize * info.ysize *
	    (4 * (3 + (uint64_t)info.num_extra_channels) * 3 +
		raster_bands(raster));
	for (uint32_t i = 0; i < info.num_extra_channels; i++) {
		JxlExtraChannelInfo extra;

		if (JxlDecoderGetExtraChannelInfo(decoder, i, &extra) ==
			JXL_DEC_SUCCESS &&
		    extra.type == JXL_CHANNEL_BLACK)
			return fail(why, "a JPEG XL in CMYK");
	}
	return true;
}

static bool
head(struct slice bytes, struct raster *raster, struct buf *why)
{
	JxlDecoder *decoder = begin(bytes, JXL_DEC_BASIC_INFO);
	bool good = decoder != NULL ? read_head(decoder, raster, why)
				    : fail(why, "out of memory");

	JxlDecoderDestroy(decoder);
	return good;
}

/* Colours come in sRGB where the picture leaves the choice, else with the
 * profile that says what they are. */
static bool
read_profile(JxlDecoder *decoder, struct raster *raster)
{
	JxlColorEncoding srgb = {.color_space = raster->bands == 1
		? JXL_COLOR_SPACE_GRAY
		: JXL_COLOR_SPACE_RGB,
	    .white_point = JXL_WHITE_POINT_D65,
	    .primaries = JXL_PRIMARIES_SRGB,
	    .transfer_function = JXL_TRANSFER_FUNCTION_SRGB,
	    .rendering_intent = JXL_RENDERING_INTENT_PERCEPTUAL};
	size_t n = 0;

	JxlDecoderSetPreferredColorProfile(decoder, &srgb);
	if (JxlDecoderGetICCProfileSize(decoder, NULL,
		JXL_COLOR_PROFILE_TARGET_DATA, &n) != JXL_DEC_SUCCESS ||
	    n == 0)
		return true;
	buf_clear(&raster->profile);
	buf_room(&raster->profile, n);
	raster->profile.n = n;
	return JxlDecoderGetColorAsICCProfile(decoder, NULL,
		   JXL_COLOR_PROFILE_TARGET_DATA, (uint8_t *)raster->profile.at,
		   n) == JXL_DEC_SUCCESS;
}

static bool
give_room(JxlDecoder *decoder, struct raster *raster)
{
	JxlPixelFormat format = {.num_channels = (uint32_t)raster_bands(raster),
	    .data_type = JXL_TYPE_UINT8,
	    .endianness = JXL_NATIVE_ENDIAN};
	size_t n =
	    (size_t)raster->width * raster->height * raster_bands(raster);
	size_t needed = 0;

	raster->samples = malloc(n);
	return raster->samples != NULL &&
	    JxlDecoderImageOutBufferSize(decoder, &format, &needed) ==
	    JXL_DEC_SUCCESS &&
	    needed == n &&
	    JxlDecoderSetImageOutBuffer(decoder, &format, raster->samples, n) ==
	    JXL_DEC_SUCCESS;
}

/* The first frame, to its last pixel. */
static bool
run(JxlDecoder *decoder, struct raster *raster)
{
	for (;;)
		switch (JxlDecoderProcessInput(decoder)) {
		case JXL_DEC_BASIC_INFO: break;
		case JXL_DEC_COLOR_ENCODING:
			if (!read_profile(decoder, raster))
				return false;
			break;
		case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
			if (!give_room(decoder, raster))
				return false;
			break;
		case JXL_DEC_FULL_IMAGE: return true;
		default: return false;
		}
}

static bool
decode(struct slice bytes, struct raster *raster, struct buf *why)
{
	JxlDecoder *decoder = begin(bytes,
	    JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
	bool good = decoder != NULL && run(decoder, raster);

	JxlDecoderDestroy(decoder);
	return good || fail(why, "cannot be decoded to its end");
}

const struct raster_decoder raster_jxl = {fits, head, decode};
