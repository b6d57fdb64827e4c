/* SPDX-License-Identifier: MIT */
/* JPEGs with other metadata: what comes out is a JPEG of the same picture. */
#include "../../cmd/img-derive/jpeg.h"
#include "shared.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = {(const char *)data, n};
	struct jpeg jpeg, again;
	struct buf out = {0};

	if (!jpeg_read(bytes, &jpeg))
		return 0;
	if (jpeg.end > n || (jpeg.whole && jpeg.end == 0))
		abort();
	if (jpeg.whole) {
		bytes.n = jpeg.end;
		jpeg_put(&out, bytes,
		    &(struct jpeg_metadata){SLICE("MM\0*exif"), SLICE("<xmp/>"),
			SLICE("8BIM\4\4")});
		if (!jpeg_read(buf_slice(&out), &again) || !again.whole ||
		    again.width != jpeg.width || again.height != jpeg.height ||
		    again.web != jpeg.web || again.mentions_position ||
		    again.trailing ||
		    !slice_equal(again.exif, SLICE("MM\0*exif")) ||
		    !slice_equal(again.xmp, SLICE("<xmp/>")))
			abort();
	}
	buf_free(&out);
	return 0;
}
