/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include <jxl/decode.h>

#include "base/mem.h"
#include "picture/jxl.h"

bool
jxl_begins(struct slice bytes)
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

static size_t
bands_of(const struct jxl_image *image)
{
	return image->bands + (image->alpha ? 1u : 0u);
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
read_head(JxlDecoder *decoder, struct jxl_image *image, struct buf *why)
{
	JxlBasicInfo info;

	if (JxlDecoderProcessInput(decoder) != JXL_DEC_BASIC_INFO ||
	    JxlDecoderGetBasicInfo(decoder, &info) != JXL_DEC_SUCCESS)
		return fail(why, "a bad head");
	image->width = info.xsize;
	image->height = info.ysize;
	image->bands = info.num_color_channels == 1 ? 1 : 3;
	image->alpha = info.alpha_bits > 0;
	image->extra = info.num_extra_channels;
	for (uint32_t i = 0; i < info.num_extra_channels; i++) {
		JxlExtraChannelInfo extra;

		if (JxlDecoderGetExtraChannelInfo(decoder, i, &extra) ==
			JXL_DEC_SUCCESS &&
		    extra.type == JXL_CHANNEL_BLACK)
			return fail(why, "a JPEG XL in CMYK");
	}
	return true;
}

bool
jxl_head(struct slice bytes, struct jxl_image *image, struct buf *why)
{
	JxlDecoder *decoder = begin(bytes, JXL_DEC_BASIC_INFO);
	bool good = decoder != NULL ? read_head(decoder, image, why)
				    : fail(why, "out of memory");

	JxlDecoderDestroy(decoder);
	return good;
}

/* Colours come in sRGB where the picture leaves the choice, else with the
 * profile that says what they are. */
static bool
read_profile(JxlDecoder *decoder, struct jxl_image *image)
{
	JxlColorEncoding srgb = {.color_space = image->bands == 1
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
	buf_clear(&image->profile);
	buf_room(&image->profile, n);
	image->profile.n = n;
	return JxlDecoderGetColorAsICCProfile(decoder, NULL,
		   JXL_COLOR_PROFILE_TARGET_DATA, (uint8_t *)image->profile.at,
		   n) == JXL_DEC_SUCCESS;
}

static bool
give_room(JxlDecoder *decoder, struct jxl_image *image)
{
	JxlPixelFormat format = {.num_channels = (uint32_t)bands_of(image),
	    .data_type = JXL_TYPE_UINT8,
	    .endianness = JXL_NATIVE_ENDIAN};
	size_t n = (size_t)image->width * image->height * bands_of(image);
	size_t needed = 0;

	image->samples = malloc(n);
	return image->samples != NULL &&
	    JxlDecoderImageOutBufferSize(decoder, &format, &needed) ==
	    JXL_DEC_SUCCESS &&
	    needed == n &&
	    JxlDecoderSetImageOutBuffer(decoder, &format, image->samples, n) ==
	    JXL_DEC_SUCCESS;
}

/* The first frame, to its last pixel. */
static bool
run(JxlDecoder *decoder, struct jxl_image *image)
{
	for (;;)
		switch (JxlDecoderProcessInput(decoder)) {
		case JXL_DEC_BASIC_INFO: break;
		case JXL_DEC_COLOR_ENCODING:
			if (!read_profile(decoder, image))
				return false;
			break;
		case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
			if (!give_room(decoder, image))
				return false;
			break;
		case JXL_DEC_FULL_IMAGE: return true;
		default: return false;
		}
}

bool
jxl_decode(struct slice bytes, struct jxl_image *image, struct buf *why)
{
	JxlDecoder *decoder = begin(bytes,
	    JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
	bool good = decoder != NULL && run(decoder, image);

	JxlDecoderDestroy(decoder);
	return good || fail(why, "cannot be decoded to its end");
}

struct walk {
	JxlDecoder *decoder;
	picture_reader *reader;
	void *context;
	uint64_t at, memory;
	uint8_t *pixels;
	size_t npixels;
	uint8_t piece[1 << 16];
};

/* What the decoder has left, and as much more as fits. */
static bool
feed(struct walk *w)
{
	size_t left = JxlDecoderReleaseInput(w->decoder), n;

	w->at -= left;
	n = w->reader(w->context, w->at, w->piece, sizeof w->piece);
	w->at += n;
	if (n <= left)
		return false;
	return JxlDecoderSetInput(w->decoder, w->piece, n) == JXL_DEC_SUCCESS;
}

static enum jxl_end
give_room_for(struct walk *w)
{
	JxlPixelFormat format = {.num_channels = 3,
	    .data_type = JXL_TYPE_UINT8,
	    .endianness = JXL_NATIVE_ENDIAN};
	size_t n = 0;

	if (JxlDecoderImageOutBufferSize(w->decoder, &format, &n) !=
		JXL_DEC_SUCCESS ||
	    n > w->memory / 8)
		return JXL_UNKNOWN;
	if (n > w->npixels) {
		w->pixels = mem_resize(w->pixels, n, 1);
		w->npixels = n;
	}
	return JxlDecoderSetImageOutBuffer(w->decoder, &format, w->pixels, n) ==
		JXL_DEC_SUCCESS
	    ? JXL_WHOLE
	    : JXL_UNKNOWN;
}

static enum jxl_end
walk_on(struct walk *w)
{
	for (;;)
		switch (JxlDecoderProcessInput(w->decoder)) {
		case JXL_DEC_NEED_MORE_INPUT:
			if (!feed(w))
				return JXL_CUT;
			break;
		case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
			if (give_room_for(w) != JXL_WHOLE)
				return JXL_UNKNOWN;
			break;
		case JXL_DEC_FRAME:
		case JXL_DEC_FULL_IMAGE: break;
		case JXL_DEC_SUCCESS: return JXL_WHOLE;
		default: return JXL_BROKEN;
		}
}

enum jxl_end
jxl_walk(picture_reader *reader, void *context, uint64_t memory)
{
	struct walk *w = mem_array(1, sizeof *w);
	enum jxl_end end = JXL_UNKNOWN;

	w->reader = reader;
	w->context = context;
	w->memory = memory;
	w->decoder = JxlDecoderCreate(NULL);
	if (w->decoder != NULL &&
	    JxlDecoderSubscribeEvents(w->decoder,
		JXL_DEC_FRAME | JXL_DEC_FULL_IMAGE) == JXL_DEC_SUCCESS)
		end = walk_on(w);
	if (w->decoder != NULL)
		JxlDecoderDestroy(w->decoder);
	free(w->pixels);
	free(w);
	return end;
}
