/* SPDX-License-Identifier: MIT */
#include "terms.h"

/* "associatedMedia" is of the core; pictures.c cuts it. */
static const struct term_rule rules[] = {
    {"originalUrl",
	"accessuri bestqualityaccessuri originalurl identifier "
	"goodqualityaccessuri"},
    {"url", "goodqualityaccessuri mediumqualityaccessuri url"},
    {"thumbnailUrl", "thumbnailaccessuri thumbnailurl"},
    {"archiveUrl", "archiveurl"},
    {"sourceUrl", "sourceurl"},
    {"referenceUrl",
	"associatedspecimenreference referenceurl references "
	"furtherinformationurl"},
    {"format", "format"},
    {"pixelXDimension", "pixelxdimension"},
    {"pixelYDimension", "pixelydimension"},
    {"createDate", "createdate created"},
    {"creator", "creator photographer"},
    {"copyright", "usageterms copyright"},
    {"rights", "rights license licence"},
    {"accessRights", "webstatement accessrights"},
    {"owner", "owner rightsholder"},
    {"caption", "caption title description"},
    {"locality", "locality"},
    {"anatomy", "subjectpart subjectpartliteral anatomy"},
    {"notes", "comments notes"},
    {"imageType", "imagetype"},
    {"mediaType", "mediatype"},
    {"sourceIdentifier", "providermanagedid sourceidentifier"},
    {"mediaMD5", "mediamd5"},
    {"hashFunction", "hashfunction"},
    {"hashValue", "hashvalue"},
    {"sortOccurrence", "sortoccurrence"},
};

const struct term_rule *
term_rules(size_t *n)
{
	*n = sizeof rules / sizeof *rules;
	return rules;
}
