/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "consumers.h"

bool
consumers_parse(const char *text, unsigned *set)
{
	static const struct {
		const char *name;
		unsigned reader;
	} readers[] = {{"symbiota", CONSUMER_SYMBIOTA},
	    {"idigbio", CONSUMER_IDIGBIO}, {"gbif", CONSUMER_GBIF}};
	struct slice list = slice_of(text), word;
	unsigned before = *set;

	while (slice_word(&list, ',', &word)) {
		unsigned one = 0;

		word = slice_trim(word);
		for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
			if (slice_equal(word, slice_of(readers[i].name)))
				one = readers[i].reader;
		if (one == 0)
			return false;
		*set |= one;
	}
	return *text != '\0' || *set != before;
}

/* GBIF takes a URL without a picture's extension for a web page. */
static bool
looks_like_page(const struct media_type *kind, struct slice name)
{
	return path_extension(name).n == 0 ||
	    !media_type_may_be_named(kind, name);
}

void
consumers_judge(unsigned set, const struct media_type *kind, struct slice name,
    struct judge *judge)
{
	if ((set & CONSUMER_SYMBIOTA) != 0 &&
	    (kind->takers & MEDIA_PORTAL_34) == 0)
		judge_find(judge, SYMBIOTA_FORMAT);
	if ((set & CONSUMER_IDIGBIO) != 0 &&
	    (kind->takers & MEDIA_IDIGBIO) == 0)
		judge_find(judge, IDIGBIO_FORMAT);
	if ((set & CONSUMER_IDIGBIO) != 0 &&
	    !media_type_may_be_named(kind, name))
		judge_find(judge, IDIGBIO_EXTENSION);
	if ((set & CONSUMER_GBIF) != 0 && (kind->takers & MEDIA_GBIF) == 0)
		judge_find(judge, GBIF_FORMAT);
	if ((set & CONSUMER_GBIF) != 0 && looks_like_page(kind, name))
		judge_find(judge, GBIF_EXTENSION);
}
