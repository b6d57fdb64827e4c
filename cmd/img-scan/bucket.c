/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "base/ascii.h"
#include "net/url.h"
#include "text/xml.h"
#include "bucket.h"
#include "listing_facts.h"

enum tag {
	TAG_OTHER,
	TAG_KEY,
	TAG_SIZE,
	TAG_TIME,
	TAG_PREFIX, /* in CommonPrefixes */
	TAG_CUT, /* IsTruncated */
	TAG_MARKER,
	TAG_TOKEN,
	TAGS
};

struct bucket {
	struct listing *listing;
	struct slice start, url;
	struct xml *xml;
	unsigned depth;
	bool coded; /* keys and prefixes are percent-encoded */
	bool nginx; /* its list of a folder */
	struct listing_facts facts;
	enum tag tag;
	struct buf texts[TAGS], link, whole, last;
};

/* What is said of XML that is no list of a bucket. */
static const char *
stranger(struct slice root)
{
	static const struct {
		const char *root, *what;
	} strangers[] = {
	    {"Error", "not a list but an error of a bucket's server"},
	    {"urlset", "not a list of files but a site map"},
	    {"sitemapindex", "not a list of files but a site map"},
	    {"EnumerationResults",
		"a list of Azure's, which img-scan does not read"},
	    {"multistatus", "a list of WebDAV's, which img-scan does not read"},
	    {"ListVersionsResult", "a list of versions, not of files"},
	    {"ListAllMyBucketsResult", "a list of buckets: give one of them"},
	    {"rss", "not a list of files but a news feed"},
	    {"feed", "not a list of files but a news feed"},
	};

	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
		if (slice_equal(root, slice_of(strangers[i].root)))
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
	return has_name(page, "<ListBucketResult") || has_name(page, "<list") ||
	    has_name(page, "<Error") || has_name(page, "<urlset") ||
	    has_name(page, "<sitemapindex") ||
	    has_name(page, "<EnumerationResults");
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

static void
put_encoded(struct buf *out, struct slice text)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || memchr("-._~", c, 4) != NULL) {
			buf_put_char(out, (char)c);
			continue;
		}
		buf_put_char(out, '%');
		buf_put_char(out, digits[c >> 4]);
		buf_put_char(out, digits[c & 15]);
	}
}

/* The page's query with another value of one name, and without `drop`. */
static void
put_query(const struct bucket *b, struct buf *out, const char *const drop[],
    const char *name, struct slice value)
{
	const char *mark = memchr(b->url.at, '?', b->url.n);
	struct slice query = SLICE(""), part;
	char separator = '?';

	if (mark != NULL)
		query = (struct slice){
		    mark + 1, b->url.n - (size_t)(mark - b->url.at) - 1};
	while (slice_word(&query, '&', &part)) {
		bool dropped = false;

		for (size_t i = 0; drop[i] != NULL; i++) {
			size_t n = strlen(drop[i]);

			dropped |= part.n > n && part.at[n] == '=' &&
			    memcmp(part.at, drop[i], n) == 0;
		}
		if (dropped)
			continue;
		buf_put_char(out, separator);
		buf_put_slice(out, part);
		separator = '&';
	}
	buf_put_char(out, separator);
	buf_put_string(out, name);
	buf_put_char(out, '=');
	put_encoded(out, value);
}

/* In its place, where it is encoded: a "+" is a blank there. */
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
			text->at[n++] = text->at[i] == '+' ? ' ' : text->at[i];
		}
	}
	if (b->coded)
		text->n = n;
}

static struct link *
add(struct bucket *b, enum link_kind kind)
{
	buf_clear(&b->link);
	if (!scope_put(&b->link, buf_slice(&b->whole)) ||
	    scope_below(b->start, buf_slice(&b->link)).at == NULL)
		return NULL;
	return listing_add(b->listing, buf_slice(&b->link), kind);
}

static void
end_object(struct bucket *b)
{
	struct slice key;
	struct listing_facts facts = {0};
	struct link *link;

	decode(b, &b->texts[TAG_KEY]);
	key = buf_slice(&b->texts[TAG_KEY]);
	buf_clear(&b->last);
	buf_put_slice(&b->last, key);
	/* What ends in a slash stands for a folder. */
	if (key.n == 0 || key.n > LINK_MOST || key.at[key.n - 1] == '/')
		return;
	facts.has_bytes = number_read(
	    buf_slice(&b->texts[TAG_SIZE]), INT64_MAX, &facts.bytes);
	facts.has_time = listing_facts_read_time(
	    buf_slice(&b->texts[TAG_TIME]), &facts.time);
	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	url_put_path(&b->whole, key);
	link = add(b, LINK_FILE);
	if (link != NULL)
		link->facts = facts;
}

static void
end_prefix(struct bucket *b)
{
	static const char *const drop[] = {
	    "prefix", "marker", "start-after", "continuation-token", NULL};
	struct slice prefix;

	decode(b, &b->texts[TAG_PREFIX]);
	prefix = buf_slice(&b->texts[TAG_PREFIX]);
	if (prefix.n == 0 || prefix.n > LINK_MOST)
		return;
	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	put_query(b, &b->whole, drop, "prefix", prefix);
	add(b, LINK_FOLDER);
}

static void
end_list(struct bucket *b)
{
	static const char *const drop[] = {
	    "marker", "start-after", "continuation-token", NULL};
	struct slice marker;
	struct slice token = buf_slice(&b->texts[TAG_TOKEN]);

	if (!slice_equal(buf_slice(&b->texts[TAG_CUT]), SLICE("true")))
		return;
	decode(b, &b->texts[TAG_MARKER]);
	marker = buf_slice(&b->texts[TAG_MARKER]);
	if (marker.n == 0)
		marker = buf_slice(&b->last);
	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	if (token.n > 0)
		put_query(b, &b->whole, drop, "continuation-token", token);
	else if (marker.n > 0)
		put_query(b, &b->whole, drop, "marker", marker);
	else
		b->listing->wrong = "cut, without saying how it goes on";
	scope_put(&b->listing->more, buf_slice(&b->whole));
}

/* nginx: <file size="5" mtime="2020-01-01T10:00:00Z">NAME</file> in <list>. */
static void
begin_entry(struct bucket *b, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	(void)name;
	b->facts = (struct listing_facts){0};
	b->facts.has_bytes = number_read(
	    xml_attribute(attributes, n, "size"), INT64_MAX, &b->facts.bytes);
	b->facts.has_time = listing_facts_read_time(
	    xml_attribute(attributes, n, "mtime"), &b->facts.time);
}

static void
end_entry(struct bucket *b, struct slice kind)
{
	bool folder = slice_equal(kind, SLICE("directory"));
	struct slice name = buf_slice(&b->texts[TAG_KEY]);
	struct link *link;

	if ((!folder && !slice_equal(kind, SLICE("file"))) || name.n == 0 ||
	    name.n > LINK_MOST || memchr(name.at, '/', name.n) != NULL)
		return;
	buf_clear(&b->whole);
	put_bucket(b, &b->whole);
	url_put_path(&b->whole, name);
	if (folder)
		buf_put_char(&b->whole, '/');
	link = add(b, folder ? LINK_FOLDER : LINK_FILE);
	if (link != NULL && !folder)
		link->facts = b->facts;
}

static enum tag
tag_of(const struct bucket *b, struct slice name)
{
	static const struct {
		const char *name;
		unsigned depth;
		enum tag tag;
	} tags[] = {{"Key", 3, TAG_KEY}, {"Size", 3, TAG_SIZE},
	    {"LastModified", 3, TAG_TIME}, {"Prefix", 3, TAG_PREFIX},
	    {"IsTruncated", 2, TAG_CUT}, {"NextMarker", 2, TAG_MARKER},
	    {"NextContinuationToken", 2, TAG_TOKEN}};

	if (b->nginx)
		return b->depth == 2 ? TAG_KEY : TAG_OTHER;
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (b->depth == tags[i].depth &&
		    slice_equal(name, slice_of(tags[i].name)))
			return tags[i].tag;
	return TAG_OTHER;
}

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute attributes[], size_t n)
{
	struct bucket *b = state;

	(void)uri;
	if (++b->depth == 1)
		b->nginx = slice_equal(name, SLICE("list"));
	if (b->depth == 1 && !b->nginx &&
	    !slice_equal(name, SLICE("ListBucketResult"))) {
		b->listing->wrong = stranger(name);
		xml_stop(b->xml, b->listing->wrong);
	}
	if (b->nginx)
		begin_entry(b, name, attributes, n);
	if (b->depth == 2)
		for (enum tag tag = TAG_KEY; tag <= TAG_PREFIX; tag++)
			buf_clear(&b->texts[tag]);
	b->tag = tag_of(b, name);
	buf_clear(&b->texts[b->tag]);
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	struct bucket *b = state;

	(void)uri;
	b->tag = TAG_OTHER;
	if (b->nginx && b->depth == 2)
		end_entry(b, name);
	if (b->depth == 2 && slice_equal(name, SLICE("Contents")))
		end_object(b);
	if (b->depth == 2 && slice_equal(name, SLICE("CommonPrefixes")))
		end_prefix(b);
	b->depth--;
}

static void
on_text(void *state, struct slice text)
{
	struct bucket *b = state;

	if (b->tag != TAG_OTHER && b->texts[b->tag].n <= LINK_MOST)
		buf_put_slice(&b->texts[b->tag], text);
}

void
bucket_read(struct listing *listing, struct slice start, struct slice url,
    struct slice page)
{
	static const struct xml_handler handler = {on_start, on_end, on_text};
	struct bucket b = {.listing = listing, .start = start, .url = url};

	/* It comes before the keys, or after them. */
	b.coded = memmem(page.at, page.n, "EncodingType>url<", 17) != NULL;
	b.xml = xml_open(&handler, &b);
	if (xml_put(b.xml, page) && xml_finish(b.xml))
		end_list(&b);
	else if (listing->wrong == NULL)
		listing->wrong = "XML that is not well-formed";
	xml_close(b.xml);
	for (size_t i = 0; i < TAGS; i++)
		buf_free(&b.texts[i]);
	buf_free(&b.link);
	buf_free(&b.whole);
	buf_free(&b.last);
}
