/* SPDX-License-Identifier: MIT */
#include "base/number.h"
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
	bool is; /* ListBucketResult */
	enum tag tag;
	struct buf texts[TAGS], link, whole, last;
};

bool
bucket_is(struct slice page)
{
	if (page.n >= 3 && memcmp(page.at, "\xef\xbb\xbf", 3) == 0)
		page = (struct slice){page.at + 3, page.n - 3};
	while (page.n > 0 && memchr(" \t\r\n", *page.at, 4) != NULL)
		page = (struct slice){page.at + 1, page.n - 1};
	return memmem(page.at, page.n < 1024 ? page.n : 1024,
		   "<ListBucketResult", 17) != NULL &&
	    *page.at == '<';
}

/* The bucket's own URL, and what is put behind it. */
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
	struct slice key = buf_slice(&b->texts[TAG_KEY]);
	struct listing_facts facts = {0};
	struct link *link;

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
	struct slice prefix = buf_slice(&b->texts[TAG_PREFIX]);

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
	struct slice marker = buf_slice(&b->texts[TAG_MARKER]);
	struct slice token = buf_slice(&b->texts[TAG_TOKEN]);

	if (!slice_equal(buf_slice(&b->texts[TAG_CUT]), SLICE("true")))
		return;
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

	(void)uri, (void)attributes, (void)n;
	if (++b->depth == 1 && !slice_equal(name, SLICE("ListBucketResult")))
		xml_stop(b->xml, "no list of a bucket");
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

	b.xml = xml_open(&handler, &b);
	if (xml_put(b.xml, page) && xml_finish(b.xml))
		end_list(&b);
	else
		listing->wrong = "XML that is not well-formed";
	xml_close(b.xml);
	for (size_t i = 0; i < TAGS; i++)
		buf_free(&b.texts[i]);
	buf_free(&b.link);
	buf_free(&b.whole);
	buf_free(&b.last);
}
