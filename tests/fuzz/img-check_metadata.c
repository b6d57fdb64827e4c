/* SPDX-License-Identifier: MIT */
/* XMP, IPTC and licences: the first byte says which; what comes out is clean.
 */
#include "metadata/iptc.h"
#include "metadata/licence.h"
#include "metadata/xmp.h"
#include "shared.h"

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
	if (data[0] == 'x')
		xmp_read(&xmp, s);
	else if (data[0] == 'l')
		licence_find(s, &uri);
	else
		iptc_read(&iptc, s);
	for (size_t i = 0; i < XMP_FIELDS; i++)
		must_be_clean(buf_slice(&xmp.values[i]));
	must_be_clean(buf_slice(&iptc.creator));
	must_be_clean(buf_slice(&iptc.caption));
	must_be_clean(buf_slice(&uri));
	return 0;
}
