/* SPDX-License-Identifier: MIT */
#include "net/url.h"
#include "net/url_secret.h"
#include "public_url.h"

const char *
public_url_base_error(const char *base)
{
	struct slice text = slice_of(base);
	const char *error;
	struct url url;

	error = url_parse(text, &url);
	if (error != NULL)
		return error;
	if (!url_is_web(text) && *base != '/')
		return "neither http:// nor https:// nor a path from the root "
		       "of the web server";
	if (url.fragment.at != NULL)
		return "a fragment";
	if (url_is_secret(text))
		return "a password or key that would become public";
	return NULL;
}

/* Takes the next segment off a path; those that say nothing are left out. */
static bool
next_segment(struct slice *path, struct slice *segment)
{
	do {
		if (!slice_word(path, '/', segment))
			return false;
	} while (slice_equal(*segment, SLICE(".")));
	return true;
}

/* Takes the segments of the root off the path. */
static bool
below_root(struct slice *path, struct slice root)
{
	struct slice a, b;

	if ((root.n > 0 && root.at[0] == '/') !=
	    (path->n > 0 && path->at[0] == '/'))
		return false;
	while (next_segment(&root, &a))
		if (!next_segment(path, &b) || !slice_equal(a, b))
			return false;
	return true;
}

const char *
public_url_url(const struct public_url_rules *rules, struct slice path,
    bool folder, bool listed, struct buf *url)
{
	struct slice base = slice_of(rules->base);
	struct slice segment, following;

	buf_put_slice(url, base);
	if (memchr(base.at, '?', base.n) == NULL &&
	    (base.n == 0 || base.at[base.n - 1] != '/'))
		buf_put_char(url, '/');
	if (rules->root == NULL && !listed)
		return NULL;
	if (rules->root != NULL && !below_root(&path, slice_of(rules->root)))
		return "is not below the root";
	if (rules->root == NULL && path.n > 0 && path.at[0] == '/')
		return "an absolute path has no URL without --root";
	if (!next_segment(&path, &segment))
		return NULL;
	for (;;) {
		bool last = !next_segment(&path, &following);

		if (slice_equal(segment, SLICE("..")))
			return "a path with '..' has no URL";
		if (last && !folder)
			return NULL;
		url_put_path(url, segment);
		buf_put_char(url, '/');
		if (last)
			return NULL;
		segment = following;
	}
}
