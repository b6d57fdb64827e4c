/* SPDX-License-Identifier: MIT */
/* exif: whatever is in the payload, what comes out is clean UTF-8. */
#include "metadata/exif.h"
#include "shared.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct exif *exif;
	struct exif_facts facts;

	if (exif == NULL)
		exif = exif_new();
	facts = exif_read(exif, data, size);
	must_be_clean(facts.artist);
	must_be_clean(facts.copyright);
	must_be_clean(facts.date);
	if (facts.orientation < 0 || facts.orientation > 8)
		abort();
	return 0;
}
