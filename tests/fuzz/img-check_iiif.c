/* SPDX-License-Identifier: MIT */
/*
 * Documents of IIIF, from a server that may say anything: what they lead to may
 * be asked for, each once, and reading a document again gives the same. JSON is
 * a tree whose values are each met once.
 */
#include "../../cmd/img-check/iiif.h"
#include "../../cmd/img-check/url_rules.h"
#include "shared.h"

static size_t
count(const struct json *json, const struct json_value *value)
{
	const struct json_value *each = NULL;
	size_t n = 1;

	while ((each = json_next(json, value, each)) != NULL)
		n += count(json, each);
	must(json_string(json, value).at == NULL ||
	    value->at + value->n <= json->text.n);
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice document = {(const char *)data, size}, urls, url;
	struct slice from = SLICE("https://h.example.org/iiif/x/info.json");
	struct iiif iiif = {0};
	struct buf seen = {0};
	enum iiif_outcome outcome = iiif_read(&iiif, document, from);

	must((outcome == IIIF_ONE) == (iiif.urls.n > 0));
	if (json_root(&iiif.json) != NULL)
		must(count(&iiif.json, json_root(&iiif.json)) == iiif.json.n);
	urls = buf_slice(&iiif.urls);
	while (slice_word(&urls, '\n', &url)) {
		must(iiif_is_info(url) || url_rules_allow(url_rules_find(url)));
		must(!slice_has_word(buf_slice(&seen), '\n', url));
		buf_put_slice(&seen, url);
		buf_put_char(&seen, '\n');
	}
	must(iiif_read(&iiif, document, from) == outcome);
	must(slice_equal(buf_slice(&iiif.urls), buf_slice(&seen)));
	iiif_free(&iiif);
	buf_free(&seen);
	return 0;
}
