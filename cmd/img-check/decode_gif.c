/* SPDX-License-Identifier: MIT */
/* The lines of every frame of a GIF. The only door to giflib. */
#include <gif_lib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "decode.h"

static int
fill(GifFileType *gif, GifByteType *bytes, int n)
{
	return (int)decode_read(gif->UserData, bytes, (size_t)n);
}

/* Of what is sound as a file giflib refuses only codes of more than 8 bits,
 * which are rare, and no damage. */
static enum decode_result
read_image(GifFileType *gif, GifPixelType *line, uint64_t *pixels)
{
	int width, height;

	if (DGifGetImageDesc(gif) == GIF_ERROR)
		return DECODE_LEFT_OUT;
	width = gif->Image.Width;
	height = gif->Image.Height;
	if (width <= 0 || width > USHRT_MAX)
		return DECODE_CORRUPT;
	for (int y = 0; y < height; y++) {
		if ((uint64_t)width > *pixels)
			return DECODE_LEFT_OUT;
		*pixels -= (uint64_t)width;
		if (DGifGetLine(gif, line, width) == GIF_ERROR)
			return DECODE_CORRUPT;
	}
	return DECODE_GOOD;
}

static enum decode_result
read_extension(GifFileType *gif)
{
	GifByteType *extension;
	int code;

	if (DGifGetExtension(gif, &code, &extension) == GIF_ERROR)
		return DECODE_CORRUPT;
	while (extension != NULL)
		if (DGifGetExtensionNext(gif, &extension) == GIF_ERROR)
			return DECODE_CORRUPT;
	return DECODE_GOOD;
}

/* What is decoded is sound as a file: where a record is of no type there is a
 * terminator too many. */
static enum decode_result
read_records(GifFileType *gif, GifPixelType *line, uint64_t pixels)
{
	enum decode_result result = DECODE_GOOD;
	GifRecordType type = UNDEFINED_RECORD_TYPE;

	while (result == DECODE_GOOD && type != TERMINATE_RECORD_TYPE) {
		if (DGifGetRecordType(gif, &type) == GIF_ERROR)
			result = gif->Error == D_GIF_ERR_WRONG_RECORD
			    ? DECODE_GOOD
			    : DECODE_CORRUPT;
		else if (type == IMAGE_DESC_RECORD_TYPE)
			result = read_image(gif, line, &pixels);
		else if (type == EXTENSION_RECORD_TYPE)
			result = read_extension(gif);
	}
	return result;
}

enum decode_result
decode_gif(struct decode_source *source)
{
	int error = 0;
	GifFileType *gif = DGifOpen(source, fill, &error);
	enum decode_result result = DECODE_CORRUPT;
	GifPixelType *line;
	const char *text;

	if (gif != NULL) {
		line = mem_alloc(USHRT_MAX);
		result = read_records(gif, line, source->pixels);
		free(line);
		error = gif->Error;
		DGifCloseFile(gif, NULL);
	}
	text = GifErrorString(error);
	if (result == DECODE_CORRUPT)
		snprintf(source->why, sizeof source->why, "%s",
		    text != NULL ? text : "cannot be decoded");
	return result;
}
