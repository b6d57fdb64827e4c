/* SPDX-License-Identifier: MIT */
#include <strings.h>

#include "base/ascii.h"
#include "base/number.h"
#include "row_news.h"

struct slice
row_news_had(struct preparer *p, enum target_id id)
{
	return known_picture_had(&p->there, p->plan->targets[id].existing);
}

static bool
differ(struct slice a, struct slice b)
{
	return a.n > 0 && b.n > 0 && !slice_equal(a, b);
}

struct media_metadata
row_news_metadata_was(struct preparer *p, int nth)
{
	size_t column = p->plan->metadata_was;

	if (column == STREAM_NONE)
		return (struct media_metadata){0};
	return media_metadata_find(
	    stream_value(p->there.fields[column], &p->metadata),
	    media_metadata_field(nth));
}

static bool
has_problem(struct slice problems, const char *wanted)
{
	struct slice code;

	while (slice_word(&problems, ' ', &code))
		if (slice_is(code, wanted))
			return true;
	return false;
}

/* The URL whose file the facts and hashes are of. */
static int
best_url(const struct preparer *p)
{
	return p->values[T_ORIGINAL].n > 0 ? T_ORIGINAL : T_WEB;
}

static bool
is_same_md5(struct slice a, struct slice b)
{
	return a.n == b.n && strncasecmp(a.at, b.at, a.n) == 0;
}

/* True if row and portal have the fact, and not the same. */
static bool
fact_differs(struct preparer *p, enum target_id id)
{
	const struct target *t = &p->plan->targets[id];

	if (!t->refreshed || p->values[id].n == 0 || row_news_had(p, id).n == 0)
		return false;
	return id == T_MD5 ? !is_same_md5(p->values[id], row_news_had(p, id))
			   : differ(p->values[id], row_news_had(p, id));
}

/* True if the row shows that the URL serves another file than it did: what was
 * known of its bytes is not true of it. */
static bool
is_other_file(struct preparer *p)
{
	int best = best_url(p);

	return has_problem(p->cells[C_PROBLEMS], "changed-since") ||
	    differ(
		p->facts[best].bytes, row_news_metadata_was(p, best).bytes) ||
	    fact_differs(p, T_WIDTH) || fact_differs(p, T_HEIGHT) ||
	    fact_differs(p, T_MD5);
}

bool
row_news_outdated(struct preparer *p, enum target_id id)
{
	return target_is_hash(id) && p->values[id].n == 0 &&
	    p->plan->targets[id].refreshed && row_news_had(p, id).n > 0 &&
	    is_other_file(p);
}

bool
row_news_changes(struct preparer *p, enum target_id id)
{
	struct slice value = p->values[id], was = row_news_had(p, id);

	if (row_news_outdated(p, id))
		return true;
	/* A guess is no news of a picture that is there. */
	if (id == T_FORMAT && p->guessed)
		return false;
	if (id == T_MD5 && was.n == value.n)
		return !is_same_md5(was, value);
	return value.n > 0 && !slice_equal(value, was);
}

/* What is a number in the portal's tables is one in the export. */
static bool
has_numbers(struct preparer *p)
{
	uint64_t number;

	for (int i = 0; i < NTARGETS; i++) {
		const struct target *t = &p->plan->targets[i];

		if (!t->refreshed || !t->number)
			continue;
		if (row_news_had(p, (enum target_id)i).n > 0 &&
		    !number_read(
			row_news_had(p, (enum target_id)i), INT64_MAX, &number))
			return false;
	}
	return true;
}

/* True if the portal does not know all of the picture. */
bool
row_news_any(struct preparer *p)
{
	for (int i = 0; i < NTARGETS; i++)
		if (p->plan->targets[i].refreshed &&
		    row_news_changes(p, (enum target_id)i))
			return has_numbers(p);
	return false;
}

bool
row_news_metadata(struct preparer *p, int nth, const struct media_metadata *was,
    struct media_metadata *is)
{
	*is = (struct media_metadata){
	    .bytes = p->facts[nth].bytes, .md5 = p->facts[nth].md5};
	if (is->bytes.n > 0 && is->md5.n > 0)
		return !slice_equal(is->bytes, was->bytes) ||
		    !slice_equal(is->md5, was->md5);
	if (differ(is->md5, was->md5) || differ(is->bytes, was->bytes) ||
	    (nth == best_url(p) && was->md5.n > 0 && is_other_file(p))) {
		*is = (struct media_metadata){0};
		return true;
	}
	return false;
}

bool
row_news_metadata_outdated(struct preparer *p)
{
	for (int i = 0; i < MEDIA_METADATA_FIELDS; i++) {
		struct media_metadata is, was = row_news_metadata_was(p, i);

		if (row_news_metadata(p, i, &was, &is) && is.md5.n == 0)
			return true;
	}
	return false;
}
