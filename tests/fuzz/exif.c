/* SPDX-License-Identifier: MIT */
/* exif: whatever is in the payload, what comes out is clean UTF-8. */
#include <stdlib.h>

#include "exif.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must_be_clean(struct slice s)
{
	if (!utf8_valid(s))
		abort();
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7F)
			abort();
}

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
