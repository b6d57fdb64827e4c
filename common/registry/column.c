/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "registry/column.h"

/*
 * In the order of img-stream(5). Aliases are what the portal's importers
 * accept (Extended Data Import, URL mapping file, skeletal upload), Darwin
 * Core, Audiovisual Core and GBIF's extensions call the same thing.
 */
static const struct column terms[] = {
    {"path", "", NULL, NULL, 0},
    {"originalUrl",
	"large largejpg accessuri originalurl bestqualityaccessuri "
	"associatedmedia imageurl identifier",
	"originalUrl", "originalUrl", 255},
    {"url", "web webviewoptional goodqualityaccessuri mediumurl", "url", "url",
	255},
    {"thumbnailUrl",
	"thumbnail thumbnailoptional thumbnailaccessuri thumbnailurl",
	"thumbnailUrl", "thumbnailUrl", 255},
    {"archiveUrl", "archiveurl", "archiveUrl", "archiveUrl", 255},
    {"sourceUrl", "sourceurl", "sourceUrl", "sourceUrl", 255},
    {"referenceUrl",
	"referenceurl associatedspecimenreference furtherinformationurl "
	"references",
	"referenceUrl", "referenceUrl", 255},
    {"name", "filename originalfilename", NULL, NULL, 0},
    {"bytes", "filesize", NULL, NULL, 0},
    {"modified", "", NULL, NULL, 0},
    {"format", "mimetype dcformat", "format", "format", 45},
    {"pixelXDimension", "pixelxdimension width", "pixelXDimension",
	"pixelXDimension", 0},
    {"pixelYDimension", "pixelydimension height", "pixelYDimension",
	"pixelYDimension", 0},
    {"orientation", "", NULL, NULL, 0},
    {"createDate", "createdate created datetimeoriginal", NULL, NULL, 0},
    {"creator", "photographer artist", "creator", "photographer", 100},
    {"copyright", "usageterms", "copyright", "copyright", 255},
    {"rights", "license licence dcrights", "rights", "rights", 255},
    {"accessRights", "accessrights webstatement", "accessRights",
	"accessRights", 255},
    {"owner", "rightsholder", "owner", "owner", 250},
    {"caption", "title description", "caption", "caption", 100},
    {"keywords", "keyword", NULL, NULL, 0},
    {"view", "subjectorientation", NULL, NULL, 0},
    {"locality", "", "locality", "locality", 250},
    {"anatomy", "subjectpart", "anatomy", "anatomy", 100},
    {"notes", "comments", "notes", "notes", 350},
    {"imageType", "imagetype", "imageType", "imageType", 50},
    {"mediaType", "mediatype", "mediaType", NULL, 45},
    {"sourceIdentifier", "providermanagedid sourceidentifier",
	"sourceIdentifier", "sourceIdentifier", 150},
    {"mediaMD5", "mediamd5", "mediaMD5", "mediaMD5", 45},
    {"pixelMD5", "", NULL, NULL, 0},
    {"hashFunction", "hashfunction", "hashFunction", "hashFunction", 45},
    {"hashValue", "hashvalue", "hashValue", "hashValue", 45},
    {"httpStatus", "", NULL, NULL, 0},
    {"finalUrl", "", NULL, NULL, 0},
    {"lastModified", "", NULL, NULL, 0},
    {"etag", "", NULL, NULL, 0},
    {"checked", "", NULL, NULL, 0},
    {"verdict", "", NULL, NULL, 0},
    {"problems", "", NULL, NULL, 0},
    {"catalogNumber",
	"accession accessionid accessionno accessionnumber barcode barcodeno "
	"barcodenumber catalog catalogid catalognr catalogno catalognum "
	"catalogue catalogueno cataloguenum cataloguenumber catnum catnumber "
	"darcatalognumber herbariumbarcode herbnummer specimenbarcode",
	NULL, NULL, 32},
    {"otherCatalogNumbers",
	"othercatalognumber othercataloguenumber othercataloguenumbers", NULL,
	NULL, 255},
    {"occurrenceID", "", NULL, NULL, 255},
    {"coreid", "", NULL, NULL, 0},
    {"occid", "", "occid", "occid", 0},
    {"collid", "", NULL, NULL, 0},
    {"match", "", NULL, NULL, 0},
    {"matchKey", "", NULL, NULL, 0},
    {"matchedOn", "", NULL, NULL, 0},
    {"matchRule", "", NULL, NULL, 0},
    {"recordCatalogNumber", "", NULL, NULL, 32},
    {"occurrenceRecordID", "", NULL, NULL, 45},
    {"recordSecurity", "localitysecurity", NULL, NULL, 0},
    {"candidates", "", NULL, NULL, 0},
    {"sortOccurrence", "sortoccurrence", "sortOccurrence", "sortOccurrence", 0},
    {"store", "", NULL, NULL, 0},
    {"largeFile", "", NULL, NULL, 0},
    {"webFile", "", NULL, NULL, 0},
    {"thumbnailFile", "", NULL, NULL, 0},
    {"largeBytes", "", NULL, NULL, 0},
    {"largeMD5", "", NULL, NULL, 0},
    {"largeFormat", "", NULL, NULL, 45},
    {"largeXDimension", "", NULL, NULL, 0},
    {"largeYDimension", "", NULL, NULL, 0},
    {"webBytes", "", NULL, NULL, 0},
    {"webMD5", "", NULL, NULL, 0},
    {"webFormat", "", NULL, NULL, 45},
    {"webXDimension", "", NULL, NULL, 0},
    {"webYDimension", "", NULL, NULL, 0},
    {"thumbnailBytes", "", NULL, NULL, 0},
    {"thumbnailMD5", "", NULL, NULL, 0},
    {"thumbnailFormat", "", NULL, NULL, 45},
    {"thumbnailXDimension", "", NULL, NULL, 0},
    {"thumbnailYDimension", "", NULL, NULL, 0},
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
	static const char blank[] = "\xC2\xA0"; /* U+00A0 */

	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];

		if (s.n - i >= 2 && memcmp(s.at + i, blank, 2) == 0) {
			i++;
			continue;
		}
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != '\0' && strchr(" _-.()#*\t\r\n", c) == NULL)
			buf_put_char(out, c);
	}
}

/* 0 for the column's own name, then its aliases; COLUMN_UNKNOWN for others. */
static size_t
rank_of(const struct column *term, struct slice folded, struct buf *scratch)
{
	struct slice aliases = slice_of(term->aliases), alias;
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

const struct column *
column_by_header(struct slice header)
{
	struct buf folded = {0}, scratch = {0};
	const struct column *found = NULL;

	put_header(&folded, header);
	for (size_t i = 0; i < NTERMS && found == NULL && folded.n > 0; i++)
		if (rank_of(&terms[i], buf_slice(&folded), &scratch) !=
		    COLUMN_UNKNOWN)
			found = &terms[i];
	buf_free(&folded);
	buf_free(&scratch);
	return found;
}
