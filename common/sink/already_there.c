/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "sink/accept.h"
#include "sink/already_there.h"
#include "sink/known_picture.h"
#include "stream/fields.h"

enum cell {
	OCCID,
	ID,
	GUID,
	ORIGINAL,
	WEB,
	MD5,
	LARGE_FILE,
	LARGE_MD5,
	WEB_FILE,
	WEB_MD5,
	NCOLUMNS
};

struct already_there {
	struct portal_media *media;
	struct known_picture known;
	struct fields fields;
	struct buf path;
};

struct already_there *
already_there_open(
    const char *dir, struct slice domain, const struct stream_in *in)
{
	static const char *const names[NCOLUMNS] = {"occid", "mediaID",
	    "recordID", "originalUrl", "url", "mediaMD5", "largeFile",
	    "largeMD5", "webFile", "webMD5"};
	struct already_there *there = mem_array(1, sizeof *there);

	there->media =
	    portal_media_read(dir, KNOWN_KEYS | KNOWN_KEYS_ELSEWHERE, domain);
	fields_bind(&there->fields, in, names, NCOLUMNS);
	return there;
}

void
already_there_close(struct already_there *there)
{
	if (there == NULL)
		return;
	portal_media_free(there->media);
	known_picture_free(&there->known);
	fields_free(&there->fields);
	buf_free(&there->path);
	free(there);
}

static struct slice
value(struct already_there *there, const struct block *block, size_t row,
    enum cell cell)
{
	return fields_value(&there->fields, block, row, cell);
}

/* Of the file that the best URL serves: what was checked may be its source. */
static struct slice
md5_of(struct already_there *there, const struct block *block, size_t row)
{
	struct slice url = value(there, block, row, ORIGINAL);
	enum cell file = LARGE_FILE;

	if (url.n == 0) {
		url = value(there, block, row, WEB);
		file = WEB_FILE;
	}
	return accept_serves(url, value(there, block, row, file), &there->path)
	    ? value(there, block, row, (enum cell)(file + 1))
	    : value(there, block, row, MD5);
}

static uint32_t
occid_of(struct already_there *there, const struct block *block, size_t row)
{
	uint64_t occid;

	return number_read(value(there, block, row, OCCID), UINT32_MAX, &occid)
	    ? (uint32_t)occid
	    : 0;
}

bool
already_there_has_source(struct already_there *there, const struct block *block,
    size_t row, struct slice source)
{
	uint32_t occid = occid_of(there, block, row);

	return occid != 0 &&
	    portal_media_has_source(
		there->media, &there->known.query, occid, source);
}

enum reject_reason
already_there_judge(
    struct already_there *there, const struct block *block, size_t row)
{
	struct known_row asked = {.id = value(there, block, row, ID),
	    .guid = value(there, block, row, GUID),
	    .source = SLICE(""),
	    .keys = {value(there, block, row, ORIGINAL),
		value(there, block, row, WEB), md5_of(there, block, row)},
	    .elsewhere = true,
	    .occid = occid_of(there, block, row)};

	switch (known_picture_find(&there->known, there->media, &asked)) {
	case KNOWN_NOT: break;
	case KNOWN_SPELLED:
		if (known_picture_has_other_md5(
			&there->known, there->media, asked.keys.md5))
			return REJECT_REASON_OTHER_BYTES;
		return REJECT_REASON_ALREADY_THERE;
	case KNOWN_AS_IS:
	case KNOWN_BY_ID: return REJECT_REASON_ALREADY_THERE;
	case KNOWN_ELSEWHERE: return REJECT_REASON_OTHER_RECORD;
	}
	return REJECT_REASON_NOT;
}
