/* SPDX-License-Identifier: MIT */
/* The pixels of a PNG, inflated. */
#include <stdio.h>

#include "picture/png_pixels.h"
#include "decode.h"

enum decode_result
decode_png(struct decode_source *source)
{
	struct png_pixels pixels =
	    png_pixels_look(source->reader, source->context);

	source->fits = pixels.fits;
	source->misfits = pixels.misfits;
	if (pixels.why == NULL)
		return DECODE_GOOD;
	snprintf(source->why, sizeof source->why, "%s", pixels.why);
	return DECODE_CORRUPT;
}
