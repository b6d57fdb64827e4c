/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "base/path.h"
#include "registry/media_type.h"
#include "importer.h"

#define LOST_32 \
	" url thumbnailUrl archiveUrl sourceIdentifier accessRights hashValue" \
	" sortOccurrence "

/* By importer and version; what is true from one row on is so until the next.
 */
static const struct importer_version versions[] = {
    {MEDIA_IMPORT, 1, 0, MEDIA_BROWSERS, false, true, false, false, NULL,
	" sourceUrl ", "photographer"},
    {MEDIA_IMPORT, 2, 0, MEDIA_BROWSERS | MEDIA_PORTAL_32, false, true, true,
	false, NULL, LOST_32, "creator"},
    {MEDIA_IMPORT, 3, 0, MEDIA_PORTAL_32, true, true, true, false, NULL, "",
	"creator"},
    {MEDIA_IMPORT, 3, 5, MEDIA_PORTAL_335, true, true, true, false, NULL, "",
	"creator"},
    {MEDIA_IMPORT, 4, 0, MEDIA_PORTAL_34, true, true, false, false, NULL, "",
	"creator"},
    {URL_MAP, 1, 0, 0, false, true, false, false, NULL, "", "creator"},
    {URL_MAP, 2, 3, 0, false, false, false, false, NULL, "", "creator"},
    {SKELETAL, 1, 0, MEDIA_PORTAL_335, false, true, false, true,
	" jpg jpeg png gif ", "", "creator"},
    {SKELETAL, 2, 0, MEDIA_PORTAL_32, false, true, false, true, " jpg png ", "",
	"creator"},
    {SKELETAL, 3, 0, MEDIA_PORTAL_32, false, true, false, false,
	" jpg jpeg png ", "", "creator"},
    {SKELETAL, 3, 5, MEDIA_PORTAL_335, false, true, false, false,
	" jpg jpeg png gif ", "", "creator"},
    {SKELETAL, 4, 0, MEDIA_PORTAL_34, false, true, false, false,
	" jpg jpeg png gif bmp ", "", "creator"},
};

/* "3.3" is the last of its patches, "3.3.4" that one. */
static bool
read_version(struct slice text, int *minor, int *patch)
{
	uint64_t number;

	if (!slice_begins(text, "3."))
		return false;
	text = slice_from(text, 2);
	if (!number_take(&text, 99, &number))
		return false;
	*minor = (int)number;
	*patch = 999;
	if (text.n == 0)
		return true;
	if (*text.at != '.')
		return false;
	text = slice_from(text, 1);
	if (!number_read(text, 998, &number))
		return false;
	*patch = (int)number;
	return true;
}

const struct importer_version *
importer_find(const char *text)
{
	static const char *const names[] = {
	    "media-import", "url-map", "skeletal"};
	struct slice name = slice_of(text), version = SLICE("3.99");
	const struct importer_version *found = NULL;
	const char *colon = strchr(text, ':');
	int minor, patch;

	if (colon != NULL) {
		name.n = (size_t)(colon - text);
		version = slice_of(colon + 1);
	}
	if (!read_version(version, &minor, &patch))
		return NULL;
	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
		const struct importer_version *v = &versions[i];

		if (slice_is(name, names[v->importer]) &&
		    (v->minor < minor ||
			(v->minor == minor && v->patch <= patch)))
			found = v;
	}
	return found;
}

bool
importer_loses(const struct importer_version *version, const char *name)
{
	struct slice list = slice_of(version->lost), word;

	while (slice_word(&list, ' ', &word))
		if (slice_is(word, name))
			return true;
	return false;
}

/* The portal's pattern is /([^/?*;:{}\\]+\.[jpegpn]{3,4}$). */
struct slice
importer_source_name(struct slice url)
{
	struct slice name = path_last(url), ending = path_extension(url);

	if (name.n == url.n || ending.n < 3 || ending.n > 4)
		return SLICE("");
	for (size_t i = 0; i < ending.n; i++)
		if (strchr("jpegn", ending.at[i]) == NULL)
			return SLICE("");
	for (size_t i = 0; i < name.n; i++)
		if (strchr("?*;:{}\\", name.at[i]) != NULL)
			return SLICE("");
	return name;
}

uint64_t
importer_limit(enum importer importer)
{
	switch (importer) {
	case MEDIA_IMPORT: return 10000000;
	case URL_MAP: return 20000000;
	case SKELETAL: break;
	}
	return 100000000;
}
