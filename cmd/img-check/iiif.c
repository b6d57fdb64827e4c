/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/ascii.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "iiif.h"
#include "url_rules.h"

/* Of a manifest, so many pictures are told apart: more than one is several. */
struct painted {
	struct slice id;
	const struct json_value *service; /* or NULL */
	size_t n;
};

/* What an info.json says of the sizes and types that can be had. */
struct image {
	int version;
	bool lowest; /* compliance level 0: only what is listed is there */
	uint64_t width, height;
	uint64_t max_width, max_height, max_area; /* 0: no limit */
	uint64_t size_width, size_height; /* the largest listed; 0: none */
	const char *format;
};

void
iiif_free(struct iiif *iiif)
{
	json_free(&iiif->json);
	buf_free(&iiif->urls);
	buf_free(&iiif->what);
	buf_free(&iiif->base);
	buf_free(&iiif->other);
	buf_free(&iiif->text);
}

/* But IIPImage has the identifier there: iipsrv.fcgi?IIIF=a/b.tif/info.json. */
static struct slice
without_query(struct slice url)
{
	const char *mark = url.n > 0 ? memchr(url.at, '?', url.n) : NULL;
	struct slice query;

	if (mark == NULL)
		return url;
	query = slice_from(url, (size_t)(mark + 1 - url.at));
	if (!ascii_begins(query, "iiif="))
		url.n = (size_t)(mark - url.at);
	return url;
}

bool
iiif_is_info(struct slice url)
{
	return ascii_ends(without_query(url), "/info.json");
}

static struct slice
id_of(const struct iiif *iiif, const struct json_value *value)
{
	static const char *const names[] = {"id", "@id"};
	const struct json *json = &iiif->json;
	struct slice id = json_string(json, value);

	for (size_t i = 0; i < 2 && id.at == NULL; i++)
		id = json_string(json, json_member(json, value, names[i]));
	return id;
}

/* A string, or one of an array, or of its objects' ids, holds the word. */
static bool
mentions(
    const struct iiif *iiif, const struct json_value *value, const char *word)
{
	const struct json_value *each = NULL;
	struct slice text = json_string(&iiif->json, value);

	if (text.at != NULL)
		return slice_contains(text, word);
	if (value == NULL || value->kind != JSON_ARRAY)
		return false;
	while ((each = json_next(&iiif->json, value, each)) != NULL)
		if (slice_contains(json_string(&iiif->json, each).at != NULL
			    ? json_string(&iiif->json, each)
			    : SLICE(""),
			word))
			return true;
	return false;
}

static bool
member_mentions(const struct iiif *iiif, const struct json_value *object,
    const char *name, const char *word)
{
	return mentions(iiif, json_member(&iiif->json, object, name), word);
}

static bool
is_type(
    const struct iiif *iiif, const struct json_value *object, const char *word)
{
	return member_mentions(iiif, object, "type", word) ||
	    member_mentions(iiif, object, "@type", word);
}

static bool
is_image_service(const struct iiif *iiif, const struct json_value *object)
{
	static const char *const names[] = {"@context", "protocol", "profile"};

	if (is_type(iiif, object, "ImageService") ||
	    is_type(iiif, object, "iiif:Image"))
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (member_mentions(iiif, object, names[i], "/api/image") ||
		    member_mentions(iiif, object, names[i], "/image-api/"))
			return true;
	return false;
}

static int
version_of(const struct iiif *iiif, const struct json_value *info)
{
	static const struct {
		const char *word;
		int version;
	} marks[] = {{"/api/image/3", 3}, {"/api/image/2", 2},
	    {"/api/image/1", 1}, {"/image-api/", 1}};
	static const char *const names[] = {"@context", "profile"};

	if (is_type(iiif, info, "ImageService3"))
		return 3;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (member_mentions(
				iiif, info, names[k], marks[i].word))
				return marks[i].version;
	return json_member(&iiif->json, info, "id") != NULL ? 3 : 2;
}

static void
read_number(const struct iiif *iiif, const struct json_value *object,
    const char *name, uint64_t *number)
{
	uint64_t value;

	if (json_number(
		&iiif->json, json_member(&iiif->json, object, name), &value) &&
	    value <= UINT32_MAX)
		*number = value;
}

static const char *const formats[] = {"jpg", "png", "webp", "gif"};

/* The first type of the list that browsers take; NULL if there is none. */
static const char *
web_format(const struct iiif *iiif, const struct json_value *list)
{
	const struct json_value *each = NULL;

	while ((each = json_next(&iiif->json, list, each)) != NULL)
		for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
			if (slice_is(json_string(&iiif->json, each).at != NULL
				    ? json_string(&iiif->json, each)
				    : SLICE(""),
				formats[i]))
				return formats[i];
	return NULL;
}

/* Limits and types, in the document or in its profile. */
static void
read_limits(const struct iiif *iiif, const struct json_value *object,
    struct image *image)
{
	const struct json_value *list =
	    json_member(&iiif->json, object, "formats");
	const char *format = web_format(iiif, list);

	read_number(iiif, object, "maxWidth", &image->max_width);
	read_number(iiif, object, "maxHeight", &image->max_height);
	read_number(iiif, object, "maxArea", &image->max_area);
	if (format != NULL && !mentions(iiif, list, "jpg"))
		image->format = format;
	format = web_format(
	    iiif, json_member(&iiif->json, object, "preferredFormats"));
	if (format != NULL)
		image->format = format;
}

static bool
is_over(const struct image *image, uint64_t width, uint64_t height)
{
	uint64_t highest =
	    image->max_height > 0 ? image->max_height : image->max_width;

	return (image->max_width > 0 && width > image->max_width) ||
	    (highest > 0 && height > highest) ||
	    (image->max_area > 0 && width * height > image->max_area);
}

static void
read_sizes(
    const struct iiif *iiif, const struct json_value *info, struct image *image)
{
	const struct json_value *each = NULL;
	const struct json_value *sizes =
	    json_member(&iiif->json, info, "sizes");

	while ((each = json_next(&iiif->json, sizes, each)) != NULL) {
		uint64_t width = 0, height = 0;

		read_number(iiif, each, "width", &width);
		read_number(iiif, each, "height", &height);
		if (width > image->size_width && height > 0 &&
		    !is_over(image, width, height)) {
			image->size_width = width;
			image->size_height = height;
		}
	}
}

static void
read_image(
    const struct iiif *iiif, const struct json_value *info, struct image *image)
{
	const struct json_value *profile =
	    json_member(&iiif->json, info, "profile");
	const struct json_value *each = NULL;

	*image = (struct image){.version = version_of(iiif, info),
	    .lowest = mentions(iiif, profile, "level0"),
	    .format = "jpg"};
	read_number(iiif, info, "width", &image->width);
	read_number(iiif, info, "height", &image->height);
	read_limits(iiif, info, image);
	while ((each = json_next(&iiif->json, profile, each)) != NULL)
		read_limits(iiif, each, image);
	read_sizes(iiif, info, image);
}

/* Once, and only what may be asked for. */
static void
add(struct iiif *iiif, struct slice url)
{
	struct buf *text = &iiif->other;

	buf_clear(text);
	if (!url_rules_allow(url_rules_find(url))) {
		if (!url_rules_repair(url, text))
			return;
		url = buf_slice(text);
		if (!url_rules_allow(url_rules_find(url)))
			return;
	}
	if (slice_has_word(buf_slice(&iiif->urls), '\n', url))
		return;
	buf_put_slice(&iiif->urls, url);
	buf_put_char(&iiif->urls, '\n');
}

static void
add_form(struct iiif *iiif, const struct image *image, const char *size)
{
	struct buf *text = &iiif->text;

	buf_clear(text);
	buf_put_slice(text, buf_slice(&iiif->base));
	buf_printf(text, "/full/%s/0/%s.%s", size,
	    image->version == 1 ? "native" : "default", image->format);
	add(iiif, buf_slice(text));
}

static void
add_size(struct iiif *iiif, const struct image *image, bool height)
{
	char size[48];

	if (image->size_width == 0)
		return;
	snprintf(size, sizeof size, "%" PRIu64 ",", image->size_width);
	if (height)
		snprintf(size, sizeof size, "%" PRIu64 ",%" PRIu64,
		    image->size_width, image->size_height);
	add_form(iiif, image, size);
}

/*
 * The whole picture in the words of the version. A server of level 0 has the
 * sizes that it lists, and as files under their canonical names: "w," in
 * version 2, "w,h" in version 3.
 */
static void
add_forms(struct iiif *iiif, const struct image *image)
{
	bool smaller = image->lowest && image->size_width > 0 &&
	    image->size_width < image->width;
	bool limited = is_over(image, image->width, image->height);

	if (smaller)
		add_size(iiif, image, image->version == 3);
	if (image->version == 3) {
		add_form(iiif, image, "max");
		if (image->lowest)
			add_size(iiif, image, true);
		return;
	}
	if (!limited || image->version == 1)
		add_form(iiif, image, "full");
	if (image->version == 2)
		add_form(iiif, image, "max");
	if (image->lowest || limited)
		add_size(iiif, image, false);
}

/* The base URL that the id or the URL of an info.json gives, resolved. */
static bool
set_base(struct iiif *iiif, struct slice id, struct slice url)
{
	struct slice base;

	buf_clear(&iiif->base);
	if (id.n == 0)
		return false;
	url_resolve(&iiif->base, url, id);
	base = without_query(buf_slice(&iiif->base));
	if (ascii_ends(base, "/info.json"))
		base.n -= strlen("/info.json");
	while (base.n > 0 && base.at[base.n - 1] == '/')
		base.n--;
	iiif->base.n = base.n;
	return base.n > 0;
}

/* http where the document itself has come by https from the same host. */
static void
keep_https(struct iiif *iiif, struct slice url)
{
	struct url id, asked;

	url_parse(buf_slice(&iiif->base), &id);
	url_parse(url, &asked);
	if (!ascii_equal(id.scheme, "http") ||
	    !ascii_equal(asked.scheme, "https") || id.port.n > 0 ||
	    !ascii_equal_slices(id.host, asked.host))
		return;
	buf_clear(&iiif->text);
	url_rules_put_https(buf_slice(&iiif->base), &iiif->text);
	buf_clear(&iiif->base);
	buf_put_slice(&iiif->base, buf_slice(&iiif->text));
}

static enum iiif_outcome
read_info(struct iiif *iiif, const struct json_value *info, struct slice url)
{
	struct image image;

	read_image(iiif, info, &image);
	if (set_base(iiif, id_of(iiif, info), url)) {
		keep_https(iiif, url);
		add_forms(iiif, &image);
	}
	if (iiif_is_info(url) && set_base(iiif, url, url))
		add_forms(iiif, &image);
	return iiif->urls.n > 0 ? IIIF_ONE : IIIF_NOTHING;
}

/* Calls itself for what stands around a picture; at most once for each. */
static const struct json_value *
unwrapped(const struct iiif *iiif, const struct json_value *body)
{
	static const char *const names[] = {
	    "default", "items", "item", "full", "source"};
	const struct json *json = &iiif->json;

	for (size_t i = 0; body != NULL && i < 8; i++) {
		const struct json_value *inner = NULL;

		if (body->kind == JSON_ARRAY)
			inner = json_next(json, body, NULL);
		else if (is_type(iiif, body, "Choice") ||
		    is_type(iiif, body, "SpecificResource"))
			for (size_t k = 0;
			     inner == NULL && k < sizeof names / sizeof *names;
			     k++)
				inner = json_member(json, body, names[k]);
		if (inner == NULL)
			return body;
		body = inner;
	}
	return body;
}

static const struct json_value *
service_of(const struct iiif *iiif, const struct json_value *body)
{
	const struct json *json = &iiif->json;
	const struct json_value *each = NULL;
	const struct json_value *service = json_member(json, body, "service");

	if (service == NULL || service->kind != JSON_ARRAY)
		return is_image_service(iiif, service) ? service : NULL;
	while ((each = json_next(json, service, each)) != NULL)
		if (is_image_service(iiif, each))
			return each;
	return NULL;
}

static void
see_body(const struct iiif *iiif, const struct json_value *body,
    struct painted *painted)
{
	struct slice id;

	body = unwrapped(iiif, body);
	if (!is_type(iiif, body, "Image"))
		return;
	id = id_of(iiif, body);
	if (painted->n > 0 && slice_equal(id, painted->id))
		return;
	if (painted->n++ > 0)
		return;
	painted->id = id;
	painted->service = service_of(iiif, body);
}

/* sequences, canvases, images: of the first sequence, the others reorder. */
static void
see_version_2(const struct iiif *iiif, const struct json_value *manifest,
    struct painted *painted)
{
	const struct json *json = &iiif->json;
	const struct json_value *sequence =
	    json_next(json, json_member(json, manifest, "sequences"), NULL);
	const struct json_value *canvases =
	    json_member(json, sequence, "canvases");
	const struct json_value *canvas = NULL;

	while ((canvas = json_next(json, canvases, canvas)) != NULL) {
		const struct json_value *images =
		    json_member(json, canvas, "images");
		const struct json_value *image = NULL;

		while ((image = json_next(json, images, image)) != NULL)
			see_body(iiif, json_member(json, image, "resource"),
			    painted);
	}
}

static void
see_page(const struct iiif *iiif, const struct json_value *page,
    struct painted *painted)
{
	const struct json *json = &iiif->json;
	const struct json_value *items = json_member(json, page, "items");
	const struct json_value *note = NULL;

	while ((note = json_next(json, items, note)) != NULL)
		if (member_mentions(iiif, note, "motivation", "painting"))
			see_body(
			    iiif, json_member(json, note, "body"), painted);
}

/* Canvases, annotation pages, annotations: all are items. */
static void
see_version_3(const struct iiif *iiif, const struct json_value *manifest,
    struct painted *painted)
{
	const struct json *json = &iiif->json;
	const struct json_value *canvases =
	    json_member(json, manifest, "items");
	const struct json_value *canvas = NULL;

	while ((canvas = json_next(json, canvases, canvas)) != NULL) {
		const struct json_value *pages =
		    json_member(json, canvas, "items");
		const struct json_value *page = NULL;

		while ((page = json_next(json, pages, page)) != NULL)
			see_page(iiif, page, painted);
	}
}

/* True if it is the service's picture, and not the whole of it as it is. */
static bool
is_reduced(struct slice id, struct slice service)
{
	struct slice rest;

	if (service.n == 0 || id.n <= service.n ||
	    memcmp(id.at, service.at, service.n) != 0)
		return false;
	rest = slice_from(id, service.n);
	return !slice_begins(rest, "/full/full/") &&
	    !slice_begins(rest, "/full/max/");
}

static void
add_info(struct iiif *iiif, struct slice service, struct slice url)
{
	struct url parts;

	if (!set_base(iiif, service, url))
		return;
	keep_https(iiif, url);
	buf_put_string(&iiif->base, "/info.json");
	if (!url_is_web(buf_slice(&iiif->base)) ||
	    url_parse(buf_slice(&iiif->base), &parts) != NULL)
		return;
	buf_put_slice(&iiif->urls, buf_slice(&iiif->base));
	buf_put_char(&iiif->urls, '\n');
}

static enum iiif_outcome
read_manifest(
    struct iiif *iiif, const struct json_value *manifest, struct slice url)
{
	struct painted painted = {0};
	struct slice service;

	see_version_2(iiif, manifest, &painted);
	if (painted.n == 0)
		see_version_3(iiif, manifest, &painted);
	buf_printf(&iiif->what, "a IIIF manifest of %zu pictures", painted.n);
	if (painted.n > 1)
		return IIIF_SEVERAL;
	if (painted.n == 0)
		return IIIF_NOTHING;
	service = id_of(iiif, painted.service);
	if (painted.id.n == 0 || is_reduced(painted.id, service))
		add_info(iiif, service, url);
	buf_clear(&iiif->base);
	url_resolve(&iiif->base, url, painted.id);
	keep_https(iiif, url);
	add(iiif, buf_slice(&iiif->base));
	return iiif->urls.n > 0 ? IIIF_ONE : IIIF_NOTHING;
}

enum iiif_outcome
iiif_read(struct iiif *iiif, struct slice document, struct slice url)
{
	const struct json_value *root;

	buf_clear(&iiif->urls);
	buf_clear(&iiif->what);
	if (!json_read(&iiif->json, document)) {
		buf_put_string(&iiif->what, "no JSON");
		return IIIF_NOTHING;
	}
	root = json_root(&iiif->json);
	if (is_type(iiif, root, "Manifest") ||
	    json_member(&iiif->json, root, "sequences") != NULL)
		return read_manifest(iiif, root, url);
	if (is_type(iiif, root, "Collection"))
		buf_put_string(&iiif->what,
		    "a IIIF collection: take the manifests that it names");
	else if (!is_image_service(iiif, root) &&
	    !(iiif_is_info(url) &&
		json_member(&iiif->json, root, "width") != NULL))
		buf_put_string(&iiif->what, "no IIIF document");
	else
		return read_info(iiif, root, url);
	return IIIF_NOTHING;
}
