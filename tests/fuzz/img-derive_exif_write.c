/* SPDX-License-Identifier: MIT */
/* EXIF and XMP made anew: bounded, without position or orientation. */
#include "../../cmd/img-derive/exif_write.h"
#include "../../cmd/img-derive/xmp_write.h"
#include "shared.h"

static void
check_tags(const struct byte_source *view, bool keep_gps)
{
	struct buf out = {0};
	struct tags tags;

	tags_put(&out, view, keep_gps);
	tags = tags_read(
	    &(struct byte_source){.bytes = buf_slice(&out), .fd = -1});
	if (out.n > 32 << 10 || tags.orientation != 0 ||
	    (tags.position && !keep_gps))
		abort();
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = {n > 0 ? (const char *)data : "", n};
	struct byte_source view = {.bytes = bytes, .fd = -1};
	struct buf out = {0}, again = {0};

	check_tags(&view, false);
	check_tags(&view, true);
	rights_put(&out, bytes, SLICE(""), false);
	rights_put(&again, buf_slice(&out), SLICE(""), false);
	if (out.n > 64 << 10 ||
	    !slice_equal(buf_slice(&out), buf_slice(&again)))
		abort();
	rights_put(&out, SLICE(""), bytes, false);
	buf_free(&out);
	buf_free(&again);
	return 0;
}
