/* SPDX-License-Identifier: MIT */
/* The door to libdmtx, where it is there. */
#include "reading.h"

#ifdef HAVE_DMTX
#include <dmtx.h>

bool
dmtx_is_there(void)
{
	return true;
}

/* Whether what was found there is a code that can be read. */
static bool
give(DmtxDecode *decode, const struct grey *grey, DmtxRegion *region,
    reading_sink *sink, void *context)
{
	DmtxMessage *message =
	    dmtxDecodeMatrixRegion(decode, region, DmtxUndefined);
	struct reading reading = {.symbology = DATAMATRIX,
	    .lines = 1,
	    .width = (double)grey->width,
	    .height = (double)grey->height};

	if (message == NULL)
		return false;
	if (message->outputIdx > 0) {
		reading.text = (struct slice){
		    (const char *)message->output, (size_t)message->outputIdx};
		sink(context, &reading);
	}
	dmtxMessageDestroy(&message);
	return true;
}

/* Along lines across and down, and no more than so many places that look like
 * a code, so that the work does not depend on how busy the machine is, as a
 * limit of time would. */
static void
scan(DmtxDecode *decode, const struct grey *grey, reading_sink *sink,
    void *context)
{
	enum { LINES = 15, TRIES = 8 };
	int size[2] = {(int)grey->width, (int)grey->height};
	int left = TRIES;

	for (int k = 0; k < 2 * LINES; k++) {
		int down = k % 2, line = 1 + k / 2;
		int other = size[1 - down] * line / (LINES + 1);

		for (int i = 1; i + 1 < size[down] && left > 0; i++) {
			DmtxRegion *region = dmtxRegionScanPixel(
			    decode, down ? other : i, down ? i : other);
			bool read;

			if (region == NULL)
				continue;
			read = give(decode, grey, region, sink, context);
			dmtxRegionDestroy(&region);
			left = read ? 0 : left - 1;
		}
	}
}

void
dmtx_read(const struct grey *grey, reading_sink *sink, void *context)
{
	DmtxImage *image = dmtxImageCreate(
	    grey->at, (int)grey->width, (int)grey->height, DmtxPack8bppK);
	DmtxDecode *decode = image != NULL ? dmtxDecodeCreate(image, 1) : NULL;

	if (decode != NULL) {
		scan(decode, grey, sink, context);
		dmtxDecodeDestroy(&decode);
	}
	if (image != NULL)
		dmtxImageDestroy(&image);
}

#else

bool
dmtx_is_there(void)
{
	return false;
}

void
dmtx_read(const struct grey *grey, reading_sink *sink, void *context)
{
	(void)grey;
	(void)sink;
	(void)context;
}

#endif
