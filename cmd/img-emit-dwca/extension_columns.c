/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "registry/column.h"
#include "sheet/dwca_terms.h"
#include "extension_columns.h"

#define DCTERMS "http://purl.org/dc/terms/"
#define DC "http://purl.org/dc/elements/1.1/"
#define DWC "http://rs.tdwg.org/dwc/terms/"
#define AC "http://rs.tdwg.org/ac/terms/"
#define XMP "http://ns.adobe.com/xap/1.0/"
#define RIGHTS "http://ns.adobe.com/xap/1.0/rights/"
#define EXIF "http://ns.adobe.com/exif/1.0/"
#define PHOTOSHOP "http://ns.adobe.com/photoshop/1.0/"
#define SYMBIOTA "https://symbiota.org/terms/"
#define OWN "urn:x-imgpipe:"

struct mapping {
	const char *column, *term;
};

/* The portal's importer knows these by their last part. */
static const struct mapping audiovisual[] = {
    {"identifier", DCTERMS "identifier"},
    {"originalUrl", AC "accessURI"},
    {"thumbnailUrl", AC "thumbnailAccessURI"},
    {"url", AC "goodQualityAccessURI"},
    {"format", DCTERMS "format"},
    {"type", DCTERMS "type"},
    {"rights", DCTERMS "rights"},
    {"owner", RIGHTS "Owner"},
    {"creator", DC "creator"},
    {"copyright", RIGHTS "UsageTerms"},
    {"accessRights", RIGHTS "WebStatement"},
    {"caption", AC "caption"},
    {"notes", AC "comments"},
    {"sourceIdentifier", AC "providerManagedID"},
    {"referenceUrl", AC "associatedSpecimenReference"},
    {"createDate", XMP "CreateDate"},
    {"pixelXDimension", EXIF "PixelXDimension"},
    {"pixelYDimension", EXIF "PixelYDimension"},
    {"anatomy", AC "subjectPart"},
    {"hashFunction", AC "hashFunction"},
    {"hashValue", AC "hashValue"},
    {"mediaMD5", SYMBIOTA "mediaMD5"},
    {"archiveUrl", SYMBIOTA "archiveUrl"},
    {"sourceUrl", SYMBIOTA "sourceUrl"},
    {"imageType", SYMBIOTA "imageType"},
    {"mediaType", SYMBIOTA "mediaType"},
    {"sortOccurrence", SYMBIOTA "sortOccurrence"},
    {"locality", DWC "locality"},
};

static const struct mapping multimedia[] = {
    {"originalUrl", DCTERMS "identifier"},
    {"type", DCTERMS "type"},
    {"format", DCTERMS "format"},
    {"referenceUrl", DCTERMS "references"},
    {"caption", DCTERMS "title"},
    {"notes", DCTERMS "description"},
    {"createDate", DCTERMS "created"},
    {"creator", DCTERMS "creator"},
    {"rights", DCTERMS "license"},
    {"owner", DCTERMS "rightsHolder"},
    {"contributor", DCTERMS "contributor"},
    {"publisher", DCTERMS "publisher"},
    {"audience", DCTERMS "audience"},
    {"source", DCTERMS "source"},
};

/* Names of further terms, each list with a blank at both ends. */
static const struct mapping vocabularies[] = {
    {" title description source publisher contributor audience license "
     "language available bibliographicCitation references created "
     "rightsHolder ",
	DCTERMS},
    {" subtype subtypeLiteral tag metadataLanguage metadataLanguageLiteral "
     "variant variantLiteral variantDescription providerLiteral provider "
     "subjectOrientation subjectOrientationLiteral subjectPartLiteral "
     "captureDevice resourceCreationTechnique digitizationDate "
     "licenseLogoURL attributionLogoURL attributionLinkURL "
     "fundingAttribution metadataCreatorLiteral hasServiceAccessPoint "
     "furtherInformationURL derivedFrom relatedResourceID reviewer "
     "licensingException serviceExpectation ",
	AC},
    {" MetadataDate Rating ", XMP},
    {" Credit ", PHOTOSHOP},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *
extension_columns_local(const char *term)
{
	const char *local = term;

	for (; *term != '\0'; term++)
		if (strchr("/#:", *term) != NULL)
			local = term + 1;
	return local;
}

static size_t
add(struct extension_columns_plan *plan, size_t at, const char *base,
    const char *name)
{
	struct buf term = {0};

	buf_printf(&term, "%s%s", base, name);
	plan->columns =
	    mem_resize(plan->columns, plan->n + 1, sizeof *plan->columns);
	plan->columns[plan->n] = (struct extension_column){
	    .at = at, .term = mem_string(term.at, term.n)};
	buf_free(&term);
	return plan->n++;
}

static void
add_mapped(struct extension_columns_plan *plan, const struct stream_in *in,
    const struct mapping mappings[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *column = mappings[i].column;
		size_t at = stream_column(in, column);
		size_t *place = strcmp(column, "identifier") == 0
		    ? &plan->identifier
		    : strcmp(column, "originalUrl") == 0 ? &plan->access
		    : strcmp(column, "format") == 0	 ? &plan->format
		    : strcmp(column, "type") == 0	 ? &plan->type
							 : NULL;

		if (place != NULL)
			*place = add(plan, at, mappings[i].term, "");
		else if (at != STREAM_NONE)
			add(plan, at, mappings[i].term, "");
	}
}

static bool
is_mapped(const char *name)
{
	for (size_t i = 0; i < COUNT(audiovisual); i++)
		if (strcmp(name, audiovisual[i].column) == 0)
			return true;
	return strcmp(name, "scientificName") == 0;
}

static void
pass(struct extension_columns_plan *plan, size_t at, const char *name)
{
	struct buf word = {0};
	const char *base = OWN, *colon;

	buf_printf(&word, " %s ", name);
	for (size_t i = 0; i < COUNT(vocabularies); i++)
		if (strstr(vocabularies[i].column, word.at) != NULL)
			base = vocabularies[i].term;
	colon = strchr(name, ':');
	if (colon != NULL) {
		const char *known = dwca_term_base(
		    (struct slice){name, (size_t)(colon - name)});

		base = known != NULL ? known : base;
		name = known != NULL ? colon + 1 : name;
	}
	add(plan, at, base, name);
	buf_free(&word);
}

static void
pass_others(struct extension_columns_plan *plan, const struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);
	struct buf value = {0};

	for (size_t i = 0; i < columns->n; i++) {
		struct slice name = stream_value(columns->names[i], &value);
		char *string;

		if (column_find(name) != NULL || name.n == 0 ||
		    memchr(name.at, '\0', name.n) != NULL)
			continue;
		string = mem_string(name.at, name.n);
		if (!is_mapped(string))
			pass(plan, i, string);
		free(string);
	}
	buf_free(&value);
}

void
extension_columns_plan(struct extension_columns_plan *plan,
    const struct stream_in *in, enum extension extension)
{
	*plan = (struct extension_columns_plan){.identifier = STREAM_NONE};
	if (extension == MULTIMEDIA) {
		add_mapped(plan, in, multimedia, COUNT(multimedia));
		return;
	}
	add_mapped(plan, in, audiovisual, COUNT(audiovisual));
	pass_others(plan, in);
}

void
extension_columns_free(struct extension_columns_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		free(plan->columns[i].term);
	free(plan->columns);
}
