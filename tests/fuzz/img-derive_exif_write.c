/* SPDX-License-Identifier: MIT */
/* EXIF and XMP made again: bounded, without position, and read the same. */
#include "../../cmd/img-derive/exif_write.h"
#include "../../cmd/img-derive/xmp_write.h"
#include "shared.h"

static void
check_exif(const struct byte_source *view, bool keep_gps)
{
	struct buf out = {0};
	struct exif_contents contents;

	exif_write_put(&out, view, keep_gps);
	contents = exif_write_look(
	    &(struct byte_source){.bytes = buf_slice(&out), .fd = -1});
	must(out.n <= 32 << 10 && (keep_gps || !contents.position));
	buf_free(&out);
}

static void
check_xmp(struct slice bytes)
{
	static struct xmp xmp, again;
	struct buf out = {0};

	xmp_read(&xmp, bytes);
	xmp_write_put(&out, &xmp, true);
	must(out.n <= 32 << 10);
	if (out.n > 0)
		must(xmp_read(&again, buf_slice(&out)));
	for (size_t i = 0; i < XMP_FIELDS && out.n > 0 && out.n < 20000; i++)
		must(slice_equal(xmp_text(&xmp, (enum xmp_field)i),
		    xmp_text(&again, (enum xmp_field)i)));
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = {n > 0 ? (const char *)data : "", n};
	struct byte_source view = {.bytes = bytes, .fd = -1};

	check_exif(&view, false);
	check_exif(&view, true);
	check_xmp(bytes);
	return 0;
}
