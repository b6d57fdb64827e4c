/* SPDX-License-Identifier: MIT */
/* XMP, IPTC and licences: the first byte says which; what comes out is clean.
 */
#include "metadata/iptc.h"
#include "metadata/licence.h"
#include "metadata/xmp.h"
#include "shared.h"

static void
check_xmp(const struct xmp *xmp)
{
	for (size_t i = 0; i < XMP_FIELDS; i++) {
		struct slice items = buf_slice(&xmp->values[i]);
		struct slice language, text;

		while (xmp_next(&items, &language, &text)) {
			must_be_clean(language);
			must_be_clean(text);
		}
	}
}

/* What was copied reads the same. */
static void
check_iptc(struct iptc *iptc, struct slice s)
{
	static struct iptc again;
	static struct buf copy;

	buf_clear(&copy);
	iptc_copy(&copy, s);
	iptc_read(&again, buf_slice(&copy));
	must_be_clean(buf_slice(&iptc->title));
	must_be_clean(buf_slice(&iptc->caption));
	must_be_clean(buf_slice(&iptc->copyright));
	must_be_clean(buf_slice(&iptc->date));
	if (copy.n < 16000)
		must(slice_equal(buf_slice(&iptc->creators),
			 buf_slice(&again.creators)) &&
		    slice_equal(
			buf_slice(&iptc->caption), buf_slice(&again.caption)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct xmp xmp;
	static struct iptc iptc;
	static struct buf uri;
	struct slice s = {(const char *)data + 1, size > 0 ? size - 1 : 0};

	if (size == 0)
		return 0;
	buf_clear(&uri);
	if (data[0] == 'x') {
		xmp_read(&xmp, s);
		check_xmp(&xmp);
	} else if (data[0] == 'l') {
		licence_find(s, &uri);
		must_be_clean(buf_slice(&uri));
	} else {
		iptc_read(&iptc, s);
		check_iptc(&iptc, s);
	}
	return 0;
}
