/* SPDX-License-Identifier: MIT */
#include "uuid.h"

/* 0888cd07-da2d-4d9f-96fe-57169e911369 */
const unsigned char UUID_PICTURES[16] = {0x08, 0x88, 0xcd, 0x07, 0xda, 0x2d,
    0x4d, 0x9f, 0x96, 0xfe, 0x57, 0x16, 0x9e, 0x91, 0x13, 0x69};
/* bbd0e152-84d7-4b81-a12f-9a52483241cf */
const unsigned char UUID_RECORDS[16] = {0xbb, 0xd0, 0xe1, 0x52, 0x84, 0xd7,
    0x4b, 0x81, 0xa1, 0x2f, 0x9a, 0x52, 0x48, 0x32, 0x41, 0xcf};

void
uuid_put(char text[UUID_TEXT], const char sha1[40])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char c = (unsigned char)sha1[16];

	memcpy(text, sha1, 8);
	memcpy(text + 9, sha1 + 8, 4);
	memcpy(text + 14, sha1 + 12, 4);
	memcpy(text + 19, sha1 + 16, 4);
	memcpy(text + 24, sha1 + 20, 12);
	text[8] = text[13] = text[18] = text[23] = '-';
	text[14] = '5';
	/* The two upper bits are the variant. */
	text[19] = digits[8 | (((c & 0xf) + 9 * (c >> 6)) & 3)];
}
