/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "problem.h"

/* Sorted by code, for bsearch(3); a test holds it to that. */
static const struct problem problems[] = {
    {"bad-date", "img-check", SEVERITY_NOTE,
	"the EXIF says it was taken at a time that cannot be",
	"correct the date in the file or give createDate another way; it was left empty"},
    {"bmp", "img-check", SEVERITY_WARN,
	"a BMP: browsers show it, but it is large for what it shows",
	"make a JPEG or PNG of it, with img-derive for instance"},
    {"camera-name", "img-match", SEVERITY_NOTE,
	"the name is one that cameras, phones or scanners give",
	"give a sheet with --names, or a --pattern"},
    {"changed-while-read", "img-check", SEVERITY_RETRY,
	"the file changed while it was being read",
	"wait until it is complete, and check again"},
    {"corrupt", "img-check", SEVERITY_BAD,
	"its bytes break the rules of its format",
	"get a sound copy; with -v it is said where it breaks"},
    {"empty", "img-check", SEVERITY_BAD, "the file has no bytes",
	"get it again from where it came"},
    {"exif-corrupt", "img-check", SEVERITY_NOTE,
	"parts of its EXIF cannot be read",
	"nothing, unless the date or the creator is missed"},
    {"extension-lies", "img-check", SEVERITY_WARN,
	"the file name's extension is that of another type",
	"rename it after the type in the column format: web servers go by the name"},
    {"extra-cut", "img-check", SEVERITY_WARN,
	"the picture is whole, but what follows it in the file is cut: a second picture, metadata",
	"copy it again from where it came if that is worth having"},
    {"identifiers-disagree", "img-match", SEVERITY_NOTE,
	"the identifiers of the row belong to different records",
	"see candidates, and mend the row"},
    {"missing", "img-check", SEVERITY_BAD, "the file is not there",
	"find the file, or drop the row"},
    {"no-image", "img-check", SEVERITY_BAD,
	"the file is sound but has no image in it, only metadata",
	"get the picture itself"},
    {"no-number", "img-match", SEVERITY_NOTE, "no number was found in the name",
	"give a --pattern, or a sheet with --names"},
    {"not-a-file", "img-check", SEVERITY_BAD,
	"the path is a folder, a pipe or a device",
	"name the file that is meant"},
    {"not-a-picture", "img-check", SEVERITY_BAD,
	"its bytes are no picture, or of no kind that is known",
	"look at what it is (column format, if known); get the picture"},
    {"not-web", "img-check", SEVERITY_FIX,
	"a picture that browsers do not show",
	"make a JPEG of it with img-derive"},
    {"number-blank", "img-from-csv", SEVERITY_WARN,
	"a number with a no-break space or an invisible character",
	"retype the cell"},
    {"number-date", "img-from-csv", SEVERITY_WARN,
	"a number that a spreadsheet has turned into a date",
	"format the column as text and type the number again"},
    {"number-exponent", "img-from-csv", SEVERITY_WARN,
	"a number that a spreadsheet has turned into a power of ten",
	"format the column as text and type the number again"},
    {"number-fraction", "img-from-csv", SEVERITY_WARN,
	"a number to which a spreadsheet or data frame has added .0",
	"compare it with the label"},
    {"number-lookalike", "img-from-csv", SEVERITY_WARN,
	"a number with letters or dashes that look like ASCII and are not",
	"retype the cell"},
    {"number-zeros", "img-from-csv", SEVERITY_WARN,
	"a number that may have lost zeros that its neighbours have",
	"compare it with the label"},
    {"pattern-runaway", "img-match", SEVERITY_NOTE,
	"the pattern takes too long on this name and was given up",
	"make the pattern simpler"},
    {"rotated", "img-check", SEVERITY_WARN,
	"it lies on its side or is mirrored until its EXIF orientation is applied: browsers do that, the portal's own thumbnails do not",
	"make upright derivatives with img-derive"},
    {"row-mended", "img-from-csv", SEVERITY_WARN,
	"a row that breaks the rules, read in the likeliest way",
	"look at the row in the sheet"},
    {"row-short", "img-from-csv", SEVERITY_NOTE,
	"a row with fewer cells than the header",
	"look at the row in the sheet"},
    {"several-numbers", "img-match", SEVERITY_NOTE,
	"there are numbers of several records in the name",
	"see candidates, and give the number with --names"},
    {"several-records", "img-match", SEVERITY_NOTE,
	"several records come into question",
	"see candidates, and put the right occid into the row"},
    {"too-big", "img-check", SEVERITY_WARN,
	"the file is larger than the limit (--max-bytes)",
	"make a smaller one with img-derive"},
    {"too-many-pixels", "img-check", SEVERITY_FIX,
	"it has more pixels than the limit (--max-pixels), more than browsers and portals can hold",
	"make a smaller one with img-derive, if it is not a trap"},
    {"trailing-data", "img-check", SEVERITY_NOTE,
	"there are further bytes behind the end of the picture",
	"nothing, or rewrite the file without them"},
    {"truncated", "img-check", SEVERITY_BAD,
	"the file ends before the picture does",
	"copy it again from the card, camera or server it came from"},
    {"unknown-number", "img-match", SEVERITY_NOTE, "no record has this number",
	"look for a typing error, or create the record"},
    {"unknown-occid", "img-match", SEVERITY_NOTE, "no record has this occid",
	"look for a typing error, or export the records anew"},
    {"unlisted-name", "img-match", SEVERITY_NOTE,
	"the name is not in the sheet of --names", "add it to the sheet"},
    {"unreadable", "img-check", SEVERITY_BAD,
	"the file is there but cannot be read",
	"look at its permissions, or at the health of the disk"},
    {"url-none", "img-from-csv", SEVERITY_WARN, "a row without a URL",
	"add the URL, or drop the row"},
    {"url-twice", "img-from-csv", SEVERITY_WARN,
	"the URL is in an earlier row too", "drop one of the rows"},
    {"url-two-numbers", "img-from-csv", SEVERITY_WARN,
	"the URL is in an earlier row with another number",
	"see which number is right; both, if two specimens are in the picture"},
    {"url-unpaired", "img-from-csv", SEVERITY_WARN,
	"as many URLs as pictures were expected in the cell",
	"see which belongs to which picture"},
};

enum { NPROBLEMS = sizeof problems / sizeof *problems };

const struct problem *
problem_all(size_t *n)
{
	*n = NPROBLEMS;
	return problems;
}

static int
compare(const void *code, const void *problem)
{
	return slice_compare(*(const struct slice *)code,
	    slice_of(((const struct problem *)problem)->code));
}

const struct problem *
problem_find(struct slice code)
{
	return bsearch(&code, problems, NPROBLEMS, sizeof *problems, compare);
}

static void
put_word(struct buf *out, size_t start, struct slice word)
{
	if (out->n > start)
		buf_put_char(out, ' ');
	buf_put_slice(out, word);
}

void
problem_merge(
    struct buf *out, struct slice there, const char *owner, struct slice own)
{
	size_t start = out->n;
	struct slice code;

	while (slice_word(&there, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		if (problem == NULL || strcmp(problem->owner, owner) != 0)
			put_word(out, start, code);
	}
	while (slice_word(&own, ' ', &code))
		put_word(out, start, code);
}

const char *
problem_verdict(struct slice codes)
{
	enum severity heaviest = SEVERITY_NOTE;
	struct slice code;

	while (slice_word(&codes, ' ', &code)) {
		const struct problem *problem = problem_find(code);

		if (problem != NULL && problem->severity > heaviest)
			heaviest = problem->severity;
	}
	switch (heaviest) {
	case SEVERITY_NOTE: return "ok";
	case SEVERITY_WARN: return "warn";
	case SEVERITY_FIX: return "fix";
	case SEVERITY_RETRY: return "retry";
	case SEVERITY_BAD: break;
	}
	return "bad";
}

bool
problem_explain(const char *code)
{
	static const char *const names[] = {
	    "note", "warn", "fix", "retry", "bad"};
	const struct problem *problem = problem_find(slice_of(code));

	if (problem == NULL)
		return false;
	printf("%s (%s, %s): %s.\nWhat to do: %s.\n", problem->code,
	    names[problem->severity], problem->owner, problem->text,
	    problem->advice);
	return true;
}
