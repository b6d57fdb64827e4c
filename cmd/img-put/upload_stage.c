/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net/url.h"
#include "upload_stage.h"

/* At the public URL. */
bool
upload_is_looked_for(const struct upload *s)
{
	return s->url.n > 0 && !s->sender->settings->unlooked &&
	    !s->sender->settings->dry_run;
}

enum upload_stage
upload_first_stage(const struct upload *s)
{
	return s->sender->local != NULL ? PLACE : ASK;
}

void
upload_close_source(struct upload *s)
{
	if (s->source == NULL)
		return;
	file_source_close(s->source);
	file_sources_give_back(s->sender->sources, s->source);
	s->source = NULL;
}

enum flight_next
upload_go(struct upload *s, enum upload_stage stage)
{
	s->stage = stage;
	s->trouble = NULL;
	s->silent = false;
	return stage == OVER ? FLIGHT_OVER : FLIGHT_MORE;
}

/* Nothing of it stays at the target. */
enum flight_next
upload_refuse(struct upload *s, const char *problem)
{
	s->problem = problem;
	s->action = UPLOAD_NOTHING;
	upload_close_source(s);
	return upload_go(s, s->left ? DROP : OVER);
}

/* What a stage before this one has begun is done again. */
enum flight_next
upload_once_more(struct upload *s, enum flight_next next, const char *trouble)
{
	upload_close_source(s);
	s->stage = upload_first_stage(s);
	s->trouble = trouble;
	s->silent = next == FLIGHT_SILENT || !s->sender->answered;
	return next;
}

/* It is there, whole and ours. */
enum flight_next
upload_is_there(struct upload *s, enum upload_action action)
{
	s->action = s->ours ? s->wanted : action;
	upload_close_source(s);
	if (s->left)
		return upload_go(s, DROP);
	return upload_go(s, upload_is_looked_for(s) ? LOOK : OVER);
}

enum flight_next
upload_is_wanted(struct upload *s, bool over)
{
	s->over = over;
	if (s->ours)
		return upload_go(s, READ);
	if (over && !s->sender->settings->replace)
		return upload_refuse(s, "put-exists");
	s->wanted = over ? UPLOAD_REPLACED : UPLOAD_PUT;
	return upload_go(s, READ);
}

/* The next collection that the file is in, or the file itself. */
enum flight_next
upload_make_next(struct upload *s)
{
	struct slice address = buf_slice(&s->address);
	const char *slash =
	    memchr(address.at + s->made, '/', address.n - s->made);

	if (slash == NULL) {
		collections_add(&s->sender->collections, upload_name(s));
		s->has_made = true;
		return upload_go(s, SEND);
	}
	s->made = (size_t)(slash - address.at) + 1;
	return upload_go(s, MAKE);
}

/* All that the file is in, from the server's root for the first one. */
enum flight_next
upload_make_collections(struct upload *s)
{
	const struct target *target = s->sender->target;
	struct slice base = buf_slice(&target->base);
	struct url url;

	buf_clear(&s->address);
	target_put_url(target, upload_name(s), &s->address);
	s->made = base.n + 1;
	if (!s->sender->collections.base && url_parse(base, &url) == NULL)
		s->made = (size_t)(url.path.at - base.at) + 1;
	return upload_make_next(s);
}
