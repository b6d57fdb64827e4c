/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
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
    {"providerManagedID", AC "providerManagedID"},
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

#define COUNT(array) (sizeof(array) / sizeof *(array))

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

static const struct {
	const char *column;
	enum filling filling;
} fillings[] = {{"identifier", IDENTIFIER}, {"originalUrl", ACCESS},
    {"url", LINK}, {"thumbnailUrl", LINK}, {"archiveUrl", LINK},
    {"format", FORMAT}, {"type", TYPE}, {"providerManagedID", PROVIDER_ID}};

static enum filling
filling_of(const char *column)
{
	for (size_t i = 0; i < COUNT(fillings); i++)
		if (strcmp(column, fillings[i].column) == 0)
			return fillings[i].filling;
	return PLAIN;
}

static void
add(struct extension_columns_plan *plan, struct extension_column column)
{
	plan->columns =
	    mem_resize(plan->columns, plan->n + 1, sizeof *plan->columns);
	plan->columns[plan->n++] = column;
}

static void
add_term(struct extension_columns_plan *plan, size_t at, enum filling filling,
    const char *base, const char *name)
{
	struct buf term = {0};

	buf_printf(&term, "%s%s", base, name);
	add(plan,
	    (struct extension_column){.at = at,
		.filling = filling,
		.term = mem_string(term.at, term.n)});
	buf_free(&term);
}

static void
add_mapped(struct extension_columns_plan *plan, const struct stream_in *in,
    const struct mapping mappings[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *column = mappings[i].column;
		size_t at = stream_column(in, column);
		enum filling filling = filling_of(column);

		if (at != STREAM_NONE || (filling != PLAIN && filling != LINK))
			add_term(plan, at, filling, mappings[i].term, "");
	}
}

/* Columns that go elsewhere in the archive, or nowhere. */
static bool
is_mapped(const char *name)
{
	static const char *const others[] = {"scientificName", "basisOfRecord",
	    "recordSecurity", "sourceIdentifier", "mediaID", "recordID", "tid",
	    "creatorUid", "username"};

	for (size_t i = 0; i < COUNT(audiovisual); i++)
		if (strcmp(name, audiovisual[i].column) == 0)
			return true;
	for (size_t i = 0; i < COUNT(others); i++)
		if (strcmp(name, others[i]) == 0)
			return true;
	return false;
}

/* The vocabulary of a column that img-from-dwca passes through, or NULL. */
static const char *
vocabulary(const char **name)
{
	const char *colon = strchr(*name, ':'), *base = NULL;
	struct buf word = {0};

	if (colon != NULL) {
		base = dwca_term_base(
		    (struct slice){*name, (size_t)(colon - *name)});
		*name = base != NULL ? colon + 1 : *name;
		return base;
	}
	buf_printf(&word, " %s ", *name);
	for (size_t i = 0; i < COUNT(vocabularies); i++)
		if (strstr(vocabularies[i].column, word.at) != NULL)
			base = vocabularies[i].term;
	buf_free(&word);
	return base;
}

static void
pass_others(struct extension_columns_plan *plan, const struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);
	struct buf value = {0}, unknown = {0};

	for (size_t i = 0; i < columns->n; i++) {
		struct slice name = stream_value(columns->names[i], &value);
		const char *local, *base;
		char *string;

		if (column_find(name) != NULL || name.n == 0 ||
		    memchr(name.at, '\0', name.n) != NULL)
			continue;
		string = mem_string(name.at, name.n);
		local = string;
		base = is_mapped(string) ? NULL : vocabulary(&local);
		if (base != NULL)
			add_term(plan, i, PLAIN, base, local);
		else if (!is_mapped(string))
			buf_printf(&unknown, "%s'%s'",
			    unknown.n > 0 ? ", " : "", string);
		free(string);
	}
	if (unknown.n > 0)
		warn("columns left out, as no vocabulary has them: %s",
		    buf_string(&unknown));
	buf_free(&value);
	buf_free(&unknown);
}

void
extension_columns_plan(struct extension_columns_plan *plan,
    const struct stream_in *in, enum extension extension)
{
	*plan = (struct extension_columns_plan){.extension = extension};
	if (extension == MULTIMEDIA) {
		add_mapped(plan, in, multimedia, COUNT(multimedia));
		return;
	}
	add_mapped(plan, in, audiovisual, COUNT(audiovisual));
	pass_others(plan, in);
}

/* The column of the plan with the field's name that has no field yet. */
static struct extension_column *
find_column(
    struct extension_columns_plan *plan, const struct dwca_meta_field *field)
{
	struct slice local = dwca_term_local(field->term);

	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i].term != NULL &&
		    dwca_term_is(plan->columns[i].term, local.at))
			return &plan->columns[i];
	return NULL;
}

void
extension_columns_merge(
    struct extension_columns_plan *plan, const struct dwca_meta_table *table)
{
	struct extension_columns_plan all = {.extension = plan->extension};

	for (size_t i = 0; i < table->nfields; i++) {
		const struct dwca_meta_field *field = &table->fields[i];
		struct extension_column *ours, column = {.at = STREAM_NONE};

		if (field->index == table->key && field->index != DWCA_NONE &&
		    dwca_term_is(field->term, "coreid"))
			continue;
		ours = find_column(plan, field);
		if (ours != NULL) {
			column = *ours;
			free(ours->term);
			ours->term = NULL;
		}
		column.field = field;
		column.term = mem_string(field->term, strlen(field->term));
		add(&all, column);
	}
	for (size_t i = 0; i < plan->n; i++)
		if (plan->columns[i].term != NULL)
			add(&all, plan->columns[i]);
	free(plan->columns);
	*plan = all;
}

size_t
extension_columns_place(size_t key, size_t i)
{
	return i < key ? i : i + 1;
}

void
extension_columns_free(struct extension_columns_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		free(plan->columns[i].term);
	free(plan->columns);
}
