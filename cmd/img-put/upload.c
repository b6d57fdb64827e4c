/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "file/safe_dir.h"
#include "net/retry.h"
#include "net/url.h"
#include "collections.h"
#include "local.h"
#include "lot.h"
#include "request.h"
#include "response.h"
#include "upload.h"

/* What is read of a body that is not wanted. */
#define DRAIN_MOST ((uint64_t)1 << 16)

/* What is kept of a document that tells what is wrong. */
enum { DOCUMENT_MOST = 2048 };

/* So many files in a row that get nothing but errors: then others will too. */
enum { FAILURES_MOST = 10 };

enum { PRECONDITION_FAILED = 412 };

enum stage {
	PLACE, /* into a folder of this machine: all of it, in a thread */
	ASK, /* what is at the target? */
	COMPARE, /* its bytes, where nothing else tells */
	READ, /* the file here, in a thread */
	SEND,
	MAKE, /* collections of WebDAV */
	MOVE, /* to its name */
	DROP, /* what was sent under another name */
	VERIFY, /* what is at the target now? */
	FETCH, /* its bytes */
	LOOK, /* at the public URL */
	LOOK_WHOLE, /* its bytes */
	OVER
};

struct upload {
	struct flight_job flight; /* the first, for upload_of() */
	struct uploader *sender;
	struct upload *next; /* at rest */
	enum stage stage;
	int root;
	struct buf name, url;
	char md5[33];
	struct stat st; /* of the file here */
	struct file_source *source; /* while it is open */
	struct request letter;
	struct hash *hash;
	uint64_t got; /* bytes of an answer */
	struct buf document; /* of S3, that tells what is wrong */
	struct buf address; /* at the target, while its collections are made */
	size_t made; /* so many bytes of it are a collection */
	bool has_made; /* all of them */
	bool over; /* another one's place is taken */
	bool blind; /* the target has not said whether there is one */
	bool ours; /* what is there is what was sent before */
	bool direct; /* it was sent under its own name */
	bool silent; /* no connection, or no answer: the last time, or ever */
	bool left; /* something of it may stand under the other name */
	bool met; /* one that was not there when it was asked for */
	bool refused; /* once, though it may be a connection that broke */
	enum upload_action action, wanted;
	const char *problem, *trouble;
	int status; /* errno's, of a folder */
};

struct uploader {
	const struct settings *settings;
	const struct target *target;
	struct local *local; /* of a folder, else NULL */
	const struct lot *lot; /* of an engine, else NULL */
	struct file_sources *sources;
	struct upload *rest;
	bool answered; /* the target has let us in */
	unsigned failures; /* of files, since one was there */
	struct buf error; /* what it, or the way to it, has said last */
	bool moveless; /* the target has no MOVE */
	struct collections collections;
	struct buf trouble;
};

struct uploader *
uploader_new(const struct settings *settings, const struct target *target,
    const struct lot *lot)
{
	struct uploader *sender = mem_array(1, sizeof *sender);

	sender->settings = settings;
	sender->target = target;
	sender->lot = lot;
	sender->sources = file_sources_new();
	if (target->kind == TARGET_FOLDER)
		sender->local = local_open(target->base.at, settings);
	return sender;
}

void
uploader_free(struct uploader *sender)
{
	struct upload *s;

	while ((s = sender->rest) != NULL) {
		sender->rest = s->next;
		buf_free(&s->name);
		buf_free(&s->url);
		buf_free(&s->address);
		buf_free(&s->document);
		request_free(&s->letter);
		hash_free(s->hash);
		free(s);
	}
	if (sender->local != NULL)
		local_close(sender->local);
	collections_free(&sender->collections);
	file_sources_free(sender->sources);
	buf_free(&sender->trouble);
	buf_free(&sender->error);
	free(sender);
}

const char *
uploader_trouble(const struct uploader *sender)
{
	return sender->trouble.n > 0 ? sender->trouble.at : NULL;
}

void *
uploader_start(void *sender)
{
	(void)sender;
	return hash_new(hash_find("md5"));
}

void
uploader_stop(void *state, void *sender)
{
	(void)sender;
	hash_free(state);
}

/* At the public URL. */
static bool
is_looked_for(const struct upload *s)
{
	return s->url.n > 0 && !s->sender->settings->unlooked &&
	    !s->sender->settings->dry_run;
}

static enum stage
first_stage(const struct upload *s)
{
	return s->sender->local != NULL ? PLACE : ASK;
}

/* Trouble of this process or machine, which is no fault of a file. */
static bool
is_ours(int status)
{
	return status == EMFILE || status == ENFILE || status == ENOMEM;
}

/* An engine has been there with all files; what is public is still to be seen.
 */
static void
take_result(struct upload *s)
{
	struct upload_result result =
	    lot_result(s->sender->lot, buf_slice(&s->name), s->md5);

	s->action = result.action;
	s->problem = result.problem;
	s->stage =
	    result.action != UPLOAD_NOTHING && is_looked_for(s) ? LOOK : OVER;
}

struct upload *
upload_new(struct uploader *sender, int root, struct slice name,
    const char *md5, struct slice url)
{
	struct upload *s = sender->rest;

	if (s != NULL)
		sender->rest = s->next;
	else
		s = mem_array(1, sizeof *s);
	s->flight = (struct flight_job){0};
	s->sender = sender;
	s->root = root;
	buf_clear(&s->name);
	buf_put_slice(&s->name, name);
	buf_string(&s->name);
	buf_clear(&s->url);
	buf_put_slice(&s->url, url);
	memcpy(s->md5, md5, sizeof s->md5);
	s->has_made = s->blind = s->over = s->ours = s->silent = false;
	s->left = s->refused = s->met = false;
	s->action = s->wanted = UPLOAD_NOTHING;
	s->problem = s->trouble = NULL;
	s->status = 0;
	s->stage = first_stage(s);
	if (sender->lot != NULL)
		take_result(s);
	if (s->stage == OVER)
		return s;
	s->problem = file_source_stat(root, s->name.at, &s->st);
	if (s->problem == NULL)
		return s;
	s->status = is_ours(errno) ? errno : 0;
	s->stage = OVER;
	return s;
}

static void
close_source(struct upload *s)
{
	if (s->source == NULL)
		return;
	file_source_close(s->source);
	file_sources_give_back(s->sender->sources, s->source);
	s->source = NULL;
}

void
upload_free(struct upload *s)
{
	close_source(s);
	s->next = s->sender->rest;
	s->sender->rest = s;
}

struct slice
upload_name(const struct upload *s)
{
	return buf_slice(&s->name);
}

const char *
upload_md5(const struct upload *s)
{
	return s->md5;
}

struct upload_result
upload_result(const struct upload *s)
{
	return (struct upload_result){s->action, s->problem};
}

struct flight_job *
upload_job(struct upload *s)
{
	return s->stage == OVER ? NULL : &s->flight;
}

struct upload *
upload_of(struct flight_job *job)
{
	return (struct upload *)(void *)job;
}

static struct request_file
file_of(const struct upload *s)
{
	return (struct request_file){upload_name(s), (uint64_t)s->st.st_size,
	    s->st.st_mtim.tv_sec, s->md5};
}

static enum flight_next
go(struct upload *s, enum stage stage)
{
	s->stage = stage;
	s->trouble = NULL;
	s->silent = false;
	return stage == OVER ? FLIGHT_OVER : FLIGHT_MORE;
}

/* Nothing of it stays at the target. */
static enum flight_next
refuse(struct upload *s, const char *problem)
{
	s->problem = problem;
	s->action = UPLOAD_NOTHING;
	close_source(s);
	return go(s, s->left ? DROP : OVER);
}

/* What a stage before this one has begun is done again. */
static enum flight_next
once_more(struct upload *s, enum flight_next next, const char *trouble)
{
	close_source(s);
	s->stage = first_stage(s);
	s->trouble = trouble;
	s->silent = next == FLIGHT_SILENT || !s->sender->answered;
	return next;
}

/* It is there, whole and ours. */
static enum flight_next
is_there(struct upload *s, enum upload_action action)
{
	s->action = s->ours ? s->wanted : action;
	close_source(s);
	if (s->left)
		return go(s, DROP);
	return go(s, is_looked_for(s) ? LOOK : OVER);
}

static enum flight_next
is_wanted(struct upload *s, bool over)
{
	s->over = over;
	if (s->ours)
		return go(s, READ);
	if (over && !s->sender->settings->replace)
		return refuse(s, "put-exists");
	s->wanted = over ? UPLOAD_REPLACED : UPLOAD_PUT;
	return go(s, READ);
}

bool
upload_steps(const struct upload *s)
{
	return s->stage == PLACE || s->stage == READ;
}

/* The next collection that the file is in, or the file itself. */
static enum flight_next
make_next(struct upload *s)
{
	struct slice address = buf_slice(&s->address);
	const char *slash =
	    memchr(address.at + s->made, '/', address.n - s->made);

	if (slash == NULL) {
		collections_add(&s->sender->collections, upload_name(s));
		s->has_made = true;
		return go(s, SEND);
	}
	s->made = (size_t)(slash - address.at) + 1;
	return go(s, MAKE);
}

/* All that the file is in, from the server's root for the first one. */
static enum flight_next
make_collections(struct upload *s)
{
	const struct target *target = s->sender->target;
	struct slice base = buf_slice(&target->base);
	struct url url;

	buf_clear(&s->address);
	target_put_url(target, upload_name(s), &s->address);
	s->made = base.n + 1;
	if (!s->sender->collections.base && url_parse(base, &url) == NULL)
		s->made = (size_t)(url.path.at - base.at) + 1;
	return make_next(s);
}

/* NULL if it is open now. */
static const char *
open_source(struct upload *s, struct hash *hash)
{
	struct file_source *source = file_sources_take(s->sender->sources);
	const char *problem;

	errno = 0;
	problem = file_source_open(source, s->root, s->name.at, s->md5, hash);
	if (problem == NULL) {
		s->source = source;
		return NULL;
	}
	s->status = is_ours(errno) ? errno : 0;
	file_sources_give_back(s->sender->sources, source);
	return problem;
}

static enum flight_next
read_source(struct upload *s, struct hash *hash)
{
	const char *problem = open_source(s, hash);

	if (problem != NULL)
		return refuse(s, problem);
	if (!s->sender->settings->dry_run)
		return go(s, SEND);
	close_source(s);
	s->action = s->wanted;
	return go(s, OVER);
}

static bool
is_full(int status)
{
	return status == ENOSPC || status == EDQUOT;
}

static enum flight_next
after_place(struct upload *s, int status)
{
	s->status = status;
	if (status == 0)
		return is_there(s, s->wanted);
	if (status == EAGAIN)
		return refuse(s, "put-changed");
	if (status == EEXIST)
		return refuse(s, "put-exists");
	return refuse(s,
	    status == EACCES || status == EPERM || status == ELOOP ||
		    status == ENOTDIR || status == EISDIR
		? "put-refused"
		: "put-failed");
}

/* A target that is a folder. */
static enum flight_next
place(struct upload *s, struct hash *hash)
{
	const struct local *local = s->sender->local;
	enum flight_next next;
	int status;

	switch (local_look(local, s->name.at, &s->st, s->md5, hash)) {
	case LOCAL_SAME: return is_there(s, UPLOAD_SKIPPED);
	case LOCAL_UNKNOWN: return after_place(s, errno);
	case LOCAL_DIFFERS: next = is_wanted(s, true); break;
	default: next = is_wanted(s, false); break;
	}
	if (next == FLIGHT_OVER)
		return next;
	next = read_source(s, hash);
	if (next == FLIGHT_OVER)
		return next;
	status = local_put(local, s->name.at, s->source, s->over, s->md5, hash);
	/* Another run may have put it there meanwhile. */
	if (status == EEXIST &&
	    local_look(local, s->name.at, &s->st, s->md5, hash) == LOCAL_SAME)
		return is_there(s, UPLOAD_SKIPPED);
	return after_place(s, status);
}

enum flight_next
upload_step(void *state, struct upload *s)
{
	return s->stage == PLACE ? place(s, state) : read_source(s, state);
}

static void
begin_hash(struct upload *s)
{
	if (s->hash == NULL)
		s->hash = hash_new(hash_find("md5"));
	hash_begin(s->hash);
}

void
upload_request(struct upload *s, struct transfer_request *request)
{
	const struct target *target = s->sender->target;
	const struct request_file file = file_of(s);
	struct request *letter = &s->letter;

	s->got = 0;
	buf_clear(&s->document);
	if (s->stage == SEND && target->kind == TARGET_WEBDAV && !s->over &&
	    !s->has_made &&
	    !collections_have(&s->sender->collections, file.name))
		make_collections(s);
	switch (s->stage) {
	case ASK: request_ask(letter, target, &file, true, request); break;
	case VERIFY: request_ask(letter, target, &file, false, request); break;
	case COMPARE:
	case FETCH:
		begin_hash(s);
		request_fetch(letter, target, &file, request);
		break;
	case SEND:
		s->direct = s->sender->moveless;
		s->left |= target->kind != TARGET_S3 && !s->direct;
		request_send(letter, target, &file, s->source, s->over,
		    s->direct, s->blind && !s->ours,
		    s->sender->settings->cache_control, request);
		break;
	case MAKE:
		request_make(letter, target,
		    (struct slice){s->address.at, s->made}, request);
		break;
	case MOVE: request_move(letter, target, &file, s->over, request); break;
	case DROP: request_drop(letter, target, &file, request); break;
	case LOOK:
		request_look(letter, buf_slice(&s->url), false, request);
		break;
	case LOOK_WHOLE:
		begin_hash(s);
		request_look(letter, buf_slice(&s->url), true, request);
		break;
	default: break;
	}
}

/* A body that is longer than it should be is no more looked at. */
bool
upload_body(
    struct upload *s, const struct transfer *transfer, struct slice bytes)
{
	bool hashed =
	    s->stage == COMPARE || s->stage == FETCH || s->stage == LOOK_WHOLE;
	int status = transfer_status(transfer);

	s->got += bytes.n;
	if (status >= 300 && s->document.n + bytes.n <= DOCUMENT_MOST &&
	    s->sender->target->kind == TARGET_S3)
		buf_put_slice(&s->document, bytes);
	if (!hashed || status >= 300)
		return s->got < DRAIN_MOST;
	hash_push(s->hash, bytes.at, bytes.n);
	return s->got <= (uint64_t)s->st.st_size;
}

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
	case DIFFERENT: return is_wanted(s, true);
	case UNCLEAR: return go(s, COMPARE);
	case SAME: break;
	}
	return s->sender->settings->full ? go(s, COMPARE)
					 : is_there(s, UPLOAD_SKIPPED);
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
			return is_wanted(s, false);
		}
		return refuse(s, "put-refused");
	case SEND:
	case MOVE:
		if (status != PRECONDITION_FAILED)
			return refuse(s, "put-refused");
		if (s->met)
			return refuse(s, "put-exists");
		/* Another run may have put it there meanwhile. */
		s->met = true;
		close_source(s);
		return go(s, ASK);
	default: return refuse(s, "put-refused");
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
	case COMPARE: return is_wanted(s, false);
	case SEND:
		if (s->sender->target->kind == TARGET_S3)
			set_trouble(s, buf_string(&s->sender->error));
		if (s->sender->target->kind != TARGET_WEBDAV || s->has_made)
			return denied(s, status);
		return make_collections(s);
	case MOVE: /* somebody has taken it away */
	case VERIFY:
	case FETCH: return once_more(s, FLIGHT_FAILED, "put-not-whole");
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
		return go(s, MOVE);
	has_its_name(s);
	if (s->sender->settings->full)
		return go(s, FETCH);
	return has_etag(s, answer) ? is_there(s, s->wanted) : go(s, VERIFY);
}

static enum flight_next
after_drop(struct upload *s)
{
	s->left = false;
	if (s->problem != NULL)
		return refuse(s, s->problem);
	return s->action != UPLOAD_NOTHING ? is_there(s, s->action)
					   : go(s, SEND);
}

/* A time that could not be set does not matter. */
static enum flight_next
after_verify(struct upload *s, const struct transfer_answer *answer)
{
	switch (likeness(s, answer)) {
	case DIFFERENT: return once_more(s, FLIGHT_FAILED, "put-not-whole");
	case UNCLEAR:
		if (answer->length < 0 || s->sender->target->kind == TARGET_S3)
			return go(s, FETCH);
		break;
	case SAME: break;
	}
	return is_there(s, s->wanted);
}

static enum flight_next
done(struct upload *s, const struct transfer_answer *answer)
{
	switch (s->stage) {
	case ASK: return after_ask(s, answer);
	case COMPARE:
		return has_come(s) ? is_there(s, UPLOAD_SKIPPED)
				   : is_wanted(s, true);
	case SEND: return after_send(s, answer);
	case MAKE: return make_next(s);
	case MOVE:
		has_its_name(s);
		return go(s, s->sender->settings->full ? FETCH : VERIFY);
	case DROP: return after_drop(s);
	case VERIFY: return after_verify(s, answer);
	case FETCH:
		if (has_come(s))
			return is_there(s, s->wanted);
		break;
	default: break;
	}
	return once_more(s, FLIGHT_FAILED, "put-not-whole");
}

/* Without HEAD all of it is fetched; without MOVE it is sent under its name. */
static enum flight_next
unsupported(struct upload *s, int status)
{
	switch (s->stage) {
	case ASK: return go(s, COMPARE);
	case VERIFY: return go(s, FETCH);
	case MAKE: return make_next(s);
	case DROP: return after_drop(s);
	case MOVE: s->sender->moveless = true; return go(s, DROP);
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
	return refuse(s, "put-refused");
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
			return once_more(s, FLIGHT_FAILED, "put-failed");
		return s->stage == MAKE ? make_next(s)
		    : s->stage == DROP	? after_drop(s)
					: absent(s, answer->status);
	case RESPONSE_UNSUPPORTED: return unsupported(s, answer->status);
	case RESPONSE_REFUSED:
		if (first && is_for_all(s, answer->status))
			return locked_out(s, answer);
		if (s->stage == MAKE)
			return make_next(s);
		if (is_doubtful(s, answer))
			return once_more(s, FLIGHT_FAILED, "put-refused");
		return s->stage == DROP ? after_drop(s)
					: denied(s, answer->status);
	case RESPONSE_LOCKED_OUT: return locked_out(s, answer);
	case RESPONSE_FULL:
		set_trouble(s, "the disk of the server is full");
		return refuse(s, "put-failed");
	case RESPONSE_LATER: break;
	}
	if (s->stage == DROP && s->problem != NULL)
		return after_drop(s);
	return once_more(s, response_next(answer), "put-failed");
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
	return go(s, OVER);
}

static enum flight_next
after_look(struct upload *s, const struct transfer_answer *answer)
{
	if (!is_picture(answer->type))
		return not_served(s);
	if (s->stage == LOOK_WHOLE)
		return has_come(s) ? go(s, OVER) : not_served(s);
	if (s->sender->settings->full || answer->length < 0)
		return go(s, LOOK_WHOLE);
	return answer->length == s->st.st_size ? go(s, OVER) : not_served(s);
}

/* What the public server says has nothing to do with the target. */
static enum flight_next
answer_public(struct upload *s, const struct transfer_answer *answer)
{
	enum host_result result = retry_after_answer(answer);

	if (answer->outcome == TRANSFER_ANSWERED && answer->status == 200)
		return after_look(s, answer);
	if (s->stage == LOOK && retry_by_get(answer))
		return go(s, LOOK_WHOLE);
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
	if (is_full(s->status) || is_ours(s->status))
		set_trouble(s, strerror(s->status));
	if (s->action != UPLOAD_NOTHING)
		s->sender->failures = 0;
	if (s->stage == OVER)
		return;
	close_source(s);
	s->problem = s->trouble != NULL ? s->trouble : "put-failed";
	s->sender->failures += strcmp(s->problem, "put-failed") == 0;
	/* It would be so for all files to come. */
	if (s->silent || s->sender->failures >= FAILURES_MOST)
		set_trouble(s, buf_string(&s->sender->error));
	s->stage = OVER;
}
