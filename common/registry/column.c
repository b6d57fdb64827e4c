/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/mem.h"
#include "registry/column.h"

/*
 * In the order of img-stream(5). Aliases are what the portal's importers
 * accept (Extended Data Import, URL mapping file, skeletal upload), Darwin
 * Core, Audiovisual Core and GBIF's extensions call the same thing. In an
 * archive terms have a meaning of their own, as what one table calls
 * "identifier" is not what a person writes over a column.
 */
static const struct column terms[] = {
    {.name = "path"},
    {.name = "originalUrl",
	.aliases =
	    "large largejpg accessuri bestqualityaccessuri associatedmedia imageurl identifier",
	.media = "originalUrl",
	.images = "originalUrl",
	.most = 255,
	.terms = "accessuri bestqualityaccessuri originalurl identifier "
		 "goodqualityaccessuri",
	.audiovisual = "ac:accessURI",
	.multimedia = "dcterms:identifier"},
    {.name = "url",
	.aliases = "web webviewoptional goodqualityaccessuri mediumurl",
	.media = "url",
	.images = "url",
	.most = 255,
	.terms = "goodqualityaccessuri mediumqualityaccessuri url",
	.audiovisual = "ac:goodQualityAccessURI"},
    {.name = "thumbnailUrl",
	.aliases = "thumbnail thumbnailoptional thumbnailaccessuri",
	.media = "thumbnailUrl",
	.images = "thumbnailUrl",
	.most = 255,
	.terms = "thumbnailaccessuri thumbnailurl",
	.audiovisual = "ac:thumbnailAccessURI"},
    {.name = "archiveUrl",
	.media = "archiveUrl",
	.images = "archiveUrl",
	.most = 255,
	.terms = "archiveurl",
	.audiovisual = "symbiota:archiveUrl"},
    {.name = "sourceUrl",
	.media = "sourceUrl",
	.images = "sourceUrl",
	.most = 255,
	.terms = "sourceurl",
	.audiovisual = "symbiota:sourceUrl"},
    {.name = "referenceUrl",
	.aliases =
	    "associatedspecimenreference furtherinformationurl references",
	.media = "referenceUrl",
	.images = "referenceUrl",
	.most = 255,
	.terms = "associatedspecimenreference referenceurl references "
		 "furtherinformationurl",
	.audiovisual = "ac:associatedSpecimenReference",
	.multimedia = "dcterms:references"},
    {.name = "name", .aliases = "filename originalfilename"},
    {.name = "bytes", .aliases = "filesize"},
    {.name = "modified"},
    {.name = "format",
	.aliases = "mimetype dcformat",
	.media = "format",
	.images = "format",
	.most = 45,
	.terms = "format",
	.audiovisual = "dcterms:format",
	.multimedia = "dcterms:format"},
    {.name = "pixelXDimension",
	.aliases = "width",
	.media = "pixelXDimension",
	.images = "pixelXDimension",
	.terms = "pixelxdimension",
	.audiovisual = "exif:PixelXDimension",
	.kind = COLUMN_NUMBER},
    {.name = "pixelYDimension",
	.aliases = "height",
	.media = "pixelYDimension",
	.images = "pixelYDimension",
	.terms = "pixelydimension",
	.audiovisual = "exif:PixelYDimension",
	.kind = COLUMN_NUMBER},
    {.name = "orientation"},
    {.name = "createDate",
	.aliases = "created datetimeoriginal",
	.terms = "createdate created",
	.audiovisual = "xmp:CreateDate",
	.multimedia = "dcterms:created",
	.of_picture = "date datetaken"},
    {.name = "creator",
	.aliases =
	    "photographer artist"
	    " fotografo fot\xC3\xB3grafo fot\xC3\xB3grafa fotograf fotografin fotograaf "
	    "photographe",
	.media = "creator",
	.images = "photographer",
	.most = 100,
	.terms = "creator photographer",
	.audiovisual = "dc:creator",
	.multimedia = "dcterms:creator",
	.defaults = true,
	.of_picture = ""},
    {.name = "copyright",
	.aliases = "usageterms",
	.media = "copyright",
	.images = "copyright",
	.most = 255,
	.terms = "usageterms copyright",
	.audiovisual = "xmpRights:UsageTerms",
	.defaults = true,
	.of_picture = ""},
    {.name = "rights",
	.aliases = "license licence dcrights"
		   " licencia licen\xC3\xA7"
		   "a licenca lizenz licentie",
	.media = "rights",
	.images = "rights",
	.most = 255,
	.terms = "rights license licence",
	.audiovisual = "dcterms:rights",
	.multimedia = "dcterms:license",
	.defaults = true,
	.of_picture = ""},
    {.name = "accessRights",
	.aliases = "webstatement",
	.media = "accessRights",
	.images = "accessRights",
	.most = 255,
	.terms = "webstatement accessrights",
	.audiovisual = "xmpRights:WebStatement",
	.defaults = true,
	.of_picture = ""},
    {.name = "owner",
	.aliases = "rightsholder",
	.media = "owner",
	.images = "owner",
	.most = 250,
	.terms = "owner rightsholder",
	.audiovisual = "xmpRights:Owner",
	.multimedia = "dcterms:rightsHolder",
	.defaults = true,
	.of_picture = ""},
    {.name = "caption",
	.aliases = "title description"
		   " leyenda legenda l\xC3\xA9gende bildunterschrift",
	.media = "caption",
	.images = "caption",
	.most = 100,
	.terms = "caption title description",
	.audiovisual = "ac:caption",
	.multimedia = "dcterms:title",
	.defaults = true,
	.of_picture = ""},
    {.name = "keywords",
	.aliases = "keyword",
	.terms = "subject keywords",
	.audiovisual = "dc:subject",
	.of_picture = "tags tag"},
    /* "subjectOrientation" itself is an IRI in archives, and stays one. */
    {.name = "view",
	.aliases = "subjectorientation subjectorientationliteral",
	.terms = "subjectorientationliteral view",
	.audiovisual = "ac:subjectOrientationLiteral",
	.of_picture = ""},
    /* Words of all kinds, in archives of others: "tag" stays what it is. */
    {.name = "tags",
	.aliases = "tag imagetag imagetags",
	.audiovisual = "ac:tag",
	.of_picture = "imagetags imagetag portaltags"},
    {.name = "locality",
	.media = "locality",
	.images = "locality",
	.most = 250,
	.terms = "locality",
	.audiovisual = "dwc:locality",
	.defaults = true,
	.of_picture = ""},
    {.name = "anatomy",
	.aliases = "subjectpart",
	.media = "anatomy",
	.images = "anatomy",
	.most = 100,
	.terms = "subjectpart subjectpartliteral anatomy",
	.audiovisual = "ac:subjectPart",
	.defaults = true,
	.of_picture = ""},
    {.name = "notes",
	.aliases = "comments",
	.media = "notes",
	.images = "notes",
	.most = 350,
	.terms = "comments notes",
	.audiovisual = "ac:comments",
	.multimedia = "dcterms:description",
	.defaults = true,
	.of_picture = "note remarks"},
    {.name = "imageType",
	.media = "imageType",
	.images = "imageType",
	.most = 50,
	.terms = "imagetype",
	.audiovisual = "symbiota:imageType",
	.defaults = true,
	.of_picture = ""},
    {.name = "mediaType",
	.media = "mediaType",
	.most = 45,
	.terms = "mediatype",
	.audiovisual = "symbiota:mediaType"},
    {.name = "sourceIdentifier",
	.aliases = "providermanagedid",
	.media = "sourceIdentifier",
	.images = "sourceIdentifier",
	.most = 150,
	.terms = "providermanagedid sourceidentifier"},
    {.name = "mediaMD5",
	.media = "mediaMD5",
	.images = "mediaMD5",
	.most = 45,
	.terms = "mediamd5",
	.audiovisual = "symbiota:mediaMD5",
	.kind = COLUMN_MD5},
    {.name = "pixelMD5"},
    {.name = "hashFunction",
	.media = "hashFunction",
	.images = "hashFunction",
	.most = 45,
	.terms = "hashfunction",
	.audiovisual = "ac:hashFunction"},
    {.name = "hashValue",
	.media = "hashValue",
	.images = "hashValue",
	.most = 45,
	.terms = "hashvalue",
	.audiovisual = "ac:hashValue"},
    {.name = "httpStatus"},
    {.name = "finalUrl"},
    {.name = "lastModified"},
    {.name = "etag"},
    {.name = "checked"},
    {.name = "verdict"},
    {.name = "problems"},
    {.name = "catalogNumber",
	.aliases =
	    "accession accessionid accessionno accessionnumber barcode barcodenr barcodeno barcodenumber accessionnr catalog catalogid catalognr catalogno catalognum catalogue catalogueno cataloguenr cataloguenum cataloguenumber catno catnr catnum catnumber darcatalognumber herbariumbarcode herbnummer specimenbarcode specimennumber specimennr specimenno herbariumnumber herbariumnr herbariumno inventorynumber inventorynr inventoryno inventarnummer inventarnr katalognummer barcodenummer strichcode numerodecatalogo n\xC3\xBAmerodecat\xC3\xA1logo n\xC3\xBAmerodecatalogo codigodebarras c\xC3\xB3"
	    "digodebarras numerodecatalogue num\xC3\xA9rodecatalogue numerodinventaire num\xC3\xA9rodinventaire codebarres"
	    " tombo numerotombo numerodetombo n\xC3\xBAmerodetombo ntombo "
	    "ndetombo numeroinventario numerodeinventario "
	    "n\xC3\xBAmerodeinventario ninventario numeroinventaire "
	    "num\xC3\xA9roinventaire ninventaire numerocatalogo "
	    "n\xC3\xBAmerocat\xC3\xA1logo ncatalogo ncat\xC3\xA1logo ncatalogue "
	    "herbarnummer belegnummer objektnummer collectienummer "
	    "registratienummer numerodiinventario numerodicatalogo",
	.most = 32},
    {.name = "otherCatalogNumbers",
	.aliases =
	    "othercatalognumber othercataloguenumber othercataloguenumbers",
	.most = 255},
    {.name = "occurrenceID", .most = 255},
    {.name = "coreid"},
    {.name = "occid", .media = "occid", .images = "occid"},
    {.name = "collid"},
    {.name = "match"},
    {.name = "matchKey"},
    {.name = "matchedOn"},
    {.name = "matchRule"},
    {.name = "recordCatalogNumber", .most = 32},
    {.name = "occurrenceRecordID", .most = 45},
    {.name = "recordSecurity",
	.aliases = "localitysecurity",
	.terms = "recordsecurity localitysecurity"},
    {.name = "candidates"},
    {.name = "sortOccurrence",
	.media = "sortOccurrence",
	.images = "sortOccurrence",
	.terms = "sortoccurrence",
	.audiovisual = "symbiota:sortOccurrence",
	.kind = COLUMN_NUMBER,
	.defaults = true,
	.of_picture = "order sequence sort"},
    {.name = "store"},
    {.name = "tiffPage"},
    {.name = "largeFile"},
    {.name = "webFile"},
    {.name = "thumbnailFile"},
    {.name = "largeBytes"},
    {.name = "largeMD5"},
    {.name = "largeFormat", .most = 45},
    {.name = "largeXDimension"},
    {.name = "largeYDimension"},
    {.name = "webBytes"},
    {.name = "webMD5"},
    {.name = "webFormat", .most = 45},
    {.name = "webXDimension"},
    {.name = "webYDimension"},
    {.name = "thumbnailBytes"},
    {.name = "thumbnailMD5"},
    {.name = "thumbnailFormat", .most = 45},
    {.name = "thumbnailXDimension"},
    {.name = "thumbnailYDimension"},
};

enum { NTERMS = sizeof terms / sizeof *terms };

const struct column *
column_all(size_t *n)
{
	*n = NTERMS;
	return terms;
}

const struct column *
column_find(struct slice name)
{
	for (size_t i = 0; i < NTERMS; i++)
		if (slice_equal(name, slice_of(terms[i].name)))
			return &terms[i];
	return NULL;
}

/* The last part of a term URI, or what is after a prefix. */
static struct slice
local_part(struct slice header)
{
	bool address = memmem(header.at, header.n, "://", 3) != NULL;

	for (size_t i = header.n; i > 0; i--)
		if (strchr(address ? "/#" : ":", header.at[i - 1]) != NULL)
			return (struct slice){header.at + i, header.n - i};
	return header;
}

static void
put_folded(struct buf *out, struct slice s)
{
	/* U+00A0, those of "Nº" and "N°", and U+2019. */
	static const char *const unseen[] = {
	    "\xC2\xA0", "\xC2\xBA", "\xC2\xB0", "\xE2\x80\x99"};

	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		size_t n = 0;

		for (size_t k = 0; k < 4 && n == 0; k++)
			if (slice_begins(slice_from(s, i), unseen[k]))
				n = strlen(unseen[k]);
		if (n > 0) {
			i += n - 1;
			continue;
		}
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != '\0' && strchr(" _-.()#*'\t\r\n", c) == NULL)
			buf_put_char(out, c);
	}
}

/* 0 for the column's own name, then its aliases; COLUMN_UNKNOWN for others. */
static size_t
rank_of(const struct column *term, struct slice folded, struct buf *scratch)
{
	struct slice aliases =
	    slice_of(term->aliases != NULL ? term->aliases : "");
	struct slice alias;
	size_t rank = 0;

	buf_clear(scratch);
	put_folded(scratch, slice_of(term->name));
	if (slice_equal(folded, buf_slice(scratch)))
		return rank;
	while (slice_word(&aliases, ' ', &alias)) {
		rank++;
		if (slice_equal(folded, alias))
			return rank;
	}
	return COLUMN_UNKNOWN;
}

static void
put_header(struct buf *folded, struct slice header)
{
	/* A colon at the end is a person's, not a prefix's. */
	while (header.n > 0 && strchr(": *\t\r\n", header.at[header.n - 1]))
		header.n--;
	put_folded(folded, local_part(header));
}

size_t
column_rank(const struct column *column, struct slice header)
{
	struct buf folded = {0}, scratch = {0};
	size_t rank;

	put_header(&folded, header);
	rank = rank_of(column, buf_slice(&folded), &scratch);
	buf_free(&folded);
	buf_free(&scratch);
	return rank;
}

static const struct column *
by_folded(struct slice folded)
{
	const struct column *found = NULL;
	struct buf scratch = {0};

	for (size_t i = 0; i < NTERMS && found == NULL && folded.n > 0; i++)
		if (rank_of(&terms[i], folded, &scratch) != COLUMN_UNKNOWN)
			found = &terms[i];
	buf_free(&scratch);
	return found;
}

const struct column *
column_by_header(struct slice header)
{
	struct buf folded = {0};
	const struct column *found;
	const char *bracket;

	put_header(&folded, header);
	found = by_folded(buf_slice(&folded));
	header = slice_trim(header);
	bracket = header.n > 0 && header.at[header.n - 1] == ')'
	    ? memchr(header.at, '(', header.n)
	    : NULL;
	if (found == NULL && bracket != NULL) {
		buf_clear(&folded);
		put_header(&folded,
		    (struct slice){header.at, (size_t)(bracket - header.at)});
		found = by_folded(buf_slice(&folded));
		/* "Barcode (sheet)" is one, "Name (scientific)" is none. */
		if (found != NULL && strcmp(found->name, "catalogNumber") != 0)
			found = NULL;
	}
	buf_free(&folded);
	return found;
}
