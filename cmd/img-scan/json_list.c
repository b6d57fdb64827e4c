/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "net/http_date.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "text/json.h"
#include "json_list.h"

struct json_list {
	struct listing *listing;
	struct slice start, url;
	struct json json;
	bool entries; /* there were some */
	struct buf link, whole;
};

bool
json_list_is(struct slice page)
{
	if (slice_begins(page, "\xef\xbb\xbf"))
		page = slice_from(page, 3);
	page = slice_trim(page);
	return page.n > 0 && (*page.at == '[' || *page.at == '{');
}

static struct slice
text_of(const struct json_list *list, const struct json_value *object,
    const char *name)
{
	return json_string(&list->json, json_member(&list->json, object, name));
}

static bool
is_true(const struct json_list *list, const struct json_value *object,
    const char *name)
{
	const struct json_value *value = json_member(&list->json, object, name);

	return value != NULL && value->kind == JSON_WORD &&
	    list->json.text.at[value->at] == 't';
}

/* What was put together in list->whole. */
static void
add(struct json_list *list, enum link_kind kind,
    const struct listing_facts *facts)
{
	struct link *link;

	list->entries = true;
	buf_clear(&list->link);
	if (!scope_put(&list->link, buf_slice(&list->whole)) ||
	    scope_below(list->start, buf_slice(&list->link)).at == NULL)
		return;
	link = listing_add(list->listing, buf_slice(&list->link), kind);
	if (link != NULL && kind == LINK_FILE)
		link->facts = *facts;
}

static void
put_folder_of(struct json_list *list)
{
	struct slice url = list->url;
	const char *mark = memchr(url.at, '?', url.n), *slash;

	if (mark != NULL)
		url.n = (size_t)(mark - url.at);
	slash = memrchr(url.at, '/', url.n);
	buf_clear(&list->whole);
	buf_put(&list->whole, url.at, (size_t)(slash - url.at) + 1);
}

static void
read_time(const struct json_list *list, const struct json_value *entry,
    const char *name, struct listing_facts *facts)
{
	struct slice text = text_of(list, entry, name);

	facts->has_time = text.n > 0 &&
	    (listing_facts_read_time(text, &facts->time) ||
		http_date_read(text, 0, &facts->time));
}

static void
read_size(const struct json_list *list, const struct json_value *entry,
    struct listing_facts *facts)
{
	const struct json_value *size = json_member(&list->json, entry, "size");
	struct slice text = json_string(&list->json, size);

	facts->has_bytes = text.at != NULL
	    ? number_read(text, INT64_MAX, &facts->bytes)
	    : json_number(&list->json, size, &facts->bytes);
}

/* nginx: {"name", "type", "mtime", "size"}; Caddy: {"name", "size", "url",
 * "mod_time", "is_dir"}, where folders' names end in a slash. */
static bool
read_entry(struct json_list *list, const struct json_value *entry)
{
	struct slice name = text_of(list, entry, "name");
	struct slice type = text_of(list, entry, "type");
	bool caddy = json_member(&list->json, entry, "is_dir") != NULL;
	bool folder = caddy ? is_true(list, entry, "is_dir")
			    : slice_is(type, "directory");
	struct listing_facts facts = {0};

	if (name.at == NULL ||
	    json_member(&list->json, entry, caddy ? "mod_time" : "mtime") ==
		NULL)
		return false;
	if (folder && slice_ends(name, "/"))
		name.n--;
	if (!(folder || caddy || slice_is(type, "file")) || name.n == 0 ||
	    name.n > LINK_MOST || memchr(name.at, '/', name.n) != NULL ||
	    memchr(name.at, '\0', name.n) != NULL)
		return true;
	read_size(list, entry, &facts);
	read_time(list, entry, caddy ? "mod_time" : "mtime", &facts);
	put_folder_of(list);
	url_put_path(&list->whole, name);
	if (folder)
		buf_put_char(&list->whole, '/');
	add(list, folder ? LINK_FOLDER : LINK_FILE, &facts);
	return true;
}

static bool
read_folder(struct json_list *list)
{
	const struct json_value *root = json_root(&list->json);
	const struct json_value *entry = NULL;

	if (root->kind != JSON_ARRAY)
		return false;
	while ((entry = json_next(&list->json, root, entry)) != NULL)
		if (!read_entry(list, entry))
			return false;
	return true;
}

/* The path of the API is /storage/v1/b/BUCKET/o. */
static bool
is_api(struct slice path, struct slice *bucket)
{
	static const char prefix[] = "/storage/v1/b/";
	const char *slash;

	if (!slice_begins(path, prefix))
		return false;
	path = slice_from(path, sizeof prefix - 1);
	slash = memchr(path.at, '/', path.n);
	if (slash == NULL || slash == path.at)
		return false;
	*bucket = (struct slice){path.at, (size_t)(slash - path.at)};
	path = slice_from(path, bucket->n);
	return slice_is(path, "/o") || slice_is(path, "/o/");
}

bool
json_list_put_bucket(struct buf *out, struct slice url)
{
	struct slice bucket;
	struct url parts;

	url_parse(url, &parts);
	if (!is_api(parts.path, &bucket))
		return false;
	buf_put(out, url.at, (size_t)(parts.path.at - url.at) + 1);
	buf_put_slice(out, bucket);
	buf_put_char(out, '/');
	return true;
}

static void
add_objects(struct json_list *list, const struct json_value *items)
{
	const struct json_value *item = NULL;

	while ((item = json_next(&list->json, items, item)) != NULL) {
		struct slice name = text_of(list, item, "name");
		struct listing_facts facts = {0};

		if (name.n == 0 || name.n > LINK_MOST ||
		    name.at[name.n - 1] == '/' ||
		    memchr(name.at, '\0', name.n) != NULL)
			continue;
		read_size(list, item, &facts);
		read_time(list, item, "updated", &facts);
		buf_clear(&list->whole);
		json_list_put_bucket(&list->whole, list->url);
		url_put_path(&list->whole, name);
		add(list, LINK_FILE, &facts);
	}
}

/* The list's URL with another value of one name; no file is below it. */
static void
put_page(const struct json_list *list, struct buf *out, const char *name,
    struct slice value)
{
	static const char *const drop[] = {"pageToken", NULL};
	const char *mark = memchr(list->url.at, '?', list->url.n);
	struct buf whole = {0};

	buf_put(&whole, list->url.at,
	    mark != NULL ? (size_t)(mark - list->url.at) : list->url.n);
	listing_put_query(&whole, list->url, drop, name, value);
	buf_clear(out);
	scope_put(out, buf_slice(&whole));
	buf_free(&whole);
}

static bool
read_bucket(struct json_list *list)
{
	const struct json_value *root = json_root(&list->json);
	const struct json_value *prefixes =
	    json_member(&list->json, root, "prefixes");
	const struct json_value *each = NULL;
	struct slice token = text_of(list, root, "nextPageToken");

	if (!slice_is(text_of(list, root, "kind"), "storage#objects"))
		return false;
	buf_clear(&list->whole);
	if (!json_list_put_bucket(&list->whole, list->url)) {
		list->listing->wrong = "a list of Google Cloud Storage, "
				       "but not at /storage/v1/b/BUCKET/o";
		return true;
	}
	add_objects(list, json_member(&list->json, root, "items"));
	while ((each = json_next(&list->json, prefixes, each)) != NULL) {
		struct slice prefix = json_string(&list->json, each);

		if (prefix.n == 0 || prefix.n > LINK_MOST)
			continue;
		list->entries = true;
		put_page(list, &list->link, "prefix", prefix);
		listing_add(list->listing, buf_slice(&list->link), LINK_FOLDER);
	}
	if (token.n > 0)
		put_page(list, &list->listing->more, "pageToken", token);
	return true;
}

void
json_list_read(struct listing *listing, struct slice start, struct slice url,
    struct slice page)
{
	struct json_list list = {
	    .listing = listing, .start = start, .url = url};

	listing->known = true;
	if (!json_read(&list.json, page))
		listing->wrong = "JSON that is not well-formed";
	else if (!read_folder(&list) && !read_bucket(&list))
		listing->wrong =
		    "JSON that is no list of files that img-scan reads";
	else if (listing->wrong == NULL && list.entries && listing->n == 0 &&
	    listing->more.n == 0)
		listing->wrong = listing_elsewhere;
	json_free(&list.json);
	buf_free(&list.link);
	buf_free(&list.whole);
}
