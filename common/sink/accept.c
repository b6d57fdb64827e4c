/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "base/path.h"
#include "base/utf8.h"
#include "net/picture_page.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "sheet/cell_text.h"
#include "sheet/number_list.h"
#include "sink/accept.h"

enum reject_reason
accept_verdict(struct slice verdict)
{
	if (verdict.n == 0 || slice_is(verdict, "ok") ||
	    slice_is(verdict, "warn"))
		return REJECT_REASON_NOT;
	if (slice_is(verdict, "bad"))
		return REJECT_REASON_BAD;
	if (slice_is(verdict, "retry"))
		return REJECT_REASON_RETRY;
	if (slice_is(verdict, "fix"))
		return REJECT_REASON_NEEDS_DERIVE;
	return REJECT_REASON_BAD_VALUE;
}

static enum reject_reason
accept_unsettled(
    struct slice match, struct slice occid, bool create, const char **column)
{
	if (slice_is(match, "ambiguous"))
		return REJECT_REASON_AMBIGUOUS;
	if (slice_is(match, "contradictory"))
		return REJECT_REASON_CONTRADICTORY;
	if (slice_is(match, "none"))
		return create && occid.n == 0 ? REJECT_REASON_NOT
					      : REJECT_REASON_NONE;
	*column = "match";
	return REJECT_REASON_BAD_VALUE;
}

enum reject_reason
accept_record(struct slice match, struct slice occid, bool create,
    uint32_t *record, const char **column)
{
	uint64_t number;

	*column = "";
	if (match.n > 0 && !slice_is(match, "matched"))
		return accept_unsettled(match, occid, create, column);
	if (occid.n == 0)
		return match.n > 0 ? REJECT_REASON_NO_OCCID
				   : REJECT_REASON_NO_RECORD;
	if (number_read(occid, UINT32_MAX, &number) && number > 0) {
		if (record != NULL)
			*record = (uint32_t)number;
		return REJECT_REASON_NOT;
	}
	*column = "occid";
	return REJECT_REASON_BAD_VALUE;
}

/* A zero, or what a formula shows that has failed ("#DIV/0!"). */
static bool
is_zero_or_error(struct slice s)
{
	bool letter = false, other = false;

	for (size_t i = 0; i < s.n; i++) {
		letter = letter || ascii_is_letter(s.at[i]) ||
		    (unsigned char)s.at[i] >= 0x80;
		other = other || (s.at[i] >= '1' && s.at[i] <= '9');
	}
	return (!letter && !other) ||
	    (s.n > 2 && *s.at == '#' && ascii_is_letter(s.at[1]) &&
		strchr("!?", s.at[s.n - 1]) != NULL);
}

static bool
is_list(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] == ';' || s.at[i] == '|' || s.at[i] == '\n' ||
		    s.at[i] == ',')
			return true;
	return slice_contains(s, " & ") || slice_contains(s, " and ") ||
	    slice_contains(s, " + ");
}

/* The number, or an empty one if it is a word for nothing. */
static struct slice
number_value(struct slice s)
{
	s = slice_trim(s);
	return cell_text_is_nothing(s) ? SLICE("") : s;
}

/* True if somebody doubts that the number is the specimen's. */
static bool
is_doubted(struct slice problems)
{
	struct slice code;

	while (slice_word(&problems, ' ', &code))
		if (slice_begins(code, "number-") ||
		    slice_is(code, "name-disagrees") ||
		    slice_is(code, "name-two-numbers") ||
		    slice_is(code, "row-cut"))
			return true;
	return false;
}

static bool
is_fit_number(struct slice s)
{
	const char *codes[NUMBER_DOUBTS_MOST];

	return number_doubts(s, codes) == 0 && ascii_has_digit(s) &&
	    !is_zero_or_error(s) && !is_list(s);
}

enum reject_reason
accept_new_number(struct slice number, struct slice other, struct slice key,
    struct slice problems, struct accept_number *made, const char **column)
{
	bool said = number.n > 0 || other.n > 0 || key.n > 0;

	made->number = number_value(number);
	made->other = number_value(other);
	*column = "";
	if (number.n == 0 && other.n == 0) {
		made->number = number_value(key);
		*column = said ? "matchKey" : "";
	} else {
		*column = made->number.n > 0 || other.n == 0
		    ? "catalogNumber"
		    : "otherCatalogNumbers";
	}
	if (!said)
		return REJECT_REASON_NO_NUMBER;
	if (is_doubted(problems) ||
	    !is_fit_number(made->number.n > 0 ? made->number : made->other))
		return REJECT_REASON_BAD_NUMBER;
	*column = "";
	return REJECT_REASON_NOT;
}

struct slice
accept_url_value(struct slice url)
{
	/* No such word begins as most URLs do. */
	return url.n > 0 && *url.at != 'h' && url_is_placeholder(url)
	    ? SLICE("")
	    : url;
}

/* "&amp;" has come from a page, and the server would look for another file. */
static bool
is_escaped(struct slice url)
{
	return memchr(url.at, '&', url.n) != NULL &&
	    (slice_contains(url, "&amp;") || slice_contains(url, "&AMP;"));
}

enum reject_reason
accept_url(struct slice url, bool own_path)
{
	struct url parts;

	if (url_parse(url, &parts) != NULL || is_escaped(url))
		return REJECT_REASON_BAD_URL;
	if (!url_is_web(url) &&
	    !(own_path && url.n > 1 && url.at[0] == '/' &&
		parts.host.at == NULL))
		return REJECT_REASON_BAD_URL;
	if (ascii_equal(parts.host, "http") || ascii_equal(parts.host, "https"))
		return REJECT_REASON_BAD_URL;
	return url_is_secret(url) ? REJECT_REASON_SECRET_URL
				  : REJECT_REASON_NOT;
}

bool
accept_is_served(
    struct slice verdict, struct slice path, struct slice http_status)
{
	if (!slice_is(verdict, "ok") && !slice_is(verdict, "warn"))
		return false;
	return http_status.n > 0 ? *http_status.at == '2' : path.n == 0;
}

enum reject_reason
accept_page(struct slice url, bool served)
{
	return !served && picture_page_find(url) != NULL ? REJECT_REASON_PAGE
							 : REJECT_REASON_NOT;
}

bool
accept_serves(struct slice url, struct slice file, struct buf *scratch)
{
	struct slice path;

	if (file.n == 0)
		return false;
	buf_clear(scratch);
	if (file.at[0] != '/')
		buf_put_char(scratch, '/');
	url_put_path(scratch, file);
	path = buf_slice(scratch);
	return url.n >= path.n &&
	    memcmp(url.at + url.n - path.n, path.at, path.n) == 0;
}

static const struct media_type *
type_of_url(struct slice url)
{
	const char *mark;

	if (url.n > 0 && (mark = memchr(url.at, '?', url.n)) != NULL)
		url.n = (size_t)(mark - url.at);
	if (url.n > 0 && (mark = memchr(url.at, '#', url.n)) != NULL)
		url.n = (size_t)(mark - url.at);
	return media_type_of_name(url);
}

static struct slice
spelled(const struct media_type *type)
{
	return slice_of(type->portal != NULL ? type->portal : type->mime);
}

void
accept_find_type(struct slice format, struct slice url,
    struct accept_type *type, struct buf *scratch)
{
	const struct media_type *named;

	type->by_url = false;
	type->meaning = media_type_meant(format);
	if (!type->meaning.known) {
		named = type_of_url(url);
		type->meaning = (struct media_meaning){named,
		    named != NULL ? named->group : MEDIA_OTHER, named != NULL};
		type->by_url = named != NULL;
	}
	buf_clear(scratch);
	if (type->meaning.type == NULL)
		media_type_put_meant(scratch, format);
	type->format = type->meaning.type != NULL ? spelled(type->meaning.type)
						  : buf_slice(scratch);
}

enum reject_reason
accept_type(const struct accept_type *type, unsigned takers, bool unknown)
{
	const struct media_meaning *meaning = &type->meaning;

	if (!meaning->known)
		return unknown ? REJECT_REASON_NOT : REJECT_REASON_NOT_ACCEPTED;
	if (meaning->type != NULL && (meaning->type->takers & takers) != 0)
		return REJECT_REASON_NOT;
	return meaning->group == MEDIA_PICTURE ? REJECT_REASON_NOT_ACCEPTED
					       : REJECT_REASON_NOT_A_PICTURE;
}

bool
accept_is_other_media(const struct accept_type *type, struct slice dcterms_type,
    struct slice problems)
{
	static const char *const words[] = {"Sound", "MovingImage", "Video",
	    "Text", "Dataset", "InteractiveResource", NULL};
	struct slice code;

	if ((dcterms_type.n == 0 && problems.n == 0) ||
	    (type->meaning.known && !type->by_url))
		return false;
	dcterms_type = path_last(slice_trim(dcterms_type));
	for (size_t i = 0; dcterms_type.n > 0 && words[i] != NULL; i++)
		if (ascii_equal(dcterms_type, words[i]))
			return true;
	while (slice_word(&problems, ' ', &code))
		if (slice_is(code, "other-media"))
			return true;
	return false;
}

bool
accept_says_picture(struct slice media_type)
{
	if (media_type.n == 0)
		return true;
	media_type = path_last(slice_trim(media_type));
	return media_type.n == 0 || ascii_equal(media_type, "image") ||
	    ascii_equal(media_type, "StillImage");
}

static bool
is_md5(struct slice value)
{
	enum { DIGITS = 32 };

	if (value.n != DIGITS)
		return false;
	for (size_t i = 0; i < value.n; i++)
		if (ascii_hex(value.at[i]) < 0)
			return false;
	return true;
}

enum reject_reason
accept_value(const struct column *column, struct slice value)
{
	if (column == NULL || value.n == 0)
		return REJECT_REASON_NOT;
	if ((column->kind == COLUMN_NUMBER && !number_fits(value, INT32_MAX)) ||
	    (column->kind == COLUMN_MD5 && !is_md5(value)))
		return REJECT_REASON_BAD_VALUE;
	return column->most > 0 && utf8_length(value) > column->most
	    ? REJECT_REASON_TOO_LONG
	    : REJECT_REASON_NOT;
}
