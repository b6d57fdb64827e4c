/* SPDX-License-Identifier: MIT */
/* Folders and names in the store: the portal's rules, and nothing outside. */
#include "../../cmd/img-derive/store_path.h"
#include "tap.h"

static void
folder(const char *number, const char *batch, const char *web)
{
	struct buf out = {0};

	store_path_folder(&out, STORE_PATH_BATCH, slice_of(number));
	is_slice(buf_slice(&out), slice_of(batch), number);
	buf_clear(&out);
	store_path_folder(&out, STORE_PATH_WEB, slice_of(number));
	is_slice(buf_slice(&out), slice_of(web), number);
	buf_free(&out);
}

static const char *const suffixes[] = {"_lg", "_web", "_tn"};
static const char *const bare[] = {"", "_web", "_tn"};

static void
base(const char *name, const char *expected)
{
	struct buf out = {0};

	store_path_base(&out, slice_of(name), suffixes, 3);
	is_slice(buf_slice(&out), slice_of(expected), name);
	buf_free(&out);
}

static bool
is_harmless(struct slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (memchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			   "abcdefghijklmnopqrstuvwxyz0123456789_-.",
			name.at[i], 65) == NULL)
			return false;
	return name.n > 0 && name.n <= STORE_PATH_BASE_MOST &&
	    name.at[0] != '.' && name.at[0] != '-' &&
	    name.at[name.n - 1] != '.';
}

/* Bytes of all kinds, from a small generator. */
static void
harmless(void)
{
	struct buf out = {0};
	char text[300];
	uint32_t seed = 1;
	bool good = true;

	for (int round = 0; round < 20000; round++) {
		size_t n = (seed >> 16) % sizeof text;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1103515245 + 12345;
			text[i] = round % 2 == 0 ? (char)(seed >> 16)
						 : "./\\- A1\n"[seed >> 29];
		}
		for (int rule = 0; rule < 4; rule++) {
			struct slice s = {text, n};

			buf_clear(&out);
			if (rule < 2)
				store_path_folder(
				    &out, (enum store_path_layout)rule, s);
			else
				store_path_base(
				    &out, s, rule == 2 ? suffixes : bare, 3);
			good = good && is_harmless(buf_slice(&out)) &&
			    (rule >= 2 || out.n <= STORE_PATH_FOLDER_MOST);
		}
	}
	ok(good, "whatever goes in, it is a name inside the store");
	buf_free(&out);
}

static void
distinct(void)
{
	struct buf one = {0}, other = {0};
	char text[400];

	memset(text, 'a', sizeof text);
	store_path_base(&one, (struct slice){text, 300}, suffixes, 3);
	store_path_base(&other, (struct slice){text, 301}, suffixes, 3);
	ok(!slice_equal(buf_slice(&one), buf_slice(&other)),
	    "long names that are cut stay distinct");
	buf_clear(&one);
	store_path_base(&one, SLICE("UCR1_tn.jpg"), bare, 3);
	is_slice(buf_slice(&one), SLICE("UCR1_tn_"),
	    "a name that looks like another one's thumbnail");
	buf_clear(&one);
	store_path_base(&one, SLICE("UCR1_tn.jpg"), suffixes, 3);
	is_slice(buf_slice(&one), SLICE("UCR1_tn"),
	    "where all have suffixes it may");
	buf_free(&one);
	buf_free(&other);
}

int
main(void)
{
	folder("123", "00000", "00000");
	folder("1234", "00001", "00001");
	folder("123456", "00123", "00123");
	folder("00012345", "00012", "00012");
	folder("ABC0001234", "ABC0001", "ABC0001");
	folder("ABC0001234_b", "ABC0001", "ABC0001");
	folder("WIS-L-0001234", "WIS-L-0001", "WIS-L-0001");
	folder("UT 1234567", "UT1234", "UT1234");
	folder("abcd", "a", "00000");
	folder("1.234", "00000", "00000");
	folder("ABCDEFGHI1234", "ABCDEFGHI1", "00000");
	folder("", "00000", "00000");
	folder("../../etc/1234", "etc1", "_...etc1");
	/* Cut in the same way for good: the store is looked up by names. */
	base("specimen-specimen-specimen-specimen-specimen-specimen-"
	     "specimen-specimen-specimen-specimen-specimen-specimen-.jpg",
	    "specimen-specimen-specimen-specimen-specimen-specimen-"
	    "specimen-specimen-specimen-speci_2a05adde");
	base("UCR0001.jpg", "UCR0001");
	base("UCR0001.JPEG", "UCR0001");
	base("UCR 0001 (2).jpg", "UCR_0001_2");
	base("UCR0001", "UCR0001");
	base(".htaccess", "_htaccess");
	base("-rf.jpg", "_rf");
	base("..", "picture");
	base("", "picture");
	base("Opuntia \xC3\x97 vaseyi.jpg", "Opuntia___vaseyi");
	base("con.jpg", "con_");
	base("LPT1.jpg", "LPT1_");
	base("a/b\\c.jpg", "a_b_c");
	base("name..jpg", "name");
	ok(store_path_suffix_allowed("") && store_path_suffix_allowed("_tn") &&
		store_path_suffix_allowed("-web2") &&
		!store_path_suffix_allowed("_") &&
		!store_path_suffix_allowed("tn") &&
		!store_path_suffix_allowed("_a_b") &&
		!store_path_suffix_allowed("_/x") &&
		!store_path_suffix_allowed("_abcdefghijklmnopqrs"),
	    "which suffixes are allowed");
	harmless();
	distinct();
	return done_testing();
}
