/* SPDX-License-Identifier: MIT */
/* UUIDs: what is written is read, and nothing else is. */
#include "base/uuid.h"
#include "tap.h"

static const char text[] = "0123abcd-ef45-4678-9a0b-cdef01234567";

static bool
is_read(const char *at, size_t n)
{
	unsigned char bytes[UUID_BYTES];

	return uuid_read(bytes, (struct slice){at, n});
}

/* A text with one character changed. */
static bool
takes(size_t at, char c)
{
	char other[UUID_TEXT];

	memcpy(other, text, UUID_TEXT);
	other[at] = c;
	return is_read(other, UUID_TEXT);
}

int
main(void)
{
	const unsigned char expected[UUID_BYTES] = {0x01, 0x23, 0xab, 0xcd,
	    0xef, 0x45, 0x46, 0x78, 0x9a, 0x0b, 0xcd, 0xef, 0x01, 0x23, 0x45,
	    0x67};
	unsigned char bytes[UUID_BYTES];
	char written[UUID_TEXT];
	bool right = true;

	ok(uuid_read(bytes, slice_of(text)) &&
		memcmp(bytes, expected, UUID_BYTES) == 0,
	    "read");
	uuid_write(written, expected);
	is_slice((struct slice){written, UUID_TEXT}, slice_of(text), "written");
	ok(!is_read(text, UUID_TEXT - 1) && !is_read(text, 0),
	    "not what is shorter");
	for (size_t at = 0; at < UUID_TEXT; at++)
		for (int c = 0; c < 256; c++) {
			bool hyphen = text[at] == '-';
			bool digit =
			    c != 0 && strchr("0123456789abcdef", c) != NULL;

			right = right &&
			    takes(at, (char)c) == (hyphen ? c == '-' : digit);
		}
	ok(right, "digits and hyphens where they belong, in lower case");
	return done_testing();
}
