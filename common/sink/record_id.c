/* SPDX-License-Identifier: MIT */
#include "text/utf8_nfc.h"
#include "text/collation.h"
#include "sink/record_id.h"

enum { SPACE = 16 };

/* The namespaces, random once and for all. */
static const unsigned char spaces[][SPACE] = {
    /* 0888cd07-da2d-4d9f-96fe-57169e911369 */
    [RECORD_ID_PICTURE] = {0x08, 0x88, 0xcd, 0x07, 0xda, 0x2d, 0x4d, 0x9f, 0x96,
	0xfe, 0x57, 0x16, 0x9e, 0x91, 0x13, 0x69},
    /* bbd0e152-84d7-4b81-a12f-9a52483241cf */
    [RECORD_ID_RECORD] = {0xbb, 0xd0, 0xe1, 0x52, 0x84, 0xd7, 0x4b, 0x81, 0xa1,
	0x2f, 0x9a, 0x52, 0x48, 0x32, 0x41, 0xcf}};

void
record_id_begin(struct buf *name, enum record_id_kind kind, const char *label,
    uint64_t collid)
{
	buf_clear(name);
	buf_put(name, (const char *)spaces[kind], SPACE);
	buf_put_string(name, label);
	buf_put_char(name, '\n');
	buf_put_number(name, collid);
	buf_put_char(name, '\n');
}

void
record_id_put_number(struct buf *name, struct slice number, struct slice other)
{
	struct buf folded = {0};

	/* A catalogue number is never taken for one of the others. */
	if (number.n == 0)
		buf_put_char(name, '\n');
	collation_put(&folded, number.n > 0 ? number : other);
	utf8_caseless(name, buf_slice(&folded));
	buf_free(&folded);
}

void
record_id_put_picture(struct buf *name, struct slice record, struct slice url)
{
	char *at = buf_room(name, record.n + 1 + url.n);

	memcpy(at, record.at, record.n);
	at[record.n] = '\n';
	memcpy(at + record.n + 1, url.at, url.n);
	name->n += record.n + 1 + url.n;
}

void
record_id_write(char text[RECORD_ID_TEXT], const unsigned char sha1[HASH_SHA1])
{
	uuid_write(text, sha1);
	text[14] = '5';
	/* The two upper bits are the variant. */
	text[19] = uuid_digit(8 | (sha1[8] >> 4 & 3));
}
