/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/diag.h"
#include "net/retry.h"
#include "response.h"
#include "upload_stage.h"

/* So many files in a row that get nothing but errors: then others will too. */
enum { FAILURES_MOST = 10 };

enum { PRECONDITION_FAILED = 412 };

static bool
has_come(struct upload *s)
{
	struct buf text = {0};
	bool same;

	hash_end(s->hash, &text);
	same = s->got == (uint64_t)s->st.st_size &&
	    slice_equal(buf_slice(&text), slice_of(s->md5));
	buf_free(&text);
	return same;
}

static bool
has_etag(const struct upload *s, const struct transfer_answer *answer)
{
	char md5[33];

	return response_md5(s->sender->target, answer, md5) &&
	    strcmp(md5, s->md5) == 0;
}

/* What an answer to request_ask() tells of a file that is there. */
enum likeness { SAME, DIFFERENT, UNCLEAR };

/* S3's time is not ours, and an ETag that is another one may be no MD5. */
static enum likeness
likeness(const struct upload *s, const struct transfer_answer *answer)
{
	enum target_kind kind = s->sender->target->kind;

	if (answer->cut ||
	    (answer->length >= 0 && answer->length != s->st.st_size))
		return DIFFERENT;
	if (kind == TARGET_S3)
		return has_etag(s, answer) ? SAME : UNCLEAR;
	return answer->length >= 0 && answer->modified > 0 &&
		answer->modified == s->st.st_mtim.tv_sec
	    ? SAME
	    : UNCLEAR;
}

static enum flight_next
after_ask(struct upload *s, const struct transfer_answer *answer)
{
	switch (likeness(s, answer)) {
	case DIFFERENT: return upload_is_wanted(s, true);
	case UNCLEAR: return upload_go(s, COMPARE);
	case SAME: break;
	}
	return s->sender->settings->full ? upload_go(s, COMPARE)
					 : upload_is_there(s, UPLOAD_SKIPPED);
}

/* The target says no. */
static enum flight_next
denied(struct upload *s, int status)
{
	switch (s->stage) {
	case ASK:
		/* In a folder that is not there, or that may not be listed. */
		if (s->sender->target->kind == TARGET_FTP ||
		    s->sender->target->kind == TARGET_S3) {
			s->blind = !s->sender->settings->replace;
			return upload_is_wanted(s, false);
		}
		return upload_refuse(s, "put-refused");
	case SEND:
	case MOVE:
		if (status != PRECONDITION_FAILED)
			return upload_refuse(s, "put-refused");
		if (s->met)
			return upload_refuse(s, "put-exists");
		/* Another run may have put it there meanwhile. */
		s->met = true;
		upload_close_source(s);
		return upload_go(s, ASK);
	default: return upload_refuse(s, "put-refused");
	}
}

static void
set_trouble(struct upload *s, const char *text)
{
	struct buf *trouble = &s->sender->trouble;

	if (trouble->n > 0)
		return;
	buf_put_string(trouble, text);
	buf_string(trouble);
}

static enum flight_next
absent(struct upload *s, int status)
{
	switch (s->stage) {
	case ASK:
	case COMPARE: return upload_is_wanted(s, false);
	case SEND:
		if (s->sender->target->kind == TARGET_S3)
			set_trouble(s, buf_string(&s->sender->error));
		if (s->sender->target->kind != TARGET_WEBDAV || s->has_made)
			return denied(s, status);
		return upload_make_collections(s);
	case MOVE: /* somebody has taken it away */
	case VERIFY:
	case FETCH: return upload_once_more(s, FLIGHT_FAILED, "put-not-whole");
	default: return denied(s, status);
	}
}

static void
has_its_name(struct upload *s)
{
	s->ours = true;
	if (!s->direct)
		s->left = false;
}

static enum flight_next
after_send(struct upload *s, const struct transfer_answer *answer)
{
	if (s->sender->target->kind == TARGET_WEBDAV && !s->direct)
		return upload_go(s, MOVE);
	has_its_name(s);
	if (s->sender->settings->full)
		return upload_go(s, FETCH);
	return has_etag(s, answer) ? upload_is_there(s, s->wanted)
				   : upload_go(s, VERIFY);
}

static enum flight_next
after_drop(struct upload *s)
{
	s->left = false;
	if (s->problem != NULL)
		return upload_refuse(s, s->problem);
	return s->action != UPLOAD_NOTHING ? upload_is_there(s, s->action)
					   : upload_go(s, SEND);
}

/* A time that could not be set does not matter. */
static enum flight_next
after_verify(struct upload *s, const struct transfer_answer *answer)
{
	switch (likeness(s, answer)) {
	case DIFFERENT:
		return upload_once_more(s, FLIGHT_FAILED, "put-not-whole");
	case UNCLEAR:
		if (answer->length < 0 || s->sender->target->kind == TARGET_S3)
			return upload_go(s, FETCH);
		break;
	case SAME: break;
	}
	return upload_is_there(s, s->wanted);
}

static enum flight_next
done(struct upload *s, const struct transfer_answer *answer)
{
	switch (s->stage) {
	case ASK: return after_ask(s, answer);
	case COMPARE:
		return has_come(s) ? upload_is_there(s, UPLOAD_SKIPPED)
				   : upload_is_wanted(s, true);
	case SEND: return after_send(s, answer);
	case MAKE: return upload_make_next(s);
	case MOVE:
		has_its_name(s);
		return upload_go(s, s->sender->settings->full ? FETCH : VERIFY);
	case DROP: return after_drop(s);
	case VERIFY: return after_verify(s, answer);
	case FETCH:
		if (has_come(s))
			return upload_is_there(s, s->wanted);
		break;
	default: break;
	}
	return upload_once_more(s, FLIGHT_FAILED, "put-not-whole");
}

/* Without HEAD all of it is fetched; without MOVE it is sent under its name. */
static enum flight_next
unsupported(struct upload *s, int status)
{
	switch (s->stage) {
	case ASK: return upload_go(s, COMPARE);
	case VERIFY: return upload_go(s, FETCH);
	case MAKE: return upload_make_next(s);
	case DROP: return after_drop(s);
	case MOVE: s->sender->moveless = true; return upload_go(s, DROP);
	default: return denied(s, status);
	}
}

static enum flight_next
locked_out(struct upload *s, const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_LOGIN:
		set_trouble(
		    s, "the server refuses the login, or none is known");
		break;
	case TRANSFER_HOST_KEY:
		set_trouble(s, "the key of the server is not in known_hosts");
		break;
	case TRANSFER_ANSWERED:
		set_trouble(s,
		    s->document.n > 0
			? buf_string(&s->sender->error)
			: "the server refuses the login, or none is known");
		break;
	default: set_trouble(s, answer->error); break;
	}
	return upload_refuse(s, "put-refused");
}

/* What would be so for any file: of S3 also another region. */
static bool
is_for_all(const struct upload *s, int status)
{
	bool s3 = s->sender->target->kind == TARGET_S3;

	return s->stage == SEND &&
	    (status == 403 || (s3 && (status == 301 || status == 400)));
}

/*
 * A command that fails may be a connection that has broken: libssh2 then tells
 * an earlier failure again.
 */
static bool
is_doubtful(struct upload *s, const struct transfer_answer *answer)
{
	bool first = !s->refused;

	s->refused |= s->stage == SEND;
	return first && s->stage == SEND &&
	    (answer->outcome == TRANSFER_REFUSED ||
		answer->outcome == TRANSFER_MISSING);
}

static enum flight_next
answer_target(struct upload *s, const struct transfer_answer *answer)
{
	enum response reply = response_of(s->sender->target, answer);
	bool first = !s->sender->answered;

	s->sender->answered |=
	    reply == RESPONSE_DONE || reply == RESPONSE_ABSENT;
	switch (reply) {
	case RESPONSE_DONE: return done(s, answer);
	case RESPONSE_ABSENT:
		if (is_doubtful(s, answer))
			return upload_once_more(s, FLIGHT_FAILED, "put-failed");
		return s->stage == MAKE ? upload_make_next(s)
		    : s->stage == DROP	? after_drop(s)
					: absent(s, answer->status);
	case RESPONSE_UNSUPPORTED: return unsupported(s, answer->status);
	case RESPONSE_REFUSED:
		if (first && is_for_all(s, answer->status))
			return locked_out(s, answer);
		if (s->stage == MAKE)
			return upload_make_next(s);
		if (is_doubtful(s, answer))
			return upload_once_more(
			    s, FLIGHT_FAILED, "put-refused");
		return s->stage == DROP ? after_drop(s)
					: denied(s, answer->status);
	case RESPONSE_LOCKED_OUT: return locked_out(s, answer);
	case RESPONSE_FULL:
		set_trouble(s, "the disk of the server is full");
		return upload_refuse(s, "put-failed");
	case RESPONSE_LATER: break;
	}
	if (s->stage == DROP && s->problem != NULL)
		return after_drop(s);
	return upload_once_more(s, response_next(answer), "put-failed");
}

static bool
is_picture(struct slice type)
{
	return type.n == 0 ||
	    (type.n > 6 && strncasecmp(type.at, "image/", 6) == 0);
}

static enum flight_next
not_served(struct upload *s)
{
	s->problem = "put-not-served";
	return upload_go(s, OVER);
}

static enum flight_next
after_look(struct upload *s, const struct transfer_answer *answer)
{
	if (!is_picture(answer->type))
		return not_served(s);
	if (s->stage == LOOK_WHOLE)
		return has_come(s) ? upload_go(s, OVER) : not_served(s);
	if (s->sender->settings->full || answer->length < 0)
		return upload_go(s, LOOK_WHOLE);
	return answer->length == s->st.st_size ? upload_go(s, OVER)
					       : not_served(s);
}

/* What the public server says has nothing to do with the target. */
static enum flight_next
answer_public(struct upload *s, const struct transfer_answer *answer)
{
	enum host_result result = retry_after_answer(answer);

	if (answer->outcome == TRANSFER_ANSWERED && answer->status == 200)
		return after_look(s, answer);
	if (s->stage == LOOK && retry_by_get(answer))
		return upload_go(s, LOOK_WHOLE);
	if (result == HOST_FINE)
		return not_served(s);
	s->trouble = "put-url-silent";
	return flight_after(result);
}

/* That it is not there, or a collection already, is no news. */
static bool
is_expected(const struct upload *s, const struct transfer_answer *answer)
{
	if (s->stage == MAKE)
		return answer->outcome == TRANSFER_ANSWERED;
	if (s->stage != ASK && s->stage != COMPARE && s->stage != DROP)
		return false;
	return answer->outcome == TRANSFER_MISSING ||
	    (answer->outcome == TRANSFER_DENIED &&
		s->sender->target->kind == TARGET_FTP) ||
	    (answer->outcome == TRANSFER_ANSWERED && answer->status == 404);
}

/* Other servers than S3's may send a page instead. */
static void
say_document(struct upload *s, struct buf *error)
{
	size_t start = error->n;

	buf_put_string(error, ", ");
	if (!response_put_error(error, buf_slice(&s->document))) {
		error->n = start;
		buf_clear(&s->document);
	}
}

static void
say(struct upload *s, const struct transfer_answer *answer)
{
	struct buf *error = &s->sender->error;
	bool http = s->stage == LOOK || s->stage == LOOK_WHOLE ||
	    response_is_http(s->sender->target);

	if (answer->outcome == TRANSFER_ANSWERED &&
	    (!http || answer->status < 300))
		return;
	buf_clear(error);
	if (answer->outcome == TRANSFER_ANSWERED)
		buf_printf(error, "HTTP status %d", answer->status);
	else
		buf_put_string(error, answer->error);
	if (s->document.n > 0)
		say_document(s, error);
	if (!is_expected(s, answer))
		inform("%s: %s", s->name.at, buf_string(error));
}

enum flight_next
upload_answer(struct upload *s, const struct transfer_answer *answer)
{
	say(s, answer);
	return s->stage == LOOK || s->stage == LOOK_WHOLE
	    ? answer_public(s, answer)
	    : answer_target(s, answer);
}

void
upload_end(struct upload *s)
{
	if (upload_is_full(s->status) || upload_is_ours(s->status))
		set_trouble(s, strerror(s->status));
	if (s->action != UPLOAD_NOTHING)
		s->sender->failures = 0;
	if (s->stage == OVER)
		return;
	upload_close_source(s);
	s->problem = s->trouble != NULL ? s->trouble : "put-failed";
	s->sender->failures += strcmp(s->problem, "put-failed") == 0;
	/* It would be so for all files to come. */
	if (s->silent || s->sender->failures >= FAILURES_MOST)
		set_trouble(s, buf_string(&s->sender->error));
	s->stage = OVER;
}
