/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "registry/column.h"
#include "sheet/dwca_terms.h"
#include "extension_columns.h"

/* What comes first, in this order; other columns follow in the registry's. */
static const char *const audiovisual[] = {"identifier", "originalUrl",
    "thumbnailUrl", "url", "format", "type", "rights", "owner", "creator",
    "copyright", "accessRights", "caption", "notes", "providerManagedID",
    "referenceUrl", "createDate", "pixelXDimension", "pixelYDimension",
    "anatomy", "hashFunction", "hashValue", "mediaMD5"};

static const char *const multimedia[] = {"originalUrl", "type", "format",
    "referenceUrl", "caption", "notes", "createDate", "creator", "rights",
    "owner", "contributor", "publisher", "audience", "source"};

/* Terms of what is no column of the registry. */
static const struct {
	const char *name, *term;
	bool audiovisual, multimedia;
} others[] = {{"identifier", "dcterms:identifier", true, false},
    {"type", "dcterms:type", true, true},
    {"providerManagedID", "ac:providerManagedID", true, false},
    {"contributor", "dcterms:contributor", false, true},
    {"publisher", "dcterms:publisher", false, true},
    {"audience", "dcterms:audience", false, true},
    {"source", "dcterms:source", false, true}};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Names of further terms, each list with a blank at both ends. */
static const struct {
	const char *names, *prefix;
} vocabularies[] = {
    {" title description source publisher contributor audience license "
     "language available bibliographicCitation references created "
     "rightsHolder ",
	"dcterms"},
    {" subtype subtypeLiteral tag metadataLanguage metadataLanguageLiteral "
     "variant variantLiteral variantDescription providerLiteral provider "
     "subjectOrientation subjectPartLiteral "
     "captureDevice resourceCreationTechnique digitizationDate "
     "licenseLogoURL attributionLogoURL attributionLinkURL "
     "fundingAttribution metadataCreatorLiteral hasServiceAccessPoint "
     "furtherInformationURL derivedFrom relatedResourceID reviewer "
     "licensingException serviceExpectation ",
	"ac"},
    {" MetadataDate Rating ", "xmp"},
    {" Credit ", "photoshop"},
};

static const struct {
	const char *column;
	enum filling filling;
	const char *of_derivative; /* or NULL */
} fillings[] = {{"identifier", IDENTIFIER, NULL}, {"originalUrl", ACCESS, NULL},
    {"url", LINK, NULL}, {"thumbnailUrl", LINK, NULL},
    {"archiveUrl", LINK, NULL}, {"format", FORMAT, NULL}, {"type", TYPE, NULL},
    {"providerManagedID", PROVIDER_ID, NULL},
    {"mediaMD5", FACT_MD5, "largeMD5"},
    {"hashFunction", FACT_HASH_FUNCTION, NULL},
    {"hashValue", FACT_HASH_VALUE, NULL},
    {"pixelXDimension", FACT_WIDTH, "largeXDimension"},
    {"pixelYDimension", FACT_HEIGHT, "largeYDimension"}};

/* True if the stream says it of derivatives only. */
static bool
is_of_derivatives(const struct stream_in *in, const char *column)
{
	for (size_t i = 0; i < COUNT(fillings); i++)
		if (strcmp(column, fillings[i].column) == 0 &&
		    fillings[i].of_derivative != NULL)
			return stream_column(in, fillings[i].of_derivative) !=
			    STREAM_NONE;
	return false;
}

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

/* `term` has a prefix: "dcterms:type". */
static void
add_term(struct extension_columns_plan *plan, struct extension_column column,
    const char *term)
{
	const char *local = strchr(term, ':') + 1;
	struct buf whole = {0};

	buf_printf(&whole, "%s%s",
	    dwca_term_base((struct slice){term, (size_t)(local - 1 - term)}),
	    local);
	column.term = mem_string(whole.at, whole.n);
	add(plan, column);
	buf_free(&whole);
}

/* The term of a column, NULL if the extension has none. */
static const char *
term_of(const char *name, enum extension extension)
{
	const struct column *column = column_find(slice_of(name));

	for (size_t i = 0; i < COUNT(others); i++)
		if (strcmp(name, others[i].name) == 0 &&
		    (extension == MULTIMEDIA ? others[i].multimedia
					     : others[i].audiovisual))
			return others[i].term;
	if (column == NULL)
		return NULL;
	return extension == MULTIMEDIA ? column->multimedia
				       : column->audiovisual;
}

static void
add_mapped(struct extension_columns_plan *plan, const struct stream_in *in,
    const char *name, const struct defaults *defaults)
{
	const char *term = term_of(name, plan->extension);
	struct extension_column column = {.at = stream_column(in, name),
	    .filling = filling_of(name),
	    .column = column_find(slice_of(name)),
	    .fallback = defaults_value(defaults, name)};

	/* An archive's own tags, which have the same term, come later. */
	if (strcmp(name, "tags") == 0 &&
	    stream_column(in, "tag") != STREAM_NONE)
		return;
	if (term == NULL && column.fallback.n > 0)
		warn("--defaults: the extension has no term for '%s'", name);
	if (term != NULL &&
	    (column.at != STREAM_NONE || column.fallback.n > 0 ||
		column.filling >= ALWAYS || is_of_derivatives(in, name)))
		add_term(plan, column, term);
}

static bool
is_among(const char *name, const char *const names[], size_t n)
{
	while (n > 0)
		if (strcmp(name, names[--n]) == 0)
			return true;
	return false;
}

/* Columns that go elsewhere in the archive, or nowhere. */
static bool
is_mapped(const char *name)
{
	static const char *const elsewhere[] = {"scientificName",
	    "basisOfRecord", "recordSecurity", "sourceIdentifier", "mediaID",
	    "recordID", "tid", "creatorUid", "username"};

	return term_of(name, AUDIOVISUAL) != NULL ||
	    is_among(name, elsewhere, COUNT(elsewhere));
}

/*
 * Appends the term of a column that img-from-dwca passes through; false if no
 * vocabulary has it.
 */
static bool
put_term(struct buf *out, const char *name)
{
	const char *colon = strchr(name, ':');
	struct buf word = {0};

	if (colon != NULL &&
	    dwca_term_base((struct slice){name, (size_t)(colon - name)}) !=
		NULL) {
		buf_put_string(out, name);
		return true;
	}
	buf_printf(&word, " %s ", name);
	for (size_t i = 0; i < COUNT(vocabularies) && colon == NULL; i++)
		if (strstr(vocabularies[i].names, word.at) != NULL) {
			buf_clear(out);
			buf_printf(out, "%s:%s", vocabularies[i].prefix, name);
		}
	buf_free(&word);
	return out->n > 0;
}

static void
pass_others(struct extension_columns_plan *plan, const struct stream_in *in)
{
	const struct columns *columns = stream_columns(in);
	struct buf value = {0}, unknown = {0}, term = {0};

	for (size_t i = 0; i < columns->n; i++) {
		struct slice name = stream_value(columns->names[i], &value);
		char *string;

		if (column_find(name) != NULL || name.n == 0 ||
		    memchr(name.at, '\0', name.n) != NULL)
			continue;
		string = mem_string(name.at, name.n);
		buf_clear(&term);
		if (!is_mapped(string) && put_term(&term, string))
			add_term(plan,
			    (struct extension_column){.at = i,
				.filling = PLAIN,
				.fallback = SLICE("")},
			    buf_string(&term));
		else if (!is_mapped(string))
			buf_printf(&unknown, "%s'%s'",
			    unknown.n > 0 ? ", " : "", string);
		free(string);
	}
	if (unknown.n > 0)
		warn("columns that no vocabulary has are left out: %s",
		    buf_string(&unknown));
	buf_free(&value);
	buf_free(&unknown);
	buf_free(&term);
}

void
extension_columns_plan(struct extension_columns_plan *plan,
    const struct stream_in *in, enum extension extension,
    const struct defaults *defaults)
{
	bool simple = extension == MULTIMEDIA;
	const char *const *first = simple ? multimedia : audiovisual;
	size_t nfirst = simple ? COUNT(multimedia) : COUNT(audiovisual), n;
	const struct column *columns = column_all(&n);

	*plan = (struct extension_columns_plan){.extension = extension};
	for (size_t i = 0; i < nfirst; i++)
		add_mapped(plan, in, first[i], defaults);
	for (size_t i = 0; i < n; i++)
		if (!is_among(columns[i].name, first, nfirst))
			add_mapped(plan, in, columns[i].name, defaults);
	if (!simple)
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
		struct extension_column *ours,
		    column = {.at = STREAM_NONE, .fallback = SLICE("")};

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
