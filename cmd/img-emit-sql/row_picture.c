/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "sink/accept.h"
#include "ascii_checks.h"
#include "row_picture.h"

/*
 * https, a host, and characters that are legal everywhere in a URL. What is in
 * the last row's folder begins so.
 */
static bool
is_simple_url(struct slice url, size_t in_folder)
{
	enum { STEP = 16 };

	/* No text is tested as fast as one of sixteen bytes or more. */
	if (in_folder > 0)
		return bytes_are_simple(slice_from(url,
		    url.n > 8 + STEP && url.n - in_folder < STEP ? url.n - STEP
								 : in_folder));
	return url.n > 8 && memcmp(url.at, "https://", 8) == 0 &&
	    url.at[8] != '/' && bytes_are_simple(slice_from(url, 8));
}

/* What is in the portal already may be taken out. */
static enum reject_reason
judge_page(const struct preparer *p, enum target_id id)
{
	const struct slice *c = p->cells;
	bool best =
	    id == T_ORIGINAL || (id == T_WEB && p->values[T_ORIGINAL].n == 0);

	if (p->plan->remove || p->plan->undo ||
	    (id != T_ORIGINAL && id != T_WEB && id != T_THUMBNAIL))
		return REJECT_REASON_NOT;
	return accept_page(p->values[id],
	    best &&
		accept_is_served(c[C_VERDICT], c[C_PATH], c[C_HTTP_STATUS]));
}

static enum reject_reason
judge_url(struct preparer *p, enum target_id id)
{
	struct slice url = p->values[id];
	enum reject_reason reason = REJECT_REASON_NOT;

	p->in_folder[id] = row_in_folder(p, url);
	p->simple[id] = is_simple_url(url, p->in_folder[id]);
	if (url.n == 0)
		return REJECT_REASON_NOT;
	/* A portal's own files may go by their path alone. */
	if (!p->simple[id])
		reason = accept_url(url, true);
	if (reason == REJECT_REASON_NOT)
		reason = judge_page(p, id);
	return reason == REJECT_REASON_NOT
	    ? reason
	    : row_wrong(p, reason, p->plan->targets[id].name);
}

static void
take_derivative(struct preparer *p, enum cell_id bytes)
{
	p->values[T_FORMAT] = p->cells[bytes + 2];
	p->values[T_WIDTH] = p->cells[bytes + 3];
	p->values[T_HEIGHT] = p->cells[bytes + 4];
	p->values[T_MD5] = p->cells[bytes + 1];
	p->values[T_HASH_FUNCTION] = p->values[T_HASH_VALUE] = SLICE("");
}

/* Those of the cell for a file's bytes and of the one after it. */
static struct facts
facts_of(const struct slice *cells, enum cell_id bytes)
{
	return (struct facts){cells[bytes], cells[bytes + 1]};
}

/*
 * Each URL gets the facts of the file that it serves, and the row those of
 * the best picture.
 */
static void
settle_facts(struct preparer *p)
{
	const struct slice *c = p->cells;
	struct facts checked = {c[C_BYTES], p->values[T_MD5]};
	bool has_original = p->values[T_ORIGINAL].n > 0;
	bool from_large =
	    accept_serves(p->values[T_ORIGINAL], c[C_LARGE_FILE], &p->path);
	bool from_web =
	    accept_serves(p->values[T_WEB], c[C_WEB_FILE], &p->path);

	if (!has_original)
		p->facts[0] = (struct facts){0};
	else
		p->facts[0] = from_large ? facts_of(c, C_LARGE_BYTES) : checked;
	if (from_web)
		p->facts[1] = facts_of(c, C_WEB_BYTES);
	else if (!has_original)
		p->facts[1] = checked;
	else if (slice_equal(p->values[T_WEB], p->values[T_ORIGINAL]))
		p->facts[1] = p->facts[0];
	else
		p->facts[1] = (struct facts){0};
	p->facts[2] = p->values[T_THUMBNAIL].n > 0
	    ? facts_of(c, C_THUMBNAIL_BYTES)
	    : (struct facts){0};
	if (has_original && from_large)
		take_derivative(p, C_LARGE_BYTES);
	else if (!has_original && from_web)
		take_derivative(p, C_WEB_BYTES);
}

static enum reject_reason
check_facts(struct preparer *p)
{
	static const char *const bytes[] = {
	    "bytes", "webBytes", "thumbnailBytes"};
	static const char *const md5[] = {"mediaMD5", "webMD5", "thumbnailMD5"};
	int best;

	for (int i = 0; i < 3; i++) {
		if (p->facts[i].bytes.n > 0 &&
		    !number_fits(p->facts[i].bytes, INT64_MAX))
			return row_wrong(p, REJECT_REASON_BAD_VALUE, bytes[i]);
		if (p->facts[i].md5.n == 0)
			continue;
		if (p->facts[i].md5.n != MD5_TEXT ||
		    !bytes_lower_md5(p->facts[i].md5.at, p->md5[i]))
			return row_wrong(p, REJECT_REASON_BAD_VALUE, md5[i]);
		p->facts[i].md5 = (struct slice){p->md5[i], MD5_TEXT};
	}
	best = p->values[T_ORIGINAL].n > 0 ? 0 : 1;
	p->values[T_MD5] = p->facts[best].md5.n > 0
	    ? (struct slice){p->md5[best], MD5_TEXT}
	    : SLICE("");
	return REJECT_REASON_NOT;
}

static enum reject_reason
check_value(struct preparer *p, enum target_id id)
{
	const struct target *t = &p->plan->targets[id];
	struct slice value = p->values[id];

	if (value.n == 0)
		return REJECT_REASON_NOT;
	if (t->number)
		return number_fits(value, INT32_MAX)
		    ? REJECT_REASON_NOT
		    : row_wrong(p, REJECT_REASON_BAD_VALUE, t->name);
	return row_fit(p, &t->limit, value, t->name);
}

static void
settle_empty(struct preparer *p, enum target_id id)
{
	struct slice standing = p->plan->targets[id].standing;

	p->values[id] = standing;
	p->plain = p->plain && bytes_are_plain(standing);
}

/* No row is left out for a value that nobody has asked for. */
static void
settle_identifier(struct preparer *p)
{
	const struct limit *limit =
	    &p->plan->targets[T_SOURCE_IDENTIFIER].limit;
	struct slice made;

	if (p->values[T_SOURCE_IDENTIFIER].n > 0 || p->cells[C_NAME].n == 0)
		return;
	buf_clear(&p->identifier);
	buf_put_string(&p->identifier, "filename: ");
	buf_put_slice(&p->identifier, p->cells[C_NAME]);
	made = buf_slice(&p->identifier);
	if ((p->plain && made.n <= limit->most) ||
	    literal_fit(limit, made) == FIT_GOOD)
		p->values[T_SOURCE_IDENTIFIER] = made;
}

static void
settle_values(struct preparer *p)
{
	const struct plan *plan = p->plan;

	settle_facts(p);
	settle_identifier(p);
	for (size_t i = 0; i < plan->nvarying; i++)
		if (p->values[plan->varying[i]].n == 0)
			settle_empty(p, plan->varying[i]);
}

/* What the best of the URLs serves. */
static enum reject_reason
judge_type(struct preparer *p)
{
	bool web = p->values[T_ORIGINAL].n == 0;
	struct accept_type type;
	enum reject_reason reason;

	accept_find_type(p->values[T_FORMAT],
	    p->values[web ? T_WEB : T_ORIGINAL], &type, &p->format);
	p->guessed = p->values[T_FORMAT].n == 0 || type.by_url;
	reason = accept_type(&type, MEDIA_BROWSERS, true);
	if (reason != REJECT_REASON_NOT)
		return row_wrong(p, reason,
		    !type.by_url ? "format"
			: web	 ? "url"
				 : "originalUrl");
	if (accept_is_other_media(
		&type, p->cells[C_TYPE], p->cells[C_PROBLEMS]))
		return row_wrong(p, REJECT_REASON_NOT_A_PICTURE,
		    p->cells[C_TYPE].n > 0 ? "type" : "problems");
	p->values[T_FORMAT] = type.format;
	return accept_says_picture(p->cells[C_MEDIA_TYPE])
	    ? REJECT_REASON_NOT
	    : row_wrong(p, REJECT_REASON_NOT_A_PICTURE, "mediaType");
}

enum reject_reason
row_picture_judge(struct preparer *p)
{
	static const enum target_id urls[] = {T_ORIGINAL, T_WEB, T_THUMBNAIL};
	enum reject_reason reason = REJECT_REASON_NOT;

	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
		p->values[urls[i]] = accept_url_value(p->values[urls[i]]);
	if (p->values[T_ORIGINAL].n == 0 && p->values[T_WEB].n == 0)
		return REJECT_REASON_NO_URL;
	settle_values(p);
	for (size_t i = 0; i < p->plan->nurls && reason == REJECT_REASON_NOT;
	     i++)
		reason = judge_url(p, p->plan->urls[i]);
	if (reason == REJECT_REASON_NOT)
		reason = judge_type(p);
	for (size_t i = 0; i < p->plan->nvarying && reason == REJECT_REASON_NOT;
	     i++)
		reason = check_value(p, p->plan->varying[i]);
	return reason == REJECT_REASON_NOT ? check_facts(p) : reason;
}
