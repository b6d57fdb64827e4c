/* SPDX-License-Identifier: MIT */
/*
 * img-scan's lists of buckets: the input as XML, and its lines as the keys of a
 * list, once as they are and once percent-encoded: both lead to the same files.
 */
#include "base/ascii.h"
#include "base/utf8.h"
#include "../../cmd/img-scan/listing.h"
#include "shared.h"

static void
put_escaped(struct buf *out, struct slice key)
{
	for (size_t i = 0; i < key.n; i++)
		switch (key.at[i]) {
		case '<': buf_put_string(out, "&lt;"); break;
		case '>': buf_put_string(out, "&gt;"); break;
		case '&': buf_put_string(out, "&amp;"); break;
		default: buf_put_char(out, key.at[i]);
		}
}

static void
put_coded(struct buf *out, struct slice key)
{
	for (size_t i = 0; i < key.n; i++) {
		char c = key.at[i];

		if (ascii_is_letter(c) || c == '/')
			buf_put_char(out, c);
		else if (c == ' ')
			buf_put_char(out, '+');
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

static void
read_keys(struct listing *listing, struct slice keys, bool coded)
{
	struct buf page = {0};
	struct slice key;

	buf_put_string(&page, "<ListBucketResult>");
	if (coded)
		buf_put_string(&page, "<EncodingType>url</EncodingType>");
	while (slice_word(&keys, '\n', &key)) {
		buf_put_string(&page, "<Contents><Key>");
		if (coded)
			put_coded(&page, key);
		else
			put_escaped(&page, key);
		buf_put_string(&page, "</Key></Contents>");
	}
	buf_put_string(&page, "</ListBucketResult>");
	listing_read(listing, SLICE("https://h/"), SLICE("https://h/"), NULL,
	    buf_slice(&page));
	buf_free(&page);
}

static void
compare(struct slice keys)
{
	struct listing raw = {0}, coded = {0};

	read_keys(&raw, keys, false);
	if (raw.wrong == NULL) {
		read_keys(&coded, keys, true);
		must(coded.wrong == NULL && coded.n == raw.n);
		for (size_t i = 0; i < raw.n; i++)
			must(slice_equal(link_url(&raw, &raw.links[i]),
			    link_url(&coded, &coded.links[i])));
	}
	listing_free(&raw);
	listing_free(&coded);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input = {(const char *)data, size};
	struct listing listing = {0};
	bool plain = utf8_valid(input);

	listing_read(
	    &listing, SLICE("https://h/"), SLICE("https://h/"), NULL, input);
	for (size_t i = 0; i < listing.n; i++)
		must(scope_below(SLICE("https://h/"),
			 link_url(&listing, &listing.links[i]))
			 .at != NULL);
	listing_free(&listing);
	for (size_t i = 0; i < size; i++)
		plain = plain &&
		    (data[i] == '\n' || (data[i] >= ' ' && data[i] != 0x7f));
	/* A long key is left out, and longer when it is encoded. */
	if (plain && size < LINK_MOST / 4 &&
	    memmem(input.at, input.n, "EncodingType", 12) == NULL)
		compare(input);
	return 0;
}
