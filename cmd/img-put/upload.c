/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "base/diag.h"
#include "base/mem.h"
#include "file/safe_dir.h"
#include "net/retry.h"
#include "net/url.h"
#include "upload_stage.h"

/* What is read of a body that is not wanted. */
#define DRAIN_MOST ((uint64_t)1 << 16)

/* What is kept of a document that tells what is wrong. */
enum { DOCUMENT_MOST = 2048 };

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

/* An engine has been there with all files; what is public is still to be seen.
 */
static void
take_result(struct upload *s)
{
	struct upload_result result =
	    lot_result(s->sender->lot, buf_slice(&s->name), s->md5);

	s->action = result.action;
	s->problem = result.problem;
	s->stage = result.action != UPLOAD_NOTHING && upload_is_looked_for(s)
	    ? LOOK
	    : OVER;
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
	s->stage = upload_first_stage(s);
	if (sender->lot != NULL)
		take_result(s);
	if (s->stage == OVER)
		return s;
	s->problem = file_source_stat(root, s->name.at, &s->st);
	if (s->problem == NULL)
		return s;
	s->status = upload_is_ours(errno) ? errno : 0;
	s->stage = OVER;
	return s;
}

void
upload_free(struct upload *s)
{
	upload_close_source(s);
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

bool
upload_steps(const struct upload *s)
{
	return s->stage == PLACE || s->stage == READ;
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
	s->status = upload_is_ours(errno) ? errno : 0;
	file_sources_give_back(s->sender->sources, source);
	return problem;
}

static enum flight_next
read_source(struct upload *s, struct hash *hash)
{
	const char *problem = open_source(s, hash);

	if (problem != NULL)
		return upload_refuse(s, problem);
	if (!s->sender->settings->dry_run)
		return upload_go(s, SEND);
	upload_close_source(s);
	s->action = s->wanted;
	return upload_go(s, OVER);
}

static enum flight_next
after_place(struct upload *s, int status)
{
	s->status = status;
	if (status == 0)
		return upload_is_there(s, s->wanted);
	if (status == EAGAIN)
		return upload_refuse(s, "put-changed");
	if (status == EEXIST)
		return upload_refuse(s, "put-exists");
	return upload_refuse(s,
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
	case LOCAL_SAME: return upload_is_there(s, UPLOAD_SKIPPED);
	case LOCAL_UNKNOWN: return after_place(s, errno);
	case LOCAL_DIFFERS: next = upload_is_wanted(s, true); break;
	default: next = upload_is_wanted(s, false); break;
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
		return upload_is_there(s, UPLOAD_SKIPPED);
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
		upload_make_collections(s);
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
