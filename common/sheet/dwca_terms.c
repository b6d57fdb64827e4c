/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "sheet/dwca_terms.h"

static const struct {
	const char *prefix, *base;
} vocabularies[] = {
    {"dcterms", "http://purl.org/dc/terms/"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"dwc", "http://rs.tdwg.org/dwc/terms/"},
    {"ac", "http://rs.tdwg.org/ac/terms/"},
    {"exif", "http://ns.adobe.com/exif/1.0/"},
    {"xmpRights", "http://ns.adobe.com/xap/1.0/rights/"},
    {"xmp", "http://ns.adobe.com/xap/1.0/"},
    {"photoshop", "http://ns.adobe.com/photoshop/1.0/"},
    {"gbif", "http://rs.gbif.org/terms/"},
    {"symbiota", "https://symbiota.org/terms/"},
};

enum { NVOCABULARIES = sizeof vocabularies / sizeof *vocabularies };

struct slice
dwca_term_local(const char *term)
{
	struct slice local = slice_of(term);

	for (size_t i = local.n; i > 0; i--)
		if (strchr("/#:", local.at[i - 1]) != NULL)
			return (struct slice){local.at + i, local.n - i};
	return local;
}

bool
dwca_term_is(const char *term, const char *local)
{
	return strcasecmp(dwca_term_local(term).at, local) == 0;
}

bool
dwca_term_is_preferred(const char *term)
{
	const char *base = vocabularies[0].base;

	return strncmp(term, base, strlen(base)) == 0;
}

void
dwca_term_put_prefix(struct buf *out, const char *term)
{
	for (size_t i = 0; i < NVOCABULARIES; i++)
		if (strncmp(term, vocabularies[i].base,
			strlen(vocabularies[i].base)) == 0) {
			buf_put_string(out, vocabularies[i].prefix);
			return;
		}
	buf_put_string(out, "other");
}

static bool
contains(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
}

bool
dwca_row_type_is_media(const char *row_type)
{
	return contains(row_type, "image") || contains(row_type, "audubon") ||
	    contains(row_type, "multimedia") ||
	    contains(row_type, "/ac/terms/");
}

bool
dwca_row_type_is_occurrence(const char *row_type)
{
	return contains(row_type, "occurrence") ||
	    contains(row_type, "DarwinCore") ||
	    contains(row_type, "DarwinRecord");
}

bool
dwca_row_type_is_audiovisual(const char *row_type)
{
	return contains(row_type, "audubon") || contains(row_type, "/ac/");
}

const char *
dwca_term_base(struct slice prefix)
{
	for (size_t i = 0; i < NVOCABULARIES; i++)
		if (slice_equal(prefix, slice_of(vocabularies[i].prefix)))
			return vocabularies[i].base;
	return NULL;
}
