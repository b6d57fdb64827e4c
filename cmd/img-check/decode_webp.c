/* SPDX-License-Identifier: MIT */
/*
 * The frames of a WebP, each scaled down to a few pixels as it is decoded.
 * The only door to libwebp.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include "base/diag.h"
#include "base/mem.h"
#include "decode.h"

/* The file is in memory, and the pixels of lossless frames too. */
enum { FILE_MOST = 256 << 20 };

/* The library often takes a lack of memory for broken data. */
static bool
failed(struct decode_source *source, const char *why)
{
	if (errno == ENOMEM)
		die("out of memory");
	snprintf(source->why, sizeof source->why, "%s", why);
	return false;
}

static bool
decode_frame(const WebPData *frame, struct decode_source *source)
{
	WebPDecoderConfig config;
	VP8StatusCode status;

	if (WebPInitDecoderConfig(&config) == 0)
		return false;
	config.options.bypass_filtering = 1;
	config.options.no_fancy_upsampling = 1;
	config.options.use_scaling = 1;
	config.options.scaled_width = 8;
	config.options.scaled_height = 8;
	errno = 0;
	status = WebPDecode(frame->bytes, frame->size, &config);
	WebPFreeDecBuffer(&config.output);
	if (status == VP8_STATUS_OK)
		return true;
	return failed(source,
	    status == VP8_STATUS_NOT_ENOUGH_DATA
		? "the file ends before the picture does"
		: "the compressed data cannot be decoded");
}

static enum decode_result
decode_frames(WebPDemuxer *demuxer, struct decode_source *source)
{
	WebPIterator frame;
	enum decode_result result = DECODE_GOOD;
	uint64_t pixels = source->pixels;

	if (WebPDemuxGetFrame(demuxer, 1, &frame) == 0)
		return DECODE_CORRUPT;
	do {
		uint64_t here = (uint64_t)frame.width * (uint64_t)frame.height;

		if (here > pixels || here * 4 > DECODE_MEMORY)
			result = DECODE_LEFT_OUT;
		else if (!decode_frame(&frame.fragment, source))
			result = DECODE_CORRUPT;
		pixels -= here;
	} while (result == DECODE_GOOD && WebPDemuxNextFrame(&frame) != 0);
	WebPDemuxReleaseIterator(&frame);
	return result;
}

enum decode_result
decode_webp(struct decode_source *source)
{
	enum decode_result result = DECODE_CORRUPT;
	WebPDemuxer *demuxer;
	WebPData data;
	uint8_t *bytes;

	if (source->size > FILE_MOST)
		return DECODE_LEFT_OUT;
	bytes = mem_alloc((size_t)source->size);
	data.bytes = bytes;
	data.size = decode_read(source, bytes, (size_t)source->size);
	errno = 0;
	demuxer = WebPDemux(&data);
	if (demuxer != NULL)
		result = decode_frames(demuxer, source);
	else
		failed(source, "its chunks contradict each other");
	WebPDemuxDelete(demuxer);
	free(bytes);
	return result;
}
