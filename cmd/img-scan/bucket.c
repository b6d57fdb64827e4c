/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "base/ascii.h"
#include "net/http_date.h"
#include "net/url.h"
#include "net/url_normal.h"
#include "text/xml.h"
#include "bucket.h"
#include "listing_facts.h"

enum tag {
	TAG_OTHER,
	TAG_KEY,
	TAG_SIZE,
	TAG_TIME,
	TAG_PREFIX, /* in CommonPrefixes */
	TAG_KIND, /* of a file or folder, where that is said */
	TAG_CUT, /* IsTruncated */
	TAG_MARKER,
	TAG_TOKEN,
	TAGS
};

struct bucket;

/* A kind of list: where in it texts are that count, and what ends there. */
struct dialect {
	const char *root;
	unsigned entry; /* depth of what is listed */
	struct {
		const char *name;
		unsigned depth;
		enum tag tag;
	} tags[8];
	struct {
		const char *name;
		unsigned depth;
		void (*end)(struct bucket *b);
	} ends[3];
	void (*end_list)(struct bucket *b);
};

struct bucket {
	struct listing *listing;
	struct slice start, url;
	struct xml *xml;
	unsigned depth;
	const struct dialect *dialect;
	bool coded; /* keys and prefixes are percent-encoded, */
	bool plus; /* and a "+" is a blank */
	bool folder; /* the entry is marked as one */
	bool entries; /* there were some, */
	bool pages; /* and pages of a site */
	struct listing_facts facts;
	enum tag tag;
	struct buf texts[TAGS], link, whole, last;
};

/* What is said of XML that is no list of files. */
static const char *
stranger(struct slice root)
{
	static const struct {
		const char *root, *what;
	} strangers[] = {
	    {"Error", "not a list but an error of a bucket's server"},
	    {"ListVersionsResult", "a list of versions, not of files"},
	    {"ListAllMyBucketsResult", "a list of buckets: give one of them"},
	    {"rss", "not a list of files but a news feed"},
	    {"feed", "not a list of files but a news feed"},
	};

	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
		if (slice_is(root, strangers[i].root))
			return strangers[i].what;
	return "XML that is no list of files that img-scan reads";
}

static bool
has_name(struct slice text, const char *name)
{
	size_t n = strlen(name);

	return text.n > n && memcmp(text.at, name, n) == 0 &&
	    strchr(" \t\r\n>/", text.at[n]) != NULL;
}

/* Of XML that may come without its declaration; with a prefix or without. */
static bool
is_root(struct slice page)
{
	static const char *const roots[] = {"ListBucketResult", "list", "Error",
	    "urlset", "sitemapindex", "EnumerationResults", "multistatus"};
	size_t n = 0;

	while (n < page.n &&
	    (ascii_is_letter(page.at[n]) || ascii_is_digit(page.at[n])))
		n++;
	if (n < page.n && page.at[n] == ':')
		page = slice_from(page, n + 1);
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (has_name(page, roots[i]))
			return true;
	return false;
}

/* Its root is neither HTML nor the page's first tag some of HTML's. */
bool
bucket_is(struct slice page)
{
	bool declared = false;

	if (page.n >= 3 && memcmp(page.at, "\xef\xbb\xbf", 3) == 0)
		page = slice_from(page, 3);
	for (;;) {
		const char *end;

		page = slice_trim(page);
		if (page.n < 2 || *page.at != '<' ||
		    (page.at[1] != '?' && page.at[1] != '!'))
			break;
		declared |= has_name(page, "<?xml");
		end = memchr(page.at, '>', page.n);
		if (end == NULL || ascii_begins(page, "<!doctype html"))
			return false;
		page = slice_from(page, (size_t)(end - page.at) + 1);
	}
	if (page.n < 2 || *page.at != '<')
		return false;
	if (declared)
		return !ascii_begins(page, "<html") &&
		    memmem(page.at, page.n < 256 ? page.n : 256, "xhtml", 5) ==
		    NULL;
	return is_root(slice_from(page, 1));
}

/* The bucket's own URL, and what is put after it. */
static void
put_bucket(const struct bucket *b, struct buf *out)
{
	const char *mark = memchr(b->url.at, '?', b->url.n);

	buf_put(out, b->url.at,
	    mark != NULL ? (size_t)(mark - b->url.at) : b->url.n);
	if (out->n == 0 || out->at[out->n - 1] != '/')
		buf_put_char(out, '/');
}

/* In its place, where it is encoded. */
static void
decode(const struct bucket *b, struct buf *text)
{
	size_t n = 0;

	for (size_t i = 0; b->coded && i < text->n; i++) {
		bool code = text->at[i] == '%' && i + 2 < text->n &&
		    ascii_hex(text->at[i + 1]) >= 0 &&
		    ascii_hex(text->at[i + 2]) >= 0;

		if (code) {
			text->at[n++] = (char)(ascii_hex(text->at[i + 1]) * 16 +
			    ascii_hex(text->at[i + 2]));
			i += 2;
		} else {
			text->at[n++] =
			    b->plus && text->at[i] == '+' ? ' ' : text->at[i];
		}
	}
	if (b->coded)
		text->n = n;
}

static struct link *
add(struct bucket *b, enum link_kind kind)
{
	b->entries = true;
	buf_clear(&b->link);
	if (!scope_put(&b->link, buf_slice(&b->whole)) ||
	    scope_below(b->start, buf_slice(&b->link)).at == NULL)
		return NULL;
	return listing_add(b->listing, buf_slice(&b->link), kind);
}

static void
add_file(struct bucket *b, const struct listing_facts *facts)
{
	struct link *link = add(b, LINK_FILE);

	if (link != NULL)
		link->facts = *facts;
}

/* As buckets write them, RFC 3339, or as HTTP's headers do. */
static void
read_facts(const struct bucket *b, struct listing_facts *facts)
{
	struct slice time = slice_trim(buf_slice(&b->texts[TAG_TIME]));

	*facts = (struct listing_facts){0};
	facts->has_bytes = number_read(
	    buf_slice(&b->texts[TAG_SIZE]), INT64_MAX, &facts->bytes);
	facts->has_time = listing_facts_read_time(time, &facts->time) ||
	    http_date_read(time, 0, &facts->time);
}

static void
end_object(struct bucket *b)
{
	struct slice key;
	struct listing_facts facts;

	decode(b, &b->texts[TAG_KEY]);
	key = buf_slice(&b->texts[TAG_KEY]);
	buf_clear(&b->last);
	buf_put_slice(&b->last, key);
	/* What ends in a slash stands for a folder. */
	if (key.n == 0 || key.n > LINK_MOST || key.at[key.n - 1] == '/' ||
	    slice_is(buf_slice(&b->texts[TAG_KIND]), "directory"))
		return;
	read_facts(b, &facts);
	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	url_put_path(&b->whole, key);
	add_file(b, &facts);
}

static void
add_prefix(struct bucket *b, struct buf *text)
{
	static const char *const drop[] = {
	    "prefix", "marker", "start-after", "continuation-token", NULL};
	struct slice prefix;

	decode(b, text);
	prefix = buf_slice(text);
	if (prefix.n == 0 || prefix.n > LINK_MOST)
		return;
	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	listing_put_query(&b->whole, b->url, drop, "prefix", prefix);
	add(b, LINK_FOLDER);
}

static void
end_prefix(struct bucket *b)
{
	add_prefix(b, &b->texts[TAG_PREFIX]);
}

static void
end_blob_prefix(struct bucket *b)
{
	add_prefix(b, &b->texts[TAG_KEY]);
}

static void
go_on(struct bucket *b, const char *name, struct slice value)
{
	static const char *const drop[] = {
	    "marker", "start-after", "continuation-token", NULL};

	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	listing_put_query(&b->whole, b->url, drop, name, value);
	scope_put(&b->listing->more, buf_slice(&b->whole));
}

static void
end_bucket(struct bucket *b)
{
	struct slice marker;
	struct slice token = buf_slice(&b->texts[TAG_TOKEN]);

	if (!slice_is(buf_slice(&b->texts[TAG_CUT]), "true"))
		return;
	decode(b, &b->texts[TAG_MARKER]);
	marker = buf_slice(&b->texts[TAG_MARKER]);
	if (marker.n == 0)
		marker = buf_slice(&b->last);
	if (token.n > 0)
		go_on(b, "continuation-token", token);
	else if (marker.n > 0)
		go_on(b, "marker", marker);
	else
		b->listing->wrong = "cut, without saying how it goes on";
}

static void
end_container(struct bucket *b)
{
	struct slice marker = buf_slice(&b->texts[TAG_MARKER]);

	if (marker.n > 0)
		go_on(b, "marker", marker);
}

static void
add_entry(struct bucket *b, bool folder)
{
	struct slice name = buf_slice(&b->texts[TAG_KEY]);

	if (name.n == 0 || name.n > LINK_MOST ||
	    memchr(name.at, '/', name.n) != NULL)
		return;
	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	url_put_path(&b->whole, name);
	if (folder) {
		buf_put_char(&b->whole, '/');
		add(b, LINK_FOLDER);
	} else {
		add_file(b, &b->facts);
	}
}

static void
end_file(struct bucket *b)
{
	add_entry(b, false);
}

static void
end_folder(struct bucket *b)
{
	add_entry(b, true);
}

/* <file size="5" mtime="2020-01-01T10:00:00Z">NAME</file> in <list>. */
static void
begin_entry(struct bucket *b, const struct xml_attribute attributes[], size_t n)
{
	b->facts = (struct listing_facts){0};
	b->facts.has_bytes = number_read(
	    xml_attribute(attributes, n, "size"), INT64_MAX, &b->facts.bytes);
	b->facts.has_time = listing_facts_read_time(
	    xml_attribute(attributes, n, "mtime"), &b->facts.time);
}

static bool
resolve(struct bucket *b)
{
	struct slice url = slice_trim(buf_slice(&b->texts[TAG_KEY]));

	buf_clear(&b->whole);
	if (url.n == 0 || url.n > LINK_MOST)
		return false;
	url_resolve(&b->whole, b->url, url);
	return true;
}

/* The folder itself is among what is in it. */
static void
end_response(struct bucket *b)
{
	struct listing_facts facts;

	if (!resolve(b))
		return;
	if (b->folder && b->whole.at[b->whole.n - 1] != '/')
		buf_put_char(&b->whole, '/');
	read_facts(b, &facts);
	if (!b->folder)
		add_file(b, &facts);
	else if (b->whole.n > b->url.n)
		add(b, LINK_FOLDER);
}

/* A page of the site is none that leads to files. */
static void
end_page(struct bucket *b)
{
	struct link *link;

	if (!resolve(b))
		return;
	link = add(b, LINK_FILE);
	if (link == NULL ||
	    scope_judge(b->start, b->url, link_url(b->listing, link)) ==
		LINK_FILE)
		return;
	b->pages = true;
	b->listing->n--;
}

static void
end_image(struct bucket *b)
{
	if (resolve(b))
		add(b, LINK_FILE);
}

static void
end_map(struct bucket *b)
{
	if (resolve(b))
		add(b, LINK_FOLDER);
}

static void
end_nothing(struct bucket *b)
{
	(void)b;
}

static const struct dialect dialects[] = {
    {"ListBucketResult", 2,
	{{"Key", 3, TAG_KEY}, {"Size", 3, TAG_SIZE},
	    {"LastModified", 3, TAG_TIME}, {"Prefix", 3, TAG_PREFIX},
	    {"IsTruncated", 2, TAG_CUT}, {"NextMarker", 2, TAG_MARKER},
	    {"NextContinuationToken", 2, TAG_TOKEN}},
	{{"Contents", 2, end_object}, {"CommonPrefixes", 2, end_prefix}},
	end_bucket},
    {"EnumerationResults", 3,
	{{"Name", 4, TAG_KEY}, {"Content-Length", 5, TAG_SIZE},
	    {"Last-Modified", 5, TAG_TIME}, {"ResourceType", 5, TAG_KIND},
	    {"NextMarker", 2, TAG_MARKER}},
	{{"Blob", 3, end_object}, {"BlobPrefix", 3, end_blob_prefix}},
	end_container},
    {"list", 2, {{"file", 2, TAG_KEY}, {"directory", 2, TAG_KEY}},
	{{"file", 2, end_file}, {"directory", 2, end_folder}}, end_nothing},
    {"multistatus", 2,
	{{"href", 3, TAG_KEY}, {"getcontentlength", 5, TAG_SIZE},
	    {"getlastmodified", 5, TAG_TIME}},
	{{"response", 2, end_response}}, end_nothing},
    {"urlset", 2, {{"loc", 3, TAG_KEY}, {"loc", 4, TAG_KEY}},
	{{"loc", 3, end_page}, {"loc", 4, end_image}}, end_nothing},
    {"sitemapindex", 2, {{"loc", 3, TAG_KEY}}, {{"loc", 3, end_map}},
	end_nothing},
};

static void
begin_list(struct bucket *b, struct slice root)
{
	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		if (slice_is(root, dialects[i].root)) {
			b->dialect = &dialects[i];
			b->listing->known = true;
			return;
		}
	b->listing->wrong = stranger(root);
	xml_stop(b->xml, b->listing->wrong);
}

static enum tag
tag_of(const struct bucket *b, struct slice name)
{
	const struct dialect *dialect = b->dialect;
	size_t n = sizeof dialect->tags / sizeof *dialect->tags;

	for (size_t i = 0; i < n && dialect->tags[i].name != NULL; i++)
		if (b->depth == dialect->tags[i].depth &&
		    slice_is(name, dialect->tags[i].name))
			return dialect->tags[i].tag;
	return TAG_OTHER;
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	struct bucket *b = state;

	(void)uri;
	if (++b->depth == 1)
		begin_list(b, name);
	if (b->dialect == NULL)
		return;
	if (b->depth == b->dialect->entry) {
		b->folder = false;
		begin_entry(b, attributes, n);
		for (enum tag tag = TAG_KEY; tag <= TAG_KIND; tag++)
			buf_clear(&b->texts[tag]);
	}
	b->folder |= slice_is(name, "collection");
	if (b->depth == 2 && slice_is(name, "Containers"))
		b->listing->wrong = "a list of containers: give one of them";
	/* Azure's names that XML cannot hold. */
	if (b->depth == 4 && slice_is(name, "Name"))
		b->coded =
		    slice_is(xml_attribute(attributes, n, "Encoded"), "true");
	b->tag = tag_of(b, name);
	buf_clear(&b->texts[b->tag]);
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct bucket *b = state;
	const struct dialect *dialect = b->dialect;
	size_t n = sizeof dialect->ends / sizeof *dialect->ends;

	(void)uri;
	b->tag = TAG_OTHER;
	for (size_t i = 0; i < n && dialect->ends[i].name != NULL; i++)
		if (b->depth == dialect->ends[i].depth &&
		    slice_is(name, dialect->ends[i].name))
			dialect->ends[i].end(b);
	b->depth--;
}

static void
on_text(void *state, struct slice text)
{
	struct bucket *b = state;

	if (b->tag != TAG_OTHER && b->texts[b->tag].n <= LINK_MOST)
		buf_put_slice(&b->texts[b->tag], text);
}

static const char no_files[] = "a site map that names pages, and no files";

void
bucket_read(struct listing *listing, struct slice start, struct slice url,
    struct slice page)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct bucket b = {.listing = listing, .start = start, .url = url};

	/* It comes before the keys, or after them. */
	b.coded = b.plus =
	    memmem(page.at, page.n, "EncodingType>url<", 17) != NULL;
	b.xml = xml_open(&handler, &b);
	if (xml_put(b.xml, page) && xml_finish(b.xml))
		b.dialect->end_list(&b);
	else if (listing->wrong == NULL)
		listing->wrong = "XML that is not well-formed";
	if (listing->wrong == NULL && b.entries && listing->n == 0 &&
	    listing->more.n == 0)
		listing->wrong = b.pages ? no_files : listing_elsewhere;
	xml_close(b.xml);
	for (size_t i = 0; i < TAGS; i++)
		buf_free(&b.texts[i]);
	buf_free(&b.link);
	buf_free(&b.whole);
	buf_free(&b.last);
}
