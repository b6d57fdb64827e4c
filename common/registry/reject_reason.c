/* SPDX-License-Identifier: MIT */
#include "registry/reject_reason.h"

static const struct {
	const char *code, *text, *advice;
} reasons[NREASONS] = {
    [REJECT_REASON_NOT] = {"", "", ""},
    [REJECT_REASON_BAD] = {"bad", "the picture cannot be used (verdict 'bad')",
	"see the row's problems"},
    [REJECT_REASON_RETRY] = {"retry",
	"not known yet: its server or file gave no answer (verdict 'retry')",
	"check it again with img-check --recheck"},
    [REJECT_REASON_NEEDS_DERIVE] = {"needs-derive",
	"not fit for the web as it is (verdict 'fix')",
	"make a picture for the web with img-derive"},
    [REJECT_REASON_AMBIGUOUS] = {"ambiguous", "several records match",
	"see the row's candidates"},
    [REJECT_REASON_CONTRADICTORY] = {"contradictory",
	"its identifiers lead to different records", "see the row's problems"},
    [REJECT_REASON_NONE] = {"none", "no record matches",
	"see the row's problems; --create makes a record of a new specimen"},
    [REJECT_REASON_NO_RECORD] = {"no-record", "it has no record",
	"run img-match"},
    [REJECT_REASON_NO_OCCID] = {"no-occid",
	"its record is known by its number only, not by the portal's occid",
	"match with records that have occids (img-portal-export), or take "
	"img-emit-csv"},
    [REJECT_REASON_NO_NUMBER] = {"no-number",
	"there is no number to find or make its record by", "give it one"},
    [REJECT_REASON_BAD_NUMBER] = {"bad-number",
	"no record is made of such a number", "correct it where it came from"},
    [REJECT_REASON_NO_COLLECTION] = {"no-collection",
	"its collection is not known", "give -c"},
    [REJECT_REASON_OTHER_COLLECTION] = {"other-collection",
	"its record is in another collection", "give the -c of its own"},
    [REJECT_REASON_PROTECTED] = {"protected",
	"its record is protected in the portal",
	"--include-protected takes it"},
    [REJECT_REASON_WOULD_CHANGE] = {"would-change",
	"the importer would change its record, too",
	"take media-import or img-emit-sql for it"},
    [REJECT_REASON_NO_URL] = {"no-url", "it has no public URL",
	"run img-put, or img-scan with -u"},
    [REJECT_REASON_BAD_URL] = {"bad-url", "the URL is not legal",
	"img-check --fix-urls mends what can be mended"},
    [REJECT_REASON_SECRET_URL] = {"secret-url",
	"the URL holds a password, a token or a signature",
	"give a public one"},
    [REJECT_REASON_PAGE] = {"page-not-picture",
	"the URL is that of a page about a picture",
	"give the URL of the picture itself: img-check -v says where it is, and "
	"--fix-urls writes it where that is certain"},
    [REJECT_REASON_NOT_A_PICTURE] = {"not-a-picture",
	"it is something else than a picture",
	"img-check finds out what it is"},
    [REJECT_REASON_NOT_ACCEPTED] = {"not-accepted",
	"its media type is not accepted, or not known",
	"img-check finds the type, img-derive makes a JPEG"},
    [REJECT_REASON_BAD_VALUE] = {"bad-value",
	"a value is not what its column holds", "see reasonColumn"},
    [REJECT_REASON_TOO_LONG] = {"too-long", "the portal would cut a value",
	"shorten it"},
    [REJECT_REASON_CHARSET] = {"charset",
	"a value has characters that the portal does not hold",
	"take them out"},
    [REJECT_REASON_OTHER_RECORD] = {"same-picture-other-record",
	"the portal has this picture on another record",
	"see whose picture it is"},
    [REJECT_REASON_OTHER_BYTES] = {"same-url-other-bytes",
	"the portal, or an earlier row, has this URL in some spelling (http,"
	" https) with another MD5",
	"see what both serve: img-emit-sql --existing update takes the row's for"
	" the portal's"},
    [REJECT_REASON_NOT_THERE] = {"not-there",
	"the portal does not have this picture", "nothing is to be removed"},
    [REJECT_REASON_ALREADY_THERE] = {"already-there",
	"the portal has this picture", "nothing is to be done"},
    [REJECT_REASON_IDENTIFIERS_DISAGREE] = {"identifiers-disagree",
	"an earlier row of the same specimen has other identifiers",
	"correct one of them"},
    [REJECT_REASON_SAME_NAME] = {"same-name",
	"the importer would put it in the place of another picture with this"
	" file name",
	"rename the file"},
    [REJECT_REASON_DERIVATIVE_OF] = {"derivative-of",
	"it is another file of a picture that an earlier row has, by their names",
	"make one row of them with img-group, so that it becomes its web picture"
	" or thumbnail"},
    [REJECT_REASON_DUPLICATE] = {"duplicate",
	"an earlier row is the same picture of the same record",
	"nothing is lost"},
};

const char *
reject_reason_code(enum reject_reason reason)
{
	return reasons[reason].code;
}

const char *
reject_reason_text(enum reject_reason reason)
{
	return reasons[reason].text;
}

const char *
reject_reason_advice(enum reject_reason reason)
{
	return reasons[reason].advice;
}
